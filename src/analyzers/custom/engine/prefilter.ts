import type { Formula, CustomRule } from '../../../model/custom-rule.js';
import type { Form } from '../form/form.js';
import { isMetavariable } from '../form/lowering.js';
import type { Pattern } from '../pattern/parse.js';

/** Texts that must all stand in a file, or any of several such conditions. */
export type Need =
  | { readonly kind: 'texts'; readonly texts: readonly string[]; readonly areWords: boolean }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Need[] };

const nothing: Need = { kind: 'texts', texts: [], areWords: false };

/** Whether a text stands in a file; of a word whether it does as a whole. */
export type Has = (text: string, isWord: boolean) => boolean;

/** What a file needs to hold for a rule to find something in it. */
export function needOf(rule: CustomRule, patterns: ReadonlyMap<string, Pattern>): Need {
  const of = (formula: Formula): Need => needOfFormula(formula, patterns);
  if (rule.search.mode === 'search') return of(rule.search.formula);
  const { sources, sinks } = rule.search;
  const any = (places: typeof sources): Need => ({
    kind: 'any',
    of: places.map(({ formula }) => of(formula)),
  });
  return { kind: 'all', of: [any(sources), any(sinks)] };
}

/** Whether a text holds what is needed; `has` says so of one text. */
export function isMet(need: Need, has: Has): boolean {
  switch (need.kind) {
    case 'texts':
      return need.texts.every((text) => has(text, need.areWords));
    case 'all':
      return need.of.every((part) => isMet(part, has));
    case 'any':
      return need.of.some((part) => isMet(part, has));
  }
}

const needs = new WeakMap<Formula, Need>();

/** What a file needs to hold for a formula to find something in it. */
export function needOfFormula(formula: Formula, patterns: ReadonlyMap<string, Pattern>): Need {
  const known = needs.get(formula);
  if (known) return known;
  const need = makeNeed(formula, patterns);
  needs.set(formula, need);
  return need;
}

function makeNeed(formula: Formula, patterns: ReadonlyMap<string, Pattern>): Need {
  const of = (part: Formula): Need => needOfFormula(part, patterns);
  switch (formula.kind) {
    case 'pattern': {
      const pattern = patterns.get(formula.text);
      return pattern
        ? { kind: 'texts', texts: [...new Set(textsOf(pattern.form))], areWords: true }
        : nothing;
    }
    case 'inside':
      return of(formula.of);
    case 'all':
      return { kind: 'all', of: formula.of.filter(({ kind }) => kind !== 'not').map(of) };
    case 'any':
      return { kind: 'any', of: formula.of.map(of) };
    case 'regex':
      return { kind: 'texts', texts: literalsOf(formula.source), areWords: false };
    case 'not':
      return nothing;
  }
}

/** Names, and the modules that are imported. Other strings may be put together in the file. */
function textsOf(form: Form): string[] {
  const isNamed = form.kind === 'id' || form.kind === 'name' || (form.kind === 'string' && isModule(form));
  const isPlain =
    isNamed && /^[\w@/.-]{2,}$/.test(form.text) && form.text !== '...' && !isMetavariable(form.text);
  return [
    ...(isPlain ? [form.text] : []),
    ...form.decorators.flatMap(textsOf),
    ...form.kids.flatMap(textsOf),
  ];
}

function isModule(form: Form): boolean {
  const { parent } = form;
  return parent?.kind === 'import' || (parent?.kind === 'list' && parent.parent?.at(0).text === 'require');
}

/**
 * Texts that whatever an expression matches has in it: runs of plain characters outside of classes, without those that may be
 * left out. None where it has groups, and so perhaps alternatives or flags, or quotes a text with `\Q`.
 */
function literalsOf(source: string): string[] {
  if (/[|()]|\\Q/.test(source)) return [];
  let plain = '';
  for (const [, atom = '', quantifier = ''] of source.matchAll(quantifiedAtom)) {
    const isKept = atom.length === 1 && (quantifier === '' || /^\+\??$/.test(quantifier));
    plain += (isKept ? atom : end) + (quantifier === '' ? '' : end);
  }
  return plain.split(/[^\w:<>=@# -]+/).filter((text) => text.length > 2);
}

/** An escape, a class or a character, and how often it may stand there. */
const quantifiedAtom =
  /(\\(?:x\{[^}]*\}|x[\da-fA-F]{2}|[pP]\{[^}]*\}|[pP][A-Za-z]|[0-7]{1,3}|[\s\S])|\[\^?\]?(?:\\[\s\S]|\[:\^?\w+:\]|[^\]\\])*\]|[\s\S])((?:[*+?]|\{\d*,?\d*\})*)/g;

/** What stands for a part of an expression that says nothing of a text. */
const end = '\0';

/** Says of a text whether it stands in another; of a word whether it does as a whole. */
export function createHas(text: string): Has {
  const known = new Map<string, boolean>();
  let words: Set<string> | undefined;
  return (part, isWord) => {
    if (isWord && /^\w+$/.test(part)) return (words ??= new Set(text.match(/\w+/g))).has(part);
    let is = known.get(part);
    if (is === undefined) known.set(part, (is = text.includes(part)));
    return is;
  };
}
