import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { type Probot, run, type Server } from 'probot';
import { openAdvisories } from './analyzers/dependencies/advisories/open.js';
import { openPackageIndexes } from './analyzers/dependencies/advisories/package-indexes.js';
import { createDependenciesAnalyzer } from './analyzers/dependencies/analyzer.js';
import { createAnalyzers } from './analyzers/index.js';
import { type App, createApp } from './github/app.js';
import { ScrutineerOctokit } from './github/octokit.js';
import type { Job } from './github/queue.js';
import { createReceiver } from './github/receiver.js';
import { createViewers } from './github/viewers.js';
import { openLedger } from './ledger/database.js';
import { copyTo, openFileLedger } from './ledger/file.js';
import { keyOf } from './ledger/verify.js';
import type { Analyzer } from './model/analyzer.js';
import type { Watch } from './model/watch.js';
import type { Repeated } from './queue/chore.js';
import type { Database, OnError } from './queue/database.js';
import { openPglite } from './queue/pglite.js';
import { openPostgres } from './queue/postgres.js';
import { openQueue, type Queue } from './queue/queue.js';
import type { Worker } from './queue/worker.js';
import { renderCodeScanning } from './reporters/sarif.js';
import { createLog, type ServerLog } from './server/log.js';
import {
  forgetSecrets,
  readSecretFiles,
  readSettings,
  requireWebhookSecret,
  type Role,
  type Settings,
  wantsTraces,
} from './server/settings.js';
import type { Tracing } from './server/tracing.js';
import { startSweeps, startWork } from './server/work.js';
import { createMetrics, type Metrics } from './web/metrics.js';
import { createPages } from './web/pages.js';
import { answerBy, answerText, type Pages, probe } from './web/routes.js';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** How long running reviews may go on after SIGTERM; orchestrators kill after 30 s. */
const graceMilliseconds = 20_000;

export interface RunningServer {
  readonly server: Server;
  readonly stop: () => Promise<void>;
}

/**
 * Starts the server. Without credentials it serves Probot's set-up page, which registers the App from `app.yml` and
 * writes `.env`; with them it takes webhooks, does reviews, or both.
 */
export async function start(role: Role = 'all'): Promise<RunningServer> {
  const { env } = process;
  // As Probot reads it, and before there is anything to log.
  if (existsSync('.env')) Object.assign(env, parseEnv(readFileSync('.env', 'utf8')));
  readSecretFiles(env, (path) => readFileSync(path, 'utf8'));
  // Probot would otherwise download a proxy client at set-up and send webhooks through a public relay.
  env.NO_SMEE_SETUP ??= 'true';
  const settings = readSettings(env);
  const logs = await createLog(env);
  let parts: Parts | undefined;
  const server = await run(
    async (probot, options) => {
      // A process that takes no webhooks need not know it.
      if (role !== 'worker') requireWebhookSecret(env);
      parts = await open(probot, role, settings, logs);
      if (role !== 'worker') await parts.app.load(probot, options);
      options.addHandler(answerBy(routesOf(probot, parts, role, settings), parts.pages));
      forgetSecrets(env);
    },
    { Octokit: ScrutineerOctokit, env: withoutProbotsReceiver(env), log: logs.log },
  );
  let stopping: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await server.stop();
    await parts?.sweeps?.stop();
    await parts?.worker?.stop(graceMilliseconds);
    await parts?.queue.close();
    await parts?.tracing?.close();
    await Promise.all((parts?.analyzers ?? []).map(async (analyzer) => analyzer.close?.()));
  };
  return { server, stop: () => (stopping ??= close()) };
}

interface Parts {
  readonly app: App;
  readonly queue: Queue<Job>;
  readonly metrics: Metrics;
  readonly analyzers: readonly Analyzer[];
  readonly tracing: Tracing | undefined;
  readonly pages: Pages | undefined;
  /** Both are absent where the process takes webhooks only. */
  readonly worker?: Worker;
  readonly sweeps?: Repeated;
}

async function open(probot: Probot, role: Role, settings: Settings, logs: ServerLog): Promise<Parts> {
  const { env } = process;
  const onError: OnError = (error) => probot.log.error({ err: error }, 'The database failed');
  const advisories = role === 'web' ? undefined : await openAdvisories(settings.advisories, env);
  const indexes = role === 'web' ? undefined : openPackageIndexes(env.SCRUTINEER_PACKAGE_INDEXES);
  const isolation = 'process';
  const dependencies = createDependenciesAnalyzer({
    limits: { isolation },
    ...(advisories && { advisories }),
    ...(indexes && { indexes }),
  });
  const analyzers = role === 'web' ? [] : createAnalyzers({ dependencies, isolation });
  const database = await openDatabase(settings, role, onError);
  const queue = await openQueue<Job>(database, onError);
  const ledger = openLedger(database, (head) =>
    probot.log.info({ ledger: keyOf(head) }, 'The ledger has grown'),
  );
  const metrics = createMetrics(() => queue.measure());
  const tracing = wantsTraces(env)
    ? (await import('./server/tracing.js')).startTracing(env, logs.redact)
    : undefined;
  const app = createApp({
    appId: settings.appId,
    renderResults: (report, rules, most) => renderCodeScanning(report, rules, version, most),
    queue,
    analyzers,
    customLimits: { isolation },
    advised: (enrichment) =>
      analyzers.map((one) => (one === dependencies ? dependencies.advisedBy(enrichment) : one)),
    rulePage: settings.rulePage,
    isOnboarding: settings.isOnboarding,
    schema: settings.schema,
    watch: watchWith(metrics, tracing),
    ledger: settings.ledger ? copyTo(ledger, await openFileLedger(settings.ledger)) : ledger,
  });
  const pages =
    role === 'worker'
      ? undefined
      : pagesOf(settings, database, (error) => probot.log.error({ err: error }, 'A page failed'));
  const parts = { app, queue, metrics, analyzers, tracing, pages };
  if (role === 'web') return parts;
  const workParts = { ...parts, bot: probot, redact: logs.redact, settings };
  return { ...parts, worker: await startWork(workParts), sweeps: startSweeps(workParts) };
}

function pagesOf({ pages, rulePage }: Settings, sql: Database, onError: OnError): Pages | undefined {
  if (!pages) return undefined;
  const { clientSecret: secret, origin, github } = pages;
  const viewers = createViewers({ ...pages, origin: github });
  return createPages({ sql, viewers, secret, origin, github, rulePage, onError });
}

function openDatabase(settings: Settings, role: Role, onError: OnError): Promise<Database> {
  if (settings.databaseUrl) return openPostgres(settings.databaseUrl, onError);
  if (role !== 'all')
    throw new Error('DATABASE_URL is missing: only with it can several processes share the work.');
  return openPglite(settings.dataFolder);
}

function watchWith(metrics: Metrics, tracing: Tracing | undefined): Watch {
  if (!tracing) return metrics.watch;
  const { watch } = metrics;
  return { ...watch, stage: (name, work) => watch.stage(name, () => tracing.span(name, {}, work)) };
}

function routesOf(
  probot: Probot,
  { queue, metrics }: Parts,
  role: Role,
  { webhookPath }: Settings,
): Parameters<typeof answerBy>[0] {
  const receive = createReceiver(probot, probot.log);
  return new Map([
    ['/healthz', async (_, response) => answerText(response, 200, 'ok')],
    [
      '/readyz',
      probe(
        () => queue.measure(),
        'The database is out of reach.',
        (error) => probot.log.error({ err: error }, 'The database is out of reach'),
      ),
    ],
    ['/metrics', metrics.route],
    // Probot's set-up page registers the App with the root as its webhook address, not with Probot's own path.
    ...(role === 'worker' ? [] : ['/', webhookPath]).map((path) => [path, receive] as const),
  ]);
}

/** Probot's own receiver answers what it cannot keep with 200, and comes before all other routes: it gets a path that nobody knows. */
function withoutProbotsReceiver(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const path = `/${randomUUID()}`;
  return new Proxy(env, {
    get: (target, name) => (name === 'WEBHOOK_PATH' ? path : (Reflect.get(target, name) as unknown)),
  });
}

/** Starts the server as the first thing of a process, and ends the process with it. */
export async function serve(role: Role): Promise<void> {
  const { stop } = await start(role);
  // Probot handles SIGINT only, and as the first process of a container Node ignores SIGTERM unless it is handled.
  process.once('SIGTERM', () => void stop().then(() => process.exit(0)));
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

if (isMain()) await serve(findRole(process.argv));
