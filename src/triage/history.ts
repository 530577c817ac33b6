import type { Analyzer, Context } from '../model/analyzer.js';
import type { Source } from '../model/change.js';
import { contentOf, type Detection, type Finding } from '../model/finding.js';
import type { Addition, History } from '../model/history.js';
import type { Problem } from '../model/problem.js';
import { toFinding } from './finding.js';
import { fingerprintAll } from './fingerprint.js';
import type { FileFindings } from './triage.js';

export interface HistoryOptions {
  readonly analyzers: readonly Analyzer[];
  readonly isIncluded: (file: { readonly path: string }) => boolean;
  /** Fingerprints of what stands on either side of the change. */
  readonly known: Iterable<string>;
  /** The paths of the files that were looked at on both sides. */
  readonly reviewed: ReadonlySet<string>;
  readonly signal?: AbortSignal;
}

/**
 * Looks at what the commits of a change added on the way: what is on neither side any more can still be read in the
 * branch. Each such finding is told once, with the first commit that added it.
 */
export async function findInHistory(
  source: Source,
  options: HistoryOptions,
): Promise<{ files: FileFindings[]; problems: readonly Problem[] }> {
  const analyzers = options.analyzers.filter((analyzer) => analyzer.readsHistory);
  if (!source.history || analyzers.length === 0) return { files: [], problems: [] };
  const { additions, problems } = await readHistory(source, options.signal);
  const known = new Set([...options.known].map(contentOf));
  const findings: Finding[] = [];
  for (const addition of additions) {
    options.signal?.throwIfAborted();
    if (!options.isIncluded(addition)) continue;
    for (const analyzer of analyzers.filter((candidate) => candidate.wants(addition.path))) {
      const found = (await detectAdded(analyzer, addition)).filter(
        ({ fingerprint }) => !known.has(contentOf(fingerprint)),
      );
      if (found.length > 0 && !options.reviewed.has(addition.path))
        for (const content of await contentsOnSides(source, analyzer, addition.path)) known.add(content);
      for (const { detection, fingerprint } of found) {
        if (known.has(contentOf(fingerprint))) continue;
        known.add(contentOf(fingerprint));
        findings.push({
          ...toFinding({ detection, fingerprint }, addition.path, analyzer),
          commit: addition.commit,
        });
      }
    }
  }
  const files = findings.map((finding) => ({
    path: finding.location.path,
    isWhole: true,
    introduced: [finding],
    standing: [],
    suppressions: { valid: [], faulty: [] },
  }));
  return { files, problems };
}

async function readHistory(source: Source, signal: AbortSignal | undefined): Promise<History> {
  try {
    return (await source.history?.()) ?? { additions: [], problems: [] };
  } catch (error) {
    signal?.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The commits of the change could not be read one by one: ${reason}`;
    return { additions: [], problems: [{ kind: 'incomplete', message }] };
  }
}

/** What an analyzer finds on lines that a commit added, each by itself: the ordinal of its fingerprint says nothing here. */
async function detectAdded(
  analyzer: Analyzer,
  { commit, path, text, lines }: Addition,
): Promise<ReturnType<typeof fingerprintAll>> {
  const detections = await analyzer.analyze({ path, text, commit }, 'head', nowhere);
  return detections.flatMap((detection): ReturnType<typeof fingerprintAll> => {
    const { startLine, endLine } = detection.range;
    const within = lines.slice(startLine - 1, endLine);
    const [first] = within;
    const last = within.at(-1);
    if (!first || !last || !within.some((line) => line.isAdded)) return [];
    const range = { ...detection.range, startLine: first.number, endLine: last.number };
    return fingerprintAll([{ ...detection, range }], path);
  });
}

/** What stands in a file that is the same on both sides, as after a commit that was taken back. */
async function contentsOnSides(source: Source, analyzer: Analyzer, path: string): Promise<string[]> {
  const content = await source.read(path, 'base');
  if (content.kind !== 'text') return [];
  const detections: readonly Detection[] = await analyzer.analyze(
    { path, text: content.text },
    'base',
    nowhere,
  );
  return fingerprintAll(detections, path).map(({ fingerprint }) => contentOf(fingerprint));
}

/** An analyzer that reads history looks at one text at a time; its bounds are told of where the file itself is reviewed. */
const nowhere: Context = {
  read: async () => undefined,
  list: async () => [],
  report: () => undefined,
};
