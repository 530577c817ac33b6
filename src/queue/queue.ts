import type PgBoss from 'pg-boss';
import { adapterOf, deadReviews, reviews, startBoss } from './boss.js';
import { type Chore, repeat, type Repeated } from './chore.js';
import type { Database, OnError, Sql } from './database.js';
import { channel, type Job, type Notice, type Work } from './job.js';
import { cancelWaiting, mergeIntoWaiting } from './waiting.js';
import { startWorker, type Worker, type WorkOptions } from './worker.js';

export interface Queue<Data> {
  /**
   * Settles when the job is kept safe. A job under a delivery's id that has been taken before is left out, unless that job
   * failed for good.
   */
  send(job: Job<Data>, delivery?: string): Promise<void>;
  /** Drops the job of a key that waits, and ends the one that runs, in whichever process. */
  cancel(key: string, why: string): Promise<void>;
  /** Begins to do jobs in this process. */
  work(work: Work<Data>, options: WorkOptions<Data>): Promise<Worker>;
  /** Begins to do a chore now and then, in one process for all. */
  repeat(chore: Chore): Repeated;
  /** Jobs that wait and that run, and how long the oldest has been due, in seconds. */
  measure(): Promise<Depth>;
  close(): Promise<void>;
}

export interface Depth {
  readonly waiting: number;
  readonly running: number;
  readonly dead: number;
  readonly oldestSeconds: number;
}

export async function openQueue<Data extends object>(
  database: Database,
  onError: OnError,
): Promise<Queue<Data>> {
  const boss = await startBoss(database, onError);
  // Whoever worked on data that nobody else may open is gone.
  if (database.isExclusive)
    await database.query('DELETE FROM scrutineer.worker; UPDATE scrutineer.chore SET held_until = now()');
  return {
    send: (job, delivery) => send(boss, database, job, delivery),
    cancel: async (key, why) => {
      await cancelWaiting(database, key);
      await tell(database, { end: key, why });
    },
    work: (work, options) => startWorker({ boss, database, onError, work, options }),
    repeat: (chore) => repeat(database, chore, onError),
    measure: () => measure(database),
    close: async () => {
      await boss.stop({ graceful: false, close: false });
      await database.close();
    },
  };
}

async function send<Data extends object>(
  boss: PgBoss,
  database: Database,
  job: Job<Data>,
  delivery: string | undefined,
): Promise<void> {
  await database.transaction(async (sql) => {
    if (delivery !== undefined && (await wasTaken(sql, delivery))) return;
    const { key, priority, group, data, isWeak = false } = job;
    const options = { db: adapterOf(sql), singletonKey: key, priority };
    const id =
      (await mergeIntoWaiting(sql, job, delivery)) ??
      (await boss.send(reviews, { group, isWeak, data, delivery }, options)) ??
      // Another process has sent one for the same key in between.
      (await mergeIntoWaiting(sql, job, delivery));
    if (id === undefined) throw new Error(`The job of ${key} was not taken.`);
    if (delivery !== undefined) await markTaken(sql, delivery, id);
    await tell(sql, isWeak ? {} : { end: key, why: 'superseded' });
  });
}

/** Whether a delivery's job is kept or done. One that failed for good is worth another try. */
async function wasTaken(sql: Sql, delivery: string): Promise<boolean> {
  const rows = await sql.query(
    `SELECT 1 FROM scrutineer.delivery d
     WHERE d.id = $1 AND NOT EXISTS (SELECT 1 FROM pgboss.job j WHERE j.id = d.job_id AND j.state = 'failed')`,
    [delivery],
  );
  return rows.length > 0;
}

async function markTaken(sql: Sql, delivery: string, jobId: string): Promise<void> {
  await sql.query(
    `INSERT INTO scrutineer.delivery (id, job_id) VALUES ($1, $2::uuid)
     ON CONFLICT (id) DO UPDATE SET job_id = EXCLUDED.job_id, received_on = now()`,
    [delivery, jobId],
  );
}

/** Goes out when the transaction is committed. */
async function tell(sql: Sql, notice: Notice): Promise<void> {
  await sql.query('SELECT pg_notify($1, $2)', [channel, JSON.stringify(notice)]);
}

async function measure(sql: Sql): Promise<Depth> {
  const [row] = await sql.query<Record<keyof Depth, string | number | null>>(
    `SELECT count(*) FILTER (WHERE name = $1 AND state < 'active') AS waiting,
            count(*) FILTER (WHERE name = $1 AND state = 'active') AS running,
            count(*) FILTER (WHERE name = $2 AND state < 'completed') AS dead,
            extract(epoch FROM now() - min(start_after) FILTER (WHERE name = $1 AND state < 'active')) AS "oldestSeconds"
     FROM pgboss.job WHERE name IN ($1, $2)`,
    [reviews, deadReviews],
  );
  return {
    waiting: Number(row?.waiting ?? 0),
    running: Number(row?.running ?? 0),
    dead: Number(row?.dead ?? 0),
    oldestSeconds: Math.max(0, Number(row?.oldestSeconds ?? 0)),
  };
}
