import { exclusionTexts, type ExclusionText } from '../model/exclusion.js';
import type { Finding } from '../model/finding.js';
import type { Urgency } from '../model/priority.js';
import type { Report } from '../model/report.js';
import type { ThreatStatement } from '../model/threat-statement.js';
import type { Rule } from '../model/rule.js';
import type { TrendPoint } from '../model/trend.js';
import { severities } from '../model/severity.js';
import { foldTrace } from '../model/trace.js';
import type { Standard } from '../model/standard.js';
import { renderStandard, renderStandardsNav } from './html-standard.js';
import { scriptElement, scriptHash } from './html-script.js';
import { style } from './html-style.js';
import { escapeHtml, messageHtml, proseHtml } from './html-text.js';
import { capitalize } from './prose.js';
import {
  coverageSentence,
  headline,
  overdueSentence,
  placeOf,
  placeOfFinding,
  placeOfProblem,
  policyStates,
  problemTitles,
  statementTitles,
  rulesById,
  urgencyText,
} from './summary.js';
import { renderTrendChart } from './trend-chart.js';

export interface HtmlOptions {
  /** Those that get a page. */
  readonly standards?: readonly Standard[];
  /** Ids of the rules that ran; all without it. */
  readonly ran?: ReadonlySet<string> | undefined;
  /** Open findings over time, where a ledger tells. */
  readonly trend?: readonly TrendPoint[] | undefined;
}

/** The report as one HTML file that loads nothing, with a page for each of the standards. All that runs is the script of its filters. */
export function renderHtml(
  report: Report,
  rules: readonly Rule[],
  { standards = [], ran, trend }: HtmlOptions = {},
): string {
  const known = rulesById(rules);
  const hasFilters = report.findings.length > leastFiltered;
  const urgencies = new Map(report.urgencies?.map((urgency) => [urgency.fingerprint, urgency]));
  const sections = [
    renderVerdict(report),
    renderStandardsNav(standards),
    trend ? section('Open, week by week', [renderTrendChart(trend)]) : '',
    section('Findings', [
      ...(hasFilters ? [renderFilters(report.findings)] : []),
      ...report.findings.map((finding) =>
        renderFinding(finding, known.get(finding.ruleId), urgencies.get(finding.fingerprint)),
      ),
    ]),
    section('Fixed by this change', list(report.fixed.map(renderLine))),
    section(
      'Withheld',
      list(report.withheld.map(({ finding, reason }) => `${renderLine(finding)}<br>${messageHtml(reason)}`)),
    ),
    section('Left out of the scope', list(exclusionTexts(report.coverage).map(renderExclusion))),
    section('Policies', list((report.policies ?? []).map(renderPolicy))),
    section('Threat model', list((report.threatModel?.statements ?? []).map(renderStatement))),
    section('Problems', list(report.problems.map(renderProblem))),
    section('Rules', renderRules(report.findings, known)),
    ...standards.map((standard) => renderStandard(standard, report, rules, ran)),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src ${hasFilters ? scriptHash : "'none'"}">
<meta name="referrer" content="no-referrer">
<title>Scrutineer: ${escapeHtml(headline(report))}</title>
<style>
${style}
</style>
</head>
<body>
<main>
${sections.filter((part) => part !== '').join('\n')}
</main>
${hasFilters ? scriptElement : ''}
</body>
</html>
`;
}

function renderVerdict(report: Report): string {
  const overdue = overdueSentence(report);
  const counts = severities.map((severity) => {
    const number = report.findings.filter((finding) => finding.severity === severity).length;
    return `<li class="${severity}"><strong>${number}</strong><span class="tone">${severity}</span></li>`;
  });
  return [
    `<div class="verdict ${report.verdict}">`,
    `<h1>${escapeHtml(headline(report))}</h1>`,
    overdue === undefined ? '' : `<p><strong>${escapeHtml(overdue)}</strong></p>`,
    `<p class="quiet">${escapeHtml(coverageSentence(report.coverage))}</p>`,
    '</div>',
    `<ul class="counts" aria-label="Findings by severity">${counts.join('')}</ul>`,
  ].join('\n');
}

function section(title: string, parts: readonly string[]): string {
  if (parts.length === 0) return '';
  return `<section>\n<h2>${title}</h2>\n${parts.join('\n')}\n</section>`;
}

function list(items: readonly string[]): string[] {
  if (items.length === 0) return [];
  return [`<ul class="plain">\n${items.map((item) => `<li>${item}</li>`).join('\n')}\n</ul>`];
}

function renderFinding(finding: Finding, rule: Rule | undefined, urgency: Urgency | undefined): string {
  const { severity, title, message, fix, severityChange } = finding;
  const parts = [
    `<article class="${severity}" id="f-${finding.fingerprint}" data-rule="${escapeHtml(finding.ruleId)}">`,
    `<header><h3>${escapeHtml(title)}</h3><span class="tone">${severity}</span></header>`,
    `<p class="place"><code>${escapeHtml(placeOfFinding(finding))}</code></p>`,
    `<p>${messageHtml(message)}</p>`,
    // The way ends with it.
    finding.trace.length === 0 ? codeHtml(finding.code) : '',
    severityChange ? `<p>${escapeHtml(capitalize(severityChange.reason))}.</p>` : '',
    renderTrace(finding),
    fix ? `<p><strong>Fix:</strong> ${messageHtml(fix.description)}.</p>` : '',
    rule ? `<p><a href="#r-${escapeHtml(rule.id)}">How to fix it, and why it matters</a></p>` : '',
    urgency
      ? `<p class="facts">${escapeHtml(urgencyText(urgency))} <span class="quiet">(${escapeHtml(urgency.because)})</span></p>`
      : '',
    `<p class="facts quiet">${renderFacts(finding)}</p>`,
    '</article>',
  ];
  return parts.filter((part) => part !== '').join('\n');
}

/** Fewer are seen at once. */
const leastFiltered = 3;

/** Hidden until the script runs. */
function renderFilters(findings: readonly Finding[]): string {
  const boxes = severities
    .filter((severity) => findings.some((finding) => finding.severity === severity))
    .map(
      (severity) =>
        `<label class="${severity}"><input type="checkbox" name="severity" value="${severity}" checked> <span class="tone">${severity}</span></label>`,
    );
  const counts = new Map<string, number>();
  for (const { ruleId } of findings) counts.set(ruleId, (counts.get(ruleId) ?? 0) + 1);
  const rules = [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, count]) => `<option value="${escapeHtml(id)}">${escapeHtml(id)} (${count})</option>`);
  return [
    '<form class="filters" hidden>',
    '<label>Search <input type="search" name="search" placeholder="words, a path, a rule" autocomplete="off"></label>',
    `<fieldset><legend>Severity</legend>${boxes.join('')}</fieldset>`,
    `<label>Rule <select name="rule"><option value="">all</option>${rules.join('')}</select></label>`,
    '<button type="reset">Show all</button>',
    '<output aria-live="polite"></output>',
    '</form>',
  ].join('\n');
}

/** Each rule once, however many findings it has: so that a report on a large repository stays small. */
function renderRules(findings: readonly Finding[], known: ReadonlyMap<string, Rule>): string[] {
  const ids = new Set(findings.map(({ ruleId }) => ruleId));
  return [...ids].flatMap((id) => {
    const rule = known.get(id);
    if (!rule) return [];
    return [
      `<div class="rule-text" id="r-${escapeHtml(id)}">`,
      `<h3>${escapeHtml(rule.title)} <code>${escapeHtml(id)}</code></h3>`,
      '<h4>How to fix it</h4>',
      proseHtml(rule.remediation),
      '<h4>Why it matters</h4>',
      proseHtml(rule.description),
      '</div>',
    ];
  });
}

function renderTrace(finding: Finding): string {
  if (finding.trace.length === 0) return '';
  const steps = foldTrace(finding.trace).map(({ location, message, code }) => {
    const place = placeOf({ path: location.path, line: location.startLine });
    return `<li><code>${escapeHtml(place)}</code> ${messageHtml(message)}${codeHtml(code)}</li>`;
  });
  return `<ol class="trace" aria-label="From where data enters to where it does harm">${steps.join('')}</ol>`;
}

function codeHtml(code: string | undefined): string {
  return code === undefined ? '' : `<pre>${escapeHtml(code)}</pre>`;
}

function renderFacts({ ruleId, confidence, cwe }: Finding): string {
  const weaknesses = cwe.map(
    (number) => `<a href="https://cwe.mitre.org/data/definitions/${number}.html">CWE-${number}</a>`,
  );
  return [`Rule ${escapeHtml(ruleId)}`, `${confidence} confidence`, ...weaknesses].join(' · ');
}

function renderLine(finding: Finding): string {
  return (
    `<span class="${finding.severity}"><span class="tone">${finding.severity}</span></span> ` +
    `${escapeHtml(finding.title)} <code>${escapeHtml(placeOfFinding(finding))}</code>`
  );
}

function renderExclusion({ what, files, why }: ExclusionText): string {
  return `<code>${escapeHtml(what)}</code> (${escapeHtml(files)}): ${messageHtml(why)}`;
}

function renderPolicy({ name, owner, state, reason }: NonNullable<Report['policies']>[number]): string {
  return `<strong>${policyStates[state]}</strong> ${escapeHtml(name)} (${escapeHtml(owner)}): ${messageHtml(reason)}`;
}

function renderStatement(statement: ThreatStatement): string {
  const place = placeOfProblem(statement);
  const where = place === '' ? '' : ` <code>${escapeHtml(place)}</code>`;
  return `<strong>${statementTitles[statement.kind]}</strong>${where}: ${messageHtml(statement.message)}`;
}

function renderProblem(problem: Report['problems'][number]): string {
  const place = placeOfProblem(problem);
  const where = place === '' ? '' : ` <code>${escapeHtml(place)}</code>`;
  return `<strong>${problemTitles[problem.kind]}</strong>${where}: ${messageHtml(problem.message)}`;
}
