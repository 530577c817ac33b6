import { describe, expect, it } from '@jest/globals';
import { unflag } from '../../../src/model/rule.js';
import { inspect } from '../../support/inspect.js';

/** What reaches the page; the lines that end with ◄ are reported at medium or high confidence. */
const cases: readonly (readonly [string, string, string])[] = [
  [
    'messages, unless their origin is checked',
    'a.js',
    `addEventListener('message', (event) => { document.body.innerHTML = event.data; }); ◄
addEventListener('message', (event) => {
  if (event.origin !== 'https://shop.example') return;
  document.body.innerHTML = event.data;
});
window.onmessage = (e) => { document.body.innerHTML = e.data.html; }; ◄`,
  ],
  [
    'the name of the window, but no global of that name',
    'a.js',
    `document.body.innerHTML = window.name; ◄
document.body.innerHTML = name;`,
  ],
  [
    'jQuery under the name $, whatever it was bound to',
    'a.js',
    `define(['jquery'], function ($) { $('.a').html(location.hash); }); ◄
$('<b>' + location.search + '</b>'); ◄
$('#' + location.search);
$(location.hash);`,
  ],
  [
    'elements of a tag that loads or runs something',
    'a.js',
    `const script = document.createElement('script');
script.src = location.hash.slice(1); ◄
const image = document.createElement('img');
image.src = location.hash.slice(1);`,
  ],
  [
    'attributes in JSX, spread ones too, and none of components',
    'a.jsx',
    `import { useSearchParams } from 'react-router-dom';
export function A() {
  const [params] = useSearchParams();
  const more = { dangerouslySetInnerHTML: { __html: params.get('a') } };
  return <><p {...more} /><a href={params.get('b')}>b</a><Link href={params.get('b')} /><p title={params.get('c')} /></>; ◄
}`,
  ],
  [
    'parameters of functions that nothing calls, unless they are markup by name',
    'a.js',
    `export function show(title) { document.body.innerHTML = '<h1>' + title + '</h1>'; } ◄
export function render(html) { document.body.innerHTML = html; }
const inner = (title) => { document.body.innerHTML = title; };
inner('constant');`,
  ],
  [
    'addresses, unless their scheme is checked',
    'a.js',
    `const next = new URLSearchParams(location.search).get('next');
window.open(next); ◄
if (/^https?:/.test(next)) window.open(next);
const url = new URL(next);
if (url.protocol === 'https:') window.open(url.href);`,
  ],
  [
    'text of unknown elements, but none of values of their own',
    'a.js',
    `export function copy(from, to) { to.innerHTML = from.textContent; } ◄
const own = { textContent: 'a' };
document.body.innerHTML = own.textContent;`,
  ],
];

describe('the browser', () => {
  it.each(cases)('takes from outside: %s', async (_name, path, flagged) => {
    const { text, lines } = unflag(flagged);
    const { detections } = await inspect(path, { [path]: text });
    const shown = detections.filter(({ confidence }) => confidence !== 'low');
    expect([...new Set(shown.map(({ range }) => range.startLine))]).toEqual(lines);
  });
});
