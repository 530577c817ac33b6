import type { Finding } from '../model/finding.js';
import type { PolicyVerdict } from '../model/policy.js';
import type { Urgency } from '../model/priority.js';
import type { Problem, ProblemKind } from '../model/problem.js';
import type { Coverage, Report, Verdict } from '../model/report.js';
import type { StatementKind } from '../model/threat-statement.js';
import type { Rule } from '../model/rule.js';
import { severities, type Severity } from '../model/severity.js';

/** The verdict in one line, without a full stop: what every reporter says first. */
export function headline(report: Report): string {
  const { findings, problems, verdict } = report;
  switch (verdict) {
    case 'failing':
      return `Failing: ${countFindings(findings)}`;
    case 'misconfigured':
      return 'Misconfigured: the configuration could not be used, so defaults were';
    case 'incomplete': {
      const missed = problems.filter((problem) => problem.kind === 'incomplete').length;
      return `Incomplete: ${count(missed, 'thing')} could not be reviewed; ${countFindings(findings)}`;
    }
    case 'empty':
      return report.coverage.files === 0
        ? 'Nothing to review: no file has changed, or there is none'
        : 'Nothing to review: no file that Scrutineer reads is in scope';
    case 'passing':
      return findings.length === 0
        ? 'Passing: no findings'
        : `Passing: ${countFindings(findings)}, below the failing severity`;
  }
}

/** `3 findings (1 critical, 2 low)` */
function countFindings(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'no findings';
  const counts = severities
    .map(
      (severity) => [severity, findings.filter((finding) => finding.severity === severity).length] as const,
    )
    .filter(([, number]) => number > 0)
    .map(([severity, number]) => `${number} ${severity}`);
  return `${count(findings.length, 'finding')} (${counts.join(', ')})`;
}

/** What was looked at, as a sentence. */
export function coverageSentence(coverage: Coverage): string {
  const { files, analyzed, excluded, generated = 0, vendored = 0 } = coverage;
  const rest = files - analyzed - excluded;
  const origins = [
    ...(generated > 0 ? [`${generated} generated`] : []),
    ...(vendored > 0 ? [`${vendored} vendored`] : []),
  ];
  const parts = [
    `${analyzed} reviewed${origins.length > 0 ? ` (${origins.join(' and ')} among them)` : ''}`,
    ...(excluded > 0 ? [`${excluded} left out by the configuration`] : []),
    ...(rest > 0 ? [`${rest} not of a kind that is read, or not read whole`] : []),
  ];
  return `${count(files, 'file')}: ${parts.join(', ')}.`;
}

/** `src/a.ts:3:5`, without the parts that are not known. */
export function placeOf(place: { path?: string; line?: number; column?: number }): string {
  return [place.path, place.line, place.column].filter((part) => part !== undefined).join(':');
}

export function placeOfFinding({ location }: Pick<Finding, 'location'>): string {
  return placeOf({ path: location.path, line: location.startLine, column: location.startColumn });
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

export const severityMarks: Readonly<Record<Severity, string>> = {
  critical: '🔴',
  high: '🟠',
  medium: '🟡',
  low: '🔵',
};

export const verdictMarks: Readonly<Record<Verdict, string>> = {
  failing: '❌',
  misconfigured: '⚠️',
  incomplete: '⚠️',
  empty: '⚪',
  passing: '✅',
};

/** How a policy fares, in words. */
export const policyStates: Readonly<Record<PolicyVerdict['state'], string>> = {
  met: 'met',
  'not-met': 'not met',
  unknown: 'not known',
};

/** `high priority, due on 2026-01-08, counted from this report`; without a full stop. */
export function urgencyText({ level, due }: Urgency): string {
  if (!due) return `${level} priority`;
  const from = due.from === 'report' ? 'counted from this report' : 'counted from when it came in';
  return `${level} priority, ${due.isOverdue ? 'overdue since' : 'due on'} ${due.on}, ${from}`;
}

/** How many findings are past their day, as a sentence; undefined where none is. */
export function overdueSentence({ urgencies = [] }: Report): string | undefined {
  const number = urgencies.filter(({ due }) => due?.isOverdue).length;
  return number === 0 ? undefined : `${count(number, 'finding')} overdue.`;
}

/** Headings of the kinds of problems. */
export const problemTitles: Readonly<Record<ProblemKind, string>> = {
  configuration: 'configuration',
  incomplete: 'not reviewed',
  notice: 'note',
};

/** Labels of what the threat model says. */
export const statementTitles: Readonly<Record<StatementKind, string>> = {
  mitigation: 'mitigation changed',
  'entry-point': 'not in the model',
  'open-threat': 'open threat',
  touched: 'touched',
  gap: 'missing in the model',
  stale: 'old model',
};

export function placeOfProblem(problem: Pick<Problem, 'path' | 'line'>): string {
  return placeOf({
    ...(problem.path !== undefined && { path: problem.path }),
    ...(problem.line !== undefined && { line: problem.line }),
  });
}

export function rulesById(rules: readonly Rule[]): ReadonlyMap<string, Rule> {
  return new Map(rules.map((rule) => [rule.id, rule]));
}
