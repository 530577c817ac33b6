import { RegExpParser, type AST } from '@eslint-community/regexpp';
import {
  createAlphabet,
  lineEnds,
  rangesOf,
  type Alphabet,
  type CharacterElement,
  type Ranges,
} from './character-set.js';

/** A way from one place of a pattern to the next that consumes a character. */
export interface Edge {
  readonly to: number;
  /** The characters that lead there: those of the place, save what a lookahead forbids. */
  readonly bits: bigint;
  /** The engine gets there in more than one way. */
  readonly twice: boolean;
  /** It crosses a word boundary, so it may not be there for all text. */
  readonly uncertain: boolean;
}

/** A place of a pattern that consumes one character. Place 0 stands for skipping to a later start. */
export interface Place {
  /** The characters, as bits of the alphabet. */
  readonly bits: bigint;
  readonly edges: readonly Edge[];
  /** Whether the pattern has matched after it: anywhere, or at the end of the text only. */
  readonly accepts: 'always' | 'end' | undefined;
  /** Characters before which it has matched too. */
  readonly acceptsBefore: bigint;
}

export interface Automaton {
  readonly places: readonly Place[];
  /** Where a match at the very beginning of the text can go first. */
  readonly starts: readonly Edge[];
  readonly alphabet: Alphabet;
  /** Lookarounds that speak of more than the next character are not checked, so they may rule ambiguity out. */
  readonly hasLookaround: boolean;
}

/** Longer and deeper patterns are not looked at. */
const maxLength = 1500;
const maxNesting = 60;
const maxPlaces = 300;
/** Repetitions that are written out; more of them behave as these do. */
const maxCopies = 8;

/** Step of the construction: consumes, is passed freely, or is passed under a condition. */
type Step =
  | { kind: 'character'; ranges: Ranges; next: number }
  | { kind: 'split'; next: number[] }
  | { kind: 'loop'; body: number; next: number }
  | { kind: 'ahead'; ranges: Ranges; negate: boolean; next: number }
  | { kind: 'start' | 'end' | 'boundary'; next: number }
  | { kind: 'accept' };

/** Reads a pattern; undefined where it is none, too long, or too deep. */
export function createAutomaton(source: string, flags: string): Automaton | undefined {
  if (source.length > maxLength || nesting(source) > maxNesting) return undefined;
  let pattern: AST.Pattern;
  try {
    pattern = new RegExpParser({ ecmaVersion: 2025 }).parsePattern(source, 0, source.length, {
      unicode: flags.includes('u'),
      unicodeSets: flags.includes('v'),
    });
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  const builder = createBuilder(flags);
  const accept = builder.add({ kind: 'accept' });
  const start = builder.alternatives(pattern.alternatives, accept);
  return builder.isBeyond() ? undefined : connect(builder.steps, start, builder.hasLookaround());
}

function nesting(source: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of source) {
    if (character === '(' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === ')' || character === ']') depth--;
  }
  return deepest;
}

interface Builder {
  readonly steps: Step[];
  add(step: Step): number;
  alternatives(list: readonly AST.Alternative[], next: number): number;
  /** It has too many places, or refers back to what it has matched, which an automaton cannot. */
  isBeyond(): boolean;
  hasLookaround(): boolean;
}

function createBuilder(flags: string): Builder {
  const steps: Step[] = [];
  const ignoreCase = flags.includes('i');
  const dotAll = flags.includes('s');
  const multiline = flags.includes('m');
  let lookaround = false;
  let refersBack = false;
  const add = (step: Step): number => (steps.length > 8 * maxPlaces ? 0 : steps.push(step) - 1);

  const alternatives = (list: readonly AST.Alternative[], next: number): number => {
    const starts = list.map((alternative) =>
      alternative.elements.reduceRight((after, element) => build(element, after), next),
    );
    return starts.length === 1 ? (starts[0] ?? next) : add({ kind: 'split', next: starts });
  };
  const build = (node: AST.Element, next: number): number => {
    switch (node.type) {
      case 'Character':
      case 'CharacterSet':
      case 'CharacterClass':
      case 'ExpressionCharacterClass':
        return add({ kind: 'character', ranges: rangesOf(node, ignoreCase, dotAll), next });
      case 'Group':
      case 'CapturingGroup':
        return alternatives(node.alternatives, next);
      case 'Backreference':
        refersBack = true;
        return next;
      case 'Quantifier':
        return repeat(node, next);
      case 'Assertion':
        if (node.kind === 'start') return multiline ? next : add({ kind: 'start', next });
        if (node.kind === 'end') {
          const end = add({ kind: 'end', next });
          if (!multiline) return end;
          return add({
            kind: 'split',
            next: [end, add({ kind: 'ahead', ranges: lineEnds, negate: false, next })],
          });
        }
        if (node.kind === 'word') return add({ kind: 'boundary', next });
        if (node.kind === 'lookahead') return lookAhead(node, next);
        lookaround = true;
        return next;
    }
  };
  const lookAhead = (node: AST.LookaheadAssertion, next: number): number => {
    const firsts = node.alternatives.map(firstOf);
    const isWhole = firsts.every((first) => first?.isAll);
    if (!isWhole) lookaround = true;
    // What must follow begins with one of some characters; what must not is told by the first one only where it is all.
    const known = firsts.flatMap((first) => (first && (first.isAll || !node.negate) ? [first] : []));
    if (known.length === 0 || (!node.negate && known.length < firsts.length)) return next;
    const ranges = known.flatMap(({ element }) => rangesOf(element, ignoreCase, dotAll));
    return add({ kind: 'ahead', ranges, negate: node.negate, next });
  };
  const repeat = (node: AST.Quantifier, next: number): number => {
    if (node.max === 0) return next;
    const least = Math.min(node.min, maxCopies);
    let after = next;
    if (node.max === Number.POSITIVE_INFINITY) {
      const loop: Step = { kind: 'loop', body: 0, next };
      after = add(loop);
      loop.body = build(node.element, after);
    } else
      for (let copy = least; copy < Math.min(node.max, maxCopies); copy++)
        after = add({ kind: 'split', next: [build(node.element, after), next] });
    for (let copy = 0; copy < least; copy++) after = build(node.element, after);
    return after;
  };
  return {
    steps,
    add,
    alternatives,
    isBeyond: () =>
      refersBack ||
      steps.length > 8 * maxPlaces ||
      steps.filter(({ kind }) => kind === 'character').length > maxPlaces,
    hasLookaround: () => lookaround,
  };
}

/** The characters that an alternative begins with, and whether it asks for nothing after the first one. */
function firstOf({ elements }: AST.Alternative): { element: CharacterElement; isAll: boolean } | undefined {
  const [first, ...rest] = elements;
  const element = first?.type === 'Quantifier' && first.min > 0 ? first.element : first;
  if (!element || !isCharacter(element)) return undefined;
  const isOnce = first?.type !== 'Quantifier' || first.min === 1;
  return { element, isAll: isOnce && rest.length === 0 };
}

function isCharacter(node: AST.Element | AST.QuantifiableElement): node is CharacterElement {
  return /^(?:Character|CharacterSet|CharacterClass|ExpressionCharacterClass)$/.test(node.type);
}

/** Leaves the consuming steps only, joined by the ways between them. */
function connect(steps: readonly Step[], start: number, hasLookaround: boolean): Automaton {
  const consuming = steps.flatMap((step, index) => (step.kind === 'character' ? [{ step, index }] : []));
  const placeOf = new Map(consuming.map(({ index }, order) => [index, order + 1]));
  const alphabet = createAlphabet(steps.flatMap((step) => ('ranges' in step ? [step.ranges] : [])));
  const walkFrom = (from: number, atStart: boolean): Omit<Place, 'bits'> =>
    walk(steps, from, atStart, placeOf, alphabet);
  const skipping = { to: 0, bits: alphabet.all, twice: false, uncertain: false };
  const later = walkFrom(start, false);
  const skip: Place = { ...later, bits: alphabet.all, edges: [skipping, ...later.edges] };
  const places = consuming.map(({ step }): Place => ({
    bits: alphabet.bitsOf(step.ranges),
    ...walkFrom(step.next, false),
  }));
  const first = walkFrom(start, true);
  const canStartLater = later.edges.length > 0;
  return {
    places: [skip, ...places],
    starts: canStartLater ? [skipping, ...first.edges] : first.edges,
    alphabet,
    hasLookaround,
  };
}

/** Follows the free steps from one on. Each is passed a few times at most, which is enough to tell one way from several. */
function walk(
  steps: readonly Step[],
  from: number,
  atStart: boolean,
  placeOf: ReadonlyMap<number, number>,
  alphabet: Alphabet,
): Omit<Place, 'bits'> {
  const visits = new Map<number, number>();
  const found = new Map<number | string, Edge>();
  let accepts: Place['accepts'];
  let acceptsBefore = 0n;
  // What may come next: one of the characters, or the end of the text.
  const atEnd = alphabet.all + 1n;
  const anything = alphabet.all | atEnd;
  const go = (
    index: number,
    entered: ReadonlySet<number>,
    uncertain: boolean,
    ended: boolean,
    allowed: bigint,
  ): void => {
    const step = steps[index];
    if (!step) return;
    if (step.kind === 'accept') {
      if (!ended && allowed === anything) accepts = 'always';
      else if (!ended) acceptsBefore |= allowed & alphabet.all;
      if ((allowed & atEnd) !== 0n) accepts ??= 'end';
      return;
    }
    if (step.kind === 'character') {
      const to = placeOf.get(index) ?? 0;
      const bits = alphabet.bitsOf(step.ranges) & allowed;
      if (ended || bits === 0n) return;
      const key = allowed === anything ? to : `${to} ${bits}`;
      const before = found.get(key);
      found.set(key, {
        to,
        bits,
        twice: before !== undefined,
        uncertain: uncertain || (before?.uncertain ?? false),
      });
      return;
    }
    const count = (visits.get(index) ?? 0) + 1;
    if (count > 4) return;
    visits.set(index, count);
    if (step.kind === 'split') for (const next of step.next) go(next, entered, uncertain, ended, allowed);
    else if (step.kind === 'loop') {
      // A round of a loop that consumes nothing is none.
      if (entered.has(index)) return;
      go(step.body, new Set(entered).add(index), uncertain, ended, allowed);
      go(step.next, entered, uncertain, ended, allowed);
    } else if (step.kind === 'start') {
      if (atStart) go(step.next, entered, uncertain, ended, allowed);
    } else if (step.kind === 'ahead') {
      const bits = alphabet.bitsOf(step.ranges);
      go(step.next, entered, uncertain, ended, allowed & (step.negate ? ~bits : bits));
    } else
      go(step.next, entered, uncertain || step.kind === 'boundary', ended || step.kind === 'end', allowed);
  };
  go(from, new Set(), false, false, anything);
  return { edges: [...found.values()], accepts, acceptsBefore };
}
