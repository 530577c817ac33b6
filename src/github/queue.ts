import { setTimeout as sleep } from 'node:timers/promises';
import type { Repository } from './change.js';
import type { Subject } from './external-id.js';
import type { MergeGroupRef } from './merge-group.js';

/**
 * A pull request, a group of a merge queue, or a commit whose check runs name theirs. What is in it the worker reads
 * itself.
 */
export type JobSubject =
  | {
      readonly pull: number;
      /** The check run is to show the whole report. */
      readonly withReport?: true;
      /** To be done only where the configuration now leaves it out and did not before, or the other way round. */
      readonly onlyIfTurned?: true;
    }
  /** A comment on a pull request that may hold commands, by its node id. */
  | { readonly pull: number; readonly comment: string }
  /** Asked with a button: the findings of a pull request are to enter the baseline. */
  | { readonly pull: number; readonly baselineFor: string }
  | { readonly group: MergeGroupRef; readonly withReport?: true }
  | { readonly sha: string };

export type Job = Repository & { readonly installationId: number } & JobSubject;

/** Takes a job to be done after the webhook has been answered. */
export type Send = (job: Job) => void;

/** Does a job; the signal says that a newer one for the same pull request has come, or that the server stops. */
export type Work = (job: Job, signal: AbortSignal) => Promise<void>;

export interface Queue {
  readonly send: Send;
  /** Ends a job that runs, and drops one that waits. */
  cancel(job: Job, reason: Cancelled): void;
  /** Settles when nothing runs or waits. */
  idle(): Promise<void>;
  /** Takes no more jobs, drops those that wait, and gives those that run some time before it ends them. */
  stop(graceMilliseconds: number): Promise<void>;
}

/** The reason of the signal when a review is no longer wanted. */
export class Cancelled extends Error {
  override readonly name: string = 'Cancelled';
}

/** The reason of the signal when a newer job replaces a running one. */
export class Superseded extends Cancelled {
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
      if (!(error instanceof Cancelled)) onError(error, job);
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
      const isWeak = 'onlyIfTurned' in job && job.onlyIfTurned;
      // It waits for a review that runs, and has nothing to add to one that waits.
      if (!isWeak || !waiting.has(key)) waiting.set(key, job);
      if (!isWeak) running.get(key)?.abort(new Superseded('A newer push or request replaced this review.'));
      // After the caller's own work, so that the answer to the webhook goes out first.
      setImmediate(startNext);
    },
    cancel: (job, reason) => {
      const key = keyOf(job);
      waiting.delete(key);
      running.get(key)?.abort(reason);
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

/** The review that a check run on a commit stands for. */
export function jobSubjectOf(subject: Subject, headSha: string): JobSubject {
  return 'pull' in subject ? subject : { group: { headSha, ...subject.group } };
}

function keyOf(job: Job): string {
  const repository = `${job.owner}/${job.repo}`;
  if ('comment' in job) return `${repository}#${job.pull}/${job.comment}`;
  if ('baselineFor' in job) return `${repository}#${job.pull}/baseline`;
  if ('pull' in job) return `${repository}#${job.pull}`;
  return 'group' in job ? `${repository}^${job.group.headSha}` : `${repository}@${job.sha}`;
}
