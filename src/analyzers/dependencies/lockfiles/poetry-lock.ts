import {
  type Group,
  type Lockfile,
  type LockfileFormat,
  type SourceKind,
  type Surroundings,
} from '../package.js';
import { unknownVersion } from './problems.js';
import { directOfPyproject } from './pyproject.js';
import { finishPython, hashesIn, packagesIn, type PythonPackage, type TomlPackage } from './python.js';
import { listOf, parseToml, recordOf, textIn, type Toml } from './toml.js';

/** What Poetry writes: versions 1.x and 2.x. */
export const poetryLock: LockfileFormat = {
  name: 'poetry.lock',
  matches: (path) => /(?:^|\/)poetry\.lock$/.test(path),
  parse: parsePoetryLock,
};

/** @throws LockfileError where it is not TOML, or of an unknown version. */
async function parsePoetryLock(text: string, around: Surroundings): Promise<Lockfile> {
  const toml = parseToml(text);
  const version = textIn(toml.find('metadata'), 'lock-version');
  if (version !== undefined && !/^[12]\./.test(version)) throw unknownVersion(version);
  const found = packagesIn(toml, 'package').flatMap((one) => toPackage(one, toml));
  const { packages, wayTo } = finishPython(found, await directOfPyproject(around));
  return { packages, problems: [], wayTo };
}

function toPackage({ table, below }: TomlPackage, toml: Toml): PythonPackage[] {
  const member = table.members.get('name');
  const name = textIn(table, 'name');
  if (name === undefined || !member) return [];
  const source = below.get('source');
  const address = textIn(source, 'url');
  const commit = textIn(source, 'resolved_reference');
  const kind = kinds.get(textIn(source, 'type') ?? '') ?? 'registry';
  // Before version 2 of the format the hashes stand in a table of their own.
  const files = table.members.get('files')?.value ?? toml.find('metadata.files')?.members.get(name)?.value;
  return [
    {
      name,
      version: textIn(table, 'version') ?? '',
      member,
      kind,
      groups: groupsOf(
        table.members.get('optional')?.value,
        listOf(table.members.get('groups')?.value),
        textIn(table, 'category'),
      ),
      resolved: address !== undefined && commit !== undefined ? `${address}#${commit}` : address,
      integrity: hashesIn(listOf(files), (file) => recordOf(file).hash),
      requires: [...(below.get('dependencies')?.members.keys() ?? [])],
    },
  ];
}

function groupsOf(optional: unknown, names: readonly unknown[], category: string | undefined): Group[] {
  const groups: Group[] = [];
  if (names.length > 0 ? !names.includes('main') : category !== undefined && category !== 'main')
    groups.push('dev');
  if (optional === true) groups.push('optional');
  return groups;
}

const kinds: ReadonlyMap<string, SourceKind> = new Map([
  ['git', 'git'],
  ['url', 'http'],
  ['file', 'file'],
  ['directory', 'link'],
]);
