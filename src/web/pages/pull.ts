import type { StandingFinding } from '../../ledger/pages/findings.js';
import type { LedgerRecord, PullPage } from '../../ledger/pages/records.js';
import type { Page } from '../answer.js';
import { html, type Html } from '../html.js';
import {
  dayOf,
  dueWord,
  numberText,
  severityWord,
  stateWord,
  table,
  timeOf,
  verdictWord,
  wayTo,
} from './parts.js';
import { nameCell, untilWord } from './repository.js';

/** Of its findings. */
export const mostFindings = 500;

/** What the last review of a pull request came to, and how its findings stand. */
export function pullPage(
  repository: string,
  { pull, review, findings }: PullPage,
  { today, github }: { readonly today: string; readonly github: string },
): Page {
  const title = `#${pull.pull}`;
  const rows = findings.map(
    (finding) =>
      html`<tr>
        <td>${severityWord(finding.severity)}</td>
        ${nameCell(repository, finding)}
        <td>${stateWord(finding.state)}</td>
        <td>${dayOf(finding.introducedAt)}</td>
        <td>${endOf(finding, today)}</td>
      </tr>`,
  );
  const content = html`<h1>${repository} ${title}</h1>
    <dl>
      <dt>Verdict</dt>
      <dd>${verdictWord(pull.verdict)}</dd>
      <dt>Reviewed</dt>
      <dd>${timeOf(pull.reviewedAt)}, commit <code>${pull.head.slice(0, 12)}</code></dd>
      <dt>Author</dt>
      <dd>${pull.author ?? 'not known'}</dd>
      <dt>State</dt>
      <dd>${pull.state}</dd>
      ${coverage(review)}
      <dt>On GitHub</dt>
      <dd>
        <a href="${github}/${repository}/pull/${pull.pull}" rel="noreferrer"
          >${github}/${repository}/pull/${pull.pull}</a
        >
      </dd>
    </dl>
    <section>
      <h2>Findings</h2>
      ${rows.length === 0 ? html`<p class="quiet">None.</p>` : table('Findings', ['Severity', 'Finding', 'State', 'Since', 'Due or until'], rows)}
      ${findings.length === mostFindings && html`<p class="quiet">Only the first ${mostFindings}, the open ones first.</p>`}
    </section>`;
  return { title: `${repository} ${title}`, content, way: wayTo(repository) };
}

function endOf({ state, due, endedAt, acceptedUntil }: StandingFinding, today: string): Html {
  if (state === 'open') return dueWord(due, today);
  if (state === 'accepted') return untilWord(acceptedUntil, today);
  return endedAt === null ? html`` : dayOf(endedAt);
}

function coverage(review: LedgerRecord | undefined): Html | undefined {
  const counts = review?.record['coverage'];
  if (typeof counts !== 'object' || counts === null) return undefined;
  const { files, analyzed, excluded } = counts as Readonly<Record<string, unknown>>;
  const incomplete = review?.record['incomplete'];
  return html`<dt>Covered</dt>
    <dd>
      ${numberText(analyzed)} of ${numberText(files)} files, ${numberText(excluded)} left out by the
      configuration${Number(incomplete) > 0 && html`; <strong>${numberText(incomplete)} parts could not be reviewed</strong>`}
    </dd>`;
}
