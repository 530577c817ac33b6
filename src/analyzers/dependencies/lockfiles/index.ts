import type { LockfileFormat } from '../package.js';
import { packageLock } from './package-lock.js';

/** All kinds of lockfiles and manifests. */
export const lockfileFormats: readonly LockfileFormat[] = [packageLock];
