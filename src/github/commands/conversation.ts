import { z } from 'zod';
import type { Decision } from '../../model/decision.js';
import type { Repository } from '../change.js';
import { findMark } from '../mark.js';
import type { Octokit } from '../octokit.js';
import { findAnswer } from './answer-mark.js';

/** A comment in the conversation of a pull request or in one of its review threads. */
export interface Said {
  readonly id: string;
  readonly body: string;
  /** ISO 8601. */
  readonly at: string;
  readonly isEdited: boolean;
  /** `own`: this App's account, by its number. `other`: another bot, or an account that is gone. */
  readonly by: { readonly kind: 'own' | 'person' | 'other'; readonly login: string };
  /** What this App reacted with. */
  readonly reactions: ReadonlySet<string>;
}

export interface SaidThread {
  readonly id: string;
  /** Of the finding that this App opened it for. */
  readonly fingerprint?: string;
  readonly isResolved: boolean;
  /** GitHub lets an App resolve threads only with write permission on contents. */
  readonly canResolve: boolean;
  /** The latest. */
  readonly comments: readonly Said[];
  readonly isWhole: boolean;
}

/** All that was said on a pull request, as far as it can be read. */
export interface Conversation {
  /** Of the pull request. */
  readonly id: string;
  readonly isOpen: boolean;
  readonly comments: readonly Said[];
  readonly threads: readonly SaidThread[];
  /** There may be own answers from before this moment that were not read. ISO 8601; empty where all was read. */
  readonly unreadBefore: string;
}

/** A pull request whose conversation is longer is read from its end. */
const maxPages = 20;

/** Reads what was said on a pull request: 100 comments and 50 threads in a call. Undefined where there is none. */
export async function readConversation(
  octokit: Octokit,
  { owner, repo }: Repository,
  number: number,
): Promise<Conversation | undefined> {
  const comments: Said[] = [];
  const threads: SaidThread[] = [];
  let cursors: Cursors = { comments: null, threads: null, withComments: true, withThreads: true };
  for (let pages = 1; ; pages++) {
    const answer = answerSchema.parse(await octokit.graphql(query, { owner, repo, number, ...cursors }));
    const pull = answer.repository?.pullRequest;
    if (!pull) return undefined;
    const toSaid = sayer(answer.viewer.databaseId);
    comments.unshift(...(pull.comments?.nodes ?? []).map(toSaid));
    threads.unshift(...(pull.reviewThreads?.nodes ?? []).map((node) => toThread(node, toSaid)));
    cursors = {
      comments: pull.comments?.pageInfo.startCursor ?? null,
      threads: pull.reviewThreads?.pageInfo.startCursor ?? null,
      withComments: pull.comments?.pageInfo.hasPreviousPage ?? false,
      withThreads: pull.reviewThreads?.pageInfo.hasPreviousPage ?? false,
    };
    if (pages < maxPages && (cursors.withComments || cursors.withThreads)) continue;
    const unread = [
      ...(cursors.withThreads ? [endOfTime] : []),
      ...(cursors.withComments ? [comments[0]?.at ?? endOfTime] : []),
      ...threads.flatMap((thread) => (thread.isWhole ? [] : [thread.comments[0]?.at ?? endOfTime])),
    ];
    const unreadBefore = unread.sort().at(-1) ?? '';
    return { id: pull.id, isOpen: pull.state === 'OPEN', comments, threads, unreadBefore };
  }
}

interface Cursors {
  readonly comments: string | null;
  readonly threads: string | null;
  readonly withComments: boolean;
  readonly withThreads: boolean;
}

/** The comment with a node id, and the thread that it stands in, if it does. */
export function findSaid(
  { comments, threads }: Conversation,
  id: string,
): { readonly said: Said; readonly thread?: SaidThread } | undefined {
  const said = comments.find((comment) => comment.id === id);
  if (said) return { said };
  for (const thread of threads) {
    const reply = thread.comments.find((comment) => comment.id === id);
    if (reply) return { said: reply, thread };
  }
  return undefined;
}

export function ownComments({ comments, threads }: Conversation): Said[] {
  return [...comments, ...threads.flatMap((thread) => thread.comments)].filter(
    (comment) => comment.by.kind === 'own',
  );
}

/**
 * The decisions that stand in own answers, in order. Whoever may write can edit them, and would then decide in
 * another's name: an answer that was edited decides nothing. Nor does one that another which was not read may have
 * taken back, so that nobody brings a decision back by writing until its end is out of sight.
 */
export function decisionsIn(conversation: Conversation): Decision[] {
  return ownComments(conversation)
    .filter((comment) => !comment.isEdited && comment.at >= conversation.unreadBefore)
    .flatMap(({ body, at }) =>
      (findAnswer(body)?.decisions ?? []).map((decision) => ({ decision, key: `${at} ${decision.at}` })),
    )
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ decision }) => decision);
}

/** Later than any comment. */
const endOfTime = '9999';

const said = `id body createdAt lastEditedAt author { __typename login ... on Bot { databaseId } }`;

const query = `
  query Conversation(
    $owner: String!, $repo: String!, $number: Int!
    $comments: String, $threads: String, $withComments: Boolean!, $withThreads: Boolean!
  ) {
    viewer { databaseId }
    repository(owner: $owner, name: $repo) {
      pullRequest(number: $number) {
        id
        state
        comments(last: 100, before: $comments) @include(if: $withComments) {
          pageInfo { hasPreviousPage startCursor }
          nodes { ${said} reactionGroups { content viewerHasReacted } }
        }
        reviewThreads(last: 50, before: $threads) @include(if: $withThreads) {
          pageInfo { hasPreviousPage startCursor }
          nodes {
            id isResolved viewerCanResolve
            opening: comments(first: 1) { nodes { ${said} } }
            latest: comments(last: 50) { totalCount nodes { ${said} reactionGroups { content viewerHasReacted } } }
          }
        }
      }
    }
  }`;

const saidSchema = z.object({
  id: z.string(),
  body: z.string(),
  createdAt: z.string(),
  lastEditedAt: z.string().nullable(),
  author: z
    .object({ __typename: z.string(), login: z.string(), databaseId: z.number().nullish() })
    .nullable(),
  reactionGroups: z.array(z.object({ content: z.string(), viewerHasReacted: z.boolean() })).nullish(),
});

const pageSchema = z.object({ hasPreviousPage: z.boolean(), startCursor: z.string().nullable() });

const threadSchema = z.object({
  id: z.string(),
  isResolved: z.boolean(),
  viewerCanResolve: z.boolean(),
  opening: z.object({ nodes: z.array(saidSchema) }),
  latest: z.object({ totalCount: z.number(), nodes: z.array(saidSchema) }),
});

const answerSchema = z.object({
  viewer: z.object({ databaseId: z.number() }),
  repository: z
    .object({
      pullRequest: z
        .object({
          id: z.string(),
          state: z.string(),
          comments: z.object({ pageInfo: pageSchema, nodes: z.array(saidSchema) }).nullish(),
          reviewThreads: z.object({ pageInfo: pageSchema, nodes: z.array(threadSchema) }).nullish(),
        })
        .nullable(),
    })
    .nullable(),
});

function sayer(ownId: number): (node: z.infer<typeof saidSchema>) => Said {
  return ({ id, body, createdAt, lastEditedAt, author, reactionGroups }) => {
    const isOwn = author?.__typename === 'Bot' && author.databaseId === ownId;
    const kind = isOwn ? 'own' : author?.__typename === 'User' ? 'person' : 'other';
    const reactions = (reactionGroups ?? []).flatMap((group) =>
      group.viewerHasReacted ? [group.content] : [],
    );
    return {
      id,
      body,
      at: createdAt,
      isEdited: lastEditedAt !== null,
      by: { kind, login: author?.login ?? '' },
      reactions: new Set(reactions),
    };
  };
}

function toThread(
  { id, isResolved, viewerCanResolve, opening, latest }: z.infer<typeof threadSchema>,
  toSaid: (node: z.infer<typeof saidSchema>) => Said,
): SaidThread {
  const first = opening.nodes.map(toSaid)[0];
  const fingerprint = first?.by.kind === 'own' ? findMark(first.body) : undefined;
  return {
    id,
    ...(fingerprint !== undefined && { fingerprint }),
    isResolved,
    canResolve: viewerCanResolve,
    comments: latest.nodes.map(toSaid),
    isWhole: latest.nodes.length === latest.totalCount,
  };
}
