import type { Context, FileText } from '../model/analyzer.js';
import type { FileContent, Side, Source } from '../model/change.js';
import { saysNothing } from '../model/data-models.js';
import type { Finding } from '../model/finding.js';
import type { Problem } from '../model/problem.js';
import { confidences, type Confidence } from '../model/severity.js';
import { toFinding } from '../triage/finding.js';
import { fingerprintAll } from '../triage/fingerprint.js';
import type { SidedProblem } from '../triage/problems.js';
import { redactionOf } from '../triage/redact.js';
import type { ReviewOptions } from './options.js';

/** One side of the repository, as all contexts of a review share it. */
type View = Pick<Context, 'read' | 'list'>;
export type Views = Readonly<Record<Side, View>>;

export function viewOf(source: Source, side: Side): View {
  let paths: Promise<readonly string[]> | undefined;
  return {
    read: async (path) => {
      const content = await source.read(path, side);
      return content.kind === 'text' ? content.text : undefined;
    },
    list: () => (paths ??= source.list(side)),
  };
}

export const absent: FileContent = { kind: 'absent' };

export async function readSide(source: Source, path: string, side: Side): Promise<FileContent> {
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

export async function findIn(
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
