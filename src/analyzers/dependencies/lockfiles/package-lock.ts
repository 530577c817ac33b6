import { z } from 'zod';
import { type Group, type Lockfile, LockfileError, type LockfileFormat, type Package } from '../package.js';
import { findKeys, type KeyPlace } from './keys.js';
import { createWays, type Node } from './ways.js';

/** What npm writes, and what `npm shrinkwrap` makes of it. */
export const packageLock: LockfileFormat = {
  name: 'package-lock.json',
  matches: (path) => /(?:^|\/)(?:package-lock|npm-shrinkwrap)\.json$/.test(path),
  parse: parsePackageLock,
};

/**
 * Reads a lockfile of npm: versions 1, 2 and 3 of the format.
 *
 * @throws LockfileError where it is not JSON, of an unknown version, or not of that version's shape.
 */
export function parsePackageLock(text: string): Lockfile {
  const lock = parse(text);
  const { lockfileVersion: version } = lock;
  if (version !== undefined && ![1, 2, 3].includes(version))
    throw new LockfileError(
      `The lockfile is of version ${version}, which is not known; its packages were not read.`,
    );
  if (lock.packages) return fromPackages(text, lock.packages);
  if (!lock.dependencies && (version === 2 || version === 3))
    throw new LockfileError(`The lockfile is of version ${version} but lists no packages.`);
  return fromDependencies(text, lock.dependencies ?? {});
}

const names = z.record(z.string(), z.unknown()).catch({});

const entrySchema = z.looseObject({
  name: z.string().optional().catch(undefined),
  version: z.string().catch(''),
  resolved: z.string().optional().catch(undefined),
  integrity: z.string().optional().catch(undefined),
  link: z.literal(true).optional().catch(undefined),
  dev: z.boolean().optional().catch(undefined),
  optional: z.boolean().optional().catch(undefined),
  devOptional: z.boolean().optional().catch(undefined),
  peer: z.boolean().optional().catch(undefined),
  inBundle: z.boolean().optional().catch(undefined),
  bundled: z.boolean().optional().catch(undefined),
  dependencies: names.optional(),
  devDependencies: names.optional(),
  optionalDependencies: names.optional(),
  peerDependencies: names.optional(),
  requires: names.optional(),
});
type Entry = z.infer<typeof entrySchema>;

const lockSchema = z.object({
  lockfileVersion: z.number().optional(),
  packages: z.record(z.string(), entrySchema).optional(),
  dependencies: z.record(z.string(), z.unknown()).optional(),
});

function parse(text: string): z.infer<typeof lockSchema> {
  let json: unknown;
  try {
    json = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    const why = /^<{7} /m.test(text) ? 'it holds a merge conflict' : 'it is not valid JSON';
    throw new LockfileError(`The lockfile could not be read: ${why}.`, { cause: error });
  }
  const lock = lockSchema.safeParse(json);
  if (lock.success) return lock.data;
  const where = lock.error.issues[0]?.path.join('.') ?? '';
  throw new LockfileError(`The lockfile does not have the shape of one${where && `, at \`${where}\``}.`);
}

/** Versions 2 and 3: one flat object, keyed by the folder that each package is in. */
function fromPackages(text: string, entries: Readonly<Record<string, Entry>>): Lockfile {
  const places = findKeys(text, (above, key) =>
    above.length === 0 ? (key === 'packages' ? 'follow' : 'skip') : above.length === 1 ? 'keep' : 'skip',
  );
  const packages: Package[] = [];
  const nodes = new Map<string, Node>();
  for (const [path, entry] of Object.entries(entries)) {
    const isProject = !path.includes('node_modules/');
    nodes.set(path, {
      name: nameOf(path, entry),
      isRoot: isProject,
      requires: requirementsOf(entry, isProject),
      ...(entry.link && entry.resolved !== undefined && { target: entry.resolved }),
    });
    if (path === '') continue;
    const kind = isProject ? 'workspace' : entry.link ? 'link' : kindOf(entry.resolved ?? '');
    packages.push(toPackage(path, nameOf(path, entry), entry, kind, places.get(`packages\0${path}`)));
  }
  return { packages, problems: [], wayTo: createWays(nodes) };
}

/** Version 1: a tree; each package holds those that could not stand beside it. */
function fromDependencies(text: string, top: Readonly<Record<string, unknown>>): Lockfile {
  const places = findKeys(text, (above, key) =>
    above.length % 2 === 1 ? 'keep' : key === 'dependencies' ? 'follow' : 'skip',
  );
  const packages: Package[] = [];
  const nodes = new Map<string, Node>();
  const open = [{ path: '', key: '', dependencies: top }];
  for (let next = open.shift(); next; next = open.shift()) {
    for (const [alias, value] of Object.entries(next.dependencies)) {
      const parsed = entrySchema.safeParse(value);
      if (!parsed.success)
        throw new LockfileError(`The lockfile does not have the shape of one, at \`dependencies.${alias}\`.`);
      const entry = parsed.data;
      const path = `${next.path === '' ? '' : `${next.path}/`}node_modules/${alias}`;
      const key = `${next.key === '' ? '' : `${next.key}\0`}dependencies\0${alias}`;
      const source = sourceOf(alias, entry);
      const requires = Object.keys(entry.requires ?? {});
      nodes.set(path, { name: source.name, isRoot: false, requires });
      packages.push(toPackage(path, source.name, { ...entry, ...source }, source.kind, places.get(key)));
      if (entry.dependencies) open.push({ path, key, dependencies: entry.dependencies });
    }
  }
  // The format does not say what the project itself asks for: what nothing else does is taken for it.
  const required = new Set([...nodes.values()].flatMap((node) => node.requires));
  const direct = Object.keys(top).filter((name) => !required.has(name));
  nodes.set('', { name: '', isRoot: true, requires: direct.length > 0 ? direct : Object.keys(top) });
  return { packages, problems: [], wayTo: createWays(nodes) };
}

function toPackage(
  path: string,
  name: string,
  entry: Entry,
  kind: Package['kind'],
  place?: KeyPlace,
): Package {
  const { line, column, endColumn } = place ?? { line: 1, column: 1, endColumn: 1 };
  return {
    ecosystem: 'npm',
    name,
    version: entry.version,
    path,
    line,
    column,
    endColumn,
    kind,
    groups: groupsOf(entry),
    ...(entry.resolved !== undefined && { resolved: entry.resolved }),
    ...(entry.integrity !== undefined && { integrity: entry.integrity }),
  };
}

function groupsOf(entry: Entry): Group[] {
  const groups: Group[] = [];
  if (entry.inBundle || entry.bundled) groups.push('bundled');
  if (entry.dev || entry.devOptional) groups.push('dev');
  if (entry.optional || entry.devOptional) groups.push('optional');
  if (entry.peer) groups.push('peer');
  return groups;
}

function nameOf(path: string, entry: Entry): string {
  if (entry.name !== undefined) return entry.name;
  const folder = path.lastIndexOf('node_modules/');
  return folder < 0 ? path.slice(path.lastIndexOf('/') + 1) : path.slice(folder + 'node_modules/'.length);
}

function requirementsOf(entry: Entry, isProject: boolean): string[] {
  return [
    entry.dependencies,
    entry.optionalDependencies,
    entry.peerDependencies,
    isProject ? entry.devDependencies : undefined,
  ].flatMap((list) => Object.keys(list ?? {}));
}

function kindOf(source: string): Package['kind'] {
  if (/^(?:git[+:@]|(?:github|gitlab|bitbucket|gist):|ssh:)/.test(source)) return 'git';
  if (/^(?:file:|\.{0,2}\/)/.test(source)) return 'file';
  return 'registry';
}

/** In version 1 the version is also the source of what does not come from a registry, and tells an alias. */
function sourceOf(
  alias: string,
  entry: Entry,
): Pick<Package, 'name' | 'version' | 'kind'> & { resolved?: string } {
  const { version } = entry;
  const aliased = /^npm:(@?[^@]+)@(.+)$/.exec(version);
  if (aliased) return { name: aliased[1] as string, version: aliased[2] as string, kind: 'registry' };
  if (!/[:/]/.test(version)) return { name: alias, version, kind: 'registry' };
  const kind = /^https?:/.test(version) ? 'registry' : kindOf(version);
  return {
    name: alias,
    version: '',
    kind: kind === 'registry' && !/^https?:/.test(version) ? 'git' : kind,
    resolved: version,
  };
}
