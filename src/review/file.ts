import type { Analyzer } from '../model/analyzer.js';
import type { ChangedFile, FileContent, Source } from '../model/change.js';
import type { Finding } from '../model/finding.js';
import { type Interest, problemOf } from '../triage/content.js';
import type { Origin } from '../triage/origin.js';
import type { SidedProblem } from '../triage/problems.js';
import { inScope, type Scope } from '../triage/scope.js';
import { findSuppressions, type Suppressions } from '../triage/suppressions.js';
import type { FileFindings } from '../triage/triage.js';
import { reasonToWithhold } from '../triage/withhold.js';
import type { ReviewOptions } from './options.js';
import { absent, findIn, readSide, type Views } from './side.js';

/** What the review found in a changed file, on both sides. */
export interface FileResult extends FileFindings {
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

/** Looks at a changed file on both sides, and tells what the change brought from what was there and what is gone. */
export async function reviewFile(
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
