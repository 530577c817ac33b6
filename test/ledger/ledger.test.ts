import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openLedger } from '../../src/ledger/database.js';
import { genesis, hashOf, type Head, type Link } from '../../src/ledger/chain.js';
import { readHeads, readLinks } from '../../src/ledger/read.js';
import type { LedgerEntry } from '../../src/model/decision.js';
import type { Database } from '../../src/queue/database.js';
import { migrate } from '../../src/queue/migrations.js';
import { type Engine, hasPostgres, pglite, postgres, type TestDatabase } from '../support/databases.js';
import { appendAll, contentOf, listOf, verifyAll } from '../support/ledger.js';

const engines: Engine[] = (await hasPostgres()) ? [pglite, postgres] : [pglite];
if (engines.length === 1 && process.env.CI_NEEDS_POSTGRES === 'true')
  throw new Error('No PostgreSQL answers at DATABASE_URL or on this machine.');

const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe.each(engines)('the ledger on $name', ({ name, create }) => {
  let test: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    test = await create();
    database = await test.open();
    await migrate(database);
  });

  afterEach(() => asOwner('TRUNCATE scrutineer.ledger; TRUNCATE scrutineer.ledger_head'));

  afterAll(async () => {
    await database.close();
    await test.drop();
  });

  /** As somebody who can do anything with the database. */
  const asOwner = async (statements: string): Promise<void> => {
    const switched = (how: string): string =>
      `ALTER TABLE scrutineer.ledger ${how} TRIGGER USER; ALTER TABLE scrutineer.ledger_head ${how} TRIGGER USER;`;
    await database.transaction((sql) =>
      sql.query(`${switched('DISABLE')} ${statements}; ${switched('ENABLE')}`),
    );
  };
  const all = async (): Promise<Link[]> => listOf(readLinks(database));
  const faults = async (anchors: readonly Head[] = []): Promise<string[]> =>
    (await verifyAll(database, anchors)).faults.map(
      ({ chain, sequence, message }) => `${chain} ${sequence ?? '-'} ${message}`,
    );

  it('keeps decisions in a chain for each account, and each once', async () => {
    const heads: Head[] = [];
    const ledger = openLedger(database, (head) => heads.push(head));
    const entry: LedgerEntry = {
      id: 'comment/0',
      repository: 'Acme/shop',
      pull: 3,
      kind: 'ignore',
      fingerprint: 'f'.repeat(32),
      ruleId: 'r',
      path: 'a.ts',
      by: 'ada',
      at: '2026-05-04T12:00:00.000Z',
      reason: 'A\0 test\ud800',
      until: '2026-06-01',
    };
    await ledger.record(entry);
    await ledger.record(entry);
    await ledger.record({ ...entry, id: 'comment/1', kind: 'unignore' });
    await ledger.record({ ...entry, repository: 'other/site' });
    expect(heads.map(({ chain, sequence }) => [chain, sequence])).toEqual([
      ['acme', 1],
      ['acme', 2],
      ['other', 1],
    ]);
    const [first] = await all();
    expect(JSON.parse(first?.record ?? '')).toEqual({
      ...entry,
      kind: 'decision',
      decision: 'ignore',
      reason: 'A\ufffd test\ufffd',
      chain: 'acme',
      sequence: 1,
      recordedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    expect(first).toMatchObject({ previous: genesis, hash: hashOf(genesis, first?.record ?? '') });
    expect(await faults(heads)).toEqual([]);
    expect(await readHeads(database)).toEqual([heads[1], heads[2]]);
  });

  it.each([
    `UPDATE scrutineer.ledger SET hash = ''`,
    'DELETE FROM scrutineer.ledger',
    'TRUNCATE scrutineer.ledger',
    `UPDATE scrutineer.ledger_head SET sequence = 1`,
    'DELETE FROM scrutineer.ledger_head',
    'TRUNCATE scrutineer.ledger_head',
  ])('refuses: %s', async (statement) => {
    await appendAll(
      database,
      numbers(1, 2).map((number) => contentOf(number)),
    );
    await expect(database.query(statement)).rejects.toThrow('only added to');
    expect(await faults()).toEqual([]);
  });

  it('finds a change of any field of any record', async () => {
    await appendAll(
      database,
      numbers(1, 3).map((number) => contentOf(number)),
    );
    const links = await all();
    let tried = 0;
    for (const [index, { record, previous, hash }] of links.entries()) {
      const fields = JSON.parse(record) as Record<string, string | number>;
      const { sequence = 0 } = fields;
      const changed = Object.entries(fields).flatMap(([key, value]) => [
        { ...fields, [key]: typeof value === 'number' ? value + 100 : `${value}x` },
        ...(['chain', 'sequence', 'id', 'recordedAt', 'kind', 'repository'].includes(key)
          ? []
          : [Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key))]),
      ]);
      changed.push({ ...fields, severity: 'low' });
      for (const text of [...changed.map((one) => JSON.stringify(one)), `${record} `]) {
        await asOwner(
          `UPDATE scrutineer.ledger SET record = $text$${text}$text$ WHERE sequence = ${sequence}`,
        );
        expect({ text, faults: await faults() }).toMatchObject({
          faults: expect.arrayContaining([expect.stringContaining('It was changed')]),
        });
        const now = (JSON.parse(text) as { sequence: number }).sequence;
        await asOwner(`UPDATE scrutineer.ledger SET record = $text$${record}$text$ WHERE sequence = ${now}`);
        tried++;
      }
      for (const [column, value] of Object.entries({ previous, hash })) {
        const other = value.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
        await asOwner(`UPDATE scrutineer.ledger SET ${column} = '${other}' WHERE sequence = ${sequence}`);
        expect(await faults()).not.toEqual([]);
        await asOwner(`UPDATE scrutineer.ledger SET ${column} = '${value}' WHERE sequence = ${sequence}`);
        tried++;
      }
      expect({ index, faults: await faults() }).toEqual({ index, faults: [] });
    }
    expect(tried).toBe(78);
  });

  it('has no column that can say something else than the record', async () => {
    await appendAll(database, [contentOf(1)]);
    await expect(asOwner(`UPDATE scrutineer.ledger SET repository = 'acme/other'`)).rejects.toThrow(
      'repository',
    );
  });

  it.each<[string, string, string[]]>([
    [
      'a removal',
      'DELETE FROM scrutineer.ledger WHERE sequence IN (2, 3)',
      ['acme 4 Missing before it: records 2 to 3.'],
    ],
    [
      'a removal at the start',
      'DELETE FROM scrutineer.ledger WHERE sequence = 1',
      ['acme 2 Missing before it: record 1.'],
    ],
    [
      'a cut end',
      'DELETE FROM scrutineer.ledger WHERE sequence > 3',
      ['acme - Missing at its end: records 4 to 5.'],
    ],
    ['a chain that is gone', 'DELETE FROM scrutineer.ledger', ['acme - Missing at its end: records 1 to 5.']],
    [
      'a note that is gone',
      'DELETE FROM scrutineer.ledger_head',
      ['acme - The note of where it ends is not there; it ends with record 5.'],
    ],
  ])('names %s', async (_, statements, expected) => {
    await appendAll(
      database,
      numbers(1, 5).map((number) => contentOf(number)),
    );
    await asOwner(statements);
    expect(await faults()).toEqual(expected);
  });

  it('shows by an anchor alone what was cut off or written anew with all its notes', async () => {
    await appendAll(
      database,
      numbers(1, 5).map((number) => contentOf(number)),
    );
    const [anchor] = await readHeads(database);
    if (!anchor) throw new Error('There is no head.');
    await asOwner('TRUNCATE scrutineer.ledger; TRUNCATE scrutineer.ledger_head');
    await appendAll(
      database,
      numbers(1, 5).map((number) => contentOf(number, { by: 'eve' })),
    );
    expect(await faults()).toEqual([]);
    expect(await faults([anchor])).toEqual([
      expect.stringMatching(/^acme 5 There is no such record as the anchor names/),
    ]);
  });

  it('lets many append at once, each record once, without a gap', async () => {
    const others = name === 'PGlite' ? [] : [await test.open(), await test.open(), await test.open()];
    const open = [database, ...others];
    const chains = ['acme', 'other'];
    await Promise.all(
      numbers(1, 60).map(async (number) => {
        const on = open[number % open.length] ?? database;
        const chain = chains[number % 2] ?? '';
        // Each twice at the same time, as by a worker that was taken for dead.
        const contents = [contentOf(number), contentOf(number + 1000)];
        await Promise.all([appendAll(on, contents, chain), appendAll(database, contents, chain)]);
      }),
    );
    await Promise.all(others.map((one) => one.close()));
    const { chains: checked, faults: none } = await verifyAll(database);
    expect(none).toEqual([]);
    expect(checked.map(({ chain, records }) => [chain, records])).toEqual([
      ['acme', 60],
      ['other', 60],
    ]);
  });
});
