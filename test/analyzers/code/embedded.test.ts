import { describe, expect, it } from '@jest/globals';
import { expectWithin } from '../../support/time-limit.js';
import { extractCode } from '../../../src/analyzers/code/embedded.js';
import type { Format } from '../../../src/analyzers/code/language.js';
import { unflag } from '../../../src/model/rule.js';
import { inspect } from '../../support/inspect.js';

const files: readonly (readonly [string, string, string, string])[] = [
  [
    'flows from a route through a computed property into v-html',
    'note.vue',
    'dom-cross-site-scripting',
    `<template>
  <p v-if="note" v-html="note"></p> ◄
  <p v-html="clean" />
  <p>{{ note }}</p>
</template>
<script setup lang="ts">
import { computed } from 'vue';
import { useRoute } from 'vue-router';
import DOMPurify from 'dompurify';
import { expectWithin } from '../../support/time-limit.js';
const route = useRoute();
const note = computed(() => '<b>' + String(route.query.note) + '</b>');
const clean = computed(() => DOMPurify.sanitize(String(route.query.note)));
</script>
`,
  ],
  [
    'flows from the address into {@html}, among braces, quotes and comparisons',
    'note.svelte',
    'dom-cross-site-scripting',
    `<script lang="ts">
  import { page } from '$app/stores';
  let note = $page.url.searchParams.get('note');
</script>
{#if note && note.length > 3}<p class:big={note.length > 3}>it's {@html note}</p>{/if} ◄
<button on:click={() => { const a = '}'; go(a); }}>{note}</button>
`,
  ],
  [
    'flows in the scripts of a page, in spite of template tags',
    'page.html',
    'dom-cross-site-scripting',
    `<!doctype html>
<script>const config = {{ config | tojson }}; {% if x %}</script>
<script type="text/template"><p><%= a < b %></p></script>
<script>
  document.body.innerHTML = location.hash.slice(1); ◄
</script>
`,
  ],
  [
    'flows in the scripts of an EJS template',
    'page.ejs',
    'dom-cross-site-scripting',
    `<p class="<%= a > b ? 'x' : 'y' %>"></p>
<script>
  const id = <%= id %>;
  document.body.innerHTML = location.hash.slice(id); ◄
</script>
`,
  ],
];

describe('code among markup', () => {
  it.each(files)('is followed: %s', async (_name, path, ruleId, flagged) => {
    const { text, lines } = unflag(flagged);
    const { detections, problems } = await inspect(path, { [path]: text });
    const found = detections.filter((detection) => detection.ruleId === ruleId);
    expect(found.map(({ range }) => range.startLine)).toEqual(lines);
    expect(problems).toEqual([]);
  });

  it('keeps the columns of the file', async () => {
    const text = `<p>\n<script>/* ü */ document.body.innerHTML = location.hash;</script>\n`;
    const { detections } = await inspect('a.html', { 'a.html': text });
    expect(detections.map(({ range }) => range.startColumn)).toEqual([text.indexOf('document') - 3]);
  });

  it.each<[Format, string]>([
    ['vue', `<template>\r\n<p v-html='a'\n/></template>\n<script>let a = 1</script>`],
    ['svelte', `{@html a}{@html b}\n<a href={c}>d</a>`],
    ['html', `<script>a()</script><script src=x></script>`],
    ['handlebars', `{{#each a}}<script>b({{c}})</script>{{/each}}`],
  ])('is as long as the file, line by line (%s)', (format, text) => {
    const code = extractCode(format, text)?.text ?? '';
    expect(code.split('\n').map((line) => line.length)).toEqual(text.split('\n').map((line) => line.length));
  });

  it.each<[Format, string]>([
    ['pug', 'p= a'],
    ['html', '<script type="application/json">{"a": 1}</script>'],
    ['vue', '<template><p>{{ a }}</p></template>'],
  ])('is none where there is none (%s)', (format, text) => {
    expect(extractCode(format, text)).toBeUndefined();
  });

  it('ends in good time on markup that is cut off', () => {
    const started = performance.now();
    for (const piece of ['<a ', '<a b="', '<script>', '{{', '{% ', '<%= ', '{@html ', '<!--', "{'"])
      for (const format of ['vue', 'svelte', 'html', 'ejs', 'handlebars', 'nunjucks'] as const)
        extractCode(format, piece.repeat(20_000));
    expectWithin(performance.now() - started, 10_000);
  });
});
