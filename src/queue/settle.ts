import type PgBoss from 'pg-boss';
import { adapterOf, reviews } from './boss.js';
import type { Database, Sql } from './database.js';
import { Cancelled, RetryLater, Stopped } from './ends.js';
import type { Fetched } from './fetch.js';

/**
 * Writes what a job came to, unless it is another worker's by now, which took it because it heard nothing of this one.
 * `error` is what it threw; undefined where it is done.
 */
export async function settle(boss: PgBoss, database: Database, job: Fetched, error?: unknown): Promise<void> {
  await database.transaction(async (sql) => {
    const held = await sql.query(
      `DELETE FROM scrutineer.lease WHERE job_id = $1::uuid AND token = $2::uuid RETURNING job_id`,
      [job.id, job.lease],
    );
    if (held.length === 0) return;
    const options = { db: adapterOf(sql) };
    if (error === undefined) await boss.complete(reviews, job.id, {}, options);
    else if (error instanceof Stopped) await handBack(sql, job, 0);
    else if (error instanceof RetryLater) await handBack(sql, job, error.seconds);
    else if (error instanceof Cancelled) await boss.cancel(reviews, job.id, options);
    else {
      const message = error instanceof Error ? error.message : 'It failed without a reason.';
      await boss.fail(reviews, job.id, { message }, options);
    }
  });
}

/** Without counting it as a try: it is not the job's fault. */
async function handBack(sql: Sql, { id }: Fetched, seconds: number): Promise<void> {
  await sql.query(
    `UPDATE pgboss.job
     SET state = 'retry', start_after = now() + $3::int * interval '1 s',
         retry_count = greatest(retry_count - 1, 0),
         started_on = CASE WHEN retry_count > 0 THEN started_on END
     WHERE name = $1 AND id = $2::uuid AND state = 'active'`,
    [reviews, id, Math.ceil(seconds)],
  );
}
