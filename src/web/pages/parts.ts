import type { StandingFinding } from '../../ledger/pages/findings.js';
import type { Severity } from '../../model/severity.js';
import { html, type Html } from '../html.js';

/** Addresses of pages. */
export const to = {
  account: (login: string): string => `/accounts/${encodeURIComponent(login)}`,
  repository: (name: string): string => `/repositories/${name.split('/').map(encodeURIComponent).join('/')}`,
  pull: (repository: string, number: number): string => `${to.repository(repository)}/pulls/${number}`,
  finding: (repository: string, fingerprint: string): string =>
    `${to.repository(repository)}/findings/${fingerprint}`,
  ledger: (repository: string): string => `${to.repository(repository)}/ledger`,
};

/** From the accounts down to a repository. */
export function wayTo(repository: string): { readonly name: string; readonly path: string }[] {
  const [account = ''] = repository.split('/');
  return [
    { name: 'Accounts', path: '/accounts' },
    { name: account, path: to.account(account) },
    { name: repository.slice(account.length + 1), path: to.repository(repository) },
  ];
}

export function severityWord(severity: Severity): Html {
  return html`<span class="${severity}"><span class="tone">${severity}</span></span>`;
}

/** `2026-05-04 12:00` of ISO 8601 in UTC. */
export function timeOf(at: string): Html {
  return html`<time class="short" datetime="${at}">${at.slice(0, 16).replace('T', ' ')}</time>`;
}

export function dayOf(at: string | null): Html {
  return at === null
    ? html`<span class="quiet">before the ledger</span>`
    : html`<time class="short" datetime="${at}">${at.slice(0, 10)}</time>`;
}

export function numberCell(count: number): Html {
  return count === 0
    ? html`<td class="number zero">0</td>`
    : html`<td class="number">${count.toLocaleString('en')}</td>`;
}

export function placeOf({ path, line }: Pick<StandingFinding, 'path' | 'line'>): string {
  return line === null ? path : `${path}:${line}`;
}

/** A day by which something is to be done, and whether that has passed. */
export function dueWord(due: string | null, today: string): Html {
  if (due === null) return html`<span class="quiet">none</span>`;
  return due < today
    ? html`<span class="bad"><span class="tone short">${due}, overdue</span></span>`
    : html`<span class="short">${due}</span>`;
}

/** A table that scrolls by itself where the window is narrow. */
export function table(caption: string, heads: readonly (string | Html)[], rows: readonly Html[]): Html {
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
    <table>
      <thead>
        <tr>
          ${heads.map((head) => (typeof head === 'string' ? html`<th scope="col">${head}</th>` : head))}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

export function numberHead(name: string): Html {
  return html`<th scope="col" class="number">${name}</th>`;
}

export function verdictWord(verdict: string): Html {
  const tone = { passing: 'good', failing: 'high', misconfigured: 'medium', incomplete: 'medium' }[verdict];
  return tone === undefined
    ? html`${verdict}`
    : html`<span class="${tone}"><span class="tone">${verdict}</span></span>`;
}

export function stateWord(state: string): Html {
  const tone = { open: 'high', fixed: 'good' }[state];
  return tone === undefined
    ? html`${state}`
    : html`<span class="${tone}"><span class="tone">${state}</span></span>`;
}

/** A number of a record; a question mark where it is none. */
export function numberText(value: unknown): string {
  return typeof value === 'number' ? value.toLocaleString('en') : '?';
}

/** A text of a record; undefined where it is none. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
