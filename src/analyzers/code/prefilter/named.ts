import { escapeRegExp } from '../api-path.js';
import type { Imports } from './imports.js';
import type { Roots } from './roots.js';
import { called, createWordScanner, mentioned, valued } from './words.js';

/** What a text names. */
export interface Named {
  /** The libraries and globals that it imports or uses. */
  readonly present: Set<string>;
  /** Which of the words that were asked for stand in its code. */
  readonly words: readonly string[];
  /** How a word stands there. */
  standing(word: string): number;
  /** The code after the imports, without comments. */
  readonly code: string;
}

/** Finds the roots of API paths, and other words, in a text whose imports have been read. */
export function createFindNamed(
  roots: Roots,
  words: readonly string[],
): (text: string, imports: Imports, isMarkup: boolean) => Named {
  const known = new Set(roots.names);
  const scanner = createWordScanner([...words, ...roots.names].filter((word) => /^[\w$]+$/.test(word)));
  const list: string[] = [];
  for (const word of [...words, ...roots.names]) {
    const id = scanner.idOf(word);
    if (id >= 0) list[id] = word;
  }

  return (text, imports, isMarkup) => {
    const present = new Set<string>();
    const standings = new Map<string, number>();
    const add = (word: string, standing: number): void =>
      void standings.set(word, (standings.get(word) ?? 0) | standing);
    for (const { specifier, isWhole } of imports.modules) {
      if (!known.has(specifier)) continue;
      present.add(specifier);
      if (isWhole) add(specifier, called);
    }
    for (const name of imports.renamed) add(name, mentioned | valued);
    const found = scanner.scan(
      text,
      imports.end,
      isMarkup,
      (id, start, end) => {
        const word = list[id] ?? '';
        if (known.has(word) && !present.has(word) && isNamed(text, start, end)) present.add(word);
      },
      (literal, start) => {
        const specifier = literal.replace(/^(?:node|npm):/, '');
        if (!known.has(specifier) || !importBefore.test(text.slice(Math.max(0, start - 20), start))) return;
        present.add(specifier);
        add(specifier, called);
      },
    );
    for (const id of found.found) add(list[id] ?? '', found.standing(id));
    return {
      present,
      words: [...standings.keys()],
      standing: (word) => standings.get(word) ?? 0,
      code: found.code,
    };
  };
}

const importBefore = /(?:\bfrom|\brequire\(|\bimport\(?)\s*$/;
const globalObjectBefore = /\b(?:window|self|global|globalThis)\s*\??\.$/;
const assignedBefore = /[^=!<>]=\s*$/;
const usedAfter = /^\s*(?:[([`!<]|\??\.)/;

/**
 * Whether a name in a text can stand for a library or a global, and not for a word, a property or a value of the same
 * spelling: it is used without being imported: called, read, taken apart or given another name. What starts with a capital
 * also stands as a type.
 */
function isNamed(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 20), start);
  const last = before.at(-1) ?? '';
  if (/['"`]/.test(last) || (last === '.' && !globalObjectBefore.test(before))) return false;
  const name = text.slice(start, end);
  if (name === '$') return /^[.(]/.test(text.slice(end, end + 1));
  if (/^[A-Z$]/.test(name)) return true;
  const isUsed = usedAfter.test(text.slice(end, end + 20)) || assignedBefore.test(before);
  return isUsed && (telling.has(name) || !declarationOf(name).test(text));
}

/** Globals that are seldom the names of something else, so that a text which declares one may still mean the other. */
const telling = new Set(
  'eval location document fetch history localStorage sessionStorage navigator process require setTimeout setInterval'.split(
    ' ',
  ),
);

const declarations = new Map<string, RegExp>();

/** Where a text declares a variable, a function or a parameter: its own `parent` is not the window's. */
function declarationOf(name: string): RegExp {
  let found = declarations.get(name);
  if (!found) {
    const word = `(?<![\\w$.])${escapeRegExp(name)}(?![\\w$])`;
    found = new RegExp(
      `\\b(?:const|let|var|function|class)\\s+(?:\\{[^}=]{0,200})?${word}|` +
        `[(,]\\s*${word}\\s*\\??(?::|\\)\\s*(?:=>|\\{|:))|${word}\\s*=>`,
    );
    declarations.set(name, found);
  }
  return found;
}
