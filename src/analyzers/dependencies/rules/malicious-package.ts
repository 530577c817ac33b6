import type { Rule } from '../../../model/rule.js';
import { packageLock } from './example.js';

export const maliciousPackage: Rule = {
  id: 'malicious-package',
  title: 'Malicious package',
  severity: 'critical',
  confidence: 'high',
  cwe: [506],
  owasp: ['A08:2021', 'A03:2025'],
  asvs: ['15.2.4'],
  languages: ['package-lock.json', 'npm-shrinkwrap.json'],
  description:
    'The lockfile installs a package version that is known to be malicious: made to harm whoever installs or runs it, ' +
    'mostly by sending away credentials. It often runs as soon as it is installed, on developers’ machines and in builds.',
  remediation:
    'Do not install it. Remove the package and whatever pulls it in. On every machine that has installed it, treat all ' +
    'credentials as stolen and rotate them from another machine.',
  references: [
    'https://cwe.mitre.org/data/definitions/506.html',
    'https://github.com/ossf/malicious-packages',
    'https://cheatsheetseries.owasp.org/cheatsheets/NPM_Security_Cheat_Sheet.html',
  ],
  examples: {
    bad: [
      {
        path: 'package-lock.json',
        text: packageLock({ 'add-react-displayname': '0.0.6', lodash: '4.17.21' }, ['add-react-displayname']),
      },
      {
        path: 'web/package-lock.json',
        text: packageLock({ axios: '1.7.9', 'add-react-displayname': '0.0.5' }, ['add-react-displayname']),
      },
    ],
    good: [
      { path: 'package-lock.json', text: packageLock({ lodash: '4.17.21' }) },
      {
        path: 'web/package-lock.json',
        text: JSON.stringify(
          {
            lockfileVersion: 3,
            packages: {
              '': { workspaces: ['add-react-displayname'] },
              'add-react-displayname': { version: '0.0.6' },
              'node_modules/add-react-displayname': { resolved: 'add-react-displayname', link: true },
            },
          },
          null,
          2,
        ),
      },
    ],
  },
};
