import type { Range } from './location.js';

/** A package, and the functions of it that somebody wants to know the calls of. */
export interface WantedPackage {
  readonly name: string;
  /** By whatever names advisories have for them; the last word of each counts. */
  readonly functions: readonly string[];
}

/** What a file does with a package. */
export interface PackageUse {
  readonly name: string;
  /** Its first import of the package; absent where it gets the package from another file of the repository. */
  readonly imported?: Range;
  /** The functions that were asked for and are called, each at its first call. */
  readonly calls: readonly { readonly function: string; readonly range: Range }[];
  /** Other files get the package, or something of it, from this one. */
  readonly isHandedOn: boolean;
}
