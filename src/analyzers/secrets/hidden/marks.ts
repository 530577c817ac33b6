import type { Span } from '../rule.js';

/** Where a text within a text can be: found in one pass, since each of the expressions would go through the whole text. */
export interface Marks {
  /** Quotes after which a line ends or something joins, and backslashes before the end of a line. */
  readonly joints: readonly number[];
  /** Percent signs before a digit that stands for a sign. */
  readonly percents: readonly number[];
  /** Backslashes before `u` or `x`. */
  readonly escapes: readonly number[];
  /** Whether there is a colon before a sign that opens a block of YAML. */
  readonly hasBlock: boolean;
  /** Whether there were more than are kept. */
  readonly isCut: boolean;
}

/** Of each kind. */
const mostMarks = 1_000_000;

const [quote, backslash, percent, block] = [1, 2, 3, 4];

const kinds = new Uint8Array(128);
for (const [characters, kind] of [
  [`"'\``, quote],
  ['\\', backslash],
  ['%', percent],
  ['>|', block],
] as const)
  for (const character of characters) kinds[character.charCodeAt(0)] = kind;

export function findMarks(text: string): Marks {
  const joints: number[] = [];
  const percents: number[] = [];
  const escapes: number[] = [];
  let hasBlock = false;
  let isCut = false;
  const add = (marks: number[], at: number): void => {
    if (marks.length < mostMarks) marks.push(at);
    else isCut = true;
  };
  for (let at = nextMark(text, 0); at < text.length; at = nextMark(text, at + 1)) {
    const kind = kinds[text.charCodeAt(at)];
    const next = text.charCodeAt(at + 1);
    if (kind === quote) {
      if (isJoining(text, at + 1)) add(joints, at);
    } else if (kind === backslash) {
      if (next === letterU || next === letterX) add(escapes, at);
      else if (next === lineFeed || next === carriageReturn) add(joints, at);
    } else if (kind === percent) {
      if (next >= digitTwo && next <= digitFour) add(percents, at);
    } else hasBlock ||= isAfterColon(text, at);
  }
  return { joints, percents, escapes, hasBlock, isCut };
}

/** A function of its own and without branches that are rare, so that V8 has it compiled after the first file. */
function nextMark(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code < 128 && kinds[code] !== 0) break;
    at++;
  }
  return at;
}

const [lineFeed, carriageReturn, digitTwo, digitFour, letterU, letterX] = [10, 13, 50, 52, 117, 120];

/** Whether, after blanks, a line ends or something comes that joins two literals. */
function isJoining(text: string, from: number): boolean {
  for (let at = from; at <= from + 20; at++) {
    const next = text.charCodeAt(at);
    if (next !== 32 && next !== 9) return joining.has(next);
  }
  return false;
}

const joining = new Set(Array.from('+.&<|\\\r\n', (character) => character.charCodeAt(0)));

/** Whether a colon and blanks stand before a sign. */
function isAfterColon(text: string, at: number): boolean {
  let before = at - 1;
  while (before > at - 9 && (text.charCodeAt(before) === 32 || text.charCodeAt(before) === 9)) before--;
  return before < at - 1 && text[before] === ':';
}

/** The matches that a sticky expression has at marks, none within another. */
export function* matchesAt(text: string, marks: readonly number[], pattern: RegExp): Generator<Span> {
  let last = 0;
  for (const start of marks) {
    if (start < last) continue;
    pattern.lastIndex = start;
    if (!pattern.test(text)) continue;
    last = pattern.lastIndex;
    yield { start, end: last };
  }
}
