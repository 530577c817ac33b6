import { randomUUID } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Probot, run, type Server } from 'probot';
import { openAdvisories } from './analyzers/dependencies/advisories/open.js';
import { type AnalyzersOptions, createAnalyzers } from './analyzers/index.js';
import { type App, createApp } from './github/app.js';
import { ScrutineerOctokit } from './github/octokit.js';
import { type Job, kindOf } from './github/queue.js';
import { createReceiver } from './github/receiver.js';
import { openFileLedger } from './ledger/file.js';
import type { Analyzer } from './model/analyzer.js';
import type { Repeated } from './queue/chore.js';
import type { Database, OnError } from './queue/database.js';
import { Cancelled, Stopped } from './queue/ends.js';
import { openPglite } from './queue/pglite.js';
import { openPostgres } from './queue/postgres.js';
import { openQueue, type Queue } from './queue/queue.js';
import type { Worker } from './queue/worker.js';
import { createMetrics, type Metrics } from './web/metrics.js';
import { answerBy, probe } from './web/routes.js';

/** How long running reviews may go on after SIGTERM; orchestrators kill after 30 s. */
const graceMilliseconds = 20_000;

/** What a process does: take webhooks, do reviews, or both. Several need a database of their own, at `DATABASE_URL`. */
export type Role = 'web' | 'worker' | 'all';

export interface RunningServer {
  readonly server: Server;
  readonly stop: () => Promise<void>;
}

/**
 * Starts the server. Without credentials it serves Probot's set-up page, which registers the App from `app.yml` and
 * writes `.env`; with them it takes webhooks, does reviews, or both.
 */
export async function start(role: Role = 'all'): Promise<RunningServer> {
  // Probot would otherwise download a proxy client at set-up and send webhooks through a public relay.
  process.env.NO_SMEE_SETUP ??= 'true';
  let parts: Parts | undefined;
  const server = await run(
    async (probot, options) => {
      // Only here has Probot read `.env`.
      requireWebhookSecret(process.env);
      parts = await open(probot, role);
      if (role !== 'worker') await parts.app.load(probot, options);
      options.addHandler(answerBy(routesOf(probot, parts, role)));
    },
    { Octokit: ScrutineerOctokit, env: withoutProbotsReceiver(process.env) },
  );
  let stopping: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await server.stop();
    await parts?.sweeps?.stop();
    await parts?.worker?.stop(graceMilliseconds);
    await parts?.queue.close();
    await Promise.all((parts?.analyzers ?? []).map(async (analyzer) => analyzer.close?.()));
  };
  return { server, stop: () => (stopping ??= close()) };
}

interface Parts {
  readonly app: App;
  readonly queue: Queue<Job>;
  readonly metrics: Metrics;
  readonly analyzers: readonly Analyzer[];
  /** Absent where the process takes webhooks only. */
  readonly worker?: Worker;
  readonly sweeps?: Repeated;
}

async function open(probot: Probot, role: Role): Promise<Parts> {
  const { env } = process;
  const onError: OnError = (error) => probot.log.error({ err: error }, 'The database failed');
  const analyzers = role === 'web' ? [] : createAnalyzers(await findAdvisories(env));
  const queue = await openQueue<Job>(await openDatabase(env, role, onError), onError);
  const metrics = createMetrics(() => queue.measure());
  const ledger = env.SCRUTINEER_LEDGER;
  const app = createApp({
    appId: Number(env.APP_ID),
    queue,
    analyzers,
    rulePage: findRulePage(env),
    ...(ledger && { ledger: await openFileLedger(ledger) }),
  });
  if (role === 'web') return { app, queue, metrics, analyzers };
  const worker = await startWork(probot, app, queue, metrics);
  return { app, queue, metrics, analyzers, worker, sweeps: startSweeps(probot, app, queue) };
}

function openDatabase(env: NodeJS.ProcessEnv, role: Role, onError: OnError): Promise<Database> {
  if (env.DATABASE_URL) return openPostgres(env.DATABASE_URL, onError);
  if (role !== 'all')
    throw new Error('DATABASE_URL is missing: only with it can several processes share the work.');
  return openPglite(env.SCRUTINEER_DATA ?? 'data');
}

async function startWork(probot: Probot, app: App, queue: Queue<Job>, metrics: Metrics): Promise<Worker> {
  const concurrency = findNumber(process.env, 'SCRUTINEER_CONCURRENCY', 2);
  const work = app.work(probot);
  return queue.work(
    async (job, signal, turn) => {
      const started = performance.now();
      const tell = (end: 'done' | 'failed' | 'ended'): void =>
        metrics.onJob(kindOf(job), end, (performance.now() - started) / 1000);
      try {
        await work(job, signal, turn);
        tell('done');
      } catch (error) {
        tell(error instanceof Cancelled || error instanceof Stopped ? 'ended' : 'failed');
        throw error;
      }
    },
    {
      concurrency,
      perGroup: findNumber(process.env, 'SCRUTINEER_PER_INSTALLATION', Math.max(1, concurrency - 1)),
      onFailure: (error, job) => probot.log.error({ err: error, job }, 'A job failed'),
      onDead: app.sayDead(probot),
    },
  );
}

function startSweeps(probot: Probot, app: App, queue: Queue<Job>): Repeated {
  const everySeconds = 3600;
  // Many processes may start at once, as at an upgrade.
  return queue.repeat({ name: 'sweep', everySeconds, atStartSeconds: 60, work: app.sweep(probot) });
}

function routesOf(probot: Probot, { queue, metrics }: Parts, role: Role): Parameters<typeof answerBy>[0] {
  const receive = createReceiver(probot, probot.log);
  return new Map([
    ['/healthz', probe(async () => undefined)],
    ['/readyz', probe(() => queue.measure())],
    ['/metrics', metrics.route],
    // Probot's set-up page registers the App with the root as its webhook address, not with Probot's own path.
    ...(role === 'worker' ? [] : ['/', process.env.WEBHOOK_PATH ?? '/api/github/webhooks']).map(
      (path) => [path, receive] as const,
    ),
  ]);
}

/** Probot's own receiver answers what it cannot keep with 200, and comes before all other routes: it gets a path that nobody knows. */
function withoutProbotsReceiver(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const path = `/${randomUUID()}`;
  return new Proxy(env, {
    get: (target, name) => (name === 'WEBHOOK_PATH' ? path : (Reflect.get(target, name) as unknown)),
  });
}

/** A positive whole number. */
function findNumber(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const text = env[name];
  if (!text) return fallback;
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new Error(`${name} must be a whole number from 1.`);
  return Number(text);
}

async function findAdvisories(env: NodeJS.ProcessEnv): Promise<AnalyzersOptions> {
  const advisories = await openAdvisories(env.SCRUTINEER_ADVISORIES || undefined, env);
  return advisories ? { advisories } : {};
}

/** Where the rules' pages stand, as an address with `{rule}` in place of the id. */
function findRulePage(env: NodeJS.ProcessEnv): ((ruleId: string) => string) | undefined {
  const pages = env.SCRUTINEER_RULE_PAGES;
  if (!pages) return undefined;
  if (!/^https?:\/\/[^\s()<>]+$/.test(pages) || !pages.includes('{rule}'))
    throw new Error('SCRUTINEER_RULE_PAGES must be an address with {rule} in it.');
  return (ruleId) => pages.replaceAll('{rule}', ruleId);
}

/** Without a secret Probot accepts webhooks signed with a word that everyone knows. */
function requireWebhookSecret(env: NodeJS.ProcessEnv): void {
  if (env.WEBHOOK_SECRET || env.NODE_ENV === 'development') return;
  throw new Error(
    'WEBHOOK_SECRET is missing: anyone could send webhooks. Set it as in the settings of the App.',
  );
}

function isMain(): boolean {
  const script = process.argv[1];
  return script !== undefined && realpathSync(script) === fileURLToPath(import.meta.url);
}

/** From `--role`. */
function findRole(args: readonly string[]): Role {
  const at = args.indexOf('--role');
  const role = at === -1 ? 'all' : args[at + 1];
  if (role === 'web' || role === 'worker' || role === 'all') return role;
  throw new Error('--role must be web, worker or all.');
}

if (isMain()) {
  const { stop } = await start(findRole(process.argv));
  // Probot handles SIGINT only, and as the first process of a container Node ignores SIGTERM unless it is handled.
  process.once('SIGTERM', () => void stop().then(() => process.exit(0)));
}
