import { describe, expect, it } from '@jest/globals';
import { configSchema, type Config } from '../src/config/schema.js';
import type { Analyzer } from '../src/model/analyzer.js';
import type { Source } from '../src/model/change.js';
import type { Report } from '../src/model/report.js';
import { review, type ReviewOptions } from '../src/review.js';
import { fakeAnalyzer } from './support/fake-analyzer.js';
import { fakeSource, type Files } from './support/fake-source.js';

function run(source: Source, options: Partial<ReviewOptions> & { settings?: object } = {}): Promise<Report> {
  const config: Config = configSchema.parse(options.settings ?? {});
  return review(source, { analyzers: [fakeAnalyzer()], config, today: '2024-06-01', ...options });
}

const change = (base: Files, head: Files, settings?: object): Promise<Report> =>
  run(fakeSource({ base, head }), settings ? { settings } : {});

const placesOf = (findings: Report['findings']): string[] =>
  findings.map(({ location }) => `${location.path}:${location.startLine}`);

describe('what a change introduces', () => {
  it.each<[string, Files, Files, { findings?: string[]; fixed?: string[] }]>([
    ['an added finding is new', { 'a.txt': '' }, { 'a.txt': 'x\nBAD y' }, { findings: ['a.txt:2'] }],
    ['a finding in an added file is new', {}, { 'a.txt': 'BAD y' }, { findings: ['a.txt:1'] }],
    ['an old finding is not new where lines move', { 'a.txt': 'BAD y' }, { 'a.txt': '\n\nBAD y' }, {}],
    ['a vanished finding is fixed', { 'a.txt': 'BAD y' }, { 'a.txt': '' }, { fixed: ['a.txt:1'] }],
    ['a finding in a removed file is fixed', { 'a.txt': 'BAD y' }, {}, { fixed: ['a.txt:1'] }],
    [
      'a second equal finding is new, and one only',
      { 'a.txt': 'BAD y' },
      { 'a.txt': 'BAD y\nBAD y' },
      { findings: ['a.txt:2'] },
    ],
    [
      'a finding that turns into another is fixed and new',
      { 'a.txt': 'BAD y' },
      { 'a.txt': 'BAD z' },
      { findings: ['a.txt:1'], fixed: ['a.txt:1'] },
    ],
    [
      'a finding that another file brings about counts where it is',
      { 'a.txt': 'READ b.txt\nold', 'b.txt': '' },
      { 'a.txt': 'READ b.txt\nnew', 'b.txt': 'BAD y' },
      { findings: ['a.txt:1', 'b.txt:1'] },
    ],
    ['a file that no analyzer wants is left alone', {}, { 'a.bin': 'BAD y' }, {}],
  ])('%s', async (_, base, head, { findings = [], fixed = [] }) => {
    const report = await change(base, head);
    expect({ findings: placesOf(report.findings), fixed: placesOf(report.fixed) }).toEqual({
      findings,
      fixed,
    });
  });

  it.each<[string, object]>([
    ['is out of scope', { scope: { exclude: ['old/'] } }],
    ['is ignored', { ignore: [{ paths: ['old/'], reason: 'Old.' }] }],
  ])('counts what comes out of a folder that %s as new', async (_, settings) => {
    const files = { base: { 'old/a.txt': 'BAD y' }, head: { 'new/a.txt': 'BAD y' } };
    const report = await run(fakeSource({ ...files, renamed: { 'new/a.txt': 'old/a.txt' } }), { settings });
    expect(placesOf(report.findings)).toEqual(['new/a.txt:1']);
    expect(report.withheld).toEqual([]);
  });

  it('makes nothing of a renamed file that is ignored at both places', async () => {
    const source = fakeSource({
      base: { 'old/a.txt': 'BAD y' },
      head: { 'new/a.txt': 'BAD y' },
      renamed: { 'new/a.txt': 'old/a.txt' },
    });
    const report = await run(source, { settings: { ignore: [{ reason: 'All.' }] } });
    expect(report).toMatchObject({ findings: [], withheld: [] });
  });

  it('makes nothing new or fixed of a renamed file', async () => {
    const source = fakeSource({
      base: { 'old.txt': 'BAD y' },
      head: { 'new.txt': 'x\nBAD y\nBAD z' },
      renamed: { 'new.txt': 'old.txt' },
    });
    const report = await run(source);
    expect(placesOf(report.findings)).toEqual(['new.txt:3']);
    expect(report.fixed).toEqual([]);
  });

  it('makes all of a copied file new', async () => {
    const source = fakeSource({
      base: { 'a.txt': 'BAD y' },
      head: { 'a.txt': 'BAD y', 'b.txt': 'BAD y' },
      copied: { 'b.txt': 'a.txt' },
    });
    expect(placesOf((await run(source)).findings)).toEqual(['b.txt:1']);
  });

  it('fills a finding from its rule and the configuration', async () => {
    const report = await change({}, { 'a.txt': 'BAD y' }, { rules: { 'bad-word': 'low' } });
    expect(report.findings[0]).toMatchObject({
      ruleId: 'bad-word',
      analyzer: 'code',
      title: 'Bad word',
      severity: 'low',
      cwe: [89],
      message: 'The line says `BAD y`.',
      location: { path: 'a.txt', startLine: 1, startColumn: 1, endLine: 1, endColumn: 6 },
    });
    expect(report.findings[0]?.fingerprint).toMatch(/^[0-9a-f]{32}$/);
    expect(report.verdict).toBe('passing');
  });
});

it('tells analyzers what the configuration says of functions of its own, where it says anything', async () => {
  const given: unknown[] = [];
  const analyzer: Analyzer = {
    ...fakeAnalyzer(),
    analyze: async (_file, _side, { models }) => {
      given.push(models?.sanitizers);
      return [];
    },
  };
  const sanitizers = [{ module: './html', member: 'clean' }];
  for (const settings of [{}, { sanitizers }])
    await run(fakeSource({ base: {}, head: { 'a.txt': '' } }), { analyzers: [analyzer], settings });
  expect(given).toEqual([undefined, sanitizers]);
});

describe('what is withheld', () => {
  it.each<[string, object, string | undefined]>([
    ['by a rule that is off', { rules: { 'bad-word': 'off' } }, 'The rule bad-word is off'],
    ['by a path', { ignore: [{ paths: ['a.txt'], reason: 'A test.' }] }, 'A test.'],
    ['by a rule', { ignore: [{ rules: ['bad-word'], reason: 'Known.' }] }, 'Known.'],
    ['until its last day', { ignore: [{ reason: 'Soon.', until: '2024-06-01' }] }, 'until 2024-06-01'],
    ['not after it', { ignore: [{ reason: 'Soon.', until: '2024-05-31' }] }, undefined],
    ['not by another path', { ignore: [{ paths: ['b.txt'], reason: 'x' }] }, undefined],
  ])('%s', async (_, settings, reason) => {
    const report = await change({}, { 'a.txt': 'BAD y' }, settings);
    expect(report.findings.length).toBe(reason === undefined ? 1 : 0);
    expect(report.withheld.map((entry) => entry.reason)).toEqual(
      reason === undefined ? [] : [expect.stringContaining(reason)],
    );
  });
});

describe('problems', () => {
  it('an analyzer that fails loses its own findings in that file, and nothing else', async () => {
    const errors: string[] = [];
    const report = await run(
      fakeSource({ base: { 'a.txt': 'BAD old' }, head: { 'a.txt': 'CRASH', 'b.txt': 'BAD y' } }),
      { onError: (_, about) => errors.push(about) },
    );
    expect(placesOf(report.findings)).toEqual(['b.txt:1']);
    expect(report.fixed).toEqual([]);
    expect(report.problems).toEqual([
      { kind: 'incomplete', path: 'a.txt', message: 'The code analyzer failed on this file.' },
    ]);
    expect(errors).toEqual(['code analyzer, a.txt']);
  });

  it('an analyzer that fails leaves the others alone', async () => {
    const broken = { ...fakeAnalyzer('code'), analyze: () => Promise.reject(new Error('Broken.')) };
    const report = await run(fakeSource({ base: {}, head: { 'a.txt': 'BAD y' } }), {
      analyzers: [broken, fakeAnalyzer('secrets')],
    });
    expect(placesOf(report.findings)).toEqual(['a.txt:1']);
  });

  it('what fails on the base side only is a notice', async () => {
    const report = await change({ 'a.txt': 'PARTIAL' }, { 'a.txt': 'fine' });
    expect(report.problems).toMatchObject([{ kind: 'notice', path: 'a.txt' }]);
    expect(report.problems[0]?.message).toMatch(/^On the base side/);
    expect(report.verdict).toBe('passing');
  });

  it('what is said on both sides is shown once', async () => {
    const report = await change({ 'a.txt': 'PARTIAL' }, { 'a.txt': 'PARTIAL\nmore' });
    expect(report.problems.map((problem) => problem.kind)).toEqual(['incomplete']);
  });

  it.each<[string, Files[string], string, string]>([
    ['a file that could not be read', { kind: 'unreadable', reason: 'it burns.' }, 'incomplete', 'it burns.'],
    ['a submodule', { kind: 'submodule' }, 'notice', 'submodule'],
    ['a symbolic link', { kind: 'symlink' }, 'notice', 'symbolic link'],
    ['a pointer of Git LFS', { kind: 'lfs-pointer' }, 'incomplete', 'Git LFS'],
    ['a binary file with the name of a text', { kind: 'binary' }, 'incomplete', 'binary'],
    ['damaged text', { kind: 'text', text: 'x', damaged: true }, 'notice', 'UTF-8'],
  ])('%s is told', async (_, content, kind, message) => {
    const report = await change({}, { 'a.txt': content });
    expect(report.problems).toMatchObject([
      { kind, path: 'a.txt', message: expect.stringContaining(message) },
    ]);
  });

  it.each<[string, Files[string], string[]]>([
    ['a file that could not be read', { kind: 'unreadable', reason: 'it burns.' }, ['notice']],
    ['a pointer of Git LFS', { kind: 'lfs-pointer' }, ['notice']],
    ['a binary file', { kind: 'binary' }, []],
  ])('%s of a kind that nobody reviews leaves the review whole', async (_, content, kinds) => {
    const report = await change({}, { 'a.bin': content });
    expect(report.problems.map((problem) => problem.kind)).toEqual(kinds);
  });

  it('a source that rejects for one file loses that file only', async () => {
    const source = fakeSource({ base: {}, head: { 'a.txt': 'BAD y', 'b.txt': 'BAD y' } });
    const read: Source['read'] = async (path, side) => {
      if (path === 'a.txt') throw new Error('Unplugged.');
      return source.read(path, side);
    };
    const report = await run({ ...source, read });
    expect(placesOf(report.findings)).toEqual(['b.txt:1']);
    expect(report.problems).toMatchObject([{ kind: 'incomplete', path: 'a.txt' }]);
  });
});

describe('the verdict', () => {
  const problem = { kind: 'configuration', message: 'Wrong.' } as const;

  it.each<[string, Report['verdict'], Files, object, boolean]>([
    ['a finding at the failing severity fails', 'failing', { 'a.txt': 'BAD y' }, {}, false],
    [
      'a finding below it passes',
      'passing',
      { 'a.txt': 'BAD y' },
      { report: { 'fail-from': 'critical' } },
      false,
    ],
    ['none is never reached', 'passing', { 'a.txt': 'BAD y' }, { report: { 'fail-from': 'none' } }, false],
    ['a withheld finding passes', 'passing', { 'a.txt': 'BAD y' }, { rules: { 'bad-word': 'off' } }, false],
    ['a clean file passes', 'passing', { 'a.txt': 'fine' }, {}, false],
    ['a notice passes', 'passing', { 'a.txt': 'NOTE' }, {}, false],
    ['a file read in part is incomplete', 'incomplete', { 'a.txt': 'PARTIAL' }, {}, false],
    ['a crash is incomplete', 'incomplete', { 'a.txt': 'CRASH' }, {}, false],
    ['a finding outweighs a crash', 'failing', { 'a.txt': 'CRASH', 'b.txt': 'BAD y' }, {}, false],
    ['a wrong configuration outweighs a crash', 'misconfigured', { 'a.txt': 'CRASH' }, {}, true],
    ['a finding outweighs a wrong configuration', 'failing', { 'a.txt': 'BAD y' }, {}, true],
    ['nothing changed is empty', 'empty', {}, {}, false],
    ['nothing that is read is empty', 'empty', { 'a.bin': 'x' }, {}, false],
    ['nothing in scope is empty', 'empty', { 'a.txt': 'BAD y' }, { scope: { exclude: ['a.txt'] } }, false],
    ['a binary file alone is empty', 'empty', { 'a.bin': { kind: 'binary' } }, {}, false],
    [
      'an unreadable file that nothing else reads is incomplete',
      'incomplete',
      { 'a.txt': { kind: 'unreadable', reason: 'x' } },
      {},
      false,
    ],
  ])('%s', async (_, verdict, head, settings, misconfigured) => {
    const report = await run(fakeSource({ base: {}, head }), {
      settings,
      configProblems: misconfigured ? [problem] : [],
    });
    expect(report.verdict).toBe(verdict);
  });

  it('counts what was looked at', async () => {
    const head = { 'a.txt': 'x', 'b.txt': 'CRASH', 'c.bin': 'x', 'd.txt': 'x' };
    const report = await change({}, head, { scope: { exclude: ['d.txt'] } });
    expect(report.coverage).toEqual({
      ...{ files: 4, analyzed: 1, excluded: 1 },
      exclusions: [{ path: 'd.txt', files: 1 }],
    });
  });
});

describe('a run', () => {
  it('gives the same report every time, worst first', async () => {
    const head = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`${index}.txt`, 'x\nBAD y\nNOTE\nBAD z']),
    );
    const slow = fakeAnalyzer();
    const jittery = {
      ...slow,
      analyze: async (...args: Parameters<typeof slow.analyze>) => {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
        return slow.analyze(...args);
      },
    };
    const runs = await Promise.all(
      [0, 1, 2].map(() => run(fakeSource({ base: {}, head }), { analyzers: [jittery] })),
    );
    expect(new Set(runs.map((report) => JSON.stringify(report))).size).toBe(1);
    expect(placesOf(runs[0]?.findings ?? []).slice(0, 4)).toEqual([
      '0.txt:2',
      '0.txt:4',
      '1.txt:2',
      '1.txt:4',
    ]);
  });

  it('ends between two files when it is aborted', async () => {
    const stop = new AbortController();
    const head = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`${index}.txt`, 'x']));
    const seen: number[] = [];
    const running = run(fakeSource({ base: {}, head }), {
      signal: stop.signal,
      onProgress: (done) => {
        seen.push(done);
        stop.abort(new Error('Superseded.'));
      },
    });
    await expect(running).rejects.toThrow('Superseded.');
    expect(seen.length).toBeLessThan(50);
  });
});
