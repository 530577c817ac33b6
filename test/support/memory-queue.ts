import { setTimeout as sleep } from 'node:timers/promises';
import { Cancelled, Stopped, Superseded } from '../../src/queue/ends.js';
import type { Job, Work } from '../../src/queue/job.js';
import type { Queue } from '../../src/queue/queue.js';

/**
 * A queue for tests of what does the jobs: as the real one, but without a database, further tries, and memory of
 * deliveries, so that each redelivery is done again.
 */
export interface MemoryQueue<Data> extends Pick<Queue<Data>, 'send' | 'cancel'> {
  /** To be set before the first job. */
  work: Work<Data>;
  /** Settles when nothing runs or waits. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

type Sent<Data> = Job<Data> & { readonly delivery: string | undefined };

export function createMemoryQueue<Data>(
  onError: (error: unknown) => void = () => undefined,
  jobsAtOnce = 2,
): MemoryQueue<Data> {
  const waiting = new Map<string, Sent<Data>>();
  const running = new Map<string, AbortController>();
  let isStopped = false;
  let idle: (() => void)[] = [];

  const run = async ({ key, data, delivery }: Sent<Data>): Promise<void> => {
    const controller = new AbortController();
    running.set(key, controller);
    try {
      await queue.work(data, controller.signal, {
        attempt: 1,
        isLast: true,
        ...(delivery !== undefined && { delivery }),
      });
    } catch (error) {
      if (!(error instanceof Cancelled)) onError(error);
    } finally {
      running.delete(key);
      startNext();
    }
  };
  const startNext = (): void => {
    for (const [key, job] of waiting) {
      if (running.size >= jobsAtOnce) break;
      if (running.has(key)) continue;
      waiting.delete(key);
      void run(job);
    }
    if (running.size > 0 || waiting.size > 0) return;
    idle.forEach((resolve) => resolve());
    idle = [];
  };
  const queue: MemoryQueue<Data> = {
    work: () => Promise.reject(new Error('Nobody works.')),
    send: async (job, delivery) => {
      if (isStopped) return;
      if (!job.isWeak || !waiting.has(job.key)) waiting.set(job.key, { ...job, delivery });
      if (!job.isWeak) running.get(job.key)?.abort(new Superseded());
      setImmediate(startNext);
    },
    cancel: async (key, why) => {
      waiting.delete(key);
      running.get(key)?.abort(new Cancelled(why));
    },
    idle: () =>
      new Promise((resolve) => {
        if (running.size === 0 && waiting.size === 0) resolve();
        else idle.push(resolve);
      }),
    stop: async () => {
      isStopped = true;
      waiting.clear();
      for (const controller of running.values()) controller.abort(new Stopped());
      await Promise.race([queue.idle(), sleep(5000, undefined, { ref: false })]);
    },
  };
  return queue;
}
