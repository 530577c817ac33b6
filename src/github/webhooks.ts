import type { Probot } from 'probot';
import { checkName, parseExternalId } from './check-run.js';
import type { Job, Send } from './queue.js';

/**
 * Turns webhooks into jobs. A handler only says which pull request; the webhook is answered before the job starts.
 * Drafts are reviewed as well: a secret is best found before anyone is asked to look.
 */
export function listenToWebhooks(probot: Pick<Probot, 'on'>, send: Send): void {
  probot.on(
    [
      'pull_request.opened',
      'pull_request.synchronize',
      'pull_request.reopened',
      'pull_request.ready_for_review',
    ],
    ({ payload }) => sendPulls(payload, [payload.pull_request.number], send),
  );
  probot.on('pull_request.edited', ({ payload }) => {
    // Another base branch is another change, which the standing result says nothing about.
    if (payload.changes.base) sendPulls(payload, [payload.pull_request.number], send);
  });
  probot.on('check_run.rerequested', ({ payload }) => {
    if (payload.check_run.name !== checkName) return;
    const pull = parseExternalId(payload.check_run.external_id);
    if (pull !== undefined) sendPulls(payload, [pull], send);
  });
  probot.on('check_suite.rerequested', ({ payload }) => {
    // A suite names no pull requests from forks; the check runs on its commit do.
    const { pull_requests: pulls, head_sha: sha } = payload.check_suite;
    const own = pulls.flatMap((pull) => (pull.base.repo.id === payload.repository.id ? [pull.number] : []));
    if (own.length > 0) sendPulls(payload, own, send);
    else sendJob(payload, { sha }, send);
  });
}

interface Origin {
  readonly installation?: { readonly id: number };
  readonly repository: { readonly name: string; readonly owner: { readonly login: string } | null };
}

function sendPulls(origin: Origin, pulls: readonly number[], send: Send): void {
  for (const pull of pulls) sendJob(origin, { pull }, send);
}

function sendJob(origin: Origin, subject: { pull: number } | { sha: string }, send: Send): void {
  const { installation, repository } = origin;
  // A webhook of a repository instead of the App has no installation: nothing could be answered there.
  if (!installation || !repository.owner) return;
  const job: Job = {
    installationId: installation.id,
    owner: repository.owner.login,
    repo: repository.name,
    ...subject,
  };
  send(job);
}
