import type { Report, Verdict } from '../model/report.js';
import { reaches, type Severity } from '../model/severity.js';
import { countBySeverity, plural } from './severity-mark.js';

export type Conclusion = 'success' | 'failure' | 'neutral' | 'cancelled';

/** What each verdict does to the gate. Only a whole review with nothing against it is green. */
export const conclusions: Readonly<Record<Verdict, Conclusion>> = {
  failing: 'failure',
  misconfigured: 'failure',
  incomplete: 'failure',
  empty: 'neutral',
  passing: 'success',
};

/** The heading of the check run: GitHub shows it in the list of checks. */
export function titleOf(report: Report): string {
  const found = countBySeverity(report.findings) || 'No findings';
  const suffix: Readonly<Record<Verdict, string>> = {
    failing: '',
    misconfigured: ', configuration error',
    incomplete: ', review incomplete',
    empty: '',
    passing: '',
  };
  return report.verdict === 'empty' && report.findings.length === 0
    ? 'Nothing to review'
    : `${found}${suffix[report.verdict]}`;
}

/** The verdict as the first line of the summary. */
export function verdictLine(report: Report, failFrom: Severity | 'none'): string {
  const { findings, coverage } = report;
  const failing = findings.filter((finding) => reaches(finding.severity, failFrom)).length;
  const reviewed = plural(coverage.analyzed, 'reviewed file');
  switch (report.verdict) {
    case 'failing':
      return `**Failing.** ${plural(failing, 'finding')} at or above the failing severity (${failFrom}).`;
    case 'misconfigured':
      return '**Failing.** The configuration on the base branch has errors; the review went on with defaults.';
    case 'incomplete':
      return '**Failing.** Part of this change was not reviewed, so the result is not to be trusted as clean.';
    case 'empty':
      return '**Neutral.** Nothing in this change is of a kind that is reviewed.';
    case 'passing':
      return findings.length === 0
        ? `**Passing.** No findings in ${reviewed}.`
        : `**Passing.** ${plural(findings.length, 'finding')} in ${reviewed}, none at or above the failing severity (${failFrom}).`;
  }
}
