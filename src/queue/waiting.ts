import { reviews } from './boss.js';
import type { Sql } from './database.js';
import type { Job } from './job.js';

/**
 * Lets a job that waits under the same key stand for a new one, and returns its id: it comes as soon as the more urgent
 * of the two, and at once where it waited for another try. pg-boss would keep the older one as it is.
 */
export async function mergeIntoWaiting(
  sql: Sql,
  job: Job<object>,
  delivery: string | undefined,
): Promise<string | undefined> {
  const { key, priority, isWeak = false } = job;
  const rows = await sql.query<{ id: string }>(
    `SELECT id FROM pgboss.job WHERE name = $1 AND singleton_key = $2 AND state < 'active'
     ORDER BY state, created_on FOR UPDATE`,
    [reviews, key],
  );
  const id = rows[0]?.id;
  if (id === undefined) return undefined;
  if (isWeak) return id;
  await sql.query(
    `UPDATE pgboss.job
     SET priority = greatest(priority, $3), start_after = least(start_after, now()), data = $4::jsonb
     WHERE name = $1 AND id = $2::uuid`,
    [reviews, id, priority, JSON.stringify({ group: job.group, isWeak, data: job.data, delivery })],
  );
  return id;
}

export async function cancelWaiting(sql: Sql, key: string): Promise<void> {
  await sql.query(
    `UPDATE pgboss.job SET state = 'cancelled', completed_on = now()
     WHERE name = $1 AND singleton_key = $2 AND state < 'active'`,
    [reviews, key],
  );
}
