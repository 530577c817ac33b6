import { z } from 'zod';
import { findMark, findNote, type Note } from './mark.js';
import type { Octokit } from './octokit.js';
import type { PullRequest } from './pull-request.js';

/** An own review thread, as it stands on GitHub. */
export interface Thread {
  readonly id: string;
  /** The address of its first comment. */
  readonly url: string;
  /** The finding that it is about. */
  readonly fingerprint: string;
  /** The path that its file had when the comment was written. */
  readonly path: string;
  readonly isOnFile: boolean;
  /** A person wrote in it, more than commands to this App. */
  readonly isAnswered: boolean;
  /** What this App said last of its finding. */
  readonly note?: Note;
  readonly resolution: 'open' | 'own' | 'others';
  /** GitHub lets an App resolve threads only with write permission on contents: orgs/community/discussions/44650. */
  readonly canResolve: boolean;
  readonly canUnresolve: boolean;
  readonly comment: Minimizable;
  /** The review that the thread was opened with. */
  readonly review?: Minimizable;
}

export interface Minimizable {
  readonly id: string;
  readonly isMinimized: boolean;
  readonly canMinimize: boolean;
}

export interface StandingThreads {
  /** What has become of the pull request by now. */
  readonly isOpen: boolean;
  readonly headSha: string;
  readonly threads: readonly Thread[];
  /** Own reviews that were begun and never submitted: nobody else sees them, and they are in the way of the next one. */
  readonly pendingReviews: readonly string[];
}

/** Reads the threads that this App opened on a pull request: 100 in a call, those of others among them. Undefined where it is gone. */
export async function readThreads(
  octokit: Octokit,
  { owner, repo, number }: PullRequest,
  botLogin: string,
): Promise<StandingThreads | undefined> {
  const threads: Thread[] = [];
  for (let after: string | null = null; ;) {
    const answer = answerSchema.parse(await octokit.graphql(query, { owner, repo, number, after }));
    const pull = answer.repository?.pullRequest;
    if (!pull) return undefined;
    const { reviewThreads, reviews } = pull;
    threads.push(...reviewThreads.nodes.flatMap((node) => toThread(node, botLogin) ?? []));
    const { hasNextPage, endCursor } = reviewThreads.pageInfo;
    after = endCursor;
    if (hasNextPage) continue;
    return {
      isOpen: pull.state === 'OPEN',
      headSha: pull.headRefOid,
      threads,
      // They are shown to their author only.
      pendingReviews: reviews.nodes.map((review) => review.id),
    };
  }
}

const latestComments = 50;

const query = `
  query Threads($owner: String!, $repo: String!, $number: Int!, $after: String) {
    repository(owner: $owner, name: $repo) {
      pullRequest(number: $number) {
        state
        headRefOid
        reviews(states: [PENDING], first: 10) { nodes { id } }
        reviewThreads(first: 100, after: $after) {
          pageInfo { hasNextPage endCursor }
          nodes {
            id path subjectType isResolved viewerCanResolve viewerCanUnresolve
            resolvedBy { login }
            opening: comments(first: 1) {
              totalCount
              nodes {
                id url body state isMinimized viewerCanMinimize
                author { __typename login }
                pullRequestReview { id isMinimized viewerCanMinimize }
              }
            }
            latest: comments(last: ${latestComments}) { nodes { body author { __typename login } } }
          }
        }
      }
    }
  }`;

const authorSchema = z.object({ __typename: z.string(), login: z.string() }).nullable();
const minimizable = { id: z.string(), isMinimized: z.boolean(), viewerCanMinimize: z.boolean() };

const threadSchema = z.object({
  id: z.string(),
  path: z.string(),
  subjectType: z.string(),
  isResolved: z.boolean(),
  viewerCanResolve: z.boolean(),
  viewerCanUnresolve: z.boolean(),
  resolvedBy: z.object({ login: z.string() }).nullable(),
  opening: z.object({
    totalCount: z.number(),
    nodes: z.array(
      z.object({
        ...minimizable,
        url: z.string(),
        body: z.string(),
        state: z.string(),
        author: authorSchema,
        pullRequestReview: z.object(minimizable).nullable(),
      }),
    ),
  }),
  latest: z.object({ nodes: z.array(z.object({ body: z.string(), author: authorSchema })) }),
});

const pullSchema = z.object({
  state: z.string(),
  headRefOid: z.string(),
  reviews: z.object({ nodes: z.array(z.object({ id: z.string() })) }),
  reviewThreads: z.object({
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
    nodes: z.array(threadSchema),
  }),
});

const answerSchema = z.object({
  repository: z.object({ pullRequest: pullSchema.nullable() }).nullable(),
});

function toThread(node: z.infer<typeof threadSchema>, botLogin: string): Thread | undefined {
  const [first] = node.opening.nodes;
  const isOwn = (author: z.infer<typeof authorSchema>): boolean =>
    // REST adds the suffix to an App's login, GraphQL does not.
    author?.__typename === 'Bot' && `${author.login}[bot]` === botLogin;
  const fingerprint = first && isOwn(first.author) ? findMark(first.body) : undefined;
  if (!first || fingerprint === undefined || first.state !== 'SUBMITTED') return undefined;
  const { totalCount } = node.opening;
  const latest = node.latest.nodes;
  const note = latest.filter((comment) => isOwn(comment.author)).findLast(({ body }) => findNote(body));
  const noteKind = note && findNote(note.body);
  return {
    id: node.id,
    url: first.url,
    fingerprint,
    path: node.path,
    isOnFile: node.subjectType === 'FILE',
    // An account that was deleted was a person's.
    isAnswered:
      totalCount > latestComments ||
      latest.some(({ body, author }) => author?.__typename !== 'Bot' && !isCommand(body)),
    ...(noteKind && { note: noteKind }),
    resolution: resolutionOf(node, noteKind, botLogin),
    canResolve: node.viewerCanResolve,
    canUnresolve: node.viewerCanUnresolve,
    comment: toMinimizable(first),
    ...(first.pullRequestReview && { review: toMinimizable(first.pullRequestReview) }),
  };
}

function isCommand(body: string): boolean {
  return body.split('\n').every((line) => /^(\/scrutineer\b|\s*$)/.test(line));
}

/** `resolvedBy` is a user, which an App is not: where it names nobody, the App's own last word decides. */
function resolutionOf(
  { isResolved, resolvedBy }: z.infer<typeof threadSchema>,
  note: Note | undefined,
  botLogin: string,
): Thread['resolution'] {
  if (!isResolved) return 'open';
  const isByOther =
    resolvedBy !== null && ![botLogin, botLogin.replace('[bot]', '')].includes(resolvedBy.login);
  return isByOther || note === undefined || note === 'back' ? 'others' : 'own';
}

function toMinimizable(node: { id: string; isMinimized: boolean; viewerCanMinimize: boolean }): Minimizable {
  return { id: node.id, isMinimized: node.isMinimized, canMinimize: node.viewerCanMinimize };
}
