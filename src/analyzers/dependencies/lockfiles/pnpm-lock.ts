import { type Group, type Lockfile, LockfileError, type LockfileFormat, type Package } from '../package.js';
import { parseDepPath, withoutPeers } from './pnpm-path.js';
import { createProblems, type Problems, unknownVersion } from './problems.js';
import { createWayTo, reach } from './reach.js';
import { readBraces, readYamlLines, type YamlEntry } from './yaml-lines.js';

/** What pnpm 3 to 12 writes: versions 5.0 to 5.4, 6.0, 6.1 and 9.0, in one document or two. */
export const pnpmLock: LockfileFormat = {
  name: 'pnpm-lock.yaml',
  matches: (path) => /(?:^|\/)pnpm-lock\.yaml$/.test(path),
  parse: parsePnpmLock,
};

const known = /^(?:5(?:\.[0-4])?|6\.[01]|9\.0)$/;

/** @throws LockfileError where it is not YAML as pnpm writes it, or of an unknown version. */
function parsePnpmLock(text: string): Lockfile {
  const documents = [new Document()];
  const problems = createProblems();
  readYamlLines(text, {
    entry: (entry) => documents.at(-1)?.take(entry),
    nextDocument: () => documents.push(new Document()),
    unclear: (line) => {
      problems.incomplete(line, 'This line is not as pnpm writes it, and was not understood.');
    },
  });
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
  line: number;
  column: number;
  endColumn: number;
  readonly fields: Map<string, string>;
  readonly resolution: Map<string, string>;
}

/** One YAML document, as it is read: since pnpm 11 a first one may hold pnpm itself and what configures it. */
class Document {
  version = '';
  isEmpty = true;
  private readonly entries = new Map<string, Entry>();
  /** What each place asks for, by its path without peers. */
  private readonly requires = new Map<string, Requirement[]>();
  private readonly roots: Readonly<Record<'production' | 'dev', Requirement[]>> = { production: [], dev: [] };
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
        return this.takePackage(entry);
      case 'snapshots':
        return this.takeSnapshot(keys, value);
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
    this.roots[isDev ? 'dev' : 'production'].push([name, withoutPeers(value)]);
  }

  private takePackage({ keys, value, line, column, endColumn }: YamlEntry): void {
    const [, path, field, name] = keys;
    if (path === undefined) return;
    if (field === undefined) {
      this.entries.set(path, { line, column, endColumn, fields: new Map(), resolution: new Map() });
      return;
    }
    const entry = this.entries.get(path);
    if (name === undefined) {
      entry?.fields.set(field, value);
      if (field === 'resolution')
        for (const [key, text] of readBraces(value) ?? []) entry?.resolution.set(key, text);
    } else if (field === 'resolution') entry?.resolution.set(name, value);
    else this.addEdge(path, field, name, value);
  }

  private takeSnapshot([, path, field, name]: readonly string[], value: string): void {
    if (path === undefined) return;
    if (field === undefined) this.mandatory.add(path);
    else if (name !== undefined) this.addEdge(path, field, name, value);
    else if (field === 'optional' && value === 'true') this.mandatory.delete(path);
    if (field === 'optional' && value === 'true') this.optional.add(withoutPeers(path));
  }

  private addEdge(path: string, field: string, name: string, value: string): void {
    if (field !== 'dependencies' && field !== 'optionalDependencies') return;
    const from = withoutPeers(path);
    const requirement: Requirement = [name, withoutPeers(value)];
    const requirements = this.requires.get(from);
    if (requirements) requirements.push(requirement);
    else this.requires.set(from, [requirement]);
  }

  finish(prefix: string): Lockfile {
    for (const path of this.mandatory) this.optional.delete(withoutPeers(path));
    const ids = new Map<string, string>();
    for (const path of this.entries.keys()) {
      const id = withoutPeers(path);
      if (!ids.has(id)) ids.set(id, path);
    }
    const there = (requirements: readonly Requirement[]): string[] => {
      const found: string[] = [];
      for (const requirement of requirements) {
        const id = idOf(requirement, ids);
        if (id !== undefined) found.push(id);
      }
      return found;
    };
    const edges = new Map<string, readonly string[]>();
    const next = (id: string): readonly string[] => {
      let found = edges.get(id);
      if (!found) edges.set(id, (found = there(this.requires.get(id) ?? [])));
      return found;
    };
    const inProduction = reach(there(this.roots.production), next);
    const inDevelopment = reach(there(this.roots.dev), next);
    const problems = createProblems();
    const packages: Package[] = [];
    const names = new Map<string, string>();
    for (const [path, entry] of this.entries) {
      const found = this.toPackage(path, entry, problems);
      if (!found) continue;
      const id = withoutPeers(path);
      names.set(id, found.name);
      const groups = this.groupsOf(id, entry, !inProduction.has(id) && inDevelopment.has(id));
      packages.push({ ...found, path: prefix + path, groups });
    }
    const wayTo = createWayTo({
      roots: there([...this.roots.production, ...this.roots.dev]),
      next,
      nameOf: (id) => names.get(id) ?? id,
    });
    return {
      packages,
      problems: problems.list,
      wayTo: (path) => (path.startsWith(prefix) ? wayTo(withoutPeers(path.slice(prefix.length))) : []),
    };
  }

  private toPackage(path: string, entry: Entry, problems: Problems): Omit<Package, 'groups'> | undefined {
    const { fields, resolution, line, column, endColumn } = entry;
    const parsed = parseDepPath(path, resolution);
    const name = fields.get('name') ?? parsed?.name;
    if (!parsed || name === undefined) {
      const shown = path.slice(0, 200);
      if (parsed)
        problems.notice(
          line,
          `The entry \`${shown}\` names no package with a version, and was not reviewed.`,
        );
      else problems.incomplete(line, `The entry \`${shown}\` is not one of pnpm, and was not understood.`);
      return undefined;
    }
    return {
      ecosystem: 'npm',
      name,
      version: fields.get('version') ?? parsed.version,
      path,
      line,
      column,
      endColumn,
      kind: parsed.kind,
      resolved: resolution.get('tarball') ?? repositoryOf(resolution),
      integrity: resolution.get('integrity'),
      hasInstallScript: fields.get('requiresBuild') === 'true' ? true : undefined,
      deprecated: fields.get('deprecated'),
      released: this.released.get(withoutPeers(path)),
    };
  }

  private groupsOf(id: string, { fields }: Entry, isDev: boolean): Group[] {
    const groups: Group[] = [];
    const dev = fields.get('dev');
    if (dev === undefined ? isDev : dev === 'true') groups.push('dev');
    if (fields.get('optional') === 'true' || this.optional.has(id)) groups.push('optional');
    return groups;
  }
}

function repositoryOf(resolution: ReadonlyMap<string, string>): string | undefined {
  const repository = resolution.get('repo');
  return repository && `${repository}#${resolution.get('commit') ?? ''}`;
}

/** A name, and the version or path behind it, without peers. */
type Requirement = readonly [name: string, value: string];

/** The path that a requirement means, of all versions of the format; undefined where none of them is there. */
function idOf([name, value]: Requirement, ids: ReadonlyMap<string, unknown>): string | undefined {
  for (const id of [`${name}@${value}`, value, `/${name}@${value}`, `/${name}/${value}`])
    if (ids.has(id)) return id;
  return undefined;
}
