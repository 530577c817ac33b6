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

/**
 * The grammar that reads a file; undefined for files that are not code as a whole. Type declarations run nothing. A program
 * without an ending, as `bin/serve`, may be code: its first line says so.
 */
export function grammarOf(path: string): GrammarName | undefined {
  if (/\.d\.[cm]?ts$/.test(path)) return undefined;
  if (program.test(path)) return 'javascript';
  const extension = extensionOf(path);
  return extension === undefined ? undefined : grammars[extension];
}

/** Where the programs of a package stand that have no ending. */
const program = /(?:^|\/)bin\/[\w-]+$/;
const interpreted = /^#![^\n]{0,80}\b(?:node|nodejs|bun|deno)\b/;

/** Whether a program without an ending is one for another interpreter, or for none, as its first line says. */
export function isForeign(path: string, text: string): boolean {
  return program.test(path) && !interpreted.test(text);
}

/** What kind of file it is in which code stands among markup; undefined for others. */
export function formatOf(path: string): Format | undefined {
  const extension = extensionOf(path);
  return extension === undefined ? undefined : formats[extension];
}

function extensionOf(path: string): string | undefined {
  return /\.([a-z]+)$/.exec(path)?.[1];
}
