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

/** The grammar that reads a file; undefined for files that hold no code we know. Type declarations run nothing. */
export function grammarOf(path: string): GrammarName | undefined {
  if (/\.d\.[cm]?ts$/.test(path)) return undefined;
  const extension = /\.([a-z]+)$/.exec(path)?.[1];
  return extension === undefined ? undefined : grammars[extension];
}
