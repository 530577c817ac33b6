import { popularNpm } from './popular/npm.js';
import { popularPyPI } from './popular/pypi.js';

/** A popular name that another one can be taken for, and what tells the two apart. */
export interface Lookalike {
  readonly name: string;
  /** As part of a sentence: what the other name does to this one. */
  readonly how: string;
}

interface Popular {
  readonly names: string;
  /**
   * So many of the most popular names are looked for lookalikes of. Measured by taking each of the list for unknown: at
   * most one of 1,000 is then called a lookalike of another.
   */
  readonly targets: number;
  /** Of these a lookalike may also lack a separator. Further down there are many such pairs. */
  readonly unseparated: number;
  /** A beginning that many names share, so that what follows is the name. */
  readonly prefix?: string;
}

const popular: Readonly<Record<string, Popular>> = {
  npm: { names: popularNpm, targets: 5000, unseparated: 500 },
  PyPI: { names: popularPyPI, targets: 3000, unseparated: 400, prefix: 'py' },
};

/** Whether a name is one of the most downloaded of its registry. */
export function isPopular(ecosystem: string, name: string): boolean {
  return indexOf(ecosystem)?.names.has(name) === true;
}

/** The popular name that a name can be taken for; undefined for one that is popular itself. */
export function findLookalike(ecosystem: string, name: string): Lookalike | undefined {
  const index = indexOf(ecosystem);
  if (!index || name.length > longestName || index.names.has(name)) return undefined;
  return findLookalikeIn(index, name);
}

/** As for an unknown name, even where it is popular itself: for measuring. */
export function findLookalikeOfOthers(ecosystem: string, name: string): Lookalike | undefined {
  const index = indexOf(ecosystem);
  return index && findLookalikeIn(index, name);
}

/** Both registries allow 214 characters or less. */
const longestName = 214;

interface Index {
  readonly names: ReadonlyMap<string, number>;
  /** Popular names by themselves with each one letter left out, and with each group of letters that looks like another one replaced. */
  readonly near: ReadonlyMap<string, readonly string[]>;
  /** By themselves without separators. */
  readonly bare: ReadonlyMap<string, string>;
  readonly prefix: string;
}

const indexes = new Map<string, Index>();

function indexOf(ecosystem: string): Index | undefined {
  const source = popular[ecosystem];
  if (!source) return undefined;
  let index = indexes.get(ecosystem);
  if (!index) indexes.set(ecosystem, (index = createIndex(source)));
  return index;
}

function createIndex({ names: list, targets, unseparated, prefix = '' }: Popular): Index {
  const ordered = list.trim().split(/\s+/);
  const near = new Map<string, string[]>();
  const bare = new Map<string, string>();
  for (const [rank, name] of ordered.slice(0, targets).entries()) {
    for (const key of [...withoutOne(name), ...inOtherLetters(name)]) {
      const there = near.get(key);
      if (there) there.push(name);
      else near.set(key, [name]);
    }
    if (rank < unseparated && isPlainlySeparated(name)) bare.set(withoutSeparators(name), name);
  }
  return { names: new Map(ordered.map((name, rank) => [name, rank])), near, bare, prefix };
}

/** Of several the most popular one. */
function findLookalikeIn(index: Index, name: string): Lookalike | undefined {
  const candidates = new Set(withoutOne(name).flatMap((key) => index.near.get(key) ?? []));
  let best: Lookalike | undefined;
  let bestRank = Infinity;
  for (const candidate of candidates) {
    const rank = index.names.get(candidate) ?? Infinity;
    const how = candidate === name ? undefined : difference(name, candidate, index.prefix, rank);
    if (how === undefined || rank >= bestRank) continue;
    best = { name: candidate, how };
    bestRank = rank;
  }
  if (best) return best;
  const separated = index.bare.get(name);
  return separated === undefined ? undefined : { name: separated, how: 'leaves its separators out' };
}

function withoutOne(name: string): string[] {
  const keys = new Set([name]);
  for (let at = 0; at < name.length; at++) keys.add(name.slice(0, at) + name.slice(at + 1));
  return [...keys];
}

/** Pairs that look alike in most fonts. */
const alike: readonly (readonly [string, string])[] = [
  ['rn', 'm'],
  ['vv', 'w'],
  ['cl', 'd'],
  ['0', 'o'],
  ['1', 'l'],
  ['1', 'i'],
  ['l', 'i'],
];

function inOtherLetters(name: string): string[] {
  const keys: string[] = [];
  for (const [one, other] of alike.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]))
    if (one.length !== other.length)
      for (let at = name.indexOf(one); at >= 0; at = name.indexOf(one, at + 1))
        keys.push(name.slice(0, at) + other + name.slice(at + one.length));
  return keys;
}

/** A letter of a scope is rarely another's by chance: of 15,000 names none differs so. */
const shortestScope = 4;
/** Shorter words are one letter from many others. */
const shortestWord = 6;
/** Swapping or doubling letters makes no other word, so that a shorter one will do. */
const shortestMistyped = 5;
/** So many of the most popular names are worth a slip in such a short word: `libpq` is not meant to be taken for `libqp`. */
const bestKnown = 1000;

/** What a name does to a popular one, if that is a slip or a trick; changes that make another word are none. */
function difference(name: string, target: string, prefix: string, rank: number): string | undefined {
  const at = commonStart(name, target);
  const rest = commonEnd(name, target, at);
  const is = name.slice(at, name.length - rest);
  const was = target.slice(at, target.length - rest);
  if (is.length > 2 || was.length > 2) return undefined;
  if (target.length >= shortestMistyped && looksAlike(is, was))
    return `has \`${is}\` where that has \`${was}\`, which looks alike`;
  if (!/^[a-z]*$/i.test(is + was)) return undefined;
  const word = wordAround(target, at, prefix);
  const isScope = target.startsWith('@') && at < target.indexOf('/');
  const least = isScope ? shortestScope : shortestWord;
  const isLast = at >= word.end - 1;
  const isFirst = at === word.start;
  if (word.end - word.start < (isScope ? shortestScope : shortestMistyped)) return undefined;
  if (!isScope && word.end - word.start < shortestWord && rank >= bestKnown) return undefined;
  if (is.length === 2 && was.length === 2)
    return is[0] === was[1] && is[1] === was[0] ? `swaps \`${was}\`` : undefined;
  if (is.length === 1 && was === '' && at > 0 && name[at - 1] === is) return `doubles \`${is}\``;
  if (is === '' && was.length === 1 && (target[at - 1] === was || target[at + 1] === was))
    return `has one \`${was}\` less`;
  const shorter = word.end - word.start + Math.min(0, is.length - was.length);
  if (shorter < least || isFirst) return undefined;
  if (is.length === 1 && was === '') return at >= word.end ? undefined : `has \`${is}\` more`;
  if (isLast) return undefined;
  if (is === '' && was.length === 1) return `leaves \`${was}\` out`;
  if (is.length === 1 && was.length === 1 && areNeighbours(is, was))
    return `has \`${is}\` for \`${was}\`, the key beside it`;
  return undefined;
}

function commonStart(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  return at;
}

function commonEnd(a: string, b: string, start: number): number {
  let count = 0;
  const most = Math.min(a.length, b.length) - start;
  while (count < most && a[a.length - 1 - count] === b[b.length - 1 - count]) count++;
  return count;
}

function looksAlike(a: string, b: string): boolean {
  return alike.some(([one, other]) => (a === one && b === other) || (a === other && b === one));
}

function wordAround(text: string, at: number, prefix: string): { start: number; end: number } {
  const isLetter = (index: number): boolean => /[a-z]/i.test(text[index] ?? '');
  let start = at;
  while (start > 0 && isLetter(start - 1)) start--;
  let end = at;
  while (end < text.length && isLetter(end)) end++;
  if (prefix !== '' && start === 0 && text.startsWith(prefix) && at >= prefix.length) start = prefix.length;
  return { start, end };
}

const keyboard = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'].flatMap((row, y) =>
  Array.from(row, (key, x) => [key, { y, x: x + y * 0.5 - (y === 1 ? 0.25 : 0) }] as const),
);
const keys = new Map(keyboard);
/** Of keys, in widths of one. */
const reach = 1.1;

function areNeighbours(a: string, b: string): boolean {
  const one = keys.get(a);
  const other = keys.get(b);
  return (
    one !== undefined &&
    other !== undefined &&
    Math.abs(one.y - other.y) <= 1 &&
    Math.abs(one.x - other.x) <= reach
  );
}

/** With a first word of its own: `is-stream` and `isstream` are both there, as are many such. */
function isPlainlySeparated(name: string): boolean {
  return /^[a-z]{5,}[-_.][a-z]/i.test(name) && withoutSeparators(name).length >= 8;
}

function withoutSeparators(name: string): string {
  return name.replace(/[-_.]/g, '');
}
