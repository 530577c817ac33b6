import type { Rule } from '../../../model/rule.js';
import { deprecatedDependency } from './deprecated-dependency.js';
import { disallowedLicense } from './disallowed-license.js';
import { downgradedDependency } from './downgraded-dependency.js';
import { insecureDependencySource } from './insecure-dependency-source.js';
import { installScript } from './install-script.js';
import { lookalikePackage } from './lookalike-package.js';
import { maliciousPackage } from './malicious-package.js';
import { recentRelease } from './recent-release.js';
import { tamperedLockfile } from './tampered-lockfile.js';
import { vulnerableDependency } from './vulnerable-dependency.js';

/** All rules of the dependencies analyzer. */
export const dependencyRules: readonly Rule[] = [
  maliciousPackage,
  vulnerableDependency,
  lookalikePackage,
  tamperedLockfile,
  insecureDependencySource,
  installScript,
  downgradedDependency,
  deprecatedDependency,
  disallowedLicense,
  recentRelease,
];
