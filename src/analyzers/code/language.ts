import type { GrammarName } from '../syntax/parser.js';

const grammars: Readonly<Record<string, GrammarName>> = {
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'tsx',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
};

/** Files in which code stands among markup. */
export type Format = 'vue' | 'svelte' | 'html' | 'ejs' | 'pug' | 'handlebars' | 'nunjucks';

const formats: Readonly<Record<string, Format>> = {
  vue: 'vue',
  svelte: 'svelte',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  ejs: 'ejs',
  pug: 'pug',
  jade: 'pug',
  hbs: 'handlebars',
  handlebars: 'handlebars',
  mustache: 'handlebars',
  mst: 'handlebars',
  njk: 'nunjucks',
  nunjucks: 'nunjucks',
};

/** The grammar that reads a file; undefined for files that are not code as a whole. Type declarations run nothing. */
export function grammarOf(path: string): GrammarName | undefined {
  if (/\.d\.[cm]?ts$/.test(path)) return undefined;
  const extension = extensionOf(path);
  return extension === undefined ? undefined : grammars[extension];
}

/** What kind of file it is in which code stands among markup; undefined for others. */
export function formatOf(path: string): Format | undefined {
  const extension = extensionOf(path);
  return extension === undefined ? undefined : formats[extension];
}

function extensionOf(path: string): string | undefined {
  return /\.([a-z]+)$/.exec(path)?.[1];
}
