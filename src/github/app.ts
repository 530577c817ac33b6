import type { ApplicationFunction } from 'probot';
import type { Analyzer } from '../model/analyzer.js';
import type { Ledger } from '../model/decision.js';
import type { JobContext, Log } from './context.js';
import { doJob } from './job.js';
import { createQueue, type Queue, type Work } from './queue.js';
import { listenToWebhooks } from './webhooks.js';

export interface AppOptions {
  readonly appId: number;
  readonly analyzers: readonly Analyzer[];
  /** The address of a rule's page. Without it comments link to the first reference of the rule. */
  readonly rulePage?: ((ruleId: string) => string) | undefined;
  /** Without it decisions go to the log. */
  readonly ledger?: Ledger;
  readonly now?: () => Date;
  /** For one review; the check run then says that it took too long. */
  readonly timeLimitMilliseconds?: number;
}

export interface App {
  readonly load: ApplicationFunction;
  readonly queue: Queue;
}

/** The GitHub App: webhooks in, reviews out. */
export function createApp(options: AppOptions): App {
  let work: Work = () => Promise.reject(new Error('The App has not been loaded.'));
  let log: Log | undefined;
  const queue = createQueue({
    work: (job, signal) => work(job, signal),
    onError: (error, job) => log?.error({ err: error, job }, 'A job failed'),
  });
  return {
    queue,
    load: async (probot, { addHandler }) => {
      log = probot.log;
      const context: JobContext = {
        appId: options.appId,
        octokitFor: (installationId) => probot.auth(installationId),
        analyzers: options.analyzers,
        log: probot.log,
        send: queue.send,
        rulePage: options.rulePage,
        ledger: options.ledger ?? logLedger(probot.log),
        now: options.now ?? (() => new Date()),
        timeLimitMilliseconds: options.timeLimitMilliseconds ?? 10 * 60_000,
      };
      work = (job, signal) => doJob(job, signal, context);
      listenToWebhooks(probot, queue);
      // Probot's set-up page registers the App with the root as its webhook address, not with Probot's own path.
      addHandler(await probot.getNodeMiddleware({ path: '/' }));
    },
  };
}

function logLedger(log: Log): Ledger {
  return { record: async (entry) => log.info({ decision: entry }, 'A person decided') };
}
