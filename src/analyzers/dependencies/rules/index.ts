import type { Rule } from '../../../model/rule.js';
import { insecureDependencySource } from './insecure-dependency-source.js';
import { maliciousPackage } from './malicious-package.js';
import { vulnerableDependency } from './vulnerable-dependency.js';

/** All rules of the dependencies analyzer. */
export const dependencyRules: readonly Rule[] = [
  maliciousPackage,
  vulnerableDependency,
  insecureDependencySource,
];
