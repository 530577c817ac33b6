import type { Report } from '../model/report.js';
import type { Rule } from '../model/rule.js';
import { renderMarkdown } from '../reporters/markdown.js';
import { linkTo, type LinkBase } from './links.js';

/** GitHub's limit for the text of a check run. Counted in bytes here, which never allows more. */
const maxTextBytes = 65_535;

/** Of each list below the findings. */
const maxListed = 100;

/** The whole report for the page of a check run: as many findings from the worst down as GitHub has room for. */
export function renderReportText(report: Report, rules: readonly Rule[], links: LinkBase): string {
  const render = (count: number): string => {
    const left = report.findings.length - count;
    const note = left > 0 ? `\n${left} more of lower rank left out: GitHub bounds this page.\n` : '';
    const shown: Report = {
      ...report,
      findings: report.findings.slice(0, count),
      fixed: report.fixed.slice(0, maxListed),
      withheld: report.withheld.slice(0, maxListed),
      problems: report.problems.slice(0, maxListed),
    };
    return renderMarkdown(shown, rules, (location) => linkTo(links, location)) + note;
  };
  let fits = 0;
  for (let low = 0, high = report.findings.length; low <= high;) {
    const middle = Math.floor((low + high) / 2);
    if (Buffer.byteLength(render(middle)) <= maxTextBytes) {
      fits = middle;
      low = middle + 1;
    } else high = middle - 1;
  }
  const text = render(fits);
  return Buffer.byteLength(text) <= maxTextBytes ? text : 'The report is too long for this page.\n';
}
