import { afterAll, describe, expect, it } from '@jest/globals';
import { type Advisories, advisorySchema } from '../../../src/analyzers/dependencies/advisories/advisory.js';
import { createCodeAnalyzer } from '../../../src/analyzers/code/analyzer.js';
import { createDependenciesAnalyzer } from '../../../src/analyzers/dependencies/analyzer.js';
import { createInfrastructureAnalyzer } from '../../../src/analyzers/infrastructure/analyzer.js';
import { findUses } from '../../../src/analyzers/dependencies/uses.js';
import { packageLock } from '../../../src/analyzers/dependencies/rules/example.js';
import { defaultConfig } from '../../../src/config/schema.js';
import type { Report } from '../../../src/model/report.js';
import { review } from '../../../src/review.js';
import { fakeSource, type Files } from '../../support/fake-source.js';
import { expectWithin } from '../../support/time-limit.js';

const record = (id: string, name: string, events: readonly object[], more: object = {}): object => ({
  id,
  affected: [{ package: { ecosystem: 'npm', name }, ranges: [{ type: 'SEMVER', events }], ...more }],
  database_specific: { severity: 'HIGH' },
});
const records = [
  record('A-1', 'lodash', [{ introduced: '0' }, { fixed: '4.17.12' }]),
  record('A-2', 'lodash', [{ introduced: '0' }, { fixed: '4.17.21' }]),
  record('A-3', 'lodash', [{ introduced: '4.17.13' }, { fixed: '4.17.16' }]),
].map((one) => advisorySchema.parse(one));

/** Counts how often it was asked. */
function advisoriesOf(): Advisories & { asked: number } {
  const advisories = {
    asked: 0,
    find: async (packages: Parameters<Advisories['find']>[0]) => {
      advisories.asked++;
      return {
        records: packages.map(({ name }) =>
          records.filter((one) => one.affected.some((entry) => entry.package?.name === name)),
        ),
        problems: [],
      };
    },
  };
  return advisories;
}

async function change(base: Files, head: Files, advisories: Advisories = advisoriesOf()): Promise<Report> {
  return review(fakeSource({ base, head }), {
    analyzers: [createDependenciesAnalyzer({ advisories })],
    config: defaultConfig,
    today: '2026-11-27',
  });
}

const lock = (version: string): Files => ({ 'package-lock.json': packageLock({ lodash: version }) });

describe('an update of a vulnerable package', () => {
  it('that fixes one flaw of two tells that it is fixed, and nothing is new', async () => {
    const report = await change(lock('4.17.11'), lock('4.17.12'));
    expect(report.findings).toEqual([]);
    expect(report.fixed.map(({ message }) => message)).toEqual([
      'lodash 4.17.11 has the known vulnerability A-1 (high); fixed in 4.17.12; a direct dependency.',
    ]);
  });

  it('to a version with a flaw of its own tells that one alone', async () => {
    const report = await change(lock('4.17.12'), lock('4.17.15'));
    expect(report.findings.map(({ message }) => message)).toEqual([
      'lodash 4.17.15 has the known vulnerability A-3 (high); fixed in 4.17.16; a direct dependency.',
    ]);
    expect(report.fixed).toEqual([]);
  });

  it('backwards brings the flaws of the older version in', async () => {
    const report = await change(lock('4.17.20'), lock('4.17.11'));
    expect(report.findings.map(({ message }) => message)).toEqual([
      expect.stringContaining('lodash 4.17.11 has the known vulnerability A-1 (high)'),
    ]);
  });

  it('asks for both sides at once, so that they cannot get different answers', async () => {
    const advisories = advisoriesOf();
    await change(lock('4.17.11'), lock('4.17.12'), advisories);
    expect(advisories.asked).toBe(1);
  });
});

describe('no news', () => {
  it.each<[string, string]>([
    ['another order', packageLock({ axios: '1.7.9', lodash: '4.17.11' })],
    [
      'another indentation',
      JSON.stringify(JSON.parse(packageLock({ lodash: '4.17.11', axios: '1.7.9' })), null, 4),
    ],
  ])('is made by %s', async (_, text) => {
    const base = { 'package-lock.json': packageLock({ lodash: '4.17.11', axios: '1.7.9' }) };
    const report = await change(base, { 'package-lock.json': text });
    expect([...report.findings, ...report.fixed]).toEqual([]);
  });
});

describe('the place of a finding', () => {
  const manifest = (wanted: string): string =>
    JSON.stringify({ name: 'shop', dependencies: { axios: '1.7.9', lodash: wanted } }, null, 2);

  it('is the line of the manifest that caused it, with what to ask for instead', async () => {
    const report = await change(
      { 'package.json': manifest('^4.17.21'), ...lock('4.17.21') },
      { 'package.json': manifest('^4.17.15'), ...lock('4.17.15') },
    );
    expect(report.findings).toMatchObject([
      {
        location: { path: 'package.json', startLine: 5 },
        fix: {
          description: 'Ask for lodash ^4.17.21, and renew the lockfile',
          edits: [{ range: { startLine: 5, startColumn: 16, endColumn: 24 }, text: '^4.17.21' }],
        },
      },
    ]);
  });

  it('is the line of the lockfile where the manifest asks for what it did before', async () => {
    const report = await change(
      { 'package.json': manifest('^4.0.0'), ...lock('4.17.21') },
      { 'package.json': manifest('^4.0.0'), ...lock('4.17.15') },
    );
    expect(report.findings.map(({ location, fix }) => [location.path, fix])).toEqual([
      ['package-lock.json', undefined],
    ]);
  });

  it('keeps its identity when it moves from one to the other', async () => {
    const inLock = await change(lock('4.17.21'), lock('4.17.15'));
    const inManifest = await change(
      { 'package.json': manifest('4.17.21'), ...lock('4.17.21') },
      { 'package.json': manifest('4.17.15'), ...lock('4.17.15') },
    );
    expect(inManifest.findings[0]?.fingerprint).toBe(inLock.findings[0]?.fingerprint);
  });
});

describe('uses of a vulnerable package', () => {
  it.each<[string, Files, string, number]>([
    [
      'an import',
      { 'src/a.ts': "import { get } from 'lodash/get';\n" },
      'imported in one file of this repository',
      1,
    ],
    [
      'a call of require',
      { 'a.js': "const _ = require('lodash');" },
      'imported in one file of this repository',
      1,
    ],
    [
      'types alone, of which nothing is left',
      {
        'a.ts':
          "import type { Get } from 'lodash';\nimport { a } from './a.js';\nexport type {\n  Set,\n} from 'lodash/set';\n",
      },
      'no code of this repository imports it',
      0,
    ],
    [
      'a type beside a value, and a value that is called so',
      {
        'a.ts': "import { type Get, get } from 'lodash';\n",
        'b.ts': "import type, { get } from 'lodash';\n",
        'c.ts': "import type { A } from './a.js';\nimport type from 'lodash';\n",
      },
      'imported in 3 files of this repository',
      3,
    ],
    [
      'values behind types, without semicolons',
      {
        'a.ts': "export type A = number\nconst _ = require('lodash')\n",
        'b.ts': "type B = string\nexport type { B }\nimport _ from 'lodash'\n",
      },
      'imported in 2 files of this repository',
      2,
    ],
    [
      'tests alone',
      { 'test/a.test.js': "require('lodash')", 'test/b.test.js': "import 'lodash'" },
      'imported in 2 files of this repository, all of them tests',
      2,
    ],
    [
      'another package whose name begins so',
      { 'a.js': "require('lodash-es')" },
      'no code of this repository imports it',
      0,
    ],
    ['none where there is no code', { 'README.md': 'lodash' }, 'a direct dependency.', 0],
    [
      'none where code may be in folders that are not read',
      { 'a.js': 'start();', 'build/webpack.js': "require('lodash')" },
      'a direct dependency.',
      0,
    ],
    [
      'none in what others have built',
      { 'a.js': 'start();', 'node_modules/a/index.js': "require('lodash')" },
      'no code of this repository imports it',
      0,
    ],
  ])('are told: %s', async (_, files, words, steps) => {
    const report = await change({ ...lock('4.17.21'), ...files }, { ...lock('4.17.15'), ...files });
    expect(report.findings).toHaveLength(1);
    expect(report.findings[0]?.message).toContain(words);
    expect(report.findings[0]?.trace).toHaveLength(steps);
  });
});

it('files of go mod vendor are left out of the uses in steps that do not multiply', async () => {
  const folders = Array.from({ length: 10_000 }, (_, index) => `services/of/shop/${index}`);
  const paths = folders.flatMap((folder) => [`${folder}/vendor/modules.txt`, `${folder}/main.go`]);
  const wanted = [{ name: 'acme.example/log', functions: [] }];
  const begun = performance.now();
  const uses = await findUses('Go', wanted, 'go.sum', {
    list: async () => [...paths, 'services/of/shop/0/vendor/acme.example/log/log.go'],
    read: async () => 'package main\n',
  });
  expectWithin(performance.now() - begun, 3_000);
  expect(uses?.get('acme.example/log')?.places).toEqual([]);
});

describe('the archive of a release of Composer', () => {
  const commit = 'ab'.repeat(20);
  const composer = (version: string, url: string): Files => ({
    'composer.lock': JSON.stringify({
      packages: [{ name: 'acme/log', version, dist: { type: 'zip', url, reference: commit, shasum: '' } }],
    }),
  });
  const host = 'https://git.acme.example/acme/log/zipball';

  it.each([
    ['of a branch', '2.1.0', `${host}/other`, 1],
    ['of a branch that is called by the commit', '2.1.0', `${host}/other/${commit}`, 1],
    ['of a branch, with the commit behind it', '2.1.0', `${host}/other?x=/${commit}`, 1],
    ['of the commit', '2.1.0', `${host}/${commit}`, 0],
    ['of a mirror', '2.1.0', 'https://mirror.acme.example/log.zip', 0],
    ['of a branch, which goes on', 'dev-main', `${host}/other`, 0],
  ])('%s is told of or not: %s %s', async (_, version, url, count) => {
    const report = await change(composer(version, `${host}/${commit}`), composer(version, url));
    expect(report.findings.filter(({ ruleId }) => ruleId === 'tampered-lockfile')).toHaveLength(count);
  });
});

describe('uses of a vulnerable package in the syntax of the code', () => {
  const code = createCodeAnalyzer();
  const called = record('A-4', 'lodash', [{ introduced: '0' }, { fixed: '4.17.21' }], {
    ecosystem_specific: { affected_functions: ['(lodash).template'] },
  });
  const advisories = {
    find: async (packages: Parameters<Advisories['find']>[0]) => ({
      records: packages.map(() => [advisorySchema.parse(called)]),
      problems: [],
    }),
  };
  afterAll(() => code.close?.());

  it.each<[string, Files, string, string, string[]]>([
    [
      'by another name, and through another file',
      {
        'src/a.ts':
          "import { template as fill } from 'lodash';\nexport { template as render } from 'lodash';\nfill('');\n",
        'src/b.ts': "import { render } from './a.js';\n\nrender('');\n",
        'src/c.ts': "import { other } from './d.js';\nother('');\n",
      },
      'imported in one file of this repository, which calls `(lodash).template`, where the flaw is',
      'called',
      ['src/a.ts:3', 'src/b.ts:3'],
    ],
    [
      'through files that hand all of each other on',
      {
        'src/a/text.ts': "export * from 'lodash';\n",
        'src/a/index.ts': "export * from './text.js';\n",
        'src/b.ts': "import { template } from './a/index.js';\ntemplate('');\n",
      },
      'imported in one file of this repository, which calls `(lodash).template`, where the flaw is',
      'called',
      ['src/a/text.ts:1', 'src/b.ts:2'],
    ],
    [
      'of another function, beside one of its own that is called so',
      { 'src/a.ts': "import { get } from 'lodash';\nconst template = () => get({}, '');\ntemplate();\n" },
      'imported in one file of this repository, none of which calls a function that the advisories name',
      'imported',
      ['src/a.ts:1'],
    ],
    [
      'in a comment alone',
      { 'src/a.ts': "// import { template } from 'lodash';\n" },
      'no code of this repository imports it',
      'unused',
      [],
    ],
  ])('are told: %s', async (_, files, words, reach, places) => {
    const source = fakeSource({
      base: { ...lock('4.17.21'), ...files },
      head: { ...lock('4.17.15'), ...files },
    });
    const { findings } = await review(source, {
      analyzers: [code, createDependenciesAnalyzer({ advisories })],
      config: defaultConfig,
      today: '2026-11-27',
    });
    const [finding] = findings.filter(({ ruleId }) => ruleId === 'vulnerable-dependency');
    expect(finding?.message).toContain(words);
    expect(finding?.reach).toBe(reach);
    expect(finding?.trace.map(({ location }) => `${location.path}:${location.startLine}`)).toEqual(places);
  });
});

describe('hashes of actions', () => {
  it('say what is asked for, so that one without is not odd', async () => {
    const workflow = (...steps: string[]): string =>
      [
        'on: push',
        'jobs:',
        '  a:',
        '    runs-on: ubuntu-latest',
        '    steps:',
        ...steps.map((one) => `      - uses: ${one}`),
      ].join('\n');
    const sha = '0123456789abcdef'.repeat(3).slice(0, 40);
    const base = { '.github/workflows/a.yml': workflow(`a/b@${sha} # v1`, `c/d@${sha} # v1`) };
    const head = { '.github/workflows/a.yml': workflow(`a/b@${sha} # v1`, `c/d@${sha} # v1`, 'e/f@v1') };
    expect((await change(base, head)).findings.map(({ ruleId }) => ruleId)).toEqual([]);
  });
});

it('a package of Composer that is a folder of the repository is its own at each commit', async () => {
  const of = (reference: string): Files => ({
    'composer.lock': JSON.stringify({
      packages: [
        { name: 'acme/log', version: '1.0.0', dist: { type: 'path', url: './packages/log', reference } },
      ],
    }),
  });
  const { findings } = await change(of('a'.repeat(40)), of('b'.repeat(40)));
  expect(findings).toEqual([]);
});

describe('hosts of Composer', () => {
  const of = (...entries: [name: string, version: string, url: string][]): Files => ({
    'composer.lock': JSON.stringify({
      packages: entries.map(([name, version, url]) => ({ name, version, dist: { type: 'zip', url } })),
    }),
  });
  const log = 'https://git.example/acme/log/1';
  const base = of(['acme/log', '1.0.0', log], ['acme/mail', '1.0.0', 'https://code.example/mail/1']);

  it.each<[string, Files, string[]]>([
    [
      'another host than before',
      of(['acme/log', '1.1.0', 'https://elsewhere.example/log/2']),
      [
        'acme/log 1.1.0 comes from elsewhere.example, while the other packages come from git.example, code.example.',
      ],
    ],
    [
      'an unencrypted connection',
      of(['acme/log', '1.1.0', log.replace('https', 'http')]),
      ['acme/log 1.1.0 is fetched from git.example over an unencrypted connection.'],
    ],
    ['the host of another package', of(['acme/log', '1.1.0', 'https://code.example/log/2']), []],
    ['a host of its own, of a new package', of(['acme/new', '1.1.0', 'https://elsewhere.example/new/2']), []],
  ])('are compared with those before: %s', async (_, head, messages) => {
    const { findings } = await change(base, head);
    expect(
      findings.flatMap(({ ruleId, message }) => (ruleId === 'insecure-dependency-source' ? [message] : [])),
    ).toEqual(messages);
  });
});

describe('files of packages of Python', () => {
  const files = 'https://files.example/packages';
  const of = (...urls: string[]): Files => ({
    'uv.lock': `version = 1\n${urls
      .map((url, index) => {
        const name = ['acme-a', 'b', 'c'][index] ?? '';
        return `\n[[package]]\nname = "${name}"\nversion = "1.0.0"\nsource = { registry = "https://pypi.example/simple" }\nwheels = [\n    { url = "${url}", hash = "sha256:${String(index)}" },\n    { url = "${files}/0/${name.replace('-', '_')}-1.0-py3-none-any.whl", hash = "sha256:z" },\n]\n`;
      })
      .join('')}`,
  });
  const usual = [
    `${files}/1/acme_a-1.0.0-cp311-abi3-any.whl`,
    `${files}/2/b-1.0.0+cpu-cp311-abi3-any.whl`,
    `${files}/3/c-1.0.0.tar.gz`,
  ];
  const [a = '', b = ''] = usual;

  it.each<[string, string[], string[]]>([
    [
      'another host, although another file has its hash',
      [a, b, 'https://elsewhere.example/c-1.0.0.tar.gz'],
      [
        'A file of c 1.0.0 comes from elsewhere.example, while those of the other packages come from files.example.',
      ],
    ],
    [
      'another package',
      [a, b, `${files}/3/d-1.0.0.tar.gz`],
      ['c 1.0.0 has a file of another package, d-1.0.0.tar.gz.'],
    ],
    [
      'another version',
      [`${files}/1/acme_a-0.9.0-cp311-abi3-any.whl`, b],
      ['acme-a 1.0.0 has a file of another version, acme_a-0.9.0-cp311-abi3-any.whl.'],
    ],
    ['what they are for', [a, b], []],
  ])('are told of: %s', async (_, urls, messages) => {
    const { findings } = await change(of(...usual), of(...urls));
    expect(findings.map(({ message }) => message)).toEqual(messages);
    // In a lockfile that is new the others tell.
    expect((await change({}, of(...urls))).findings.map(({ message }) => message)).toEqual(messages);
  });
});

describe('downgrades', () => {
  it('of more than three packages are one finding', async () => {
    const versions = (version: string): Files => ({
      'package-lock.json': packageLock({ a: version, b: version, c: version, d: version }),
    });
    expect(
      (await change(versions('1.1.0'), versions('1.0.0'))).findings.map(({ message }) => message),
    ).toEqual([
      '4 direct dependencies go back to older versions, so that what was fixed in between is open again; the first of them: a goes back from 1.1.0 to 1.0.0.',
    ]);
  });
});

describe('modules of Go', () => {
  const vulnerable = advisorySchema.parse({
    id: 'GO-1',
    affected: [
      {
        package: { ecosystem: 'Go', name: 'c.example/c' },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.5.0' }] }],
      },
    ],
  });
  const advisories: Advisories = {
    find: async (packages) => ({
      records: packages.map(({ name }) => (name === 'c.example/c' ? [vulnerable] : [])),
      problems: [],
    }),
  };
  const sum = 'c.example/c v1.4.0 h1:aa=\n';
  const found = async (head: Files): Promise<string[]> => {
    const { findings } = await change({ 'go.mod': 'module a\n', 'go.sum': '' }, head, advisories);
    return findings.map(({ ruleId, location }) => `${ruleId} ${location.path}`);
  };

  it('of which go.sum keeps a hash are judged by go.mod alone', async () => {
    const manifest = 'module a\ngo 1.22\nrequire c.example/c v1.5.0\n';
    expect(await found({ 'go.mod': manifest, 'go.sum': `${sum}c.example/c v1.5.0 h1:bb=\n` })).toEqual([]);
    const old = 'module a\ngo 1.22\nrequire c.example/c v1.4.0\n';
    expect(await found({ 'go.mod': old, 'go.sum': sum })).toEqual(['vulnerable-dependency go.mod']);
  });

  it('that an old go.mod does not name are judged by go.sum', async () => {
    const manifest = 'module a\ngo 1.16\nrequire b.example/b v1.0.0\n';
    expect(await found({ 'go.mod': manifest, 'go.sum': sum })).toEqual(['vulnerable-dependency go.sum']);
  });
});

it('what is asked for by a tag is told once, by the infrastructure analyzer', async () => {
  const head = {
    '.github/workflows/build.yml':
      'on: push\npermissions: {}\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    container: registry.acme.example/node:22\n    steps:\n      - uses: acme/build@v4\n',
    Dockerfile: 'FROM registry.acme.example/node:22\nUSER node\nHEALTHCHECK CMD true\n',
  };
  const report = await review(fakeSource({ base: {}, head }), {
    analyzers: [createDependenciesAnalyzer({ advisories: advisoriesOf() }), createInfrastructureAnalyzer()],
    config: { ...defaultConfig, report: { ...defaultConfig.report, 'confidence-from': 'low' } },
    today: '2026-11-27',
  });
  const all = [...report.findings, ...report.withheld.map(({ finding }) => finding)];
  const told = all.map(({ analyzer, location }) => `${location.path}:${location.startLine} ${analyzer}`);
  expect(told.filter((one) => one.includes('build.yml:9'))).toEqual([
    '.github/workflows/build.yml:9 infrastructure',
  ]);
  expect(told.filter((one) => one.endsWith('dependencies'))).toEqual([]);
});
