import PgBoss from 'pg-boss';
import { createRequire } from 'node:module';
import type { Database, OnError, Sql } from './database.js';
import { migrate } from './migrations.js';

/** The queue of reviews, and where those end that failed each time. */
export const reviews = 'reviews';
export const deadReviews = 'reviews-dead';

/** Seconds; each further wait is twice as long, with a random part. */
const retryDelay = 10;
/** After the first try. */
const retryLimit = 4;
/** Of a job whose worker lives and never ends; a dead worker is noticed much sooner. */
const expireInSeconds = 30 * 60;

/**
 * Starts pg-boss on a database, after its tables and ours have been brought to the version of this program. Throws where
 * they are of a newer one.
 */
export async function startBoss(database: Database, onError: OnError): Promise<PgBoss> {
  await migrate(database);
  const boss = new PgBoss({
    db: adapterOf(database),
    schedule: false,
    maintenanceIntervalSeconds: 60,
    archiveCompletedAfterSeconds: 24 * 3600,
  });
  boss.on('error', onError);
  // Of several processes that start at once one makes the tables.
  await boss.start();
  await refuseNewer(boss);
  await boss.createQueue(deadReviews, {
    name: deadReviews,
    policy: 'standard',
    retryLimit,
    retryDelay,
    retryBackoff: true,
  });
  await boss.createQueue(reviews, {
    name: reviews,
    policy: 'stately',
    retryLimit,
    retryDelay,
    retryBackoff: true,
    expireInSeconds,
    deadLetter: deadReviews,
  });
  return boss;
}

/** pg-boss itself goes on with tables of a newer version. */
async function refuseNewer(boss: PgBoss): Promise<void> {
  const { schema: known } = createRequire(import.meta.url)('pg-boss/version.json') as { schema: number };
  const version = Number(await boss.schemaVersion());
  if (version > known)
    throw new Error(
      `The queue's tables are of version ${version}, and this program knows ${known}. Start the newer version of Scrutineer.`,
    );
}

/** What pg-boss takes for a database. */
export function adapterOf(sql: Sql): PgBoss.Db {
  return { executeSql: async (text, values) => ({ rows: await sql.query(text, values) }) };
}
