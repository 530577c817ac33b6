import { Cancelled, RetryLater, Stopped } from '../queue/ends.js';
import { loadBaseConfig, noSource } from './base-config.js';
import {
  type CheckRun,
  type CheckTarget,
  concludeCheckRun,
  listOwnRuns,
  openCheckRun,
  type Outcome,
} from './check-run.js';
import { answerComment } from './commands/answer.js';
import { acceptByButton } from './commands/buttons.js';
import { reasonToLeaveOut } from './conditions.js';
import { readOther } from './configuration-files.js';
import type { JobContext } from './context.js';
import { externalIdOf, parseExternalId } from './external-id.js';
import { greet } from './onboarding/greet.js';
import { findMergeGroup, type MergeGroup } from './merge-group.js';
import { type Octokit, secondsToWait } from './octokit.js';
import { interruptedOutcome, reviewOutcome } from './outcome.js';
import { readOrganizationRules } from './organization-rules.js';
import { HeadMoved } from './review-comments.js';
import { findPullRequest, type PullRequest } from './pull-request.js';
import { type Job, jobSubjectOf } from './queue.js';
import { withinLimit } from './time-limit.js';
import { leftOutTitle, siblingTitle } from './verdict.js';

/**
 * Does a job of the queue. Rejects with what went wrong, after the check run says so; with `RetryLater` where GitHub asks
 * to wait longer than a call may, and then the check run stays in progress.
 */
export async function doJob(job: Job, signal: AbortSignal, context: JobContext): Promise<void> {
  try {
    await doOnce(job, signal, context);
  } catch (error) {
    const seconds = secondsToWait(error, Date.now());
    if (seconds === undefined) throw error;
    throw new RetryLater(seconds, 'The rate limit of GitHub is used up.', { cause: error });
  }
}

async function doOnce(job: Job, signal: AbortSignal, shared: JobContext): Promise<void> {
  if ('onboarding' in job && !shared.isOnboarding) {
    shared.log.info({}, 'The repository is not greeted: onboarding is off by now');
    return;
  }
  const octokit = await shared.watch.stage('token', () => shared.access.forJob(job, shared.log, signal));
  const context: JobContext = {
    ...shared,
    readElsewhere: async (repository) => {
      const other = await openElsewhere(repository, job, shared);
      return other && readOther(other, repository);
    },
    readRulesElsewhere: async (repository, globs) => {
      const other = await openElsewhere(repository, job, shared);
      return other && readOrganizationRules(other, repository, globs);
    },
    codeScanning: {
      render: shared.renderResults,
      open: () => shared.access.forCodeScanning(job, shared.log, signal),
    },
  };
  if ('onboarding' in job)
    return withinLimit(context.timeLimitMilliseconds, signal, (ended) => greet(octokit, job, ended, context));
  if ('sha' in job) return sendAllOf(octokit, job, context);
  if ('group' in job) {
    const { owner, repo, group } = job;
    const target = { owner, repo, headSha: group.headSha, externalId: externalIdOf(job) };
    return reviewInCheckRun(octokit, job, target, signal, context, () => findMergeGroup(octokit, job, group));
  }
  if ('comment' in job) return answerComment(octokit, job, signal, context);
  if ('baselineFor' in job) return acceptByButton(octokit, job, signal, context);
  const pull = await findPullRequest(octokit, job, job.pull);
  if (!pull?.isOpen) return;
  if (job.onlyIfTurned && !(await hasTurned(octokit, pull, context))) return;
  try {
    await reviewInCheckRun(octokit, job, pull, signal, context, async () => pull);
  } catch (error) {
    if (error instanceof HeadMoved) await context.send(job);
    throw error;
  }
}

/** For configuration that the job's token does not open, where the App is installed in that repository too. */
async function openElsewhere(
  repository: string,
  { owner, installationId }: Job,
  { access, log }: JobContext,
): Promise<Octokit | undefined> {
  const [otherOwner, name = ''] = repository.split('/');
  if (otherOwner?.toLowerCase() !== owner.toLowerCase()) return undefined;
  return access.forFiles(installationId, name, log);
}

/**
 * Whether the configuration now leaves a pull request out that it did not before, or the other way round; or no review of
 * its head has come to an end.
 */
async function hasTurned(octokit: Octokit, pull: PullRequest, context: JobContext): Promise<boolean> {
  const runs = await listOwnRuns(octokit, pull, pull.headSha, context.appId);
  const own = runs.filter((run) => run.external_id === pull.externalId);
  const isReviewed = own.some((run) => run.status === 'completed' && run.conclusion !== 'cancelled');
  if (!isReviewed || own.some((run) => run.status !== 'completed')) return true;
  const { config } = await loadBaseConfig(octokit, pull, noSource, context);
  const isLeftOut = reasonToLeaveOut(pull.conditions, config.review) !== undefined;
  return own.some((run) => (run.output.title === leftOutTitle) !== isLeftOut);
}

/** Sends a job for each pull request or merge group that has a check run on a commit. */
async function sendAllOf(
  octokit: Octokit,
  { installationId, owner, repo, sha }: Job & { readonly sha: string },
  context: JobContext,
): Promise<void> {
  const runs = await listOwnRuns(octokit, { owner, repo }, sha, context.appId);
  for (const id of new Set(runs.map((run) => run.external_id))) {
    const subject = parseExternalId(id);
    if (subject)
      await context.send(
        { installationId, owner, repo, ...jobSubjectOf(subject, sha) },
        { urgency: 'asked' },
      );
  }
}

/** Whatever happens after the check run is in progress, it is concluded. */
async function reviewInCheckRun(
  octokit: Octokit,
  job: Job,
  target: CheckTarget,
  signal: AbortSignal,
  context: JobContext,
  find: () => Promise<PullRequest | MergeGroup>,
): Promise<void> {
  const { externalId, headSha: head } = target;
  const about = { subject: externalId, head };
  const run = await context.watch.stage('open', () => openCheckRun(octokit, target, context.appId));
  const withReport = 'withReport' in job && job.withReport;
  const work = async (ended: AbortSignal): Promise<Outcome> =>
    reviewOutcome(octokit, await find(), run, ended, context, withReport);
  let outcome: Outcome;
  try {
    outcome = await withinLimit(context.timeLimitMilliseconds, signal, work);
    await context.watch.stage('conclude', () => concludeCheckRun(octokit, target, run, outcome));
  } catch (error) {
    // Whoever gets the job next goes on with the check run that is in progress.
    if (error instanceof Stopped || secondsToWait(error, Date.now()) !== undefined) throw error;
    if (!(error instanceof Cancelled)) context.log.error({ ...about, err: error }, 'The review failed');
    await concludeCheckRun(octokit, target, run, interruptedOutcome(error));
    throw error;
  }
  context.log.info({ ...about, conclusion: outcome.conclusion }, outcome.title);
  await tellSiblings(octokit, job, target, run, outcome, context);
}

/**
 * Of several check runs of one name on one commit GitHub's gate sees only the latest. Where that one came to another end
 * than this, its review is done again, and then learns of this failure.
 */
async function tellSiblings(
  octokit: Octokit,
  { installationId, owner, repo }: Job,
  target: CheckTarget,
  own: CheckRun,
  outcome: Outcome,
  context: JobContext,
): Promise<void> {
  if (outcome.conclusion !== 'failure' || outcome.title.startsWith(siblingTitle)) return;
  const runs = await listOwnRuns(octokit, target, target.headSha, context.appId);
  for (const run of runs) {
    if (run.id <= own.id || run.status !== 'completed' || run.conclusion === 'failure') continue;
    const subject = parseExternalId(run.external_id);
    if (subject)
      await context.send({ installationId, owner, repo, ...jobSubjectOf(subject, target.headSha) });
  }
}
