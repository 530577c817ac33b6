import { type Group, type Lockfile, type LockfileFormat, type SourceKind } from '../package.js';
import { createProblems, type Problems, unknownVersion } from './problems.js';
import {
  addressesIn,
  finishPython,
  hashesIn,
  normalizePython,
  packagesIn,
  releasedIn,
  type PythonPackage,
  type TomlPackage,
} from './python.js';
import { reach } from './reach.js';
import { listOf, parseToml, recordOf, textIn } from './toml.js';

/** What uv writes: version 1 of the format. */
export const uvLock: LockfileFormat = {
  name: 'uv.lock',
  matches: (path) => /(?:^|\/)uv\.lock$/.test(path),
  parse: parseUvLock,
};

/** @throws LockfileError where it is not TOML, or of an unknown version. */
function parseUvLock(text: string): Lockfile {
  const toml = parseToml(text);
  const version = toml.find('')?.members.get('version')?.value;
  if (version !== undefined && version !== 1 && version !== 1n) throw unknownVersion(version);
  const problems = createProblems();
  const found = packagesIn(toml, 'package').flatMap((one) => toPackage(one, problems));
  const { packages, wayTo } = finishPython(withGroups(found), undefined);
  return { packages, problems: problems.list, wayTo };
}

interface UvPackage extends PythonPackage {
  readonly production: readonly string[];
  readonly optional: readonly string[];
}

function toPackage({ table, below }: TomlPackage, problems: Problems): UvPackage[] {
  const member = table.members.get('name');
  const name = textIn(table, 'name');
  if (name === undefined || !member) {
    problems.incomplete(undefined, 'An entry has no name, and was not understood.');
    return [];
  }
  const source = recordOf(table.members.get('source')?.value);
  const [kind, resolved] = sourceOf(source);
  const production = namesIn(table.members.get('dependencies')?.value);
  const optional = namesBelow(below, 'optional-dependencies');
  const dev = namesBelow(below, 'dev-dependencies');
  const files = [table.members.get('sdist')?.value, ...listOf(table.members.get('wheels')?.value)];
  const isProject = 'virtual' in source || 'editable' in source;
  return [
    {
      name,
      version: textIn(table, 'version') ?? '',
      member,
      kind,
      groups: [],
      resolved,
      archives: addressesIn(files),
      integrity: hashesIn(files, (file) => recordOf(file).hash),
      released: releasedIn(files),
      requires: [...production, ...optional, ...(isProject ? dev : [])],
      production,
      optional,
      isProject,
    },
  ];
}

function sourceOf(source: Readonly<Record<string, unknown>>): readonly [SourceKind, string | undefined] {
  const origins: readonly (readonly [string, SourceKind])[] = [
    ['registry', 'registry'],
    ['git', 'git'],
    ['url', 'http'],
    ['path', 'file'],
    ['directory', 'link'],
    ['editable', 'workspace'],
    ['virtual', 'workspace'],
  ];
  const [key, kind] = origins.find(([one]) => typeof source[one] === 'string') ?? ['', 'registry' as const];
  return [kind, source[key] as string | undefined];
}

function namesIn(list: unknown): string[] {
  return listOf(list).flatMap((one) => {
    const { name } = recordOf(one);
    return typeof name === 'string' ? [name] : [];
  });
}

function namesBelow(below: TomlPackage['below'], table: string): string[] {
  return [...(below.get(table)?.members.values() ?? [])].flatMap(({ value }) => namesIn(value));
}

/** What the project reaches only by its groups is for development; what it reaches only by its extras is optional. */
function withGroups(found: readonly UvPackage[]): PythonPackage[] {
  const projects = found.filter(({ isProject }) => isProject);
  if (projects.length === 0) return [...found];
  const byName = new Map<string, UvPackage[]>();
  for (const one of found)
    byName.set(normalizePython(one.name), [...(byName.get(normalizePython(one.name)) ?? []), one]);
  const next = (name: string): string[] =>
    (byName.get(name) ?? []).flatMap(({ isProject, production, requires }) =>
      (isProject ? production : requires).map(normalizePython),
    );
  const inProduction = reach(
    projects.flatMap((one) => one.production.map(normalizePython)),
    next,
  );
  const inExtras = reach(
    projects.flatMap((one) => one.optional.map(normalizePython)),
    next,
  );
  return found.map((one) => {
    const name = normalizePython(one.name);
    const groups: Group[] = inProduction.has(name) ? [] : inExtras.has(name) ? ['optional'] : ['dev'];
    return { ...one, groups: one.isProject ? [] : groups };
  });
}
