import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import {
  readLimit,
  type Answer,
  type Question,
  type ReadAnswer,
  type WorkerSetup,
} from './worker-protocol.js';

/** Reads another file of the side under review; undefined where it is absent, not text, or does not come in time. */
export type ReadFileNow = (path: string) => string | undefined;

/** The same for a task that has several files read at once; it waits for as long as the pool takes. */
export type ReadFileLater = (path: string) => Promise<string | undefined>;

/**
 * Serves a pool from inside a worker. `handle` may throw; an error that the parser's memory cap causes ends the worker's
 * use, since the parser does not recover from it.
 */
export function serve<Task, Result>(
  handle: (task: Task, read: ReadFileNow, readLater: ReadFileLater) => Promise<Result>,
): void {
  const port = parentPort;
  if (!port) throw new Error('This module runs in a worker only.');
  port.postMessage({ kind: 'ready' } satisfies Answer);
  port.on('message', (task: Task) => {
    void handle(task, readNow, readLater).then(
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

let questions = 0;

const readNow: ReadFileNow = (path) => {
  const { port, signal } = workerData as WorkerSetup;
  const id = ++questions;
  const until = Date.now() + readLimit;
  let seen = Atomics.load(signal, 0);
  port.postMessage({ id, path, waits: readLimit } satisfies Question);
  for (;;) {
    const outcome = Atomics.wait(signal, 0, seen, Math.max(0, until - Date.now()));
    seen = Atomics.load(signal, 0);
    for (let next = receive(port); next; next = receive(port)) if (next.id === id) return next.text;
    if (outcome === 'timed-out') return undefined;
  }
};

function receive(port: MessagePort): ReadAnswer | undefined {
  return (receiveMessageOnPort(port) as { message: ReadAnswer } | undefined)?.message;
}

/** What was asked for by tasks that go on meanwhile. */
const asked = new Map<number, (text: string | undefined) => void>();
let isListening = false;

const readLater: ReadFileLater = (path) => {
  const { port } = workerData as WorkerSetup;
  if (!isListening)
    port.on('message', ({ id, text }: ReadAnswer) => {
      asked.get(id)?.(text);
      asked.delete(id);
    });
  isListening = true;
  const id = ++questions;
  port.postMessage({ id, path } satisfies Question);
  return new Promise((resolve) => asked.set(id, resolve));
};
