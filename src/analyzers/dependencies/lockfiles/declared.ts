import type { Group, Lockfile, Package, Place } from '../package.js';
import { sourceOfNpm } from './npm-source.js';

/** What a manifest says of one package. */
export interface Declared {
  readonly ecosystem: string;
  readonly name: string;
  /** As it is written; empty for any version. */
  readonly range: string;
  readonly place: Place;
  readonly group?: Group | undefined;
  /** Where it is no package of a registry. */
  readonly source?: Pick<Package, 'kind' | 'resolved'> | undefined;
  readonly alias?: string | undefined;
  /** The exact version that the range is, where it is one; what its text is otherwise is not installed for sure. */
  readonly exact?: string | undefined;
  /** Where the exact version stands. */
  readonly versionPlace?: Place | undefined;
}

/** Finishes what manifests have in common: all that they name is asked for by the project itself. */
export function toManifest(declared: readonly Declared[], problems: Lockfile['problems'] = []): Lockfile {
  const packages = declared.map((one): Package => {
    const { ecosystem, name, range, place, group, source, alias, exact, versionPlace } = one;
    const isRegistry = source === undefined || source.kind === 'registry';
    return {
      ecosystem,
      name,
      version: isRegistry ? (exact ?? '') : '',
      range: isRegistry && exact === undefined ? range || '*' : undefined,
      path: `${group ?? ''} ${alias ?? name} ${range}`,
      ...place,
      kind: source?.kind ?? 'registry',
      resolved: source?.resolved,
      groups: group ? [group] : [],
      alias,
      versionPlace: isRegistry && exact !== undefined ? versionPlace : undefined,
    };
  });
  const names = new Map(packages.map(({ path, name }) => [path, name]));
  return { packages, problems, wayTo: (path) => [names.get(path) ?? path] };
}

/** Where a range of npm's manifests leads; undefined to the registry. */
export function sourceOfRange(range: string): Declared['source'] {
  if (/^https?:/.test(range) && !/\.git(?:#|$)/.test(range)) return { kind: 'http', resolved: range };
  if (/^workspace:/.test(range)) return { kind: 'workspace', resolved: range };
  if (/^(?:link|portal):/.test(range)) return { kind: 'link', resolved: range };
  const kind = sourceOfNpm(range);
  if (kind !== 'registry') return { kind, resolved: range };
  return /^https?:|^[\w.-]+\/[\w.-]+(?:#.*)?$/.test(range) ? { kind: 'git', resolved: range } : undefined;
}
