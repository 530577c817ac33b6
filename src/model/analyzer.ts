import type { Side } from './change.js';
import type { Detection } from './finding.js';
import type { Problem } from './problem.js';
import type { Rule } from './rule.js';

/** The analyzers, in the order in which they run and are listed. */
export const analyzerNames = ['code', 'secrets', 'dependencies', 'infrastructure'] as const;
export type AnalyzerName = (typeof analyzerNames)[number];

export interface FileText {
  readonly path: string;
  readonly text: string;
  /** The commit that the text is from, where it may stand on neither side of the change. */
  readonly commit?: string;
}

/** What an analyzer may ask about the side that it is looking at. In one review `list` is the same function for all files of a side. */
export interface Context {
  /** The text of another file on the same side; undefined where it is absent or not text. */
  read(path: string): Promise<string | undefined>;
  /** All paths on the same side, ordered. */
  list(): Promise<readonly string[]>;
  /** Says what could not be done. Said on both sides, it is shown once. */
  report(problem: Problem): void;
  /** Where the same file is on the other side, and what is around it there; absent where it is not on that side as text. */
  readonly other?: OtherSide;
  /** What the configuration says of dependencies; absent for the defaults. */
  readonly dependencies?: DependencySettings;
  /** The day of the review, as YYYY-MM-DD. */
  readonly today?: string;
}

export interface DependencySettings {
  /** Hosts of registries that packages may come from, besides those that the repository uses already. */
  readonly registries: readonly string[];
  /** SPDX identifiers. With none in `allow`, all are that are not in `deny`. */
  readonly licenses: { readonly allow: readonly string[]; readonly deny: readonly string[] };
  /** Days that a release has to be out; 0 for any. */
  readonly 'release-age': number;
}

export interface OtherSide extends Pick<Context, 'read' | 'list'> {
  readonly path: string;
}

export interface Analyzer {
  readonly name: AnalyzerName;
  readonly rules: readonly Rule[];
  /** Whether a file of this path is this analyzer's business. Cheap: it is asked for every path. */
  wants(path: string): boolean;
  /** Looks at text of whatever name, so that a file which turns out to hold none is none that it misses. */
  readonly readsAnyText?: boolean;
  /** Looks at what each commit of a change added, too: one text by itself, with nothing else to read. */
  readonly readsHistory?: boolean;
  /** What a file that is no text is by its name. */
  judgeBinary?(path: string): readonly Detection[];
  /** Looks at one file on one side. Anything thrown is caught once, in `review.ts`, and becomes a problem. */
  analyze(file: FileText, side: Side, context: Context): Promise<readonly Detection[]>;
  /** Ends workers and frees memory; the analyzer is not used afterwards. */
  close?(): Promise<void>;
}
