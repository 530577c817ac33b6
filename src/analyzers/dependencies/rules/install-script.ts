import type { Rule } from '../../../model/rule.js';
import { packageLock } from './example.js';

export const installScript: Rule = {
  id: 'install-script',
  title: 'New install script of a dependency',
  severity: 'low',
  confidence: 'medium',
  cwe: [829, 506],
  owasp: ['A08:2021', 'A03:2025'],
  asvs: ['15.2.4'],
  languages: ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml'],
  description:
    'A package that the change brings in runs a script of its own as soon as it is installed, on the machines of developers and in builds. Few packages need one, mostly to build native code. It is the way by which malicious releases spread: a release that suddenly has a script where the one before had none is worth a look.\n\nPackages that had one before the change are not told again. Of the most downloaded packages only a script that an update adds is shown.',
  remediation:
    'Look at what the script does: `npm view NAME@VERSION scripts`, then the file that it runs. Install with `ignore-scripts` and allow single packages where your package manager can.',
  references: [
    'https://docs.npmjs.com/cli/using-npm/scripts',
    'https://cheatsheetseries.owasp.org/cheatsheets/NPM_Security_Cheat_Sheet.html',
  ],
  examples: {
    bad: [
      {
        path: 'package-lock.json',
        text: packageLock({ axios: '1.7.9', 'acme-native': '2.0.1' }, ['acme-native'], {
          'acme-native': { hasInstallScript: true },
        }),
        before: packageLock({ axios: '1.7.9', 'acme-native': '2.0.0' }),
      },
      {
        path: 'web/package-lock.json',
        text: packageLock({ axios: '1.7.9', 'acme-native': '2.0.1' }, ['acme-native'], {
          'acme-native': { hasInstallScript: true },
        }),
        before: packageLock({ axios: '1.7.9' }),
      },
    ],
    good: [
      {
        path: 'package-lock.json',
        text: packageLock({ axios: '1.7.9', 'acme-native': '2.0.1' }, [], {
          'acme-native': { hasInstallScript: true },
        }),
        before: packageLock({ axios: '1.7.9', 'acme-native': '2.0.0' }, [], {
          'acme-native': { hasInstallScript: true },
        }),
      },
      { path: 'web/package-lock.json', text: packageLock({ axios: '1.7.9', 'acme-native': '2.0.1' }) },
    ],
  },
};
