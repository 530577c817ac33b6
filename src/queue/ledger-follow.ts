import type { Sql } from './database.js';
import { daysOf, findingView, fingerprintsOf, type Part, pullView, repositoryView } from './ledger-views.js';

interface Table {
  readonly name: string;
  readonly key: readonly string[];
  readonly columns: readonly string[];
  readonly view: (part: Part) => string;
}

const findings: Table = {
  name: 'scrutineer.finding',
  key: ['place', 'subject', 'fingerprint'],
  columns: [
    'chain',
    'state',
    'pull',
    'rule_id',
    'severity',
    'path',
    'line',
    'title',
    'due',
    'introduced_at',
    'shown_at',
    'since',
    'ended_at',
    'stood_seconds',
    'accepted_by',
    'accepted_until',
  ],
  view: findingView,
};
const pulls: Table = {
  name: 'scrutineer.pull',
  key: ['place', 'subject'],
  columns: ['chain', 'pull', 'state', 'author', 'head', 'verdict', 'reviewed_at', 'sequence'],
  view: pullView,
};
const repositories: Table = {
  name: 'scrutineer.repository',
  key: ['place'],
  columns: ['chain', 'repository', 'reviewed_at'],
  view: () => repositoryView,
};
const tables = [findings, pulls, repositories];
/** The triggers keep it. */
const days: Table = {
  name: 'scrutineer.finding_day',
  key: ['place', 'kind', 'severity', 'day'],
  columns: ['count'],
  view: () => daysOf('(SELECT * FROM scrutineer.finding WHERE place = $1) found', ''),
};

/** What records were added, of one repository. */
export interface Added {
  readonly place: string;
  /** Of findings that something happened to. */
  readonly fingerprints: readonly string[];
  /** What was reviewed. */
  readonly reviewed: readonly string[];
  /** What was closed, merged or opened again. */
  readonly turned: readonly string[];
}

/** Brings the tables up to records that were added in the same transaction. */
export async function followLedger(sql: Sql, added: Added): Promise<void> {
  const { place, fingerprints, reviewed, turned } = added;
  const subjects = [...reviewed, ...turned];
  if (subjects.length > 0) await put(sql, pulls, place, subjects);
  if (reviewed.length > 0) await put(sql, repositories, place);
  const touched = await sql.query<{ fingerprint: string }>(
    `SELECT DISTINCT fingerprint FROM scrutineer.finding
     WHERE place = $1 AND subject IN (SELECT jsonb_array_elements_text($2::jsonb))`,
    [place, JSON.stringify(turned)],
  );
  const all = new Set([...fingerprints, ...touched.map(({ fingerprint }) => fingerprint)]);
  if (all.size > 0) await put(sql, findings, place, [...all]);
}

/**
 * Makes the rows anew from the ledger. Whoever adds records has the row of a head first, and the tables after it: taken in the
 * same order, this waits for them and they for this, and neither for the other.
 */
export async function rebuildState(sql: Sql): Promise<void> {
  await sql.query('LOCK TABLE scrutineer.ledger_head IN EXCLUSIVE MODE');
  await sql.query(`TRUNCATE ${[...tables, days].map(({ name }) => name).join()}`);
  for (const { place } of await listPlaces(sql)) {
    await put(sql, repositories, place);
    await put(sql, pulls, place);
    for (const part of await partsOf(sql, place)) await put(sql, findings, place, part);
  }
}

/** More events of findings no one statement folds. */
const mostAtOnce = 50_000;

/** How fingerprints begin, of a large repository, so that no statement takes too long; of another one part for all. */
async function partsOf(sql: Sql, place: string): Promise<readonly (string | undefined)[]> {
  const [row] = await sql.query<{ count: number }>(
    `SELECT count(*)::int FROM (SELECT 1 FROM scrutineer.ledger
       WHERE place = $1 AND kind = 'finding' LIMIT ${mostAtOnce}) events`,
    [place],
  );
  return row?.count === mostAtOnce ? Array.from('0123456789abcdef') : [undefined];
}

async function put(sql: Sql, table: Table, place: string, part?: string | readonly string[]): Promise<void> {
  const { name, key, columns } = table;
  const set = columns.map((column) => `${column} = EXCLUDED.${column}`).join();
  await sql.query(
    `INSERT INTO ${name} (${[...key, ...columns].join()}) ${select(table, partOf(part))}
     ON CONFLICT (${key.join()}) DO UPDATE SET ${set}`,
    valuesOf(place, part),
  );
}

function partOf(part: string | readonly string[] | undefined): Part {
  if (part === undefined) return 'all';
  return typeof part === 'string' ? 'begun' : 'listed';
}

function valuesOf(place: string, part: string | readonly string[] | undefined): string[] {
  if (part === undefined) return [place];
  return [place, typeof part === 'string' ? part : JSON.stringify(part)];
}

function select({ key, columns, view }: Table, part: Part): string {
  return `SELECT ${[...key, ...columns].join()} FROM (${view(part)}) viewed`;
}

/** Rows that say something else than the ledger. */
export interface Difference {
  readonly chain: string;
  /** The last name of the repository. */
  readonly repository: string;
  readonly table: string;
  readonly rows: number;
}

/** How many rows say something else than the ledger, by repository and table; of the repositories of one chain, or all. */
export async function compareState(sql: Sql, chain?: string): Promise<Difference[]> {
  const different = [];
  for (const { place, ...named } of await listPlaces(sql, chain)) {
    const parts = await partsOf(sql, place);
    for (const table of [...tables, days]) {
      let rows = 0;
      for (const digit of table === findings ? parts : [undefined])
        rows += await countDifferent(sql, table, place, digit);
      if (rows > 0) different.push({ ...named, table: table.name, rows });
    }
  }
  return different;
}

async function countDifferent(sql: Sql, table: Table, place: string, digit?: string): Promise<number> {
  const { name, key, columns } = table;
  const kept = `SELECT ${[...key, ...columns].join()} FROM ${name} WHERE place = $1
    ${digit === undefined ? '' : fingerprintsOf.begun} ${table === days ? 'AND count <> 0' : ''}`;
  const [row] = await sql.query<{ rows: number }>(
    `WITH viewed AS MATERIALIZED (${select(table, partOf(digit))}), kept AS MATERIALIZED (${kept})
     SELECT count(DISTINCT (${key.join()}))::int AS rows
     FROM ((TABLE viewed EXCEPT TABLE kept) UNION ALL (TABLE kept EXCEPT TABLE viewed)) different
     ${table === days ? 'WHERE count <> 0' : ''}`,
    valuesOf(place, digit),
  );
  return row?.rows ?? 0;
}

interface Place {
  readonly place: string;
  readonly chain: string;
  readonly repository: string;
}

/** Those that the ledger or a table names, each under its last chain and name. */
async function listPlaces(sql: Sql, chain?: string): Promise<Place[]> {
  const named = ['scrutineer.ledger', ...tables.map(({ name }) => name)].map(
    (name) => `SELECT place FROM ${name} WHERE $1::text IS NULL OR chain = $1`,
  );
  return sql.query<Place>(
    `SELECT place, coalesce(last.chain, '') AS chain, coalesce(last.repository, place) AS repository
     FROM (${named.join(' UNION ')}) named LEFT JOIN LATERAL (
       SELECT chain, repository FROM scrutineer.ledger WHERE ledger.place = named.place
       ORDER BY recorded_at DESC, sequence DESC LIMIT 1
     ) last ON true ORDER BY repository, place`,
    [chain ?? null],
  );
}
