import { compare, explain, valid } from '@renovatebot/pep440';

/**
 * Orders two versions as Python packages do. What is no version by today's rules comes before all that are, in the order
 * that it had under those of old, since PyPI still holds such versions.
 * https://packaging.python.org/specifications/version-specifiers/
 */
export function comparePyPI(a: string, b: string): number {
  const left = a.trim().slice(0, longest);
  const right = b.trim().slice(0, longest);
  const isLegacy = valid(left) === null;
  if (isLegacy !== (valid(right) === null)) return isLegacy ? -1 : 1;
  return isLegacy ? compareLegacy(left, right) : compare(left, right);
}

/** The same text for all ways to write a version. */
export function keyOfPyPI(version: string): string {
  const written = version.trim().slice(0, longest);
  const told = explain(written);
  if (!told) return written;
  const { epoch, release, local } = told;
  const end = release.findLastIndex((part) => part !== 0);
  const rest = told.public.slice(told.base_version.length);
  return `${epoch}!${release.slice(0, end + 1).join('.')}${rest}${local === null ? '' : `+${local}`}`;
}

/** Real versions are far shorter. */
const longest = 500;

function compareLegacy(a: string, b: string): number {
  const left = legacyKey(a);
  const right = legacyKey(b);
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [one = '', other = ''] = [left[index], right[index]];
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}

/** Numbers with leading zeros, so that they compare as text; letters behind a star, which comes before all digits. */
function legacyKey(version: string): string[] {
  const key: string[] = [];
  const parts = version.toLowerCase().split(/(\d+|[a-z]+|\.|-)/);
  for (const part of [...parts.filter((text) => text !== '' && text !== '.'), 'final']) {
    if (/^\d/.test(part)) {
      key.push(part.padStart(8, '0'));
      continue;
    }
    const word = `*${spelling.get(part) ?? part}`;
    if (word < '*final') while (key.at(-1) === '*final-') key.pop();
    while (key.at(-1) === '00000000') key.pop();
    key.push(word);
  }
  return key;
}

const spelling: ReadonlyMap<string, string> = new Map([
  ['pre', 'c'],
  ['preview', 'c'],
  ['-', 'final-'],
  ['rc', 'c'],
  ['dev', '@'],
]);
