import type { Decision } from '../../model/decision.js';
import { mayWrite } from '../author.js';
import type { JobContext } from '../context.js';
import { mutate, type Mutation } from '../mutations.js';
import type { Octokit } from '../octokit.js';
import { findPullRequest } from '../pull-request.js';
import type { Job } from '../queue.js';
import { reconcile } from '../reconcile.js';
import { type Answer, findAnswer, markOfAnswer, type Outcome } from './answer-mark.js';
import { type Command, parseCommands } from './command.js';
import {
  type Conversation,
  decisionsIn,
  findSaid,
  ownComments,
  readConversation,
  type Said,
  type SaidThread,
} from './conversation.js';
import { loadFound } from './found.js';
import { obey, type Reply, type Turn } from './obey.js';

export type CommentJob = Job & { readonly pull: number; readonly comment: string };

/**
 * Obeys the commands of one comment, and answers it once: in its thread or in the conversation, with a reaction. What
 * was decided stands in the answer, whence every review reads it; the ledger gets a copy. A comment that has an answer
 * is not obeyed again, however often its webhook comes.
 */
export async function answerComment(
  octokit: Octokit,
  job: CommentJob,
  signal: AbortSignal,
  context: JobContext,
): Promise<void> {
  const conversation = await readConversation(octokit, job, job.pull);
  const place = conversation && findSaid(conversation, job.comment);
  if (!conversation || place?.said.by.kind !== 'person' || place.said.reactions.has(reactions.refused))
    return;
  const commands = parseCommands(place.said.body);
  if (commands.length === 0) return;
  const given =
    findStanding(conversation, job.comment) ??
    (await reply(octokit, job, signal, context, { conversation, place, commands }));
  if (!given || given.outcome === 'refused') return;
  await record(given.decisions, job, context);
  const { installationId, owner, repo, pull } = job;
  const isReview = commands.some(({ name }) => name === 'review') || given.decisions.length > 0;
  if (isReview) await context.send({ installationId, owner, repo, pull }, { urgency: 'asked' });
}

export const reactions: Readonly<Record<Outcome, string>> = {
  done: 'THUMBS_UP',
  failed: 'CONFUSED',
  refused: 'THUMBS_DOWN',
};

export function findStanding(conversation: Conversation, comment: string): Answer | undefined {
  const answer = ownComments(conversation).find((own) => findAnswer(own.body)?.to === comment);
  const found = answer && findAnswer(answer.body);
  return found && answer.isEdited ? { ...found, decisions: [] } : found;
}

interface Asked {
  readonly conversation: Conversation;
  readonly place: { readonly said: Said; readonly thread?: SaidThread };
  readonly commands: readonly Command[];
}

/** Does what was asked and writes the answer; undefined where GitHub took none, so that nothing was decided. */
async function reply(
  octokit: Octokit,
  job: CommentJob,
  signal: AbortSignal,
  context: JobContext,
  { conversation, place, commands }: Asked,
): Promise<Answer | undefined> {
  const { said, thread } = place;
  const written = await compose(octokit, job, signal, context, { conversation, place, commands });
  const { outcome, decisions } = written;
  const answer: Answer = { to: said.id, outcome, decisions };
  const isIgnored = decisions.findLast((one) => one.fingerprint === thread?.fingerprint)?.kind === 'ignore';
  const wasRefused = ownComments(conversation).some((own) => findAnswer(own.body)?.outcome === 'refused');
  signal.throwIfAborted();
  return reconcile(
    () => readConversation(octokit, job, job.pull),
    async (standing) => {
      const before = standing && findStanding(standing, said.id);
      const reaction: Mutation = {
        name: 'addReaction',
        input: { subjectId: said.id, content: reactions[outcome] },
      };
      if (before) return before;
      // Whoever may not command is told so once, and not in answer to each try.
      if (outcome === 'refused' && wasRefused) {
        await mutate(octokit, [reaction]);
        return answer;
      }
      const body = `${markOfAnswer(answer, isIgnored ? 'withheld' : undefined)}\n${written.text}`;
      const comment: Mutation = thread
        ? { name: 'addPullRequestReviewThreadReply', input: { pullRequestReviewThreadId: thread.id, body } }
        : { name: 'addComment', input: { subjectId: conversation.id, body } };
      const resolution: Mutation[] =
        isIgnored && thread && !thread.isResolved && thread.canResolve
          ? [{ name: 'resolveReviewThread', input: { threadId: thread.id } }]
          : [];
      const [isAnswered] = await mutate(octokit, [comment, reaction, ...resolution]);
      if (isAnswered) return answer;
      context.log.info({ repository: `${job.owner}/${job.repo}`, pull: job.pull }, 'An answer was not taken');
      return undefined;
    },
  );
}

interface Written {
  readonly outcome: Outcome;
  readonly decisions: readonly Decision[];
  readonly text: string;
}

async function compose(
  octokit: Octokit,
  job: CommentJob,
  signal: AbortSignal,
  context: JobContext,
  { conversation, place: { said, thread }, commands }: Asked,
): Promise<Written> {
  if (!(await mayWrite(octokit, job, said.by.login)))
    return {
      outcome: 'refused',
      decisions: [],
      text: 'Commands are for people with write permission on this repository.',
    };
  if (said.isEdited)
    return {
      outcome: 'failed',
      decisions: [],
      text: 'That comment was edited, and edited comments are not obeyed. Please write a new one.',
    };
  const decisions = [...decisionsIn(conversation)];
  const turn: Turn = {
    octokit,
    context,
    by: said.by.login,
    thread: thread?.fingerprint,
    decisions,
    find: async () => {
      const pull = await findPullRequest(octokit, job, job.pull);
      return pull?.isOpen ? loadFound(octokit, pull, decisions, signal, context) : undefined;
    },
  };
  const replies: Reply[] = [];
  for (const command of commands) {
    signal.throwIfAborted();
    const given = await obey(command, turn);
    replies.push(given);
    decisions.push(...(given.decisions ?? []));
  }
  return {
    outcome: replies.every((one) => one.isDone) ? 'done' : 'failed',
    decisions: replies.flatMap((one) => one.decisions ?? []),
    text: [...new Set(replies.map((one) => one.text))].join('\n\n'),
  };
}

async function record(
  decisions: readonly Decision[],
  { owner, repo, pull, comment }: CommentJob,
  { ledger }: JobContext,
): Promise<void> {
  for (const [index, decision] of decisions.entries())
    await ledger.record({ id: `${comment}/${index}`, repository: `${owner}/${repo}`, pull, ...decision });
}
