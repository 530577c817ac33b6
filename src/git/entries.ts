import type { ChangedFile, FileStatus } from '../model/change.js';
import { decodePath, splitNul } from './path.js';
import { git } from './run.js';

/** A file of a tree or of the index. */
export interface Entry {
  /** Six octal digits: regular files start with `100`. */
  readonly mode: string;
  readonly oid: string;
}

export type Entries = ReadonlyMap<string, Entry>;

export async function listTree(folder: string, tree: string): Promise<Entries> {
  const lines = splitNul(await git(folder, ['ls-tree', '-r', '-z', '--full-tree', tree]));
  return new Map(
    lines.map((line) => {
      const tab = line.indexOf(tabulator);
      const [mode = '', , oid = ''] = line.toString('latin1', 0, tab).split(' ');
      return [decodePath(line.subarray(tab + 1)), { mode, oid }];
    }),
  );
}

/** The files of the index, `GIT_INDEX_FILE` of `env` where it is set. */
export async function listIndex(folder: string, env: Readonly<Record<string, string>>): Promise<Entries> {
  const lines = splitNul(await git(folder, ['ls-files', '-s', '-z', '--full-name'], { env }));
  return new Map(
    lines.map((line) => {
      const tab = line.indexOf(tabulator);
      const [mode = '', oid = ''] = line.toString('latin1', 0, tab).split(' ');
      return [decodePath(line.subarray(tab + 1)), { mode, oid }];
    }),
  );
}

const tabulator = 9;

/** The files that differ between two trees, with renames told, ordered by path. */
export async function compareTrees(
  folder: string,
  base: string,
  head: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ChangedFile[]> {
  const detection = ['-M', `-l${renameLimit}`];
  const args = ['diff-tree', '-r', '-z', '--raw', '--no-ext-diff', '--ignore-submodules=none', ...detection];
  const parts = splitNul(await git(folder, [...args, base, head], { env })).values();
  const files: ChangedFile[] = [];
  for (const head of parts) {
    const letter = head.toString('latin1').split(' ').at(-1)?.[0] ?? '';
    const status = statuses[letter] ?? 'modified';
    const first = decodePath(parts.next().value as Buffer);
    if (status === 'renamed' || status === 'copied')
      files.push({ path: decodePath(parts.next().value as Buffer), previousPath: first, status });
    else files.push({ path: first, status });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** Comparing each removed with each added file is quadratic; beyond this many git looks for exact renames only. */
const renameLimit = 2000;

const statuses: Readonly<Record<string, FileStatus>> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  T: 'modified',
  R: 'renamed',
  C: 'copied',
};
