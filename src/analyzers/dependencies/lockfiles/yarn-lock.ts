import {
  type Group,
  type Lockfile,
  LockfileError,
  type LockfileFormat,
  type LockfileProblem,
  type Package,
  type SourceKind,
  type Surroundings,
} from '../package.js';
import { type NpmRoots, readNpmRoots } from './npm-roots.js';
import { sourceOfNpm } from './npm-source.js';
import { createWayTo, reach } from './reach.js';
import { type YarnEntry, readYarnBerry, readYarnClassic } from './yarn-lines.js';

/** What Yarn writes: the classic form of 1, and the YAML of 2 and later. */
export const yarnLock: LockfileFormat = {
  name: 'yarn.lock',
  matches: (path) => /(?:^|\/)yarn\.lock$/.test(path),
  parse: parseYarnLock,
};

/** @throws LockfileError where it is neither form, or of an unknown version. */
async function parseYarnLock(text: string, around: Surroundings): Promise<Lockfile> {
  const isBerry = /^["']?__metadata["']?\s*:/m.test(text);
  if (!isBerry && /^<{7} /m.test(text))
    throw new LockfileError('The file could not be read: it holds a merge conflict.');
  if (
    !isBerry &&
    !/yarn lockfile v1/.test(text.slice(0, 2000)) &&
    !/^\s*(?:#.*\s*)*$|^\s+resolved /m.test(text)
  )
    throw new LockfileError('The file is not a lockfile of Yarn: it has the marks of none of its versions.');
  const { entries, problems } = isBerry ? await readYarnBerry(text) : readYarnClassic(text);
  return toLockfile(
    entries,
    problems,
    await readNpmRoots(around, isBerry ? workspacesOf(entries) : undefined),
  );
}

/** The folders of the project and its workspaces, as a lockfile of Yarn 2 names them. */
function workspacesOf(entries: readonly YarnEntry[]): string[] {
  return entries.flatMap(({ resolution }) => /@workspace:(.*)$/.exec(resolution)?.[1] ?? []);
}

function toLockfile(entries: readonly YarnEntry[], problems: LockfileProblem[], roots: NpmRoots): Lockfile {
  const byDescriptor = new Map<string, string>();
  for (const entry of entries)
    for (const descriptor of entry.descriptors) byDescriptor.set(descriptor, entry.id);
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const resolve = ([name, range]: readonly [string, string]): string[] => {
    const id = byDescriptor.get(`${name}@${range}`) ?? byDescriptor.get(`${name}@npm:${range}`);
    return id === undefined ? [] : [id];
  };
  const next = (id: string): string[] => (byId.get(id)?.requires ?? []).flatMap(resolve);
  const wanted = rootsOf(entries, roots, resolve, next);
  const inProduction = reach(wanted.production, next);
  const inDevelopment = reach(wanted.dev, next);
  const names = new Map<string, string>();
  const packages = entries.flatMap((entry): Package[] => {
    const { id, line, column, endColumn } = entry;
    const source = sourceOf(entry);
    names.set(id, source.name);
    if (source.kind === 'workspace' && /@workspace:\.$/.test(entry.resolution)) return [];
    const groups: Group[] = !inProduction.has(id) && inDevelopment.has(id) ? ['dev'] : [];
    const { checksum: integrity } = entry;
    return [{ ecosystem: 'npm', ...source, path: id, line, column, endColumn, groups, integrity }];
  });
  const wayTo = createWayTo({
    roots: [...wanted.production, ...wanted.dev],
    next,
    nameOf: (id) => names.get(id) ?? id,
  });
  // Yarn 2 and later change requirements by rules of their own, and without manifests the roots are a guess.
  const isExact = roots.isWhole && entries.every(({ resolution }) => resolution === '');
  const known = (id: string): readonly string[] | undefined => {
    const way = wayTo(id);
    return way.length > 0 || isExact ? way : undefined;
  };
  return { packages, problems, wayTo: known };
}

interface Wanted {
  readonly production: readonly string[];
  /** Empty where the manifests are not known, so that nothing can be told for development only. */
  readonly dev: readonly string[];
}

/** Without manifests, what no other entry asks for is taken for what the project does. */
function rootsOf(
  entries: readonly YarnEntry[],
  roots: NpmRoots,
  resolve: (requirement: readonly [string, string]) => string[],
  next: (id: string) => string[],
): Wanted {
  if (roots.isWhole)
    return { production: roots.production.flatMap(resolve), dev: roots.dev.flatMap(resolve) };
  const workspaces = entries.filter(({ resolution }) => resolution.includes('@workspace:'));
  if (workspaces.length > 0) return { production: workspaces.flatMap(({ id }) => next(id)), dev: [] };
  const required = new Set(entries.flatMap(({ id }) => next(id)));
  return { production: entries.flatMap(({ id }) => (required.has(id) ? [] : [id])), dev: [] };
}

type Source = Pick<Package, 'name' | 'version' | 'kind' | 'resolved' | 'alias'>;

function sourceOf(entry: YarnEntry): Source {
  const [descriptor = ''] = entry.descriptors;
  const at = descriptor.indexOf('@', 1);
  const installed = at < 0 ? descriptor : descriptor.slice(0, at);
  const range = at < 0 ? '' : descriptor.slice(at + 1);
  const { name, kind, resolved } =
    entry.resolution === '' ? classicSource(installed, range, entry.resolved) : berrySource(entry.resolution);
  return { name, version: entry.version, kind, resolved, alias: name === installed ? undefined : installed };
}

type Origin = { readonly name: string; readonly kind: SourceKind; readonly resolved: string | undefined };

function classicSource(installed: string, range: string, resolved: string | undefined): Origin {
  const name = /^npm:(@?[^@]+)/.exec(range)?.[1] ?? installed;
  if (range.startsWith('link:')) return { name, kind: 'link', resolved: range };
  const source = resolved ?? range;
  const host = /^https:\/\/(?:codeload\.github\.com|gitlab\.com|bitbucket\.org)\//.test(source);
  if (host || /^https?:\/\/[^#]*(?:\.git)?#[0-9a-f]{40}$/.test(gitOf(source)))
    return { name, kind: 'git', resolved };
  if (resolved === undefined && sourceOfNpm(range) === 'registry' && range.includes('/'))
    return { name, kind: 'git', resolved: range };
  const kind = sourceOfNpm(source);
  return { name, kind: kind === 'registry' && /^https?:/.test(range) ? 'http' : kind, resolved };
}

/** An archive's address ends with the hash of the archive, and a repository's with that of the commit: both have 40 digits. */
function gitOf(source: string): string {
  return /\.(?:tgz|tar\.gz|tar|zip)(?:[?#]|$)/.test(source) ? '' : source;
}

/** A resolution of Yarn 2 and later: `name@npm:1.0.0`, with a protocol that tells where from. */
function berrySource(resolution: string): Origin {
  const at = resolution.indexOf('@', 1);
  const name = at < 0 ? resolution : resolution.slice(0, at);
  const source = resolution.slice(at + 1);
  const protocol = /^([a-z+]+):/.exec(source)?.[1] ?? '';
  if (protocol === 'npm') {
    const archive = /::.*__archiveUrl=([^&]+)/.exec(source)?.[1];
    return { name, kind: 'registry', resolved: archive && decode(archive) };
  }
  // A patch is made to a package of a registry.
  if (protocol === 'patch') return { name, kind: 'registry', resolved: undefined };
  const kind = protocols.get(protocol);
  if (kind !== undefined) return { name, kind, resolved: source };
  return { name, kind: /[#&]commit[=:]/.test(source) ? 'git' : 'http', resolved: source };
}

const protocols: ReadonlyMap<string, SourceKind> = new Map([
  ['workspace', 'workspace'],
  ['link', 'link'],
  ['portal', 'link'],
  ['file', 'file'],
  ['exec', 'file'],
]);

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not encoded as it should be; shown as it is.
    return text;
  }
}
