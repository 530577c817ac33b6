import type { AST } from '@eslint-community/regexpp';

/** Code points as ranges, ordered and apart. */
export type Ranges = readonly (readonly [number, number])[];

const highest = 0x10ffff;
const anything: Ranges = [[0, highest]];
export const lineEnds: Ranges = [
  [10, 10],
  [13, 13],
  [0x2028, 0x2029],
];
const digits: Ranges = [[48, 57]];
const wordCharacters: Ranges = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
const blanks: Ranges = [
  [9, 13],
  [32, 32],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
/** Unicode properties are taken for letters, which most of them are. */
const letters: Ranges = [
  [65, 90],
  [97, 122],
  [0xaa, highest],
];

export type CharacterElement =
  AST.Character | AST.CharacterSet | AST.CharacterClass | AST.ExpressionCharacterClass;

/** The code points that a part of a pattern matches. */
export function rangesOf(node: CharacterElement, ignoreCase: boolean, dotAll: boolean): Ranges {
  switch (node.type) {
    case 'Character':
      return ignoreCase ? bothCases([[node.value, node.value]]) : [[node.value, node.value]];
    case 'CharacterSet':
      return ofSet(node, dotAll);
    case 'ExpressionCharacterClass':
      return node.negate ? anything : letters;
    case 'CharacterClass': {
      const ranges = node.elements.flatMap((element): Ranges => {
        if (element.type === 'Character') return [[element.value, element.value]];
        if (element.type === 'CharacterClassRange') return [[element.min.value, element.max.value]];
        if (element.type === 'CharacterSet') return ofSet(element, dotAll);
        return letters;
      });
      const joined = normalize(ignoreCase ? bothCases(ranges) : ranges);
      return node.negate ? invert(joined) : joined;
    }
  }
}

function ofSet(node: AST.CharacterSet, dotAll: boolean): Ranges {
  switch (node.kind) {
    case 'any':
      return dotAll ? anything : invert(lineEnds);
    case 'digit':
      return node.negate ? invert(digits) : digits;
    case 'space':
      return node.negate ? invert(blanks) : blanks;
    case 'word':
      return node.negate ? invert(wordCharacters) : wordCharacters;
    case 'property':
      return node.negate ? invert(letters) : letters;
  }
}

function bothCases(ranges: Ranges): Ranges {
  const added = ranges.flatMap(([low, high]): Ranges => {
    const lower: [number, number] = [Math.max(low, 65) + 32, Math.min(high, 90) + 32];
    const upper: [number, number] = [Math.max(low, 97) - 32, Math.min(high, 122) - 32];
    return [lower, upper].filter(([from, to]) => from <= to);
  });
  return normalize([...ranges, ...added]);
}

function normalize(ranges: Ranges): Ranges {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  const joined: [number, number][] = [];
  for (const [low, high] of sorted) {
    const last = joined.at(-1);
    if (last && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else joined.push([low, high]);
  }
  return joined;
}

function invert(ranges: Ranges): Ranges {
  const inverted: [number, number][] = [];
  let next = 0;
  for (const [low, high] of normalize(ranges)) {
    if (low > next) inverted.push([next, low - 1]);
    next = high + 1;
  }
  if (next <= highest) inverted.push([next, highest]);
  return inverted;
}

/** Sets of code points as bits, one for each stretch that all sets of a pattern take whole or not at all. */
export interface Alphabet {
  bitsOf(ranges: Ranges): bigint;
  readonly all: bigint;
  /** A code point of a set, printable if there is one. */
  characterOf(bits: bigint): string;
  /** One character for each stretch. */
  readonly samples: readonly { readonly bit: bigint; readonly character: string }[];
}

const preferred = 'a0! x-.,/:@#"\'\t_AZ9~\n\0'.split('');

export function createAlphabet(sets: readonly Ranges[]): Alphabet {
  const starts = new Set([0]);
  for (const ranges of sets)
    for (const [low, high] of ranges) {
      starts.add(low);
      if (high < highest) starts.add(high + 1);
    }
  const ordered = [...starts].sort((a, b) => a - b);
  const indexOf = (point: number): number => {
    let low = 0;
    let high = ordered.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((ordered[middle] ?? 0) <= point) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const ranks = new Map<number, number>();
  preferred.forEach((character, rank) => {
    const index = indexOf(character.codePointAt(0) ?? 0);
    if (!ranks.has(index)) ranks.set(index, rank);
  });
  const samples = ordered
    .map((start, index) => {
      const rank = ranks.get(index) ?? preferred.length;
      return { bit: 1n << BigInt(index), character: preferred[rank] ?? String.fromCodePoint(start), rank };
    })
    .sort((a, b) => a.rank - b.rank);
  return {
    all: (1n << BigInt(ordered.length)) - 1n,
    samples,
    bitsOf(ranges) {
      let bits = 0n;
      for (const [low, high] of ranges) {
        const from = BigInt(indexOf(low));
        const to = BigInt(indexOf(high));
        bits |= ((1n << (to - from + 1n)) - 1n) << from;
      }
      return bits;
    },
    characterOf: (bits) => samples.find(({ bit }) => (bit & bits) !== 0n)?.character ?? '',
  };
}
