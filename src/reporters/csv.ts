import { exclusionTexts } from '../model/exclusion.js';
import type { Finding } from '../model/finding.js';
import type { Report } from '../model/report.js';
import { showControls } from './controls.js';
import { problemTitles } from './summary.js';

/**
 * The report as a table: a row for each finding, shown, fixed or withheld, and for each problem. After RFC 4180
 * (https://www.rfc-editor.org/rfc/rfc4180), with every field in quotes and lines that end in a line feed alone.
 */
export function renderCsv(report: Report): string {
  const urgencies = new Map(report.urgencies?.map((urgency) => [urgency.fingerprint, urgency]));
  const rows = [
    ...report.findings.map((finding): Row => {
      const urgency = urgencies.get(finding.fingerprint);
      return {
        ...rowOf('open', finding),
        priority: urgency?.level ?? '',
        due: urgency?.due?.on ?? '',
        overdue: urgency?.due?.isOverdue ? 'yes' : '',
      };
    }),
    ...report.fixed.map((finding) => rowOf('fixed', finding)),
    ...report.withheld.map(({ finding, reason }) => rowOf('withheld', finding, reason)),
    ...exclusionTexts(report.coverage).map(({ what, files, why }): Row => ({
      state: 'excluded',
      path: what,
      message: files,
      reason: why,
    })),
    ...report.problems.map(({ kind, message, path, line }): Row => ({
      state: 'problem',
      title: problemTitles[kind],
      message,
      ...(path !== undefined && { path }),
      ...(line !== undefined && { line: String(line) }),
    })),
  ];
  const header = csvColumns.map(([name]) => name);
  const lines = [header, ...rows.map((row) => csvColumns.map(([name]) => row[name] ?? ''))];
  return lines.map((fields) => `${fields.map(toField).join(',')}\n`).join('');
}

/** The columns in their order, and what is in them. Later ones are added on the right. */
export const csvColumns = [
  [
    'state',
    '`open`, `fixed`, `withheld`; `excluded`: what the configuration leaves out, with its glob as `path` and the number of files as `message`; or `problem`: something that was not reviewed, or is worth knowing',
  ],
  ['severity', '`critical`, `high`, `medium` or `low`; empty for a problem'],
  ['confidence', '`high`, `medium` or `low`'],
  ['rule', 'the id of the rule'],
  ['title', 'what it is, in a few words'],
  ['message', 'one sentence about this place'],
  ['path', 'the file'],
  ['line', 'from 1'],
  ['column', 'from 1, in UTF-16 units'],
  ['cwe', 'weaknesses as `CWE-89`, apart by a blank'],
  ['analyzer', '`code`, `secrets`, `dependencies` or `infrastructure`'],
  ['reason', 'of what is withheld or excluded: why'],
  ['commit', 'where the place is in a commit that is no longer on the head side'],
  ['fingerprint', 'the same for the same flaw, whatever line it is on'],
  ['priority', 'of what is open: `critical`, `high`, `medium` or `low`'],
  ['due', 'of what is open: the day by which it is to be fixed, where there is one'],
  ['overdue', '`yes` where that day has passed'],
] as const satisfies readonly (readonly [string, string])[];

type Row = Readonly<Partial<Record<(typeof csvColumns)[number][0], string>>>;

function rowOf(state: string, finding: Finding, reason = ''): Row {
  const { severity, confidence, ruleId, title, message, location, cwe, analyzer, fingerprint } = finding;
  return {
    state,
    severity,
    confidence,
    rule: ruleId,
    title,
    message,
    path: location.path,
    line: String(location.startLine),
    column: String(location.startColumn),
    cwe: cwe.map((number) => `CWE-${number}`).join(' '),
    analyzer,
    reason,
    commit: finding.commit ?? '',
    fingerprint,
  };
}

function toField(text: string): string {
  return `"${disarm(showControls(text)).replaceAll('"', '""')}"`;
}

/**
 * Puts an apostrophe before what a spreadsheet would take for a formula
 * (https://owasp.org/www-community/attacks/CSV_Injection): at the start of a field, and after a separator within it, since
 * a spreadsheet with other settings splits there and forgets the quotes.
 */
function disarm(text: string): string {
  return text.replace(/(^|[,;|])([\s"']*)(?=[=+\-@＝＋－＠])/g, "$1$2'");
}
