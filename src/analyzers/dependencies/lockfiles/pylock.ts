import { type Lockfile, type LockfileFormat, type SourceKind } from '../package.js';
import { unknownVersion } from './problems.js';
import {
  addressesIn,
  finishPython,
  hashesIn,
  packagesIn,
  releasedIn,
  type PythonPackage,
  type TomlPackage,
} from './python.js';
import { listOf, parseToml, recordOf, textIn } from './toml.js';

/** The lockfile that pip, uv and PDM have in common: https://packaging.python.org/specifications/pylock-toml/ */
export const pylock: LockfileFormat = {
  name: 'pylock.toml',
  matches: (path) => /(?:^|\/)pylock(?:\.[^./]+)?\.toml$/.test(path),
  parse: parsePylock,
};

/** @throws LockfileError where it is not TOML, or of an unknown version. */
function parsePylock(text: string): Lockfile {
  const toml = parseToml(text);
  const version = textIn(toml.find(''), 'lock-version');
  if (version !== undefined && !version.startsWith('1.')) throw unknownVersion(version);
  const found = packagesIn(toml, 'packages').flatMap(toPackage);
  // Who asks for a package is optional in the format, and most tools leave it out.
  const knowsWays = found.some(({ requires }) => requires.length > 0);
  const { packages, wayTo } = finishPython(found, undefined);
  return { packages, problems: [], wayTo: knowsWays ? wayTo : () => undefined };
}

function toPackage({ table, below }: TomlPackage): PythonPackage[] {
  const member = table.members.get('name');
  const name = textIn(table, 'name');
  if (name === undefined || !member) return [];
  const part = (key: string): Readonly<Record<string, unknown>> =>
    recordOf(table.members.get(key)?.value ?? (below.has(key) ? fieldsOf(below, key) : undefined));
  const has = (key: string): boolean => table.members.has(key) || below.has(key);
  const kind: SourceKind = has('vcs')
    ? 'git'
    : has('archive')
      ? 'http'
      : has('directory')
        ? 'link'
        : 'registry';
  const vcs = part('vcs');
  const archive = part('archive');
  const files = [part('sdist'), archive, ...listOf(table.members.get('wheels')?.value)];
  const version = textIn(table, 'version');
  return [
    {
      name,
      version: version ?? '',
      member,
      kind,
      groups: [],
      resolved:
        kind === 'git'
          ? `${text(vcs.url)}#${text(vcs['commit-id'])}`
          : text(archive.url) || textIn(table, 'index'),
      archives: kind === 'registry' ? addressesIn(files) : [],
      integrity: hashesIn(files, hashOf),
      released: releasedIn(files),
      requires: listOf(table.members.get('dependencies')?.value).flatMap(
        (one) => text(recordOf(one).name) || [],
      ),
      // A folder without a version is mostly the project itself.
      isProject: kind === 'link' && version === undefined,
    },
  ];
}

function fieldsOf(below: TomlPackage['below'], key: string): Record<string, unknown> {
  return Object.fromEntries([...(below.get(key)?.members ?? [])].map(([name, { value }]) => [name, value]));
}

function hashOf(file: unknown): string | undefined {
  const [algorithm, hash] = Object.entries(recordOf(recordOf(file).hashes))[0] ?? [];
  return algorithm !== undefined && typeof hash === 'string' ? `${algorithm}:${hash}` : undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
