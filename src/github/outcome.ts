import { loadConfig } from '../config/load.js';
import { configPath } from '../config/schema.js';
import type { Source } from '../model/change.js';
import type { Report } from '../model/report.js';
import { review } from '../review.js';
import { toAnnotation } from './annotations.js';
import { type CheckRun, findFailingSiblings, type Outcome } from './check-run.js';
import { comparePullRequest } from './comparison.js';
import type { JobContext } from './context.js';
import { statusOf } from './error-status.js';
import type { Octokit } from './octokit.js';
import type { PullRequest } from './pull-request.js';
import { Superseded } from './queue.js';
import { planComments, postComments } from './review-comments.js';
import { createSource } from './source.js';
import { renderSummary } from './summary.js';
import { type Conclusion, conclusions, titleOf, verdictLine } from './verdict.js';

/** Reviews a pull request, posts the comments that are missing, and returns what its check run has to say. */
export async function reviewOutcome(
  octokit: Octokit,
  pull: PullRequest,
  run: CheckRun,
  signal: AbortSignal,
  context: JobContext,
): Promise<Outcome> {
  const { analyzers, log } = context;
  const rules = new Map(analyzers.flatMap((analyzer) => analyzer.rules.map((rule) => [rule.id, rule])));
  const comparison = await comparePullRequest(octokit, pull);
  const source = createSource(octokit, pull, comparison);
  const configured = await loadConfig(withBaseConfig(source, pull), 'base', {
    knownRuleIds: [...rules.keys()],
  });
  const report = await review(source, {
    analyzers,
    config: configured.config,
    configProblems: [...configured.problems, ...comparison.problems],
    today: context.now().toISOString().slice(0, 10),
    signal,
    onError: (error, about) =>
      log.error({ err: error, repository: `${pull.owner}/${pull.repo}`, pull: pull.number }, about),
  });

  const plans = await planComments({
    findings: report.findings,
    files: comparison.files,
    commentFrom: configured.config.report['comment-from'],
    read: async (path) => {
      const content = await source.read(path, 'head');
      return content.kind === 'text' ? content.text : undefined;
    },
  });
  const posted = await postComments(octokit, pull, { plans, rules, botLogin: run.botLogin, signal });
  const siblings = run.isShared ? await findFailingSiblings(octokit, pull, context.appId) : [];
  const shown: Report = { ...report, problems: [...report.problems, ...posted.problems] };
  const verdict: Gate =
    siblings.length > 0 && conclusions[report.verdict] !== 'failure'
      ? siblingGate(siblings)
      : {
          conclusion: conclusions[report.verdict],
          title: titleOf(report),
          line: verdictLine(report, configured.config.report['fail-from']),
        };
  return {
    conclusion: verdict.conclusion,
    title: verdict.title,
    summary: renderSummary(shown, pull, verdict.line),
    annotations: report.findings
      .filter((finding) => !posted.carried.has(finding.fingerprint))
      .map(toAnnotation),
  };
}

interface Gate {
  readonly conclusion: Conclusion;
  readonly title: string;
  readonly line: string;
}

function siblingGate(siblings: readonly number[]): Gate {
  const names = siblings.map((number) => `#${number}`).join(', ');
  return {
    conclusion: 'failure',
    title: `The same commit fails in ${names}`,
    line: `**Failing.** The same head commit fails in ${names}, and a commit has one result for all its pull requests.`,
  };
}

/** The configuration stands on the tip of the base branch; the base side of the change is where the branch left it. */
function withBaseConfig(source: Source, pull: PullRequest): Source {
  return {
    ...source,
    read: (path, side) =>
      path === configPath && side === 'base' ? Promise.resolve(pull.config) : source.read(path, side),
  };
}

/** What a check run says of a review that did not come to its end. Never green. */
export function interruptedOutcome(error: unknown): Outcome {
  if (error instanceof Superseded)
    return {
      conclusion: 'cancelled',
      title: 'Superseded',
      summary: `**Cancelled.** ${error.message}`,
      annotations: [],
    };
  const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
  const reason = timedOut
    ? 'The review took too long and was ended.'
    : `The review failed: ${causeOf(error)}.`;
  return {
    conclusion: 'failure',
    title: timedOut ? 'Review timed out' : 'Review failed',
    summary: `**Failing.** ${reason} Nothing is known about this change. Run the check again, or look into the server's log.`,
    annotations: [],
  };
}

/** Without the error's own text, which can hold addresses and parts of requests. */
function causeOf(error: unknown): string {
  const status = statusOf(error);
  return status !== undefined ? `GitHub answered ${status}` : 'an internal error';
}
