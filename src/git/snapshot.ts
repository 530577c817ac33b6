import { copyFile, lstat, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ChangedFile } from '../model/change.js';
import { maxFileBytes } from '../model/content.js';
import { compareTrees, listIndex, type Entries } from './entries.js';
import { decodePath, splitNul } from './path.js';
import { git } from './run.js';

/** The work tree of a repository as it stands: tracked files, and untracked ones that are not ignored. */
export interface Snapshot {
  /** What differs from the base. */
  readonly files: readonly ChangedFile[];
  readonly entries: Entries;
  /** The paths that differ from the index, so that their content is on the disk only. */
  readonly onDisk: ReadonlySet<string>;
}

/**
 * Writes the work tree as a tree into a temporary object store and index, so that git tells its renames as it does
 * between commits; the repository itself is not touched. Filters of the repository's configuration are not run.
 */
export async function snapshotWorkTree(root: string, base: string): Promise<Snapshot> {
  return withOwnObjects(root, undefined, async (env) => {
    const [changed, untracked] = await Promise.all([listDirty(root), listUntracked(root)]);
    const onDisk = new Map([...changed, ...untracked].map((path) => [decodePath(path), path]));
    await writeEntries(root, env, [...onDisk.values()]);
    const tree = (await git(root, ['write-tree', '--missing-ok'], { env })).toString('latin1').trim();
    return {
      files: await compareTrees(root, base, tree, env),
      entries: await listIndex(root, env),
      onDisk: new Set(onDisk.keys()),
    };
  });
}

type Environment = Readonly<Record<string, string>>;

/**
 * Does work with an environment in which git writes objects and the index into a temporary folder. The index is a copy of
 * the given one, or of the repository's.
 */
export async function withOwnObjects<T>(
  root: string,
  index: string | undefined,
  work: (env: Environment) => Promise<T>,
): Promise<T> {
  const store = await mkdtemp(join(tmpdir(), 'scrutineer-'));
  try {
    return await work(await borrowObjects(root, store, index));
  } finally {
    await rm(store, { recursive: true, force: true });
  }
}

async function borrowObjects(root: string, store: string, given: string | undefined): Promise<Environment> {
  const gitPath = async (name: string): Promise<string> => {
    const output = await git(root, ['rev-parse', '--git-path', name]);
    return resolve(root, output.toString('utf8').replace(/\n$/, ''));
  };
  const index = join(store, 'index');
  try {
    await copyFile(given ?? (await gitPath('index')), index);
  } catch (error) {
    // A repository into which nothing was ever added has no index; git takes a missing one as empty.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const objects = join(store, 'objects');
  await mkdir(objects);
  return {
    GIT_INDEX_FILE: index,
    GIT_OBJECT_DIRECTORY: objects,
    GIT_ALTERNATE_OBJECT_DIRECTORIES: await gitPath('objects'),
  };
}

/** Tracked files whose size or time differs from what the index noted, deleted ones too. */
async function listDirty(root: string): Promise<Buffer[]> {
  const args = [
    'diff-files',
    '-z',
    '--name-only',
    '--no-renames',
    '--no-ext-diff',
    '--ignore-submodules=dirty',
  ];
  return splitNul(await git(root, args));
}

async function listUntracked(root: string): Promise<Buffer[]> {
  return splitNul(await git(root, ['ls-files', '-z', '--others', '--exclude-standard', '--full-name']));
}

async function writeEntries(root: string, env: Environment, paths: readonly Buffer[]): Promise<void> {
  const zero = '0'.repeat(await nameLength(root));
  const modes = await Promise.all(paths.map((path) => modeOf(root, path)));
  const regular = paths.filter((_, index) => modes[index]?.startsWith('100'));
  const oids = (await hashFiles(root, env, regular)).values();
  const empty = await hashEmpty(root, env);
  const lines: Buffer[] = [];
  const line = (mode: string, oid: string, path: Buffer): void => {
    lines.push(Buffer.from(`${mode} ${oid}\t`), path, Buffer.from([0]));
  };
  paths.forEach((path, index) => {
    const mode = modes[index];
    // Removing first also clears the stages of an unfinished merge.
    line('0', zero, path);
    if (mode === undefined) return;
    const oid = mode.startsWith('100') ? oids.next().value : empty;
    // An untracked repository inside this one is listed with a slash at its end.
    const trimmed = path.at(-1) === slash ? path.subarray(0, -1) : path;
    line(mode, oid ?? empty, trimmed);
  });
  await git(root, ['update-index', '-z', '--index-info'], { env, input: Buffer.concat(lines) });
}

const slash = 47;

/** 40 digits, or 64 in a repository of SHA-256. */
async function nameLength(root: string): Promise<number> {
  const format = await git(root, ['rev-parse', '--show-object-format']);
  return format.toString('latin1').trim() === 'sha256' ? 64 : 40;
}

/** The mode under which git would keep what is on the disk; undefined where it keeps nothing. */
async function modeOf(root: string, path: Buffer): Promise<string | undefined> {
  try {
    const stat = await lstat(Buffer.concat([Buffer.from(`${root}/`), path]));
    if (stat.isSymbolicLink()) return '120000';
    if (stat.isDirectory()) return (await isRepository(root, path)) ? '160000' : undefined;
    if (!stat.isFile()) return undefined;
    return stat.size > maxFileBytes ? '120000' : '100644';
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

async function isRepository(root: string, path: Buffer): Promise<boolean> {
  const names = await readdir(Buffer.concat([Buffer.from(`${root}/`), path]));
  return names.includes('.git');
}

/** Hashes files as they are on the disk. Quoted paths, since git reads one a line. */
async function hashFiles(root: string, env: Environment, paths: readonly Buffer[]): Promise<string[]> {
  if (paths.length === 0) return [];
  const input = paths.map((path) => `"${quote(path)}"\n`).join('');
  const args = ['-c', 'core.looseCompression=0', 'hash-object', '-w', '--no-filters', '--stdin-paths'];
  return (await git(root, args, { env, input })).toString('latin1').trim().split('\n');
}

/** Stands for what is not read: links, submodules, files that are too large. */
async function hashEmpty(root: string, env: Environment): Promise<string> {
  return (await git(root, ['hash-object', '-w', '--stdin'], { env })).toString('latin1').trim();
}

/** Quotes as in C, each byte that is not plain as three octal digits. */
function quote(path: Buffer): string {
  return Array.from(path, (byte) =>
    /[\w./ -]/.test(String.fromCharCode(byte)) && byte < 0x80
      ? String.fromCharCode(byte)
      : `\\${byte.toString(8).padStart(3, '0')}`,
  ).join('');
}
