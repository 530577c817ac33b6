import type { Group, Lockfile, LockfileFormat } from '../package.js';
import { type Declared, toManifest } from './declared.js';
import { folderOf, upwards } from './paths.js';
import { normalizePython } from './python.js';
import { listOf, parseToml, recordOf, type Table, type TomlMember } from './toml.js';

/** The manifest of Python projects, with what Poetry and PDM add to it. */
export const pyprojectToml: LockfileFormat = {
  name: 'pyproject.toml',
  matches: (path) => /(?:^|\/)pyproject\.toml$/.test(path),
  parse: (text) => toManifest(parseToml(text).tables.flatMap(declaredIn)),
  lockedBy: (path) => upwards(path, ['poetry.lock', 'pdm.lock', 'uv.lock', 'pylock.toml']),
};

/** The manifest of Pipenv. */
export const pipfile: LockfileFormat = {
  name: 'Pipfile',
  matches: (path) => /(?:^|\/)Pipfile$/.test(path),
  parse: parsePipfile,
  lockedBy: (path) => [`${folderOf(path)}Pipfile.lock`],
};

function parsePipfile(text: string): Lockfile {
  return toManifest(
    parseToml(text).tables.flatMap((table) => {
      if (table.name !== 'packages' && table.name !== 'dev-packages') return [];
      return byKey(table, table.name === 'packages' ? undefined : 'dev');
    }),
  );
}

function declaredIn(table: Table): Declared[] {
  const { name, members } = table;
  if (name === 'project') return fromList(members.get('dependencies'), undefined);
  if (name === 'project.optional-dependencies')
    return [...members.values()].flatMap((member) => fromList(member, 'optional'));
  if (name === 'dependency-groups' || name === 'tool.pdm.dev-dependencies')
    return [...members.values()].flatMap((member) => fromList(member, 'dev'));
  if (name === 'build-system') return fromList(members.get('requires'), 'dev');
  if (name === 'tool.poetry.dependencies') return byKey(table, undefined);
  return /^tool\.poetry\.(?:dev-dependencies|group\.[^.]+\.dependencies)$/.test(name)
    ? byKey(table, 'dev')
    : [];
}

/** Requirements as texts: `requests[socks] >= 2; python_version > "3"`. */
function fromList(member: TomlMember | undefined, group: Group | undefined): Declared[] {
  if (!member) return [];
  return listOf(member.value).flatMap((text) => {
    const [, name, rest = '', marker] =
      /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*([^;]*)(;)?/.exec(typeof text === 'string' ? text : '') ??
      [];
    if (name === undefined) return [];
    const range = rest.trim();
    // What a marker decides is not installed everywhere.
    const own = marker === undefined ? group : 'optional';
    return [{ ...toDeclared(name, range.replace(/^@\s*/, ''), member, own), source: sourceOf(range) }];
  });
}

function sourceOf(range: string): Declared['source'] {
  if (!range.startsWith('@')) return undefined;
  const address = range.slice(1).trim();
  return {
    kind: address.startsWith('git+') ? 'git' : /^https?:/.test(address) ? 'http' : 'file',
    resolved: address,
  };
}

/** Members by the names of packages, each with a range or a table. */
function byKey({ members }: Table, group: Group | undefined): Declared[] {
  return [...members].flatMap(([name, member]) => {
    if (name === 'python') return [];
    const { value } = member;
    const fields = recordOf(value);
    const range =
      typeof value === 'string' ? value : typeof fields.version === 'string' ? fields.version : '';
    const origins = [
      ['git', 'git'],
      ['url', 'http'],
      ['path', 'link'],
    ] as const;
    const [key, kind] = origins.find(([one]) => typeof fields[one] === 'string') ?? [];
    const source = key && { kind, resolved: fields[key] as string };
    const isConditional = ['markers', 'python', 'platform', 'sys_platform'].some((one) => one in fields);
    return [{ ...toDeclared(name, range, member, isConditional ? 'optional' : group), source }];
  });
}

function toDeclared(name: string, range: string, { place }: TomlMember, group: Group | undefined): Declared {
  const exact = /^={2,3}\s*([^\s,*]+)$/.exec(range)?.[1];
  return { ecosystem: 'PyPI', name: normalizePython(name), range, place, group, exact };
}
