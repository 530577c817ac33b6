/** One place of a lockfile that holds a package. */
export interface Package {
  /** The name of OSV: `npm`, `PyPI`, `Go`… */
  readonly ecosystem: string;
  /** The real name, where the lockfile installs it under another one. */
  readonly name: string;
  /** Empty where the lockfile gives none. */
  readonly version: string;
  /** What the lockfile calls this place; tells two places of the same package apart. */
  readonly path: string;
  /** From 1, of the entry's key. */
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  /** Only a `registry` package is what a registry's advisories speak of. */
  readonly kind: 'registry' | 'link' | 'file' | 'git' | 'workspace';
  readonly groups: readonly Group[];
  readonly resolved?: string;
  readonly integrity?: string;
}

export type Group = 'bundled' | 'dev' | 'optional' | 'peer';

/** What a lockfile says. */
export interface Lockfile {
  readonly packages: readonly Package[];
  /** The shortest way from the project to a package: the names of the places on it, the package's own last. */
  wayTo(path: string): readonly string[];
}

/** A lockfile that cannot be understood. The message is a plain sentence. */
export class LockfileError extends Error {
  override readonly name = 'LockfileError';
}
