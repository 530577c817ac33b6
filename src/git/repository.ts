import { realpath } from 'node:fs/promises';
import type { FileContent, Side, Source } from '../model/change.js';
import { gone, readOnDisk } from './disk.js';
import { compareTrees, type Entries, type Entry, listTree } from './entries.js';
import { readHistory } from './history.js';
import { openObjects, type ObjectReader } from './objects.js';
import { findDefaultBase, findMergeBase, resolveCommit } from './revision.js';
import { git, GitError } from './run.js';
import { snapshotWorkTree } from './snapshot.js';

/** A source that holds a process; closed when the review is done. */
export interface LocalSource extends Source {
  /** What is reviewed, in a few words for a person. */
  readonly about: string;
  close(): Promise<void>;
}

export interface RangeOptions {
  /** A folder in the repository. */
  readonly repo: string;
  /** A revision; without it the repository's default branch. */
  readonly base?: string | undefined;
  /** A revision; without it the work tree with what is not committed and not ignored. */
  readonly head?: string | undefined;
}

/** The change from where `head` left `base` to `head`. Throws a GitError where there is no such change. */
export async function openRange(options: RangeOptions): Promise<LocalSource> {
  await git(options.repo, ['rev-parse', '--git-dir']);
  const base = options.base ?? (await findDefaultBase(options.repo));
  const head = options.head ?? 'HEAD';
  const baseCommit = await resolveCommit(options.repo, base);
  const headCommit = await resolveCommit(options.repo, head);
  const mergeBase = await findMergeBase(
    options.repo,
    { revision: base, commit: baseCommit },
    { revision: head, commit: headCommit },
  );
  return options.head === undefined
    ? await openWorkTree(options.repo, mergeBase, headCommit, `the work tree against ${base}`)
    : await openCommits(options.repo, mergeBase, headCommit, `${head} against ${base}`);
}

async function openCommits(repo: string, base: string, head: string, about: string): Promise<LocalSource> {
  const files = await compareTrees(repo, base, head);
  const trees = { base: once(() => listTree(repo, base)), head: once(() => listTree(repo, head)) };
  const objects = openObjects(repo);
  return {
    about,
    files: async () => files,
    read: async (path, side) => readEntry((await trees[side]()).get(path), objects),
    list: async (side) => sortedPaths(await trees[side]()),
    history: () => readHistory(repo, base, head),
    close: () => objects.close(),
  };
}

async function openWorkTree(repo: string, base: string, head: string, about: string): Promise<LocalSource> {
  const root = await findRoot(repo);
  const snapshot = await snapshotWorkTree(root, base);
  const baseTree = once(() => listTree(root, base));
  const objects = openObjects(root);
  const read = async (path: string, side: Side): Promise<FileContent> => {
    if (side === 'base') return readEntry((await baseTree()).get(path), objects);
    const entry = snapshot.entries.get(path);
    if (!entry || !snapshot.onDisk.has(path)) return readEntry(entry, objects);
    const content = await readOnDisk(root, path);
    return content.kind === 'absent' ? gone : content;
  };
  return {
    about,
    files: async () => snapshot.files,
    read,
    list: async (side) => sortedPaths(side === 'base' ? await baseTree() : snapshot.entries),
    history: () => readHistory(root, base, head),
    close: () => objects.close(),
  };
}

/** The top of the work tree that holds a folder; undefined where none does. */
export async function findTop(folder: string): Promise<string | undefined> {
  try {
    return await findRoot(folder);
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}

/** The folder of the work tree that holds a folder, as a real path. */
export async function findRoot(folder: string): Promise<string> {
  try {
    const output = await git(folder, ['rev-parse', '--show-toplevel']);
    return await realpath(output.toString('utf8').replace(/\n$/, ''));
  } catch (cause) {
    if (cause instanceof GitError && cause.message.includes('work tree'))
      throw new GitError('The repository has no work tree; name the head: --head REF', { cause });
    throw cause;
  }
}

export async function readEntry(entry: Entry | undefined, objects: ObjectReader): Promise<FileContent> {
  if (!entry) return { kind: 'absent' };
  if (entry.mode === '120000') return { kind: 'symlink' };
  if (entry.mode === '160000') return { kind: 'submodule' };
  return await objects.read(entry.oid);
}

export function sortedPaths(entries: Entries): readonly string[] {
  return [...entries.keys()].sort();
}

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => (loaded ??= load());
}
