import type { Finding } from '../model/finding.js';
import type { Report, Withheld } from '../model/report.js';
import type { Rule } from '../model/rule.js';
import { controlsOf, type Control, type Standard } from '../model/standard.js';
import { escapeHtml, messageHtml } from './html-text.js';
import { placeOfFinding } from './summary.js';

/** Links to the pages of the standards; empty where there are none. */
export function renderStandardsNav(standards: readonly Standard[]): string {
  if (standards.length === 0) return '';
  const links = standards.map(
    (standard) => `<li><a href="#s-${standard.name}">${escapeHtml(nameOf(standard))}</a></li>`,
  );
  return `<nav aria-label="Standards"><ul>${links.join('')}</ul></nav>`;
}

/**
 * The page of a standard: what no tool can show, then each control with the rules that speak for it, what they found, and
 * which risks somebody accepted. It claims of no control that it is met. `ran` has the ids of the rules that ran.
 */
export function renderStandard(
  standard: Standard,
  report: Report,
  rules: readonly Rule[],
  ran: ReadonlySet<string> = new Set(rules.map(({ id }) => id)),
): string {
  const rows = rowsOf(standard, report, rules, ran);
  const { source, name, unseen, silent } = standard;
  return [
    `<section class="standard" id="s-${name}">`,
    `<h2>${escapeHtml(nameOf(standard))}</h2>`,
    `<p class="quiet">Numbers are those of <a href="${escapeHtml(source)}" rel="noreferrer">the standard</a>; titles are our own words. ` +
      'Findings speak against a control. That there are none does not show that it is met.</p>',
    caveats(report),
    '<h3>What a tool cannot show</h3>',
    `<ul class="plain">${unseen.map((text) => `<li>${escapeHtml(text)}</li>`).join('')}</ul>`,
    '<h3>Controls</h3>',
    table(rows, name),
    ...rows.map((row) => renderControl(row, name)),
    ...silent.map(
      ({ rules: ids, reason }) =>
        `<p class="quiet">Left out: ${ids.map((id) => `<code>${escapeHtml(id)}</code>`).join(', ')}. ${escapeHtml(reason)}</p>`,
    ),
    '</section>',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

interface Row {
  readonly control: Control;
  readonly rules: readonly Rule[];
  /** How many of the rules did not run. */
  readonly idle: number;
  readonly findings: readonly Finding[];
  readonly accepted: readonly Withheld[];
  /** Withheld by a setting or for another finding: nobody accepted them. */
  readonly hidden: number;
}

function rowsOf(standard: Standard, report: Report, rules: readonly Rule[], ran: ReadonlySet<string>): Row[] {
  const controls = new Map(rules.map((rule) => [rule.id, new Set(controlsOf(standard, rule))]));
  return standard.controls.map((control) => {
    const isAbout = ({ ruleId }: Finding): boolean => controls.get(ruleId)?.has(control) ?? false;
    const withheld = report.withheld.filter(({ finding }) => isAbout(finding));
    const speaking = rules.filter((rule) => controls.get(rule.id)?.has(control));
    return {
      control,
      rules: speaking,
      idle: speaking.filter(({ id }) => !ran.has(id)).length,
      findings: report.findings.filter(isAbout),
      accepted: withheld.filter(({ accepted }) => accepted),
      hidden: withheld.filter(({ accepted }) => !accepted).length,
    };
  });
}

function nameOf({ title, version }: Standard): string {
  return `${title} (${version})`;
}

function caveats({ problems }: Report): string {
  const missed = problems.filter(({ kind }) => kind === 'incomplete').length;
  if (missed === 0) return '';
  return `<p><strong>Part of the files could not be reviewed</strong> (${missed}, under <em>Problems</em>): the numbers here are of the rest.</p>`;
}

function table(rows: readonly Row[], name: string): string {
  const lines = rows.map(
    ({ control, rules, findings, accepted }) =>
      `<tr><td><a href="#${anchor(name, control)}">${escapeHtml(control.id)}</a></td><td>${escapeHtml(control.title)}</td>` +
      [rules, findings, accepted].map(({ length }) => `<td class="number">${length}</td>`).join('') +
      '</tr>',
  );
  const words = ['Control', 'What it asks for'].map((text) => `<th scope="col">${text}</th>`);
  const numbers = ['Rules', 'Findings', 'Accepted'].map(
    (text) => `<th scope="col" class="number">${text}</th>`,
  );
  return `<table><thead><tr>${[...words, ...numbers].join('')}</tr></thead><tbody>\n${lines.join('\n')}\n</tbody></table>`;
}

function anchor(name: string, { id }: Control): string {
  return `s-${name}-${id.toLowerCase().replace(/[^a-z0-9.]+/g, '-')}`;
}

function renderControl({ control, rules, idle, findings, accepted, hidden }: Row, name: string): string {
  const { id, title, because, by } = control;
  const ids = rules.map((rule) => `<code>${escapeHtml(rule.id)}</code>`).join(' ');
  return [
    `<div class="control" id="${anchor(name, control)}">`,
    `<h4>${escapeHtml(id)} ${escapeHtml(title)}</h4>`,
    `<p>${escapeHtml(because)}</p>`,
    by.all
      ? `<p class="quiet">All rules: ${rules.length}.</p>`
      : `<details><summary>Rules: ${rules.length}</summary><p>${ids}</p></details>`,
    idle > 0 ? `<p><strong>${idle} of these rules did not run this time.</strong></p>` : '',
    // Such a control has all findings; they stand above, and with the controls that they are about.
    by.all ? `<p>${findings.length} findings, ${accepted.length} accepted risks.</p>` : '',
    by.all ? '' : list('Findings', findings.map(findingItem), 'No findings.'),
    by.all ? '' : list('Accepted risks', accepted.map(acceptedItem), ''),
    hidden > 0
      ? `<p class="quiet">${hidden} more withheld by settings or told by another finding; see <em>Withheld</em>.</p>`
      : '',
    '</div>',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function list(title: string, items: readonly string[], none: string): string {
  if (items.length === 0) return none === '' ? '' : `<p>${none}</p>`;
  const shown = items.slice(0, maxItems);
  const rest = items.length - shown.length;
  const all = [...shown, ...(rest > 0 ? [`${rest} more, which stand above.`] : [])];
  return `<p><strong>${title}</strong></p><ul class="plain">${all.map((item) => `<li>${item}</li>`).join('')}</ul>`;
}

/** Of a control, so that the page stays readable; everything stands in the report's own lists. */
const maxItems = 200;

function findingItem(finding: Finding): string {
  return (
    `<span class="${finding.severity}"><span class="tone">${finding.severity}</span></span> ` +
    `<a href="#f-${finding.fingerprint}">${escapeHtml(finding.title)}</a> <code>${escapeHtml(placeOfFinding(finding))}</code>`
  );
}

function acceptedItem({ finding, reason, accepted }: Withheld): string {
  const end = accepted?.until === undefined ? 'without an end' : `until ${escapeHtml(accepted.until)}`;
  return (
    `<span class="${finding.severity}"><span class="tone">${finding.severity}</span></span> ${escapeHtml(finding.title)} ` +
    `<code>${escapeHtml(placeOfFinding(finding))}</code>, ${end}<br>${messageHtml(reason)}`
  );
}
