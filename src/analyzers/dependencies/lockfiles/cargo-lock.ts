import { type Lockfile, type LockfileFormat, type Package, type SourceKind } from '../package.js';
import { unknownVersion } from './problems.js';
import { packagesIn } from './python.js';
import { createWayTo } from './reach.js';
import { listOf, parseToml, type Table, textIn, type Toml } from './toml.js';

/** What Cargo writes: versions 1 to 4 of the format. It does not tell what is for development only. */
export const cargoLock: LockfileFormat = {
  name: 'Cargo.lock',
  matches: (path) => /(?:^|\/)Cargo\.lock$/.test(path),
  parse: parseCargoLock,
};

/** @throws LockfileError where it is not TOML, or of an unknown version. */
function parseCargoLock(text: string): Lockfile {
  const toml = parseToml(text);
  const version = toml.find('')?.members.get('version')?.value;
  if (version !== undefined && ![1, 2, 3, 4].includes(Number(version))) throw unknownVersion(version);
  const crates = packagesIn(toml, 'package').flatMap(({ table }) => toCrate(table, toml));
  const byName = new Map<string, Crate[]>();
  for (const crate of crates) byName.set(crate.found.name, [...(byName.get(crate.found.name) ?? []), crate]);
  const byPath = new Map(crates.map((crate) => [crate.found.path, crate]));
  // A dependency is named as far as it takes to tell it from others: by name, version and source.
  const resolve = (dependency: string): string[] => {
    const [name = '', exact, source] = dependency.split(' ');
    return (byName.get(name) ?? [])
      .filter(({ found }) => exact === undefined || found.version === exact)
      .filter(({ found }) => source === undefined || `(${found.resolved ?? ''})` === source)
      .map(({ found }) => found.path);
  };
  const next = (path: string): string[] => (byPath.get(path)?.requires ?? []).flatMap(resolve);
  const members = crates.filter(({ found }) => found.kind === 'workspace');
  const wayTo = createWayTo({
    roots: members.flatMap(({ found }) => next(found.path)),
    next,
    nameOf: (path) => byPath.get(path)?.found.name ?? path,
  });
  return { packages: crates.map(({ found }) => found), problems: [], wayTo };
}

interface Crate {
  readonly found: Package;
  readonly requires: readonly string[];
}

function toCrate(table: Table, toml: Toml): Crate[] {
  const name = textIn(table, 'name');
  const member = table.members.get('name');
  if (name === undefined || !member) return [];
  const version = textIn(table, 'version') ?? '';
  const source = textIn(table, 'source');
  const path = `${name} ${version} (${source ?? ''})`;
  const found: Package = {
    ecosystem: 'crates.io',
    name,
    version,
    path,
    ...member.place,
    kind: kindOf(source),
    groups: [],
    resolved: source,
    // Version 1 keeps the hashes in a table of their own.
    integrity: textIn(table, 'checksum') ?? textIn(toml.find('metadata'), `checksum ${path}`),
  };
  const requires = listOf(table.members.get('dependencies')?.value).filter((one) => typeof one === 'string');
  return [{ found: { ...found, integrity: found.integrity && `sha256:${found.integrity}` }, requires }];
}

/** Without a source it is a folder: of the workspace, or one that a manifest names. */
function kindOf(source: string | undefined): SourceKind {
  if (source === undefined) return 'workspace';
  return source.startsWith('git+') ? 'git' : 'registry';
}
