import type { Rule } from '../../../model/rule.js';
import { packageLock } from './example.js';

export const disallowedLicense: Rule = {
  id: 'disallowed-license',
  title: 'Licence that the configuration does not allow',
  severity: 'medium',
  confidence: 'high',
  cwe: [1357],
  owasp: [],
  asvs: [],
  languages: ['package-lock.json', 'npm-shrinkwrap.json', 'composer.lock'],
  description:
    'A package that the change brings in has a licence that `dependencies.licenses` in the configuration denies or does not allow. Its terms can oblige you to publish your own code, or forbid how you use it.\n\nRead is what the lockfile says; not all formats say it. Of alternatives (`MIT OR GPL-3.0-only`) one allowed licence is enough.',
  remediation:
    'Use another package, or have the licence cleared and then allow it in the configuration on the base branch.',
  references: [
    'https://spdx.org/licenses/',
    'https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/',
  ],
  examples: {
    bad: [
      {
        path: 'package-lock.json',
        text: packageLock({ axios: '1.7.9', 'acme-report': '1.0.0' }, ['acme-report'], {
          'acme-report': { license: 'AGPL-3.0-only' },
        }),
        files: { '.github/scrutineer.yml': 'dependencies:\n  licenses:\n    deny: [AGPL-3.0-only]\n' },
      },
      {
        path: 'web/package-lock.json',
        text: packageLock({ axios: '1.7.9', 'acme-report': '1.0.0' }, ['acme-report'], {
          axios: { license: 'MIT' },
          'acme-report': { license: '(MIT AND BUSL-1.1)' },
        }),
        files: { '.github/scrutineer.yml': 'dependencies:\n  licenses:\n    allow: [MIT, Apache-2.0]\n' },
      },
    ],
    good: [
      {
        path: 'package-lock.json',
        text: packageLock({ axios: '1.7.9', 'acme-report': '1.0.0' }, [], {
          'acme-report': { license: 'AGPL-3.0-only' },
        }),
      },
      {
        path: 'web/package-lock.json',
        text: packageLock({ axios: '1.7.9', 'acme-report': '1.0.0' }, [], {
          'acme-report': { license: '(MIT OR AGPL-3.0-only)' },
        }),
        files: { '.github/scrutineer.yml': 'dependencies:\n  licenses:\n    deny: [AGPL-3.0-only]\n' },
      },
    ],
  },
};
