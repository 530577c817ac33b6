import { describe, expect, it } from '@jest/globals';
import { createDependenciesAnalyzer } from '../../src/analyzers/dependencies/analyzer.js';
import { createSecretsAnalyzer } from '../../src/analyzers/secrets/analyzer.js';
import { parseConfig } from '../../src/config/load.js';
import { configPath, defaultConfig } from '../../src/config/schema.js';
import { Cancelled, Superseded } from '../../src/queue/ends.js';
import { decide, type Gate } from '../../src/github/verdict.js';
import type { Analyzer } from '../../src/model/analyzer.js';
import type { FileContent } from '../../src/model/change.js';
import type { Problem } from '../../src/model/problem.js';
import { review } from '../../src/review.js';
import { fakeSource, type Files } from '../support/fake-source.js';
import { findingOf, reportOf } from '../support/finding.js';
import { markerAnalyzer } from '../support/marker-analyzer.js';

interface Case {
  readonly base?: Files;
  readonly head?: Files;
  readonly renamed?: Readonly<Record<string, string>>;
  /** Of the base branch, as YAML. */
  readonly config?: string;
  readonly analyzers?: readonly Analyzer[];
  /** What the comparison of the two commits said. */
  readonly problems?: readonly Problem[];
  readonly failingSiblings?: readonly number[];
}

/** From files to the gate, as the job goes; without GitHub. */
async function gateOf(facts: Case): Promise<Gate> {
  const {
    base = {},
    head = {},
    renamed = {},
    analyzers = [markerAnalyzer(), createSecretsAnalyzer()],
  } = facts;
  const ids = analyzers.flatMap((analyzer) => analyzer.rules.map((rule) => rule.id));
  const configured = parseConfig(facts.config ?? '', configPath, ids);
  const report = await review(fakeSource({ base, head, renamed }), {
    analyzers,
    config: configured.config,
    configProblems: [...configured.problems, ...(facts.problems ?? [])],
    today: '2026-05-04',
  });
  const { failingSiblings = [] } = facts;
  return decide({ kind: 'reviewed', report, settings: configured.config.report, failingSiblings });
}

const neutralWhenIncomplete = 'report:\n  on-incomplete: neutral\n';
const unreadable: FileContent = { kind: 'unreadable', reason: 'it is larger than 20 MB.' };
const unlisted: Problem = { kind: 'incomplete', message: 'GitHub lists only 3000 changed files.' };
const outOfReach = createDependenciesAnalyzer({
  advisories: { find: () => Promise.reject(new Error('out of reach')) },
});
const lockfile = JSON.stringify({
  lockfileVersion: 3,
  packages: {
    '': {},
    'node_modules/a': { version: '1.0.0', resolved: 'https://registry.example/a.tgz', integrity: 'sha512-x' },
  },
});

describe('the gate is closed', () => {
  it.each<[string, Case, string]>([
    ['by a finding at the failing severity', { head: { 'a.js': 'FLAW-high a' } }, '1 high'],
    ['by a finding above it', { head: { 'a.js': 'FLAW-critical a' } }, '1 critical'],
    [
      'by a finding in a file beside one that could not be read',
      { head: { 'a.js': 'FLAW-high a', 'b.js': unreadable } },
      '1 high',
    ],
    [
      'by a finding, although what is incomplete is neutral',
      { head: { 'a.js': 'FLAW-high a', 'b.js': unreadable }, config: neutralWhenIncomplete },
      '1 high',
    ],
    [
      'by a finding that a removed check leaves behind',
      { base: { 'a.js': 'CHECKED a\nFLAW-high a' }, head: { 'a.js': 'FLAW-high a' } },
      '1 high',
    ],
    [
      'by a finding that comes with a rename',
      { base: { 'a.js': 'ok' }, head: { 'b.js': 'FLAW-high a' }, renamed: { 'b.js': 'a.js' } },
      '1 high',
    ],
    [
      'by a mistake in the configuration',
      { head: { 'a.js': 'ok' }, config: 'rulez: {}\n' },
      'No findings, configuration error',
    ],
    [
      'by a mistake in the configuration that wants what is incomplete neutral',
      { head: { 'a.js': 'ok' }, config: `${neutralWhenIncomplete}rulez: {}\n` },
      'No findings, configuration error',
    ],
    [
      'by a mistake in the configuration of a change with nothing to review',
      { head: { 'a.png': { kind: 'binary' } }, config: 'rulez: {}\n' },
      'No findings, configuration error',
    ],
    [
      'by a configuration that is no YAML',
      { head: { 'a.js': 'ok' }, config: '{' },
      'No findings, configuration error',
    ],
    [
      'by a configuration that names a rule which does not exist',
      { head: { 'a.js': 'ok' }, config: 'rules:\n  no-such-rule: off\n' },
      'No findings, configuration error',
    ],
    [
      'by a crash of an analyzer',
      { head: { 'a.js': 'CRASH', 'b.js': 'ok' } },
      'No findings, review incomplete',
    ],
    [
      'by a file that could not be read',
      { head: { 'a.js': unreadable, 'b.js': 'ok' } },
      'No findings, review incomplete',
    ],
    [
      'by a text of unknown kind that could not be read',
      { head: { 'notes.txt': unreadable, 'b.js': 'ok' } },
      'No findings, review incomplete',
    ],
    [
      'by files that GitHub does not list',
      { head: { 'a.js': 'ok' }, problems: [unlisted] },
      'No findings, review incomplete',
    ],
    [
      'by code that is kept in Git LFS',
      { head: { 'a.js': { kind: 'lfs-pointer' }, 'b.js': 'ok' } },
      'No findings, review incomplete',
    ],
    [
      'by code that passes for binary',
      { head: { 'a.js': { kind: 'binary' }, 'b.js': 'ok' } },
      'No findings, review incomplete',
    ],
    [
      'by advisories that are out of reach',
      { head: { 'package-lock.json': lockfile }, analyzers: [outOfReach] },
      'No findings, review incomplete',
    ],
    [
      'by a lockfile that is none',
      { head: { 'package-lock.json': '{' }, analyzers: [outOfReach] },
      'No findings, review incomplete',
    ],
    [
      'by another pull request with the same commit that fails',
      { head: { 'a.js': 'ok' }, failingSiblings: [7] },
      'The same commit fails in #7',
    ],
    [
      'by another pull request, where this one has nothing to review',
      { head: { 'a.png': { kind: 'binary' } }, failingSiblings: [7] },
      'The same commit fails in #7',
    ],
    [
      'by another pull request, where this one is incomplete and neutral',
      { head: { 'a.js': unreadable }, config: neutralWhenIncomplete, failingSiblings: [7] },
      'The same commit fails in #7',
    ],
  ])('%s', async (_, facts, title) => {
    expect(await gateOf(facts)).toMatchObject({ conclusion: 'failure', title });
  });

  it.each<[string, unknown, string]>([
    ['out of time', AbortSignal.abort(new DOMException('late', 'TimeoutError')).reason, 'Review timed out'],
    ['refused by GitHub', Object.assign(new Error('secret words'), { status: 403 }), 'Review failed'],
    ['broken by a mistake of ours', new TypeError('secret words'), 'Review failed'],
    ['broken by something that is no error', 'secret words', 'Review failed'],
    ['ended by a stop of the server', new Error('secret words'), 'Review failed'],
  ])('by a review that is %s, without the text of the error', (_, error, title) => {
    const gate = decide({ kind: 'interrupted', error });
    expect(gate).toMatchObject({ conclusion: 'failure', title });
    expect(gate.line).not.toContain('secret words');
  });
});

describe('the gate is not answered', () => {
  it.each<[string, Case, string]>([
    ['for no files', {}, 'Nothing to review'],
    ['for binary files alone', { head: { 'a.png': { kind: 'binary' } } }, 'Nothing to review'],
    ['for a submodule alone', { head: { lib: { kind: 'submodule' } } }, 'Nothing to review'],
    ['for a symbolic link alone', { head: { link: { kind: 'symlink' } } }, 'Nothing to review'],
    ['for an asset in Git LFS alone', { head: { 'a.psd': { kind: 'lfs-pointer' } } }, 'Nothing to review'],
    ['for a large file that nobody reads', { head: { 'a.zip': unreadable } }, 'Nothing to review'],
    [
      'for files that are all out of scope',
      { head: { 'a.js': 'FLAW-high a' }, config: 'scope:\n  exclude: ["**"]\n' },
      'Nothing to review',
    ],
    [
      'where what is incomplete is to be neutral',
      { head: { 'a.js': unreadable, 'b.js': 'ok' }, config: neutralWhenIncomplete },
      'No findings, review incomplete',
    ],
    [
      'where what crashes is to be neutral',
      { head: { 'a.js': 'CRASH' }, config: neutralWhenIncomplete },
      'No findings, review incomplete',
    ],
  ])('%s', async (_, facts, title) => {
    expect(await gateOf(facts)).toMatchObject({ conclusion: 'neutral', title });
  });

  it('for a pull request that the configuration leaves out, and says why', () => {
    expect(decide({ kind: 'left-out', reason: 'It is a draft.', failingSiblings: [] })).toEqual({
      conclusion: 'neutral',
      title: 'Left out by the configuration',
      line: '**Not reviewed.** It is a draft.',
    });
  });

  it.each([
    ['replaced by a newer push', new Superseded('Newer.'), 'Superseded'],
    ['no longer wanted', new Cancelled('Gone.'), 'Cancelled'],
  ])('for a review that is %s', (_, error, title) => {
    expect(decide({ kind: 'interrupted', error })).toMatchObject({ conclusion: 'cancelled', title });
  });
});

describe('a pull request that the configuration leaves out', () => {
  it('does not open the gate of another one that fails with the same commit', () => {
    const gate = decide({ kind: 'left-out', reason: 'It is a draft.', failingSiblings: [7] });
    expect(gate).toMatchObject({ conclusion: 'failure', title: 'The same commit fails in #7' });
  });
});

describe('the gate is open', () => {
  it.each<[string, Case, string]>([
    ['for clean files', { head: { 'a.js': 'ok' } }, 'No findings'],
    ['for findings below the failing severity', { head: { 'a.js': 'FLAW-low a' } }, '1 low'],
    [
      'for findings where none fails',
      { head: { 'a.js': 'FLAW-critical a' }, config: 'report:\n  fail-from: none\n' },
      '1 critical',
    ],
    [
      'for a finding that was there before',
      { base: { 'a.js': 'FLAW-high a' }, head: { 'a.js': '\nFLAW-high a' } },
      'No findings',
    ],
    ['for files that are empty', { base: { 'a.js': 'ok' }, head: { 'a.js': '' } }, 'No findings'],
    ['for files that are removed', { base: { 'a.js': 'FLAW-high a' } }, 'No findings'],
    [
      'for a file that was unreadable on the base side alone',
      { base: { 'a.js': unreadable }, head: { 'a.js': 'ok' } },
      'No findings',
    ],
    [
      'for clean files beside what holds no text',
      {
        head: {
          'a.js': 'ok',
          'b.png': { kind: 'binary' },
          'c.zip': unreadable,
          'd.psd': { kind: 'lfs-pointer' },
          lib: { kind: 'submodule' },
        },
      },
      'No findings',
    ],
    [
      'for a notice',
      { head: { 'a.js': 'ok' }, problems: [{ kind: 'notice', message: 'Worth knowing.' }] },
      'No findings',
    ],
  ])('%s', async (_, facts, title) => {
    expect(await gateOf(facts)).toMatchObject({ conclusion: 'success', title });
  });

  it('only where a whole review has nothing against it, whatever else is the case', () => {
    const { report: settings } = defaultConfig;
    const findings = [[], [findingOf({ severity: 'low' })], [findingOf({ severity: 'high' })]];
    const problems: Problem[][] = [
      [],
      ...(['configuration', 'incomplete', 'notice'] as const).map((kind) => [{ kind, message: 'M.' }]),
    ];
    const open: unknown[] = [];
    for (const found of findings)
      for (const trouble of problems)
        for (const analyzed of [0, 2])
          for (const onIncomplete of ['fail', 'neutral'] as const)
            for (const failingSiblings of [[], [7]]) {
              const report = reportOf({
                // Whatever the report says of itself.
                verdict: 'passing',
                findings: found,
                problems: trouble,
                coverage: { files: 3, analyzed, excluded: 0 },
              });
              const gate = decide({
                kind: 'reviewed',
                report,
                settings: { ...settings, 'on-incomplete': onIncomplete },
                failingSiblings,
              });
              if (gate.conclusion === 'success')
                open.push([found[0]?.severity, trouble[0]?.kind, analyzed, failingSiblings.length]);
            }
    const wanted = [undefined, 'low'].flatMap((severity) =>
      [undefined, 'notice'].map((kind) => [severity, kind, 2, 0]),
    );
    // For both settings of what is incomplete.
    expect(open).toEqual(wanted.flatMap((one) => [one, one]));
  });
});

describe('the first line', () => {
  it.each([
    [[], '**Passing.** No findings in 2 reviewed files.'],
    [['low'], '**Passing.** 1 finding in 2 reviewed files, not high or worse, which would fail the check.'],
    [['high'], '**Failing.** The one finding is high or worse, which fails the check.'],
    [['high', 'critical'], '**Failing.** All 2 findings are high or worse, which fails the check.'],
    [['high', 'low'], '**Failing.** 1 of 2 findings is high or worse, which fails the check.'],
  ] as const)('of %j is %s', (found, line) => {
    const report = reportOf({ findings: found.map((severity) => findingOf({ severity })) });
    const settings = defaultConfig.report;
    expect(decide({ kind: 'reviewed', report, settings, failingSiblings: [] }).line).toBe(line);
  });
});
