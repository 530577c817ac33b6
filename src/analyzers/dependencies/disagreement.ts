import type { Context } from '../../model/analyzer.js';
import { packageKey } from './advisories/names.js';
import { groupByName } from './comparison.js';
import { cargoToml } from './lockfiles/cargo-toml.js';
import { composerJson } from './lockfiles/composer-json.js';
import { gemfile } from './lockfiles/gemfile.js';
import { goMod } from './lockfiles/go-mod.js';
import { msbuild } from './lockfiles/msbuild.js';
import { packageJson } from './lockfiles/package-json.js';
import { folderOf } from './lockfiles/paths.js';
import { pipfile, pyprojectToml } from './lockfiles/pyproject-toml.js';
import { type Lockfile, LockfileError, type LockfileFormat, type Package } from './package.js';
import { isInRange } from './versions/ranges.js';
import { wayOf } from './words.js';

/** What is wrong with an entry. */
export interface Fault {
  /** What is wrong, as the rest of a sentence that begins with the package. */
  readonly message: string;
  readonly what: string;
  readonly severity: 'high' | 'medium';
}

/** The manifest that stands beside a lockfile. */
interface Manifest {
  readonly name: string;
  readonly format: LockfileFormat;
  /** Of a text that settles versions otherwise: what is named in it is left out. */
  readonly overrides: (text: string) => string;
  /** Other files that do so too, by the folder of the lockfile, which ends with a slash where it has a name. */
  readonly overriddenIn?: (folder: string) => readonly string[];
}

const npm: Manifest = {
  name: 'package.json',
  format: packageJson,
  overrides: (text) => /"(?:overrides|resolutions|pnpm|workspaces)"\s*:[^]*/.exec(text)?.[0] ?? '',
  overriddenIn: (folder) => [`${folder}pnpm-workspace.yaml`],
};
const python: Manifest = {
  name: 'pyproject.toml',
  format: pyprojectToml,
  overrides: tablesOf(/^tool\.(?:uv|pdm)\b/),
};

/** What MSBuild reads besides a project, in its folder and in those above. */
const shared = ['Directory.Packages.props', 'Directory.Build.props', 'Directory.Build.targets'];

function aboveOf(folder: string): string[] {
  const parts = folder.split('/').slice(0, -1);
  return [...parts.keys(), parts.length].map((length) =>
    length === 0 ? '' : `${parts.slice(0, length).join('/')}/`,
  );
}

const manifests: Readonly<Record<string, Manifest>> = {
  'package-lock.json': npm,
  'npm-shrinkwrap.json': npm,
  'yarn.lock': npm,
  'pnpm-lock.yaml': npm,
  'bun.lock': npm,
  'poetry.lock': python,
  'pdm.lock': python,
  'uv.lock': python,
  'Pipfile.lock': { name: 'Pipfile', format: pipfile, overrides: () => '' },
  'Cargo.lock': {
    name: 'Cargo.toml',
    format: cargoToml,
    overrides: tablesOf(/^(?:patch|replace|workspace)\b/),
  },
  'composer.lock': { name: 'composer.json', format: composerJson, overrides: () => '' },
  'Gemfile.lock': { name: 'Gemfile', format: gemfile, overrides: () => '' },
  'gems.locked': { name: 'gems.rb', format: gemfile, overrides: () => '' },
};

const longestManifest = 1_000_000;

/**
 * Finds entries of direct dependencies that are not what the manifest beside the lockfile asks for. Told only where no
 * version in the lockfile is one that the manifest takes, and where nothing settles the version otherwise.
 */
export async function findDisagreeing(
  path: string,
  lockfile: Lockfile,
  context: Context,
): Promise<ReadonlyMap<Package, Fault>> {
  const faults = new Map<Package, Fault>();
  const folder = folderOf(path);
  const file = path.slice(folder.length);
  if (file === 'go.sum') return findUnsummed(path, lockfile, context);
  const manifest = manifests[file] ?? (await projectOf(path, context));
  const text = manifest && (await context.read(folder + manifest.name));
  if (!manifest || text === undefined || text.length > longestManifest) return faults;
  const declared = await parseManifest(manifest, folder, text, context);
  const elsewhere = await Promise.all(
    (manifest.overriddenIn?.(folder) ?? []).map((one) => context.read(one)),
  );
  const overrides = [manifest.overrides(text), ...elsewhere].join('\n');
  const groups = groupByName(lockfile.packages);
  const others = new Set(
    lockfile.packages.flatMap((one) => (one.kind === 'registry' ? [] : [one.alias ?? one.name])),
  );
  for (const wanted of declared) {
    const name = wanted.alias ?? wanted.name;
    const range = wanted.range ?? wanted.version;
    const isSettled = overrides.includes(wanted.name) || others.has(name) || others.has(wanted.name);
    if (isSettled || wanted.kind !== 'registry' || wanted.groups.some((group) => group !== 'dev')) continue;
    const found = (groups.get(packageKey(wanted)) ?? []).filter((one) => one.alias === wanted.alias);
    const [first] = found.filter((one) => wayOf(one, lockfile)?.length === 1);
    const isNone = found.every((one) => isInRange(one.ecosystem, one.version, range) === false);
    if (!first || !isNone || found.some(({ version }) => isBranch(version))) continue;
    faults.set(first, {
      message: `is not what ${manifest.name} asks for, \`${name}\` ${range.slice(0, 60)}`,
      what: `manifest ${range}`,
      severity: 'medium',
    });
  }
  return faults;
}

/** The project of .NET that a lockfile is of: `packages.lock.json` of the one beside it, `packages.shop.lock.json` of `shop.csproj`. */
async function projectOf(path: string, { list }: Context): Promise<Manifest | undefined> {
  const match = /(?:^|\/)packages(?:\.([^/]+))?\.lock\.json$/.exec(path);
  if (!match) return undefined;
  const folder = folderOf(path);
  const names = (await list()).flatMap((one) =>
    folderOf(one) === folder && /\.(?:cs|fs|vb)proj$/.test(one) ? [one.slice(folder.length)] : [],
  );
  const own =
    match[1] === undefined ? names : names.filter((name) => name.replace(/\.\w+$/, '') === match[1]);
  const [name] = own;
  if (name === undefined || own.length > 1) return undefined;
  return {
    name,
    format: msbuild,
    overrides: () => '',
    overriddenIn: () => aboveOf(folder).flatMap((above) => shared.map((one) => above + one)),
  };
}

/**
 * `go.mod` says itself which versions are used, and `go.sum` has to know each: of a module, at least the hash of its
 * `go.mod`. Told where it knows the module in other versions alone. In a workspace the sums of all modules count.
 */
async function findUnsummed(
  path: string,
  lockfile: Lockfile,
  context: Context,
): Promise<ReadonlyMap<Package, Fault>> {
  const faults = new Map<Package, Fault>();
  const folder = folderOf(path);
  const [manifest, sums, paths] = await Promise.all([
    context.read(`${folder}go.mod`),
    context.read(path),
    context.list(),
  ]);
  if (manifest === undefined || sums === undefined || paths.some((one) => /(?:^|\/)go\.work$/.test(one)))
    return faults;
  const declared = await parseManifest({ name: 'go.mod', format: goMod }, folder, manifest, context);
  const known = new Set(
    Array.from(sums.matchAll(/^(\S+) v(\S+?)(?:\/go\.mod)? /gm), ([, name, version]) => `${name} ${version}`),
  );
  const groups = groupByName(lockfile.packages);
  for (const wanted of declared) {
    const [first] = groups.get(packageKey(wanted)) ?? [];
    if (!first || wanted.kind !== 'registry' || wanted.range !== undefined) continue;
    if (known.has(`${wanted.name} ${wanted.version}`)) continue;
    faults.set(first, {
      message: `is not what go.mod asks for, \`${wanted.name}\` v${wanted.version.slice(0, 60)}, of which go.sum has no hash`,
      what: `manifest ${wanted.version}`,
      severity: 'medium',
    });
  }
  return faults;
}

async function parseManifest(
  { name, format }: Pick<Manifest, 'name' | 'format'>,
  folder: string,
  text: string,
  { read, list }: Context,
): Promise<readonly Package[]> {
  try {
    return (await format.parse(text, { path: folder + name, read, list })).packages;
  } catch (error) {
    // The manifest is a file of its own; what is wrong with it is told there.
    if (!(error instanceof LockfileError)) throw error;
    return [];
  }
}

/** As Composer names them: a branch can stand for any version. */
export function isBranch(version: string): boolean {
  return version === '' || version.startsWith('dev-') || version.endsWith('-dev');
}

/** The text of the tables of TOML of some names. */
function tablesOf(names: RegExp): (text: string) => string {
  return (text) =>
    text
      .split(/^(?=\[)/m)
      .filter((table) => names.test(table.replace(/^\[+\s*/, '')))
      .join('');
}
