import type { CustomLanguage } from '../../model/custom-rule.js';
import type { GrammarName } from '../syntax/parser.js';

const extensions: Readonly<Record<string, readonly CustomLanguage[]>> = {
  js: ['javascript'],
  mjs: ['javascript'],
  cjs: ['javascript'],
  jsx: ['javascript'],
  ts: ['typescript'],
  mts: ['typescript'],
  cts: ['typescript'],
  tsx: ['typescript'],
  yaml: ['yaml'],
  yml: ['yaml'],
  json: ['json'],
  tf: ['terraform'],
  hcl: ['terraform'],
  tfvars: ['terraform'],
  html: ['html'],
  htm: ['html'],
  vue: ['vue'],
};

/** The languages that a file is of by its name; rules for `regex` and `generic` look at all files. */
export function languagesOf(path: string): readonly CustomLanguage[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const own = Object.hasOwn(extensions, extension) ? (extensions[extension] ?? []) : [];
  const isDockerfile = /^(?:Dockerfile|Containerfile)(?:\.|$)|\.dockerfile$/i.test(name);
  return [...own, ...(isDockerfile ? (['dockerfile'] as const) : []), 'regex', 'generic'];
}

/** Whether the patterns of a language are code, and not generic or expressions. */
export function isCode(language: CustomLanguage): boolean {
  return language === 'javascript' || language === 'typescript';
}

/** The grammars that may read a file of code, the likeliest first. */
export function grammarsOf(path: string): readonly GrammarName[] {
  if (/\.tsx$/.test(path)) return ['tsx'];
  if (/\.[mc]?ts$/.test(path)) return ['typescript', 'tsx'];
  // Types and type arguments stand in JavaScript as well, where a compiler takes them out.
  return ['tsx', 'javascript'];
}
