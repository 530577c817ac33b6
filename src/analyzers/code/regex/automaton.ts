import { RegExpParser, type AST } from '@eslint-community/regexpp';
import { createAlphabet, rangesOf, type Alphabet, type Ranges } from './character-set.js';

/** A way from one place of a pattern to the next that consumes a character. */
export interface Edge {
  readonly to: number;
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
}

export interface Automaton {
  readonly places: readonly Place[];
  /** Where a match at the very beginning of the text can go first. */
  readonly starts: readonly Edge[];
  readonly alphabet: Alphabet;
  /** What stands in lookarounds is not checked, so ambiguity may be ruled out there. */
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
  | { kind: 'start' | 'end' | 'line-end' | 'boundary'; next: number }
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
        if (node.kind === 'end') return add({ kind: multiline ? 'line-end' : 'end', next });
        if (node.kind === 'word') return add({ kind: 'boundary', next });
        lookaround = true;
        return next;
    }
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

/** Leaves the consuming steps only, joined by the ways between them. */
function connect(steps: readonly Step[], start: number, hasLookaround: boolean): Automaton {
  const consuming = steps.flatMap((step, index) => (step.kind === 'character' ? [{ step, index }] : []));
  const placeOf = new Map(consuming.map(({ index }, order) => [index, order + 1]));
  const alphabet = createAlphabet(consuming.map(({ step }) => step.ranges));
  const later = walk(steps, start, false, placeOf);
  const skip: Place = {
    bits: alphabet.all,
    edges: [{ to: 0, twice: false, uncertain: false }, ...later.edges],
    accepts: later.accepts,
  };
  const places = consuming.map(({ step }): Place => {
    const { edges, accepts } = walk(steps, step.next, false, placeOf);
    return { bits: alphabet.bitsOf(step.ranges), edges, accepts };
  });
  const first = walk(steps, start, true, placeOf);
  const canStartLater = later.edges.length > 0;
  return {
    places: [skip, ...places],
    starts: canStartLater ? [{ to: 0, twice: false, uncertain: false }, ...first.edges] : first.edges,
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
): Pick<Place, 'edges' | 'accepts'> {
  const visits = new Map<number, number>();
  const found = new Map<number, Edge>();
  let accepts: Place['accepts'];
  const go = (index: number, entered: ReadonlySet<number>, uncertain: boolean, ended: boolean): void => {
    const step = steps[index];
    if (!step) return;
    if (step.kind === 'accept') {
      if (!ended) accepts = 'always';
      else accepts ??= 'end';
      return;
    }
    if (step.kind === 'character') {
      const to = placeOf.get(index) ?? 0;
      if (ended) return;
      const before = found.get(to);
      found.set(to, {
        to,
        twice: before !== undefined,
        uncertain: uncertain || (before?.uncertain ?? false),
      });
      return;
    }
    const count = (visits.get(index) ?? 0) + 1;
    if (count > 4) return;
    visits.set(index, count);
    if (step.kind === 'split') for (const next of step.next) go(next, entered, uncertain, ended);
    else if (step.kind === 'loop') {
      // A round of a loop that consumes nothing is none.
      if (entered.has(index)) return;
      go(step.body, new Set(entered).add(index), uncertain, ended);
      go(step.next, entered, uncertain, ended);
    } else if (step.kind === 'start') {
      if (atStart) go(step.next, entered, uncertain, ended);
    } else go(step.next, entered, uncertain || step.kind === 'boundary', ended || step.kind === 'end');
  };
  go(from, new Set(), false, false);
  return { edges: [...found.values()], accepts };
}
