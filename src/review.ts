import type { Baseline } from './config/baseline.js';
import type { Config } from './config/schema.js';
import type { Analyzer, Context, FileText } from './model/analyzer.js';
import type { ChangedFile, FileContent, Side, Source } from './model/change.js';
import { saysNothing } from './model/data-models.js';
import type { Decision } from './model/decision.js';
import type { Finding } from './model/finding.js';
import type { EntryPoint } from './model/entry-point.js';
import type { Problem } from './model/problem.js';
import { judge, type Report } from './model/report.js';
import { confidences, type Confidence } from './model/severity.js';
import { openThreatModel, type ReviewedModel, tellThreatModel } from './threat-model/review.js';
import { createAdjust } from './threat-model/severity.js';
import { findUnmatched, tellUnmatched } from './triage/baseline.js';
import { type Interest, problemOf } from './triage/content.js';
import { tellDryRun } from './triage/dry-run.js';
import { toFinding } from './triage/finding.js';
import { quoteCode, type Quoted } from './triage/excerpts.js';
import { fingerprintAll } from './triage/fingerprint.js';
import { findInHistory } from './triage/history.js';
import type { Origin } from './triage/origin.js';
import { judgePolicies } from './triage/policies.js';
import { collectProblems, type SidedProblem } from './triage/problems.js';
import { rank } from './triage/rank.js';
import { urgenciesOf, type UrgencyOptions } from './triage/urgency.js';
import { redactionOf } from './triage/redact.js';
import { countExclusions, inScope, resolveScope, type Scope } from './triage/scope.js';
import { tellSuppressions } from './triage/suppression-notices.js';
import { findSuppressions, type Suppressions } from './triage/suppressions.js';
import { reasonToWithhold } from './triage/withhold.js';
import {
  dependsOnAuthor,
  type FileFindings,
  triage,
  type TriageOptions,
  withSeverity,
} from './triage/triage.js';

export interface ReviewOptions extends UrgencyOptions {
  readonly analyzers: readonly Analyzer[];
  readonly config: Config;
  /** What was wrong with the configuration that `config` comes from. */
  readonly configProblems?: readonly Problem[];
  /** Findings that are accepted as they are. */
  readonly baseline?: Baseline;
  /** What people decided to ignore in this change, by fingerprint. */
  readonly ignored?: ReadonlyMap<string, Decision>;
  /** What the change would have count instead, for a dry run. */
  readonly proposed?: { readonly config: Config; readonly baseline: Baseline };
  /** Whether whoever made the change has write permission; without it, no. Asked only where it matters. */
  readonly authorMayWrite?: () => Promise<boolean>;
  /** There is no base side: what stands in the files was not added by anyone, and other files there are none. */
  readonly isAudit?: boolean;
  /** Of all rules, where not all analyzers run. */
  readonly knownRuleIds?: readonly string[];
  /** YYYY-MM-DD, for what is ignored until a day. */
  readonly today: string;
  /** Ends the review between two files; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  /** Gets what stands on the head side of each file, whether or not the change brought it. */
  readonly onFile?: (file: SeenFile) => void;
  /** Findings get the lines of code that they are about. */
  readonly withCode?: boolean;
  /** Tells where a file comes from, to count it; without it none is counted. */
  readonly originOf?: (path: string, text: string) => Origin | undefined;
  /** Gets errors of our own, with their cause; what the reader sees of them is a problem in the report. */
  readonly onError?: (error: unknown, about: string) => void;
}

/** A changed file in scope, after the review. */
export interface SeenFile {
  readonly path: string;
  /** What is not among the fingerprints is not there: the head side was read, and no analyzer failed. */
  readonly isWhole: boolean;
  readonly fingerprints: ReadonlySet<string>;
}

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

/** Keeps the workers of the analyzers busy while others are read, most of which no analyzer looks at for long. */
const filesAtOnce = 12;

/** Of the files that were analyzed. */
function countOrigins(results: readonly FileResult[]): Partial<Record<Origin, number>> {
  const count = (wanted: Origin): number =>
    results.filter(({ analyzed, origin }) => analyzed && origin === wanted).length;
  const [generated, vendored] = [count('generated'), count('vendored')];
  return { ...(generated > 0 && { generated }), ...(vendored > 0 && { vendored }) };
}

interface FileResult extends FileFindings {
  readonly analyzed: boolean;
  readonly origin: Origin | undefined;
  readonly fixed: readonly Finding[];
  /** Of both sides. */
  readonly fingerprints: readonly string[];
  readonly problems: readonly SidedProblem[];
}

interface ScopedOptions extends ReviewOptions {
  readonly scope: Scope;
}

async function reviewFile(
  source: Source,
  views: Views,
  file: ChangedFile,
  options: ScopedOptions,
): Promise<FileResult> {
  const problems: SidedProblem[] = [];
  const basePath = file.status === 'renamed' ? (file.previousPath ?? file.path) : file.path;
  const [base, head] = await Promise.all([
    file.status === 'added' || file.status === 'copied' ? absent : readSide(source, basePath, 'base'),
    file.status === 'removed' ? absent : readSide(source, file.path, 'head'),
  ]);
  const interest = interestIn(file.path, options.analyzers);
  for (const [content, side] of [
    [base, 'base'],
    [head, 'head'],
  ] as const) {
    const problem = problemOf(content, file.path, interest);
    if (problem) problems.push({ problem, side });
  }
  const sides = { base: { path: basePath, content: base }, head: { path: file.path, content: head } };
  const before = await findIn(views, sides, 'base', options, problems);
  const after = await findIn(views, sides, 'head', options, problems);
  const fingerprints = new Set(after.findings.keys());
  const isLeftOut =
    head.kind !== 'absent' && options.analyzers.some((analyzer) => analyzer.leavesOut?.(file.path));
  const isWhole = after.trusted && !isLeftOut;
  options.onFile?.({ path: file.path, isWhole, fingerprints });
  return {
    path: file.path,
    isWhole,
    standing: [...after.findings.values()],
    suppressions: suppressionsIn(file, head, { path: basePath, content: base }, options),
    analyzed: file.status === 'removed' ? before.analyzed : after.analyzed,
    origin: options.originOf?.(file.path, head.kind === 'text' ? head.text : ''),
    introduced: [...after.findings.values()].filter((finding) => {
      const old = before.findings.get(finding.fingerprint);
      // A finding can stand in another file than the one that was looked at.
      return basePath === file.path ? !old : !isOld(finding, old, basePath, options);
    }),
    fixed: after.trusted
      ? [...before.findings.values()].filter((finding) => !after.findings.has(finding.fingerprint))
      : [],
    fingerprints: [...before.findings.keys(), ...fingerprints],
    problems,
  };
}

/**
 * Whether a finding was there before. What nobody was shown at the old place of a renamed file, because the configuration
 * leaves it out there, is new at its new one: else code could come in unseen by way of a folder that is not reviewed.
 */
function isOld(
  finding: Finding,
  before: Finding | undefined,
  basePath: string,
  { config, scope, today }: ScopedOptions,
): boolean {
  if (!before || basePath === finding.location.path) return before !== undefined;
  const isShown = (one: Finding, path: string): boolean =>
    inScope(path, scope) &&
    reasonToWithhold({ ...one, location: { ...one.location, path } }, config, today) === undefined;
  return isShown(before, basePath) || !isShown(finding, finding.location.path);
}

function interestIn(path: string, analyzers: readonly Analyzer[]): Interest {
  const interested = analyzers.filter((analyzer) => analyzer.wants(path));
  if (interested.some((analyzer) => !analyzer.readsAnyText)) return 'by-name';
  return interested.length > 0 ? 'as-any-text' : 'never';
}

function suppressionsIn(
  { path }: ChangedFile,
  head: FileContent,
  base: { readonly path: string; readonly content: FileContent },
  options: ReviewOptions,
): Suppressions {
  if (head.kind !== 'text') return { valid: [], faulty: [] };
  const known =
    options.knownRuleIds ?? options.analyzers.flatMap(({ rules }) => rules.map((rule) => rule.id));
  const { valid, faulty } = findSuppressions(
    { path, text: head.text },
    base.content.kind === 'text' ? { path: base.path, text: base.content.text } : undefined,
    known,
  );
  if (!options.isAudit) return { valid, faulty };
  return { valid: valid.map((one) => ({ ...one, isAdded: false })), faulty };
}

const absent: FileContent = { kind: 'absent' };

async function readSide(source: Source, path: string, side: Side): Promise<FileContent> {
  try {
    return await source.read(path, side);
  } catch (error) {
    return { kind: 'unreadable', reason: error instanceof Error ? error.message : String(error) };
  }
}

interface SideResult {
  /** An analyzer wanted the file, and each that did read it whole. */
  readonly analyzed: boolean;
  /** No analyzer failed, so what is not found is not there. */
  readonly trusted: boolean;
  readonly findings: ReadonlyMap<string, Finding>;
}

/** One file on both sides. */
type Sides = Readonly<Record<Side, { readonly path: string; readonly content: FileContent }>>;

async function findIn(
  views: Views,
  sides: Sides,
  side: Side,
  options: ReviewOptions,
  problems: SidedProblem[],
): Promise<SideResult> {
  const { path, content } = sides[side];
  const headPath = sides.head.path;
  const findings = new Map<string, Finding>();
  let trusted = content.kind !== 'unreadable';
  if (content.kind === 'binary')
    for (const analyzer of options.analyzers)
      for (const fingerprinted of fingerprintAll(analyzer.judgeBinary?.(path) ?? [], headPath))
        findings.set(fingerprinted.fingerprint, toFinding(fingerprinted, headPath, analyzer));
  if (content.kind !== 'text') return { analyzed: false, trusted, findings };
  const file: FileText = { path, text: content.text };
  const otherSide = side === 'base' ? 'head' : 'base';
  const other = sides[otherSide];
  const analyzers = options.analyzers.filter((candidate) => candidate.wants(path));
  const said: Problem[] = [];
  for (const analyzer of analyzers) {
    let whole = true;
    const report = (problem: Problem): void => {
      if (problem.kind === 'incomplete') whole = false;
      said.push(problem.path === path ? { ...problem, path: headPath } : problem);
    };
    try {
      const detections = await analyzer.analyze(file, side, {
        ...views[side],
        report,
        dependencies: options.config.dependencies,
        ...(!saysNothing(options.config) && { models: options.config }),
        least: leastShown(options),
        today: options.today,
        uses: (asked, wanted) =>
          options.analyzers
            .find((one) => one.uses && one.wants(asked.path))
            ?.uses?.(asked, wanted, views[side]) ?? Promise.resolve(undefined),
        ...(other.content.kind === 'text' && { other: { path: other.path, ...views[otherSide] } }),
      });
      for (const fingerprinted of fingerprintAll(detections, headPath)) {
        const finding = toFinding(fingerprinted, headPath, analyzer);
        findings.set(finding.fingerprint, finding);
      }
    } catch (error) {
      options.signal?.throwIfAborted();
      options.onError?.(error, `${analyzer.name} analyzer, ${path}`);
      report({ kind: 'incomplete', path, message: `The ${analyzer.name} analyzer failed on this file.` });
    }
    trusted &&= whole;
  }
  const redaction = redactionOf(findings.values(), content.text);
  for (const problem of said)
    problems.push({ problem: { ...problem, message: redaction.text(problem.message) }, side });
  for (const [fingerprint, finding] of findings) findings.set(fingerprint, redaction.finding(finding));
  return { analyzed: analyzers.length > 0 && trusted, trusted, findings };
}

/** The least confidence that the configuration shows, or the one that the change would have instead. */
function leastShown({ config, proposed }: ReviewOptions): Confidence {
  const shown = [config, ...(proposed ? [proposed.config] : [])].map(
    ({ report }) => report['confidence-from'],
  );
  return [...confidences].reverse().find((confidence) => shown.includes(confidence)) ?? 'low';
}

/** One side of the repository, as all contexts of a review share it. */
type View = Pick<Context, 'read' | 'list'>;
type Views = Readonly<Record<Side, View>>;

function viewOf(source: Source, side: Side): View {
  let paths: Promise<readonly string[]> | undefined;
  return {
    read: async (path) => {
      const content = await source.read(path, side);
      return content.kind === 'text' ? content.text : undefined;
    },
    list: () => (paths ??= source.list(side)),
  };
}

/** The ways in that the changed files open on one side. What cannot be read for it is told of by the review itself. */
async function findEntryPoints(
  source: Source,
  views: Views,
  files: readonly ChangedFile[],
  side: Side,
  options: ReviewOptions,
): Promise<readonly EntryPoint[]> {
  const found = await mapInParallel(files, filesAtOnce, async (file) => {
    options.signal?.throwIfAborted();
    const path = side === 'base' ? (file.previousPath ?? file.path) : file.path;
    const asked = options.analyzers.filter((analyzer) => analyzer.entryPoints && analyzer.wants(path));
    if (asked.length === 0 || file.status === (side === 'base' ? 'added' : 'removed')) return [];
    const content = await readSide(source, path, side);
    if (content.kind !== 'text') return [];
    const each = asked.map(async (analyzer) => {
      try {
        return (await analyzer.entryPoints?.({ path, text: content.text }, views[side])) ?? [];
      } catch (error) {
        options.signal?.throwIfAborted();
        options.onError?.(error, `entry points, ${path}`);
        return [];
      }
    });
    return (await Promise.all(each)).flat();
  });
  return found.flat();
}

async function mapInParallel<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++)
      results[index] = await work(items[index] as T, index);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
  return results;
}
