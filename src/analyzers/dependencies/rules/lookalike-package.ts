import type { Rule } from '../../../model/rule.js';
import { packageLock } from './example.js';

export const lookalikePackage: Rule = {
  id: 'lookalike-package',
  title: 'Package whose name looks like a popular one',
  severity: 'high',
  confidence: 'medium',
  cwe: [1357, 506],
  owasp: ['A08:2021', 'A03:2025'],
  asvs: ['15.2.4'],
  languages: [
    'package-lock.json',
    'npm-shrinkwrap.json',
    'yarn.lock',
    'pnpm-lock.yaml',
    'bun.lock',
    'uv.lock',
    'poetry.lock',
  ],
  description:
    'The change brings in a package whose name differs from that of a much downloaded one by what a slip of the finger or a look-alike letter makes of it: two letters swapped, doubled or left out, the key beside it, `rn` for `m`, a scope that is one letter off. Attackers publish packages under such names and wait for the slip; the code runs where it is installed.\n\nOnly names that are new in the lockfile are looked at. Changes that make another word, as a plural or a number at the end, are no slip. Names that are popular themselves are left out.',
  remediation:
    'Compare the name with the package that is meant, on the page of the registry: its repository, its age, its downloads. If it is the wrong one, remove it, do not install it, and treat credentials on machines that installed it as stolen. If it is the right one, put the finding into the baseline.',
  references: [
    'https://cwe.mitre.org/data/definitions/1357.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/NPM_Security_Cheat_Sheet.html',
  ],
  examples: {
    bad: [
      { path: 'package-lock.json', text: packageLock({ axios: '1.7.9', loadsh: '4.17.21' }, ['loadsh']) },
      {
        path: 'web/package-lock.json',
        text: packageLock({ '@bable/core': '7.26.0', lodash: '4.17.21' }, ['@bable/core']),
      },
    ],
    good: [
      {
        path: 'package-lock.json',
        text: packageLock({ axios: '1.7.9', lodash: '4.17.21', 'lodash-es': '4.17.21' }),
      },
      {
        path: 'web/package-lock.json',
        text: packageLock({ 'cli-table3': '0.6.5', through2: '4.0.2', callsites: '3.1.0' }),
      },
    ],
  },
};
