import type { Detection } from '../../model/finding.js';
import { findingOn, nameOf } from './finding.js';
import { originOf } from './address.js';
import type { Lockfile, Package } from './package.js';
import { insecureDependencySource } from './rules/insecure-dependency-source.js';
import { compareVersions } from './versions/index.js';

/** More packages of one host are one piece of news: mostly a registry keeps its files elsewhere now. */
const mostByThemselves = 3;

/**
 * Tells of files that come from another host than those before the change do, or without a before than most of the others.
 * A registry lists the files of a package, which mostly are on a host of their own.
 */
export function findOddArchives(
  here: Lockfile,
  base: Lockfile | undefined,
  named: ReadonlySet<string>,
): Detection[] {
  const before = base && new Set(base.packages.flatMap(hostsOf));
  const isKnown = before && before.size > 0 ? before : usualIn(here);
  if (isKnown.size === 0) return [];
  const indexes = new Set(base?.packages.map(indexOf));
  const byHost = new Map<string, Package[]>();
  for (const found of here.packages) {
    const index = indexOf(found);
    // That a package comes from another registry is told of by itself.
    if (base && !indexes.has(index)) continue;
    for (const host of new Set(hostsOf(found)))
      if (!isKnown.has(host) && host !== index && !named.has(host))
        byHost.set(host, [...(byHost.get(host) ?? []), found]);
  }
  const others = [...isKnown].slice(0, 3).join(', ');
  return [...byHost].flatMap(([host, places]) => tell(host, places, others));
}

function tell(host: string, places: readonly Package[], others: string): Detection[] {
  const isOne = places.length > mostByThemselves;
  return (isOne ? places.slice(0, 1) : places).map((found) =>
    findingOn(found, {
      ruleId: insecureDependencySource.id,
      title: isOne ? `Files of packages from ${host}` : `Insecure source of ${found.name}`,
      message: isOne
        ? `Files of ${places.length} packages come from ${host}, ${nameOf(found)} the first of them, while those of the others come from ${others}.`
        : `A file of ${nameOf(found)} comes from ${host}, while those of the other packages come from ${others}.`,
      severity: isOne ? 'medium' : 'high',
      what: `${isOne ? 'files of' : 'file of'} ${host}`,
    }),
  );
}

function hostsOf({ archives = [] }: Package): string[] {
  return archives.flatMap((address) => originOf(address)?.host ?? []);
}

function indexOf({ resolved = '' }: Package): string | undefined {
  return originOf(resolved)?.host;
}

/** The host of two thirds of the packages that have files, and more than one. */
function usualIn({ packages }: Lockfile): ReadonlySet<string> {
  const counts = new Map<string, number>();
  let all = 0;
  for (const found of packages) {
    const hosts = new Set(hostsOf(found));
    if (hosts.size > 0) all++;
    for (const host of hosts) counts.set(host, (counts.get(host) ?? 0) + 1);
  }
  return new Set([...counts].flatMap(([host, count]) => (all > 1 && count * 3 >= all * 2 ? [host] : [])));
}

/** The name of a file of PyPI that is not of this package, or not of this version: https://packaging.python.org/specifications/ */
export function otherFile(
  found: Package,
): { readonly file: string; readonly of: 'package' | 'version' } | undefined {
  if (found.ecosystem !== 'PyPI' || found.version === '') return undefined;
  for (const address of found.archives ?? []) {
    const file = /([^/?#]{1,300})\.(whl|zip|tar\.gz|tgz|tar\.bz2|tar\.xz)(?:[?#]|$)/.exec(address);
    const [, stem = '', ending] = file ?? [];
    if (!file) continue;
    const name = nameIn(stem, found.name);
    if (name === undefined) return { file: `${stem}.${ending ?? ''}`, of: 'package' };
    const rest = stem.slice(name + 1);
    const version = ending === 'whl' ? (rest.split('-')[0] ?? '') : rest;
    if ((compareVersions('PyPI', withoutLocal(version), withoutLocal(found.version)) ?? 0) !== 0)
      return { file: `${stem}.${ending ?? ''}`, of: 'version' };
  }
  return undefined;
}

/** How long the name is that a file begins with, where it is that of the package. */
function nameIn(stem: string, name: string): number | undefined {
  for (let at = stem.indexOf('-'); at > 0; at = stem.indexOf('-', at + 1))
    if (
      stem
        .slice(0, at)
        .toLowerCase()
        .replace(/[-_.]+/g, '-') === name
    )
      return at;
  return undefined;
}

/** `2.1.0` of `2.1.0+cu118`, whose plus sign can be written otherwise in the name of a file. */
function withoutLocal(version: string): string {
  return version.replace(/(?:\+|%2b|_).*$/i, '');
}
