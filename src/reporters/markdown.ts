import { exclusionTexts } from '../model/exclusion.js';
import type { Finding } from '../model/finding.js';
import type { Location } from '../model/location.js';
import type { Problem } from '../model/problem.js';
import type { Report, Withheld } from '../model/report.js';
import type { Rule } from '../model/rule.js';
import { foldTrace } from '../model/trace.js';
import { codeSpan, escapeMessage, escapeText, linkTo } from './markdown-text.js';
import { capitalize } from './prose.js';
import {
  coverageSentence,
  headline,
  overdueSentence,
  placeOf,
  placeOfProblem,
  policyStates,
  problemTitles,
  rulesById,
  severityMarks,
  statementTitles,
  verdictMarks,
} from './summary.js';

/** Gives the address of a place, where there is one. */
export type Locate = (location: Pick<Location, 'path' | 'startLine' | 'endLine'>) => string | undefined;

/** The report as GitHub Markdown: the verdict, a ranked table, each finding, then what was fixed, withheld, not done. */
export function renderMarkdown(
  report: Report,
  rules: readonly Rule[],
  locate: Locate = () => undefined,
): string {
  const known = rulesById(rules);
  const sections = [
    `## ${markdownHeadline(report)}`,
    markdownTable(report.findings, locate),
    ...report.findings.map((finding) => markdownFinding(finding, known.get(finding.ruleId), locate)),
    markdownFixed(report.fixed, locate),
    markdownWithheld(report.withheld, locate),
    markdownExclusions(report),
    markdownPolicies(report.policies),
    markdownThreatModel(report.threatModel),
    markdownProblems(report.problems),
    overdueSentence(report) ?? '',
    coverageSentence(report.coverage),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** The verdict with its mark. */
export function markdownHeadline(report: Report): string {
  return `${verdictMarks[report.verdict]} ${headline(report)}`;
}

/** One row a finding; empty without findings. */
export function markdownTable(findings: readonly Finding[], locate: Locate = () => undefined): string {
  if (findings.length === 0) return '';
  const rows = findings.map(
    (finding) =>
      `| ${severityMarks[finding.severity]} ${finding.severity} | ${escapeText(finding.title)} | ` +
      `${markdownPlace(finding.location, locate)} | ${finding.confidence} |`,
  );
  return ['| Severity | Finding | Place | Confidence |', '|---|---|---|---|', ...rows].join('\n');
}

/** A finding with its way, why it matters and how to fix it. */
export function markdownFinding(
  finding: Finding,
  rule: Rule | undefined,
  locate: Locate = () => undefined,
): string {
  const { severity, title, location, ruleId, cwe, confidence, fix } = finding;
  const facts = [
    markdownPlace(location, locate),
    `${severity}, ${confidence} confidence`,
    codeSpan(ruleId),
    ...cwe.map((number) => linkTo(`CWE-${number}`, `https://cwe.mitre.org/data/definitions/${number}.html`)),
  ];
  const parts = [
    `### ${severityMarks[severity]} ${escapeText(title)}`,
    facts.join(' · '),
    escapeMessage(finding.message),
    finding.severityChange ? escapeText(`${capitalize(finding.severityChange.reason)}.`) : '',
    markdownTrace(finding, locate),
    fix ? `**Fix:** ${escapeMessage(fix.description)}.` : '',
    rule ? details('Why it matters', rule.description) : '',
    rule ? details('How to fix it', rule.remediation) : '',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** The steps from where data enters to where it does harm; empty where there are none. */
export function markdownTrace(finding: Finding, locate: Locate = () => undefined): string {
  return foldTrace(finding.trace)
    .map(
      ({ location, message }, index) =>
        `${index + 1}. ${markdownPlace(location, locate)}: ${escapeMessage(message)}`,
    )
    .join('\n');
}

export function markdownFixed(fixed: readonly Finding[], locate: Locate = () => undefined): string {
  if (fixed.length === 0) return '';
  return [
    '### Fixed by this change',
    '',
    ...fixed.map(
      (finding) =>
        `- ${escapeText(finding.title)} (${finding.severity}), ${markdownPlace(finding.location, locate)}`,
    ),
  ].join('\n');
}

/** Collapsed: it is there for who asks. */
export function markdownWithheld(withheld: readonly Withheld[], locate: Locate = () => undefined): string {
  if (withheld.length === 0) return '';
  const items = withheld.map(
    ({ finding, reason }) =>
      `- ${escapeText(finding.title)} (${finding.severity}), ${markdownPlace(finding.location, locate)}: ` +
      escapeMessage(reason),
  );
  return details(`Withheld: ${withheld.length}`, items.join('\n'));
}

function markdownExclusions({ coverage }: Report): string {
  const items = exclusionTexts(coverage).map(
    ({ what, files, why }) => `- ${codeSpan(what)} (${escapeText(files)}): ${escapeMessage(why)}`,
  );
  return items.length === 0 ? '' : ['### Left out of the scope', '', ...items].join('\n');
}

function markdownPolicies(policies: Report['policies'] = []): string {
  if (policies.length === 0) return '';
  const items = policies.map(
    ({ name, owner, state, reason }) =>
      `- **${policyStates[state]}** ${escapeText(name)} (${escapeText(owner)}): ${escapeMessage(reason)}`,
  );
  return ['### Policies', '', ...items].join('\n');
}

/** What the threat model says of the change; empty where it says nothing. */
function markdownThreatModel(threatModel: Report['threatModel']): string {
  if (!threatModel) return '';
  const items = threatModel.statements.map((statement) => {
    const place = placeOfProblem(statement);
    const where = place === '' ? '' : ` ${codeSpan(place)}`;
    return `- **${statementTitles[statement.kind]}**${where}: ${escapeMessage(statement.message)}`;
  });
  return ['### Threat model', '', ...items].join('\n');
}

export function markdownProblems(problems: readonly Problem[]): string {
  if (problems.length === 0) return '';
  const items = problems.map((problem) => {
    const place = placeOfProblem(problem);
    const where = place === '' ? '' : ` ${codeSpan(place)}`;
    return `- **${problemTitles[problem.kind]}**${where}: ${escapeMessage(problem.message)}`;
  });
  return ['### Problems', '', ...items].join('\n');
}

/** A place as code, linked where it has an address. */
export function markdownPlace(location: Location, locate: Locate): string {
  const label = codeSpan(placeOf({ path: location.path, line: location.startLine }));
  const address = locate(location);
  return address === undefined ? label : linkTo(label, address);
}

function details(summary: string, body: string): string {
  return `<details>\n<summary>${summary}</summary>\n\n${body.trim()}\n\n</details>`;
}
