import { concludeCheckRun, listOwnRuns, openCheckRun, parseExternalId } from './check-run.js';
import type { JobContext } from './context.js';
import type { Octokit } from './octokit.js';
import { interruptedOutcome, reviewOutcome } from './outcome.js';
import { findPullRequest, type Repository } from './pull-request.js';
import { type Job, Superseded } from './queue.js';

/** Does a job of the queue. Rejects with what went wrong, after the check run says so. */
export async function doJob(job: Job, signal: AbortSignal, context: JobContext): Promise<void> {
  const octokit = await context.octokitFor(job.installationId);
  if ('pull' in job) return reviewPullRequest(octokit, job, job.pull, signal, context);
  const { installationId, owner, repo } = job;
  const runs = await listOwnRuns(octokit, job, job.sha, context.appId);
  const pulls = new Set(runs.flatMap((run) => parseExternalId(run.external_id) ?? []));
  for (const pull of pulls) context.send({ installationId, owner, repo, pull });
}

async function reviewPullRequest(
  octokit: Octokit,
  repository: Repository,
  number: number,
  signal: AbortSignal,
  context: JobContext,
): Promise<void> {
  const pull = await findPullRequest(octokit, repository, number);
  if (!pull?.isOpen) return;
  const about = { repository: `${pull.owner}/${pull.repo}`, pull: number, head: pull.headSha };
  const run = await openCheckRun(octokit, pull, context.appId);
  const ended = AbortSignal.any([signal, AbortSignal.timeout(context.timeLimitMilliseconds)]);
  try {
    const outcome = await untilAborted(reviewOutcome(octokit, pull, run, ended, context), ended);
    await concludeCheckRun(octokit, pull, run, outcome);
    context.log.info({ ...about, conclusion: outcome.conclusion }, outcome.title);
  } catch (error) {
    if (!(error instanceof Superseded)) context.log.error({ ...about, err: error }, 'The review failed');
    await concludeCheckRun(octokit, pull, run, interruptedOutcome(error));
    throw error;
  }
}

/** Settles with the work, or rejects as soon as the signal says so, whatever the work still waits for. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
