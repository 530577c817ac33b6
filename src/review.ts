import type { ChangedFile, Source } from './model/change.js';
import type { Problem } from './model/problem.js';
import { judge, type Report } from './model/report.js';
import { findEntryPoints } from './review/entry-points.js';
import { type FileResult, reviewFile } from './review/file.js';
import type { ReviewOptions } from './review/options.js';
import { filesAtOnce, mapInParallel } from './review/parallel.js';
import { viewOf } from './review/side.js';
import { openThreatModel, type ReviewedModel, tellThreatModel } from './threat-model/review.js';
import { createAdjust } from './threat-model/severity.js';
import { findUnmatched, tellUnmatched } from './triage/baseline.js';
import { tellDryRun } from './triage/dry-run.js';
import { quoteCode, type Quoted } from './triage/excerpts.js';
import { findInHistory } from './triage/history.js';
import type { Origin } from './triage/origin.js';
import { judgePolicies } from './triage/policies.js';
import { collectProblems, type SidedProblem } from './triage/problems.js';
import { rank } from './triage/rank.js';
import { countExclusions, inScope, resolveScope } from './triage/scope.js';
import { tellSuppressions } from './triage/suppression-notices.js';
import {
  dependsOnAuthor,
  type FileFindings,
  triage,
  type TriageOptions,
  withSeverity,
} from './triage/triage.js';
import { urgenciesOf } from './triage/urgency.js';

export type { ReviewOptions, SeenFile } from './review/options.js';

/** Reviews a change: looks at each changed file on both sides, and tells what the change introduced from what it found. */
export async function review(source: Source, options: ReviewOptions): Promise<Report> {
  const { config, proposed } = options;
  const files = await source.files();
  const threats = await openThreatModel(source, config, options.isAudit === true);
  const components = new Map(threats.model?.components.map(({ name, paths }) => [name, paths]));
  const scope = resolveScope(config.scope, components);
  const proposedScope = proposed && resolveScope(proposed.config.scope, components);
  const isIncluded = (file: { readonly path: string }): boolean => inScope(file.path, scope);
  const looked = files.filter(
    (file) => isIncluded(file) || (proposedScope && inScope(file.path, proposedScope)),
  );
  const views = { base: viewOf(source, 'base'), head: viewOf(source, 'head') };
  const all = await mapInParallel(looked, filesAtOnce, async (file, index) => {
    options.signal?.throwIfAborted();
    const result = await reviewFile(source, views, file, { ...options, scope });
    options.onProgress?.(index + 1, looked.length);
    return result;
  });

  const results = all.filter(isIncluded);
  const decision = await decisionOptions(results, threats, options);
  const history = await findInHistory(source, {
    ...options,
    isIncluded,
    known: all.flatMap((result) => result.fingerprints),
    reviewed: new Set(files.map((file) => file.path)),
  });
  const { findings: ranked, withheld } = triage([...results, ...history.files], decision);
  const standing = new Map(results.map((result) => [result.path, result.standing]));
  const openQuoted = async (path: string): Promise<Quoted | undefined> => {
    const found = standing.get(path);
    const text = found && (await views.head.read(path));
    return text === undefined ? undefined : { text, standing: found ?? [] };
  };
  const findings = options.withCode ? await quoteCode(ranked, openQuoted) : ranked;
  const problems: SidedProblem[] = [
    ...[
      ...(options.configProblems ?? []),
      ...threats.problems,
      ...scope.unknownComponents.map(tellUnknownComponent),
      ...tellAccepted(files, results, decision, options),
    ].map((problem) => ({ problem })),
    ...results.flatMap((result) => result.problems),
    ...history.problems.map((problem) => ({ problem })),
  ];
  if (proposed && proposedScope) {
    const inProposed = all.filter((file) => inScope(file.path, proposedScope));
    const then = triage([...inProposed, ...history.files], { ...decision, ...proposed });
    for (const problem of tellDryRun({ findings, withheld }, then, proposed.config))
      problems.push({ problem });
  }
  const threatModel = await tellThreatModel(threats, source, files.filter(isIncluded), {
    config,
    today: options.today,
    isAudit: options.isAudit === true,
    findEntryPoints: (side) => findEntryPoints(source, views, files.filter(isIncluded), side, options),
  });
  const exclusions = countExclusions(
    files.map(({ path }) => path),
    scope,
    options.isAudit === true,
  );
  const parts = {
    coverage: {
      files: files.length,
      analyzed: results.filter((result) => result.analyzed).length,
      excluded: files.length - results.length,
      ...(exclusions.length > 0 && { exclusions }),
      ...countOrigins(results),
    },
    findings,
    fixed: rank(results.flatMap((result) => result.fixed).map((finding) => withSeverity(finding, config))),
    withheld,
    problems: collectProblems(problems),
  };
  const policies = judgePolicies(parts, config, options);
  const urgencies = urgenciesOf(parts.findings, config, options);
  return {
    version: 1,
    verdict: judge(parts, config.report['fail-from']),
    ...parts,
    ...(policies.length > 0 && { policies }),
    ...(threatModel && { threatModel }),
    ...(urgencies.length > 0 && { urgencies }),
  };
}

function tellUnknownComponent(name: string): Problem {
  const message = `\`scope.exclude\` names the component \`${name}\`, which the threat model does not have; nothing is left out for it.`;
  return { kind: 'configuration', message };
}

async function decisionOptions(
  files: readonly FileFindings[],
  { model }: ReviewedModel,
  options: ReviewOptions,
): Promise<TriageOptions> {
  const { config, baseline = new Map(), ignored, today, isAudit = false, authorMayWrite } = options;
  const mayAdd = isAudit || (dependsOnAuthor(files, config) && (await authorMayWrite?.()) === true);
  const adjust = model && config['threat-model']['adjust-severity'] ? createAdjust(model, config) : undefined;
  return {
    config,
    baseline,
    ...(ignored && { ignored }),
    today,
    mayAddSuppressions: mayAdd,
    ...(adjust && { adjust }),
  };
}

/** What a reader has to know of suppressions and of the baseline. */
function tellAccepted(
  files: readonly ChangedFile[],
  results: readonly FileFindings[],
  decision: TriageOptions,
  options: ReviewOptions,
): Problem[] {
  const { isAudit = false, proposed } = options;
  const ran = new Set(options.analyzers.flatMap((analyzer) => analyzer.rules.map((rule) => rule.id)));
  const removed = new Set(files.flatMap((file) => (file.status === 'removed' ? [file.path] : [])));
  const present = new Set(files.map((file) => file.path));
  const unmatched = findUnmatched(decision.baseline, results, { removed, present, isAudit }, ran);
  return [
    ...results.flatMap((result) => tellSuppressions(result, decision, ran)),
    // What the change itself takes out need not be told.
    ...tellUnmatched(unmatched.filter((entry) => proposed?.baseline.has(entry.fingerprint) ?? true)),
  ];
}

/** Of the files that were analyzed. */
function countOrigins(results: readonly FileResult[]): Partial<Record<Origin, number>> {
  const count = (wanted: Origin): number =>
    results.filter(({ analyzed, origin }) => analyzed && origin === wanted).length;
  const [generated, vendored] = [count('generated'), count('vendored')];
  return { ...(generated > 0 && { generated }), ...(vendored > 0 && { vendored }) };
}
