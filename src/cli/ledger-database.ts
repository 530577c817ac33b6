import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../config/error.js';
import type { Database, Sql } from '../queue/database.js';

export interface DatabasePlace {
  /** The data folder of a server with its own database; without it DATABASE_URL, or SCRUTINEER_DATA. */
  readonly data?: string;
}

/** Reads the ledger as it stands at one moment, whoever goes on writing. */
export async function withSnapshot<T>(where: DatabasePlace, work: (sql: Sql) => Promise<T>): Promise<T> {
  const database = await openDatabase(where);
  try {
    return await database.transaction(async (sql) => {
      await sql.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
      const [row] = await sql.query<{ there: boolean }>(
        `SELECT to_regclass('scrutineer.ledger') IS NOT NULL AS there`,
      );
      if (!row?.there) throw new ConfigError('There is no ledger in this database.');
      return work(sql);
    });
  } finally {
    await database.close();
  }
}

async function openDatabase({ data }: DatabasePlace): Promise<Database> {
  const url = data === undefined ? process.env.DATABASE_URL : undefined;
  const folder = data ?? process.env.SCRUTINEER_DATA ?? 'data';
  try {
    if (url) return await (await import('../queue/postgres.js')).openPostgres(url, () => undefined, 1);
    if (existsSync(join(folder, 'pgdata', 'PG_VERSION')))
      return await (await import('../queue/pglite.js')).openPglite(folder);
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error));
  }
  throw new ConfigError(
    `There is no database: set DATABASE_URL, or name the data folder; ${folder} is none.`,
  );
}
