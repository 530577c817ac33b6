import type { Config } from '../config/schema.js';
import type { Problem } from '../model/problem.js';
import { reaches } from '../model/severity.js';
import type { ComparedFile } from './change.js';
import type { CommentContext } from './comment.js';
import { mutate } from './mutations.js';
import { discardReviews, isRefusal, type NewReview, openReview, placedBy } from './new-review.js';
import type { Octokit } from './octokit.js';
import { placeFindings } from './placement.js';
import type { PullRequest } from './pull-request.js';
import { Superseded } from '../queue/ends.js';
import { reconcile } from './reconcile.js';
import { changeThreads, type Seen } from './thread-changes.js';
import { readThreads, type Thread } from './threads.js';

/** Comments on a file as a whole stand far from the code: so few that one call carries them. */
const maxFileComments = 10;

export interface CommentOptions {
  readonly seen: Seen;
  readonly files: readonly ComparedFile[];
  readonly settings: Pick<Config['report'], 'comment-from' | 'max-comments'>;
  readonly context: CommentContext;
  /** The page of the check run. */
  readonly reportUrl: string | null;
  /** The text of a file on the head side. */
  readonly read: (path: string) => Promise<string | undefined>;
  /** The account of this App. */
  readonly botLogin: string;
  readonly signal: AbortSignal;
}

export interface CommentResult {
  /** The fingerprints of the findings that a comment carries. */
  readonly carried: ReadonlySet<string>;
  /** The threads of fixed findings that stay open because a person wrote in them. */
  readonly discussed: readonly Thread[];
  readonly problems: readonly Problem[];
}

export const nothingSaid: CommentResult = { carried: new Set(), discussed: [], problems: [] };

/** The reviewed commit is no longer the pull request's head, and no webhook has said so. */
export class HeadMoved extends Superseded {
  constructor() {
    super('The pull request got another head commit while this one was reviewed.');
  }
}

/**
 * Makes the review threads say what the review found: one new review with the findings that no thread carries yet, if
 * there are any, and in each own thread what has become of its finding. What GitHub refuses stands in the check run.
 * Nothing is said of a pull request that is no longer open, or no longer what was reviewed.
 */
export async function reconcileComments(
  octokit: Octokit,
  pull: PullRequest,
  options: CommentOptions,
): Promise<CommentResult> {
  const { seen, settings, signal } = options;
  const wanted = seen.findings
    // What stands only in an earlier commit has no place in the diff.
    .filter((finding) => finding.commit === undefined)
    .filter((finding) => reaches(finding.severity, settings['comment-from']))
    .slice(0, settings['max-comments']);
  const begun = new Set<string>();
  return reconcile(
    () => readThreads(octokit, pull, options.botLogin),
    async (standing): Promise<CommentResult> => {
      if (!standing?.isOpen) return nothingSaid;
      if (standing.headSha !== pull.headSha) throw new HeadMoved();
      const { threads, pendingReviews } = standing;
      const { mutations, carried, discussed } = changeThreads(threads, seen, begun);
      const fresh = wanted.filter((finding) => !carried.has(finding.fingerprint));
      const placements = await placeFindings(fresh, options.files, options.read);
      const onFiles = [...carried.values()].filter((thread) => thread.isOnFile).length;
      const review: NewReview = {
        onLines: placements.filter(({ lines }) => lines),
        onFiles: placements.filter(({ lines }) => !lines).slice(0, Math.max(0, maxFileComments - onFiles)),
      };
      signal.throwIfAborted();
      await discardReviews(octokit, pendingReviews);
      const opened = await openReview(octokit, pull, review, options.context, options.reportUrl);
      const completion = opened.state === 'pending' ? opened.completion : [];
      signal.throwIfAborted();
      for (const { id } of threads) begun.add(id);
      const done = await unlessRefused(mutate(octokit, [...completion, ...mutations]));
      const placed = placedBy(review, opened, done ?? []);
      return {
        carried: new Set([...carried.keys(), ...placed.map(({ finding }) => finding.fingerprint)]),
        discussed,
        problems: opened.state === 'refused' || !done ? [refused] : [],
      };
    },
  );
}

const refused: Problem = {
  kind: 'notice',
  message: 'GitHub refused the inline comments; the findings are annotated in the check run instead.',
};

async function unlessRefused<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return undefined;
  }
}
