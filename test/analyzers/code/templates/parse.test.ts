import { describe, expect, it } from '@jest/globals';
import type { Format } from '../../../../src/analyzers/code/language.js';
import { parseTemplate } from '../../../../src/analyzers/code/templates/parse.js';
import { expectWithin } from '../../../support/time-limit.js';

/** Each output as its expression, `!` before what is not escaped, and where it stands. */
function outputsOf(format: Format, text: string): string[] {
  return parseTemplate('a', format, text).outputs.map(({ expression, escaped, place }) => {
    const where =
      place.kind === 'attribute'
        ? `${place.element}[${place.name}]${place.quoted ? '' : ' unquoted'}${place.whole ? ' whole' : ''}`
        : place.kind === 'script' && place.quoted
          ? 'script quoted'
          : place.kind;
    return `${escaped ? '' : '!'}${expression} in ${where}`;
  });
}

const templates: readonly (readonly [string, Format, string, readonly string[]])[] = [
  [
    'EJS',
    'ejs',
    `<p a="<%= b %>"><%- c -%><%# no %><% if (d) { %><%% e %></p><i f=<%= g %>>`,
    ['b in p[a] whole', '!c in text', 'g in i[f] unquoted whole'],
  ],
  [
    'Handlebars',
    'handlebars',
    `{{! no }}{{#if a}}{{{ b }}}{{&c}}{{~d~}}{{> e}}{{/if}}{{!-- {{x}} --}}<a href="/{{f}}">`,
    ['!b in text', '!c in text', 'd in text', 'f in a[href]'],
  ],
  [
    'Nunjucks',
    'nunjucks',
    `{% if a %}{{ b | safe }}{{- c | title -}}{# {{ d }} #}{% endif %}`,
    ['!b in text', 'c | title in text'],
  ],
  [
    'Pug',
    'pug',
    `doctype html
html
  //- p!= no
    p!= no
  - const a = 1
  a(href=link title="x" data-n!=raw)= label
  p!= body
  p Hello #{name}, !{bio} and \\#{no}
  div(
    id=id
  )
  script.
    const x = #{value};
    const y = '#{text}';
  p= after`,
    [
      'link in a[href] whole',
      '!raw in a[data-n] whole',
      'label in text',
      '!body in text',
      'name in text',
      '!bio in text',
      'id in div[id] whole',
      'value in script',
      'text in script quoted',
      'after in text',
    ],
  ],
  [
    'scripts and styles',
    'ejs',
    `<script>a(<%= b %>, '<%= c %>');</script><style>p { color: <%= d %> }</style><script type="text/x"><%= e %></script>`,
    ['b in script', 'c in script quoted', 'd in style', 'e in text'],
  ],
];

describe('parseTemplate', () => {
  it.each(templates)('finds what %s puts out, and where', (_name, format, text, expected) => {
    expect(outputsOf(format, text)).toEqual(expected);
  });

  it('finds elements with their attributes', () => {
    const { elements } = parseTemplate(
      'a',
      'html',
      `<!-- <b> --><Script SRC='a.js' async data-x=1></script>1 < 2`,
    );
    expect(
      elements.map(({ name, attributes }) => [name, attributes.map((it) => [it.name, it.value?.text])]),
    ).toEqual([
      [
        'script',
        [
          ['SRC', 'a.js'],
          ['async', undefined],
          ['data-x', '1'],
        ],
      ],
    ]);
  });

  it('ends in good time on templates that are cut off', () => {
    const started = performance.now();
    for (const piece of ['<%= ', '{{{', '{{ ', 'a(', 'p #{', '<a b=', '\n  '])
      for (const format of ['ejs', 'handlebars', 'nunjucks', 'pug', 'svelte'] as const)
        parseTemplate('a', format, piece.repeat(20_000));
    expectWithin(performance.now() - started, 10_000);
  });
});
