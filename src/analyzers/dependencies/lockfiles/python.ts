import type { Group, Package, SourceKind } from '../package.js';
import { createWayTo } from './reach.js';
import { recordOf, type Table, type Toml, type TomlMember } from './toml.js';

/** A name as PyPI compares it: https://packaging.python.org/specifications/name-normalization/ */
export function normalizePython(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** One element of the list of packages in a TOML lockfile, with the tables below it by their names. */
export interface TomlPackage {
  readonly table: Table;
  readonly below: ReadonlyMap<string, Table>;
}

/** The elements of `[[list]]`, each with its `[list.name]` tables. */
export function packagesIn(toml: Toml, list: string): TomlPackage[] {
  const packages = new Map<number, { table: Table; below: Map<string, Table> }>();
  for (const table of toml.tables) {
    if (table.name === list && table.index >= 0) packages.set(table.index, { table, below: new Map() });
    else if (table.name.startsWith(`${list}.`))
      packages.get(table.index)?.below.set(table.name.slice(list.length + 1), table);
  }
  return [...packages.values()];
}

/** A package on its way from one of the lockfiles of Python. */
export interface PythonPackage {
  readonly name: string;
  readonly version: string;
  readonly member: TomlMember;
  readonly kind: SourceKind;
  readonly groups: readonly Group[];
  readonly resolved?: string | undefined;
  /** The addresses of its files. */
  readonly archives?: readonly string[];
  readonly integrity?: string | undefined;
  readonly released?: string | undefined;
  /** Names that it asks for. */
  readonly requires: readonly string[];
  /** The project itself, or a part of it. */
  readonly isProject?: boolean;
}

/** Finishes what the formats have in common. `direct` are names that the project asks for, where that is known. */
export function finishPython(
  found: readonly PythonPackage[],
  direct: ReadonlySet<string> | undefined,
): { packages: Package[]; wayTo: (path: string) => readonly string[] } {
  const seen = new Map<string, number>();
  const ids = found.map((one) => {
    const id = `${normalizePython(one.name)}@${one.version}`;
    const times = (seen.get(id) ?? 0) + 1;
    seen.set(id, times);
    return { ...one, id: times === 1 ? id : `${id} #${times}` };
  });
  const byName = new Map<string, string[]>();
  for (const { name, id } of ids) {
    const key = normalizePython(name);
    byName.set(key, [...(byName.get(key) ?? []), id]);
  }
  const byId = new Map(ids.map((one) => [one.id, one]));
  const resolve = (name: string): string[] => byName.get(normalizePython(name)) ?? [];
  const next = (id: string): string[] => (byId.get(id)?.requires ?? []).flatMap(resolve);
  const packages = ids.flatMap(
    ({
      id,
      name,
      version,
      member,
      kind,
      groups,
      resolved,
      archives,
      integrity,
      released,
      isProject,
    }): Package[] =>
      isProject
        ? []
        : [
            {
              ecosystem: 'PyPI',
              name: normalizePython(name),
              version,
              path: id,
              ...member.place,
              kind,
              groups,
              resolved,
              archives,
              integrity,
              released,
            },
          ],
  );
  const wayTo = createWayTo({
    roots: rootsOf(ids, direct, next, resolve),
    next,
    nameOf: (id) => byId.get(id)?.name ?? id,
  });
  return { packages, wayTo };
}

/** What the project asks for; where that is not known, what no other package does. */
function rootsOf(
  ids: readonly (PythonPackage & { readonly id: string })[],
  direct: ReadonlySet<string> | undefined,
  next: (id: string) => string[],
  resolve: (name: string) => string[],
): string[] {
  const projects = ids.filter(({ isProject }) => isProject);
  if (projects.length > 0) return projects.flatMap(({ id }) => next(id));
  if (direct) return [...direct].flatMap(resolve);
  const required = new Set(ids.flatMap(({ id }) => next(id)));
  return ids.flatMap(({ id }) => (required.has(id) ? [] : [id]));
}

/** Hashes of files, as several of the formats list them. */
export function hashesIn(files: readonly unknown[], read: (file: unknown) => unknown): string | undefined {
  const hashes = files.map(read).filter((hash) => typeof hash === 'string');
  return hashes.length > 0 ? hashes.join(' ') : undefined;
}

/** The addresses of files. */
export function addressesIn(files: readonly unknown[]): string[] {
  return files.map((file) => recordOf(file).url).filter((url) => typeof url === 'string');
}

/** When the first of some files was uploaded: a wheel can be added years later. */
export function releasedIn(files: readonly unknown[]): string | undefined {
  const dates = files.flatMap((file) => {
    const value = recordOf(file)['upload-time'];
    const date = value instanceof Date ? value : new Date(typeof value === 'string' ? value : NaN);
    return Number.isNaN(date.getTime()) ? [] : [date.toISOString()];
  });
  return dates.sort()[0];
}

/** A requirement of a Python package begins with a name: `requests[socks] >= 2; python_version > "3"`. */
export function nameOfRequirement(requirement: unknown): string | undefined {
  return typeof requirement === 'string'
    ? /^\s*([A-Za-z0-9][A-Za-z0-9._-]*)/.exec(requirement)?.[1]
    : undefined;
}
