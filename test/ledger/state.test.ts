import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openLedger } from '../../src/ledger/database.js';
import type { Finding } from '../../src/model/finding.js';
import type { PullTurn, ReviewEntry } from '../../src/model/ledger.js';
import type { Report } from '../../src/model/report.js';
import type { Database } from '../../src/queue/database.js';
import { rebuildState } from '../../src/queue/ledger-follow.js';
import { migrate, steps } from '../../src/queue/migrations.js';
import { type Engine, hasPostgres, pglite, postgres, type TestDatabase } from '../support/databases.js';
import { findingOf } from '../support/finding.js';
import { verifyAll } from '../support/ledger.js';

const engines: Engine[] = (await hasPostgres()) ? [pglite, postgres] : [pglite];
/** Up to the version before records had a place. */
const firstSteps = steps.slice(0, 7);
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
const shown = (...findings: Finding[]): Report => ({ ...empty, verdict: 'failing', findings });
const accepted = (until?: string): Report => ({
  ...empty,
  withheld: [
    { finding: flaw, reason: 'Ignored', accepted: { by: 'decision', ...(until !== undefined && { until }) } },
  ],
});

describe.each(engines)('what the ledger comes to on $name', ({ create }) => {
  let test: TestDatabase;
  let database: Database;
  let repository: string;
  let repositoryId: number;
  let number = 0;

  beforeAll(async () => {
    test = await create();
    database = await test.open();
    await migrate(database);
  });

  beforeEach(() => {
    repository = `acme/shop-${++number}`;
    repositoryId = number;
  });

  afterAll(async () => {
    await database.close();
    await test.drop();
  });

  const ledger = () => openLedger(database, () => undefined);
  const review = (pull: number, report: Report, more: Partial<ReviewEntry> = {}): Promise<void> =>
    ledger().review({
      repository,
      repositoryId,
      subject: `pull-${pull}`,
      pull,
      author: 'ada',
      head: `head-${++number}`,
      base: 'b0',
      branch: 'main',
      configuration: 'c1',
      ruleSet: 'r1',
      conclusion: 'success',
      report,
      isSeen: () => true,
      ...more,
    });
  const turn = (pull: number, event: PullTurn['event']): Promise<void> =>
    ledger().turn({
      id: `turn-${++number}`,
      repository,
      repositoryId,
      subject: `pull-${pull}`,
      pull,
      event,
      by: 'ada',
    });
  const place = (): string => `#${repositoryId}`;
  /** As `pull-1 open`; whatever the way there, the tables are as if they had been made anew. */
  const states = async (): Promise<string[]> => {
    const read = () =>
      database.query<{ subject: string; state: string }>(
        'SELECT * FROM scrutineer.finding WHERE place = $1 ORDER BY subject',
        [place()],
      );
    expect((await verifyAll(database)).faults).toEqual([]);
    const kept = await read();
    await database.transaction(rebuildState);
    expect(await read()).toEqual(kept);
    return kept.map(({ subject, state }) => `${subject} ${state}`);
  };

  it('a finding is open until it is fixed, and again when it comes back', async () => {
    await review(1, shown(flaw));
    expect(await states()).toEqual(['pull-1 open']);
    await review(1, empty);
    expect(await states()).toEqual(['pull-1 fixed']);
    await review(1, shown(flaw));
    expect(await states()).toEqual(['pull-1 open']);
  });

  it('an accepted risk has its last day, also when that is moved, and what a setting hides has none', async () => {
    const until = async (): Promise<unknown> =>
      (
        await database.query<{ until: unknown }>(
          'SELECT accepted_until AS until FROM scrutineer.finding WHERE place = $1',
          [place()],
        )
      )[0]?.until;
    await review(1, shown(flaw));
    await review(1, accepted('2026-06-01'));
    expect([await states(), await until()]).toEqual([['pull-1 accepted'], '2026-06-01']);
    await review(1, accepted('2026-07-01'));
    expect(await until()).toBe('2026-07-01');
    await review(1, accepted());
    expect([await states(), await until()]).toEqual([['pull-1 accepted'], null]);
    await review(1, { ...empty, withheld: [{ finding: flaw, reason: 'The rule is off.' }] });
    expect(await states()).toEqual(['pull-1 withheld']);
    await review(1, shown(flaw));
    expect([await states(), await until()]).toEqual([['pull-1 open'], null]);
  });

  it('goes with a repository that is renamed or handed on, and stays away from one that takes its name', async () => {
    const name = repository;
    await review(1, shown(flaw));
    await turn(1, 'merged');
    repository = `${name}-renamed`;
    await review(2, { ...empty, fixed: [flaw] });
    repository = `other/${number}`;
    await turn(2, 'merged');
    expect(await states()).toEqual(['pull-1 fixed', 'pull-2 fixed']);
    repositoryId = 1_000_000 + number;
    repository = name;
    await review(1, shown(findingOf({ fingerprint: 'b'.repeat(32) })));
    expect(await states()).toEqual(['pull-1 open']);
    expect([...(await ledger().introduced({ repository, repositoryId }, 'pull-1')).keys()]).toEqual([
      'b'.repeat(32),
    ]);
  });

  it('loses nothing where numbers of two chains are the same after it was handed on', async () => {
    repository = `from-${number}/shop`;
    await review(1, shown(flaw));
    const numberOf = async (event: string): Promise<unknown> =>
      (
        await database.query<{ sequence: unknown }>(
          `SELECT sequence::int FROM scrutineer.ledger WHERE place = $1 AND record::jsonb ->> 'event' = $2`,
          [place(), event],
        )
      )[0]?.sequence;
    const introduced = Number(await numberOf('introduced'));
    repository = `to-${number}/shop`;
    // So that the next event has the number that the one before had in the other chain.
    for (let at = 2; at < introduced; at++)
      await ledger().record({
        ...{
          id: `said-${at}`,
          kind: 'ignore',
          repository,
          repositoryId,
          pull: 1,
          by: 'ada',
          at: '',
          reason: 'Why.',
        },
        ...{ fingerprint: 'c'.repeat(32), ruleId: flaw.ruleId, path: 'a.ts' },
      });
    await review(1, empty);
    expect(await numberOf('fixed')).toBe(introduced);
    await review(1, shown(flaw));
    expect(await states()).toEqual(['pull-1 open']);
    await review(1, empty);
    expect(await states()).toEqual(['pull-1 fixed']);
  });

  it('a decision that names no number belongs to who has the name by now', async () => {
    await review(1, shown(flaw));
    const entry = { ...{ fingerprint: flaw.fingerprint, ruleId: flaw.ruleId, path: 'a.ts' } };
    await ledger().record({
      ...entry,
      ...{ id: `said-${++number}`, kind: 'ignore', repository, pull: 1, by: 'ada', at: '', reason: 'Why.' },
    });
    const rows = await database.query<{ place: string }>(
      `SELECT place FROM scrutineer.ledger WHERE repository = $1 AND kind = 'decision'`,
      [repository],
    );
    expect(rows).toEqual([{ place: place() }]);
  });

  it('a finding that gets another severity says so, and which it had', async () => {
    const last = async (): Promise<unknown> =>
      JSON.parse(
        (
          await database.query<{ record: string }>(
            `SELECT record FROM scrutineer.ledger WHERE place = $1 AND kind = 'finding' ORDER BY sequence DESC LIMIT 1`,
            [place()],
          )
        )[0]?.record ?? '',
      );
    await review(1, shown({ ...flaw, severity: 'medium' }));
    const severityChange = { from: 'medium', reason: 'raised to critical: touches payments' } as const;
    await review(1, shown({ ...flaw, severity: 'critical', severityChange }));
    expect(await last()).toMatchObject({
      event: 'reweighed',
      severity: 'critical',
      severityBefore: 'medium',
      severityReason: severityChange.reason,
    });
    expect(await states()).toEqual(['pull-1 open']);
    await review(1, accepted());
    await review(1, {
      ...empty,
      withheld: [{ finding: { ...flaw, severity: 'low' }, reason: 'Ignored', accepted: { by: 'decision' } }],
    });
    expect(await last()).toMatchObject({ event: 'withheld', severity: 'low', severityBefore: flaw.severity });
    expect(await states()).toEqual(['pull-1 accepted']);
  });

  it('an acceptance that has ended asks for a review, once its day is over and while the pull request is open', async () => {
    const expired = async (today: string): Promise<readonly number[]> =>
      (await ledger().expired('Acme', today))
        .filter((one) => one.repository === repository)
        .map(({ pull }) => pull);
    await review(1, accepted('2026-06-01'));
    await review(2, accepted());
    await review(3, accepted('2026-05-01'));
    await turn(3, 'merged');
    expect([await expired('2026-06-01'), await expired('2026-06-02')]).toEqual([[], [1]]);
    await review(1, shown(flaw));
    expect(await expired('2026-06-02')).toEqual([]);
  });

  it('goes with a pull request that is given up, and comes back with it', async () => {
    await review(1, shown(flaw));
    await turn(1, 'closed');
    expect(await states()).toEqual(['pull-1 abandoned']);
    await turn(1, 'reopened');
    expect(await states()).toEqual(['pull-1 open']);
  });

  it('what was merged is open until another merged pull request mends it', async () => {
    await review(1, shown(flaw));
    await turn(1, 'merged');
    expect(await states()).toEqual(['pull-1 open']);
    await review(2, { ...empty, fixed: [flaw] });
    expect(await states()).toEqual(['pull-1 open', 'pull-2 fixed']);
    await turn(2, 'closed');
    expect(await states()).toEqual(['pull-1 open', 'pull-2 fixed']);
    await review(3, { ...empty, fixed: [flaw] });
    await turn(3, 'merged');
    expect(await states()).toEqual(['pull-1 fixed', 'pull-2 fixed', 'pull-3 fixed']);
    // What comes in again later is another matter.
    await review(4, shown(flaw));
    await turn(4, 'merged');
    expect(await states()).toEqual(['pull-1 fixed', 'pull-2 fixed', 'pull-3 fixed', 'pull-4 open']);
  });

  it('says nothing of what a merge queue tries, and nothing of pull requests that were never reviewed', async () => {
    await review(1, shown(flaw), { subject: 'merge-group-0123-pull-1' });
    await turn(9, 'merged');
    expect(await states()).toEqual([]);
  });

  it.each([
    `UPDATE scrutineer.finding SET state = 'fixed' WHERE place = $1`,
    `UPDATE scrutineer.finding SET accepted_until = '2030-01-01' WHERE place = $1`,
    'DELETE FROM scrutineer.finding WHERE place = $1',
    `UPDATE scrutineer.pull SET verdict = 'passing' WHERE place = $1`,
    "UPDATE scrutineer.repository SET repository = 'acme/x' WHERE place = $1",
    `UPDATE scrutineer.finding_day SET count = count + 1 WHERE place = $1 AND kind = 'open'`,
    `INSERT INTO scrutineer.finding SELECT chain, place, 'pull-8', fingerprint, state, 8, rule_id, severity, path, line, title,
       due, introduced_at, shown_at, since, ended_at, stood_seconds, accepted_by, accepted_until FROM scrutineer.finding WHERE place = $1`,
  ])('a table that was changed shows: %s', async (statement) => {
    await review(1, shown(flaw));
    await database.query(statement, [place()]);
    expect((await verifyAll(database)).faults).toEqual([
      {
        chain: 'acme',
        message: expect.stringMatching(`says of ${repository} something else .* in 1 row\\.$`),
      },
    ]);
    await database.transaction(rebuildState);
    expect((await verifyAll(database)).faults).toEqual([]);
  });

  it('is made anew while others add to it, and nobody waits for who waits for them', async () => {
    const adding = (async () => {
      for (let pull = 1; pull <= 15; pull++) await review(pull, shown(flaw));
    })();
    for (let count = 0; count < 5; count++) await database.transaction(rebuildState);
    await adding;
    expect(await states()).toHaveLength(15);
  });
});

describe.each(engines)('a database of an older version on $name', ({ create }) => {
  it('gives records without a number to the one repository that had their name', async () => {
    const test = await create();
    const database = await test.open();
    try {
      await database.query('CREATE SCHEMA scrutineer; CREATE TABLE scrutineer.schema (version int NOT NULL)');
      await migrate(database, firstSteps);
      const add = (sequence: number, record: object): Promise<unknown> =>
        database.query('INSERT INTO scrutineer.ledger (record, previous, hash) VALUES ($1, $2, $3)', [
          JSON.stringify({ chain: 'acme', sequence, id: `${sequence}`, recordedAt: '2026-01-01', ...record }),
          '',
          '',
        ]);
      const found = {
        kind: 'finding',
        subject: 'pull-1',
        event: 'introduced',
        ruleId: 'r',
        severity: 'low',
        path: 'a',
      };
      await add(1, { kind: 'review', repository: "acme/o'shop", repositoryId: 7 });
      await add(2, { ...found, repository: "acme/o'shop", fingerprint: 'a'.repeat(32) });
      await add(3, { kind: 'review', repository: 'acme/taken', repositoryId: 8 });
      await add(4, { kind: 'review', repository: 'acme/taken', repositoryId: 9 });
      await add(5, { ...found, repository: 'acme/taken', fingerprint: 'b'.repeat(32) });
      await migrate(database);
      const rows = await database.query<{ place: string }>(
        'SELECT place FROM scrutineer.ledger ORDER BY sequence',
      );
      expect(rows.map(({ place }) => place)).toEqual(['#7', '#7', '#8', '#9', 'acme/taken']);
      expect(await database.query('SELECT place, state FROM scrutineer.finding ORDER BY place')).toEqual([
        { place: '#7', state: 'open' },
        { place: 'acme/taken', state: 'open' },
      ]);
    } finally {
      await database.close();
      await test.drop();
    }
  });
});
