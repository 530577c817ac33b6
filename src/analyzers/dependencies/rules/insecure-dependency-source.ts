import type { Rule } from '../../../model/rule.js';
import { packageLock } from './example.js';

export const insecureDependencySource: Rule = {
  id: 'insecure-dependency-source',
  title: 'Dependency from an insecure source',
  severity: 'medium',
  confidence: 'medium',
  cwe: [829, 494, 353],
  owasp: ['A08:2021', 'A03:2025'],
  asvs: ['15.2.4'],
  languages: ['package-lock.json', 'npm-shrinkwrap.json'],
  description:
    'An entry of the lockfile comes from elsewhere than the others, or is not protected as they are: from a Git ' +
    'repository, from another host, over an unencrypted connection, or without the hash that ties it to its content.\n\n' +
    'A lockfile is long and seldom read, so that a single changed address in it is a way to let foreign code in. What ' +
    'counts as usual is taken from the entries themselves and from `.npmrc`, so that private registries just work.',
  remediation:
    'Find out why the entry differs. Delete the entry and run `npm install` against the intended registry, so that npm ' +
    'writes address and hash anew. Publish what is needed from Git to a registry. Name a second registry in `.npmrc`.',
  references: [
    'https://docs.npmjs.com/cli/configuring-npm/package-lock-json',
    'https://cwe.mitre.org/data/definitions/829.html',
    'https://cwe.mitre.org/data/definitions/494.html',
  ],
  examples: {
    bad: [
      {
        path: 'package-lock.json',
        text: packageLock(
          { lodash: '4.17.21', axios: '1.7.9', minimist: '1.2.8', 'node-fetch': '3.3.2' },
          ['axios'],
          {
            axios: { resolved: 'https://packages.attacker.example/axios/-/axios-1.7.9.tgz' },
          },
        ),
      },
      {
        path: 'api/package-lock.json',
        text: packageLock({ lodash: '4.17.21', axios: '1.7.9', minimist: '1.2.8' }, ['minimist'], {
          minimist: {
            resolved:
              'git+ssh://git@git.acme.example/forks/minimist.git#5784b17c7dd9b7ba4d1d7a3bb2c1a7b0a5d3d8f1',
          },
        }),
      },
    ],
    good: [
      {
        path: 'package-lock.json',
        text: packageLock({ lodash: '4.17.21', axios: '1.7.9', minimist: '1.2.8' }),
      },
      {
        path: 'api/package-lock.json',
        text: packageLock({ lodash: '4.17.21', axios: '1.7.9', '@acme/log': '2.1.0' }, [], {
          '@acme/log': { resolved: 'https://npm.acme.example/@acme/log/-/log-2.1.0.tgz' },
        }),
        files: { 'api/.npmrc': '@acme:registry=https://npm.acme.example/\n' },
      },
    ],
  },
};
