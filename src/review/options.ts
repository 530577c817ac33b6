import type { Baseline } from '../config/baseline.js';
import type { Config } from '../config/schema.js';
import type { Analyzer } from '../model/analyzer.js';
import type { Decision } from '../model/decision.js';
import type { Problem } from '../model/problem.js';
import type { Origin } from '../triage/origin.js';
import type { UrgencyOptions } from '../triage/urgency.js';

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
