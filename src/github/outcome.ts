import type { Config } from '../config/schema.js';
import type { Source } from '../model/change.js';
import { findIgnored } from '../model/decision.js';
import type { ConfigurationChange, ReviewEntry } from '../model/ledger.js';
import type { Problem } from '../model/problem.js';
import type { Report } from '../model/report.js';
import type { Rule } from '../model/rule.js';
import { maxAnnotations, toAnnotation } from './annotations.js';
import { loadBaseConfig } from './base-config.js';
import type { Change, ComparedFile } from './change.js';
import { type Results, uploadResults } from './code-scanning.js';
import { type AppId, type CheckRun, findFailingSiblings, type Outcome } from './check-run.js';
import { buttonsFor } from './commands/buttons.js';
import { loadDecisions, weighDecisions } from './commands/decisions.js';
import { compareChange } from './comparison.js';
import { findConfigurationChange } from './configuration-change.js';
import { reasonToLeaveOut } from './conditions.js';
import type { JobContext } from './context.js';
import type { MergeGroup } from './merge-group.js';
import type { Octokit } from './octokit.js';
import { completePatches } from './own-patch.js';
import type { PullRequest } from './pull-request.js';
import { type CommentResult, nothingSaid, reconcileComments } from './review-comments.js';
import { toReviewEntry } from './review-entry.js';
import { renderReportText } from './report-text.js';
import { describeRule } from '../analyzers/custom/describe-rule.js';
import { runReview } from './run-review.js';
import { createSource } from './source.js';
import { renderSummary } from './summary.js';
import { type Seen, seenBy } from './thread-changes.js';
import { decide, type Gate } from './verdict.js';

/** What a review of a change needs, whoever asked for it. */
export type ReviewContext = Omit<
  JobContext,
  'appId' | 'renderResults' | 'access' | 'send' | 'timeLimitMilliseconds' | 'isOnboarding' | 'ledger'
> & {
  readonly appId: AppId;
  readonly ledger: Pick<JobContext['ledger'], 'review' | 'introduced' | 'knowsConfiguration'>;
  /** Nobody hears commands and buttons, as with the Action, which is not there when they come. */
  readonly isDeaf?: boolean;
};

/**
 * Reviews a change, posts the comments that are missing, and returns what its check run has to say. Without a check run
 * nothing is written.
 */
export async function reviewOutcome(
  octokit: Octokit,
  change: PullRequest | MergeGroup,
  run: CheckRun | undefined,
  signal: AbortSignal,
  context: ReviewContext,
  withReport: boolean,
): Promise<Outcome> {
  const { analyzers } = context;
  const { comparison, source, base } = await context.watch.stage('read', async () => {
    const comparison = await compareChange(octokit, change);
    const source = createSource(octokit, change, comparison);
    return { comparison, source, base: await loadBaseConfig(octokit, change, source, context) };
  });
  const { config } = base;
  const known = [
    ...analyzers.flatMap((analyzer) => analyzer.rules),
    ...base.customRules.map(({ rule }) => describeRule(rule)),
  ];
  const rules = new Map(known.map((rule) => [rule.id, rule]));
  const findSiblings = async (): Promise<number[]> =>
    run?.isShared ? findFailingSiblings(octokit, change, context.appId) : [];
  const reason = change.conditions && reasonToLeaveOut(change.conditions, config.review);
  if (reason !== undefined)
    return plainOutcome(decide({ kind: 'left-out', reason, failingSiblings: await findSiblings() }));
  // Who hears no commands has written no decisions down: what looks like one, under a name that other workflows share, is none.
  const ignored = context.isDeaf
    ? new Map<never, never>()
    : findIgnored(await loadDecisions(octokit, change));
  const introduced = await context.ledger.introduced(
    { repository: `${change.owner}/${change.repo}`, repositoryId: change.repositoryId },
    change.externalId,
  );
  const parts = { comparison, source, base, ignored, introduced };
  const { report, looked } = await context.watch.stage('analyze', () =>
    runReview(octokit, change, parts, signal, context),
  );

  const seen = seenBy(report, comparison, looked, change.headSha);
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
      isDeaf: context.isDeaf,
      source,
      seen,
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
  // Before anybody is told, so that no conclusion stands on GitHub that the ledger does not know: without it the review fails.
  const entry = toReviewEntry({ change, base, rules: [...rules.values()], report: shown, gate, seen });
  await context.ledger.review({
    ...entry,
    configurationChange: await explainConfiguration(octokit, change, entry, context),
  });
  const told = await giveResults(change, config, { report, rules: [...rules.values()], signal, context });
  return {
    conclusion: gate.conclusion,
    title: gate.title,
    summary: renderSummary({ ...shown, problems: [...shown.problems, ...told] }, change, gate.line, {
      discussed: posted.discussed,
      ignored: decided.counting,
    }),
    annotations: [...base.annotations, ...annotated.slice(0, maxAnnotations).map(toAnnotation)],
    buttons: context.isDeaf ? [] : buttonsFor(change.kind, report.findings.length > 0),
    ...(withReport && { text: renderReportText(shown, [...rules.values()], change) }),
  };
}

/** A group of a merge queue brings what its pull requests have brought already. */
async function giveResults(
  change: PullRequest | MergeGroup,
  { report: settings }: Config,
  { context, ...results }: Omit<Results, 'log'> & { readonly context: ReviewContext },
): Promise<Problem[]> {
  const { codeScanning, log, watch } = context;
  if (!settings['code-scanning'] || !codeScanning || change.kind !== 'pull-request') return [];
  return watch.stage('upload', () => uploadResults(change, codeScanning, { ...results, log }));
}

/** Who changed the configuration, where it is another one than the ledger had last. That GitHub does not tell fails no review. */
async function explainConfiguration(
  octokit: Octokit,
  change: Change,
  { repository, repositoryId, branch, configuration }: ReviewEntry,
  { ledger, log }: Pick<ReviewContext, 'ledger' | 'log'>,
): Promise<ConfigurationChange | undefined> {
  const of = { repository, repositoryId };
  if (branch === undefined || (await ledger.knowsConfiguration(of, branch, configuration))) return undefined;
  try {
    return await findConfigurationChange(octokit, change);
  } catch (error) {
    log.error({ err: error, repository }, 'Who changed the configuration could not be found');
    return undefined;
  }
}

function tellUnannotated(count: number): Problem[] {
  if (count <= maxAnnotations) return [];
  const message = `Only the ${maxAnnotations} worst of ${count} findings without a comment are annotated; \`scrutineer review\` prints them all.`;
  return [{ kind: 'notice', message }];
}

interface InlineOptions {
  readonly octokit: Octokit;
  readonly change: PullRequest | MergeGroup;
  readonly run: CheckRun | undefined;
  readonly signal: AbortSignal;
  readonly config: Config;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly rulePage: JobContext['rulePage'];
  readonly isDeaf: boolean | undefined;
  readonly source: Source;
  readonly seen: Seen;
  readonly files: readonly ComparedFile[];
}

/** A group in a merge queue has no place for comments. */
async function sayInline(options: InlineOptions): Promise<CommentResult> {
  const { octokit, change, run, signal, config, rules, rulePage, isDeaf, source, seen, files } = options;
  if (change.kind !== 'pull-request' || !run) return nothingSaid;
  return reconcileComments(octokit, change, {
    seen,
    files: await completePatches(files, seen.findings, source),
    settings: config.report,
    context: { rules, links: change, config, rulePage, isDeaf },
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
