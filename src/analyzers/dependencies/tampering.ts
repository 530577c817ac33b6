import type { Context } from '../../model/analyzer.js';
import type { Detection } from '../../model/finding.js';
import { otherFile } from './archives.js';
import { type Comparison, groupByName } from './comparison.js';
import { findingOn, nameOf } from './finding.js';
import { type Fault, findDisagreeing, isBranch } from './disagreement.js';
import type { Lockfile, Package } from './package.js';
import { tamperedLockfile } from './rules/tampered-lockfile.js';

/** Tells of entries that nothing which writes lockfiles would write so. */
export async function findTampering(comparison: Comparison, context: Context): Promise<Detection[]> {
  const { here, base, side, path } = comparison;
  const hasHashes = isMostlyHashed(here);
  const before = side === 'head' && base ? groupByName(base.packages) : undefined;
  const disagreeing = await findDisagreeing(path, here, context);
  const detections: Detection[] = [];
  groupByName(here.packages).forEach((places, key) => {
    const old = before?.get(key) ?? [];
    places.forEach((found) => {
      const fault = byReference.has(found.ecosystem)
        ? undefined
        : (changedHash(found, old) ??
          changedCommit(found, old) ??
          otherCommit(found) ??
          otherEnd(found, old) ??
          missingHash(found, old, hasHashes) ??
          otherArchive(found) ??
          otherFileOf(found) ??
          disagreeing.get(found));
      if (fault) detections.push(toDetection(found, fault));
    });
  });
  return detections;
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

/** The entries with a hash that are of the same version. */
function hashedLike(found: Package, old: readonly Package[]): readonly Package[] {
  return old.filter(({ version, integrity }) => version === found.version && integrity !== undefined);
}

function splitHashes(integrity: string): string[] {
  return integrity.split(/\s+/).filter((hash) => hash !== '');
}

/** A registry never changes what a version is: an entry with another hash installs something else. */
function changedHash(found: Package, old: readonly Package[]): Fault | undefined {
  if (found.integrity === undefined || old.length === 0) return undefined;
  if (old[0]?.integrity === found.integrity && old[0].version === found.version) return undefined;
  const same = hashedLike(found, old);
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

/** A branch goes on; a release stays what it is. */
function changedCommit(found: Package, old: readonly Package[]): Fault | undefined {
  // Of a folder of the repository it is a hash of what stands in its manifest.
  if (!found.commit || found.kind === 'link' || isBranch(found.version)) return undefined;
  const same = old.filter(({ version, commit }) => version === found.version && commit);
  if (same.length === 0 || same.some(({ commit }) => commit === found.commit)) return undefined;
  return {
    message: `is made from another commit than before this change, ${found.commit.slice(0, 40)}, although it is the same version`,
    what: `commit ${found.commit}`,
    severity: 'high',
  };
}

/** Archives that code hosts make of a commit have it as the last part of their address. */
function otherCommit(found: Package): Fault | undefined {
  const archived = /\/([0-9a-f]{40})(?:\.\w{1,8})?(?:[?#]|$)/i.exec(found.resolved ?? '')?.[1];
  const isCommit = /^[0-9a-f]{40}$/i.test(found.commit ?? '');
  if (archived === undefined || !isCommit || archived.toLowerCase() === found.commit?.toLowerCase())
    return undefined;
  return {
    message: `is fetched from the address of another commit, ${archived}, than the entry names`,
    what: `address ${archived}`,
    severity: 'high',
  };
}

/** The commit and its archive stay what they are: a branch or tag in the address of the same host is fetched as what it is by then. */
function otherEnd(found: Package, old: readonly Package[]): Fault | undefined {
  if (isBranch(found.version) || found.resolved === undefined) return undefined;
  const same = old.filter(({ version, commit, resolved }) => {
    if (version !== found.version || !commit || resolved === undefined) return false;
    return endOf(resolved).includes(commit.toLowerCase()) && hostOf(resolved) === hostOf(found.resolved);
  });
  if (same.length === 0) return undefined;
  const end = endOf(found.resolved);
  if (same.some(({ resolved = '' }) => endOf(resolved) === end)) return undefined;
  return {
    message:
      'is fetched from an address that names another state than before this change, although it is the same version',
    what: `address ${end}`,
    severity: 'high',
  };
}

/** The kind of archive and the commit that it is made of. */
function endOf(address: string): string {
  const [path = ''] = address.toLowerCase().split(/[?#]/);
  return path.split('/').slice(-2).join('/');
}

function hostOf(address = ''): string {
  return URL.canParse(address) ? new URL(address).host : '';
}

function algorithmOf(hash: string): string {
  return /^[a-z0-9]+(?=[-:])/i.exec(hash)?.[0].toLowerCase() ?? `of ${hash.length}`;
}

/** Two thirds, as with the host that is usual. */
function isMostlyHashed({ packages }: Lockfile): boolean {
  let own = 0;
  let hashed = 0;
  packages.forEach((found) => {
    if (!needsHash(found)) return;
    own++;
    if (found.integrity !== undefined) hashed++;
  });
  return own > 1 && hashed * 3 >= own * 2;
}

function needsHash(found: Package): boolean {
  return found.kind === 'registry' && found.resolved !== undefined && !found.groups.includes('bundled');
}

function missingHash(found: Package, old: readonly Package[], hasHashes: boolean): Fault | undefined {
  if (found.integrity !== undefined || !hasHashes || !needsHash(found)) return undefined;
  const hadOne = hashedLike(found, old).length > 0;
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

function otherFileOf(found: Package): Fault | undefined {
  const other = otherFile(found);
  return (
    other && {
      message: `has a file of another ${other.of}, ${other.file.slice(0, 100)}`,
      what: `file ${other.file}`,
      severity: 'high',
    }
  );
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
