import type { Sql } from '../queue/database.js';
import type { Head, Link } from './chain.js';

/** What of the ledger is read. */
export interface Part {
  /** One chain only. */
  readonly chain?: string | undefined;
  /** ISO 8601, or its beginning: recorded then or later. */
  readonly from?: string | undefined;
  /** Recorded before. */
  readonly before?: string | undefined;
}

const rowsAtOnce = 2000;

/** Reads records chain by chain, in their order. */
export async function* readLinks(sql: Sql, { chain, from, before }: Part = {}): AsyncGenerator<Link> {
  let last: { readonly chain: string; readonly sequence: number | string } | undefined;
  do {
    const rows = await sql.query<Link & { chain: string; sequence: number | string }>(
      `SELECT record, previous, hash, chain, sequence FROM scrutineer.ledger
       WHERE ($1::text IS NULL OR chain = $1) AND ($2::text IS NULL OR recorded_at >= $2)
         AND ($3::text IS NULL OR recorded_at < $3) AND (chain, sequence) > ($4, $5::bigint)
       ORDER BY chain, sequence LIMIT ${rowsAtOnce}`,
      [chain ?? null, from ?? null, before ?? null, last?.chain ?? '', last?.sequence ?? 0],
    );
    for (const { record, previous, hash } of rows) yield { record, previous, hash };
    last = rows.length < rowsAtOnce ? undefined : rows.at(-1);
  } while (last);
}

/** Where the chains end by what is noted besides the records. */
export async function readHeads(sql: Sql, chain?: string): Promise<readonly Head[]> {
  const rows = await sql.query<Omit<Head, 'sequence'> & { sequence: number | string }>(
    `SELECT chain, sequence, hash FROM scrutineer.ledger_head
     WHERE $1::text IS NULL OR chain = $1 ORDER BY chain`,
    [chain ?? null],
  );
  return rows.map((row) => ({ ...row, sequence: Number(row.sequence) }));
}
