import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openLedger } from '../../src/ledger/database.js';
import { readLinks } from '../../src/ledger/read.js';
import type { Finding } from '../../src/model/finding.js';
import type { ReviewEntry } from '../../src/model/ledger.js';
import type { Report } from '../../src/model/report.js';
import type { Database } from '../../src/queue/database.js';
import { migrate } from '../../src/queue/migrations.js';
import { type Engine, hasPostgres, pglite, postgres, type TestDatabase } from '../support/databases.js';
import { findingOf } from '../support/finding.js';
import { listOf, verifyAll } from '../support/ledger.js';

const engines: Engine[] = (await hasPostgres()) ? [pglite, postgres] : [pglite];
const flaw = findingOf({ fingerprint: 'a'.repeat(32) });
const empty: Report = {
  version: 1,
  verdict: 'passing',
  coverage: { files: 1, analyzed: 1, excluded: 0 },
  findings: [],
  fixed: [],
  withheld: [],
  problems: [],
};
const withFindings = (...findings: Finding[]): Report => ({ ...empty, verdict: 'failing', findings });

describe.each(engines)('reviews in the ledger on $name', ({ create }) => {
  let test: TestDatabase;
  let database: Database;
  let told: string[] = [];

  beforeAll(async () => {
    test = await create();
    database = await test.open();
    await migrate(database);
  });

  afterAll(async () => {
    expect((await verifyAll(database)).faults).toEqual([]);
    await database.close();
    await test.drop();
  });

  const review = async (
    pull: number,
    head: string,
    report: Report,
    more: Partial<ReviewEntry> = {},
  ): Promise<string[]> => {
    const before = (await listOf(readLinks(database))).length;
    await openLedger(database, () => undefined).review({
      repository: 'Acme/shop',
      subject: `pull-${pull}`,
      pull,
      author: 'ada',
      head,
      base: 'b0',
      branch: 'main',
      configuration: 'c1',
      ruleSet: 'r1',
      conclusion: 'success',
      report,
      isSeen: () => true,
      ...more,
    });
    told = (await listOf(readLinks(database))).slice(before).map(({ record }) => record);
    return told.map((record) => {
      const { kind, event } = JSON.parse(record) as { kind: string; event?: string };
      return event ?? kind;
    });
  };

  it('tell the life of a finding, each event once', async () => {
    expect(await review(1, 'h1', withFindings(flaw))).toEqual(['configuration', 'review', 'introduced']);
    expect(JSON.parse(told[2] ?? '')).toMatchObject({
      author: 'ada',
      head: 'h1',
      fingerprint: flaw.fingerprint,
      ruleId: flaw.ruleId,
      path: flaw.location.path,
      severity: flaw.severity,
      line: flaw.location.startLine,
      pull: 1,
    });
    // As when the job is tried again.
    expect(await review(1, 'h1', withFindings(flaw))).toEqual([]);
    expect(await review(1, 'h2', empty)).toEqual(['review', 'fixed']);
    expect(await review(1, 'h3', withFindings(flaw))).toEqual(['review', 'reopened']);
    const withheld = {
      ...empty,
      withheld: [{ finding: flaw, reason: 'Ignored by ada until 2026-06-01: test' }],
    };
    expect(await review(1, 'h3', withheld)).toEqual(['review', 'withheld']);
    expect(told[1]).toContain('until 2026-06-01');
    // The day has passed.
    expect(await review(1, 'h3', withFindings(flaw))).toEqual(['review', 'shown']);
  });

  it('say fixed only of what was read, and of the base side what the change mends', async () => {
    expect(await review(2, 'h1', withFindings(flaw))).toEqual(['review', 'introduced']);
    expect(await review(2, 'h2', empty, { isSeen: () => false })).toEqual(['review']);
    expect(await review(3, 'h1', { ...empty, fixed: [flaw] })).toEqual(['review', 'fixed']);
    expect(await review(3, 'h2', { ...empty, fixed: [flaw] })).toEqual(['review']);
  });

  it('note a configuration when it changes', async () => {
    const change = { path: '.github/scrutineer.yml', commit: 'd1', at: '2026-05-04T12:00:00Z', by: 'grace' };
    const knows = (configuration: string): Promise<boolean> =>
      openLedger(database, () => undefined).knowsConfiguration(
        { repository: 'Acme/shop' },
        'main',
        configuration,
      );
    expect([await knows('c1'), await knows('c2')]).toEqual([true, false]);
    expect(await review(4, 'h1', empty, { configuration: 'c2', configurationChange: change })).toEqual([
      'configuration',
      'review',
    ]);
    expect(JSON.parse(told[0] ?? '')).toMatchObject({
      subject: 'main',
      configuration: 'c2',
      before: 'c1',
      ...change,
    });
    expect([await knows('c1'), await knows('c2')]).toEqual([false, true]);
    expect(await review(4, 'h2', empty, { configuration: 'c2' })).toEqual(['review']);
  });

  it('of two workers that do the same at once one is kept', async () => {
    const count = async (): Promise<number> => (await listOf(readLinks(database))).length;
    const before = await count();
    await Promise.all([1, 2, 3].map(() => review(5, 'h1', withFindings(flaw), { configuration: 'c2' })));
    expect((await count()) - before).toBe(2);
  });
});
