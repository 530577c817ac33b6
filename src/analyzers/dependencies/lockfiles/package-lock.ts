import {
  type Group,
  type Lockfile,
  LockfileError,
  type LockfileFormat,
  type Package,
  type Place,
  type SourceKind,
  type Surroundings,
} from '../package.js';
import { recordIn, recordOf, type Record, textIn } from './json.js';
import { type Entry, readSection } from './json-section.js';
import { findKeys } from './keys.js';
import { sourceOfNpm } from './npm-source.js';
import { folderOf } from './paths.js';
import { unknownVersion } from './problems.js';
import { createWays, type Node } from './ways.js';

/** What npm writes, and what `npm shrinkwrap` makes of it: versions 1, 2 and 3. */
export const packageLock: LockfileFormat = {
  name: 'package-lock.json',
  matches: (path) => /(?:^|\/)(?:package-lock|npm-shrinkwrap)\.json$/.test(path),
  parse: async (text, around) =>
    (await isReplaced(around))
      ? { packages: [], problems: [replaced], wayTo: () => [] }
      : parsePackageLock(text),
};

const replaced = {
  kind: 'notice',
  message: 'npm does not read this file, since npm-shrinkwrap.json stands beside it; nor was it reviewed.',
} as const;

async function isReplaced({ path, list }: Surroundings): Promise<boolean> {
  if (!path.endsWith('package-lock.json')) return false;
  return (await list()).includes(`${folderOf(path)}npm-shrinkwrap.json`);
}

/** @throws LockfileError where it is not JSON, of an unknown version, or not of that version's shape. */
export function parsePackageLock(text: string): Lockfile {
  const { root: lock, section: packages } = readSection(text, 'packages', fromPackages);
  const version = lock.lockfileVersion;
  if (version !== undefined && version !== 1 && version !== 2 && version !== 3) throw unknownVersion(version);
  if (packages) return packages;
  const dependencies = recordIn(lock, 'dependencies');
  if (!dependencies && (version === 2 || version === 3))
    throw new LockfileError(`The lockfile is of version ${version} but lists no packages.`);
  return fromDependencies(text, dependencies ?? {});
}

/** Versions 2 and 3: one flat object, keyed by the folder that each package is in. */
function fromPackages(entries: Iterable<Entry>): Lockfile {
  const packages: Package[] = [];
  const nodes = new Map<string, Node>();
  const archives = new Set<string>();
  for (const [path, value, place] of entries) {
    const entry = value ?? misshapen(`packages.${path}`);
    const isProject = !path.includes('node_modules/');
    const name = nameOf(path, entry);
    const resolved = textIn(entry, 'resolved');
    const isLink = entry.link === true;
    const requires = requirementsOf(entry, isProject, path, archives);
    nodes.set(path, { name, isRoot: isProject, requires, target: isLink ? resolved : undefined });
    if (path === '') continue;
    const kind = isProject ? 'workspace' : isLink ? 'link' : sourceOfNpm(resolved ?? '');
    packages.push(toPackage(path, name, kind, entry, place));
  }
  return {
    packages: archives.size > 0 ? packages.map((one) => fromArchive(one, archives)) : packages,
    problems: [],
    wayTo: createWays(nodes),
  };
}

/** What is asked for by an address comes from there, and not from the registry. */
function fromArchive(found: Package, archives: ReadonlySet<string>): Package {
  return found.resolved !== undefined && archives.has(found.resolved) ? { ...found, kind: 'http' } : found;
}

/** Version 1: a tree; each package holds those that could not stand beside it. */
function fromDependencies(text: string, top: Record): Lockfile {
  const places = findKeys(text, (above, key) =>
    above.length % 2 === 1 ? 'keep' : key === 'dependencies' ? 'follow' : 'skip',
  );
  const packages: Package[] = [];
  const nodes = new Map<string, Node>();
  const open = [{ path: '', key: '', dependencies: top }];
  // Grows on the way.
  for (const folder of open) {
    for (const [alias, value] of Object.entries(folder.dependencies)) {
      const entry = recordOf(value) ?? misshapen(`dependencies.${alias}`);
      const path = `${folder.path === '' ? '' : `${folder.path}/`}node_modules/${alias}`;
      const key = `${folder.key === '' ? '' : `${folder.key}\0`}dependencies\0${alias}`;
      const { name, kind, ...source } = sourceOf(alias, textIn(entry, 'version') ?? '');
      nodes.set(path, { name, isRoot: false, requires: Object.keys(recordIn(entry, 'requires') ?? {}) });
      packages.push(toPackage(path, name, kind, { ...entry, ...source }, places.get(key)));
      const inner = recordIn(entry, 'dependencies');
      if (inner) open.push({ path, key, dependencies: inner });
    }
  }
  // The format does not say what the project itself asks for: what nothing else does is taken for it.
  const required = new Set([...nodes.values()].flatMap((node) => node.requires));
  const direct = Object.keys(top).filter((name) => !required.has(name));
  nodes.set('', { name: '', isRoot: true, requires: direct.length > 0 ? direct : Object.keys(top) });
  const wayTo = createWays(nodes);
  const known = (path: string): readonly string[] | undefined => {
    const way = wayTo(path);
    return way.length > 0 ? way : undefined;
  };
  return { packages, problems: [], wayTo: known };
}

function misshapen(where: string): never {
  throw new LockfileError(`The lockfile does not have the shape of one, at \`${where.slice(0, 200)}\`.`);
}

const nowhere: Place = { line: 1, column: 1, endColumn: 1 };

function toPackage(path: string, name: string, kind: SourceKind, entry: Record, place = nowhere): Package {
  const installs = kind === 'workspace' ? undefined : entry.hasInstallScript;
  return {
    ecosystem: 'npm',
    name,
    version: textIn(entry, 'version') ?? '',
    path,
    line: place.line,
    column: place.column,
    endColumn: place.endColumn,
    kind,
    groups: groupsOf(entry),
    resolved: textIn(entry, 'resolved'),
    integrity: textIn(entry, 'integrity'),
    alias: aliasOf(path, name, kind),
    hasInstallScript: installs === true ? true : undefined,
    deprecated: textIn(entry, 'deprecated'),
    license: textIn(entry, 'license'),
  };
}

const production: readonly Group[] = [];

function groupsOf(entry: Record): readonly Group[] {
  const groups: Group[] = [];
  if (entry.inBundle === true || entry.bundled === true) groups.push('bundled');
  if (entry.dev === true || entry.devOptional === true) groups.push('dev');
  if (entry.optional === true || entry.devOptional === true) groups.push('optional');
  if (entry.peer === true) groups.push('peer');
  return groups.length > 0 ? groups : production;
}

function nameOf(path: string, entry: Record): string {
  return textIn(entry, 'name') ?? installedAs(path) ?? path.slice(path.lastIndexOf('/') + 1);
}

function installedAs(path: string): string | undefined {
  const folder = path.lastIndexOf('node_modules/');
  return folder < 0 ? undefined : path.slice(folder + 'node_modules/'.length);
}

function aliasOf(path: string, name: string, kind: SourceKind): string | undefined {
  const alias = kind === 'link' || kind === 'workspace' ? name : installedAs(path);
  return alias === name ? undefined : alias;
}

/** Adds the addresses that it finds to `archives`. */
function requirementsOf(entry: Record, isProject: boolean, path: string, archives: Set<string>): string[] {
  const requires: string[] = [];
  for (const list of isProject ? ofProjects : ofPackages) {
    const ranges = entry[list];
    if (ranges === undefined) continue;
    for (const [name, range] of Object.entries(recordOf(ranges) ?? misshapen(`packages.${path}.${list}`))) {
      requires.push(name);
      if (typeof range === 'string' && range.startsWith('http')) archives.add(range);
    }
  }
  return requires;
}

const ofPackages = ['dependencies', 'optionalDependencies', 'peerDependencies'];
const ofProjects = [...ofPackages, 'devDependencies'];

type Source = Pick<Package, 'name' | 'version' | 'kind'> & { readonly resolved?: string };

/** In version 1 the version is also the source of what does not come from a registry, and tells an alias. */
function sourceOf(alias: string, version: string): Source {
  const aliased = /^npm:(@?[^@]+)@(.+)$/.exec(version);
  if (aliased) return { name: aliased[1] as string, version: aliased[2] as string, kind: 'registry' };
  if (!/[:/]/.test(version)) return { name: alias, version, kind: 'registry' };
  const kind = sourceOfNpm(version);
  if (kind !== 'registry') return { name: alias, version: '', kind, resolved: version };
  return { name: alias, version: '', kind: /^https?:/.test(version) ? 'http' : 'git', resolved: version };
}
