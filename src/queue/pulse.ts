import { reviews } from './boss.js';
import type { Database, OnError, Sql } from './database.js';

export interface Pulse {
  /** Nobody may have heard of this worker for so long that its jobs are about to go to others. */
  isLost(): boolean;
  stop(): Promise<void>;
}

interface PulseOptions {
  readonly database: Database;
  readonly workerId: string;
  readonly deadAfterSeconds: number;
  readonly onError: OnError;
  /** Takes the jobs of workers that are gone. */
  readonly handOver: (sql: Sql, jobIds: readonly string[]) => Promise<void>;
  /** This worker has to end its jobs before others begin with them. */
  readonly onLost: () => void;
}

/** Of the time after which a worker is taken for dead: then it ends its jobs itself, and a call to GitHub has the rest to come back. */
const lostAfter = 2 / 3;

/**
 * Says again and again that a worker lives, and looks for jobs of those that no longer do. Times are the database's, so that
 * the clocks of machines may differ.
 */
export async function createPulse(options: PulseOptions): Promise<Pulse> {
  const { database, workerId, deadAfterSeconds, onError } = options;
  const deadAfter = deadAfterSeconds * 1000;
  let heardAt = performance.now();
  const isLost = (): boolean => performance.now() - heardAt > deadAfter * lostAfter;
  const beat = async (): Promise<void> => {
    const begun = performance.now();
    await database.query(
      `INSERT INTO scrutineer.worker (id) VALUES ($1::uuid) ON CONFLICT (id) DO UPDATE SET seen_on = now()`,
      [workerId],
    );
    // The database has seen it then, or later.
    heardAt = begun;
    await database.transaction(async (sql) => {
      const rows = await sql.query<{ id: string }>(orphans, [reviews, deadAfterSeconds]);
      if (rows.length > 0)
        await options.handOver(
          sql,
          rows.map(({ id }) => id),
        );
    });
    await database.query(tidy, [reviews, deadAfterSeconds]);
  };
  await beat();
  let last = Promise.resolve();
  let isBusy = false;
  const beats = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    last = beat()
      .catch(onError)
      .finally(() => (isBusy = false));
  }, deadAfter / 6);
  const watch = setInterval(() => {
    if (isLost()) options.onLost();
  }, deadAfter / 30);
  return {
    isLost,
    stop: async () => {
      clearInterval(beats);
      clearInterval(watch);
      await last;
      await database.query('DELETE FROM scrutineer.worker WHERE id = $1::uuid', [workerId]).catch(onError);
    },
  };
}

/** Of several workers that look at the same moment one gets each. */
const orphans = `
  DELETE FROM scrutineer.lease l
  USING pgboss.job j
  WHERE j.name = $1 AND j.id = l.job_id AND j.state = 'active'
    AND NOT EXISTS (
      SELECT 1 FROM scrutineer.worker w
      WHERE w.id = l.worker_id AND w.seen_on > now() - $2::int * interval '1 s'
    )
  RETURNING j.id`;

const tidy = `
  WITH gone AS (
    DELETE FROM scrutineer.lease l
    WHERE NOT EXISTS (SELECT 1 FROM pgboss.job j WHERE j.name = $1 AND j.id = l.job_id AND j.state = 'active')
  ), past AS (
    DELETE FROM scrutineer.delivery WHERE received_on < now() - interval '30 days'
  ), old AS (
    DELETE FROM scrutineer.once WHERE taken_on < now() - interval '30 days'
  )
  DELETE FROM scrutineer.worker WHERE seen_on < now() - $2::int * interval '10 s'`;
