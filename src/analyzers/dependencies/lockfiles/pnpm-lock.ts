import { type Group, type Lockfile, LockfileError, type LockfileFormat, type Package } from '../package.js';
import { parseDepPath, withoutPeers } from './pnpm-path.js';
import { createProblems, type Problems, unknownVersion } from './problems.js';
import { createWayTo, reach } from './reach.js';
import { readBraces, readYamlLines, type YamlEntry, type YamlReader } from './yaml-lines.js';

/** What pnpm 3 to 12 writes: versions 5.0 to 5.4, 6.0, 6.1 and 9.0, in one document or two. */
export const pnpmLock: LockfileFormat = {
  name: 'pnpm-lock.yaml',
  matches: (path) => /(?:^|\/)pnpm-lock\.yaml$/.test(path),
  parse: parsePnpmLock,
};

const known = /^(?:5(?:\.[0-4])?|6\.[01]|9\.0)$/;

/** @throws LockfileError where it is not YAML as pnpm writes it, or of an unknown version. */
async function parsePnpmLock(text: string): Promise<Lockfile> {
  const lines = readDocuments((reader) => readYamlLines(text, reader));
  if (lines.problems.list.length === 0 || !heading.test(text.slice(0, 1000))) return toLockfile(lines, text);
  // As others may lay it out; the parser takes a hundred times as long.
  const { readYamlTree } = await import('./yaml-tree.js');
  const tree = readDocuments((reader) => readYamlTree(text, reader));
  const isClear = tree.problems.list.length === 0 && tree.documents.some(({ isEmpty }) => !isEmpty);
  return toLockfile(isClear ? tree : lines, text);
}

/** What is no lockfile is not worth the time. */
const heading = /\blockfileVersion\b/;

interface Read {
  readonly documents: readonly Document[];
  readonly problems: Problems;
}

function readDocuments(read: (reader: YamlReader) => void): Read {
  const documents = [new Document()];
  const problems = createProblems();
  read({
    entry: (entry) => documents.at(-1)?.take(entry),
    nextDocument: () => documents.push(new Document()),
    unclear: (line) => {
      problems.incomplete(line, 'This line is not as pnpm writes it, and was not understood.');
    },
  });
  return { documents, problems };
}

function toLockfile({ documents, problems }: Read, text: string): Lockfile {
  const used = documents.filter((document) => !document.isEmpty);
  for (const { version } of used) {
    if (version === '' && /^<{7} /m.test(text))
      throw new LockfileError('The file could not be read: it holds a merge conflict.');
    if (version === '')
      throw new LockfileError('The file is not a lockfile of pnpm: it names no `lockfileVersion`.');
    if (!known.test(version)) throw unknownVersion(version);
  }
  if (used.length === 0 && problems.list.length > 0)
    throw new LockfileError('The file is not a lockfile of pnpm: it is not YAML as pnpm writes it.');
  const parts = used.map((document, index) => document.finish(index < used.length - 1 ? 'tools ' : ''));
  return {
    packages: parts.flatMap((part) => part.packages),
    problems: [...problems.list, ...parts.flatMap((part) => part.problems)],
    wayTo: (path) => parts.map((part) => part.wayTo(path)).find((way) => way && way.length > 0) ?? [],
  };
}

interface Entry {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  resolution: ReadonlyMap<string, string>;
  name?: string;
  version?: string;
  requiresBuild?: string;
  deprecated?: string;
  dev?: string;
  optional?: string;
}

const noResolution: ReadonlyMap<string, string> = new Map();

/** One YAML document, as it is read: since pnpm 11 a first one may hold pnpm itself and what configures it. */
class Document {
  version = '';
  isEmpty = true;
  private readonly entries = new Map<string, Entry>();
  /** What each place asks for, by its path without peers: each name, and the version or path behind it without peers. */
  private readonly requires = new Map<string, readonly string[]>();
  /** Of the place that is read. */
  private asking = '';
  private asked: string[] = [];
  private readonly roots: Readonly<Record<'production' | 'dev', string[]>> = { production: [], dev: [] };
  private readonly released = new Map<string, string>();
  private readonly optional = new Set<string>();
  private readonly mandatory = new Set<string>();

  take(entry: YamlEntry): void {
    this.isEmpty = false;
    const { keys, value } = entry;
    switch (keys[0]) {
      case 'lockfileVersion':
        this.version = value;
        return;
      case 'packages':
        return this.takePackage(keys[1], keys[2], keys[3], entry);
      case 'snapshots':
        return this.takeSnapshot(keys[1], keys[2], keys[3], value);
      case 'importers':
        return this.takeRequirement(keys.slice(2), value);
      case 'time':
        if (keys[1] !== undefined) this.released.set(keys[1], value);
        return;
      default:
        return this.takeRequirement(keys, value);
    }
  }

  /** `dependencies › name: version`, or since version 6 `dependencies › name › version: version`. */
  private takeRequirement([list = '', name, field]: readonly string[], value: string): void {
    if (name === undefined || value === '' || (field !== undefined && field !== 'version')) return;
    if (!/ependencies$/.test(list)) return;
    const isDev = list === 'devDependencies' || list === 'packageManagerDependencies';
    this.roots[isDev ? 'dev' : 'production'].push(name, withoutPeers(value));
  }

  private takePackage(path?: string, field?: string, name?: string, at?: YamlEntry): void {
    if (path === undefined || !at) return;
    const { value, line, column, endColumn } = at;
    if (field === undefined) {
      this.entries.set(path, { line, column, endColumn, resolution: noResolution });
      return;
    }
    const entry = this.entries.get(path);
    if (!entry) return;
    if (name !== undefined) {
      if (field === 'resolution') entry.resolution = new Map([...entry.resolution, [name, value]]);
      else this.addEdge(path, field, name, value);
    } else if (field === 'resolution') entry.resolution = readBraces(value) ?? noResolution;
    else if (isField(field)) entry[field] = value;
  }

  private takeSnapshot(path?: string, field?: string, name?: string, value = ''): void {
    if (path === undefined) return;
    if (field === undefined) this.mandatory.add(path);
    else if (name !== undefined) this.addEdge(path, field, name, value);
    else if (field === 'optional' && value === 'true') {
      this.mandatory.delete(path);
      this.optional.add(withoutPeers(path));
    }
  }

  private addEdge(path: string, field: string, name: string, value: string): void {
    if (field !== 'dependencies' && field !== 'optionalDependencies') return;
    if (path !== this.asking) this.keepAsked(path);
    this.asked.push(name, withoutPeers(value));
  }

  /** Places with other peers are one. */
  private keepAsked(next: string): void {
    const from = withoutPeers(this.asking);
    const before = this.requires.get(from);
    if (this.asked.length > 0)
      this.requires.set(from, before ? [...before, ...this.asked] : this.asked.slice());
    this.asking = next;
    this.asked.length = 0;
  }

  finish(prefix: string): Lockfile {
    this.keepAsked('');
    if (this.optional.size > 0) for (const path of this.mandatory) this.optional.delete(withoutPeers(path));
    const ids = new Set<string>();
    this.entries.forEach((_, path) => ids.add(withoutPeers(path)));
    const edges = new Map<string, readonly string[]>();
    const next = (id: string): readonly string[] => {
      let found = edges.get(id);
      if (!found) edges.set(id, (found = idsOf(this.requires.get(id) ?? [], ids)));
      return found;
    };
    const { production, dev } = this.roots;
    const isDev = this.developmentOf(ids, next);
    const problems = createProblems();
    const packages: Package[] = [];
    const names = new Map<string, string>();
    this.entries.forEach((entry, path) => {
      const found = this.toPackage(prefix, path, entry, isDev, problems);
      if (!found) return;
      if (found.name !== nameIn(path)) names.set(withoutPeers(path), found.name);
      packages.push(found);
    });
    const wayTo = createWayTo({
      roots: () => idsOf([...production, ...dev], ids),
      next,
      nameOf: (id) => names.get(id) ?? nameIn(id),
    });
    return {
      packages,
      problems: problems.list,
      wayTo: (path) => (path.startsWith(prefix) ? wayTo(withoutPeers(path.slice(prefix.length))) : []),
    };
  }

  /** What is reached from development dependencies alone; only where the file does not say so of each package. */
  private developmentOf(
    ids: ReadonlySet<string>,
    next: (id: string) => readonly string[],
  ): (id: string) => boolean {
    const { production, dev } = this.roots;
    if (dev.length === 0) return () => false;
    const inProduction = reach(idsOf(production, ids), next);
    const inDevelopment = reach(idsOf(dev, ids), next);
    return (id) => !inProduction.has(id) && inDevelopment.has(id);
  }

  private toPackage(
    prefix: string,
    path: string,
    entry: Entry,
    isDev: (id: string) => boolean,
    problems: Problems,
  ): Package | undefined {
    const { resolution, line, column, endColumn } = entry;
    const parsed = parseDepPath(path, resolution);
    const name = entry.name ?? parsed?.name;
    if (!parsed || name === undefined) {
      tellUnclear(path, line, parsed !== undefined, problems);
      return undefined;
    }
    const id = withoutPeers(path);
    return {
      ecosystem: 'npm',
      name,
      version: entry.version ?? parsed.version,
      path: prefix + path,
      line,
      column,
      endColumn,
      kind: parsed.kind,
      groups: groupsOf(
        entry.dev === undefined ? isDev(id) : entry.dev === 'true',
        entry.optional === 'true' || this.optional.has(id),
      ),
      resolved: resolution.get('tarball') ?? repositoryOf(resolution),
      integrity: resolution.get('integrity'),
      hasInstallScript: entry.requiresBuild === 'true' ? true : undefined,
      deprecated: entry.deprecated,
      released: this.released.size > 0 ? this.released.get(id) : undefined,
    };
  }
}

function tellUnclear(path: string, line: number, isPath: boolean, problems: Problems): void {
  const shown = path.slice(0, 200);
  if (isPath)
    problems.notice(line, `The entry \`${shown}\` names no package with a version, and was not reviewed.`);
  else problems.incomplete(line, `The entry \`${shown}\` is not one of pnpm, and was not understood.`);
}

const groups = {
  production: [],
  dev: ['dev'],
  optional: ['optional'],
  both: ['dev', 'optional'],
} as const satisfies Readonly<Record<string, readonly Group[]>>;

function groupsOf(isDev: boolean, isOptional: boolean): readonly Group[] {
  if (isOptional) return isDev ? groups.both : groups.optional;
  return isDev ? groups.dev : groups.production;
}

const fields = ['name', 'version', 'requiresBuild', 'deprecated', 'dev', 'optional'] as const;

function isField(name: string): name is (typeof fields)[number] {
  return (fields as readonly string[]).includes(name);
}

/** As most paths say it: `name@1.0.0`. */
function nameIn(path: string): string {
  const at = path.indexOf('@', 1);
  return at < 0 ? path : path.slice(0, at);
}

function repositoryOf(resolution: ReadonlyMap<string, string>): string | undefined {
  const repository = resolution.get('repo');
  return repository && `${repository}#${resolution.get('commit') ?? ''}`;
}

/** The paths that are asked for, of those that are there; names and what stands behind them take turns. */
function idsOf(requirements: readonly string[], ids: ReadonlySet<string>): string[] {
  const found: string[] = [];
  for (let index = 0; index < requirements.length; index += 2) {
    const id = idOf(requirements[index] as string, requirements[index + 1] as string, ids);
    if (id !== undefined) found.push(id);
  }
  return found;
}

/** The path that is meant, of all versions of the format; undefined where none of them is there. */
function idOf(name: string, value: string, ids: ReadonlySet<string>): string | undefined {
  const usual = `${name}@${value}`;
  if (ids.has(usual)) return usual;
  return [value, `/${usual}`, `/${name}/${value}`].find((id) => ids.has(id));
}
