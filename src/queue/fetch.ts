import { randomUUID } from 'node:crypto';
import { reviews } from './boss.js';
import type { Database, Sql } from './database.js';

/** A job that is now this worker's. */
export interface Fetched {
  readonly id: string;
  /** What shows that it is still this worker's, and from this taking. */
  readonly lease: string;
  readonly key: string;
  readonly data: unknown;
  readonly delivery?: string;
  readonly retryCount: number;
  readonly retryLimit: number;
}

/**
 * Takes the next job, or none. pg-boss's own fetch takes the oldest one whatever its key: where a job of that key runs, its
 * unique index refuses the whole statement, and all others wait behind it; and it knows no groups. So this statement
 * selects: what is most urgent, then the group with the fewest running jobs, then the oldest; no key that runs, no
 * group that has its part of the workers.
 *
 * Two workers that take two jobs of one key at the same moment violate the unique index; then the second has none.
 */
export async function fetchJob(
  database: Database,
  workerId: string,
  perGroup: number,
): Promise<Fetched | undefined> {
  try {
    return await database.transaction(async (sql) => {
      const [job] = await sql.query<Row>(statement, [reviews, perGroup]);
      if (!job) return undefined;
      const lease = randomUUID();
      await sql.query(
        `INSERT INTO scrutineer.lease (job_id, worker_id, token) VALUES ($1::uuid, $2::uuid, $3::uuid)
         ON CONFLICT (job_id) DO UPDATE SET worker_id = EXCLUDED.worker_id, token = EXCLUDED.token`,
        [job.id, workerId, lease],
      );
      const { id, key, retryCount, retryLimit } = job;
      const { data, delivery } = await takeOver(sql, job);
      return { id, lease, key, retryCount, retryLimit, data, ...(delivery && { delivery }) };
    });
  } catch (error) {
    if (isUniqueViolation(error)) return undefined;
    throw error;
  }
}

interface Kept {
  readonly isWeak: boolean;
  readonly delivery?: string;
  readonly data: unknown;
}

type Row = Omit<Fetched, 'data' | 'delivery' | 'lease'> & { readonly kept: Kept };

/**
 * One job may wait for its first try and another for its next under the same key: whichever comes first does the work of
 * both, as the stronger of the two.
 */
async function takeOver(sql: Sql, { id, key, kept }: Row): Promise<Kept> {
  const others = await sql.query<{ kept: Kept }>(
    `DELETE FROM pgboss.job WHERE name = $1 AND singleton_key = $2 AND state < 'active' RETURNING data AS kept`,
    [reviews, key],
  );
  const stronger = kept.isWeak ? others.find((other) => !other.kept.isWeak) : undefined;
  if (!stronger) return kept;
  await sql.query(`UPDATE pgboss.job SET data = $3::jsonb WHERE name = $1 AND id = $2::uuid`, [
    reviews,
    id,
    JSON.stringify(stronger.kept),
  ]);
  return stronger.kept;
}

// The columns that pg-boss 10 sets when it fetches.
const statement = `
  WITH running AS (
    SELECT singleton_key, data->>'group' AS share FROM pgboss.job WHERE name = $1 AND state = 'active'
  ), shares AS (
    SELECT share, count(*) AS size FROM running GROUP BY share
  ), next AS (
    SELECT j.id
    FROM pgboss.job j LEFT JOIN shares s ON s.share = j.data->>'group'
    WHERE j.name = $1 AND j.state < 'active' AND j.start_after <= now()
      AND coalesce(s.size, 0) < $2::int
      AND NOT EXISTS (SELECT 1 FROM running r WHERE r.singleton_key = j.singleton_key)
    ORDER BY j.priority DESC, coalesce(s.size, 0), j.created_on, j.id
    LIMIT 1
    FOR UPDATE OF j SKIP LOCKED
  )
  UPDATE pgboss.job j
  SET state = 'active', started_on = now(),
      retry_count = CASE WHEN j.started_on IS NOT NULL THEN j.retry_count + 1 ELSE j.retry_count END
  FROM next
  WHERE j.name = $1 AND j.id = next.id
  RETURNING j.id, j.singleton_key AS key, j.data AS kept,
            j.retry_count AS "retryCount", j.retry_limit AS "retryLimit"`;

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}
