import { resolve } from 'node:path';
import type { ChangedFile } from '../model/change.js';
import { compareTrees, listIndex, listTree } from './entries.js';
import { openObjects } from './objects.js';
import { findRoot, type LocalSource, readEntry, sortedPaths } from './repository.js';
import { findCommit } from './revision.js';
import { git } from './run.js';
import { withOwnObjects } from './snapshot.js';

/**
 * What the next commit would change: the index against `HEAD`, or in a repository without a commit against nothing. In a
 * hook this is the index that git made for the commit, which `git commit FILE` and `git commit --all` have of their own.
 * Throws a GitError where files are not merged yet.
 */
export async function openStaged(folder: string): Promise<LocalSource> {
  const root = await findRoot(folder);
  const base = findCommit(root, 'HEAD').then((commit) => commit ?? emptyTree(root));
  const { GIT_INDEX_FILE: given } = process.env;
  // Git runs hooks at the top of the work tree and may name the index from there.
  const index = given === undefined ? undefined : resolve(root, given);
  const { files, entries } = await withOwnObjects(root, index, async (env) => {
    const compare = async (): Promise<ChangedFile[]> => {
      const tree = (await git(root, ['write-tree'], { env })).toString('latin1').trim();
      return compareTrees(root, await base, tree, env);
    };
    const [files, entries] = await Promise.all([compare(), listIndex(root, env)]);
    return { files, entries };
  });
  const baseTree = await listTree(root, await base);
  const objects = openObjects(root);
  return {
    about: 'what is staged',
    files: async () => files,
    read: async (path, side) => readEntry((side === 'base' ? baseTree : entries).get(path), objects),
    list: async (side) => sortedPaths(side === 'base' ? baseTree : entries),
    close: () => objects.close(),
  };
}

/** Git knows the name without there being such an object. */
async function emptyTree(root: string): Promise<string> {
  return (await git(root, ['hash-object', '-t', 'tree', '--stdin'])).toString('latin1').trim();
}
