import { append } from '../../src/ledger/append.js';
import { type Content, genesis, type Head, link } from '../../src/ledger/chain.js';
import { type Verification, verifyDatabase } from '../../src/ledger/verify.js';
import type { Database } from '../../src/queue/database.js';

/** A decision of the kind that a ledger holds, one of many. */
export function contentOf(number: number, more: Partial<Content> = {}): Content {
  return {
    id: `comment-${number}/0`,
    kind: 'decision',
    decision: 'ignore',
    repository: 'acme/shop',
    pull: number,
    fingerprint: number.toString(16).padStart(32, '0'),
    ruleId: 'sql-injection',
    path: 'src/a.ts',
    by: 'ada',
    at: '2026-05-04T12:00:00.000Z',
    reason: `Reason ${number}, “quoted” 😀`,
    ...more,
  };
}

export function appendAll(
  database: Database,
  contents: readonly Content[],
  chain = 'acme',
): Promise<unknown> {
  return database.transaction((sql) => append(sql, chain, contents));
}

export async function verifyAll(database: Database, anchors: readonly Head[] = []): Promise<Verification> {
  return verifyDatabase(database, undefined, anchors);
}

export async function listOf<T>(all: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const one of all) list.push(one);
  return list;
}

/** Puts records into a new chain as if they had been added at other times; the tables beside it are to be made anew then. */
export async function insertHistory(
  database: Database,
  chain: string,
  records: Iterable<{ readonly content: Content; readonly at: string }>,
): Promise<void> {
  let head: Head = { chain, sequence: 0, hash: genesis };
  let last = '';
  let batch: object[] = [];
  const flush = async (): Promise<void> => {
    await database.query(
      `INSERT INTO scrutineer.ledger (record, previous, hash)
       SELECT one ->> 'record', one ->> 'previous', one ->> 'hash' FROM jsonb_array_elements($1::jsonb) one`,
      [JSON.stringify(batch)],
    );
    batch = [];
  };
  for (const { content, at } of records) {
    last = at > last ? at : last;
    const [one] = link(head, [content], last);
    if (!one) continue;
    batch.push(one);
    head = { chain, sequence: head.sequence + 1, hash: one.hash };
    if (batch.length === 5000) await flush();
  }
  await flush();
  await database.query(
    'INSERT INTO scrutineer.ledger_head (chain, sequence, hash, recorded_at) VALUES ($1, $2, $3, $4)',
    [head.chain, head.sequence, head.hash, last],
  );
}
