import type { Config } from '../config/schema.js';
import type { Source } from '../model/change.js';
import { findIgnored } from '../model/decision.js';
import type { Problem } from '../model/problem.js';
import type { Report } from '../model/report.js';
import type { Rule } from '../model/rule.js';
import { maxAnnotations, toAnnotation } from './annotations.js';
import { loadBaseConfig } from './base-config.js';
import type { ComparedFile } from './change.js';
import { type CheckRun, findFailingSiblings, type Outcome } from './check-run.js';
import { buttonsFor } from './commands/buttons.js';
import { loadDecisions, weighDecisions } from './commands/decisions.js';
import { compareChange } from './comparison.js';
import { reasonToLeaveOut } from './conditions.js';
import type { JobContext } from './context.js';
import type { MergeGroup } from './merge-group.js';
import type { Octokit } from './octokit.js';
import { completePatches } from './own-patch.js';
import type { PullRequest } from './pull-request.js';
import { type CommentResult, nothingSaid, reconcileComments } from './review-comments.js';
import { renderReportText } from './report-text.js';
import { runReview } from './run-review.js';
import { createSource } from './source.js';
import { renderSummary } from './summary.js';
import { type Seen, seenBy } from './thread-changes.js';
import { decide, type Gate } from './verdict.js';

/** Reviews a change, posts the comments that are missing, and returns what its check run has to say. */
export async function reviewOutcome(
  octokit: Octokit,
  change: PullRequest | MergeGroup,
  run: CheckRun,
  signal: AbortSignal,
  context: JobContext,
  withReport: boolean,
): Promise<Outcome> {
  const { analyzers } = context;
  const rules = new Map(analyzers.flatMap((analyzer) => analyzer.rules.map((rule) => [rule.id, rule])));
  const { comparison, source, base } = await context.watch.stage('read', async () => {
    const comparison = await compareChange(octokit, change);
    const source = createSource(octokit, change, comparison);
    return { comparison, source, base: await loadBaseConfig(octokit, change, source, context) };
  });
  const { config } = base;
  const findSiblings = async (): Promise<number[]> =>
    run.isShared ? findFailingSiblings(octokit, change, context.appId) : [];
  const reason = change.conditions && reasonToLeaveOut(change.conditions, config.review);
  if (reason !== undefined)
    return plainOutcome(decide({ kind: 'left-out', reason, failingSiblings: await findSiblings() }));
  const ignored = findIgnored(await loadDecisions(octokit, change));
  const parts = { comparison, source, base, ignored };
  const { report, looked } = await context.watch.stage('analyze', () =>
    runReview(octokit, change, parts, signal, context),
  );

  const decided = weighDecisions(ignored, config, context.now().toISOString().slice(0, 10));
  const posted = await context.watch.stage('comment', () =>
    sayInline({
      octokit,
      change,
      run,
      signal,
      config,
      rules,
      rulePage: context.rulePage,
      source,
      seen: seenBy(report, comparison, looked, change.headSha),
      files: comparison.files,
    }),
  );
  const annotated = report.findings.filter((finding) => !posted.carried.has(finding.fingerprint));
  const shown: Report = {
    ...report,
    problems: [
      ...report.problems,
      ...decided.problems,
      ...posted.problems,
      ...tellUnannotated(annotated.length),
    ],
  };
  context.watch.report(shown);
  const gate = decide({
    kind: 'reviewed',
    report: shown,
    settings: config.report,
    failingSiblings: await findSiblings(),
  });
  return {
    conclusion: gate.conclusion,
    title: gate.title,
    summary: renderSummary(shown, change, gate.line, {
      discussed: posted.discussed,
      ignored: decided.counting,
    }),
    annotations: [...base.annotations, ...annotated.slice(0, maxAnnotations).map(toAnnotation)],
    buttons: buttonsFor(change.kind, report.findings.length > 0),
    ...(withReport && { text: renderReportText(shown, [...rules.values()], change) }),
  };
}

function tellUnannotated(count: number): Problem[] {
  if (count <= maxAnnotations) return [];
  const message = `Only the ${maxAnnotations} worst of ${count} findings without a comment are annotated; \`scrutineer review\` prints them all.`;
  return [{ kind: 'notice', message }];
}

interface InlineOptions {
  readonly octokit: Octokit;
  readonly change: PullRequest | MergeGroup;
  readonly run: CheckRun;
  readonly signal: AbortSignal;
  readonly config: Config;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly rulePage: JobContext['rulePage'];
  readonly source: Source;
  readonly seen: Seen;
  readonly files: readonly ComparedFile[];
}

/** A group in a merge queue has no place for comments. */
async function sayInline(options: InlineOptions): Promise<CommentResult> {
  const { octokit, change, run, signal, config, rules, rulePage, source, seen, files } = options;
  if (change.kind !== 'pull-request') return nothingSaid;
  return reconcileComments(octokit, change, {
    seen,
    files: await completePatches(files, seen.findings, source),
    settings: config.report,
    context: { rules, links: change, config, rulePage },
    reportUrl: run.url,
    read: async (path) => {
      const content = await source.read(path, 'head');
      return content.kind === 'text' ? content.text : undefined;
    },
    botLogin: run.botLogin,
    signal,
  });
}

/** What a check run says of a review that did not come to its end. Never green. */
export function interruptedOutcome(error: unknown): Outcome {
  return plainOutcome(decide({ kind: 'interrupted', error }));
}

function plainOutcome({ conclusion, title, line }: Gate): Outcome {
  return { conclusion, title, summary: line, annotations: [], buttons: buttonsFor('merge-group', false) };
}
