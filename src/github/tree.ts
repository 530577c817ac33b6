import type { Octokit } from './octokit.js';
import type { Repository } from './change.js';

export interface TreeFile {
  readonly mode: number;
  readonly sha: string;
  /** In bytes; absent for submodules. */
  readonly size?: number;
}

export interface Tree {
  /** By path. */
  readonly entries: ReadonlyMap<string, TreeFile>;
  /** Whether `entries` are all. */
  readonly isWhole: boolean;
  find(path: string): TreeFile | undefined;
  /** Ordered. Throws where GitHub does not list them all. */
  paths(): readonly string[];
}

/** Loads all paths of a commit. GitHub cuts the list at 100,000 entries or 7 MB. */
export async function loadTree(octokit: Octokit, { owner, repo }: Repository, commit: string): Promise<Tree> {
  const { data } = await octokit.rest.git.getTree({ owner, repo, tree_sha: commit, recursive: 'true' });
  const files = new Map<string, TreeFile>();
  for (const { path, type, mode, sha, size } of data.tree) {
    if (type === 'tree') continue;
    files.set(path, { mode: parseInt(mode, 8), sha, ...(size !== undefined && { size }) });
  }
  const requireWhole = (): void => {
    if (data.truncated) throw new Error('GitHub does not list all files of a repository of this size.');
  };
  return {
    entries: files,
    isWhole: !data.truncated,
    find: (path) => {
      const file = files.get(path);
      if (!file) requireWhole();
      return file;
    },
    paths: () => {
      requireWhole();
      return [...files.keys()].sort();
    },
  };
}
