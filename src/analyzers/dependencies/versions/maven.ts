import { compareDigits } from './numbers.js';

/**
 * Orders two versions as Maven does: tokens at dots, hyphens and between digits and letters; trailing ones that say nothing
 * are left out. https://maven.apache.org/pom.html#Version_Order_Specification
 */
export function compareMaven(a: string, b: string): number {
  const left = parse(a);
  const right = parse(b);
  const length = Math.max(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const order = compareTokens(
      left[index] ?? paddingFor(right[index] as Token),
      right[index] ?? paddingFor(left[index] as Token),
    );
    if (order !== 0) return order;
  }
  return 0;
}

interface Token {
  /** A transition between digits and letters counts as a hyphen. */
  readonly isDotted: boolean;
  readonly isNumber: boolean;
  readonly text: string;
}

/** Real versions are far shorter. */
const longest = 1000;

function parse(version: string): Token[] {
  const tokens: Token[] = [];
  const pieces =
    version
      .slice(0, longest)
      .toLowerCase()
      .match(/[0-9]+|[^0-9.-]+|[.-]/g) ?? [];
  let isDotted = true;
  let isOpen = true;
  for (const piece of pieces) {
    if (piece === '.' || piece === '-') {
      if (isOpen) tokens.push({ isDotted, isNumber: true, text: '0' });
      isOpen = true;
      isDotted = piece === '.';
      continue;
    }
    const isNumber = piece >= '0' && piece < ':';
    const text = isNumber ? piece.replace(/^0+(?=\d)/, '') : piece;
    // Directly behind another piece, without a separator: a transition.
    tokens.push({ isDotted: isOpen ? isDotted : false, isNumber, text });
    isOpen = false;
  }
  if (isOpen && pieces.length > 0) tokens.push({ isDotted, isNumber: true, text: '0' });
  return trim(spellOut(tokens));
}

/** Letters that stand for a qualifier do so only before a number. */
function spellOut(tokens: readonly Token[]): Token[] {
  return tokens.map((token, index) => {
    const next = tokens[index + 1];
    const long = token.isNumber || !next?.isNumber || next.isDotted ? undefined : shortcuts.get(token.text);
    return long === undefined ? token : { ...token, text: long };
  });
}

const shortcuts: ReadonlyMap<string, string> = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
  ['m', 'milestone'],
]);

/** Leaves out what says nothing at the end, and before each hyphen. */
function trim(tokens: readonly Token[]): Token[] {
  const kept: Token[] = [];
  for (const token of tokens) {
    if (!token.isDotted) while (isNull(kept.at(-1))) kept.pop();
    kept.push(token);
  }
  while (isNull(kept.at(-1))) kept.pop();
  return kept;
}

function isNull(token: Token | undefined): boolean {
  return token !== undefined && ['0', '', 'final', 'ga', 'release'].includes(token.text);
}

function paddingFor({ isDotted, isNumber }: Token): Token {
  return { isDotted, isNumber, text: isNumber ? '0' : '' };
}

function compareTokens(a: Token, b: Token): number {
  if (a.isNumber !== b.isNumber) return a.isNumber ? 1 : -1;
  // In this order: `.qualifier`, `-qualifier`, `-number`, `.number`.
  if (a.isDotted !== b.isDotted) return a.isDotted === a.isNumber ? 1 : -1;
  if (!a.isNumber) return compareQualifiers(a.text, b.text);
  return compareDigits(a.text, b.text);
}

/** The qualifiers that have a rank, and what is written for them; others come behind, in the order of the alphabet. */
const qualifiers: readonly (readonly string[])[] = [
  ['alpha'],
  ['beta'],
  ['milestone'],
  ['rc', 'cr'],
  ['snapshot'],
  ['', 'final', 'ga', 'release'],
  ['sp'],
];

function compareQualifiers(a: string, b: string): number {
  const rank = rankOf(a);
  return rank - rankOf(b) || (rank < qualifiers.length ? 0 : compareText(a, b));
}

function rankOf(qualifier: string): number {
  const rank = qualifiers.findIndex((names) => names.includes(qualifier));
  return rank < 0 ? qualifiers.length : rank;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
