import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { html, type Html } from './html.js';
import { paths } from './paths.js';
import { style } from './style.js';

export interface Page {
  readonly title: string;
  readonly content: Html;
  /** Who has signed in. */
  readonly session?: { readonly login: string; readonly csrf: string };
  /** From the accounts down to this page, which is not among them. */
  readonly way?: readonly { readonly name: string; readonly path: string }[];
}

/** Nothing runs on a page, nothing is loaded but the style, nobody frames it, and no one else learns its address. */
const headers = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  // With `no-referrer` a browser does not name the origin of our own form either.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

const styleHash = createHash('sha256').update(style).digest('hex').slice(0, 16);
export const stylePath = `/assets/${styleHash}.css`;

export function answerStyle(response: ServerResponse): void {
  response.writeHead(200, {
    ...headers,
    'content-type': 'text/css; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
  });
  response.end(style);
}

export function answerPage(response: ServerResponse, status: number, page: Page): void {
  response.writeHead(status, {
    ...headers,
    'content-type': 'text/html; charset=utf-8',
    // What a person may see must not be shown again once they have signed out.
    'cache-control': 'no-store',
  });
  response.end(render(page).html);
}

export function redirect(response: ServerResponse, address: string): void {
  response.writeHead(303, { ...headers, location: address, 'cache-control': 'no-store' });
  response.end();
}

/** The same for what is not there and for what this person may not see. */
export function answerNotFound(response: ServerResponse, session?: Page['session']): void {
  const content = html`<h1>Nothing here</h1>
    <p>
      There is no such page, or you may not see it. You see repositories that you can read on GitHub, once a
      pull request of theirs was reviewed; public ones only with a role in them.
    </p>`;
  answerPage(response, 404, { title: 'Nothing here', content, ...(session && { session }) });
}

function render({ title, content, session, way = [] }: Page): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Scrutineer</title>
        <link rel="stylesheet" href="${stylePath}" />
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="bar">
          <a class="name" href="${paths.home}">Scrutineer</a>
          ${
            session &&
            html`<form method="post" action="${paths.signOut}">
              <span>${session.login}</span>
              <input type="hidden" name="csrf" value="${session.csrf}" />
              <button>Sign out</button>
            </form>`
          }
        </header>
        <main id="content">
          ${
            way.length > 0 &&
            html`<nav aria-label="Way">
              <ol class="way">
                ${way.map(({ name, path }) => html`<li><a href="${path}">${name}</a></li>`)}
              </ol>
            </nav>`
          }
          ${content}
        </main>
      </body>
    </html> `;
}
