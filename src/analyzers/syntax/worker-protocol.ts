import type { MessagePort } from 'node:worker_threads';

/** What a worker is started with. */
export interface WorkerSetup {
  /** Carries questions to the pool and their answers back while a task runs. */
  readonly port: MessagePort;
  /** Counts the answers that the pool has put on the port. */
  readonly signal: Int32Array;
}

/** Milliseconds that a worker waits for another file. */
export const readLimit = 10_000;

/** A worker asks for the text of a file. */
export interface Question {
  /** Told apart by it: an answer may come after the worker stopped waiting. */
  readonly id: number;
  readonly path: string;
  /** Milliseconds that the worker waits at most; without them, until the answer is there. */
  readonly waits?: number;
}

export interface ReadAnswer {
  readonly id: number;
  readonly text: string | undefined;
}

/** Says once that the worker is loaded, then how each task ended; after `lost` the worker can do no further one. */
export type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly result: unknown }
  | {
      readonly kind: 'failed';
      readonly name: string;
      readonly message: string;
      readonly stack: string | undefined;
    }
  | { readonly kind: 'lost'; readonly message: string };
