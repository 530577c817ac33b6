import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { Answer, Question, ReadAnswer, WorkerSetup } from './worker-protocol.js';

/** Reads another file of the side under review; undefined where it is absent, not text, or does not come in time. */
export type ReadFileNow = (path: string) => string | undefined;

/** Milliseconds to wait for another file. */
const readLimit = 10_000;

/**
 * Serves a pool from inside a worker. `handle` may throw; an error that the parser's memory cap causes ends the worker's
 * use, since the parser does not recover from it.
 */
export function serve<Task, Result>(handle: (task: Task, read: ReadFileNow) => Promise<Result>): void {
  const port = parentPort;
  if (!port) throw new Error('This module runs in a worker only.');
  port.on('message', (task: Task) => {
    void handle(task, readNow).then(
      (result) => port.postMessage({ kind: 'result', result } satisfies Answer),
      (error: unknown) => port.postMessage(answerTo(error)),
    );
  });
}

function answerTo(error: unknown): Answer {
  if (!(error instanceof Error))
    return { kind: 'failed', name: 'Error', message: String(error), stack: undefined };
  if (error.name === 'RuntimeError') return { kind: 'lost', message: 'The parser ran out of memory.' };
  return { kind: 'failed', name: error.name, message: error.message, stack: error.stack };
}

const readNow: ReadFileNow = (path) => {
  const { port, signal } = workerData as WorkerSetup;
  Atomics.store(signal, 0, 0);
  port.postMessage({ path } satisfies Question);
  if (Atomics.wait(signal, 0, 0, readLimit) === 'timed-out') return undefined;
  const received = receiveMessageOnPort(port) as { message: ReadAnswer } | undefined;
  return received?.message.text;
};
