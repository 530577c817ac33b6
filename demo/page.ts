import MarkdownIt from 'markdown-it';
import { palette } from '../src/reporters/html-style.js';

/** A thread of the review, at a moment. */
export interface Thread {
  readonly place: string;
  /** The lines that it stands below. */
  readonly lines: readonly { readonly number: number; readonly text: string }[];
  /** In Markdown, the App's own first. */
  readonly comments: readonly string[];
  readonly isResolved: boolean;
}

/** How the pull request stands after a push. */
export interface Moment {
  readonly heading: string;
  readonly conclusion: string;
  readonly title: string;
  /** In Markdown. */
  readonly summary: string;
  readonly threads: readonly Thread[];
}

/** The App's texts hold folded parts as HTML; whatever comes from a repository it has escaped. */
const markdown = new MarkdownIt({ html: true });

/** A page that shows the conversation of a pull request, in the order in which it came about. */
export function renderConversation(moments: readonly Moment[]): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Scrutineer: a pull request</title><style>${style}</style></head><body>
<h1>Search orders, keep invoices, show product images <span class="quiet">#1</span></h1>
<p class="quiet">What the App wrote to a stand-in for GitHub on this machine, with its real server, queue and analyzers.</p>
${moments.map(renderMoment).join('\n')}
</body></html>`;
}

function renderMoment({ heading, conclusion, title, summary, threads }: Moment): string {
  const resolved = threads.filter(({ isResolved }) => isResolved).length;
  return `<h2>${escape(heading)}</h2>
<section class="check ${escape(conclusion)}"><h3>Check run <b>Scrutineer</b>: ${escape(conclusion)}, ${escape(title)}</h3>
<details><summary>Its page</summary>${markdown.render(summary)}</details></section>
<p class="quiet">${threads.length} threads, ${resolved} resolved</p>
${threads.map(renderThread).join('\n')}`;
}

function renderThread({ place, lines, comments, isResolved }: Thread): string {
  const code = lines.map(({ number, text }) => `${String(number).padStart(4)}  ${escape(text)}`).join('\n');
  const said = comments.map((body) => `<div class="comment">${markdown.render(body)}</div>`).join('');
  return `<details class="thread"${isResolved ? '' : ' open'}><summary><code>${escape(place)}</code>${isResolved ? ' <b class="resolved">Resolved</b>' : ''}</summary>
${code === '' ? '' : `<pre>${code}</pre>`}${said}</details>`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const style = `
${palette}
body { margin: 0 auto; max-width: 56rem; padding: 2rem 1.25rem 4rem; background: var(--ground); color: var(--text);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
h3 { margin: 0; font-size: 1.05rem; font-weight: 500; }
code, pre { font-family: ui-monospace, monospace; font-size: .875em; }
pre { background: var(--raised); padding: .75rem; margin: 0; white-space: pre-wrap; }
table { border-collapse: collapse; } td, th { border: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; }
.quiet { color: var(--quiet); }
.check { border: 1px solid var(--line); border-left: .4rem solid var(--quiet); border-radius: .375rem; padding: .75rem 1rem; }
.check.failure { border-left-color: var(--high); } .check.success { border-left-color: var(--good); }
.thread { border: 1px solid var(--line); border-radius: .375rem; margin: 1rem 0; }
.thread > summary { padding: .5rem .75rem; background: var(--raised); }
.comment { padding: .25rem 1rem; border-top: 1px solid var(--line); }
.resolved { color: var(--good); }
`;
