import type { Probot } from 'probot';
import type { Ledger } from '../model/decision.js';
import type { PullTurn } from '../model/ledger.js';
import { checkName } from './check-run.js';
import { mayHoldCommand } from './commands/command-lines.js';
import { subjectOfButton } from './commands/buttons.js';
import { externalIdOf, parseExternalId } from './external-id.js';
import { pullOfQueueRef } from './merge-group.js';
import {
  type Job,
  type JobQueue,
  type JobSubject,
  jobSubjectOf,
  keyOf,
  senderTo,
  type Urgency,
} from './queue.js';

/**
 * Turns webhooks into jobs. A handler only says which pull request or merge group, and settles when the queue has kept it:
 * then the webhook is answered. What becomes of a pull request the ledger keeps.
 */
export function listenToWebhooks(
  probot: Pick<Probot, 'on'>,
  queue: JobQueue,
  ledger: Pick<Ledger, 'turn'>,
): void {
  const sendTo = senderTo(queue);
  const send = async (
    { id, payload }: { readonly id: string; readonly payload: Origin },
    subjects: readonly JobSubject[],
    urgency: Urgency = 'pushed',
  ): Promise<void> => {
    for (const subject of subjects) {
      const job = jobOf(payload, subject);
      if (job) await sendTo(job, { delivery: id, urgency });
    }
  };
  probot.on(['pull_request.opened', 'pull_request.synchronize', 'pull_request.reopened'], (event) =>
    send(event, [{ pull: event.payload.pull_request.number }]),
  );
  probot.on('pull_request.closed', async ({ id, payload }) => {
    const { number: pull, merged } = payload.pull_request;
    const job = jobOf(payload, { pull });
    if (!job) return;
    await queue.cancel(keyOf(job), 'The pull request was closed.');
    await ledger.turn(turnOf(id, payload, pull, merged ? 'merged' : 'closed'));
  });
  probot.on('pull_request.reopened', async ({ id, payload }) => {
    const { number: pull } = payload.pull_request;
    const job = jobOf(payload, { pull });
    if (job) await ledger.turn(turnOf(id, payload, pull, 'reopened'));
  });
  probot.on(
    [
      'pull_request.ready_for_review',
      'pull_request.converted_to_draft',
      'pull_request.labeled',
      'pull_request.unlabeled',
    ],
    (event) => send(event, [{ pull: event.payload.pull_request.number, onlyIfTurned: true }]),
  );
  probot.on('pull_request.edited', async (event) => {
    const { changes, pull_request: pull } = event.payload;
    // Another base branch is another change, which the standing result says nothing about.
    if (changes.base) await send(event, [{ pull: pull.number }]);
  });
  probot.on('merge_group.checks_requested', (event) => send(event, [groupOf(event.payload.merge_group)]));
  probot.on('merge_group.destroyed', async ({ payload }) => {
    const job = jobOf(payload, groupOf(payload.merge_group));
    if (job) await queue.cancel(keyOf(job), 'The merge queue no longer has this group.');
  });
  probot.on('check_run.rerequested', async (event) => {
    const { name, external_id: id, head_sha: headSha } = event.payload.check_run;
    const subject = name === checkName ? parseExternalId(id) : undefined;
    if (subject) await send(event, [jobSubjectOf(subject, headSha)], 'asked');
  });
  probot.on('check_run.requested_action', async (event) => {
    const { check_run: run, requested_action: action, sender } = event.payload;
    const subject = run.name === checkName ? parseExternalId(run.external_id) : undefined;
    const asked = subject && subjectOfButton(action?.identifier, subject, run.head_sha, sender);
    if (asked) await send(event, [asked], 'asked');
  });
  probot.on('issue_comment.created', async (event) => {
    const { issue, comment } = event.payload;
    if (issue.pull_request && mayCommand(comment))
      await send(event, [{ pull: issue.number, comment: comment.node_id }], 'asked');
  });
  probot.on('pull_request_review_comment.created', async (event) => {
    const { pull_request: pull, comment } = event.payload;
    if (mayCommand(comment)) await send(event, [{ pull: pull.number, comment: comment.node_id }], 'asked');
  });
  probot.on('check_suite.rerequested', async (event) => {
    // A suite names no pull requests from forks; the check runs on its commit do.
    const { check_suite: suite, repository } = event.payload;
    const own = suite.pull_requests.flatMap((pull) =>
      pull.base.repo.id === repository.id ? [pull.number] : [],
    );
    const subjects = own.length > 0 ? own.map((pull) => ({ pull })) : [{ sha: suite.head_sha }];
    await send(event, subjects, 'asked');
  });
}

/** Saves jobs; whether it does is decided on the comment as it then stands. */
function mayCommand(comment: { body: string; user: { type?: string } | null }): boolean {
  return comment.user?.type === 'User' && mayHoldCommand(comment.body);
}

function turnOf(
  delivery: string,
  { repository, sender }: Turned,
  pull: number,
  event: PullTurn['event'],
): PullTurn {
  return {
    id: `pull-request/${delivery}`,
    repository: repository.full_name,
    repositoryId: repository.id,
    subject: externalIdOf({ pull }),
    pull,
    event,
    by: sender.login,
  };
}

interface Turned {
  readonly repository: { readonly id: number; readonly full_name: string };
  readonly sender: { readonly login: string };
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
