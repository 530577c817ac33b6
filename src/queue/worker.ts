import type PgBoss from 'pg-boss';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { reviews } from './boss.js';
import { bury } from './dead.js';
import type { Database, OnError } from './database.js';
import { Cancelled, isWanted, RetryLater, Stopped, Superseded } from './ends.js';
import { type Fetched, fetchJob } from './fetch.js';
import { createPulse } from './pulse.js';
import { channel, type Notice, type Work } from './job.js';

export interface WorkOptions<Data> {
  /** Jobs at once in this process. */
  readonly concurrency: number;
  /** Running jobs of one group at most, over all processes. */
  readonly perGroup: number;
  /** Gets what a job throws. */
  readonly onFailure: (error: unknown, data: Data) => void;
  /** Says where people look that a job failed for good. Tried again when it throws. */
  readonly onDead: (data: Data, reason: string) => Promise<void>;
  /** How long nothing is heard of a worker before its jobs go to others. */
  readonly deadAfterSeconds?: number;
  /** How often the queue is looked at where no notice comes, as for a retry that falls due. */
  readonly pollSeconds?: number;
}

export interface Worker {
  /** Settles when this process runs nothing and nothing is due that it might. */
  idle(): Promise<void>;
  /** Takes no more jobs; ends those that still run after some time, and hands them back. */
  stop(graceMilliseconds: number): Promise<void>;
}

export interface Parts<Data> {
  readonly boss: PgBoss;
  readonly database: Database;
  readonly onError: OnError;
  readonly work: Work<Data>;
  readonly options: WorkOptions<Data>;
}

/** For jobs that were ended to say so where people look. */
const farewellMilliseconds = 5000;

/** Begins to take jobs in this process, as many at once as it may. */
export async function startWorker<Data>(parts: Parts<Data>): Promise<Worker> {
  const { boss, database, onError, work, options } = parts;
  const { concurrency, perGroup, pollSeconds = 5 } = options;
  const workerId = randomUUID();
  const running = new Map<string, AbortController>();
  const tasks = new Set<Promise<void>>();
  let isStopped = false;
  let isFetching = false;
  let again = false;
  let waiters: (() => void)[] = [];

  const run = async (job: Fetched): Promise<void> => {
    const controller = new AbortController();
    running.set(job.key, controller);
    const data = job.data as Data;
    const turn = { attempt: job.retryCount + 1, isLast: job.retryCount >= job.retryLimit };
    try {
      await work(data, controller.signal, turn);
      await persist(() => boss.complete(reviews, job.id));
    } catch (error) {
      if (isWanted(error)) options.onFailure(error, data);
      await persist(() => settle(boss, database, job, error));
    } finally {
      running.delete(job.key);
    }
  };
  /** What a job came to is written as soon as the database answers; until then its lease holds. */
  const persist = async (write: () => Promise<unknown>): Promise<void> => {
    for (let wait = 200; ; wait = Math.min(5000, wait * 2)) {
      try {
        await write();
        return;
      } catch (error) {
        onError(error);
        if (isStopped) return;
        await sleep(wait);
      }
    }
  };
  const hasStopped = (): boolean => isStopped;
  const isAskedAgain = (): boolean => again && !isStopped;
  const takeJobs = async (): Promise<void> => {
    if (isFetching) {
      again = true;
      return;
    }
    isFetching = true;
    try {
      do {
        again = false;
        while (!isStopped && tasks.size < concurrency) {
          const job = await fetchJob(database, workerId, perGroup);
          if (!job) break;
          if (hasStopped()) {
            await settle(boss, database, job, new Stopped());
            break;
          }
          const task: Promise<void> = run(job).finally(() => {
            tasks.delete(task);
            wake();
          });
          tasks.add(task);
        }
      } while (isAskedAgain());
    } catch (error) {
      onError(error);
    } finally {
      isFetching = false;
    }
    if (tasks.size === 0) {
      waiters.forEach((resolve) => resolve());
      waiters = [];
    }
  };

  let taking = Promise.resolve();
  const wake = (): void => {
    const round = takeJobs();
    taking = Promise.all([taking, round]).then(() => undefined);
  };
  const pulse = await createPulse({
    database,
    workerId,
    deadAfterSeconds: options.deadAfterSeconds ?? 30,
    onError,
    handOver: async (ids) => {
      for (const id of ids) await boss.fail(reviews, id, { message: 'Its worker died.' });
    },
  });
  await database.listen(channel, (payload) => {
    const { end, why }: Notice = payload === '' ? {} : (JSON.parse(payload) as Notice);
    if (end !== undefined)
      running
        .get(end)
        ?.abort(why === 'superseded' ? new Superseded() : new Cancelled(why ?? 'Nobody wants it any more.'));
    wake();
  });
  const poll = setInterval(wake, pollSeconds * 1000);
  const undertaker = bury(parts, pollSeconds);
  wake();

  return {
    idle: () =>
      new Promise((resolve) => {
        waiters.push(resolve);
        wake();
      }),
    stop: async (graceMilliseconds) => {
      isStopped = true;
      clearInterval(poll);
      await undertaker.stop();
      await taking;
      const timer = new AbortController();
      const overtime = async (): Promise<void> => {
        await sleep(graceMilliseconds, undefined, { signal: timer.signal });
        for (const controller of running.values()) controller.abort(new Stopped());
        await sleep(farewellMilliseconds, undefined, { signal: timer.signal });
      };
      await Promise.race([Promise.all(tasks), overtime().catch(() => undefined)]);
      timer.abort();
      // Jobs that did not end even so go to another worker as soon as this one is known to be gone.
      await pulse.stop();
    },
  };
}

/** Writes what became of a job that did not come to its end. */
async function settle(boss: PgBoss, database: Database, job: Fetched, error: unknown): Promise<void> {
  if (error instanceof Stopped || error instanceof RetryLater) {
    const seconds = error instanceof RetryLater ? error.seconds : 0;
    // Neither is the job's fault, so that neither counts as a try.
    await database.query(
      `UPDATE pgboss.job
       SET state = 'retry', start_after = now() + $3::int * interval '1 s',
           retry_count = greatest(retry_count - 1, 0),
           started_on = CASE WHEN retry_count > 0 THEN started_on END
       WHERE name = $1 AND id = $2::uuid AND state = 'active'`,
      [reviews, job.id, Math.ceil(seconds)],
    );
  } else if (error instanceof Cancelled) await boss.cancel(reviews, job.id);
  else await boss.fail(reviews, job.id, { message: error instanceof Error ? error.message : String(error) });
}
