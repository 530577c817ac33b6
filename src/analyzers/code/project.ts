import { posix } from 'node:path';
import { exportedSpecifiers } from './reexports.js';

/** What a `package.json` says of the files below it. */
export interface Project {
  /** The version of a dependency as it is asked for, as `^4.17.21`; undefined where it is none. */
  dependency(name: string): string | undefined;
  /** Whether whoever installs the package can call what this file exports. */
  offers(path: string): boolean;
  /** Whether it is one of the packages of a product, whose callers are for the most part its other packages. */
  isOfProduct(): boolean;
}

/** Finds the project of a file: the nearest `package.json` above it. Undefined where there is none. */
export type FindProject = (path: string) => Project | undefined;

/** Files that are read to see what the entry of a package passes on. */
const maxReads = 40;

export function createFindProject(read: (path: string) => string | undefined): FindProject {
  const projects = new Map<string, Project | undefined>();
  const find = (folder: string): Project | undefined => {
    if (projects.has(folder)) return projects.get(folder);
    const text = read(posix.join(folder, 'package.json'));
    const above = folder === '.' ? undefined : posix.dirname(folder);
    const project =
      text === undefined ? (above === undefined ? undefined : find(above)) : readProject(text, folder, read);
    projects.set(folder, project);
    return project;
  };
  return (path) => find(posix.dirname(path));
}

function readProject(
  text: string,
  folder: string,
  read: (path: string) => string | undefined,
): Project | undefined {
  const file = objectOf(parseJson(text));
  if (!file) return undefined;
  const lists = ['dependencies', 'peerDependencies', 'optionalDependencies', 'devDependencies'].map((name) =>
    objectOf(file[name]),
  );
  let offered: Set<string> | undefined;
  let hasEntry: boolean | undefined;
  let ofProduct: boolean | undefined;
  return {
    dependency(name) {
      const versions = lists.map((list) => list?.[name]);
      return versions.find((version): version is string => typeof version === 'string');
    },
    offers(path) {
      if (file['private'] === true) return false;
      offered ??= offeredFiles(entriesOf(file, folder), folder, read);
      // A published package without an entry is used file by file.
      hasEntry ??=
        hasEntries(file) ||
        [...offered].some((stem) => filesOf(stem).some((entry) => read(entry) !== undefined));
      return offered.has(stemOf(path)) || (!hasEntry && Array.isArray(file['files']));
    },
    isOfProduct: () => (ofProduct ??= isScoped(file['name']) && isInWorkspace(folder, read)),
  };
}

function isScoped(name: unknown): boolean {
  return typeof name === 'string' && name.startsWith('@');
}

/** Whether a folder above holds a workspace that is not published itself. */
function isInWorkspace(folder: string, read: (path: string) => string | undefined): boolean {
  for (let at = folder; at !== '.';) {
    at = posix.dirname(at);
    const root = objectOf(parseJson(read(posix.join(at, 'package.json')) ?? ''));
    if (root?.['private'] !== true) continue;
    const isWorkspace =
      root['workspaces'] !== undefined ||
      ['pnpm-workspace.yaml', 'lerna.json'].some((name) => read(posix.join(at, name)) !== undefined);
    if (isWorkspace) return true;
  }
  return false;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

function hasEntries(file: Readonly<Record<string, unknown>>): boolean {
  return ['main', 'module', 'exports', 'bin'].some((name) => file[name] !== undefined);
}

function entriesOf(file: Readonly<Record<string, unknown>>, folder: string): string[] {
  const entries = ['main', 'module', 'exports'].flatMap((name) => stringsIn(file[name]));
  const programs = stringsIn(file['bin']);
  if (entries.length === 0) programs.push('index.js', 'src/index.ts', 'src/index.js', 'index.ts');
  return [...entries, ...programs].map((entry) => posix.join(folder, entry));
}

/** The texts in conditions and lists, eight levels down at most. */
function stringsIn(value: unknown, depth = 8): string[] {
  if (typeof value === 'string') return value.includes('*') ? [] : [value];
  if (depth === 0 || typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((inner) => stringsIn(inner, depth - 1));
}

/** Folders of what is built, and those of the source that it is built from. */
export const built = /(^|\/)(?:dist|build|lib|out|output|cjs|esm|es)(?:\/(?:cjs|esm|es|node|src|types))*\//;
const extensions = ['.ts', '.js', '.mjs', '.cjs', '.tsx'];

/** A path without what a build or an import may leave out or change. */
function stemOf(path: string): string {
  return posix
    .normalize(path)
    .replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '')
    .replace(/(^|\/)index$/, '$1')
    .replace(/\/$/, '');
}

function offeredFiles(
  entries: readonly string[],
  folder: string,
  read: (path: string) => string | undefined,
): Set<string> {
  const offered = new Set<string>();
  const pending = entries.flatMap((entry) => {
    const stem = stemOf(entry);
    return built.test(`${stem}/`) || built.test(entry)
      ? [stem, stemOf(entry.replace(built, '$1src/')), stemOf(entry.replace(built, '$1'))]
      : [stem];
  });
  // What is built into the root is there after the build only.
  const isThere = (stem: string): boolean => filesOf(stem).some((path) => read(path) !== undefined);
  for (const stem of [...pending])
    if (posix.dirname(stem) === folder && !isThere(stem))
      pending.push(posix.join(folder, 'src', posix.basename(stem)));
  let reads = 0;
  for (let stem = pending.shift(); stem !== undefined; stem = pending.shift()) {
    if (offered.has(stem)) continue;
    offered.add(stem);
    for (const path of filesOf(stem)) {
      if (++reads > maxReads) break;
      const text = read(path);
      if (text === undefined) continue;
      const folder = posix.dirname(path);
      for (const specifier of exportedSpecifiers(text)) pending.push(stemOf(posix.join(folder, specifier)));
      break;
    }
  }
  return offered;
}

function filesOf(stem: string): string[] {
  const index = stem === '' || stem === '.' ? 'index' : `${stem}/index`;
  return [...extensions.slice(0, 2).map((extension) => stem + extension), `${index}.ts`, `${index}.js`];
}

/** Whether a version range as it is written begins below a version; undefined where it names none. */
export function isBelow(range: string | undefined, version: string): boolean | undefined {
  const first = /(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(range ?? '');
  if (!first) return undefined;
  const numbers = version.split('.').map(Number);
  for (const [index, wanted] of numbers.entries()) {
    const found = Number(first[index + 1] ?? 0);
    if (found !== wanted) return found < wanted;
  }
  return false;
}
