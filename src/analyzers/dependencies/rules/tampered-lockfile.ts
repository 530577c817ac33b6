import { flag, type Rule } from '../../../model/rule.js';
import { packageLock } from './example.js';

const old = '0123456789abcdef0123456789abcdef01234567';
const other = '89abcdef0123456789abcdef0123456789abcdef';

function composerLock(version: string, reference: string, archived = reference): string {
  const url = `https://git.acme.example/acme/log/zipball/${archived}`;
  const entry = { name: 'acme/log', version, dist: { type: 'zip', url, reference, shasum: '' } };
  return JSON.stringify({ packages: [entry], 'packages-dev': [] }, null, 4);
}

const flagged = (text: string): string => text.replace(/"name": .*/, (line) => `${line} ${flag}`);

export const tamperedLockfile: Rule = {
  id: 'tampered-lockfile',
  title: 'Lockfile entry that no package manager writes',
  severity: 'high',
  confidence: 'medium',
  cwe: [353, 494, 345],
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
    'pdm.lock',
    'Pipfile.lock',
    'Cargo.lock',
    'composer.lock',
    'Gemfile.lock',
    'go.sum',
  ],
  description:
    'An entry of the lockfile does not fit together: the hash of a version is another than before the change, the hash is gone, a release is made from another commit, the address is that of another package, version or commit, it is not what the manifest beside it asks for, or nothing asks for it at all. Package managers do not write that; a hand that wants other code installed does. Reviewers seldom read a lockfile.\n\nWhat is usual is taken from the base side and from the other entries of the same file.',
  remediation:
    'Ask who changed the entry and why. Take the lockfile of the base branch, and let the package manager write the change anew.',
  references: [
    'https://docs.npmjs.com/cli/configuring-npm/package-lock-json',
    'https://cwe.mitre.org/data/definitions/353.html',
    'https://cwe.mitre.org/data/definitions/494.html',
  ],
  examples: {
    bad: [
      {
        path: 'package-lock.json',
        text: packageLock({ axios: '1.7.9', lodash: '4.17.21' }, ['lodash'], {
          lodash: { integrity: `sha512-${'A'.repeat(86)}==` },
        }),
        before: packageLock({ axios: '1.7.9', lodash: '4.17.21' }),
      },
      {
        path: 'api/package-lock.json',
        text: packageLock({ axios: '1.7.9', lodash: '4.17.21' }, ['axios'], {
          axios: { resolved: 'https://registry.acme.example/axois/-/axois-1.7.9.tgz' },
        }),
      },
      {
        path: 'composer.lock',
        text: flagged(composerLock('2.1.0', other)),
        before: composerLock('2.1.0', old),
      },
      { path: 'api/composer.lock', text: flagged(composerLock('2.1.0', old, other)) },
    ],
    good: [
      {
        path: 'package-lock.json',
        text: packageLock({ axios: '1.7.9', lodash: '4.17.21' }),
        before: packageLock({ axios: '1.7.8', lodash: '4.17.21' }),
      },
      { path: 'api/package-lock.json', text: packageLock({ '@acme/log': '2.1.0', lodash: '4.17.21' }) },
      {
        path: 'composer.lock',
        text: composerLock('dev-main', other),
        before: composerLock('dev-main', old),
      },
    ],
  },
};
