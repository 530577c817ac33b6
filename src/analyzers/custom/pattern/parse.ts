import type { SyntaxParser } from '../../syntax/parser.js';
import type { Form } from '../form/form.js';
import { lowerTree } from '../form/lower.js';
import { rewrite, rewriteTyped, type StatementEnds } from './rewrite.js';

/** A pattern, ready to be matched. */
export interface Pattern {
  readonly text: string;
  /** One expression, one statement or one member; or a `block`, which is matched against statements in a row. */
  readonly form: Form;
  readonly isSequence: boolean;
}

/** The grammars that a pattern may be written for, the first that reads it counts. */
export type PatternParsers = readonly SyntaxParser[];

interface Reading {
  readonly wrap: (text: string) => string;
  readonly unwrap: (root: Form) => Form | undefined;
}

/** What a pattern may be, the likeliest first: as in Semgrep an expression comes before a statement. */
const readings: readonly Reading[] = [
  {
    wrap: (text) => `(${text}\n)`,
    unwrap: (root) =>
      root.kids.length === 1 && root.at(0).kind === 'expression'
        ? root.at(0).at(0)
        : root.kids.length === 1
          ? root.at(0)
          : undefined,
  },
  {
    wrap: (text) => text,
    // `key: value` is an entry of an object before it is a label.
    unwrap: (root) => (root.at(0).kind === 'label' ? undefined : root.kids.length === 1 ? root.at(0) : root),
  },
  { wrap: (text) => `({${text}\n})`, unwrap: (root) => onlyOf(root.at(0).at(0)) },
  { wrap: (text) => `class $_ {${text}\n}`, unwrap: (root) => onlyOf(root.at(0).at(2)) },
  { wrap: (text) => `try {} ${text}`, unwrap: (root) => root.at(0).at(1) },
  { wrap: (text) => `if (0) {} ${text}`, unwrap: (root) => root.at(0).at(2) },
  { wrap: (text) => `switch (0) {${text}\n}`, unwrap: (root) => onlyOf(root.at(0).at(1)) },
  { wrap: (text) => `${text} class $_ {}`, unwrap: (root) => root.at(0).decorators[0] },
];

function onlyOf(list: Form): Form | undefined {
  return list.kids.length === 1 ? list.kids[0] : undefined;
}

const endings: readonly StatementEnds[] = ['none', 'lines', 'braces'];

/** Parses a pattern; undefined where it is no code of the language. */
export function parsePattern(text: string, parsers: PatternParsers): Pattern | undefined {
  const trimmed = text.trim();
  for (const typed of [false, true])
    for (const reading of readings)
      for (const ends of endings) {
        const rewritten = rewrite(trimmed, ends);
        const wrapped = reading.wrap(typed ? rewriteTyped(rewritten) : rewritten);
        for (const parser of parsers) {
          const form = read(wrapped, parser, reading);
          // `$X: $Y` alone is an entry of an object, though `($X: $Y)` would be a typed metavariable.
          if (form?.kind === 'typed' && !trimmed.startsWith('(')) continue;
          if (form) return { text, form, isSequence: form.kind === 'block' && reading === readings[1] };
        }
      }
  return undefined;
}

function read(text: string, parser: SyntaxParser, reading: Reading): Form | undefined {
  const tree = parser.parse(text);
  if (tree.errors.length > 0) return undefined;
  const form = reading.unwrap(lowerTree(tree, true));
  return form && form.kind !== 'absent' && form.kind !== 'other' ? form : undefined;
}
