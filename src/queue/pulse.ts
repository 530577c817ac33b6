import { reviews } from './boss.js';
import type { Database, OnError } from './database.js';

export interface Pulse {
  stop(): Promise<void>;
}

interface PulseOptions {
  readonly database: Database;
  readonly workerId: string;
  readonly deadAfterSeconds: number;
  readonly onError: OnError;
  /** Takes the jobs of workers that are gone. */
  readonly handOver: (jobIds: readonly string[]) => Promise<void>;
}

/**
 * Says again and again that a worker lives, and looks for jobs of those that no longer do. Times are the database's, so that
 * the clocks of machines may differ.
 */
export async function createPulse(options: PulseOptions): Promise<Pulse> {
  const { database, workerId, deadAfterSeconds, onError } = options;
  const beat = async (): Promise<void> => {
    await database.query(
      `INSERT INTO scrutineer.worker (id) VALUES ($1::uuid) ON CONFLICT (id) DO UPDATE SET seen_on = now()`,
      [workerId],
    );
    const rows = await database.query<{ id: string }>(orphans, [reviews, deadAfterSeconds]);
    if (rows.length > 0) await options.handOver(rows.map(({ id }) => id));
    await database.query(tidy, [reviews, deadAfterSeconds]);
  };
  await beat();
  let last = Promise.resolve();
  const timer = setInterval(
    () => {
      last = beat().catch(onError);
    },
    (deadAfterSeconds * 1000) / 3,
  );
  return {
    stop: async () => {
      clearInterval(timer);
      await last;
      await database.query('DELETE FROM scrutineer.worker WHERE id = $1::uuid', [workerId]).catch(onError);
    },
  };
}

const orphans = `
  SELECT j.id FROM pgboss.job j
    JOIN scrutineer.lease l ON l.job_id = j.id
    LEFT JOIN scrutineer.worker w ON w.id = l.worker_id AND w.seen_on > now() - $2::int * interval '1 s'
  WHERE j.name = $1 AND j.state = 'active' AND w.id IS NULL`;

const tidy = `
  WITH gone AS (
    DELETE FROM scrutineer.lease l
    WHERE NOT EXISTS (SELECT 1 FROM pgboss.job j WHERE j.name = $1 AND j.id = l.job_id AND j.state = 'active')
  ), past AS (
    DELETE FROM scrutineer.delivery WHERE received_on < now() - interval '30 days'
  )
  DELETE FROM scrutineer.worker WHERE seen_on < now() - $2::int * interval '10 s'`;
