import { describe, expect, it } from '@jest/globals';
import {
  type Advisories,
  type Advisory,
  advisorySchema,
} from '../../../src/analyzers/dependencies/advisories/advisory.js';
import { loadAdvisories } from '../../../src/analyzers/dependencies/advisories/folder.js';
import { createDependenciesAnalyzer } from '../../../src/analyzers/dependencies/analyzer.js';
import { packageLock } from '../../../src/analyzers/dependencies/rules/example.js';
import { analyze } from '../support.js';

const fixtures = await loadAdvisories('test/fixtures/advisories');
const analyzer = createDependenciesAnalyzer({ advisories: fixtures });

const chained = JSON.stringify(
  {
    lockfileVersion: 3,
    packages: {
      '': { devDependencies: { build: '1' } },
      'node_modules/build': { version: '1.0.0', dev: true, dependencies: { args: '1' } },
      'node_modules/args': { version: '1.0.0', dev: true, dependencies: { minimist: '^1' } },
      'node_modules/minimist': { version: '1.2.8', dev: true },
      'node_modules/args/node_modules/minimist': { version: '1.2.0', dev: true },
      'node_modules/other/node_modules/minimist': { version: '1.2.0', dev: true },
    },
  },
  null,
  2,
);

describe('vulnerable packages', () => {
  it('are told with all advisories in one sentence, the worst severity and the version that fixes them all', async () => {
    const { detections } = await analyze(analyzer, 'package-lock.json', packageLock({ lodash: '4.17.11' }));
    expect(detections).toMatchObject([
      {
        ruleId: 'vulnerable-dependency',
        severity: 'critical',
        title: 'Known vulnerabilities in lodash',
        message:
          'lodash 4.17.11 has 2 known vulnerabilities: CVE-2019-10744 (critical), CVE-2021-23337 (high), the first “Prototype pollution in lodash”; ' +
          'fixed in 4.17.21; a direct dependency.',
        anchor: 'lodash CVE-2019-10744 CVE-2021-23337',
      },
    ]);
  });

  it('are told once for each version, with the way that pulls them in', async () => {
    const { detections } = await analyze(analyzer, 'package-lock.json', chained);
    expect(detections.map((found) => [found.range.startLine, found.message])).toEqual([
      [
        27,
        'minimist 1.2.0 has the known vulnerability CVE-2021-44906 (critical), “Prototype pollution in minimist”; ' +
          'fixed in 1.2.6; pulled in by build > args, for development only.',
      ],
    ]);
  });

  it('keep their anchor wherever they stand, so that moving a line makes no new finding', async () => {
    const one = await analyze(
      analyzer,
      'package-lock.json',
      packageLock({ axios: '1.5.0', lodash: '4.17.21' }),
    );
    const two = await analyze(
      analyzer,
      'package-lock.json',
      packageLock({ lodash: '4.17.21', axios: '1.5.0' }),
    );
    expect(one.detections[0]?.anchor).toBe(two.detections[0]?.anchor);
    expect(one.detections[0]?.range.startLine).not.toBe(two.detections[0]?.range.startLine);
  });

  it.each([
    ['a link', { 'node_modules/lodash': { resolved: 'packages/lodash', link: true } }],
    ['a workspace', { 'packages/lodash': { version: '4.17.11' } }],
    ['a folder', { 'node_modules/lodash': { version: '4.17.11', resolved: 'file:vendor/lodash' } }],
    [
      'a package under the alias of another',
      { 'node_modules/lodash': { name: 'lodash-es', version: '4.17.11' } },
    ],
  ])('are not seen in %s of the same name', async (_, packages) => {
    const text = JSON.stringify({ lockfileVersion: 3, packages });
    expect((await analyze(analyzer, 'package-lock.json', text)).detections).toEqual([]);
  });

  it('are seen under the alias that they are installed as', async () => {
    const packages = { 'node_modules/underscore': { name: 'lodash', version: '4.17.20' } };
    const text = JSON.stringify({ lockfileVersion: 2, packages });
    const { detections } = await analyze(analyzer, 'package-lock.json', text);
    expect(detections.map((found) => found.anchor)).toEqual(['lodash CVE-2021-23337']);
  });
});

describe('advisories', () => {
  const withAdvisories = (...records: unknown[]): Advisories => {
    const parsed: Advisory[] = records.map((record) => advisorySchema.parse(record));
    return { find: async (packages) => ({ records: packages.map(() => parsed), problems: [] }) };
  };
  const affected = [
    {
      package: { ecosystem: 'npm', name: 'lodash' },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }],
    },
  ];

  it('that are aliases of each other are one', async () => {
    const advisories = withAdvisories(
      { id: 'GHSA-1', aliases: ['CVE-1'], affected },
      { id: 'SNYK-1', aliases: ['CVE-1'], affected },
      { id: 'GHSA-2', aliases: [], affected, database_specific: { severity: 'MODERATE' } },
    );
    const { detections } = await analyze(
      createDependenciesAnalyzer({ advisories }),
      'package-lock.json',
      packageLock({ lodash: '4.17.21' }),
    );
    expect(detections[0]?.message).toContain(
      '2 known vulnerabilities: GHSA-2 (medium), CVE-1 (not rated); no fixed version is known',
    );
  });

  it('that are withdrawn are left out', async () => {
    const advisories = withAdvisories({ id: 'GHSA-1', withdrawn: '2024-01-01T00:00:00Z', affected });
    const { detections } = await analyze(
      createDependenciesAnalyzer({ advisories }),
      'package-lock.json',
      packageLock({ lodash: '4.17.21' }),
    );
    expect(detections).toEqual([]);
  });

  it('that are out of reach make the review incomplete', async () => {
    const advisories: Advisories = {
      find: async (packages) => ({
        records: packages.map(() => undefined),
        problems: [{ kind: 'notice', message: 'The OSV service is out of reach: connection refused.' }],
      }),
    };
    const { problems } = await analyze(
      createDependenciesAnalyzer({ advisories }),
      'package-lock.json',
      packageLock({ lodash: '4.17.21' }),
    );
    expect(problems).toEqual([
      { kind: 'notice', message: 'The OSV service is out of reach: connection refused.' },
      {
        kind: 'incomplete',
        path: 'package-lock.json',
        message:
          'Known vulnerabilities were not looked for in 1 of 1 packages, since the advisories are out of reach.',
      },
    ]);
  });

  it('that are not configured are a notice, the same for all lockfiles', async () => {
    const bare = createDependenciesAnalyzer({});
    const one = await analyze(bare, 'package-lock.json', packageLock({ lodash: '4.17.11' }));
    const two = await analyze(bare, 'web/package-lock.json', packageLock({ axios: '1.0.0' }));
    expect(one.problems).toEqual(two.problems);
    expect(one.problems).toMatchObject([{ kind: 'notice' }]);
    expect(one.problems[0]).not.toHaveProperty('path');
  });
});

describe('lockfiles that cannot be understood', () => {
  it.each([
    ['not JSON', '{"lockfileVersion": 3,', 'it is not valid JSON'],
    ['a merge conflict', '{\n<<<<<<< HEAD\n  "a": 1\n', 'it holds a merge conflict'],
    ['a later version', '{"lockfileVersion": 4, "packages": {}}', 'of version 4, which is not known'],
    ['null', 'null', 'does not have the shape'],
    [
      'packages that are no objects',
      '{"lockfileVersion": 3, "packages": {"node_modules/a": 1}}',
      'packages.node_modules/a',
    ],
    ['version 3 without packages', '{"lockfileVersion": 3}', 'lists no packages'],
    ['100,000 nested brackets', '['.repeat(100_000), 'it is not valid JSON'],
  ])('are a problem: %s', async (_, text, message) => {
    const { detections, problems } = await analyze(analyzer, 'package-lock.json', text);
    expect(detections).toEqual([]);
    expect(problems).toMatchObject([{ kind: 'incomplete', path: 'package-lock.json' }]);
    expect(problems[0]?.message).toContain(message);
  });
});

describe('sources', () => {
  const many = { a: '1.0.0', b: '1.0.0', c: '1.0.0', d: '1.0.0', '@acme/e': '1.0.0' };
  const messages = async (
    differing: Record<string, Record<string, string>>,
    files: Record<string, string> = {},
  ): Promise<string[]> => {
    const text = packageLock(many, [], differing);
    return (await analyze(analyzer, 'package-lock.json', text, files)).detections.map(
      (found) => found.message,
    );
  };

  it.each([
    ['one host', {}, []],
    [
      'another host',
      { c: { resolved: 'https://elsewhere.example/c-1.0.0.tgz' } },
      ['c 1.0.0 comes from elsewhere.example, while the other packages come from registry.acme.example.'],
    ],
    [
      'a private scope with a host of its own',
      { '@acme/e': { resolved: 'https://npm.acme.example/e.tgz' } },
      [],
    ],
    [
      'an unencrypted connection',
      { d: { resolved: 'http://registry.acme.example/d-1.0.0.tgz' } },
      ['d 1.0.0 is fetched from registry.acme.example over an unencrypted connection.'],
    ],
    [
      'a Git repository with a password in its address',
      { a: { resolved: 'git+https://bot:hunter22@git.acme.example/a.git#0123' } },
      [
        'a 1.0.0 comes from a Git repository (git+https://git.acme.example/a.git), past the registry and its hashes.',
      ],
    ],
    [
      'an archive in the repository',
      { b: { resolved: 'file:vendor/b-1.0.0.tgz' } },
      [
        'b 1.0.0 comes from an archive in the repository (file:vendor/b-1.0.0.tgz), past the registry and its advisories.',
      ],
    ],
    ['a folder of the repository', { b: { resolved: 'file:vendor/b' } }, []],
  ])('%s', async (_, differing, expected) => {
    expect(await messages(differing)).toEqual(expected);
  });

  it('a host that .npmrc names is expected', async () => {
    const differing = { c: { resolved: 'https://elsewhere.example/c-1.0.0.tgz' } };
    expect(await messages(differing, { '.npmrc': 'registry=https://elsewhere.example/\n' })).toEqual([]);
  });

  it('a missing hash is odd where the others have one, and only there', async () => {
    const without = (keep: readonly string[]): string =>
      packageLock(many)
        .split('\n')
        .map((line, index, lines) =>
          line.includes('"integrity"') && !keep.some((name) => lines[index - 3]?.includes(`/${name}"`))
            ? ''
            : line,
        )
        .join('\n')
        .replace(/,\s*\}/g, '}');
    const few = await analyze(analyzer, 'package-lock.json', without(['a', 'b', 'c', 'd']));
    expect(few.detections.map((found) => found.message)).toEqual([
      '@acme/e 1.0.0 has no integrity hash, while the other packages have one.',
    ]);
    expect((await analyze(analyzer, 'package-lock.json', without([]))).detections).toEqual([]);
  });
});
