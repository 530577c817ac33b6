import type { Rule } from '../../../model/rule.js';
import { packageLock } from './example.js';

export const vulnerableDependency: Rule = {
  id: 'vulnerable-dependency',
  title: 'Dependency with a known vulnerability',
  severity: 'high',
  confidence: 'high',
  cwe: [1395],
  owasp: ['A06:2021', 'A03:2025'],
  asvs: ['15.2.1'],
  languages: ['package-lock.json', 'npm-shrinkwrap.json'],
  description:
    'The lockfile installs a version of a package for which a vulnerability has been published. Attackers know it too, ' +
    'and often have a working exploit.\n\n' +
    'The severity is that of the worst advisory by its CVSS vector. One finding stands for all advisories of a package version.',
  remediation:
    'Update the package to the first fixed version or a later one. Where another package pulls it in, update that one, or ' +
    'pin the fixed version with `overrides` in `package.json`. Where there is no fixed version, replace the package.',
  references: [
    'https://cwe.mitre.org/data/definitions/1395.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Vulnerable_Dependency_Management_Cheat_Sheet.html',
    'https://docs.npmjs.com/cli/configuring-npm/package-json#overrides',
  ],
  examples: {
    bad: [
      { path: 'package-lock.json', text: packageLock({ lodash: '4.17.15', axios: '1.7.9' }, ['lodash']) },
      {
        path: 'server/npm-shrinkwrap.json',
        text: packageLock({ jsonwebtoken: '8.5.1', minimist: '1.2.8' }, ['jsonwebtoken']),
      },
    ],
    good: [
      { path: 'package-lock.json', text: packageLock({ lodash: '4.17.21', minimist: '0.2.4' }) },
      { path: 'server/npm-shrinkwrap.json', text: packageLock({ 'node-fetch': '2.6.7', axios: '0.28.0' }) },
    ],
  },
};
