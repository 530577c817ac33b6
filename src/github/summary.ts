import { exclusionTexts, type ExclusionText } from '../model/exclusion.js';
import type { Decision } from '../model/decision.js';
import { type Finding, shortOf } from '../model/finding.js';
import type { PolicyVerdict } from '../model/policy.js';
import type { Problem } from '../model/problem.js';
import type { StatementKind, ThreatStatement } from '../model/threat-statement.js';
import type { Report, Withheld } from '../model/report.js';
import { cellCode, code, plain, sentence, shorten } from './escape.js';
import { linkTo, type LinkBase } from './links.js';
import { countBySeverity, plural, severityMarks } from './severity-mark.js';

/** GitHub's limit for a check run's summary. Counted in bytes here, which never allows more. */
export const maxSummaryBytes = 65_535;

/** A thread on a finding that is fixed, which stays open because a person wrote in it. */
export interface Discussed {
  readonly url: string;
  readonly path: string;
}

/** What the summary tells besides the report. */
export interface Aside {
  readonly discussed?: readonly Discussed[];
  /** What people decided to ignore in this change. */
  readonly ignored?: readonly Decision[];
}

/** Shares of the summary for the lists below the findings; the findings have all that these leave. */
const shares = {
  threatModel: 8_000,
  exclusions: 4_000,
  policies: 6_000,
  problems: 12_000,
  withheld: 12_000,
  fixed: 8_000,
  ignored: 6_000,
};

/**
 * The summary of a check run: the verdict, what was found by rank, and what else the reader must know. Cut to
 * GitHub's limit from the lowest rank up, saying how much was left out.
 */
export function renderSummary(
  report: Report,
  links: LinkBase,
  verdict: string,
  { discussed = [], ignored = [] }: Aside = {},
): string {
  const head = [verdict, countsLine(report)].filter((line) => line !== '');
  const tail = [
    listOf(report.policies ?? [], shares.policies, '### Policies', policyLine),
    listOf(report.threatModel?.statements ?? [], shares.threatModel, '### Threat model', statementLine),
    listOf(report.problems, shares.problems, problemHeading(report.problems), (problem) =>
      problemLine(problem, links),
    ),
    collapsed(
      exclusionTexts(report.coverage),
      shares.exclusions,
      'left out of the scope by the configuration',
      exclusionLine,
    ),
    collapsed(report.fixed, shares.fixed, 'fixed by this change', findingLine),
    discussedLine(discussed),
    collapsed(ignored, shares.ignored, 'ignored by decision', decisionLine),
    collapsed(report.withheld, shares.withheld, 'withheld', (entry) => withheldLine(entry, links)),
  ].filter((section) => section !== '');
  const rest = [...head, ...tail].join('\n\n');
  const table = findingsTable(report.findings, links, maxSummaryBytes - bytes(rest) - bytes(whole) - 200);
  return [...head, table, ...tail].filter((section) => section !== '').join('\n\n');
}

function countsLine({ findings, fixed, withheld, coverage, urgencies = [] }: Report): string {
  const overdue = urgencies.filter(({ due }) => due?.isOverdue).length;
  const counts = [
    countBySeverity(findings),
    overdue > 0 && `${overdue} overdue`,
    fixed.length > 0 && `${fixed.length} fixed`,
    withheld.length > 0 && `${withheld.length} withheld`,
    `${coverage.analyzed} of ${plural(coverage.files, 'changed file')} reviewed`,
    (coverage.generated ?? 0) > 0 && `${coverage.generated ?? 0} of them generated`,
    (coverage.vendored ?? 0) > 0 && `${coverage.vendored ?? 0} of them vendored`,
    coverage.excluded > 0 && `${coverage.excluded} out of scope`,
  ];
  return counts.filter((count) => count !== false && count !== '').join(' · ');
}

function findingsTable(findings: readonly Finding[], links: LinkBase, budget: number): string {
  if (findings.length === 0) return '';
  const header = '| Severity | Finding | Place | Confidence |\n| --- | --- | --- | --- |';
  const { lines, left } = fit(
    findings,
    (finding) => {
      const { severity, confidence, ruleId } = finding;
      const what = `**${plain(shorten(finding.title, 120))}** ${sentence(shorten(finding.message, 300), cellCode)}${changeOf(finding)}`;
      return `| ${severityMarks[severity]} ${severity} | ${what} ${cellCode(ruleId)} ${cellCode(shortOf(finding.fingerprint))} | ${place(finding, links)} | ${confidence} |`;
    },
    budget - bytes(header),
  );
  const note =
    left > 0
      ? `\n\n${plural(left, 'more finding')} of lower rank left out, since GitHub bounds this page. ${whole}`
      : '';
  return `${[header, ...lines].join('\n')}${note}`;
}

function changeOf({ severityChange }: Finding): string {
  return severityChange ? ` *${plain(shorten(severityChange.reason, 200))}*` : '';
}

const whole =
  'Each stands under *Files changed*, in a comment or an annotation; `scrutineer review` prints the whole report.';

function problemHeading(problems: readonly Problem[]): string {
  const notes = problems.filter(({ kind }) => kind === 'notice').length;
  const counts = [
    notes < problems.length && plural(problems.length - notes, 'problem'),
    notes > 0 && plural(notes, 'note'),
  ];
  return `### ${counts.filter((count) => count !== false).join(' and ')}`;
}

/** Lines of the model are the base branch's, so nothing is linked. */
function statementLine({ kind, message, path, line }: ThreatStatement): string {
  const place =
    path === undefined ? '' : `${code(`${shorten(path, 150)}${line === undefined ? '' : `:${line}`}`)}: `;
  return `- **${statementTitles[kind]}.** ${place}${sentence(shorten(message, 500))}`;
}

const statementTitles: Readonly<Record<StatementKind, string>> = {
  mitigation: 'Mitigation changed',
  'entry-point': 'Not in the model',
  'open-threat': 'Open threat',
  touched: 'Touched',
  gap: 'Missing in the model',
  stale: 'Old model',
};

function problemLine(problem: Problem, links: LinkBase): string {
  const kinds = { configuration: 'Configuration', incomplete: 'Not reviewed', notice: 'Note' };
  const { path, line } = problem;
  // The configuration is the base branch's: its lines are not those of the reviewed commit.
  const shown =
    path === undefined ? '' : `${code(`${shorten(path, 150)}${line === undefined ? '' : `:${line}`}`)}: `;
  const linked =
    path === undefined || problem.kind === 'configuration' || line === undefined
      ? shown
      : `[${shown.slice(0, -2)}](${linkTo(links, { path, startLine: line })}): `;
  return `- **${kinds[problem.kind]}.** ${linked}${sentence(shorten(problem.message, 500))}`;
}

function policyLine({ name, owner, state, reason }: PolicyVerdict): string {
  const states = { met: 'Met', 'not-met': 'Not met', unknown: 'Not known' };
  return `- **${states[state]}.** ${plain(shorten(name, 100))} (${plain(shorten(owner, 100))}): ${plain(shorten(reason, 300))}`;
}

function exclusionLine({ what, files, why }: ExclusionText): string {
  return `- ${code(shorten(what, 150))} (${plain(shorten(files, 200))}): ${plain(shorten(why, 300))}`;
}

function findingLine(finding: Finding): string {
  const { severity, ruleId, title } = finding;
  return `- ${severityMarks[severity]} ${plain(shorten(title, 120))} in ${code(shorten(finding.location.path, 150))} (${code(ruleId)})`;
}

function decisionLine({ fingerprint, ruleId, path, by, at, until, reason }: Decision): string {
  const end = until === undefined ? 'until this is merged or closed' : `until ${until}`;
  const what = `${code(shortOf(fingerprint))}, ${code(ruleId)} in ${code(shorten(path, 150))}`;
  return `- ${what}: ignored by ${plain(by)} on ${at.slice(0, 10)}, ${end}. ${plain(shorten(reason, 300))}`;
}

function discussedLine(threads: readonly Discussed[]): string {
  if (threads.length === 0) return '';
  const links = threads
    .slice(0, maxDiscussed)
    .map(({ url, path }) => `[${code(shorten(path, 150))}](${url})`);
  const left = threads.length - links.length;
  const all = [...links, ...(left > 0 ? [`${left} more`] : [])].join(', ');
  return `Fixed, and left open for the people who wrote there: ${all}.`;
}

const maxDiscussed = 20;

function withheldLine({ finding, reason }: Withheld, links: LinkBase): string {
  return `- ${severityMarks[finding.severity]} ${plain(shorten(finding.title, 120))} at ${place(finding, links)} (${code(finding.ruleId)}). ${plain(shorten(reason, 300))}`;
}

function place({ location, commit }: Finding, links: LinkBase): string {
  const base = commit === undefined ? links : { ...links, headSha: commit };
  return `[${cellCode(`${shorten(location.path, 150)}:${location.startLine}`)}](${linkTo(base, location)})`;
}

function listOf<T>(
  items: readonly T[],
  budget: number,
  heading: string,
  render: (item: T) => string,
): string {
  if (items.length === 0) return '';
  const { lines, left } = fit(items, render, budget);
  return `${heading}\n\n${[...lines, ...(left > 0 ? [`- ${left} more.`] : [])].join('\n')}`;
}

function collapsed<T>(
  items: readonly T[],
  budget: number,
  label: string,
  render: (item: T) => string,
): string {
  const list = listOf(items, budget, `<details><summary>${items.length} ${label}</summary>`, render);
  return list === '' ? '' : `${list}\n\n</details>`;
}

/** Renders items from the first on, as many as the bytes allow. */
function fit<T>(
  items: readonly T[],
  render: (item: T) => string,
  budget: number,
): { lines: string[]; left: number } {
  const lines: string[] = [];
  let used = 0;
  for (const item of items) {
    const line = render(item);
    used += bytes(line) + 1;
    if (used > budget) break;
    lines.push(line);
  }
  return { lines, left: items.length - lines.length };
}

function bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
