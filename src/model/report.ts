import type { Finding } from './finding.js';
import type { PolicyVerdict } from './policy.js';
import type { Urgency } from './priority.js';
import type { Problem } from './problem.js';
import type { Severity } from './severity.js';
import type { ThreatModelStatements } from './threat-statement.js';
import { reaches } from './severity.js';

/** A finding that is not shown, and why. */
export interface Withheld {
  readonly finding: Finding;
  /** One plain sentence. */
  readonly reason: string;
  /** Where somebody took the risk: absent where a setting or another finding withholds it. */
  readonly accepted?: Accepted;
}

/** By what a risk was accepted: an entry of the configuration, a comment in the code, the baseline, or a command. */
export interface Accepted {
  readonly by: 'configuration' | 'comment' | 'baseline' | 'decision';
  /** The last day on which it counts, as YYYY-MM-DD; without it there is no end. */
  readonly until?: string;
}

/** What was looked at. */
export interface Coverage {
  /** Changed files, or with `audit` all files. */
  readonly files: number;
  /** Of these, the files that each analyzer which reads their kind has read whole. */
  readonly analyzed: number;
  /** Of these, the files that the configured scope leaves out. */
  readonly excluded: number;
  /** What of the configuration leaves files out, in its order; absent where nothing does. */
  readonly exclusions?: readonly Exclusion[];
  /** Of the analyzed ones, those that a program made; absent where there are none, or nobody looked. */
  readonly generated?: number;
  /** Of the analyzed ones, those of somebody else that were copied in. */
  readonly vendored?: number;
}

/** Something that the configuration leaves out. */
export interface Exclusion {
  /** A glob; of a component its own name stands instead. */
  readonly path?: string;
  /** Of the threat model. */
  readonly component?: string;
  /** Which one it is of, as `staging`. */
  readonly environment?: string;
  /** Why, where the configuration says. */
  readonly reason?: string;
  /** How many it leaves out. */
  readonly files: number;
}

export interface Report {
  /** Of the report's shape; raised when a field changes its meaning or goes. */
  readonly version: 1;
  readonly verdict: Verdict;
  readonly coverage: Coverage;
  /** Introduced by the change and shown, ranked worst first. */
  readonly findings: readonly Finding[];
  /** On the base side and no longer on the head side. */
  readonly fixed: readonly Finding[];
  readonly withheld: readonly Withheld[];
  readonly problems: readonly Problem[];
  /** Of each policy of the configuration; absent where there is none. Apart from the verdict: a policy fails no check. */
  readonly policies?: readonly PolicyVerdict[];
  /** What the repository's threat model says of the change. */
  readonly threatModel?: ThreatModelStatements;
  /** Of each of the findings, in their order; absent where there are none. */
  readonly urgencies?: readonly Urgency[];
}

/**
 * - `failing`: a finding at or above the failing severity
 * - `misconfigured`: nothing failing, but the configuration could not be used as it stands
 * - `incomplete`: nothing failing, but something in scope was not reviewed
 * - `empty`: nothing that any analyzer reads was in scope
 * - `passing`: everything in scope was reviewed
 */
export type Verdict = 'failing' | 'misconfigured' | 'incomplete' | 'empty' | 'passing';

/** What a process that reviewed ends with. */
export const exitCodes: Readonly<Record<Verdict, number>> = {
  passing: 0,
  empty: 0,
  failing: 1,
  misconfigured: 2,
  incomplete: 3,
};

/** The verdict over a report's parts, worst first; green only when nothing speaks against it. */
export function judge(
  parts: Pick<Report, 'findings' | 'problems' | 'coverage'>,
  failFrom: Severity | 'none',
): Verdict {
  if (parts.findings.some((finding) => reaches(finding.severity, failFrom))) return 'failing';
  if (parts.problems.some((problem) => problem.kind === 'configuration')) return 'misconfigured';
  if (parts.problems.some((problem) => problem.kind === 'incomplete')) return 'incomplete';
  return parts.coverage.analyzed === 0 ? 'empty' : 'passing';
}
