import { actor, reactionGroups, tick } from './conversation.js';
import type { Node } from './graphql.js';
import { hasFile, lineNow } from './places.js';
import { botLogin, type Comment, type Pull, Refusal, type Review, type State } from './state.js';

/** The review threads of a pull request, as its author of this App sees them: pending ones too. */
export function reviewThreads(state: State, pull: Pull): Node[] {
  return state.comments
    .filter((comment) => comment.pull === pull.number && comment.inReplyTo === undefined)
    .map((first) => thread(state, pull, first));
}

/** The reviews of a pull request in these states, or in any. */
export function reviewsOf(state: State, pull: Pull) {
  return ({ states, ...page }: Page & { states?: readonly string[] }): Node =>
    connection(
      state.reviews
        .filter((review) => review.pull === pull.number && (states?.includes(review.state) ?? true))
        .map((review) => reviewNode(state, review)),
    )(page);
}

interface Page {
  readonly first?: number;
  readonly last?: number;
  readonly after?: string | null;
  readonly before?: string | null;
}

/** GitHub's connections give 1 to 100 nodes from either end, or after a cursor. */
export function connection(nodes: readonly Node[]) {
  return ({ first, last, after, before }: Page): Node => {
    if (first === undefined && last === undefined)
      throw new Error('You must provide a `first` or `last` value to properly paginate.');
    const limit = before ? Number(before) : nodes.length;
    const start = last === undefined ? Number(after ?? 0) : Math.max(0, limit - last);
    const end = last === undefined ? start + (first ?? 0) : limit;
    return {
      nodes: nodes.slice(start, end),
      totalCount: nodes.length,
      pageInfo: {
        hasNextPage: end < nodes.length,
        endCursor: String(end),
        hasPreviousPage: start > 0,
        startCursor: String(start),
      },
    };
  };
}

function thread(state: State, pull: Pull, first: Comment): Node {
  const comments = state.comments.filter((each) => each === first || each.inReplyTo === first.id);
  const resolver = state.resolved.get(first.id);
  return {
    id: `PRRT_${first.id}`,
    path: first.path,
    subjectType: first.line === undefined ? 'FILE' : 'LINE',
    line: () => (first.line === undefined ? null : (lineNow(state, pull, first) ?? null)),
    isOutdated: () =>
      first.line === undefined
        ? !hasFile(state, pull, first.path)
        : lineNow(state, pull, first) === undefined,
    isResolved: resolver !== undefined,
    // The field is a user, which an App is not.
    resolvedBy: resolver === undefined || resolver.endsWith('[bot]') ? null : { login: resolver },
    viewerCanResolve: resolver === undefined && state.contents === 'write',
    viewerCanUnresolve: resolver !== undefined && state.contents === 'write',
    comments: connection(comments.map((comment) => commentNode(state, comment))),
  };
}

function commentNode(state: State, comment: Comment): Node {
  const review = state.reviews.find((candidate) => candidate.id === comment.reviewId);
  return {
    __typename: 'PullRequestReviewComment',
    id: `PRRC_${comment.id}`,
    url: `https://github.example/${state.owner}/${state.repo}/pull/${comment.pull}#discussion_r${comment.id}`,
    body: comment.body,
    state: review?.state === 'PENDING' ? 'PENDING' : 'SUBMITTED',
    author: actor(state, comment.login),
    createdAt: comment.at ?? '2026-05-04T11:00:00Z',
    lastEditedAt: comment.isEdited ? '2026-05-04T13:00:00Z' : null,
    reactionGroups: reactionGroups(state, `PRRC_${comment.id}`),
    pullRequestReview: review ? reviewNode(state, review) : null,
    ...minimizable(state, comment, comment.login),
  };
}

function reviewNode(state: State, review: Review): Node {
  return {
    __typename: 'PullRequestReview',
    id: `PRR_${review.id}`,
    ...minimizable(state, review, botLogin(state)),
  };
}

function minimizable(state: State, subject: Comment | Review, login: string): Node {
  return {
    isMinimized: subject.minimizedAs !== undefined,
    minimizedReason: subject.minimizedAs?.toLowerCase() ?? null,
    viewerCanMinimize: state.contents === 'write' || login === botLogin(state),
  };
}

type Input = Readonly<Record<string, string>>;

/** What the mutations do to the state. Whoever names something of another account makes a mistake. */
export function threadMutations(state: State): Node {
  const mutation = (change: (input: Input) => Node) => (args: { input: Input }) => change(args.input);
  const pendingReview = (id = ''): Review => {
    const review = state.reviews.find((candidate) => `PRR_${candidate.id}` === id);
    if (!review) throw new Refusal(404, `Could not resolve to a node with the global id of '${id}'`);
    if (review.state !== 'PENDING') throw new Refusal(422, 'The review is not pending');
    return review;
  };
  const threadOf = (id = ''): { first: Comment; pull: Pull } => {
    const first = ownComment(state, id.replace('PRRT_', 'PRRC_'));
    const pull = state.pulls.get(first.pull);
    if (!pull) throw new Refusal(404, 'Not Found');
    return { first, pull };
  };
  const setResolved = (id: string, resolver: string | undefined): Node => {
    const { first, pull } = threadOf(id);
    if (state.contents !== 'write') throw new Refusal(403, 'Resource not accessible by integration');
    if (resolver === undefined) state.resolved.delete(first.id);
    else state.resolved.set(first.id, resolver);
    return { thread: thread(state, pull, first) };
  };
  const setMinimized = (id: string, classifier: string | undefined): Node => {
    const isReview = id.startsWith('PRR_');
    const review = state.reviews.find((candidate) => `PRR_${candidate.id}` === id);
    const subject = isReview && review ? review : ownComment(state, id);
    if (classifier === undefined) delete subject.minimizedAs;
    else subject.minimizedAs = classifier;
    return isReview ? reviewNode(state, subject as Review) : commentNode(state, subject as Comment);
  };

  return {
    addPullRequestReviewThread: mutation(({ pullRequestReviewId, path = '', body = '', subjectType }) => {
      const review = pendingReview(pullRequestReviewId);
      const pull = state.pulls.get(review.pull);
      if (subjectType !== 'FILE') throw new Error('The stand-in takes lines in REST reviews only');
      // GitHub says nothing of a place that it does not know.
      if (!pull || !hasFile(state, pull, path)) return { thread: null };
      const comment: Comment = {
        id: state.nextId++,
        pull: review.pull,
        reviewId: review.id,
        login: botLogin(state),
        body,
        path,
        commitId: review.commitId,
      };
      state.comments.push(comment);
      return { thread: thread(state, pull, comment) };
    }),
    submitPullRequestReview: mutation(({ pullRequestReviewId }) => {
      const review = pendingReview(pullRequestReviewId);
      review.state = 'COMMENTED';
      return { pullRequestReview: reviewNode(state, review) };
    }),
    deletePullRequestReview: mutation(({ pullRequestReviewId }) => {
      const review = pendingReview(pullRequestReviewId);
      state.reviews.splice(state.reviews.indexOf(review), 1);
      const kept = state.comments.filter((comment) => comment.reviewId !== review.id);
      state.comments.splice(0, state.comments.length, ...kept);
      return { pullRequestReview: reviewNode(state, review) };
    }),
    addPullRequestReviewThreadReply: mutation(({ pullRequestReviewThreadId, body = '' }) => {
      const { first } = threadOf(pullRequestReviewThreadId);
      const { pull, path, line, commitId, reviewId } = first;
      const comment: Comment = {
        id: state.nextId++,
        pull,
        reviewId,
        login: botLogin(state),
        body,
        path,
        ...(line !== undefined && { line }),
        commitId,
        inReplyTo: first.id,
        at: tick(state),
      };
      state.comments.push(comment);
      return { comment: commentNode(state, comment) };
    }),
    resolveReviewThread: mutation(({ threadId = '' }) => setResolved(threadId, botLogin(state))),
    unresolveReviewThread: mutation(({ threadId = '' }) => setResolved(threadId, undefined)),
    minimizeComment: mutation(({ subjectId = '', classifier = '' }) => ({
      minimizedComment: setMinimized(subjectId, classifier),
    })),
    unminimizeComment: mutation(({ subjectId = '' }) => ({
      unminimizedComment: setMinimized(subjectId, undefined),
    })),
  };
}

function ownComment(state: State, id: string): Comment {
  const comment = state.comments.find((candidate) => `PRRC_${candidate.id}` === id);
  if (!comment) throw new Refusal(404, `Could not resolve to a node with the global id of '${id}'`);
  if (comment.login !== botLogin(state)) throw new Error(`${id} is a comment of ${comment.login}`);
  return comment;
}
