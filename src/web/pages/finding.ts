import type { FindingPage, LedgerRecord } from '../../ledger/pages/records.js';
import { shortOf } from '../../model/finding.js';
import type { Page } from '../answer.js';
import { html, type Html, message } from '../html.js';
import { untilWord } from './repository.js';
import {
  dayOf,
  dueWord,
  placeOf,
  severityWord,
  stateWord,
  table,
  textOf,
  timeOf,
  to,
  wayTo,
} from './parts.js';

/** Of what happened to it. */
export const mostEvents = 500;

/** A finding: what it is, how it stands in each pull request, and all that happened to it, by whom and why. */
export function findingPage(
  repository: string,
  fingerprint: string,
  { standing, life }: FindingPage,
  {
    today,
    rulePage,
  }: { readonly today: string; readonly rulePage?: ((ruleId: string) => string) | undefined },
): Page {
  const told = life.findLast(({ record }) => textOf(record['message']) !== undefined)?.record;
  const last = standing.at(-1);
  const ruleId = last?.ruleId ?? textOf(life.at(-1)?.record['ruleId']) ?? '';
  const title = last?.title ?? textOf(told?.['title']) ?? ruleId;
  const page = rulePage?.(ruleId);
  const rows = standing.map(
    ({ pull, state, introducedAt, endedAt, due, acceptedUntil, subject }) =>
      html`<tr>
        <th scope="row">
          ${pull === null ? subject : html`<a href="${to.pull(repository, pull)}">#${pull}</a>`}
        </th>
        <td>${stateWord(state)}</td>
        <td>${dayOf(introducedAt)}</td>
        <td>${endedAt === null ? html`` : dayOf(endedAt)}</td>
        <td>${dueWord(due, state === 'open' ? today : '')}</td>
        <td>${state === 'accepted' ? untilWord(acceptedUntil, today) : html``}</td>
      </tr>`,
  );
  const heads = ['Pull request', 'State', 'Introduced', 'Ended', 'Due', 'Accepted until'];
  const content = html`<h1>${title}</h1>
    ${told && html`<p>${message(textOf(told['message']) ?? '')}</p>`}
    <dl>
      ${
        last &&
        html`<dt>Severity</dt>
          <dd>${severityWord(last.severity)}</dd>
          <dt>Place</dt>
          <dd><code>${placeOf(last)}</code></dd>`
      }
      <dt>Rule</dt>
      <dd>
        ${page === undefined ? html`<code>${ruleId}</code>` : html`<a href="${page}" rel="noreferrer"><code>${ruleId}</code></a>`}
      </dd>
      <dt>Fingerprint</dt>
      <dd><code>${fingerprint}</code></dd>
    </dl>
    ${
      rows.length > 0 &&
      html`<section>
        <h2>How it stands</h2>
        ${table('How it stands', heads, rows)}
      </section>`
    }
    <section>
      <h2>Its life</h2>
      <ol class="life">
        ${life.map((one) => eventItem(repository, one))}
      </ol>
      ${life.length === mostEvents && html`<p class="quiet">Only the first ${mostEvents} events; the export of the ledger has all.</p>`}
    </section>`;
  return { title: `${title} (${shortOf(fingerprint)})`, content, way: wayTo(repository) };
}

const tones: Readonly<Record<string, string>> = {
  introduced: 'high',
  shown: 'high',
  reopened: 'high',
  fixed: 'good',
  reweighed: 'medium',
  withheld: 'medium',
  ignore: 'medium',
  baseline: 'medium',
};

function eventItem(repository: string, { kind, recordedAt, sequence, record }: LedgerRecord): Html {
  const name = textOf(record[kind === 'decision' ? 'decision' : 'event']) ?? kind;
  const who = textOf(record[kind === 'decision' ? 'by' : 'author']);
  const pull = record['pull'];
  const head = textOf(record['head']);
  const until = textOf(record['until']);
  const reason = textOf(record['reason']);
  const before = textOf(record['severityBefore']);
  return html`<li class="${tones[name] ?? ''}">
    <strong>${kind === 'decision' ? `decided: ${name}` : name}</strong> ${timeOf(recordedAt)}
    <span class="quiet">record ${sequence}</span><br />
    ${typeof pull === 'number' && html`<a href="${to.pull(repository, pull)}">#${pull}</a> `}${who !== undefined && html`${kind === 'decision' ? 'by' : 'change of'} ${who} `}${head !== undefined && html`at <code>${head.slice(0, 12)}</code> `}${until !== undefined && html`until ${until} `}
    ${before !== undefined && html`from ${before} to ${textOf(record['severity']) ?? ''} `}${record['stoodOn'] === 'base' && html`(it was there before the change) `}${reason !== undefined && html`<br />${message(reason)}`}
  </li>`;
}
