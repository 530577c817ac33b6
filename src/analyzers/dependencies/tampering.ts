import type { Context } from '../../model/analyzer.js';
import type { Detection } from '../../model/finding.js';
import { packageKey } from './advisories/names.js';
import { type Comparison, groupByName } from './comparison.js';
import { findingOn, nameOf } from './finding.js';
import { type Fault, findDisagreeing } from './disagreement.js';
import type { Lockfile, Package } from './package.js';
import { tamperedLockfile } from './rules/tampered-lockfile.js';

/** Tells of entries that nothing which writes lockfiles would write so. */
export async function findTampering(comparison: Comparison, context: Context): Promise<Detection[]> {
  const { here, base, side, path } = comparison;
  const hasHashes = isMostlyHashed(here);
  const before = side === 'head' ? hashedBefore(base) : undefined;
  const disagreeing = await findDisagreeing(path, here, context);
  return here.packages.flatMap((found) => {
    if (found.kind !== 'registry' || byReference.has(found.ecosystem)) return [];
    const fault =
      changedHash(found, before) ??
      missingHash(found, before, hasHashes) ??
      otherArchive(found) ??
      disagreeing.get(found);
    return fault ? [toDetection(found, fault)] : [];
  });
}

/** Where a hash says what is asked for, and not what it has to be. */
const byReference: ReadonlySet<string> = new Set(['GitHub Actions', 'Docker']);

function toDetection(found: Package, { message, what, severity }: Fault): Detection {
  return findingOn(found, {
    ruleId: tamperedLockfile.id,
    title: `Suspicious lockfile entry of ${found.name}`,
    message: `${nameOf(found)} ${message}.`,
    severity,
    what,
  });
}

/** The entries with a hash before the change that are of the same version. */
type Before = (found: Package) => readonly Package[];

function hashedBefore(lockfile: Lockfile | undefined): Before | undefined {
  if (!lockfile) return undefined;
  const byName = groupByName(lockfile.packages);
  return (found) =>
    (byName.get(packageKey(found)) ?? []).filter(
      ({ version, integrity }) => version === found.version && integrity !== undefined,
    );
}

function splitHashes(integrity: string): string[] {
  return integrity.split(/\s+/).filter((hash) => hash !== '');
}

/** A registry never changes what a version is: an entry with another hash installs something else. */
function changedHash(found: Package, before: Before | undefined): Fault | undefined {
  if (!before || found.integrity === undefined) return undefined;
  const same = before(found);
  if (same.length === 0 || same.some(({ integrity }) => integrity === found.integrity)) return undefined;
  const there = new Set(same.flatMap(({ integrity = '' }) => splitHashes(integrity)));
  const here = splitHashes(found.integrity);
  const comparable = here.filter((hash) => [...there].some((one) => algorithmOf(one) === algorithmOf(hash)));
  if (comparable.length === 0 || comparable.some((hash) => there.has(hash))) return undefined;
  return {
    message:
      'has another hash than before this change, although it is the same version, so that something else is installed',
    what: `hash ${here.join(' ')}`,
    severity: 'high',
  };
}

function algorithmOf(hash: string): string {
  return /^[a-z0-9]+(?=[-:])/i.exec(hash)?.[0].toLowerCase() ?? `of ${hash.length}`;
}

/** Two thirds, as with the host that is usual. */
function isMostlyHashed({ packages }: Lockfile): boolean {
  let own = 0;
  let hashed = 0;
  for (const found of packages) {
    if (!needsHash(found)) continue;
    own++;
    if (found.integrity !== undefined) hashed++;
  }
  return own > 1 && hashed * 3 >= own * 2;
}

function needsHash(found: Package): boolean {
  return found.kind === 'registry' && found.resolved !== undefined && !found.groups.includes('bundled');
}

function missingHash(found: Package, before: Before | undefined, hasHashes: boolean): Fault | undefined {
  if (found.integrity !== undefined || !hasHashes || !needsHash(found)) return undefined;
  const hadOne = (before?.(found) ?? []).length > 0;
  return {
    message: hadOne
      ? 'has lost the integrity hash that it had before this change'
      : 'has no integrity hash, while the other packages have one',
    what: 'integrity',
    severity: 'medium',
  };
}

/** As npm and everything that stands in for its registry name archives: `/@acme/log/-/log-2.1.0.tgz`. */
const archive = /\/((?:@[^/]{1,214}(?:\/|%2f))?[^/@]{1,214})\/-\/(?:@[^/]{1,214}\/)?([^/]{1,300})\.tgz$/i;

/** The entry says one package or version, its address another. */
function otherArchive(found: Package): Fault | undefined {
  if (found.ecosystem !== 'npm' || found.resolved === undefined || found.version === '') return undefined;
  if (found.resolved.endsWith(`/${found.name}/-/${shortOf(found.name)}-${found.version}.tgz`))
    return undefined;
  const path = found.resolved.replace(/[?#].*$/, '');
  const match = archive.exec(path);
  if (!match) return undefined;
  const name = (match[1] ?? '').replace(/%2f/i, '/').replace(/%40/i, '@');
  const short = shortOf(found.name);
  const file = decode(match[2] ?? '');
  const isSameName =
    name.toLowerCase() === found.name.toLowerCase() || (name === short && path.includes(found.name));
  if (!isSameName)
    return {
      message: `is fetched from an address of ${name.slice(0, 100)}, another package`,
      what: `address ${name}`,
      severity: 'high',
    };
  const version = found.version.replace(/\+.*$/, '');
  if (file.endsWith(`-${version}`) || file.endsWith(`-${found.version}`) || file.endsWith(`-v${version}`))
    return undefined;
  return {
    message: `is fetched from the address of another version, ${file.slice(0, 100)}`,
    what: `address ${file}`,
    severity: 'high',
  };
}

function shortOf(name: string): string {
  return name.slice(name.indexOf('/') + 1);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not encoded.
    return text;
  }
}
