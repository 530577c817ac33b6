import { flag, type Rule } from '../../../model/rule.js';

function pnpmLock(version: string, time: string, isFlagged = false): string {
  return `lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      axios:
        specifier: ^1.7.0
        version: ${version}

packages:

  axios@${version}:${isFlagged ? ` ${flag}` : ''}
    resolution: {integrity: sha512-${'A1'.repeat(43)}==}

snapshots:

  axios@${version}: {}

time:
  axios@${version}: '${time}'
`;
}

export const recentRelease: Rule = {
  id: 'recent-release',
  title: 'Very recent release of a dependency',
  severity: 'low',
  confidence: 'medium',
  cwe: [1357],
  owasp: ['A08:2021', 'A03:2025'],
  asvs: ['15.2.4'],
  languages: ['composer.lock', 'uv.lock', 'pylock.toml', 'pnpm-lock.yaml'],
  description:
    'The change takes a version of a package that came out on the day of the review, or within as many days as are configured. A malicious release, mostly made with a stolen account, is found and taken down within hours or days; who waits does not install it.\n\nOnly where the lockfile has the date of the release. `dependencies.release-age` in the configuration says how many days are enough, 1 unless it says otherwise: projects that update at once would hear of more with nearly every update. 0 turns this off.',
  remediation:
    'Wait some days before the update is merged, unless it fixes a vulnerability that matters to you. Let the tool that makes the updates wait by itself: `minimumReleaseAge` of pnpm, `exclude-newer` of uv.',
  references: [
    'https://cwe.mitre.org/data/definitions/1357.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/NPM_Security_Cheat_Sheet.html',
  ],
  examples: {
    bad: [
      {
        path: 'web/pnpm-lock.yaml',
        text: pnpmLock('1.7.9', '2026-11-27T08:00:00.000Z', true),
        before: pnpmLock('1.7.8', '2025-08-18T20:46:02.573Z'),
      },
      { path: 'pnpm-lock.yaml', text: pnpmLock('1.7.9', '2026-11-27T06:00:00.000Z', true) },
    ],
    good: [
      {
        path: 'web/pnpm-lock.yaml',
        text: pnpmLock('1.7.9', '2025-08-18T20:46:02.573Z'),
        before: pnpmLock('1.7.8', '2025-06-09T16:43:07.340Z'),
      },
      {
        path: 'pnpm-lock.yaml',
        text: pnpmLock('1.7.9', '2026-11-27T06:00:00.000Z'),
        files: { '.github/scrutineer.yml': 'dependencies:\n  release-age: 0\n' },
      },
    ],
  },
};
