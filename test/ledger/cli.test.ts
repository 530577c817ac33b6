import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from '../../src/ledger/database.js';
import { migrate } from '../../src/queue/migrations.js';
import { openPglite } from '../../src/queue/pglite.js';
import { type CliResult, runCli } from '../support/cli.js';
import { findingOf, reportOf } from '../support/finding.js';
import { appendAll, contentOf } from '../support/ledger.js';

const folder = mkdtempSync(join(tmpdir(), 'scrutineer-ledger-'));
const data = join(folder, 'data');
const run = (...args: string[]): CliResult => runCli(['ledger', ...args], folder);

beforeAll(async () => {
  const database = await openPglite(data);
  await migrate(database);
  await appendAll(
    database,
    [1, 2, 3].map((number) => contentOf(number)),
  );
  await appendAll(database, [contentOf(1, { repository: 'other/site', reason: '=HYPERLINK("x")' })], 'other');
  await openLedger(database, () => undefined).review({
    repository: 'Third/app',
    subject: 'pull-1',
    pull: 1,
    head: 'h',
    base: 'b',
    configuration: 'c',
    ruleSet: 'r',
    conclusion: 'failure',
    report: reportOf({ verdict: 'failing', findings: [findingOf({ severity: 'critical' })] }),
    isSeen: () => true,
  });
  await database.close();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('proves the database, an export, and what an anchor says', () => {
  const { code, out } = run('verify');
  expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('As it was written.') });
  expect(out).toMatch(/^acme: 3 records from \S+ to \S+Z\.$/m);
  const anchor = /ends with (acme:3:\S+)/.exec(out)?.[1] ?? '';
  expect(run('verify', '--account', 'Acme', '--anchor', anchor)).toMatchObject({ code: 0 });
  const wrong = anchor.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
  expect(run('verify', '--anchor', wrong)).toMatchObject({
    code: 1,
    out: expect.stringContaining('acme 3: There is no such record'),
  });

  const exported = run('export', '--output', 'all.jsonl');
  expect(exported).toMatchObject({ code: 0, err: expect.stringContaining(`the export ends with ${anchor}`) });
  expect(run('verify', 'all.jsonl', '--anchor', anchor)).toMatchObject({ code: 0 });
  const file = join(folder, 'all.jsonl');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"by":"ada"', '"by":"eve"'));
  expect(run('verify', 'all.jsonl')).toMatchObject({
    code: 1,
    out: expect.stringContaining('acme 1: It was changed'),
  });
});

it('writes a period, by account, as CSV that is safe in a spreadsheet', () => {
  const day = new Date().toISOString().slice(0, 10);
  const { code, out } = run('export', '--format', 'csv', '--from', day, '--to', day, '--account', 'other');
  expect(code).toBe(0);
  expect(out.split('\r\n')).toHaveLength(3);
  expect(out).toContain(`"'=HYPERLINK(""x"")"`);
  expect(run('export', '--to', '2020-01-01')).toMatchObject({
    code: 0,
    out: '',
    err: expect.stringContaining('no record'),
  });
});

it('an audit draws the trend of a repository that the ledger knows', () => {
  writeFileSync(join(folder, 'a.js'), 'export const a = 1;\n');
  const audit = (repository: string): CliResult =>
    runCli(['audit', 'a.js', '--format', 'html', '--ledger', repository], folder);
  expect(audit('third/APP')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/Open, week by week[\s\S]*<td class="number">1<\/td>/),
  });
  expect(audit('third/none')).toMatchObject({
    code: 2,
    err: expect.stringContaining('The ledger knows no repository third/none.'),
  });
});

it.each<[string[], string]>([
  [['verify', '--data', 'nowhere'], 'There is no database'],
  [['verify', '--anchor', 'acme'], 'acme is no anchor'],
  [['verify', 'nowhere.jsonl'], 'nowhere.jsonl could not be read: ENOENT.'],
  [['export', '--from', '2026-02-30'], '2026-02-30 is no day'],
])('says what is wrong with %j', (args, message) => {
  expect(run(...args)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
});
