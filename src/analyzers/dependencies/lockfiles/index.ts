import type { LockfileFormat } from '../package.js';
import { bunLock } from './bun-lock.js';
import { cargoLock } from './cargo-lock.js';
import { composerLock } from './composer-lock.js';
import { gemfileLock } from './gemfile-lock.js';
import { goMod } from './go-mod.js';
import { goSum } from './go-sum.js';
import { gradleLockfile, gradleVerification } from './gradle.js';
import { dotnetDeps, nugetLock, packagesConfig } from './nuget.js';
import { packageLock } from './package-lock.js';
import { pdmLock } from './pdm-lock.js';
import { pipfileLock } from './pipfile-lock.js';
import { pnpmLock } from './pnpm-lock.js';
import { poetryLock } from './poetry-lock.js';
import { pom } from './pom.js';
import { pylock } from './pylock.js';
import { uvLock } from './uv-lock.js';
import { yarnLock } from './yarn-lock.js';

/** All kinds of lockfiles and manifests. */
export const lockfileFormats: readonly LockfileFormat[] = [
  packageLock,
  pnpmLock,
  yarnLock,
  bunLock,
  poetryLock,
  pdmLock,
  uvLock,
  pylock,
  pipfileLock,
  goMod,
  goSum,
  cargoLock,
  gemfileLock,
  composerLock,
  pom,
  gradleLockfile,
  gradleVerification,
  nugetLock,
  packagesConfig,
  dotnetDeps,
];
