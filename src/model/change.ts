import type { History } from './history.js';

/** The two sides of a change. */
export type Side = 'base' | 'head';

export type FileStatus = 'added' | 'modified' | 'removed' | 'renamed' | 'copied';

export interface ChangedFile {
  /** The path on the head side; of a removed file the one it had. */
  readonly path: string;
  /** The path on the base side where it differs: renamed and copied files. */
  readonly previousPath?: string;
  readonly status: FileStatus;
}

/** A file as a source gives it. Text is UTF-8; bytes that are not are replaced, and `damaged` says so. */
export type FileContent =
  | { readonly kind: 'text'; readonly text: string; readonly damaged: boolean }
  | { readonly kind: 'absent' | 'binary' | 'symlink' | 'submodule' | 'lfs-pointer' }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Where a change comes from: a local repository, a folder, a pull request on GitHub. */
export interface Source {
  /** The changed files, ordered by path. */
  files(): Promise<readonly ChangedFile[]>;
  /** One file of one side. Rejects only on errors of the source's own; what a file is like is in the answer. */
  read(path: string, side: Side): Promise<FileContent>;
  /** All paths of one side, ordered. */
  list(side: Side): Promise<readonly string[]>;
  /** What the commits of the change added on the way; absent where a source has no commits. */
  history?(): Promise<History>;
}
