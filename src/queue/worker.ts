import type PgBoss from 'pg-boss';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { adapterOf, reviews } from './boss.js';
import { bury } from './dead.js';
import type { Database, OnError } from './database.js';
import { Cancelled, isWanted, Stopped, Superseded } from './ends.js';
import { type Fetched, fetchJob } from './fetch.js';
import { createPulse } from './pulse.js';
import { channel, type Notice, type Turn, type Work } from './job.js';
import { settle } from './settle.js';

export interface WorkOptions<Data> {
  /** Jobs at once in this process. */
  readonly concurrency: number;
  /** Running jobs of one group at most, over all processes. */
  readonly perGroup: number;
  /** Gets what a job throws. */
  readonly onFailure: (error: unknown, data: Data, turn: Turn) => void;
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
    const { delivery, retryCount, retryLimit } = job;
    const turn: Turn = {
      attempt: retryCount + 1,
      isLast: retryCount >= retryLimit,
      ...(delivery !== undefined && { delivery }),
    };
    try {
      await work(data, controller.signal, turn);
      await persist(() => settle(boss, database, job));
    } catch (error) {
      if (isWanted(error)) options.onFailure(error, data, turn);
      await persist(() => settle(boss, database, job, error));
    } finally {
      if (running.get(job.key) === controller) running.delete(job.key);
    }
  };
  const endAll = (why: Stopped): void => {
    for (const controller of running.values()) controller.abort(why);
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
        while (!isStopped && !pulse.isLost() && tasks.size < concurrency) {
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
    handOver: async (sql, ids) => {
      for (const id of ids)
        await boss.fail(reviews, id, { message: 'Its worker died.' }, { db: adapterOf(sql) });
    },
    onLost: () => endAll(new Stopped('The database is out of reach.')),
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
        endAll(new Stopped());
        await sleep(farewellMilliseconds, undefined, { signal: timer.signal });
      };
      await Promise.race([Promise.all(tasks), overtime().catch(() => undefined)]);
      timer.abort();
      // Jobs that did not end even so go to another worker as soon as this one is known to be gone.
      await pulse.stop();
    },
  };
}
