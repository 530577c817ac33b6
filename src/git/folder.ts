import { lstat, readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { FileContent } from '../model/change.js';
import { gone, readOnDisk } from './disk.js';
import { decodePath, splitNul } from './path.js';
import type { LocalSource } from './repository.js';
import { git, GitError } from './run.js';

/**
 * All files of a folder, as if a change had added them. In a git work tree these are the tracked files and the untracked
 * ones that are not ignored; elsewhere all but `.git` and `node_modules`. A path may also be one file; then those that
 * stand beside it are listed, but none of its change. Paths are relative to the folder. Throws a GitError where there is no such folder or file.
 */
export async function openFolder(path: string): Promise<LocalSource> {
  const { root, only } = await locate(path);
  const paths = only === undefined ? await listFolder(root) : [only];
  const present = new Set(paths);
  let beside: readonly string[] | undefined;
  const read = async (file: string, side: 'base' | 'head'): Promise<FileContent> => {
    if (side === 'base') return { kind: 'absent' };
    const content = await readOnDisk(root, file);
    return content.kind === 'absent' && present.has(file) ? gone : content;
  };
  return {
    about: path,
    files: async () => paths.map((file) => ({ path: file, status: 'added' })),
    read,
    list: async (side) =>
      side === 'base' ? [] : only === undefined ? paths : (beside ??= await filesIn(root)),
    close: async () => undefined,
  };
}

async function locate(path: string): Promise<{ root: string; only?: string }> {
  try {
    const real = await realpath(path);
    if ((await lstat(real)).isDirectory()) return { root: real };
    return { root: dirname(real), only: basename(real) };
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new GitError(`There is no file or folder ${path}.`, { cause });
    throw cause;
  }
}

async function listFolder(root: string): Promise<string[]> {
  const listed = (await listByGit(root)) ?? [];
  // Git lists nothing in a folder that is ignored; who names it still wants it looked at.
  const paths = listed.length > 0 ? listed : await walk(root);
  return paths.sort();
}

async function listByGit(root: string): Promise<string[] | undefined> {
  try {
    const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate', '--', '.'];
    const paths = splitNul(await git(root, args)).map((path) => decodePath(path).replace(/\/$/, ''));
    const there = await Promise.all(paths.map((path) => isThere(root, path)));
    return paths.filter((_, index) => there[index]);
  } catch (error) {
    // No repository, no git, or one that git does not trust: the folder is read as it is.
    if (error instanceof GitError) return undefined;
    throw error;
  }
}

/** Tracked files that are deleted in the work tree are not part of it. Names that are not UTF-8 stay, to be told of. */
async function isThere(root: string, path: string): Promise<boolean> {
  if (path.includes('\\x')) return true;
  try {
    await lstat(join(root, path));
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw error;
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).sort();
}

const skippedFolders: ReadonlySet<string> = new Set(['.git', 'node_modules']);

async function walk(root: string): Promise<string[]> {
  const found: string[] = [];
  const open = [''];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (!entry.isDirectory()) found.push(path);
      else if (!skippedFolders.has(entry.name)) open.push(path);
    }
  }
  return found;
}
