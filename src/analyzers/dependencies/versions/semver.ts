import { compare, parse, type SemVer } from 'semver';

/**
 * Orders two versions of Semantic Versioning 2.0; a missing minor or patch number counts as 0, and a leading `v` is
 * left out. Undefined where one of them is no such version.
 */
export function compareSemver(a: string, b: string): number | undefined {
  const left = parseLenient(a);
  const right = parseLenient(b);
  return left && right ? compare(left, right) : undefined;
}

/** Advisories repeat the same few versions many times. */
const parsed = new Map<string, SemVer | null>();
const remembered = 20_000;

function parseLenient(version: string): SemVer | null {
  let result = parsed.get(version);
  if (result === undefined) {
    if (parsed.size >= remembered) parsed.clear();
    parsed.set(version, (result = parse(fill(version), { loose: true })));
  }
  return result;
}

function fill(version: string): string {
  const parts = /^[v=\s]{0,3}(\d{1,16})(?:\.(\d{1,16}))?(?:\.(\d{1,16}))?((?:[-+.]|[A-Za-z]).{0,200})?$/.exec(
    version.trim(),
  );
  if (!parts) return version;
  const [, major, minor = '0', patch = '0', rest = ''] = parts;
  return `${major}.${minor}.${patch}${rest}`;
}
