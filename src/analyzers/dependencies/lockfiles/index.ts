import type { LockfileFormat } from '../package.js';
import { actions } from './actions.js';
import { bunLock } from './bun-lock.js';
import { cargoLock } from './cargo-lock.js';
import { cargoToml } from './cargo-toml.js';
import { composerJson } from './composer-json.js';
import { composerLock } from './composer-lock.js';
import { dockerfile } from './dockerfile.js';
import { gemfileLock } from './gemfile-lock.js';
import { gemfile } from './gemfile.js';
import { goMod } from './go-mod.js';
import { goSum } from './go-sum.js';
import { gradleBuild, gradleCatalog } from './gradle-build.js';
import { gradleLockfile, gradleVerification } from './gradle.js';
import { msbuild } from './msbuild.js';
import { dotnetDeps, nugetLock, packagesConfig } from './nuget.js';
import { packageJson } from './package-json.js';
import { packageLock } from './package-lock.js';
import { pdmLock } from './pdm-lock.js';
import { pipfileLock } from './pipfile-lock.js';
import { pnpmLock } from './pnpm-lock.js';
import { poetryLock } from './poetry-lock.js';
import { pom } from './pom.js';
import { pylock } from './pylock.js';
import { pipfile, pyprojectToml } from './pyproject-toml.js';
import { requirements, requirementsIn } from './requirements.js';
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
  requirements,
  actions,
  dockerfile,
  packageJson,
  requirementsIn,
  pyprojectToml,
  pipfile,
  cargoToml,
  gemfile,
  composerJson,
  gradleBuild,
  gradleCatalog,
  msbuild,
];
