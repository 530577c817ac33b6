import type { Rule } from '../../../model/rule.js';
import { packageLock } from './example.js';

export const deprecatedDependency: Rule = {
  id: 'deprecated-dependency',
  title: 'Deprecated, withdrawn or unmaintained dependency',
  severity: 'low',
  confidence: 'high',
  cwe: [1104],
  owasp: ['A06:2021', 'A03:2025'],
  asvs: ['15.2.1'],
  languages: [
    'package-lock.json',
    'npm-shrinkwrap.json',
    'composer.lock',
    'Cargo.lock',
    'uv.lock',
    'poetry.lock',
  ],
  description:
    'The makers of a package that the change brings in have deprecated or withdrawn that version, or an advisory says ' +
    'that nobody maintains it. Vulnerabilities that are found from now on stay in it. Releases that were yanked from PyPI or ' +
    'crates.io are known where an index is configured.',
  remediation:
    'Read what the makers say: mostly it names a successor, or the versions that are maintained. Use that one. Where ' +
    'another package pulls it in, update that package.',
  references: [
    'https://cwe.mitre.org/data/definitions/1104.html',
    'https://docs.npmjs.com/deprecating-and-undeprecating-packages-or-package-versions',
  ],
  examples: {
    bad: [
      {
        path: 'package-lock.json',
        text: packageLock({ request: '2.88.2', axios: '1.7.9' }, ['request'], {
          request: { deprecated: 'request has been deprecated' },
        }),
      },
      {
        path: 'web/package-lock.json',
        text: packageLock({ 'left-pad': '1.3.0', axios: '1.7.9' }, ['left-pad'], {
          'left-pad': { deprecated: 'use String.prototype.padStart()' },
        }),
      },
    ],
    good: [
      { path: 'package-lock.json', text: packageLock({ axios: '1.7.9' }) },
      { path: 'web/package-lock.json', text: packageLock({ 'node-fetch': '3.3.2', minimist: '1.2.8' }) },
    ],
  },
};
