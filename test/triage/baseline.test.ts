import { describe, expect, it } from '@jest/globals';
import {
  type Baseline,
  parseBaseline,
  readBaseline,
  renderBaseline,
  toBaselineEntry,
} from '../../src/config/baseline.js';
import { configSchema } from '../../src/config/schema.js';
import type { Finding } from '../../src/model/finding.js';
import type { Report } from '../../src/model/report.js';
import { review, type ReviewOptions } from '../../src/review.js';
import { fakeAnalyzer } from '../support/fake-analyzer.js';
import { fakeSource, type Files } from '../support/fake-source.js';
import { findingOf } from '../support/finding.js';

const entry = {
  fingerprint: 'a'.repeat(32),
  rule: 'bad-word',
  path: 'a.txt',
  reason: 'Old.',
  date: '2026-01-31',
};
const fileOf = (...findings: object[]): string => JSON.stringify({ version: 1, findings }, undefined, 2);

function run(
  base: Files,
  head: Files,
  options: Partial<ReviewOptions> & { settings?: object } = {},
): Promise<Report> {
  const config = configSchema.parse(options.settings ?? {});
  return review(fakeSource({ base, head }), {
    analyzers: [fakeAnalyzer()],
    config,
    today: '2026-02-01',
    ...options,
  });
}

function baselineOf(findings: readonly Finding[], changes: object = {}): Baseline {
  const entries = findings.map((finding) => ({
    ...toBaselineEntry(finding, 'Known.', '2026-01-31'),
    ...changes,
  }));
  return new Map(entries.map((one) => [one.fingerprint, one]));
}

describe('the file of a baseline', () => {
  it('is read as it is written, in one order', () => {
    const other = toBaselineEntry(findingOf({ fingerprint: 'b'.repeat(32) }), 'Why.', '2026-02-28');
    const text = renderBaseline([other, entry]);
    expect(renderBaseline([entry, other])).toBe(text);
    const { baseline, problems } = parseBaseline(text);
    expect(problems).toEqual([]);
    expect([...baseline.values()]).toEqual([entry, other]);
  });

  it.each<[string, string, number | undefined, RegExp]>([
    ['JSON that ends early', '{\n  "version": 1,\n', 3, /not valid JSON/],
    ['a comment', '{\n  // x\n  "version": 1, "findings": []\n}', 2, /not valid JSON/],
    [
      'an unknown key',
      fileOf({ ...entry, resaon: 'x' }),
      10,
      /Unknown key `resaon` in `findings\[0\]`; did you mean `reason`\?/,
    ],
    ['no reason', fileOf({ ...entry, reason: ' ' }), 8, /`findings\[0\].reason` must not be empty/],
    ['a missing reason', fileOf({ ...entry, reason: undefined }), 4, /`findings\[0\].reason` is missing/],
    [
      'a fingerprint that is none',
      fileOf({ ...entry, fingerprint: '*' }),
      5,
      /must be 32 hexadecimal digits/,
    ],
    ['a day that is none', fileOf({ ...entry, date: 'today' }), 9, /must be a day/],
    ['another version', '{ "version": 2, "findings": [] }', 1, /`version` must be one of `1`/],
    ['a list', '[]', 1, /The baseline must be a mapping/],
    ['a text', '"x"', 1, /The baseline must be a mapping/],
    ['a very long file', `"${'x'.repeat(9_000_000)}"`, undefined, /longer than/],
    ['deep nesting', '['.repeat(200_000), undefined, /not valid JSON/],
    ['too many entries', `{"version":1,"findings":[${'1,'.repeat(20_000)}1]}`, 1, /findings/],
  ])('with %s is an error', (_, text, line, message) => {
    const { baseline, problems } = parseBaseline(text);
    expect(baseline.size).toBe(0);
    expect(problems[0]).toMatchObject({
      kind: 'configuration',
      path: '.github/scrutineer-baseline.json',
      message: expect.stringMatching(message),
      ...(line !== undefined && { line }),
    });
  });

  it('that is no text is an error, and none is no baseline', () => {
    expect(readBaseline({ kind: 'absent' })).toEqual({ baseline: new Map(), problems: [] });
    expect(readBaseline({ kind: 'symlink' }).problems).toMatchObject([{ kind: 'configuration' }]);
    expect(readBaseline({ kind: 'unreadable', reason: 'it burns.' }).problems[0]?.message).toContain(
      'it burns.',
    );
  });
});

describe('a baseline', () => {
  const head = { 'a.txt': 'BAD y' };

  it('withholds what it names, with reason and date', async () => {
    const { findings } = await run({}, head);
    const report = await run({}, { 'a.txt': 'x\n\nBAD y\nBAD z' }, { baseline: baselineOf(findings) });
    expect(report.withheld).toMatchObject([{ reason: 'In the baseline since 2026-01-31: Known.' }]);
    expect(report.findings).toMatchObject([{ location: { startLine: 4 } }]);
    expect(report.problems).toEqual([]);
  });

  it.each<[string, object, object]>([
    ['of another rule', { rule: 'other' }, {}],
    ['where the organization locks the rule', {}, { lock: ['rules.bad-word'] }],
    ['where the organization locks baselines', {}, { lock: ['baseline'] }],
  ])('does not count %s', async (_, changes, settings) => {
    const { findings } = await run({}, head);
    const report = await run({}, head, { baseline: baselineOf(findings, changes), settings });
    expect(report.verdict).toBe('failing');
  });

  it('of the change itself has no effect, and is shown as a dry run', async () => {
    const { findings } = await run({}, head);
    const config = configSchema.parse({});
    const report = await run({}, head, { proposed: { config, baseline: baselineOf(findings) } });
    expect(report).toMatchObject({ verdict: 'failing', findings: [{}], withheld: [] });
    expect(report.problems.map((problem) => problem.message)).toContain(
      'Dry run: `bad-word` would go: In the baseline since 2026-01-31: Known.',
    );
  });

  const gone = (path: string): Baseline => new Map([[entry.fingerprint, { ...entry, path }]]);

  it.each<[string, string, Files, Files, boolean, boolean]>([
    ['whose file is in the change', 'a.txt', {}, head, false, true],
    ['whose file the change removes', 'a.txt', head, {}, false, true],
    ['whose file is elsewhere', 'b.txt', {}, head, false, false],
    ['whose file could not be read whole', 'a.txt', {}, { 'a.txt': 'PARTIAL' }, false, false],
    ['whose file an audit does not find', 'b.txt', {}, head, true, true],
    ['whose file an audit did not read', 'b.txt', {}, { ...head, 'b.txt': 'CRASH' }, true, false],
  ])('tells of an entry that matches nothing, %s', async (_, path, base, files, isAudit, isTold) => {
    const report = await run(base, files, { baseline: gone(path), isAudit });
    const told = report.problems.filter((problem) => problem.message.includes('matches nothing'));
    expect(told).toHaveLength(isTold ? 1 : 0);
  });

  it('does not tell of one that the change takes out', async () => {
    const proposed = { config: configSchema.parse({}), baseline: new Map() };
    const { problems } = await run({}, { 'a.txt': 'fine' }, { baseline: gone('a.txt'), proposed });
    expect(problems.some((problem) => problem.message.includes('matches nothing'))).toBe(false);
  });

  it('does not tell of more than a reader reads', async () => {
    const many = Array.from({ length: 50 }, (_, index) => String(index).padStart(32, '0'));
    const baseline = new Map(
      many.map((fingerprint, index) => [fingerprint, { ...entry, fingerprint, rule: `rule-${index}` }]),
    );
    const { problems } = await run({ 'a.txt': 'fine' }, {}, { baseline });
    expect(problems).toHaveLength(21);
    expect(problems.map((problem) => problem.message)).toContain('30 more entries match nothing any more.');
  });
});

describe('a dry run', () => {
  const dry = async (base: object, proposed: object, head: Files): Promise<Report> =>
    run({}, head, {
      settings: base,
      proposed: { config: configSchema.parse(proposed), baseline: new Map() },
    });
  const told = ({ problems }: Report): string[] =>
    problems.map(({ path, line, message }) => `${path ?? ''}:${line ?? '-'} ${message}`);

  it.each<[string, object, object, string[]]>([
    [
      'of a rule switched off',
      {},
      { rules: { 'bad-word': 'off' } },
      [
        '.github/scrutineer.yml:- Dry run of the edited configuration on this change: 0 findings would appear, 1 would go, 0 would change in severity; none would fail the check.',
        'a.txt:1 Dry run: `bad-word` would go: The rule bad-word is off in the configuration.',
      ],
    ],
    [
      'of a rule switched on',
      { rules: { 'bad-word': 'off' } },
      {},
      [
        '.github/scrutineer.yml:- Dry run of the edited configuration on this change: 1 finding would appear, 0 would go, 0 would change in severity; 1 would fail the check.',
        'a.txt:1 Dry run: `bad-word` would appear.',
      ],
    ],
    [
      'of another severity',
      {},
      { rules: { 'bad-word': 'low' } },
      [
        '.github/scrutineer.yml:- Dry run of the edited configuration on this change: 0 findings would appear, 0 would go, 1 would change in severity; none would fail the check.',
        'a.txt:1 Dry run: `bad-word` would be low instead of high.',
      ],
    ],
    [
      'of a narrower scope',
      {},
      { scope: { exclude: ['a.txt'] } },
      [
        '.github/scrutineer.yml:- Dry run of the edited configuration on this change: 0 findings would appear, 1 would go, 0 would change in severity; none would fail the check.',
        'a.txt:1 Dry run: `bad-word` would go: Its file would be out of scope.',
      ],
    ],
    [
      'of a wider scope',
      { scope: { exclude: ['a.txt'] } },
      {},
      [
        '.github/scrutineer.yml:- Dry run of the edited configuration on this change: 1 finding would appear, 0 would go, 0 would change in severity; 1 would fail the check.',
        'a.txt:1 Dry run: `bad-word` would appear.',
      ],
    ],
  ])('%s tells what would change, and changes nothing', async (_, base, proposed, lines) => {
    const head = { 'a.txt': 'BAD y' };
    const report = await dry(base, proposed, head);
    expect(told(report)).toEqual(lines);
    expect({ ...report, problems: [] }).toEqual(await run({}, head, { settings: base }));
  });

  it('looks at a file once, and counts only what is in scope', async () => {
    const looks: string[] = [];
    const analyzer = fakeAnalyzer();
    const counting = {
      ...analyzer,
      analyze: async (...args: Parameters<typeof analyzer.analyze>) => {
        looks.push(`${args[1]} ${args[0].path}`);
        return analyzer.analyze(...args);
      },
    };
    const report = await run(
      {},
      { 'a.txt': 'BAD y', 'b.txt': 'CRASH' },
      {
        analyzers: [counting],
        settings: { scope: { include: ['a.txt'] } },
        proposed: { config: configSchema.parse({}), baseline: new Map() },
      },
    );
    expect(looks).toEqual(['head a.txt', 'head b.txt']);
    expect(report.coverage).toMatchObject({ files: 2, analyzed: 1, excluded: 1 });
    expect(report.problems.every((problem) => problem.kind === 'notice')).toBe(true);
  });

  it('does not tell of more than a reader reads', async () => {
    const text = Array.from({ length: 80 }, (_, index) => `BAD ${index}`).join('\n');
    const report = await dry({}, { rules: { 'bad-word': 'off' } }, { 'a.txt': text });
    expect(report.problems).toHaveLength(52);
    expect(told(report)).toContain('.github/scrutineer.yml:- Dry run: 30 findings more would change.');
  });
});
