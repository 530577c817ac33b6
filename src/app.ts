import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run, type Server } from 'probot';
import { loadAdvisories } from './analyzers/dependencies/advisories/folder.js';
import { type AnalyzersOptions, createAnalyzers } from './analyzers/index.js';
import { type App, createApp } from './github/app.js';
import { ScrutineerOctokit } from './github/octokit.js';
import { openFileLedger } from './ledger/file.js';
import type { Analyzer } from './model/analyzer.js';

/** How long running reviews may go on after SIGTERM; orchestrators kill after 30 s. */
const graceMilliseconds = 20_000;

export interface RunningServer {
  readonly server: Server;
  readonly stop: () => Promise<void>;
}

/**
 * Starts the server. Without credentials it serves Probot's set-up page, which registers the App from `app.yml` and
 * writes `.env`; with them it takes webhooks.
 */
export async function start(): Promise<RunningServer> {
  // Probot would otherwise download a proxy client at set-up and send webhooks through a public relay.
  process.env.NO_SMEE_SETUP ??= 'true';
  let analyzers: Analyzer[] = [];
  let app: App | undefined;
  const server = await run(
    async (probot, options) => {
      // Only here has Probot read `.env`.
      requireWebhookSecret(process.env);
      analyzers = createAnalyzers(await findAdvisories(process.env));
      const ledger = process.env.SCRUTINEER_LEDGER;
      app = createApp({
        appId: Number(process.env.APP_ID),
        analyzers,
        rulePage: findRulePage(process.env),
        ...(ledger && { ledger: await openFileLedger(ledger) }),
      });
      await app.load(probot, options);
    },
    { Octokit: ScrutineerOctokit, env: process.env },
  );
  const stop = async (): Promise<void> => {
    await server.stop();
    await app?.queue.stop(graceMilliseconds);
    await Promise.all(analyzers.map(async (analyzer) => analyzer.close?.()));
  };
  return { server, stop };
}

async function findAdvisories(env: NodeJS.ProcessEnv): Promise<AnalyzersOptions> {
  const folder = env.SCRUTINEER_ADVISORIES;
  return folder ? { advisories: await loadAdvisories(folder) } : {};
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

if (isMain()) {
  const { stop } = await start();
  // Probot handles SIGINT only, and as the first process of a container Node ignores SIGTERM unless it is handled.
  process.once('SIGTERM', () => void stop().then(() => process.exit(0)));
}
