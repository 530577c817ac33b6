import type { Lockfile } from '../package.js';
import { isPackageLock, parsePackageLock } from './package-lock.js';

/** A kind of lockfile: which paths are one, and how it is read. `parse` throws a `LockfileError`. */
interface LockfileFormat {
  readonly matches: (path: string) => boolean;
  readonly parse: (text: string) => Lockfile;
}

/** All kinds of lockfiles. */
export const lockfileFormats: readonly LockfileFormat[] = [
  { matches: isPackageLock, parse: parsePackageLock },
];
