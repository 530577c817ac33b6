import { describe, expect, it } from '@jest/globals';
import { createDependenciesAnalyzer } from '../../../src/analyzers/dependencies/analyzer.js';
import { configSchema } from '../../../src/config/schema.js';
import { review } from '../../../src/review.js';
import { fakeSource } from '../../support/fake-source.js';
import { find, readAt } from './lockfiles/support.js';

describe('the date of a release', () => {
  const pnpm = `lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      a:\n        specifier: ^1.0.0\n        version: 1.0.0\n\npackages:\n\n  a@1.0.0:\n    resolution: {integrity: sha512-aa}\n\nsnapshots:\n\n  a@1.0.0: {}\n\ntime:\n  a@1.0.0: '2026-11-26T10:00:00.000Z'\n`;
  const pylock = `lock-version = "1.0"\ncreated-by = "x"\n\n[[packages]]\nname = "a"\nversion = "1.0.0"\nwheels = [\n  {name = "a.whl", upload-time = 2026-11-26T10:00:00Z, url = "https://pypi.example/a.whl", hashes = {sha256 = "aa"}},\n  {name = "b.whl", upload-time = 2026-11-27T10:00:00Z, url = "https://pypi.example/b.whl", hashes = {sha256 = "bb"}},\n]\n`;

  it.each([
    ['pnpm-lock.yaml', pnpm],
    ['pylock.toml', pylock],
  ])('is read from %s', async (path, text) => {
    const lockfile = await readAt(path, text);
    expect(lockfile.problems).toEqual([]);
    expect(find(lockfile, 'a')?.released).toBe('2026-11-26T10:00:00.000Z');
  });
});

describe('a recent release', () => {
  const lock = (packages: readonly (readonly [string, string, string?])[]): string =>
    JSON.stringify({
      packages: packages.map(([name, version, time]) => ({ name: `acme/${name}`, version, time })),
      'packages-dev': [],
    });
  const said = async (base: string, head: string, days = 3): Promise<string[]> => {
    const report = await review(
      fakeSource({ base: { 'composer.lock': base }, head: { 'composer.lock': head } }),
      {
        analyzers: [createDependenciesAnalyzer({})],
        config: configSchema.parse({ dependencies: { 'release-age': days } }),
        today: '2026-11-27',
      },
    );
    return report.findings.map(({ message }) => message);
  };
  const before = lock([['a', '1.0.0', '2026-11-27T08:00:00+00:00']]);

  it.each<[string, string, number, number]>([
    ['of today', '2026-11-27T08:00:00+00:00', 3, 1],
    ['of two days ago', '2026-11-25T08:00:00+00:00', 3, 1],
    ['of four days ago', '2026-11-23T08:00:00+00:00', 3, 0],
    ['of four days ago, where a week is asked for', '2026-11-23T08:00:00+00:00', 7, 1],
    ['of today, where none is asked for', '2026-11-27T08:00:00+00:00', 0, 0],
    ['without a date', '', 3, 0],
    ['with something else for a date', 'yesterday', 3, 0],
  ])('%s', async (_, time, days, count) => {
    expect(await said(before, lock([['a', '1.0.1', time]]), days)).toHaveLength(count);
  });

  it('is told with its date', async () => {
    expect(await said(before, lock([['a', '1.0.1', '2026-11-26T08:00:00+00:00']]))).toEqual([
      'acme/a 1.0.1 was released on 2026-11-26, less than 3 days ago, when nobody may have had a look at it yet; a direct dependency.',
    ]);
  });

  it('that stood there before is no news', async () => {
    const more = lock([
      ['a', '1.0.0', '2026-11-27T08:00:00+00:00'],
      ['b', '1.0.0', '2020-01-01T08:00:00+00:00'],
    ]);
    expect(await said(before, more)).toEqual([]);
  });

  it('among others is told with them', async () => {
    const many = ['a', 'b', 'c', 'd'].map((name) => [name, '2.0.0', '2026-11-27T08:00:00+00:00'] as const);
    expect(await said(before, lock(many))).toEqual([
      expect.stringMatching(
        /^4 packages are taken in releases that .*; the first of them: acme\/a 2\.0\.0 was/,
      ),
    ]);
  });
});
