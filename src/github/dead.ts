import { answerDead, answerDeadButton } from './commands/answer-dead.js';
import { buttonsFor } from './commands/buttons.js';
import { concludeCheckRun, type CheckTarget, listOwnRuns, openCheckRun } from './check-run.js';
import type { JobContext } from './context.js';
import { externalIdOf } from './external-id.js';
import type { Octokit } from './octokit.js';
import { findPullRequest } from './pull-request.js';
import type { Job } from './queue.js';

/**
 * Says on the check run, or in answer to a command, that a job failed each time it was tried, where the review itself could not say so, as when
 * the process died of it. What it did say stands.
 */
export async function sayDead(job: Job, reason: string, context: JobContext): Promise<void> {
  context.log.error({ reason }, 'A job failed for good');
  // Nobody waits for it.
  if ('onboarding' in job) return;
  const octokit = await context.access.forJob(job, context.log);
  if ('comment' in job) return answerDead(octokit, job);
  if ('baselineFor' in job) return answerDeadButton(octokit, job);
  const target = await findTarget(octokit, job);
  if (!target) return;
  const runs = await listOwnRuns(octokit, target, target.headSha, context.appId);
  const own = runs.filter((run) => run.external_id === target.externalId);
  if (own.length > 0 && own.every((run) => run.status === 'completed')) return;
  const run = await openCheckRun(octokit, target, context.appId);
  await concludeCheckRun(octokit, target, run, {
    conclusion: 'failure',
    title: 'Review failed',
    summary: `**Failing.** The review was tried several times and never came to its end. ${diedOf(reason)} Nothing is known about this change. Run the check again, or look into the server's log.`,
    annotations: [],
    buttons: buttonsFor('group' in job ? 'merge-group' : 'pull-request', false),
  });
}

/** The error's own text can hold addresses and parts of requests. */
function diedOf(reason: string): string {
  return reason === workerDied ? 'The process that did it died each time.' : '';
}

/** As the queue words it. */
const workerDied = 'Its worker died.';

async function findTarget(octokit: Octokit, job: Job): Promise<CheckTarget | undefined> {
  if ('group' in job) {
    const { owner, repo, group } = job;
    return { owner, repo, headSha: group.headSha, externalId: externalIdOf(job) };
  }
  if (!('pull' in job)) return undefined;
  const pull = await findPullRequest(octokit, job, job.pull);
  return pull?.isOpen ? pull : undefined;
}
