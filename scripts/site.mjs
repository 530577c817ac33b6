// npm run docs:site: writes docs/ as a static site with search into site/. Fails where a page or heading that a page links to is
// not there. What pages link to outside of docs/ is shown without a link, the schemas being copied.
import MarkdownIt from 'markdown-it';
import MiniSearch from 'minisearch';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { palette } from '../dist/reporters/html-style.js';

const root = path.resolve(import.meta.dirname, '..');
const source = path.join(root, 'docs');
const target = path.resolve(root, process.argv[2] ?? 'site');

/** The order of the pages; whatever is not named stands at the end. */
const sections = {
  Start: ['start', 'action', 'github', 'hooks'],
  Reference: ['configuration', 'rules/README', 'custom-rules', 'reports', 'priority', 'threat-model'],
  'How it works': [
    'how-it-works',
    'secrets',
    'dependencies',
    'infrastructure',
    'security-model',
    'performance',
    'comparison',
  ],
  Operate: ['operate', 'ledger', 'audit'],
};

const pages = fs
  .readdirSync(source, { recursive: true })
  .map((file) => String(file).replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.md'))
  .map((file) => read(file.slice(0, -'.md'.length)));
const searchOptions = { fields: ['title', 'text'], storeFields: ['title'] };
const byName = new Map(pages.map((page) => [page.name, page]));
const faults = [];
const start = outputOf('start');

fs.rmSync(target, { recursive: true, force: true });
for (const page of pages) write(`${outputOf(page.name)}`, render(page));
write('search.json', JSON.stringify(searchIndex()));
write('search.js', searchScript());
write('style.css', style());
fs.cpSync(path.join(root, 'schema'), path.join(target, 'schema'), { recursive: true });
write(
  'index.html',
  `<!doctype html><meta charset="utf-8"><title>Scrutineer</title><meta http-equiv="refresh" content="0; url=${start}"><a href="${start}">Start</a>\n`,
);
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
else console.log(`${pages.length} pages in ${path.relative(process.cwd(), target)}`);

function read(name) {
  const text = fs.readFileSync(path.join(source, `${name}.md`), 'utf8');
  const tokens = markdown().parse(text, {});
  const headings = new Map();
  const sectionsOfPage = [];
  tokens.forEach((token, index) => {
    if (token.type === 'heading_open') {
      const title = plainOf(tokens[index + 1]);
      const slug = unused(slugOf(title), headings);
      headings.set(slug, title);
      token.attrSet('id', slug);
      sectionsOfPage.push({ slug, title, text: '' });
    } else if (token.type === 'inline' && tokens[index - 1]?.type !== 'heading_open')
      sectionsOfPage.at(-1) && (sectionsOfPage.at(-1).text += ` ${plainOf(token)}`);
    else if (token.type === 'fence')
      sectionsOfPage.at(-1) && (sectionsOfPage.at(-1).text += ` ${token.content}`);
  });
  return { name, tokens, headings, sections: sectionsOfPage, title: sectionsOfPage[0]?.title ?? name };
}

function markdown() {
  // Pages of rules show code that would run, so that no HTML of a page is taken as such.
  return new MarkdownIt({ html: false, linkify: false });
}

function plainOf(inline) {
  return (inline.children ?? []).map(({ content }) => content).join('');
}

/** As GitHub makes them. */
function slugOf(title) {
  return title
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

function unused(slug, taken) {
  let free = slug;
  for (let number = 1; taken.has(free); number++) free = `${slug}-${number}`;
  return free;
}

function outputOf(name) {
  return `${name.replace(/README$/, 'index')}.html`;
}

function render(page) {
  for (const { children } of page.tokens)
    for (const child of children ?? []) {
      if (child.type !== 'link_open') continue;
      const href = linkOf(page, child.attrGet('href') ?? '');
      if (href === undefined) child.attrs = child.attrs?.filter(([key]) => key !== 'href') ?? null;
      else child.attrSet('href', href);
    }
  const up = '../'.repeat(page.name.split('/').length - 1);
  const body = markdown().renderer.render(page.tokens, {}, {});
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(page.title)} · Scrutineer</title><link rel="stylesheet" href="${up}style.css">
<script type="module" src="${up}search.js"></script></head><body>
<a class="skip" href="#content">To the content</a>
<nav aria-label="Pages"><p><a href="${up}${start}">Scrutineer</a></p>
<label for="search">Search</label><input id="search" type="search" autocomplete="off" data-root="${up}"><ol id="hits" aria-live="polite"></ol>
${navigation(page, up)}</nav>
<main id="content">${body}</main></body></html>
`;
}

/** Where a link leads in the site; undefined where it leads out of it and is no address. */
function linkOf(page, href) {
  if (/^[a-z]+:/i.test(href)) return href;
  const [file = '', anchor] = href.split('#');
  const to =
    file === ''
      ? `${page.name}.md`
      : path.posix.normalize(path.posix.join(path.posix.dirname(page.name), file));
  const up = '../'.repeat(page.name.split('/').length - 1);
  if (to.startsWith('../')) {
    if (to.startsWith('../schema/')) return `${up}${to.slice(3)}`;
    if (!fs.existsSync(path.join(source, to))) faults.push(`${page.name}: there is no ${to}`);
    return undefined;
  }
  const name = to.replace(/\/$/, '/README').replace(/\.md$/, '');
  const linked = byName.get(name);
  if (!linked) faults.push(`${page.name}: there is no page ${to}`);
  else if (anchor !== undefined && !linked.headings.has(anchor))
    faults.push(`${page.name}: ${to} has no #${anchor}`);
  return `${up}${outputOf(name)}${anchor === undefined ? '' : `#${anchor}`}`;
}

function navigation(current, up) {
  const named = new Set(Object.values(sections).flat());
  const rest = pages
    .filter(({ name }) => !named.has(name) && !name.startsWith('rules/'))
    .map(({ name }) => name);
  return Object.entries({ ...sections, ...(rest.length > 0 && { More: rest }) })
    .map(([label, names]) => {
      const items = names
        .flatMap((name) => byName.get(name) ?? [])
        .map((page) => {
          const here = page.name === current.name ? ' aria-current="page"' : '';
          return `<li><a href="${up}${outputOf(page.name)}"${here}>${escape(page.title)}</a></li>`;
        });
      return `<h2>${label}</h2><ul>${items.join('')}</ul>`;
    })
    .join('\n');
}

function searchIndex() {
  const index = new MiniSearch(searchOptions);
  index.addAll(
    pages.flatMap(({ name, title, sections: parts }) =>
      parts.map((part) => ({
        id: `${outputOf(name)}#${part.slug}`,
        title: part.title === title ? title : `${title}: ${part.title}`,
        text: part.text,
      })),
    ),
  );
  return index;
}

/** The library, so that the site asks no other server, and what it does with it. */
function searchScript() {
  const require = createRequire(import.meta.url);
  const library = path.join(path.dirname(require.resolve('minisearch')), '../es/index.js');
  const text = fs
    .readFileSync(library, 'utf8')
    .replace(/^export \{.*$/m, '')
    .replace(/^\/\/# sourceMappingURL.*$/m, '');
  return `${text}
const input = document.querySelector('#search');
const hits = document.querySelector('#hits');
let index;
input.addEventListener('input', async () => {
  index ??= fetch(input.dataset.root + 'search.json')
    .then((answer) => answer.text())
    .then((text) => MiniSearch.loadJSON(text, ${JSON.stringify(searchOptions)}));
  const found = (await index).search(input.value, { prefix: true, fuzzy: 0.1, boost: { title: 3 } });
  // The best place of each page.
  const best = [...new Map(found.toReversed().map((hit) => [hit.id.split('#')[0], hit])).values()].reverse().slice(0, 12);
  hits.replaceChildren(
    ...best.map(({ id, title }) => {
      const item = document.createElement('li');
      const link = item.appendChild(document.createElement('a'));
      link.href = input.dataset.root + id;
      link.textContent = title;
      return item;
    }),
  );
});
`;
}

function write(file, text) {
  const full = path.join(target, file);
  fs.mkdirSync(path.dirname(full), { recursive: true });
  fs.writeFileSync(full, text);
}

function escape(text) {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function style() {
  return `${palette}
* { box-sizing: border-box; }
body { margin: 0; display: grid; grid-template-columns: 17rem minmax(0, 52rem); background: var(--ground); color: var(--text);
  font: 1rem/1.6 system-ui, sans-serif; overflow-wrap: anywhere; }
nav { padding: 1.5rem 1rem; border-right: 1px solid var(--line); height: 100vh; overflow: auto; position: sticky; top: 0; }
nav h2 { font-size: .85rem; color: var(--quiet); margin: 1.25rem 0 .25rem; }
nav ul, nav ol { list-style: none; margin: 0; padding: 0; }
nav input { width: 100%; font: inherit; padding: .3rem .5rem; }
nav [aria-current] { font-weight: 600; }
main { padding: 1.5rem 2rem 4rem; min-width: 0; }
a[href] { color: var(--link); }
.skip { position: absolute; left: -100rem; } .skip:focus { left: 1rem; }
code, pre { font-family: ui-monospace, monospace; font-size: .875em; background: var(--raised); }
pre { padding: .75rem; overflow: auto; }
table { border-collapse: collapse; display: block; overflow: auto; } td, th { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top; }
@media (max-width: 50rem) { body { display: block; } nav { position: static; height: auto; border: 0; } main { padding: 1rem; } }
`;
}
