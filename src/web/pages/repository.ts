import type { OpenBySeverity, TimeToFix } from '../../ledger/pages/counts.js';
import type { StandingFinding } from '../../ledger/pages/findings.js';
import type { StandingPull } from '../../ledger/pages/records.js';
import type { TrendPoint } from '../../model/trend.js';
import { renderTrendChart } from '../../reporters/trend-chart.js';
import type { Page } from '../answer.js';
import { html, type Html } from '../html.js';
import {
  dayOf,
  dueWord,
  numberCell,
  numberHead,
  placeOf,
  severityWord,
  table,
  timeOf,
  to,
  verdictWord,
  wayTo,
} from './parts.js';

export interface RepositoryView {
  readonly repository: string;
  readonly today: string;
  readonly open: readonly OpenBySeverity[];
  readonly trend: readonly TrendPoint[];
  readonly timeToFix: readonly TimeToFix[];
  /** A part of the list that starts at `offset`, one more than fits where there are more. */
  readonly findings: readonly StandingFinding[];
  readonly offset: number;
  readonly accepted: readonly StandingFinding[];
  readonly pulls: readonly StandingPull[];
}

/** Of each list on the page. */
export const mostListed = 50;

/** What stands open in a repository, since when, how that changes, and which risks were accepted. */
export function repositoryPage(view: RepositoryView): Page {
  const { repository, today, open, trend, timeToFix, accepted, pulls } = view;
  const total = open.reduce((sum, one) => sum + one.open, 0);
  const overdue = open.reduce((sum, one) => sum + one.overdue, 0);
  const content = html`<h1>${repository}</h1>
<p class="quiet">Open findings of pull requests, open or merged. <a href="${to.ledger(repository)}">Ledger</a></p>
<ul class="cards">
${open.map(({ severity, open: count }) => html`<li class="${severity}"><strong>${count.toLocaleString('en')}</strong><span class="tone">${severity}</span></li>`)}
<li${overdue > 0 && html` class="bad"`}><strong>${overdue.toLocaleString('en')}</strong><span${overdue > 0 && html` class="tone"`}>overdue</span></li>
</ul>
<div class="columns">
<section><h2>Open, week by week</h2>${{ html: renderTrendChart(trend) }}</section>
<section><h2>Open, by age</h2>${ages(open)}
<h2>Time to fix</h2>${fixes(timeToFix)}</section>
</div>
<section><h2>Open findings</h2>${findings(view, total)}</section>
<section><h2>Accepted risks</h2>${acceptedList(repository, accepted, today)}</section>
<section><h2>Reviewed last</h2>${pullList(repository, pulls)}</section>`;
  return { title: repository, content, way: wayTo(repository).slice(0, 2) };
}

function ages(open: readonly OpenBySeverity[]): Html {
  const heads = ['Severity', ...['7 days', '30 days', '90 days', 'Older', 'Overdue'].map(numberHead)];
  const rows = open.map(
    ({ severity, byAge, overdue }) =>
      html`<tr>
        <th scope="row">${severityWord(severity)}</th>
        ${byAge.map(numberCell)}${numberCell(overdue)}
      </tr>`,
  );
  return table('Open findings by severity and age', heads, rows);
}

function fixes(timeToFix: readonly TimeToFix[]): Html {
  if (timeToFix.length === 0) return html`<p class="quiet">Nothing was fixed in the last 90 days.</p>`;
  const heads = ['Severity', ...['Fixed in 90 days', 'Half within', '9 of 10 within'].map(numberHead)];
  const rows = timeToFix.map(
    ({ severity, fixed, median, ninetieth }) =>
      html`<tr>
        <th scope="row">${severityWord(severity)}</th>
        ${numberCell(fixed)}
        <td class="number">${duration(median)}</td>
        <td class="number">${duration(ninetieth)}</td>
      </tr>`,
  );
  return table('Time to fix', heads, rows);
}

function duration(days: number): string {
  if (days < 1 / 24) return `${Math.max(1, Math.round(days * 24 * 60))} min`;
  return days < 2 ? `${Math.round(days * 24)} h` : `${Math.round(days)} days`;
}

function findings({ repository, today, findings: all, offset }: RepositoryView, total: number): Html {
  if (all.length === 0) return html`<p class="quiet">None.</p>`;
  const shown = all.slice(0, mostListed);
  const rows = shown.map(
    (finding) =>
      html`<tr>
        <td>${severityWord(finding.severity)}</td>
        ${nameCell(repository, finding)}
        <td>${pullLink(repository, finding)}</td>
        <td>${dayOf(finding.introducedAt)}</td>
        <td>${dueWord(finding.due, today)}</td>
      </tr>`,
  );
  const address = (at: number): string => `${to.repository(repository)}?from=${at}`;
  return html`${table('Open findings', ['Severity', 'Finding', 'Pull request', 'Since', 'Due'], rows)}
    <p class="more">
      <span class="quiet">${offset + 1} to ${offset + shown.length} of ${total.toLocaleString('en')}</span>
      ${offset > 0 && html`<a href="${address(Math.max(0, offset - mostListed))}">Worse ones</a>`}
      ${all.length > mostListed && html`<a href="${address(offset + mostListed)}">More</a>`}
    </p>`;
}

/** What it is and where, with a link to its page. */
export function nameCell(repository: string, finding: StandingFinding): Html {
  return html`<td class="what">
    <a href="${to.finding(repository, finding.fingerprint)}">${finding.title ?? finding.ruleId}</a><br /><code
      >${placeOf(finding)}</code
    >
  </td>`;
}

function pullLink(repository: string, { pull }: StandingFinding): Html | undefined {
  return pull === null ? undefined : html`<a href="${to.pull(repository, pull)}">#${pull}</a>`;
}

function acceptedList(repository: string, accepted: readonly StandingFinding[], today: string): Html {
  if (accepted.length === 0) return html`<p class="quiet">None.</p>`;
  const rows = accepted.map(
    (finding) =>
      html`<tr>
        <td>${severityWord(finding.severity)}</td>
        ${nameCell(repository, finding)}
        <td>${pullLink(repository, finding)}</td>
        <td>${finding.acceptedBy ?? ''}</td>
        <td>${untilWord(finding.acceptedUntil, today)}</td>
      </tr>`,
  );
  return table('Accepted risks', ['Severity', 'Finding', 'Pull request', 'Accepted by', 'Until'], rows);
}

/** The last day of an acceptance; the next review shows again what has ended. */
export function untilWord(until: string | null, today: string): Html {
  if (until === null) return html`<span class="quiet">no end</span>`;
  return until < today
    ? html`<span class="bad"><span class="tone short">${until}, ended</span></span>`
    : html`<span class="short">${until}</span>`;
}

function pullList(repository: string, pulls: readonly StandingPull[]): Html {
  const rows = pulls.map(
    ({ pull, state, author, verdict, reviewedAt }) =>
      html`<tr>
        <th scope="row"><a href="${to.pull(repository, pull)}">#${pull}</a></th>
        <td>${author ?? ''}</td>
        <td>${state}</td>
        <td>${verdictWord(verdict)}</td>
        <td>${timeOf(reviewedAt)}</td>
      </tr>`,
  );
  return table('Pull requests', ['Pull request', 'Author', 'State', 'Verdict', 'Reviewed'], rows);
}
