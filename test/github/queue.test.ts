import { describe, expect, it } from '@jest/globals';
import { createQueue, type Job, Superseded } from '../../src/github/queue.js';

const jobOf = (pull: number): Job => ({ installationId: 1, owner: 'o', repo: 'r', pull });
const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason as Error);
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });

describe('the queue', () => {
  it('starts a job only after the sender is done', async () => {
    const done: string[] = [];
    const queue = createQueue({ work: async () => void done.push('work'), onError: () => undefined });
    queue.send(jobOf(1));
    done.push('sent');
    await queue.idle();
    expect(done).toEqual(['sent', 'work']);
  });

  it('ends a running job when a newer one comes, and does the newest only', async () => {
    const ends: unknown[] = [];
    const errors: unknown[] = [];
    let started = 0;
    const queue = createQueue({
      work: async (_, signal) => {
        if (++started > 1) return;
        queue.send(jobOf(1));
        queue.send(jobOf(1));
        await untilAborted(signal).catch((error: unknown) => {
          ends.push(error);
          throw error;
        });
      },
      onError: (error) => errors.push(error),
    });
    queue.send(jobOf(1));
    await queue.idle();
    expect(started).toBe(2);
    expect(ends).toEqual([expect.any(Superseded)]);
    expect(errors).toEqual([]);
  });

  it('runs no more jobs at once than allowed', async () => {
    let running = 0;
    let most = 0;
    const queue = createQueue({
      work: async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running--;
      },
      onError: () => undefined,
      jobsAtOnce: 2,
    });
    for (let pull = 1; pull <= 6; pull++) queue.send(jobOf(pull));
    await queue.idle();
    expect(most).toBe(2);
  });

  it('goes on after a job that fails, and tells', async () => {
    const errors: [unknown, Job][] = [];
    const done: Job[] = [];
    const queue = createQueue({
      work: async (job) => {
        if ('pull' in job && job.pull === 1) throw new Error('broken');
        done.push(job);
      },
      onError: (error, job) => errors.push([error, job]),
      jobsAtOnce: 1,
    });
    queue.send(jobOf(1));
    queue.send(jobOf(2));
    await queue.idle();
    expect(errors).toEqual([[new Error('broken'), jobOf(1)]]);
    expect(done).toEqual([jobOf(2)]);
  });

  it('when stopped takes nothing more, and ends what runs after its time', async () => {
    const ends: unknown[] = [];
    const queue = createQueue({
      work: (_, signal) => untilAborted(signal),
      onError: (error) => ends.push(error),
    });
    queue.send(jobOf(1));
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    await queue.stop(1);
    queue.send(jobOf(2));
    expect(ends).toEqual([new Error('The server was stopped.')]);
    await queue.idle();
  });
});
