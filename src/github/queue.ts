import { setTimeout as sleep } from 'node:timers/promises';
import type { Repository } from './pull-request.js';

/** Names a pull request, or a commit whose check runs name theirs. What is in it the worker reads itself. */
export type Job = Repository & { readonly installationId: number } & (
    { readonly pull: number } | { readonly sha: string }
  );

/** Takes a job to be done after the webhook has been answered. */
export type Send = (job: Job) => void;

/** Does a job; the signal says that a newer one for the same pull request has come, or that the server stops. */
export type Work = (job: Job, signal: AbortSignal) => Promise<void>;

export interface Queue {
  readonly send: Send;
  /** Settles when nothing runs or waits. */
  idle(): Promise<void>;
  /** Takes no more jobs, drops those that wait, and gives those that run some time before it ends them. */
  stop(graceMilliseconds: number): Promise<void>;
}

/** The reason of the signal when a newer job replaces a running one. */
export class Superseded extends Error {
  override readonly name = 'Superseded';
}

export interface QueueOptions {
  readonly work: Work;
  /** Gets what a job throws. */
  readonly onError: (error: unknown, job: Job) => void;
  readonly jobsAtOnce?: number;
}

/** For jobs that were ended to say so on their check runs. */
const farewellMilliseconds = 5000;

/**
 * A queue within this process. For each pull request one job runs; a newer one ends it and takes its place. What has
 * not been done when the process dies is lost.
 */
export function createQueue({ work, onError, jobsAtOnce = 2 }: QueueOptions): Queue {
  const waiting = new Map<string, Job>();
  const running = new Map<string, AbortController>();
  let stopped = false;
  let idle: (() => void)[] = [];

  const run = async (key: string, job: Job): Promise<void> => {
    const controller = new AbortController();
    running.set(key, controller);
    try {
      await work(job, controller.signal);
    } catch (error) {
      if (!(error instanceof Superseded)) onError(error, job);
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
      void run(key, job);
    }
    if (running.size > 0 || waiting.size > 0) return;
    idle.forEach((resolve) => resolve());
    idle = [];
  };
  const whenIdle = (): Promise<void> =>
    new Promise((resolve) => {
      if (running.size === 0 && waiting.size === 0) resolve();
      else idle.push(resolve);
    });
  return {
    send: (job) => {
      if (stopped) return;
      const key = keyOf(job);
      waiting.set(key, job);
      running.get(key)?.abort(new Superseded('A newer push or request replaced this review.'));
      // After the caller's own work, so that the answer to the webhook goes out first.
      setImmediate(startNext);
    },
    idle: whenIdle,
    stop: async (graceMilliseconds) => {
      stopped = true;
      waiting.clear();
      const timer = new AbortController();
      const overtime = async (): Promise<void> => {
        await sleep(graceMilliseconds, undefined, { signal: timer.signal });
        for (const controller of running.values()) controller.abort(new Error('The server was stopped.'));
        await sleep(farewellMilliseconds, undefined, { signal: timer.signal });
      };
      const isLate = overtime().catch(() => undefined);
      await Promise.race([whenIdle(), isLate]);
      timer.abort();
    },
  };
}

function keyOf(job: Job): string {
  return `${job.owner}/${job.repo}#${'pull' in job ? job.pull : job.sha}`;
}
