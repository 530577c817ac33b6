import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { createFindAliases } from './aliases.js';
import { candidates, hasCode } from './candidates.js';
import { upwards, type Files } from './files.js';
import { createPackages } from './packages.js';

/** The file of the repository that a specifier stands for which is no relative path; undefined for packages of others. */
export type FindModule = (specifier: string, from: string) => string | undefined;

const builtins = new Set(builtinModules);

/**
 * Finds what an import means by an alias of `tsconfig.json`, by `imports` of `package.json`, by the name of a package of
 * the same repository, or by `@/` and `~/`, which no package can be called.
 */
export function createFindModule(files: Files): FindModule {
  const packages = createPackages(files);
  const findAliases = createFindAliases(files, (name) => packages.find(name));
  const found = new Map<string, string | undefined>();

  const look = (specifier: string, from: string): string | undefined => {
    const folder = posix.dirname(from);
    const own = posix.extname(from);
    const first = (bases: readonly string[]): string | undefined => {
      for (const base of bases)
        for (const path of candidates(posix.normalize(base), own))
          if (hasCode(path) && files.has(path)) return path;
      return undefined;
    };
    if (specifier.startsWith('#'))
      return first(packages.internal(specifier, folder)) ?? first(findAliases(specifier, folder));
    return (
      first(findAliases(specifier, folder)) ??
      (/^[@~]\//.test(specifier)
        ? first(conventional(specifier.slice(2), folder, files))
        : first(packages.entries(specifier)))
    );
  };
  return (specifier, from) => {
    if (specifier === '' || /^(?:node:|[./])/.test(specifier) || builtins.has(specifier)) return undefined;
    const key = `${posix.dirname(from)}\0${specifier}`;
    if (!found.has(key)) found.set(key, look(specifier, from));
    return found.get(key);
  };
}

/** By custom `@/x` is `src/x` of the package, or `x`. */
function conventional(path: string, folder: string, files: Files): string[] {
  for (const at of upwards(folder))
    if (files.has(posix.join(at, 'package.json'))) return [posix.join(at, 'src', path), posix.join(at, path)];
  return [];
}
