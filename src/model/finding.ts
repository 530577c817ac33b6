import type { AnalyzerName } from './analyzer.js';
import type { Location, Range } from './location.js';
import type { Confidence, Severity } from './severity.js';

/** One step of the way from where data enters to where it does harm. */
export interface TraceStep {
  readonly location: Location;
  /** What happens there, as a short sentence without a full stop. */
  readonly message: string;
  /** The line of code, without credentials; where a report that shows it was asked for. */
  readonly code?: string;
}

/** An exact change that makes the finding go. */
export interface Fix {
  /** Imperative, without a full stop. */
  readonly description: string;
  /** Edits of the finding's own file that do not overlap, from top to bottom. */
  readonly edits: readonly Edit[];
}

export interface Edit {
  readonly range: Range;
  readonly text: string;
}

/** What an analyzer returns: a finding that triage has not yet looked at. */
export interface Detection {
  readonly ruleId: string;
  /** One plain sentence about this place. Never the value of a secret. */
  readonly message: string;
  readonly range: Range;
  /** Where the range, and the edits of a fix, are in another file of the change than the one that was looked at. */
  readonly path?: string;
  readonly trace?: readonly TraceStep[];
  readonly fix?: Fix;
  /** Where they differ from the rule's own. */
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  /** Where it differs from the rule's title: names the package, the key, the port. */
  readonly title?: string;
  /**
   * What makes this finding itself, whatever line it is on: the flagged code with the blanks folded, a package with
   * its advisory, a slow salted hash of a secret. Part of the fingerprint.
   */
  readonly anchor: string;
  /** The enclosing function, class, resource or section by name; empty at the top. Part of the fingerprint. */
  readonly scope: string;
  /** Of a credential: 16 hexadecimal digits of a slow salted hash of its value, the same wherever it stands. */
  readonly secretHash?: string;
  readonly reach?: Reach;
}

/** Of a package with a flaw: whether the repository's own code calls a function that the flaw is in, imports it, or does not use it. */
export const reaches = ['called', 'imported', 'unused'] as const;
export type Reach = (typeof reaches)[number];

/** The one type that all analyzers' results end in. */
export interface Finding {
  readonly ruleId: string;
  readonly analyzer: AnalyzerName;
  readonly title: string;
  readonly severity: Severity;
  /** Where the threat model raised or lowered it: what it was before, and why, as `raised to critical: touches payments`. */
  readonly severityChange?: { readonly from: Severity; readonly reason: string };
  readonly confidence: Confidence;
  readonly cwe: readonly number[];
  readonly message: string;
  readonly location: Location;
  /** The line of code that it is about, without credentials; where a report that shows it was asked for. */
  readonly code?: string;
  /** Empty where a finding has no flow. */
  readonly trace: readonly TraceStep[];
  readonly fix?: Fix;
  /** The commit whose file the location is in, where that is not the head side: added and taken back within the change. */
  readonly commit?: string;
  /** Of a credential: what the configuration can accept it by. */
  readonly secretHash?: string;
  /** Absent where it is no package, or where it could not be told. */
  readonly reach?: Reach;
  /** 32 hexadecimal digits; the same for the same flaw on every push, whatever line it is on. */
  readonly fingerprint: string;
}

/** Folds blanks, so that layout alone makes no new finding. */
export function foldBlanks(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Of a fingerprint, in hexadecimal digits. */
export const halfLength = 16;

/** The half of a fingerprint that stays when the file is renamed, so that the finding is known again. */
export function contentOf(fingerprint: string): string {
  return fingerprint.slice(halfLength);
}

/** How a person names a finding: long enough that nobody makes another one of the same beginning while it is typed. */
export function shortOf(fingerprint: string): string {
  return fingerprint.slice(0, 12);
}
