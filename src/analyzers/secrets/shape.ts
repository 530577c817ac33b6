import { createHash } from 'node:crypto';

/**
 * Sources of expressions for the parts of a credential, by alphabet. A length is exact, or from and to.
 * Formats put them together: `` `${mixed(22)}\\.${token(43)}` ``.
 */
type Part = (least: number, most?: number) => string;
const part =
  (alphabet: string): Part =>
  (least, most = least) =>
    `[${alphabet}]{${least === most ? least : `${least},${most}`}}`;

export const hex = part('0-9a-f');
export const upperHex = part('0-9A-F');
/** Small letters and digits. */
export const lower = part('0-9a-z');
/** Capital letters and digits. */
export const upper = part('0-9A-Z');
/** Letters and digits. */
export const mixed = part('0-9A-Za-z');
/** Base 64 for addresses: letters, digits, hyphen and underscore. */
export const token = part('0-9A-Za-z_-');
/** Base 64 without its padding. */
export const base64 = part('0-9A-Za-z+/');
export const uuid = [8, 4, 4, 4, 12].map((length) => `[0-9A-Fa-f]{${length}}`).join('-');

/** What a format's expression says beyond matching: how long its matches get, and how one looks. */
export interface Shape {
  /** In characters. */
  readonly longest: number;
  readonly shortest: number;
  /** All characters that a match may have. */
  readonly among: ReadonlySet<string>;
  /** In each match so many letters, digits, underscores and hyphens follow each other. */
  readonly run: number;
  /** A made-up match, the same on every run; parts of open length get the least, or the most. */
  sample(name: string, length?: 'least' | 'most'): string;
}

type Node =
  | { readonly kind: 'characters'; readonly among: string }
  | { readonly kind: 'sequence' | 'choice'; readonly of: readonly Node[] }
  | { readonly kind: 'repeat'; readonly of: Node; readonly least: number; readonly most: number };

/**
 * Reads an expression of literals, character classes, groups without capture, alternatives and bounded repetition.
 *
 * @throws Error for anything else: what it cannot bound, a rule must not look for.
 */
export function parseShape(source: string): Shape {
  let at = 0;
  const root = choice();
  if (at < source.length) throw unknownPart();
  return {
    longest: longest(root),
    shortest: runsOf(root, () => true).least,
    among: new Set(charactersOf(root)),
    run: runsOf(root, (among) => /^[\w-]+$/.test(among)).longest,
    sample(name, length = 'least') {
      let drawn = 0;
      const draw = (limit: number): number =>
        createHash('sha256').update(`${name} ${drawn++}`).digest().readUInt32BE() % limit;
      return sample(root, draw, length);
    },
  };

  function unknownPart(): Error {
    return new Error(`No plain expression at ${at}: ${source}`);
  }

  function choice(): Node {
    const of = [sequence()];
    while (source[at] === '|') {
      at++;
      of.push(sequence());
    }
    return { kind: 'choice', of };
  }

  function sequence(): Node {
    const of: Node[] = [];
    while (at < source.length && source[at] !== '|' && source[at] !== ')') of.push(repeated(atom()));
    return { kind: 'sequence', of };
  }

  function atom(): Node {
    if (source.startsWith('(?:', at)) {
      at += 3;
      const inner = choice();
      if (source[at++] !== ')') throw unknownPart();
      return inner;
    }
    if (source[at] === '[') return characterClass();
    if (source[at] === '\\') at++;
    else if (/[()*+?{}^$.]/.test(source.charAt(at))) throw unknownPart();
    if (/[\w\s]/.test(source.charAt(at)) && source[at - 1] === '\\') throw unknownPart();
    return { kind: 'characters', among: source.charAt(at++) };
  }

  function characterClass(): Node {
    const end = source.indexOf(']', at);
    const inner = source.slice(at + 1, end);
    if (end < 0 || /^\^|\\/.test(inner)) throw unknownPart();
    at = end + 1;
    const among = inner.replace(/(.)-(.)/g, (_, from: string, to: string) => {
      const codes = Array.from({ length: to.charCodeAt(0) - from.charCodeAt(0) + 1 }, (_, step) => step);
      return String.fromCharCode(...codes.map((step) => from.charCodeAt(0) + step));
    });
    return { kind: 'characters', among };
  }

  function repeated(of: Node): Node {
    if (source[at] === '?') {
      at++;
      return { kind: 'repeat', of, least: 0, most: 1 };
    }
    const bounds = /^\{(\d+)(?:,(\d+))?\}/.exec(source.slice(at));
    if (!bounds) return of;
    at += bounds[0].length;
    return { kind: 'repeat', of, least: Number(bounds[1]), most: Number(bounds[2] ?? bounds[1]) };
  }
}

function longest(node: Node): number {
  if (node.kind === 'characters') return 1;
  if (node.kind === 'repeat') return node.most * longest(node.of);
  const lengths = node.of.map(longest);
  return node.kind === 'choice' ? Math.max(...lengths) : lengths.reduce((sum, length) => sum + length, 0);
}

function charactersOf(node: Node): string[] {
  if (node.kind === 'characters') return Array.from(node.among);
  return node.kind === 'repeat' ? charactersOf(node.of) : node.of.flatMap(charactersOf);
}

/** What each match has at least: characters in all, and in a row where `isIn` takes them, within it and at both ends. */
interface Runs {
  readonly least: number;
  readonly longest: number;
  readonly start: number;
  readonly end: number;
  /** There is nothing in between. */
  readonly isWhole: boolean;
}

function runsOf(node: Node, isIn: (among: string) => boolean): Runs {
  if (node.kind === 'characters') {
    const isWhole = isIn(node.among);
    const run = isWhole ? 1 : 0;
    return { least: 1, longest: run, start: run, end: run, isWhole };
  }
  if (node.kind === 'repeat') {
    const one = runsOf(node.of, isIn);
    if (one.isWhole) return whole(one.least * node.least);
    return node.least === 0 ? { ...whole(0), isWhole: false } : { ...one, least: one.least * node.least };
  }
  const all = node.of.map((part) => runsOf(part, isIn));
  if (node.kind === 'sequence') return all.reduce(follow, whole(0));
  const least = (of: keyof Omit<Runs, 'isWhole'>): number => Math.min(...all.map((one) => one[of]));
  return {
    least: least('least'),
    longest: least('longest'),
    start: least('start'),
    end: least('end'),
    isWhole: all.every((one) => one.isWhole),
  };
}

const whole = (length: number): Runs => ({
  least: length,
  longest: length,
  start: length,
  end: length,
  isWhole: true,
});

function follow(before: Runs, after: Runs): Runs {
  return {
    least: before.least + after.least,
    longest: Math.max(before.longest, after.longest, before.end + after.start),
    start: before.isWhole ? before.least + after.start : before.start,
    end: after.isWhole ? before.end + after.least : after.end,
    isWhole: before.isWhole && after.isWhole,
  };
}

function sample(node: Node, draw: (limit: number) => number, length: 'least' | 'most'): string {
  if (node.kind === 'characters') return node.among.charAt(draw(node.among.length));
  if (node.kind === 'repeat')
    return Array.from({ length: node[length] }, () => sample(node.of, draw, length)).join('');
  if (node.kind === 'choice') return sample(node.of[draw(node.of.length)] as Node, draw, length);
  return node.of.map((part) => sample(part, draw, length)).join('');
}
