import { type CommentContext, renderComment } from './comment.js';
import { statusOf } from './error-status.js';
import { mutate, type Mutation } from './mutations.js';
import type { Octokit } from './octokit.js';
import type { Placement } from './placement.js';
import type { PullRequest } from './pull-request.js';
import { plural } from './severity-mark.js';

export interface NewReview {
  readonly onLines: readonly Placement[];
  readonly onFiles: readonly Placement[];
}

/**
 * - `posted`: it stands with all its comments
 * - `pending`: nobody sees it until its `completion` is done
 */
export type Opened =
  | { readonly state: 'none' | 'posted' | 'refused' }
  | { readonly state: 'pending'; readonly completion: readonly Mutation[] };

/** Opens a review with its comments on lines; those on files it takes only by GraphQL, while it is pending. */
export async function openReview(
  octokit: Octokit,
  pull: PullRequest,
  { onLines, onFiles }: NewReview,
  context: CommentContext,
  /** The page of the check run. */
  reportUrl: string | null,
): Promise<Opened> {
  const count = onLines.length + onFiles.length;
  if (count === 0) return { state: 'none' };
  const { owner, repo, number, headSha } = pull;
  const textOf = (placement: Placement): string => renderComment(placement, context);
  const report = reportUrl === null ? 'The check run' : `The [check run](${reportUrl})`;
  try {
    const { data } = await octokit.rest.pulls.createReview({
      owner,
      repo,
      pull_number: number,
      commit_id: headSha,
      ...(onFiles.length === 0 && { event: 'COMMENT' as const }),
      body: `${plural(count, 'new security finding')} in this change. ${report} has the whole report.`,
      comments: onLines.map((placement) => ({
        path: placement.finding.location.path,
        ...linesOf(placement),
        body: textOf(placement),
      })),
    });
    if (onFiles.length === 0) return { state: 'posted' };
    const pullRequestReviewId = data.node_id;
    const threads = onFiles.map((placement): Mutation => {
      const { path } = placement.finding.location;
      const input = { pullRequestReviewId, subjectType: 'FILE', path, body: textOf(placement) };
      return { name: 'addPullRequestReviewThread', input };
    });
    const submission: Mutation = {
      name: 'submitPullRequestReview',
      input: { pullRequestReviewId, event: 'COMMENT' },
    };
    return { state: 'pending', completion: [...threads, submission] };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { state: 'refused' };
  }
}

/** The placements that got a comment. `done` says of each part of the completion whether GitHub did it. */
export function placedBy(
  { onLines, onFiles }: NewReview,
  opened: Opened,
  done: readonly boolean[],
): readonly Placement[] {
  if (opened.state === 'posted') return onLines;
  if (opened.state !== 'pending' || !done[opened.completion.length - 1]) return [];
  return [...onLines, ...onFiles.filter((_, index) => done[index])];
}

/** Throws away reviews that were begun and never submitted, in whose way GitHub takes no other. */
export async function discardReviews(octokit: Octokit, ids: readonly string[]): Promise<void> {
  await mutate(
    octokit,
    ids.map((id) => ({ name: 'deletePullRequestReview', input: { pullRequestReviewId: id } })),
  );
}

function linesOf({ lines }: Placement): object {
  if (!lines) return {};
  return {
    line: lines.end,
    side: 'RIGHT',
    ...(lines.start < lines.end && { start_line: lines.start, start_side: 'RIGHT' }),
  };
}

/** As when the diff changed meanwhile, the conversation is locked, or another limit of GitHub's is reached. */
export function isRefusal(error: unknown): boolean {
  const status = statusOf(error);
  return status === 422 || status === 403;
}
