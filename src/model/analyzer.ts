import type { Side } from './change.js';
import type { DataModels } from './data-models.js';
import type { Detection } from './finding.js';
import type { EntryPoint } from './entry-point.js';
import type { PackageUse, WantedPackage } from './package-use.js';
import type { Problem } from './problem.js';
import type { Rule } from './rule.js';
import type { Confidence } from './severity.js';

/** The analyzers, in the order in which they run and are listed. */
export const analyzerNames = ['code', 'custom', 'secrets', 'dependencies', 'infrastructure'] as const;
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
  /** What the configuration says of functions of the repository's own; absent where it says nothing. */
  readonly models?: DataModels;
  /** The least confidence that is shown: what is sure to be less certain need not be looked for. Absent for any. */
  readonly least?: Confidence;
  /** The day of the review, as YYYY-MM-DD. */
  readonly today?: string;
  /** What a file of the same side does with packages, as the analyzer of its language sees it; undefined where none does. */
  uses?(file: FileText, wanted: readonly WantedPackage[]): Promise<readonly PackageUse[] | undefined>;
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
  /** Whether rules for a file of this path could not be used, so that what they found before may still be there. */
  leavesOut?(path: string): boolean;
  /** Looks at what each commit of a change added, too: one text by itself, with nothing else to read. */
  readonly readsHistory?: boolean;
  /** What a file that is no text is by its name. */
  judgeBinary?(path: string): readonly Detection[];
  /** Looks at one file on one side. Anything thrown is caught once, in `review.ts`, and becomes a problem. */
  analyze(file: FileText, side: Side, context: Context): Promise<readonly Detection[]>;
  /** The ways in from outside that a file opens, as far as they can be seen. Asked where there is a threat model. */
  entryPoints?(file: FileText, context: Pick<Context, 'read' | 'list'>): Promise<readonly EntryPoint[]>;
  /** What a file does with packages; undefined where it cannot be told. None of a package that it does nothing with. */
  uses?(
    file: FileText,
    wanted: readonly WantedPackage[],
    context: Pick<Context, 'read' | 'list'>,
  ): Promise<readonly PackageUse[] | undefined>;
  /** Ends workers and frees memory; the analyzer is not used afterwards. */
  close?(): Promise<void>;
}
