import {
  type Group,
  type Lockfile,
  type LockfileFormat,
  type SourceKind,
  type Surroundings,
} from '../package.js';
import { unknownVersion } from './problems.js';
import { readPyproject } from './pyproject.js';
import {
  finishPython,
  hashesIn,
  nameOfRequirement,
  packagesIn,
  type PythonPackage,
  type TomlPackage,
} from './python.js';
import { listOf, parseToml, recordOf, textIn } from './toml.js';

/** What PDM writes: versions 3 and 4 of the format. */
export const pdmLock: LockfileFormat = {
  name: 'pdm.lock',
  matches: (path) => /(?:^|\/)pdm\.lock$/.test(path),
  parse: parsePdmLock,
};

/** @throws LockfileError where it is not TOML, or of an unknown version. */
async function parsePdmLock(text: string, around: Surroundings): Promise<Lockfile> {
  const toml = parseToml(text);
  const version = textIn(toml.find('metadata'), 'lock_version');
  if (version !== undefined && !/^[34]\b/.test(version)) throw unknownVersion(version);
  const project = await readPyproject(around);
  const found = packagesIn(toml, 'package').flatMap((one) => toPackage(one, project?.extras ?? new Set()));
  const { packages, wayTo } = finishPython(found, project?.direct);
  return { packages, problems: [], wayTo };
}

function toPackage({ table, below }: TomlPackage, extras: ReadonlySet<string>): PythonPackage[] {
  const member = table.members.get('name');
  const name = textIn(table, 'name');
  if (name === undefined || !member) return [];
  const origins: readonly (readonly [string, SourceKind])[] = [
    ['git', 'git'],
    ['url', 'http'],
    ['path', 'file'],
  ];
  const [origin, kind] = origins.find(([key]) => table.members.has(key)) ?? ['', 'registry' as const];
  const address = textIn(table, origin);
  const commit = textIn(table, 'revision');
  return [
    {
      name,
      version: textIn(table, 'version') ?? '',
      member,
      kind,
      groups: groupsOf(listOf(table.members.get('groups')?.value), extras),
      resolved: address !== undefined && commit !== undefined ? `${address}#${commit}` : address,
      integrity: hashesIn(listOf(table.members.get('files')?.value), (file) => recordOf(file).hash),
      requires: [
        ...listOf(table.members.get('dependencies')?.value).flatMap((text) => nameOfRequirement(text) ?? []),
        ...(below.get('dependencies')?.members.keys() ?? []),
      ],
    },
  ];
}

/** The lockfile does not tell groups for development from extras; the manifest does. */
function groupsOf(names: readonly unknown[], extras: ReadonlySet<string>): Group[] {
  if (names.length === 0 || names.includes('default')) return [];
  return names.some((name) => typeof name === 'string' && extras.has(name)) ? ['optional'] : ['dev'];
}
