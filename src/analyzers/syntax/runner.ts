import { MessageChannel, Worker } from 'node:worker_threads';
import type { Answer, Question, ReadAnswer, WorkerSetup } from './worker-protocol.js';

/** A worker that tasks are handed to, in this process or in another one. */
export interface Runner {
  post(task: unknown): void;
  /** Gives the worker the text of a file that it asked for. */
  answer(text: ReadAnswer): void;
  /** Keeps the process alive while the worker has something to do, and no longer. */
  hold(isHeld: boolean): void;
  end(): Promise<void>;
}

/** What a worker says. */
export interface RunnerEvents {
  onAnswer(answer: Answer): void;
  onQuestion(question: Question): void;
  /**
   * The worker is no more. `isShared` says that it went down with others, so that it may not have been the cause.
   */
  onLost(cause: string, isShared: boolean): void;
}

/** Starts a worker in a thread. `heapLimit` in megabytes of JavaScript objects. */
export function startThread(url: URL, heapLimit: number, events: RunnerEvents): Runner {
  const { port1: port, port2 } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const workerData: WorkerSetup = { port: port2, signal };
  const worker = new Worker(url, {
    workerData,
    // What reads untrusted text has no part in the secrets of the process.
    env: {},
    transferList: [port2],
    resourceLimits: { maxOldGenerationSizeMb: heapLimit, stackSizeMb: 16 },
  });
  let isOver = false;
  const lose = (cause: string): void => {
    if (!isOver) events.onLost(cause, false);
    isOver = true;
  };
  worker.on('error', (error) => lose(error instanceof Error ? error.message : String(error)));
  worker.on('exit', () => lose('The worker ended by itself.'));
  worker.on('message', (answer: Answer) => events.onAnswer(answer));
  port.on('message', (question: Question) => events.onQuestion(question));
  const hold = (isHeld: boolean): void => {
    for (const one of [worker, port])
      if (isHeld) one.ref();
      else one.unref();
  };
  hold(false);
  return {
    post: (task) => worker.postMessage(task),
    answer(text) {
      port.postMessage(text);
      Atomics.add(signal, 0, 1);
      Atomics.notify(signal, 0);
    },
    hold,
    async end() {
      isOver = true;
      port.close();
      await worker.terminate();
    },
  };
}
