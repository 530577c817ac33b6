import { posix } from 'node:path';
import { built } from '../project.js';
import { upwards, type Files } from './files.js';
import { matchKeys, objectOf, parseObject, stringsIn, type JsonObject } from './json.js';

/** The packages that a repository itself holds. */
export interface Packages {
  /** The folder of the package with a name. */
  find(name: string): string | undefined;
  /** The paths that an import of a package, or of a part of it, may stand for, the likeliest first. */
  entries(specifier: string): readonly string[];
  /** The paths that a name with `#` stands for in files of a folder: https://nodejs.org/api/packages.html#imports. */
  internal(specifier: string, folder: string): readonly string[];
}

/** Files that are read to find the package of a name. */
const maxReads = 12;

export function createPackages(files: Files): Packages {
  const manifests = new Map<string, JsonObject | undefined>();
  const found = new Map<string, string | undefined>();
  let folders: readonly string[] | undefined;

  const manifest = (folder: string): JsonObject | undefined => {
    if (manifests.has(folder)) return manifests.get(folder);
    const path = posix.join(folder, 'package.json');
    const file = files.has(path) ? parseObject(files.read(path)) : undefined;
    manifests.set(folder, file);
    return file;
  };
  const find = (name: string): string | undefined => {
    if (found.has(name)) return found.get(name);
    folders ??= [...files.list()]
      .filter((path) => /(?:^|\/)package\.json$/.test(path) && !/(?:^|\/)node_modules\//.test(path))
      .map((path) => posix.dirname(path));
    const last = name.slice(name.lastIndexOf('/') + 1);
    const ordered = [...folders].sort((a, b) => likeness(b, last) - likeness(a, last)).slice(0, maxReads);
    const folder = ordered.find((at) => manifest(at)?.['name'] === name);
    found.set(name, folder);
    return folder;
  };
  return {
    find,
    entries(specifier) {
      const [, name = '', rest] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/.exec(specifier) ?? [];
      const folder = find(name);
      const file = folder === undefined ? undefined : manifest(folder);
      if (folder === undefined || !file) return [];
      return entriesOf(file, rest).flatMap((entry) => sourcesOf(entry, folder));
    },
    internal(specifier, folder) {
      for (const at of upwards(folder)) {
        const file = manifest(at);
        const map = objectOf(file?.['imports']);
        if (map) return targetsOf(map, specifier).flatMap((entry) => sourcesOf(entry, at));
        if (file) return [];
      }
      return [];
    },
  };
}

/** How much the name of a folder says that the package of a name is in it. */
function likeness(folder: string, name: string): number {
  const last = folder.slice(folder.lastIndexOf('/') + 1);
  if (last === name) return 2;
  return name.endsWith(`-${last}`) || last.endsWith(`-${name}`) ? 1 : 0;
}

/** What a package says of a part of it, or of itself: https://nodejs.org/api/packages.html#package-entry-points. */
function entriesOf(file: JsonObject, part: string | undefined): string[] {
  const { exports } = file;
  const isMap = Object.keys(objectOf(exports) ?? {}).some((key) => key.startsWith('.'));
  const map = isMap ? (objectOf(exports) ?? {}) : { '.': exports };
  const listed = targetsOf(map, part === undefined ? '.' : `./${part}`);
  if (part !== undefined) return [...listed, part, `src/${part}`];
  const named = ['source', 'module', 'main', 'types', 'typings'].flatMap((name) => {
    const entry = file[name];
    return typeof entry === 'string' ? [entry] : [];
  });
  return [...listed, ...named, 'src/index', 'index', 'src/main'];
}

function targetsOf(map: JsonObject, key: string): string[] {
  const [best] = matchKeys(map, key);
  if (!best) return [];
  const targets = stringsIn(best.value).map((target) => target.replaceAll('*', () => best.star));
  return [...new Set(targets)].filter((target) => !target.endsWith('.json'));
}

/** Where the source of an entry may stand: what a build makes is seldom in the repository. */
function sourcesOf(entry: string, folder: string): string[] {
  const stem = posix.join(folder, entry).replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
  const places = [posix.join(folder, entry), stem];
  const own = posix.normalize(entry).replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
  if (!built.test(`${own}/`)) return places;
  return [...['$1src/', '$1'].map((to) => posix.join(folder, own.replace(built, to))), ...places];
}
