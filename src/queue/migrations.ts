import type { Database, Sql } from './database.js';

/** Any number of our own; PostgreSQL has one space of them for each database. */
const lockNumber = 5_827_164;

/** The statements that lead from one version of our tables to the next. Never change one that was released. */
const steps: readonly string[] = [
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
];

/**
 * Brings the tables to the version of this program. Of several processes that start at once one does it. Throws where the
 * tables are of a newer version than this program knows.
 */
export async function migrate(database: Database, known: readonly string[] = steps): Promise<void> {
  await database.transaction(async (sql) => {
    await sql.query('SELECT pg_advisory_xact_lock($1)', [lockNumber]);
    const version = await readVersion(sql);
    if (version > known.length)
      throw new Error(
        `The database is of schema version ${version}, and this version of Scrutineer knows ${known.length}. Start the newer version, or restore a backup from before its upgrade.`,
      );
    for (const step of known.slice(version)) await sql.query(step);
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
