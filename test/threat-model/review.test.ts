import { describe, expect, it } from '@jest/globals';
import { configSchema } from '../../src/config/schema.js';
import type { Analyzer } from '../../src/model/analyzer.js';
import type { EntryPoint } from '../../src/model/entry-point.js';
import type { Report } from '../../src/model/report.js';
import { review } from '../../src/review.js';
import { fakeAnalyzer } from '../support/fake-analyzer.js';
import { fakeSource, type Files } from '../support/fake-source.js';
import { changed, shopOtm } from './samples.js';

const at = '.github/threat-model.yaml';

/** A line `ROUTE <name>` opens a route. */
const analyzer: Analyzer = {
  ...fakeAnalyzer(),
  entryPoints: async ({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index): EntryPoint[] =>
        line.startsWith('ROUTE ') ? [{ kind: 'route', name: line.slice(6), path, line: index + 1 }] : [],
      ),
};

interface Change {
  readonly base?: Files;
  readonly head: Files;
  readonly model?: string;
  readonly settings?: object;
  readonly isAudit?: boolean;
  readonly today?: string;
}

function run({
  base = {},
  head,
  model = shopOtm,
  settings = {},
  isAudit = false,
  today = '2030-02-01',
}: Change): Promise<Report> {
  const source = fakeSource({ base: { [at]: model, ...base }, head: { [at]: model, ...head } });
  return review(source, { analyzers: [analyzer], config: configSchema.parse(settings), isAudit, today });
}

const said = ({ threatModel }: Report): string[] =>
  (threatModel?.statements ?? []).map(
    ({ kind, path, line, message }) => `${kind} ${path ?? ''}:${line ?? ''} ${message}`,
  );

describe('what the threat model says of a change', () => {
  it('is nothing where there is no model, or the change has to do with nothing in it', async () => {
    const source = fakeSource({ base: {}, head: { 'src/payments/a.txt': 'ROUTE GET /' } });
    const config = configSchema.parse({});
    const report = await review(source, { analyzers: [analyzer], config, today: '2030-02-01' });
    expect(report.threatModel).toBeUndefined();
    expect(report.problems).toEqual([]);
    expect((await run({ head: { 'docs/a.txt': 'x' } })).threatModel).toBeUndefined();
  });

  it('names components and assets that it touches, and open threats there', async () => {
    const model = changed(
      shopOtm,
      'mitigation: parameters, state: implemented',
      'mitigation: parameters, state: required',
    );
    expect(said(await run({ model, head: { 'src/payments/a.txt': 'x' } }))).toEqual([
      `open-threat ${at}:30 The threat \`SQL injection\` on \`Payment API\` (likelihood 60, impact 100) has no mitigation in place.`,
      `touched ${at}:23 Touches \`Payment API\`, which handles \`Customer payments\` (100) and is reached from outside: \`src/payments/a.txt\`.`,
    ]);
  });

  it('tells of new ways in that no component covers, and not of those that move', async () => {
    const report = await run({
      base: { 'src/old.txt': 'ROUTE GET /moved' },
      head: {
        'src/old.txt': 'ROUTE GET /new',
        'src/new.txt': 'ROUTE GET /moved',
        'src/payments/a.txt': 'ROUTE POST /covered',
      },
    });
    expect(said(report).filter((line) => line.startsWith('entry'))).toEqual([
      'entry-point src/old.txt:1 The new route `GET /new` is covered by no component of the threat model.',
    ]);
  });

  it.each<[string, Files, Files, string | undefined]>([
    ['changes', { 'src/db/query.ts': 'a' }, { 'src/db/query.ts': 'b' }, 'Changes code'],
    ['deletes', { 'src/db/query.ts': 'a' }, {}, 'Deletes code'],
    ['adds', {}, { 'src/db/query.ts': 'a' }, undefined],
  ])('tells where a change %s the code of a mitigation', async (_, base, head, expected) => {
    const [first] = said(await run({ base, head }));
    if (expected === undefined) expect(first).toBeUndefined();
    else
      expect(first).toBe(
        `mitigation src/db/query.ts: ${expected} of the mitigation \`Parameterized queries\`, which stands against \`SQL injection\`.`,
      );
  });

  it('reminds of a model that is old', async () => {
    const old = { head: { 'a.txt': 'x' }, today: '2031-02-01' };
    expect(said(await run(old))).toEqual([
      expect.stringContaining(`stale ${at}:2 The threat model was last reviewed`),
    ]);
    expect(said(await run({ ...old, settings: { 'threat-model': { 'max-age': 0 } } }))).toEqual([]);
  });

  it('goes by the model of the base side, and tells what the edited one leaves open', async () => {
    const edited = changed(shopOtm, 'state: accepted', 'state: exposed').replace(
      '[src/payments/]',
      '[src/none/]',
    );
    const report = await run({
      head: {
        'src/payments/a.txt': 'x',
        'src/db/query.ts': '',
        'src/catalogue/a.txt': '',
        'jobs/catalogue.ts': '',
        [at]: edited,
      },
    });
    expect(said(report).filter((line) => /^(?:gap|touched)/.test(line))).toEqual([
      expect.stringContaining('Touches `Payment API`'),
      expect.stringContaining('Touches `Catalogue job`'),
      `gap ${at}:41 The threat \`Wrong prices\` has no mitigation.`,
      `gap ${at}:23 The component \`Payment API\` names \`src/none/\`, which matches no file.`,
    ]);
  });

  it('looks at a model that the change adds, which does not count yet', async () => {
    const source = fakeSource({ base: {}, head: { [at]: 'otmVersion: 1' } });
    const report = await review(source, {
      analyzers: [analyzer],
      config: configSchema.parse({}),
      today: '2030-02-01',
    });
    expect(said(report)).toEqual([
      expect.stringContaining(`gap ${at}:1 \`otmVersion\` must be a text`),
      expect.stringContaining('`project` is missing'),
    ]);
  });

  it('says that a model of the base side cannot be used, and reviews without it', async () => {
    const report = await run({ model: 'otmVersion: 0.2.0', head: { 'a.txt': 'BAD y' } });
    expect(report.problems).toEqual([
      { kind: 'notice', path: at, line: 1, message: '`project` is missing.' },
    ]);
    expect(report.findings).toHaveLength(1);
    const missing = await run({ settings: { 'threat-model': { path: 'tm.json' } }, head: { 'a.txt': '' } });
    expect(missing.problems).toMatchObject([{ kind: 'notice', path: 'tm.json' }]);
  });

  it('of a whole repository: ways in without a component, and nothing of changes', async () => {
    const files = { 'src/a.txt': 'ROUTE GET /a', 'src/db/query.ts': 'x', 'src/payments/a.txt': 'x' };
    expect(
      said(await run({ base: files, head: { ...files, 'src/a.txt': 'ROUTE GET /a\n' }, isAudit: true })),
    ).toEqual(['entry-point src/a.txt:1 The route `GET /a` is covered by no component of the threat model.']);
  });
});

describe('the severity of a finding', () => {
  const severityOf = async (path: string, change: Partial<Change> = {}) => {
    const { findings, verdict } = await run({ head: { [path]: 'BAD y' }, ...change });
    return [findings[0]?.severity, findings[0]?.severityChange?.reason, verdict];
  };

  it('rises a step where it touches something valuable that is reached from outside', async () => {
    expect(await severityOf('src/payments/a.txt')).toEqual([
      'critical',
      'raised to critical: touches Customer payments, and is reached from outside',
      'failing',
    ]);
  });

  it('falls a step where all that it touches is of little value and out of reach', async () => {
    const settings = { report: { 'fail-from': 'critical' } };
    expect(await severityOf('src/catalogue/a.txt', { settings })).toEqual([
      'medium',
      'lowered to medium: touches only Public catalogue and the like, and is not reached from outside',
      'passing',
    ]);
  });

  it.each<[string, string, Partial<Change>]>([
    ['below what fails the check', 'src/catalogue/a.txt', {}],
    ['in code of no component', 'src/a.txt', {}],
    ['that the configuration sets', 'src/payments/a.txt', { settings: { rules: { 'bad-word': 'high' } } }],
    [
      'where the configuration does not want it',
      'src/payments/a.txt',
      { settings: { 'threat-model': { 'adjust-severity': false } } },
    ],
    [
      'where nothing untrusted reaches it',
      'src/payments/a.txt',
      {
        model: changed(shopOtm, 'tags: [external]', 'tags: []').replace('trustRating: 10', 'trustRating: 60'),
      },
    ],
    [
      'of an asset that nobody has rated',
      'src/catalogue/a.txt',
      {
        settings: { report: { 'fail-from': 'critical' } },
        model: changed(
          shopOtm,
          'confidentiality: 1, integrity: 10, availability: 10',
          'confidentiality: 0, integrity: 0, availability: 0',
        ),
      },
    ],
  ])('stays %s', async (_, path, change) => {
    expect((await severityOf(path, change)).slice(0, 2)).toEqual(['high', undefined]);
  });

  it('rises by the value of a data flow at the same component', async () => {
    const model = changed(shopOtm, 'assets: { processed: [payments] }', 'assets:');
    expect((await severityOf('src/payments/a.txt', { model }))[0]).toBe('critical');
  });
});
