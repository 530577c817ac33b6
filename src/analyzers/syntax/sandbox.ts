import { startThread, type Runner } from './runner.js';
import type { SandboxOrder, SandboxReport } from './sandbox-protocol.js';

/** The program of the process that holds the workers of a server: it passes on what both ends say. */

const workers = new Map<number, Runner>();

const tell = (report: SandboxReport): void => void process.send?.(report);

function obey(order: SandboxOrder): void {
  const { worker } = order;
  if (order.kind === 'start') {
    const events = {
      onAnswer: (answer: (SandboxReport & { kind: 'answer' })['answer']) =>
        tell({ kind: 'answer', worker, answer }),
      onQuestion: (question: (SandboxReport & { kind: 'question' })['question']) =>
        tell({ kind: 'question', worker, question }),
      onLost: (cause: string) => tell({ kind: 'lost', worker, cause }),
    };
    workers.set(worker, startThread(new URL(order.url), order.heapLimit, events));
    return;
  }
  const runner = workers.get(worker);
  if (order.kind === 'task') runner?.post(order.task);
  else if (order.kind === 'text') runner?.answer(order.text);
  else {
    workers.delete(worker);
    void Promise.resolve(runner?.end()).finally(() => tell({ kind: 'ended', worker }));
  }
}

process.on('message', obey);
// Whoever it worked for is gone.
process.on('disconnect', () => process.exit());
