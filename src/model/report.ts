import type { Finding } from './finding.js';
import type { Problem } from './problem.js';
import type { Severity } from './severity.js';
import { reaches } from './severity.js';

/** A finding that is not shown, and why. */
export interface Withheld {
  readonly finding: Finding;
  /** One plain sentence. */
  readonly reason: string;
}

/** What was looked at. */
export interface Coverage {
  /** Changed files, or with `audit` all files. */
  readonly files: number;
  /** Of these, the files that each analyzer which reads their kind has read whole. */
  readonly analyzed: number;
  /** Of these, the files that the configured scope leaves out. */
  readonly excluded: number;
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
}

/**
 * - `failing`: a finding at or above the failing severity
 * - `misconfigured`: nothing failing, but the configuration could not be used as it stands
 * - `incomplete`: nothing failing, but something in scope was not reviewed
 * - `empty`: nothing that any analyzer reads was in scope
 * - `passing`: everything in scope was reviewed
 */
export type Verdict = 'failing' | 'misconfigured' | 'incomplete' | 'empty' | 'passing';

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
