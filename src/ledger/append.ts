import type { Sql } from '../queue/database.js';
import { type Added, followLedger } from '../queue/ledger-follow.js';
import { type Content, genesis, type Head, link, placeOf } from './chain.js';

/**
 * Adds records to a chain within a transaction; those whose id it has already are left out. Of several that append to one
 * chain, in whichever processes, one goes on and the others wait until its transaction has ended: the row of the
 * chain's head is locked. The tables of what the ledger comes to follow in the same transaction. Returns the new head, or undefined where nothing was added.
 */
export async function append(
  sql: Sql,
  chain: string,
  find: readonly Content[] | (() => Promise<readonly Content[]>),
): Promise<Head | undefined> {
  await sql.query(
    `INSERT INTO scrutineer.ledger_head (chain, sequence, hash, recorded_at) VALUES ($1, 0, $2, '')
     ON CONFLICT (chain) DO NOTHING`,
    [chain, genesis],
  );
  const [head] = await sql.query<{ sequence: number | string; hash: string; at: string }>(
    `SELECT sequence, hash, greatest(recorded_at,
       to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') COLLATE "C") AS at
     FROM scrutineer.ledger_head WHERE chain = $1 FOR UPDATE`,
    [chain],
  );
  if (!head) throw new Error(`The head of the ledger's chain ${chain} is not there.`);
  const contents = typeof find === 'function' ? await find() : find;
  const fresh = await leaveOutKnown(sql, chain, contents);
  const links = link({ chain, sequence: Number(head.sequence), hash: head.hash }, fresh, head.at);
  const last = links.at(-1);
  if (!last) return undefined;
  await sql.query(
    `INSERT INTO scrutineer.ledger (record, previous, hash)
     SELECT one ->> 'record', one ->> 'previous', one ->> 'hash' FROM jsonb_array_elements($1::jsonb) one`,
    [JSON.stringify(links)],
  );
  for (const added of addedOf(fresh)) await followLedger(sql, added);
  const next: Head = { chain, sequence: Number(head.sequence) + links.length, hash: last.hash };
  await sql.query(
    'UPDATE scrutineer.ledger_head SET sequence = $2, hash = $3, recorded_at = $4 WHERE chain = $1',
    [chain, next.sequence, next.hash, head.at],
  );
  return next;
}

async function leaveOutKnown(sql: Sql, chain: string, contents: readonly Content[]): Promise<Content[]> {
  const unique = new Map(contents.map((content) => [content.id, content]));
  const known = await sql.query<{ id: string }>(
    `SELECT id FROM scrutineer.ledger
     WHERE chain = $1 AND id IN (SELECT jsonb_array_elements_text($2::jsonb))`,
    [chain, JSON.stringify([...unique.keys()])],
  );
  for (const { id } of known) unique.delete(id);
  return [...unique.values()];
}

function addedOf(contents: readonly Content[]): Added[] {
  const places = new Set(contents.map(placeOf));
  return [...places].map((place) => {
    const of = (kind: string, key: string): string[] =>
      contents.flatMap((one) =>
        placeOf(one) === place && one.kind === kind && typeof one[key] === 'string' ? [one[key]] : [],
      );
    return {
      place,
      fingerprints: of('finding', 'fingerprint'),
      reviewed: of('review', 'subject'),
      turned: of('pull-request', 'subject'),
    };
  });
}
