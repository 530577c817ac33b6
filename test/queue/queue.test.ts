import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Cancelled, RetryLater, Superseded } from '../../src/queue/ends.js';
import type { Chore } from '../../src/queue/chore.js';
import type { Job, Turn } from '../../src/queue/job.js';
import { openQueue, type Queue } from '../../src/queue/queue.js';
import type { Worker, WorkOptions } from '../../src/queue/worker.js';
import type { Database } from '../../src/queue/database.js';
import { type Engine, hasPostgres, pglite, postgres, type TestDatabase } from '../support/databases.js';

interface Data {
  readonly name: string;
}

const engines: Engine[] = (await hasPostgres()) ? [pglite, postgres] : [pglite];
if (engines.length === 1 && process.env.CI_NEEDS_POSTGRES === 'true')
  throw new Error('No PostgreSQL answers at DATABASE_URL or on this machine.');

describe.each(engines)('the queue on $name', ({ create }) => {
  let database: TestDatabase;
  let queue: Queue<Data>;
  let workers: Worker[] = [];
  /** For what only time would bring about. */
  let sql: Database;
  const errors: unknown[] = [];

  beforeAll(async () => {
    database = await create();
    await reopen();
  });

  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.stop(0)));
    workers = [];
    await sql.query(
      'DELETE FROM pgboss.job; DELETE FROM scrutineer.delivery; DELETE FROM scrutineer.lease; DELETE FROM scrutineer.chore; DELETE FROM scrutineer.once',
    );
    expect(errors.splice(0)).toEqual([]);
  });

  afterAll(async () => {
    await queue.close();
    await database.drop();
  });

  const reopen = async (): Promise<void> => {
    sql = await database.open((error) => errors.push(error));
    queue = await openQueue<Data>(sql, (error) => errors.push(error));
  };
  const job = (key: string, more: Partial<Job<Data>> = {}): Job<Data> => ({
    key,
    group: 'one',
    priority: 0,
    data: { name: key },
    ...more,
  });
  const startWork = async (
    work: (name: string, signal: AbortSignal, turn: Turn) => Promise<void>,
    options: Partial<WorkOptions<Data>> = {},
  ): Promise<Worker> => {
    const worker = await queue.work(({ name }, signal, turn) => work(name, signal, turn), {
      concurrency: 2,
      perGroup: 2,
      onFailure: () => undefined,
      onDead: async () => undefined,
      pollSeconds: 1,
      ...options,
    });
    workers.push(worker);
    return worker;
  };

  it('does each job once, and the more urgent first', async () => {
    const done: string[] = [];
    await queue.send(job('push'));
    await queue.send(job('sweep', { priority: -1 }));
    await queue.send(job('command', { priority: 1 }));
    const worker = await startWork(async (name) => void done.push(name), { concurrency: 1 });
    await worker.idle();
    expect(done).toEqual(['command', 'push', 'sweep']);
    expect(await queue.measure()).toMatchObject({ waiting: 0, running: 0, dead: 0 });
  });

  it('starts a job soon after it was sent, without waiting for its next look', async () => {
    const started = withResolvers<number>();
    await startWork(async () => started.resolve(performance.now()), { pollSeconds: 60 });
    const sent = performance.now();
    await queue.send(job('a'));
    expect((await started.promise) - sent).toBeLessThan(25_000);
  });

  it('lets a newer job take the place of one that waits, and end the one that runs', async () => {
    const log: string[] = [];
    const running = withResolvers<undefined>();
    const worker = await startWork(async (name, signal) => {
      log.push(name);
      if (name !== 'first') return;
      running.resolve(undefined);
      await untilAborted(signal).catch((error: unknown) => {
        log.push(error instanceof Superseded ? 'superseded' : String(error));
        throw error;
      });
    });
    await queue.send(job('pull', { data: { name: 'first' } }));
    await running.promise;
    await queue.send(job('pull', { data: { name: 'second' } }));
    await queue.send(job('pull', { data: { name: 'third' } }));
    await worker.idle();
    expect(log.slice(0, 2)).toEqual(['first', 'superseded']);
    expect(log.at(-1)).toBe('third');
    expect(log.filter((name) => name === 'third')).toHaveLength(1);
  });

  it('ends no running job for a weak one, and lets a strong one that waits stand for it', async () => {
    const log: string[] = [];
    await queue.send(job('pull', { data: { name: 'strong' } }));
    await queue.send(job('pull', { data: { name: 'weak' }, isWeak: true }));
    await queue.send(job('other', { data: { name: 'weak' }, isWeak: true }));
    await queue.send(job('other', { data: { name: 'strong' } }));
    const worker = await startWork(async (name) => void log.push(name));
    await worker.idle();
    expect(log).toEqual(['strong', 'strong']);
  });

  it('drops a job that nobody wants any more, whether it waits or runs', async () => {
    const running = withResolvers<undefined>();
    const ended = withResolvers<unknown>();
    await queue.send(job('waits'));
    await queue.cancel('waits', 'Closed.');
    const worker = await startWork(async (name, signal) => {
      expect(name).toBe('runs');
      running.resolve(undefined);
      await untilAborted(signal).catch((error: unknown) => {
        ended.resolve(error);
        throw error;
      });
    });
    await queue.send(job('runs'));
    await running.promise;
    await queue.cancel('runs', 'Closed.');
    expect(await ended.promise).toEqual(new Cancelled('Closed.'));
    await worker.idle();
    expect(await queue.measure()).toMatchObject({ waiting: 0, dead: 0 });
  });

  it('takes a delivery once, and again when its job failed for good', async () => {
    const done: string[] = [];
    const dead = withResolvers<string>();
    await queue.send(job('a'), 'delivery-1');
    const worker = await startWork(
      async (name) => {
        done.push(name);
        if (name === 'fails') throw new Error('broken');
      },
      { onDead: async (_, reason) => dead.resolve(reason) },
    );
    await worker.idle();
    await queue.send(job('a'), 'delivery-1');
    await worker.idle();
    expect(done).toEqual(['a']);
    await queue.send(job('fails'), 'delivery-2');
    await worker.idle();
    await sql.query(`UPDATE pgboss.job SET retry_limit = 0 WHERE singleton_key = 'fails'`);
    await sql.query(`UPDATE pgboss.job SET start_after = now() WHERE singleton_key = 'fails'`);
    expect(await dead.promise).toBe('broken');
    const before = done.length;
    await queue.send(job('fails'), 'delivery-2');
    await worker.idle();
    expect(done.length).toBeGreaterThan(before);
  });

  it('tries a job again that failed, later each time', async () => {
    const turns: Turn[] = [];
    const worker = await startWork(async (_, __, turn) => {
      turns.push(turn);
      throw new Error('broken');
    });
    await queue.send(job('a'));
    await worker.idle();
    expect(turns).toEqual([{ attempt: 1, isLast: false }]);
    const waits = await sql.query<{ seconds: number }>(
      `SELECT extract(epoch FROM start_after - now())::float AS seconds FROM pgboss.job WHERE state = 'retry'`,
    );
    expect(waits[0]?.seconds).toBeGreaterThan(5);
    expect(waits[0]?.seconds).toBeLessThan(25);
  });

  it('does not count a wait for a rate limit as a try', async () => {
    const turns: Turn[] = [];
    const worker = await startWork(async (_, __, turn) => {
      turns.push(turn);
      if (turns.length < 3) throw new RetryLater(0, 'The rate limit is used up.');
    });
    await queue.send(job('a'));
    while (turns.length < 3) await worker.idle();
    expect(turns.map(({ attempt }) => attempt)).toEqual([1, 1, 1]);
  });

  it('gives no group more than its part, and the next place to the group that has fewest', async () => {
    let most = 0;
    const running = new Set<string>();
    const order: string[] = [];
    for (let index = 0; index < 8; index++) await queue.send(job(`burst-${index}`, { group: 'burst' }));
    await queue.send(job('quiet', { group: 'quiet' }));
    const worker = await startWork(
      async (name) => {
        running.add(name);
        order.push(name);
        most = Math.max(most, [...running].filter((other) => other.startsWith('burst')).length);
        await new Promise((resolve) => setTimeout(resolve, 20));
        running.delete(name);
      },
      { concurrency: 4, perGroup: 2 },
    );
    while (order.length < 9) await worker.idle();
    expect(most).toBe(2);
    expect(order.indexOf('quiet')).toBeLessThan(3);
  });

  it('hands a running job back when it stops, for the next that opens the queue', async () => {
    const running = withResolvers<undefined>();
    const worker = await startWork(async (_, signal) => {
      running.resolve(undefined);
      await untilAborted(signal);
    });
    await queue.send(job('a'));
    await running.promise;
    await worker.stop(0);
    workers = [];
    await queue.close();
    await reopen();
    const turns: number[] = [];
    const other = await startWork(async (_, __, { attempt }) => void turns.push(attempt));
    while (turns.length < 1) await other.idle();
    expect(turns).toEqual([1]);
  });

  it('ends the jobs of a worker that cannot reach the database before another takes them over', async () => {
    const cut = cuttable(sql);
    const alone = await openQueue<Data>(cut.database, () => undefined);
    const log: string[] = [];
    const running = withResolvers<undefined>();
    const options = { concurrency: 1, perGroup: 1, pollSeconds: 1, deadAfterSeconds: 3 };
    const quiet = { onFailure: () => undefined, onDead: async () => undefined };
    const first = await alone.work(
      async (_, signal) => {
        log.push('first begins');
        running.resolve(undefined);
        await untilAborted(signal).finally(() => log.push('first ends'));
      },
      { ...options, ...quiet },
    );
    await queue.send(job('a'));
    await running.promise;
    const second = withResolvers<undefined>();
    await startWork(async () => {
      log.push('second begins');
      cut.heal();
      // The first one now wants to hand back what is no longer its own.
      await new Promise((resolve) => setTimeout(resolve, 1500));
      log.push('second ends');
      second.resolve(undefined);
    }, options);
    cut.cut();
    // A job whose worker died is tried again later.
    const hurry = setInterval(
      () => void sql.query(`UPDATE pgboss.job SET start_after = now() WHERE state = 'retry'`),
      200,
    );
    await second.promise;
    clearInterval(hurry);
    await first.stop(0);
    await alone.close();
    await workers[0]?.idle();
    expect(log).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
    const states = await sql.query('SELECT state FROM pgboss.job WHERE name = $1', ['reviews']);
    expect(states).toEqual([{ state: 'completed' }]);
  });

  it('does a chore in one process, again only when it is due, and after one that died', async () => {
    const done: string[] = [];
    const started = withResolvers<undefined>();
    const end = withResolvers<undefined>();
    const chore = (name: string, atStartSeconds = 60): Chore => ({
      name: 'sweep',
      everySeconds: 3600,
      atStartSeconds,
      work: async (turn) => {
        done.push(`${name} ${await turn.takeOnce('id')}`);
        started.resolve(undefined);
        await end.promise;
        await turn.goOn();
      },
    });
    const first = queue.repeat(chore('first'));
    await started.promise;
    const second = queue.repeat(chore('second'));
    await second.stop();
    end.resolve(undefined);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await first.stop();
    await queue.repeat(chore('too soon')).stop();
    expect(done).toEqual(['first true']);
    await sql.query(`UPDATE scrutineer.chore SET done_on = now() - interval '2 minutes'`);
    const third = queue.repeat(chore('third'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    await third.stop();
    expect(done).toEqual(['first true', 'third false']);
    await sql.query(`UPDATE scrutineer.chore SET done_on = NULL, held_until = now() + interval '1 minute'`);
    await queue.repeat(chore('held')).stop();
    await sql.query(`UPDATE scrutineer.chore SET held_until = now() - interval '1 second'`);
    await queue.repeat(chore('after a death')).stop();
    expect(done).toEqual(['first true', 'third false', 'after a death false']);
  });

  it('refuses tables of a newer version', async () => {
    const [known] = await sql.query<{ version: number }>('SELECT version FROM scrutineer.schema');
    await sql.query('UPDATE scrutineer.schema SET version = 999');
    await queue.close();
    sql = await database.open();
    await expect(openQueue(sql, () => undefined)).rejects.toThrow('schema version 999');
    await sql.query('UPDATE scrutineer.schema SET version = $1', [known?.version]);
    await sql.close();
    await reopen();
  });
});

/** A database that a network can be cut off from. */
function cuttable(sql: Database): { database: Database; cut: () => void; heal: () => void } {
  let isCut = false;
  const unlessCut = async <T>(ask: () => Promise<T>): Promise<T> => {
    if (isCut) throw new Error('The database is out of reach.');
    return ask();
  };
  return {
    database: {
      ...sql,
      query: (text, values) => unlessCut(() => sql.query(text, values)),
      transaction: (work) => unlessCut(() => sql.transaction(work)),
      // It is the test's.
      close: async () => undefined,
    },
    cut: () => (isCut = true),
    heal: () => (isCut = false),
  };
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason as Error);
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });
}
