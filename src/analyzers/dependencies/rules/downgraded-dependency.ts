import type { Rule } from '../../../model/rule.js';
import { packageLock } from './example.js';

export const downgradedDependency: Rule = {
  id: 'downgraded-dependency',
  title: 'Downgrade of a direct dependency',
  severity: 'low',
  confidence: 'high',
  cwe: [1395],
  owasp: ['A06:2021', 'A03:2025'],
  asvs: ['15.2.1'],
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
    'The change takes a direct dependency back to an older version. What was fixed in between is open again, also what was fixed without an advisory. It happens by mistake when branches are merged, and on purpose to get a known flaw back in.',
  remediation:
    'Find out whether it is meant: a merge that took the older side of a lockfile is the usual cause. If it is, say why in the pull request.',
  references: [
    'https://cwe.mitre.org/data/definitions/1395.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Vulnerable_Dependency_Management_Cheat_Sheet.html',
  ],
  examples: {
    bad: [
      {
        path: 'package-lock.json',
        text: packageLock({ axios: '1.7.7' }, ['axios']),
        before: packageLock({ axios: '1.7.9' }),
      },
      {
        path: 'web/package-lock.json',
        text: packageLock({ axios: '1.7.9', 'node-fetch': '2.7.0' }, ['node-fetch']),
        before: packageLock({ axios: '1.7.9', 'node-fetch': '3.3.2' }),
      },
    ],
    good: [
      {
        path: 'package-lock.json',
        text: packageLock({ axios: '1.7.9' }),
        before: packageLock({ axios: '1.7.7' }),
      },
      {
        path: 'web/package-lock.json',
        text: packageLock({ axios: '1.7.9' }),
        before: packageLock({ axios: '1.7.9', 'node-fetch': '3.3.2' }),
      },
    ],
  },
};
