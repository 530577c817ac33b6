import type { RepositoryCounts } from '../../ledger/pages/counts.js';
import { severities } from '../../model/severity.js';
import type { VisibleAccount } from '../../model/viewer.js';
import type { Page } from '../answer.js';
import { html } from '../html.js';
import { dayOf, numberCell, numberHead, table, to } from './parts.js';

export function accountsPage(accounts: readonly VisibleAccount[]): Page {
  const content = html`<h1>Accounts</h1>
    ${accounts.length === 0 && html`<p>The App is installed on no account that you have to do with.</p>`}
    <ul>
      ${accounts.map(({ login }) => html`<li><a href="${to.account(login)}">${login}</a></li>`)}
    </ul>`;
  return { title: 'Accounts', content };
}

/** What stands open in the repositories of an account that a person may see, the worst first. */
export function accountPage(login: string, repositories: readonly RepositoryCounts[]): Page {
  const sum = (of: (counts: RepositoryCounts) => number): number =>
    repositories.reduce((total, counts) => total + of(counts), 0);
  const sorted = [...repositories].sort((a, b) => {
    const worst = severities.find((severity) => a.open[severity] !== b.open[severity]);
    return worst === undefined
      ? a.repository.localeCompare(b.repository, 'en')
      : b.open[worst] - a.open[worst];
  });
  const rows = sorted.map(
    ({ repository, open, overdue, accepted, reviewedAt }) =>
      html`<tr>
        <th scope="row">
          <a href="${to.repository(repository)}">${repository.slice(repository.indexOf('/') + 1)}</a>
        </th>
        ${severities.map((severity) => numberCell(open[severity]))}${numberCell(overdue)}${numberCell(accepted)}
        <td>${dayOf(reviewedAt)}</td>
      </tr>`,
  );
  const heads = [
    'Repository',
    ...[...severities, 'Overdue', 'Accepted'].map((name) => numberHead(name)),
    'Last review',
  ];
  const content = html`<h1>${login}</h1>
    <p class="quiet">
      Open findings of pull requests, open or merged, in ${repositories.length} reviewed repositories that you
      may see.
    </p>
    <ul class="cards">
      ${severities.map((severity) => html`<li class="${severity}"><strong>${sum(({ open }) => open[severity]).toLocaleString('en')}</strong><span class="tone">${severity}</span></li>`)}
      <li><strong>${sum(({ overdue }) => overdue).toLocaleString('en')}</strong>overdue</li>
      <li><strong>${sum(({ accepted }) => accepted).toLocaleString('en')}</strong>accepted</li>
    </ul>
    ${rows.length === 0 ? html`<p>No repository that you may see was reviewed yet.</p>` : table('Repositories', heads, rows)}`;
  return { title: login, content, way: [{ name: 'Accounts', path: '/accounts' }] };
}
