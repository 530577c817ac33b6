import { posix } from 'node:path';
import { upwards, type Files } from './files.js';
import { listOf, matchKeys, objectOf, parseObject, type JsonObject } from './json.js';

/** What a `tsconfig.json` says of names that imports may use. */
interface Aliases {
  readonly baseUrl?: string | undefined;
  readonly paths?: JsonObject | undefined;
  /** What the targets of `paths` are relative to. */
  readonly root?: string | undefined;
}

/** The paths, without ending, that a specifier stands for in files of a folder; none where no alias speaks of it. */
export type FindAliases = (specifier: string, folder: string) => readonly string[];

/** Files that one configuration may extend and refer to, all in all. */
const maxDepth = 6;
const maxReferences = 6;

/**
 * Reads `baseUrl` and `paths` of the nearest `tsconfig.json` or `jsconfig.json` above a file, with what it extends
 * (https://www.typescriptlang.org/tsconfig/#paths); a package that it extends is looked for in the repository.
 */
export function createFindAliases(
  files: Files,
  findPackage: (name: string) => string | undefined,
): FindAliases {
  const folders = new Map<string, Aliases>();
  const configs = new Map<string, Aliases>();

  const nearest = (folder: string): Aliases => {
    const known = folders.get(folder);
    if (known) return known;
    let found: Aliases = {};
    for (const at of upwards(folder)) {
      const path = ['tsconfig.json', 'jsconfig.json'].map((name) => posix.join(at, name)).find(files.has);
      if (path === undefined) continue;
      found = read(path, maxDepth);
      break;
    }
    folders.set(folder, found);
    return found;
  };

  const read = (path: string, depth: number): Aliases => {
    const known = configs.get(path);
    if (known) return known;
    if (depth === 0) return {};
    configs.set(path, {});
    const aliases = readText(path, depth);
    configs.set(path, aliases);
    return aliases;
  };

  const readText = (path: string, depth: number): Aliases => {
    const file = parseObject(files.read(path));
    if (!file) return {};
    const folder = posix.dirname(path);
    let aliases: Aliases = {};
    for (const base of listOf(file['extends'])) {
      const extended = typeof base === 'string' ? extendedFile(base, folder) : undefined;
      if (extended !== undefined) aliases = { ...aliases, ...read(extended, depth - 1) };
    }
    const options = objectOf(file['compilerOptions']);
    const baseUrl = options?.['baseUrl'];
    const paths = objectOf(options?.['paths']);
    if (typeof baseUrl === 'string') aliases = { ...aliases, baseUrl: placeOf(baseUrl, folder) };
    if (paths) aliases = { ...aliases, paths, root: aliases.baseUrl ?? folder };
    if (aliases.paths ?? aliases.baseUrl) return aliases;
    // A configuration that only names others: each of them is for a part of its files.
    for (const reference of listOf(file['references']).slice(0, maxReferences)) {
      const target = objectOf(reference)?.['path'];
      const referred = typeof target === 'string' ? configFile(posix.join(folder, target)) : undefined;
      const found = referred === undefined ? undefined : read(referred, depth - 1);
      if (found && (found.paths ?? found.baseUrl)) return found;
    }
    return aliases;
  };

  const configFile = (path: string): string | undefined =>
    [path, `${path}.json`, posix.join(path, 'tsconfig.json')].find(files.has);

  const extendedFile = (specifier: string, folder: string): string | undefined => {
    if (/^\.{1,2}(?:\/|$)/.test(specifier)) return configFile(posix.join(folder, specifier));
    const [, name = '', rest = ''] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/.exec(specifier) ?? [];
    const home = findPackage(name);
    return home === undefined ? undefined : configFile(posix.join(home, rest));
  };

  return (specifier, folder) => {
    const { baseUrl, paths, root } = nearest(folder);
    const [best] = paths ? matchKeys(paths, specifier) : [];
    const targets = best
      ? listOf(best.value).flatMap((target) =>
          typeof target === 'string'
            ? [
                placeOf(
                  target.replace('*', () => best.star),
                  root ?? folder,
                ),
              ]
            : [],
        )
      : [];
    return baseUrl === undefined ? targets : [...targets, posix.join(baseUrl, specifier)];
  };
}

/** A path of a configuration as one of the repository. */
function placeOf(path: string, folder: string): string {
  return posix.join(folder, path.replace(/^\$\{configDir\}\/?/, './'));
}
