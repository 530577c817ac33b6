import {
  type Group,
  type Lockfile,
  LockfileError,
  type LockfileFormat,
  type Package,
  type SourceKind,
} from '../package.js';
import {
  elementsOf,
  membersOf,
  memberOf,
  type Member,
  type Node,
  parseJsonTree,
  scalarOf,
  textOf,
} from './json-tree.js';
import { createPlacer } from './place.js';
import { createProblems, unknownVersion } from './problems.js';
import { createWayTo, reach } from './reach.js';

/** What Bun writes as text, since 1.2. */
export const bunLock: LockfileFormat = {
  name: 'bun.lock',
  matches: (path) => /(?:^|\/)bun\.lock$/.test(path),
  parse: parseBunLock,
};

/** @throws LockfileError where it is not JSON with trailing commas, or of an unknown version. */
function parseBunLock(text: string): Lockfile {
  const root = parseJsonTree(text, true);
  const version = scalarOf(memberOf(root, 'lockfileVersion'));
  if (version !== undefined && version !== 0 && version !== 1) throw unknownVersion(version);
  const entries = membersOf(memberOf(root, 'packages'));
  if (version === undefined && entries.length > 0)
    throw new LockfileError('The file is not a lockfile of Bun: it names no `lockfileVersion`.');
  const placeOf = createPlacer(text);
  const problems = createProblems();
  const keys = new Map(entries.map((entry) => [entry.key, entry]));
  const roots = rootsOf(root);
  const next = (key: string): string[] =>
    requirementsOf(keys.get(key)?.value).flatMap((name) => resolve(keys, key, name) ?? []);
  const there = (names: readonly string[]): string[] => names.filter((name) => keys.has(name));
  const inProduction = reach(there(roots.production), next);
  const inDevelopment = reach(there(roots.dev), next);
  const names = new Map<string, string>();
  const packages: Package[] = [];
  for (const { key, keyNode, value } of entries) {
    const place = placeOf(keyNode.offset, keyNode.offset + keyNode.length);
    const source = sourceOf(value);
    if (!source) {
      const message = `The entry \`${key.slice(0, 200)}\` is not one of Bun, and was not understood.`;
      problems.incomplete(place.line, message);
      continue;
    }
    names.set(key, source.name);
    if (source.isProject) continue;
    const groups: Group[] = !inProduction.has(key) && inDevelopment.has(key) ? ['dev'] : [];
    const installed = key.slice(startOfName(key));
    const { name, version: exact, kind, resolved, integrity } = source;
    const alias = installed === name ? undefined : installed;
    packages.push({
      ecosystem: 'npm',
      name,
      version: exact,
      path: key,
      ...place,
      kind,
      groups,
      resolved,
      integrity,
      alias,
    });
  }
  const wayTo = createWayTo({
    roots: there([...roots.production, ...roots.dev]),
    next,
    nameOf: (key) => names.get(key) ?? key,
  });
  return { packages, problems: problems.list, wayTo };
}

/** What the workspaces ask for. */
function rootsOf(root: Node): { readonly production: string[]; readonly dev: string[] } {
  const roots = { production: [] as string[], dev: [] as string[] };
  for (const { value } of membersOf(memberOf(root, 'workspaces'))) {
    for (const list of ['dependencies', 'optionalDependencies', 'peerDependencies'])
      roots.production.push(...membersOf(memberOf(value, list)).map(({ key }) => key));
    roots.dev.push(...membersOf(memberOf(value, 'devDependencies')).map(({ key }) => key));
  }
  return roots;
}

interface Source {
  readonly name: string;
  readonly version: string;
  readonly kind: SourceKind;
  readonly resolved: string | undefined;
  readonly integrity: string | undefined;
  readonly isProject: boolean;
}

/** An entry is a list: `name@version`, for a registry its address (empty for the usual one), what it asks for, its hash. */
function sourceOf(value: Node): Source | undefined {
  const [id, second, , fourth] = elementsOf(value);
  const text = textOf(id);
  const at = text?.indexOf('@', 1) ?? -1;
  if (text === undefined || at < 0) return undefined;
  const name = text.slice(0, at);
  const source = text.slice(at + 1);
  const isProject = source.startsWith('root:');
  if (/^\d+\.\d+\.\d+(?:[-+]|$)/.test(source)) {
    const resolved = textOf(second);
    return { name, version: source, kind: 'registry', resolved, integrity: textOf(fourth), isProject };
  }
  return { name, version: '', kind: kindOf(source), resolved: source, integrity: undefined, isProject };
}

function kindOf(source: string): SourceKind {
  if (/^(?:root|workspace):/.test(source)) return 'workspace';
  if (source.startsWith('link:')) return 'link';
  if (/^(?:git[+:@]|github:|gitlab:|bitbucket:|ssh:)/.test(source)) return 'git';
  return /^https?:/.test(source) ? 'http' : 'file';
}

function requirementsOf(value: Node | undefined): string[] {
  const info = elementsOf(value).find((element) => element.type === 'object');
  return ['dependencies', 'optionalDependencies', 'peerDependencies'].flatMap((list) =>
    membersOf(memberOf(info, list)).map(({ key }) => key),
  );
}

/** A key is a way of names: what `a` alone uses of `b` is `a/b`, what all use is `b`. */
function resolve(keys: ReadonlyMap<string, Member>, from: string, name: string): string | undefined {
  for (let folder = from; folder !== ''; folder = folder.slice(0, Math.max(0, startOfName(folder) - 1))) {
    const key = `${folder}/${name}`;
    if (keys.has(key)) return key;
  }
  return keys.has(name) ? name : undefined;
}

/** Where the last name of a key begins; a scope belongs to it. */
function startOfName(key: string): number {
  const slash = key.lastIndexOf('/');
  const before = key.lastIndexOf('/', slash - 1);
  return slash > 0 && key.charAt(before + 1) === '@' ? before + 1 : slash + 1;
}
