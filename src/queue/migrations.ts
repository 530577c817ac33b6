import type { Database, Sql } from './database.js';
import { rebuildState } from './ledger-follow.js';
import { ledgerState } from './ledger-state.js';
import { ledgerPlace, ledgerSubject, ledgerTables } from './ledger-tables.js';

/** Any number of our own; PostgreSQL has one space of them for each database. */
const lockNumber = 5_827_164;

/** Statements, or what takes more than these. */
type Step = string | ((sql: Sql) => Promise<void>);

/** Made the tables of what the ledger comes to, or filled them: the last step that does so is enough, and the only one that this program knows how. */
const replaced: Step = async () => undefined;

/** The steps that lead from one version of our tables to the next. Never change one that was released. */
export const steps: readonly Step[] = [
  `CREATE TABLE scrutineer.delivery (
     id text PRIMARY KEY,
     job_id uuid NOT NULL,
     received_on timestamptz NOT NULL DEFAULT now()
   );
   CREATE INDEX delivery_received_on ON scrutineer.delivery (received_on);
   CREATE TABLE scrutineer.worker (
     id uuid PRIMARY KEY,
     seen_on timestamptz NOT NULL DEFAULT now()
   );
   CREATE TABLE scrutineer.lease (
     job_id uuid PRIMARY KEY,
     worker_id uuid NOT NULL
   );`,
  `ALTER TABLE scrutineer.lease ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();
   CREATE TABLE scrutineer.chore (
     name text PRIMARY KEY,
     holder uuid NOT NULL,
     held_until timestamptz NOT NULL,
     done_on timestamptz
   );
   CREATE TABLE scrutineer.once (
     id text PRIMARY KEY,
     taken_on timestamptz NOT NULL DEFAULT now()
   );
   CREATE INDEX once_taken_on ON scrutineer.once (taken_on);`,
  ledgerTables,
  ledgerSubject,
  replaced,
  replaced,
  replaced,
  ledgerPlace,
  // With the tables and views of this program: where they change, this moves to the end, and `replaced` takes its place.
  async (sql) => {
    await sql.query(ledgerState);
    await rebuildState(sql);
  },
];

/**
 * Brings the tables to the version of this program. Of several processes that start at once one does it. Throws where the
 * tables are of a newer version than this program knows.
 */
export async function migrate(database: Database, known: readonly Step[] = steps): Promise<void> {
  await database.transaction(async (sql) => {
    await sql.query('SELECT pg_advisory_xact_lock($1)', [lockNumber]);
    const version = await readVersion(sql);
    if (version > known.length)
      throw new Error(
        `The database is of schema version ${version}, and this version of Scrutineer knows ${known.length}. Start the newer version, or restore a backup from before its upgrade.`,
      );
    for (const step of known.slice(version)) await (typeof step === 'string' ? sql.query(step) : step(sql));
    await sql.query('UPDATE scrutineer.schema SET version = $1', [known.length]);
  });
}

async function readVersion(sql: Sql): Promise<number> {
  await sql.query(`CREATE SCHEMA IF NOT EXISTS scrutineer;
    CREATE TABLE IF NOT EXISTS scrutineer.schema (version int NOT NULL)`);
  const [row] = await sql.query<{ version: number }>('SELECT version FROM scrutineer.schema');
  if (row) return row.version;
  await sql.query('INSERT INTO scrutineer.schema (version) VALUES (0)');
  return 0;
}
