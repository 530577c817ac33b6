import { compareDigits } from './numbers.js';

/**
 * Orders two versions as RubyGems does: segments of digits and of letters, where letters make a pre-release.
 * https://guides.rubygems.org/specification-reference/
 */
export function compareRubyGems(a: string, b: string): number {
  const left = parse(a);
  const right = parse(b);
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const order = compareSegments(left[index] ?? '0', right[index] ?? '0');
    if (order !== 0) return order;
  }
  return 0;
}

/** Real versions are far shorter. */
const longest = 500;

/** Zeros at the end say nothing, nor do those before the first letters. */
function parse(version: string): string[] {
  const segments =
    version
      .slice(0, longest)
      .trim()
      .replaceAll('-', '.pre.')
      .match(/\d+|[a-z]+/gi) ?? [];
  const letters = segments.findIndex((segment) => !isDigits(segment));
  const release = letters < 0 ? segments : segments.slice(0, letters);
  return [...withoutZeros(release), ...withoutZeros(segments.slice(release.length))];
}

function withoutZeros(segments: readonly string[]): readonly string[] {
  const last = segments.findLastIndex((segment) => !/^0+$/.test(segment));
  return segments.slice(0, last + 1);
}

function isDigits(segment: string): boolean {
  return segment >= '0' && segment < ':';
}

function compareSegments(a: string, b: string): number {
  const isNumber = isDigits(a);
  if (isNumber !== isDigits(b)) return isNumber ? 1 : -1;
  return isNumber ? compareDigits(a, b) : a < b ? -1 : a > b ? 1 : 0;
}
