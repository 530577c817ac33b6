import { aboutOf, type App, type Bot } from '../github/app.js';
import { type Job, kindOf } from '../github/queue.js';
import type { Repeated } from '../queue/chore.js';
import { Cancelled, RetryLater, Stopped } from '../queue/ends.js';
import type { Queue } from '../queue/queue.js';
import type { Worker } from '../queue/worker.js';
import type { Metrics } from '../web/metrics.js';
import { type Redact, redactError } from './redaction.js';
import type { Settings } from './settings.js';
import type { Tracing } from './tracing.js';

export interface WorkParts {
  readonly bot: Bot;
  readonly app: App;
  readonly queue: Queue<Job>;
  readonly metrics: Metrics;
  readonly redact: Redact;
  /** Where the operator wants traces. */
  readonly tracing: Tracing | undefined;
  readonly settings: Settings;
}

/** Begins to do reviews in this process. */
export async function startWork(parts: WorkParts): Promise<Worker> {
  const { bot, app, queue, metrics, redact, tracing, settings } = parts;
  const work = app.work(bot);
  return queue.work(
    async (job, signal, turn) => {
      const kind = kindOf(job);
      const about = aboutOf(job, turn.delivery);
      const started = performance.now();
      const tell = (end: 'done' | 'failed' | 'ended'): void =>
        metrics.onJob(kind, end, (performance.now() - started) / 1000);
      const doWork = (): Promise<void> => work(job, signal, turn);
      try {
        await (tracing ? tracing.span(kind, { ...about, attempt: turn.attempt }, doWork) : doWork());
        tell('done');
      } catch (error) {
        const isFailure = !(
          error instanceof Cancelled ||
          error instanceof Stopped ||
          error instanceof RetryLater
        );
        tell(isFailure ? 'failed' : 'ended');
        // The queue keeps what it says.
        redactError(error, redact);
        throw error;
      }
    },
    {
      concurrency: settings.concurrency,
      perGroup: settings.perInstallation,
      deadAfterSeconds: settings.deadAfterSeconds,
      onFailure: (error, job, { delivery, attempt }) =>
        bot.log.error({ ...aboutOf(job, delivery), attempt, err: error }, 'A job failed'),
      onDead: app.sayDead(bot),
    },
  );
}

/** Begins to sweep, in one process for all. */
export function startSweeps({ bot, app, queue, settings }: WorkParts): Repeated {
  return queue.repeat({
    name: 'sweep',
    everySeconds: settings.sweepSeconds,
    // Many processes may start at once, as at an upgrade.
    atStartSeconds: Math.min(60, settings.sweepSeconds),
    work: app.sweep(bot),
  });
}
