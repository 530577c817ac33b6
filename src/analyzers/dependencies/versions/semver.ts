import { compareDigits } from './numbers.js';

/**
 * Orders two versions by Semantic Versioning 2.0, leniently: missing numbers count as 0, there may be more than three, and a
 * leading `v` is left out. Undefined where one of them is no such version.
 */
export function compareSemver(a: string, b: string): number | undefined {
  const left = parse(a);
  const right = parse(b);
  if (!left || !right) return undefined;
  for (let index = 0; index < Math.max(left.numbers.length, right.numbers.length); index++) {
    const order = compareDigits(left.numbers[index] ?? '0', right.numbers[index] ?? '0');
    if (order !== 0) return order;
  }
  return comparePreReleases(left.preRelease, right.preRelease);
}

interface Version {
  readonly numbers: readonly string[];
  /** Empty in a release. */
  readonly preRelease: readonly string[];
}

/** Orders the identifiers of pre-releases; a release, which has none, comes last. */
export function comparePreReleases(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const left = a[index];
    const right = b[index];
    if (left === undefined || right === undefined) return left === undefined ? -1 : 1;
    const order = compareIdentifiers(left, right);
    if (order !== 0) return order;
  }
  return 0;
}

function compareIdentifiers(a: string, b: string): number {
  const isNumber = digits.test(a);
  if (isNumber !== digits.test(b)) return isNumber ? -1 : 1;
  return isNumber ? compareDigits(a, b) : a < b ? -1 : a > b ? 1 : 0;
}

const digits = /^\d+$/;

/** Advisories repeat the same few versions many times. */
const parsed = new Map<string, Version | undefined>();
const remembered = 20_000;

function parse(text: string): Version | undefined {
  if (parsed.has(text)) return parsed.get(text);
  if (parsed.size >= remembered) parsed.clear();
  const parts = /^[v=\s]{0,3}(\d{1,64}(?:\.\d{1,64}){0,15})-?([0-9A-Za-z][0-9A-Za-z.-]{0,250})?(?:\+|$)/.exec(
    text.trim(),
  );
  const version = parts && {
    numbers: (parts[1] ?? '').split('.'),
    preRelease: parts[2]?.split('.') ?? [],
  };
  parsed.set(text, version ?? undefined);
  return version ?? undefined;
}
