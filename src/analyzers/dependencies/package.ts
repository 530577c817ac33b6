import type { Context } from '../../model/analyzer.js';
import type { Problem } from '../../model/problem.js';

/** A stretch of one line. Lines and columns count from 1; the end column is the one after the last. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
}

/** One place of a lockfile or a manifest that holds a package: where its entry's key or name stands. */
export interface Package extends Place {
  /** The name of OSV: `npm`, `PyPI`, `Go`, `GitHub Actions`…; and `Docker`, which OSV does not have. */
  readonly ecosystem: string;
  /** The real name, where the lockfile installs it under another one; as the ecosystem normalises it. */
  readonly name: string;
  /** Exact, or with `range` the least one that it takes; empty where the file gives none. */
  readonly version: string;
  /** What a manifest asks for where that is no exact version: what is installed is not known. */
  readonly range?: string | undefined;
  /** What the lockfile calls this place; tells two places of the same package apart. */
  readonly path: string;
  /** Only a `registry` package is what a registry's advisories speak of. */
  readonly kind: SourceKind;
  /** None is production. */
  readonly groups: readonly Group[];
  /** The address of its archive or repository, as the file has it. */
  readonly resolved?: string | undefined;
  /** The addresses of its files, where `resolved` is that of the registry that lists them. */
  readonly archives?: readonly string[] | undefined;
  /** Its hashes, as the file has them; several are in the file's order, with a blank between. */
  readonly integrity?: string | undefined;
  /** The commit that a release of it is made from, where the file says so beside its address. */
  readonly commit?: string | undefined;
  /** The name that it is installed under, where that is another one. */
  readonly alias?: string | undefined;
  /** Runs a script of its own when it is installed. Absent where the file does not say so. */
  readonly hasInstallScript?: boolean | undefined;
  /** What its makers say instead of recommending it. */
  readonly deprecated?: string | undefined;
  /** As the file has it: an SPDX expression, or what its makers took for one. */
  readonly license?: string | undefined;
  /** When it was released, as an ISO date with the time. Absent where the file does not say so. */
  readonly released?: string | undefined;
  /** The file keeps its hash, and another one decides whether it is used: `go.sum`, Gradle's verification metadata. */
  readonly isRecordOnly?: boolean | undefined;
  /** The version's text in this file, where replacing it is all that an update takes. */
  readonly versionPlace?: Place | undefined;
}

/** `http` is an archive at an address of its own, `file` one in the repository, `link` a folder of it. */
export type SourceKind = 'registry' | 'git' | 'http' | 'file' | 'link' | 'workspace';

/** An `optional` package is installed only where asked for or where it can be; with `dev` it may be in production too. */
export type Group = 'bundled' | 'dev' | 'optional' | 'peer';

/** What a lockfile, or a manifest that no lockfile stands beside, says. */
export interface Lockfile {
  readonly packages: readonly Package[];
  /** What of it was not understood; `incomplete` where packages may be missing for that. */
  readonly problems: readonly LockfileProblem[];
  /**
   * The shortest way from the project to a package: the names of the places on it, the package's own last. Empty where
   * nothing asks for the package; undefined where the file does not say who does.
   */
  wayTo(path: string): readonly string[] | undefined;
}

export type LockfileProblem = Omit<Problem, 'path'>;

/** What a parser may ask about the repository. */
export interface Surroundings extends Pick<Context, 'read' | 'list'> {
  /** Of the file that is parsed. */
  readonly path: string;
}

/** A kind of lockfile or manifest: which paths are one, and how it is read. */
export interface LockfileFormat {
  /** As messages name it. */
  readonly name: string;
  readonly matches: (path: string) => boolean;
  /** Throws, or rejects with, a `LockfileError` where nothing can be told of what is in it. */
  readonly parse: (text: string, around: Surroundings) => Lockfile | Promise<Lockfile>;
  /** Of a manifest: the paths of lockfiles, one of which, where it is there, tells more exactly what is used. */
  readonly lockedBy?: (path: string) => readonly string[];
}

/** A lockfile that cannot be understood. The message is a plain sentence. */
export class LockfileError extends Error {
  override readonly name = 'LockfileError';
}
