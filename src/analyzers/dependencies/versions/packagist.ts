import { compareDigits } from './numbers.js';

/**
 * Orders two versions as Composer does, which orders them as PHP does: https://www.php.net/version_compare. A leading `v`
 * is left out.
 */
export function comparePackagist(a: string, b: string): number {
  const left = parse(a);
  const right = parse(b);
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const order = compareParts(left[index], right[index]);
    if (order !== 0) return order;
  }
  return 0;
}

/** Real versions are far shorter. */
const longest = 1000;

/** Parts between dots, hyphens, underscores, plus signs, and where digits and letters meet. */
function parse(version: string): string[] {
  return (
    version
      .slice(0, longest)
      .replace(/^[vV](?=\d)/, '')
      .match(/\d+|[^\d._+-]+/g) ?? []
  );
}

function compareParts(a: string | undefined, b: string | undefined): number {
  // A part too many is a later version where it is a number, and else counts for what it says.
  if (a === undefined) return b !== undefined && isNumber(b) ? -1 : compareRanks('#', b ?? '');
  if (b === undefined) return isNumber(a) ? 1 : compareRanks(a, '#');
  if (isNumber(a) && isNumber(b)) return compareDigits(a, b);
  return compareRanks(isNumber(a) ? '#' : a, isNumber(b) ? '#' : b);
}

/** Forms that have a rank, by how they begin; `#` stands for a number. Any other form comes first. */
const forms = ['dev', 'a', 'b', 'RC', 'rc', '#', 'pl', 'p'] as const;
const ranks: Readonly<Record<(typeof forms)[number], number>> = {
  dev: 0,
  a: 1,
  b: 2,
  RC: 3,
  rc: 3,
  '#': 4,
  pl: 5,
  p: 5,
};

function compareRanks(a: string, b: string): number {
  return rankOf(a) - rankOf(b);
}

function rankOf(part: string): number {
  const form = forms.find((candidate) => part.startsWith(candidate));
  return form === undefined ? -1 : ranks[form];
}

function isNumber(part: string): boolean {
  return part >= '0' && part < ':';
}
