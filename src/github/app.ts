import type { ApplicationFunction, Probot } from 'probot';
import type { Analyzer } from '../model/analyzer.js';
import type { Ledger } from '../model/decision.js';
import { unwatched, type Watch } from '../model/watch.js';
import type { Chore } from '../queue/chore.js';
import type { Work } from '../queue/job.js';
import type { RenderResults } from './code-scanning.js';
import type { JobContext, Log } from './context.js';
import { createAccess } from './access.js';
import { sayDead } from './dead.js';
import { doJob } from './job.js';
import { type Job, type JobQueue, senderTo } from './queue.js';
import { sweep } from './sweep/sweep.js';
import { listenToInstallations } from './onboarding/installations.js';
import { listenToWebhooks } from './webhooks.js';

export interface AppOptions {
  readonly appId: number;
  /** What code scanning is given, where a repository wants that. */
  readonly renderResults: RenderResults;
  readonly queue: JobQueue;
  readonly analyzers: readonly Analyzer[];
  /** The same, asking GitHub's own advisories besides. */
  readonly advised?: JobContext['advised'];
  /** What the workers of custom rules may take, and where they run. */
  readonly customLimits?: JobContext['customLimits'];
  /** The address of a rule's page. Without it comments link to the first reference of the rule. */
  readonly rulePage?: ((ruleId: string) => string) | undefined;
  /** Repositories are greeted with a pull request when the App comes to them. */
  readonly isOnboarding?: boolean;
  /** The address of the JSON schema of the configuration, for the first line of that pull request's. */
  readonly schema?: string | undefined;
  /** Without it decisions go to the log. */
  readonly ledger?: Ledger;
  /** Is told of what happens, for figures and traces. */
  readonly watch?: Watch;
  readonly now?: () => Date;
  /** For one review, whose check run then says that it took too long, or one greeting. */
  readonly timeLimitMilliseconds?: number;
}

export interface App {
  /** Webhooks in: keeps their jobs in the queue. */
  readonly load: ApplicationFunction;
  /** Reviews out: does a job of the queue. */
  readonly work: (probot: Bot) => Work<Job>;
  /** Says on the check run that a job failed each time. */
  readonly sayDead: (probot: Bot) => (job: Job, reason: string) => Promise<void>;
  /** Finds what webhooks did not bring. */
  readonly sweep: (probot: Bot) => Chore['work'];
}

/** What speaks for the App, and what it logs to. */
export type Bot = Pick<Probot, 'auth' | 'log'>;

/** The GitHub App. */
export function createApp(options: AppOptions): App {
  const contextOf = (probot: Bot): JobContext => ({
    appId: options.appId,
    renderResults: options.renderResults,
    access: createAccess(probot, options.watch ?? unwatched),
    watch: options.watch ?? unwatched,
    analyzers: options.analyzers,
    advised: options.advised,
    customLimits: options.customLimits,
    log: probot.log,
    send: senderTo(options.queue),
    rulePage: options.rulePage,
    schema: options.schema,
    isOnboarding: options.isOnboarding ?? false,
    ledger: options.ledger ?? logLedger(probot.log),
    now: options.now ?? (() => new Date()),
    timeLimitMilliseconds: options.timeLimitMilliseconds ?? 10 * 60_000,
  });
  return {
    load: (probot) => {
      listenToWebhooks(probot, options.queue, options.ledger ?? logLedger(probot.log));
      if (options.isOnboarding) listenToInstallations(probot, options.queue);
    },
    work: (probot) => {
      const context = contextOf(probot);
      return (job, signal, { delivery }) =>
        doJob(job, signal, { ...context, log: context.log.child(aboutOf(job, delivery)) });
    },
    sayDead: (probot) => {
      const context = contextOf(probot);
      return (job, reason) =>
        sayDead(job, reason, { ...context, log: context.log.child(aboutOf(job, undefined)) });
    },
    sweep: (probot) => {
      const context = contextOf(probot);
      return (turn) => sweep(turn, context);
    },
  };
}

/** What each line of a job's log names. */
export function aboutOf(job: Job, delivery: string | undefined): Readonly<Record<string, string | number>> {
  // The queue's name of a delivery has the key of the job behind the id.
  const [id] = delivery?.split(' ') ?? [];
  return {
    ...(id !== undefined && { delivery: id }),
    installation: job.installationId,
    repository: `${job.owner}/${job.repo}`,
    ...('pull' in job && { pull: job.pull }),
    ...('group' in job && { mergeGroup: job.group.headSha }),
    ...('group' in job && job.group.pull !== undefined && { pull: job.group.pull }),
    ...('sha' in job && { commit: job.sha }),
  };
}

function logLedger(log: Log): Ledger {
  return {
    record: async (entry) => log.info({ decision: entry }, 'A person decided'),
    // The job's own lines tell of it.
    review: async () => undefined,
    turn: async () => undefined,
    knowsConfiguration: async () => true,
    expired: async () => [],
    introduced: async () => new Map(),
  };
}
