import { SharedLossError, WorkerLostError, createLane, isLimit, type Lane, type ReadFile } from './lane.js';
import { startThread } from './runner.js';
import { createSandbox, startInCommonSandbox } from './sandboxed.js';

export { compiledModule } from './compiled-module.js';
export { TimeLimitError, WorkerLostError, isLimit, type ReadFile } from './lane.js';

/** What the tasks of a pool may take. */
export interface PoolLimits {
  /** Milliseconds for one task. */
  readonly timeLimit: number;
  /**
   * Milliseconds that all tasks which end in a kill may cost together; from then on each gets only `shortTimeLimit`, so
   * that a change full of hostile files cannot stall the others.
   */
  readonly patience: number;
  readonly shortTimeLimit: number;
  /** Megabytes of JavaScript objects that one worker may hold; 512 by default. */
  readonly heapLimit?: number;
  /**
   * Where the workers run: in threads of this process by default. A server has them in a process of their own, which
   * is all that a file can bring down (see `Sandbox`) and where no key of the App was ever in memory.
   */
  readonly isolation?: Isolation;
}

export type Isolation = 'thread' | 'process';

export interface PoolOptions extends PoolLimits {
  /** Of the compiled worker module. */
  readonly url: URL;
  /** Workers at most. Another one is started for a task that has waited for as long as that takes. */
  readonly size: number;
}

const defaultHeapLimit = 512;

/** Milliseconds: about what a worker takes to start, so that what is done sooner is done by those that run. */
const worthAWorker = 150;

/** Milliseconds after which a lost task no longer counts: a server serves one change after another. */
const memory = 600_000;

/** Workers that untrusted text is handed to, each ended from outside when it does not come back in time. */
export interface Pool<Task, Result> {
  /** Tasks about the same thing go to the same worker, which may have kept what it made of it, where that one is free. */
  run(task: Task, read?: ReadFile, about?: string): Promise<Result>;
  close(): Promise<void>;
}

export function createPool<Task, Result>(options: PoolOptions): Pool<Task, Result> {
  const { url, heapLimit = defaultHeapLimit } = options;
  const start = options.isolation === 'process' ? startInCommonSandbox : startThread;
  const idle: Lane[] = [];
  const waiting = new Set<{ readonly about: string | undefined; take(lane: Lane): void }>();
  const lanes: Lane[] = [];
  let losses: { readonly at: number; readonly cost: number }[] = [];
  let closed = false;

  const acquire = async (about: string | undefined): Promise<Lane> => {
    const same = idle.findIndex((lane) => about !== undefined && lane.about === about);
    // Without one the last.
    const [free] = idle.splice(same, 1);
    if (free) return free;
    if (lanes.length === 0) return open();
    return new Promise((resolve) => {
      // A second worker would take as long to start as one that is about to be there.
      const watch = (): NodeJS.Timeout =>
        setTimeout(() => {
          if (lanes.every(({ isStarting }) => isStarting)) timer = watch();
          else if (lanes.length < options.size) take(open());
        }, worthAWorker);
      let timer = watch();
      const take = (lane: Lane): void => {
        clearTimeout(timer);
        waiting.delete(wish);
        resolve(lane);
      };
      const wish = { about, take };
      waiting.add(wish);
    });
  };
  const open = (): Lane => {
    const lane = createLane((events) => start(url, heapLimit, events));
    lanes.push(lane);
    return lane;
  };
  const release = (lane: Lane): void => {
    const wishes = [...waiting];
    const next = wishes.find(({ about }) => about !== undefined && about === lane.about) ?? wishes[0];
    if (next) next.take(lane);
    else if (closed) void lane.end();
    else idle.push(lane);
  };

  /** A task that was under way when a process of several went down: if it was the cause, only its own goes down now. */
  const askAlone = async (task: Task, read: ReadFile, limit: number): Promise<unknown> => {
    const sandbox = createSandbox(() => undefined);
    const lane = createLane((events) => sandbox.start(url, heapLimit, events));
    try {
      return await lane.ask(task, read, limit);
    } catch (error) {
      throw error instanceof SharedLossError ? new WorkerLostError(error.message) : error;
    } finally {
      await sandbox.end();
    }
  };

  return {
    async run(task, read = async () => undefined, about) {
      const lane = await acquire(about);
      lane.about = about;
      const begun = Date.now();
      losses = losses.filter(({ at }) => begun - at < memory);
      const spent = losses.reduce((sum, { cost }) => sum + cost, 0);
      const limit = spent < options.patience ? options.timeLimit : options.shortTimeLimit;
      try {
        const asked = lane.ask(task, read, limit).catch((error: unknown) => {
          if (error instanceof SharedLossError) return askAlone(task, read, limit);
          throw error;
        });
        return (await asked) as Result;
      } catch (error) {
        if (isLimit(error)) losses.push({ at: begun, cost: Date.now() - begun });
        throw error;
      } finally {
        release(lane);
      }
    },
    async close() {
      closed = true;
      await Promise.all(idle.splice(0).map((lane) => lane.end()));
    },
  };
}
