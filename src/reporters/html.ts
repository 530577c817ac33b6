import type { Finding } from '../model/finding.js';
import type { Report } from '../model/report.js';
import type { Rule } from '../model/rule.js';
import { severities } from '../model/severity.js';
import { foldTrace } from '../model/trace.js';
import { style } from './html-style.js';
import { escapeHtml, messageHtml, proseHtml } from './html-text.js';
import {
  coverageSentence,
  headline,
  placeOf,
  placeOfFinding,
  placeOfProblem,
  problemTitles,
  rulesById,
} from './summary.js';

/** The report as one HTML file that loads nothing and runs nothing. */
export function renderHtml(report: Report, rules: readonly Rule[]): string {
  const known = rulesById(rules);
  const sections = [
    renderVerdict(report),
    section(
      'Findings',
      report.findings.map((finding) => renderFinding(finding, known.get(finding.ruleId))),
    ),
    section('Fixed by this change', list(report.fixed.map(renderLine))),
    section(
      'Withheld',
      list(report.withheld.map(({ finding, reason }) => `${renderLine(finding)}<br>${messageHtml(reason)}`)),
    ),
    section('Problems', list(report.problems.map(renderProblem))),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
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
</body>
</html>
`;
}

function renderVerdict(report: Report): string {
  const counts = severities.map((severity) => {
    const number = report.findings.filter((finding) => finding.severity === severity).length;
    return `<li class="${severity}"><strong>${number}</strong><span class="tone">${severity}</span></li>`;
  });
  return [
    `<div class="verdict ${report.verdict}">`,
    `<h1>${escapeHtml(headline(report))}</h1>`,
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

function renderFinding(finding: Finding, rule: Rule | undefined): string {
  const { severity, title, message, fix } = finding;
  const parts = [
    `<article class="${severity}" id="f-${finding.fingerprint}">`,
    `<header><h3>${escapeHtml(title)}</h3><span class="tone">${severity}</span></header>`,
    `<p class="place"><code>${escapeHtml(placeOfFinding(finding))}</code></p>`,
    `<p>${messageHtml(message)}</p>`,
    renderTrace(finding),
    fix ? `<p><strong>Fix:</strong> ${messageHtml(fix.description)}.</p>` : '',
    rule ? `<details><summary>How to fix it</summary>${proseHtml(rule.remediation)}</details>` : '',
    rule ? `<details><summary>Why it matters</summary>${proseHtml(rule.description)}</details>` : '',
    `<p class="facts quiet">${renderFacts(finding)}</p>`,
    '</article>',
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function renderTrace(finding: Finding): string {
  if (finding.trace.length === 0) return '';
  const steps = foldTrace(finding.trace).map(({ location, message }) => {
    const place = placeOf({ path: location.path, line: location.startLine });
    return `<li><code>${escapeHtml(place)}</code> ${messageHtml(message)}</li>`;
  });
  return `<ol class="trace" aria-label="From where data enters to where it does harm">${steps.join('')}</ol>`;
}

function renderFacts({ ruleId, confidence, cwe }: Finding): string {
  const weaknesses = cwe.map(
    (number) =>
      `<a href="https://cwe.mitre.org/data/definitions/${number}.html" rel="noreferrer">CWE-${number}</a>`,
  );
  return [`Rule ${escapeHtml(ruleId)}`, `${confidence} confidence`, ...weaknesses].join(' · ');
}

function renderLine(finding: Finding): string {
  return (
    `<span class="${finding.severity}"><span class="tone">${finding.severity}</span></span> ` +
    `${escapeHtml(finding.title)} <code>${escapeHtml(placeOfFinding(finding))}</code>`
  );
}

function renderProblem(problem: Report['problems'][number]): string {
  const place = placeOfProblem(problem);
  const where = place === '' ? '' : ` <code>${escapeHtml(place)}</code>`;
  return `<strong>${problemTitles[problem.kind]}</strong>${where}: ${messageHtml(problem.message)}`;
}
