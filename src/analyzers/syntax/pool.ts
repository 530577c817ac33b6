import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { createClock } from './clock.js';
import type { Answer, Question, ReadAnswer, WorkerSetup } from './worker-protocol.js';

/** A task took longer than its limit; its worker was ended. */
export class TimeLimitError extends Error {
  constructor(readonly milliseconds: number) {
    super(`It took longer than ${milliseconds / 1000} seconds.`);
    this.name = 'TimeLimitError';
  }
}

/** A task brought its worker down: its memory was spent, or the parser aborted. */
export class WorkerLostError extends Error {
  constructor(cause: string) {
    super(cause);
    this.name = 'WorkerLostError';
  }
}

export interface PoolOptions {
  /** Of the compiled worker module. */
  readonly url: URL;
  readonly size: number;
  /** Milliseconds for one task. */
  readonly timeLimit: number;
  /**
   * Milliseconds that all tasks which end in a kill may cost together; from then on each gets only `shortTimeLimit`, so
   * that a change full of hostile files cannot stall the others.
   */
  readonly patience: number;
  readonly shortTimeLimit: number;
}

/** Milliseconds after which a lost task no longer counts: a server serves one change after another. */
const memory = 600_000;

/** Answers a worker that asks for another file of the same side. */
export type ReadFile = (path: string) => Promise<string | undefined>;

/** Workers that untrusted text is handed to, each ended from outside when it does not come back in time. */
export interface Pool<Task, Result> {
  run(task: Task, read?: ReadFile): Promise<Result>;
  close(): Promise<void>;
}

/** The address of a compiled module beside the calling one, also when the sources themselves are run by a test. */
export function compiledModule(name: string, base: string): URL {
  return new URL(name, base.endsWith('.ts') ? base.replace('/src/', '/dist/') : base);
}

export function createPool<Task, Result>(options: PoolOptions): Pool<Task, Result> {
  const idle: Lane[] = [];
  const waiting: ((lane: Lane) => void)[] = [];
  let lanes = 0;
  let losses: { readonly at: number; readonly cost: number }[] = [];
  let closed = false;

  const acquire = async (): Promise<Lane> => {
    const free = idle.pop();
    if (free) return free;
    if (lanes < options.size) {
      lanes++;
      return createLane(options.url);
    }
    return new Promise((resolve) => waiting.push(resolve));
  };
  const release = (lane: Lane): void => {
    const next = waiting.shift();
    if (next) next(lane);
    else if (closed) void lane.end();
    else idle.push(lane);
  };

  return {
    async run(task, read = async () => undefined) {
      const lane = await acquire();
      const begun = Date.now();
      losses = losses.filter(({ at }) => begun - at < memory);
      const spent = losses.reduce((sum, { cost }) => sum + cost, 0);
      const limit = spent < options.patience ? options.timeLimit : options.shortTimeLimit;
      try {
        return (await lane.ask(task, read, limit)) as Result;
      } catch (error) {
        if (error instanceof TimeLimitError || error instanceof WorkerLostError)
          losses.push({ at: begun, cost: Date.now() - begun });
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

/** An error as it was thrown in the worker, by name; its stack there is the cause. */
function asError(answer: Answer & { kind: 'failed' }): Error {
  const error = new Error(answer.message, { cause: answer.stack });
  error.name = answer.name;
  return error;
}

/** One place in the pool, with the worker that fills it now. */
interface Lane {
  ask(task: unknown, read: ReadFile, limit: number): Promise<unknown>;
  end(): Promise<void>;
}

/** Milliseconds that a worker may take to load its modules; a task's own limit starts after that. */
const startUp = 15_000;

function createLane(url: URL): Lane {
  let running: { worker: Worker; port: MessagePort; signal: Int32Array; ready: boolean } | undefined;

  const start = (): NonNullable<typeof running> => {
    const { port1, port2 } = new MessageChannel();
    const signal = new Int32Array(new SharedArrayBuffer(4));
    const workerData: WorkerSetup = { port: port2, signal };
    const worker = new Worker(url, {
      workerData,
      // What reads untrusted text has no part in the secrets of the process.
      env: {},
      transferList: [port2],
      resourceLimits: { maxOldGenerationSizeMb: 512, stackSizeMb: 16 },
    });
    worker.unref();
    port1.unref();
    return { worker, port: port1, signal, ready: false };
  };
  const end = async (): Promise<void> => {
    const ended = running;
    running = undefined;
    ended?.port.close();
    await ended?.worker.terminate();
  };

  return {
    end,
    ask(task, read, limit) {
      const current = (running ??= start());
      const { worker, port, signal } = current;
      return new Promise((resolve, reject) => {
        const settle = (finish: () => void): void => {
          clock.stop();
          // By name: Node hangs listeners of its own on both, without which no further message comes.
          for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
          port.removeAllListeners('message');
          worker.unref();
          port.unref();
          finish();
        };
        const lose = (error: Error): void => settle(() => void end().then(() => reject(error), reject));
        const clock = createClock();
        const watch = (): void => clock.start(limit, () => lose(new TimeLimitError(limit)));
        if (current.ready) watch();
        else clock.start(startUp, () => lose(new WorkerLostError('The worker did not start.')));
        worker.ref();
        worker.on('error', (error) => lose(new WorkerLostError(error.message)));
        worker.on('exit', () => lose(new WorkerLostError('The worker ended by itself.')));
        worker.on('message', (answer: Answer) => {
          if (answer.kind === 'ready') {
            current.ready = true;
            watch();
          } else if (answer.kind === 'result') settle(() => resolve(answer.result));
          else if (answer.kind === 'lost') lose(new WorkerLostError(answer.message));
          else settle(() => reject(asError(answer)));
        });
        port.on('message', ({ id, path }: Question) => {
          clock.pause();
          void read(path)
            .catch(() => undefined)
            .then((text) => {
              port.postMessage({ id, text } satisfies ReadAnswer);
              Atomics.add(signal, 0, 1);
              Atomics.notify(signal, 0);
              clock.resume();
            });
        });
        worker.postMessage(task);
      });
    },
  };
}
