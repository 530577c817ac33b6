import { createAutomaton, type Automaton, type Edge } from './automaton.js';

/** How a pattern's time grows with the text, and a text for which it does. */
export interface SlowMatch {
  /** `exponential`, or the degree of a polynomial. */
  readonly growth: 'exponential' | number;
  readonly prefix: string;
  readonly pump: string;
  readonly suffix: string;
  /** Whether lookarounds were passed over, which may rule the ambiguity out. */
  readonly isUncertain: boolean;
}

/** Work for one pattern; beyond it nothing is said. */
const maxWork = 400_000;
const maxCached = 500;
const cache = new Map<string, SlowMatch | undefined>();

/** Finds text on which a backtracking engine takes exponential time; undefined where there is none, or it is not known. */
export function findExponential(source: string, flags: string): SlowMatch | undefined {
  return cached(`${flags} e ${source}`, () => analyze(source, flags, exponential));
}

/** The same for time that grows with a power of the length. */
export function findPolynomial(source: string, flags: string): SlowMatch | undefined {
  return cached(`${flags} p ${source}`, () => analyze(source, flags, polynomial));
}

function cached(key: string, find: () => SlowMatch | undefined): SlowMatch | undefined {
  if (cache.has(key)) return cache.get(key);
  if (cache.size >= maxCached) cache.clear();
  const found = find();
  cache.set(key, found);
  return found;
}

class Meter {
  private left = maxWork;
  /** Counts one step; tells whether more may be done. */
  step(): boolean {
    return --this.left > 0;
  }
}

/** A loop that can be gone through in several ways on the same text. */
interface Loop {
  readonly at: number;
  readonly pump: string;
  readonly growth: SlowMatch['growth'];
}

function analyze(
  source: string,
  flags: string,
  search: (automaton: Automaton, meter: Meter) => Generator<Loop>,
): SlowMatch | undefined {
  // Without a repetition without end there is nothing to find.
  if (!/[*+]|\{\d*,\}/.test(source)) return undefined;
  const automaton = createAutomaton(source, flags);
  if (!automaton) return undefined;
  for (const loop of search(automaton, new Meter())) {
    const prefix = wayTo(automaton, loop.at);
    const suffix = prefix === undefined ? undefined : failing(automaton, loop.at, prefix, loop.pump);
    if (prefix !== undefined && suffix !== undefined)
      return {
        growth: loop.growth,
        prefix,
        pump: loop.pump,
        suffix,
        isUncertain: automaton.hasLookaround,
      };
  }
  return undefined;
}

/** Two different ways from a place back to itself on the same text: each round doubles the ways. */
function* exponential(automaton: Automaton, meter: Meter): Generator<Loop> {
  const loops = loopsOf(automaton);
  for (let at = 1; at < automaton.places.length; at++) {
    if (!loops[at]?.has(at)) continue;
    const pump = pairLoop(automaton, at, loops, meter);
    if (pump !== undefined) yield { at, pump, growth: 'exponential' };
    if (!meter.step()) return;
  }
}

/** Searches the pairs of places that the same text leads to, from (at, at) over two ways that differ back to (at, at). */
function pairLoop(
  { places, alphabet }: Automaton,
  at: number,
  loops: readonly ReadonlySet<number>[],
  meter: Meter,
): string | undefined {
  interface Node {
    readonly a: number;
    readonly b: number;
    readonly differs: boolean;
    readonly text: string;
  }
  const seen = new Set<number>();
  let queue: Node[] = [{ a: at, b: at, differs: false, text: '' }];
  while (queue.length > 0) {
    const next: Node[] = [];
    for (const { a, b, differs, text } of queue)
      for (const one of places[a]?.edges ?? [])
        for (const other of places[b]?.edges ?? []) {
          if (!meter.step()) return undefined;
          if (one.uncertain || other.uncertain) continue;
          if (!loops[one.to]?.has(at) || !loops[other.to]?.has(at)) continue;
          const common = one.bits & other.bits;
          if (common === 0n) continue;
          const apart = differs || one.to !== other.to || (a === b && (one !== other || one.twice));
          const longer = text + alphabet.characterOf(common);
          if (apart && one.to === at && other.to === at) return longer;
          const low = Math.min(one.to, other.to);
          const key = (low * places.length + Math.max(one.to, other.to)) * 2 + Number(apart);
          if (seen.has(key) || longer.length > 40) continue;
          seen.add(key);
          next.push({ a: one.to, b: other.to, differs: apart, text: longer });
        }
    queue = next;
  }
  return undefined;
}

/** For each place, the places that it leads to over one character or more. */
function loopsOf({ places }: Automaton): readonly ReadonlySet<number>[] {
  return places.map((_place, from) => {
    const reached = new Set<number>();
    const pending = [from];
    for (let at = pending.pop(); at !== undefined; at = pending.pop())
      for (const edge of places[at]?.edges ?? [])
        if (!edge.uncertain && !reached.has(edge.to)) {
          reached.add(edge.to);
          pending.push(edge.to);
        }
    return reached;
  });
}

/** Two loops after one another that take the same text: where one ends and the other begins is open. */
function* polynomial(automaton: Automaton, meter: Meter): Generator<Loop> {
  const reached = loopsOf(automaton);
  const looping = automaton.places
    .map((_place, index) => index)
    .filter((index) => reached[index]?.has(index));
  const after = new Map<number, { to: number; pump: string }[]>();
  for (const from of looping)
    for (const to of looping) {
      if (from === to || !reached[from]?.has(to) || reached[to]?.has(from)) continue;
      const pump = tripleLoop(automaton, from, to, reached, meter);
      if (pump !== undefined) after.set(from, [...(after.get(from) ?? []), { to, pump }]);
    }
  // One loop after another leads back to none, so this ends.
  const degrees = new Map<number, number>();
  const degree = (from: number): number => {
    const known = degrees.get(from);
    if (known !== undefined) return known;
    const found = Math.max(1, ...(after.get(from) ?? []).map(({ to }) => 1 + degree(to)));
    degrees.set(from, found);
    return found;
  };
  const found = [...after].flatMap(([from, list]) =>
    list.map(({ to, pump }): Loop => ({ at: from, pump, growth: 1 + degree(to) })),
  );
  yield* found.sort((a, b) => Number(b.growth) - Number(a.growth)).slice(0, 10);
}

/** Searches a text that leads from one place to itself, from it to the other, and from that to itself. */
function tripleLoop(
  { places, alphabet }: Automaton,
  from: number,
  to: number,
  reached: readonly ReadonlySet<number>[],
  meter: Meter,
): string | undefined {
  const size = places.length;
  const seen = new Set<number>();
  let queue: [number, number, number, string][] = [[from, from, to, '']];
  while (queue.length > 0) {
    const next: typeof queue = [];
    for (const [a, b, c, text] of queue)
      for (const first of places[a]?.edges ?? []) {
        if (first.uncertain || !(first.to === from || reached[first.to]?.has(from))) continue;
        for (const second of places[b]?.edges ?? []) {
          if (second.uncertain || !(second.to === to || reached[second.to]?.has(to))) continue;
          for (const third of places[c]?.edges ?? []) {
            if (!meter.step()) return undefined;
            if (third.uncertain || !(third.to === to || reached[third.to]?.has(to))) continue;
            const common = first.bits & second.bits & third.bits;
            if (common === 0n) continue;
            const longer = text + alphabet.characterOf(common);
            if (first.to === from && second.to === to && third.to === to) return longer;
            const key = (first.to * size + second.to) * size + third.to;
            if (seen.has(key) || longer.length > 20) continue;
            seen.add(key);
            next.push([first.to, second.to, third.to, longer]);
          }
        }
      }
    queue = next;
  }
  return undefined;
}

/** The shortest text that leads from the beginning to a place. */
function wayTo({ places, starts, alphabet }: Automaton, place: number): string | undefined {
  if (place === 0) {
    // What comes before is to be skipped: a character with which nothing begins.
    const begins = [...starts, ...(places[0]?.edges ?? [])]
      .filter((edge) => edge.to !== 0)
      .reduce((bits, edge) => bits | edge.bits, 0n);
    return alphabet.characterOf(alphabet.all & ~begins);
  }
  const seen = new Set<number>();
  let queue = starts.map((edge) => ({ at: edge.to, bits: edge.bits, text: '' }));
  while (queue.length > 0) {
    const next: typeof queue = [];
    for (const { at, bits, text } of queue) {
      if (seen.has(at)) continue;
      seen.add(at);
      const longer = text + alphabet.characterOf(bits);
      if (at === place) return longer;
      if (at !== 0)
        for (const edge of places[at]?.edges ?? []) next.push({ at: edge.to, bits: edge.bits, text: longer });
    }
    queue = next;
  }
  return undefined;
}

/**
 * A text after the repeated one that makes the match fail from where it began, so that all ways are tried; undefined
 * where it never fails.
 */
function failing(automaton: Automaton, loopAt: number, prefix: string, pump: string): string | undefined {
  const { places, starts, alphabet } = automaton;
  const advance = (edges: Iterable<Edge>, bit: bigint): Set<number> => {
    const reached = new Set<number>();
    for (const { to, bits } of edges) if (to !== 0 && (bits & bit) !== 0n) reached.add(to);
    return reached;
  };
  const nexts = (at: ReadonlySet<number>): Edge[] => [...at].flatMap((place) => places[place]?.edges ?? []);
  const bitOf = (character: string): bigint =>
    alphabet.samples.find((sample) => sample.character === character)?.bit ?? 0n;
  const accepted = (at: ReadonlySet<number>, kind: 'always' | 'end'): boolean =>
    [...at].some((place) => places[place]?.accepts === kind);
  const acceptedBefore = (at: ReadonlySet<number>, bit: bigint): boolean =>
    [...at].some((place) => ((places[place]?.acceptsBefore ?? 0n) & bit) !== 0n);
  let at = new Set<number>();
  let first: readonly Edge[] | undefined = loopAt === 0 ? (places[0]?.edges ?? []) : starts;
  for (const character of (loopAt === 0 ? '' : prefix) + pump + pump + pump) {
    const bit = bitOf(character);
    if (acceptedBefore(at, bit)) return undefined;
    at = advance(first ?? nexts(at), bit);
    first = undefined;
    if (accepted(at, 'always')) return undefined;
  }
  if (!accepted(at, 'end')) return '';
  for (const { bit, character } of alphabet.samples) {
    if (acceptedBefore(at, bit)) continue;
    const after = advance(nexts(at), bit);
    if (!accepted(after, 'always') && !accepted(after, 'end')) return character;
  }
  return undefined;
}
