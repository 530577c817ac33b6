import type { MessagePort } from 'node:worker_threads';

/** What a worker is started with. */
export interface WorkerSetup {
  /** Carries questions to the pool and their answers back while a task runs. */
  readonly port: MessagePort;
  /** Raised by the pool when an answer lies on the port. */
  readonly signal: Int32Array;
}

/** A worker asks for the text of a file. */
export interface Question {
  readonly path: string;
}

export interface ReadAnswer {
  readonly text: string | undefined;
}

/** How a task ended: `lost` says that the worker can do no further one. */
export type Answer =
  | { readonly kind: 'result'; readonly result: unknown }
  | {
      readonly kind: 'failed';
      readonly name: string;
      readonly message: string;
      readonly stack: string | undefined;
    }
  | { readonly kind: 'lost'; readonly message: string };
