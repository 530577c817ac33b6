import type { LedgerRecord } from '../../ledger/pages/records.js';
import type { Page } from '../answer.js';
import { html, type Html } from '../html.js';
import { table, textOf, timeOf, to, wayTo } from './parts.js';

export const mostRecords = 100;

/** The records of a repository, the latest first. The chain of its account is proven by `ledger verify`, of which no page is a proof. */
export function ledgerPage(repository: string, records: readonly LedgerRecord[], chain: string): Page {
  const shown = records.slice(0, mostRecords);
  const oldest = shown.at(-1);
  const rows = shown.map(
    ({ sequence, recordedAt, kind, hash, record }) =>
      html`<tr>
        <td class="number">${sequence}</td>
        <td>${timeOf(recordedAt)}</td>
        <td>${kind}</td>
        <td class="what">${summary(repository, record)}</td>
        <td>
          <details>
            <summary>Record</summary>
            <pre>${JSON.stringify(record, undefined, 2)}</pre>
            <p class="quiet">hash ${hash}</p>
          </details>
        </td>
      </tr>`,
  );
  const heads = [html`<th scope="col" class="number">Number</th>`, 'Recorded', 'Kind', 'What', 'All of it'];
  const content = html`<h1>Ledger of ${repository}</h1>
    <p class="quiet">
      Numbers are those of the chain <code>${chain}</code>, which other repositories of the account share.
      <code>scrutineer ledger verify --account ${chain}</code> proves it; this page does not.
    </p>
    ${rows.length === 0 ? html`<p>No records.</p>` : table('Records', heads, rows)}
    ${records.length > mostRecords && oldest && html`<p class="more"><a href="${to.ledger(repository)}?before=${oldest.sequence}">Older ones</a></p>`}`;
  return { title: `Ledger of ${repository}`, content, way: wayTo(repository) };
}

function summary(repository: string, record: LedgerRecord['record']): Html {
  const pull = record['pull'];
  const fingerprint = textOf(record['fingerprint']);
  const what = ['verdict', 'event', 'decision', 'ruleId', 'path', 'by', 'subject']
    .filter((key) => key !== 'subject' || typeof pull !== 'number')
    .flatMap((key) => textOf(record[key]) ?? [])
    .join(', ');
  return html`${typeof pull === 'number' && html`<a href="${to.pull(repository, pull)}">#${pull}</a> `}${
    fingerprint !== undefined && /^[0-9a-f]{32}$/.test(fingerprint)
      ? html`<a href="${to.finding(repository, fingerprint)}">${what}</a>`
      : what
  }`;
}
