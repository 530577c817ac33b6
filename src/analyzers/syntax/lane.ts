import { createClock } from './clock.js';
import type { Runner, RunnerEvents } from './runner.js';
import type { Answer } from './worker-protocol.js';

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

/** Whether a task was ended for what it took: a limit of time, or of memory. */
export function isLimit(error: unknown): error is TimeLimitError | WorkerLostError {
  return error instanceof TimeLimitError || error instanceof WorkerLostError;
}

/** The process of a task's worker went down with several tasks in it; which of them was the cause is not known. */
export class SharedLossError extends Error {
  override readonly name = 'SharedLossError';
}

/** Answers a worker that asks for another file of the same side. */
export type ReadFile = (path: string) => Promise<string | undefined>;

/** One place in the pool, with the worker that fills it now. */
export interface Lane {
  /** What its last task was about. */
  about: string | undefined;
  /** Its worker is new and has not done its first task, for which it makes ready what all need; for a second at most. */
  readonly isStarting: boolean;
  /** `limit` in milliseconds. Throws what the task throws, `TimeLimitError`, `WorkerLostError` or `SharedLossError`. */
  ask(task: unknown, read: ReadFile, limit: number): Promise<unknown>;
  end(): Promise<void>;
}

/** Milliseconds that a worker may take to load its modules; a task's own limit starts after that. */
const startUp = 15_000;

/** Milliseconds in which a worker is new. */
const newFor = 1_000;

/** `start` is called for the first task, and for the next one after a worker was lost. */
export function createLane(start: (events: RunnerEvents) => Runner): Lane {
  let running:
    { readonly runner: Runner; readonly since: number; isReady: boolean; isUsed: boolean } | undefined;
  /** Of the task that is under way. */
  let events: RunnerEvents | undefined;

  const end = async (): Promise<void> => {
    const ended = running?.runner;
    running = undefined;
    await ended?.end();
  };
  const open = (): NonNullable<typeof running> => {
    const opened: NonNullable<typeof running> = {
      since: Date.now(),
      isReady: false,
      isUsed: false,
      runner: start({
        onAnswer: (answer) => {
          if (answer.kind === 'ready') opened.isReady = true;
          else opened.isUsed = true;
          if (running === opened) events?.onAnswer(answer);
        },
        onQuestion: (question) => {
          if (running === opened) events?.onQuestion(question);
        },
        onLost: (cause, isShared) => {
          if (running !== opened) return;
          if (events) events.onLost(cause, isShared);
          else void end();
        },
      }),
    };
    return opened;
  };

  return {
    about: undefined,
    get isStarting() {
      return running !== undefined && !running.isUsed && Date.now() - running.since < newFor;
    },
    end,
    ask(task, read, limit) {
      const { runner, isReady } = (running ??= open());
      return new Promise((resolve, reject) => {
        const settle = (finish: () => void): void => {
          clock.stop();
          events = undefined;
          runner.hold(false);
          finish();
        };
        const lose = (error: Error): void => settle(() => void end().then(() => reject(error), reject));
        const clock = createClock();
        const watch = (): void => clock.start(limit, () => lose(new TimeLimitError(limit)));
        if (isReady) watch();
        else clock.start(startUp, () => lose(new WorkerLostError('The worker did not start.')));
        let open = 0;
        let most: number | undefined;
        events = {
          onAnswer(answer) {
            if (answer.kind === 'ready') {
              watch();
              // A question comes by another way, and may overtake this.
              if (open > 0) clock.pause(most);
            } else if (answer.kind === 'result') settle(() => resolve(answer.result));
            else if (answer.kind === 'lost') lose(new WorkerLostError(answer.message));
            else settle(() => reject(asError(answer)));
          },
          onQuestion({ id, path, waits }) {
            open++;
            most = waits;
            clock.pause(waits);
            void read(path)
              .catch(() => undefined)
              .then((text) => {
                runner.answer({ id, text });
                if (--open === 0) clock.resume();
              });
          },
          onLost: (cause, isShared) =>
            lose(isShared ? new SharedLossError(cause) : new WorkerLostError(cause)),
        };
        runner.hold(true);
        runner.post(task);
      });
    },
  };
}

/** An error as it was thrown in the worker, by name; its stack there is the cause. */
function asError(answer: Answer & { kind: 'failed' }): Error {
  const error = new Error(answer.message, { cause: answer.stack });
  error.name = answer.name;
  return error;
}
