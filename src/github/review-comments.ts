import type { Config } from '../config/schema.js';
import type { Finding } from '../model/finding.js';
import type { Problem } from '../model/problem.js';
import type { Rule } from '../model/rule.js';
import { reaches } from '../model/severity.js';
import type { ComparedFile } from './change.js';
import { renderComment } from './comment.js';
import { statusOf } from './error-status.js';
import { findMark } from './mark.js';
import type { Octokit } from './octokit.js';
import { commentableRanges, findRange, type LineRange } from './patch.js';
import type { PullRequest } from './pull-request.js';
import { reconcile } from './reconcile.js';
import { plural } from './severity-mark.js';
import { suggest, type Suggestion } from './suggestion.js';

/** More than this on one push nobody reads; the rest stands in the check run. */
const maxComments = 30;
/** A comment on a longer range stands on its first line. */
const maxRangeLines = 20;

export interface CommentPlan {
  readonly finding: Finding;
  readonly lines: LineRange;
  readonly suggestion?: Suggestion;
}

export interface PlanOptions {
  /** Ranked. */
  readonly findings: readonly Finding[];
  readonly files: readonly ComparedFile[];
  readonly commentFrom: Config['report']['comment-from'];
  /** The text of a file on the head side. */
  readonly read: (path: string) => Promise<string | undefined>;
}

/** The findings that can and should stand on lines of the diff, and where. */
export async function planComments(options: PlanOptions): Promise<CommentPlan[]> {
  const ranges = new Map(options.files.map((file) => [file.path, commentableRanges(file.patch ?? '')]));
  const plans: CommentPlan[] = [];
  for (const finding of options.findings) {
    if (plans.length === maxComments) break;
    if (finding.commit !== undefined || !reaches(finding.severity, options.commentFrom)) continue;
    const shown = ranges.get(finding.location.path) ?? [];
    const suggestion = finding.fix && suggest(finding, (await options.read(finding.location.path)) ?? '');
    if (suggestion && findRange(shown, suggestion.lines)) {
      plans.push({ finding, lines: suggestion.lines, suggestion });
      continue;
    }
    const { startLine, endLine } = finding.location;
    const lines = [
      { start: startLine, end: endLine },
      { start: startLine, end: startLine },
    ].find((range) => range.end - range.start < maxRangeLines && findRange(shown, range));
    if (lines) plans.push({ finding, lines });
  }
  return plans;
}

export interface PostOptions {
  readonly plans: readonly CommentPlan[];
  readonly rules: ReadonlyMap<string, Rule>;
  /** The account of this App. */
  readonly botLogin: string;
  readonly signal: AbortSignal;
}

/**
 * Posts one review with the comments that do not stand yet; none where nothing is new. What GitHub refuses is told as
 * a problem: the check run then carries the findings.
 */
export async function postComments(
  octokit: Octokit,
  pull: PullRequest,
  options: PostOptions,
): Promise<{ carried: ReadonlySet<string>; problems: readonly Problem[] }> {
  const planned = new Set(options.plans.map((plan) => plan.finding.fingerprint));
  if (planned.size === 0) return { carried: planned, problems: [] };
  try {
    await reconcile(
      () => listOwnMarks(octokit, pull, options.botLogin),
      async (standing) => {
        const fresh = options.plans.filter((plan) => !standing.has(plan.finding.fingerprint));
        options.signal.throwIfAborted();
        if (fresh.length > 0) await createReview(octokit, pull, fresh, options.rules);
      },
    );
    return { carried: planned, problems: [] };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const message =
      'GitHub refused the inline comments; the findings are annotated in the check run instead.';
    return { carried: new Set(), problems: [{ kind: 'notice', message }] };
  }
}

/** As when the diff changed meanwhile, the conversation is locked, or another limit of GitHub's is reached. */
function isRefusal(error: unknown): boolean {
  const status = statusOf(error);
  return status === 422 || status === 403;
}

async function listOwnMarks(octokit: Octokit, pull: PullRequest, botLogin: string): Promise<Set<string>> {
  const { owner, repo, number } = pull;
  const comments = await octokit.paginate(octokit.rest.pulls.listReviewComments, {
    owner,
    repo,
    pull_number: number,
    per_page: 100,
  });
  const own = comments.filter((comment) => comment.user.login === botLogin);
  return new Set(own.flatMap((comment) => findMark(comment.body) ?? []));
}

async function createReview(
  octokit: Octokit,
  pull: PullRequest,
  plans: readonly CommentPlan[],
  rules: ReadonlyMap<string, Rule>,
): Promise<void> {
  const { owner, repo, number, headSha } = pull;
  await octokit.rest.pulls.createReview({
    owner,
    repo,
    pull_number: number,
    commit_id: headSha,
    event: 'COMMENT',
    body: `${plural(plans.length, 'new security finding')} in this change. The check run has the whole report.`,
    comments: plans.map(({ finding, lines, suggestion }) => ({
      path: finding.location.path,
      line: lines.end,
      side: 'RIGHT',
      ...(lines.start < lines.end && { start_line: lines.start, start_side: 'RIGHT' }),
      body: renderComment(finding, rules.get(finding.ruleId), pull, suggestion),
    })),
  });
}
