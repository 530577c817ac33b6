import type { Probot } from 'probot';
import { checkName } from './check-run.js';
import { mayHoldCommand } from './commands/command-lines.js';
import { subjectOfButton } from './commands/buttons.js';
import { parseExternalId } from './external-id.js';
import { pullOfQueueRef } from './merge-group.js';
import { Cancelled, type Job, type JobSubject, jobSubjectOf, type Queue } from './queue.js';

/**
 * Turns webhooks into jobs. A handler only says which pull request or merge group; the webhook is answered before the
 * job starts.
 */
export function listenToWebhooks(probot: Pick<Probot, 'on'>, queue: Pick<Queue, 'send' | 'cancel'>): void {
  const send = (origin: Origin, ...subjects: JobSubject[]): void => {
    for (const subject of subjects) {
      const job = jobOf(origin, subject);
      if (job) queue.send(job);
    }
  };
  probot.on(['pull_request.opened', 'pull_request.synchronize', 'pull_request.reopened'], ({ payload }) =>
    send(payload, { pull: payload.pull_request.number }),
  );
  probot.on(
    [
      'pull_request.ready_for_review',
      'pull_request.converted_to_draft',
      'pull_request.labeled',
      'pull_request.unlabeled',
    ],
    ({ payload }) => send(payload, { pull: payload.pull_request.number, onlyIfTurned: true }),
  );
  probot.on('pull_request.edited', ({ payload }) => {
    // Another base branch is another change, which the standing result says nothing about.
    if (payload.changes.base) send(payload, { pull: payload.pull_request.number });
  });
  probot.on('merge_group.checks_requested', ({ payload }) => send(payload, groupOf(payload.merge_group)));
  probot.on('merge_group.destroyed', ({ payload }) => {
    const job = jobOf(payload, groupOf(payload.merge_group));
    if (job) queue.cancel(job, new Cancelled('The merge queue no longer has this group.'));
  });
  probot.on('check_run.rerequested', ({ payload }) => {
    const { name, external_id: id, head_sha: headSha } = payload.check_run;
    const subject = name === checkName ? parseExternalId(id) : undefined;
    if (subject) send(payload, jobSubjectOf(subject, headSha));
  });
  probot.on('check_run.requested_action', ({ payload }) => {
    const { name, external_id: id, head_sha: headSha } = payload.check_run;
    const subject = name === checkName ? parseExternalId(id) : undefined;
    const asked =
      subject && subjectOfButton(payload.requested_action?.identifier, subject, headSha, payload.sender);
    if (asked) send(payload, asked);
  });
  probot.on('issue_comment.created', ({ payload }) => {
    const { issue, comment } = payload;
    if (issue.pull_request && mayCommand(comment))
      send(payload, { pull: issue.number, comment: comment.node_id });
  });
  probot.on('pull_request_review_comment.created', ({ payload }) => {
    const { pull_request: pull, comment } = payload;
    if (mayCommand(comment)) send(payload, { pull: pull.number, comment: comment.node_id });
  });
  probot.on('check_suite.rerequested', ({ payload }) => {
    // A suite names no pull requests from forks; the check runs on its commit do.
    const { pull_requests: pulls, head_sha: sha } = payload.check_suite;
    const own = pulls.flatMap((pull) => (pull.base.repo.id === payload.repository.id ? [pull.number] : []));
    if (own.length > 0) send(payload, ...own.map((pull) => ({ pull })));
    else send(payload, { sha });
  });
}

/** Saves jobs; whether it does is decided on the comment as it then stands. */
function mayCommand(comment: { body: string; user: { type?: string } | null }): boolean {
  return comment.user?.type === 'User' && mayHoldCommand(comment.body);
}

function groupOf(group: { head_sha: string; head_ref: string; base_sha: string }): JobSubject {
  const pull = pullOfQueueRef(group.head_ref);
  return {
    group: { headSha: group.head_sha, baseSha: group.base_sha, ...(pull !== undefined && { pull }) },
  };
}

interface Origin {
  readonly installation?: { readonly id: number };
  readonly repository?: { readonly name: string; readonly owner: { readonly login: string } | null };
}

function jobOf({ installation, repository }: Origin, subject: JobSubject): Job | undefined {
  // A webhook of a repository instead of the App has no installation: nothing could be answered there.
  if (!installation || !repository?.owner) return undefined;
  return {
    installationId: installation.id,
    owner: repository.owner.login,
    repo: repository.name,
    ...subject,
  };
}
