/** What a process does: take webhooks, do reviews, or both. Several need a database of their own, at `DATABASE_URL`. */
export type Role = 'web' | 'worker' | 'all';

/** What an operator sets, as `.env.example` explains it. */
export interface Settings {
  readonly appId: number;
  readonly databaseUrl?: string;
  readonly dataFolder: string;
  /** Reviews at once in this process. */
  readonly concurrency: number;
  /** Running reviews of one installation at most, over all processes. */
  readonly perInstallation: number;
  /** How long nothing is heard of a worker before its reviews go to others. */
  readonly deadAfterSeconds: number;
  /** From one sweep to the next. */
  readonly sweepSeconds: number;
  readonly webhookPath: string;
  readonly advisories?: string;
  readonly ledger?: string;
  readonly rulePage?: (ruleId: string) => string;
  /** Repositories are greeted with a pull request. */
  readonly isOnboarding: boolean;
  /** The address of the JSON schema of the configuration. */
  readonly schema?: string;
  /** Absent where the server has no pages. */
  readonly pages?: PageSettings;
}

export interface PageSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Of this server as browsers know it, without a path: `https://scrutineer.example.com`. */
  readonly origin: string;
  /** Of GitHub, and of its REST API. */
  readonly github: string;
  readonly api: string;
}

/** Reads the environment. Throws a sentence that names what is wrong with it. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const concurrency = findNumber(env, 'SCRUTINEER_CONCURRENCY', 2);
  const rulePage = findRulePage(env);
  const pages = findPages(env);
  return {
    appId: Number(env.APP_ID),
    ...(env.DATABASE_URL && { databaseUrl: env.DATABASE_URL }),
    dataFolder: env.SCRUTINEER_DATA ?? 'data',
    concurrency,
    perInstallation: findNumber(env, 'SCRUTINEER_PER_INSTALLATION', Math.max(1, concurrency - 1)),
    deadAfterSeconds: findNumber(env, 'SCRUTINEER_DEAD_AFTER', 30),
    sweepSeconds: findNumber(env, 'SCRUTINEER_SWEEP_EVERY', 3600),
    webhookPath: env.WEBHOOK_PATH ?? '/api/github/webhooks',
    ...(env.SCRUTINEER_ADVISORIES && { advisories: env.SCRUTINEER_ADVISORIES }),
    ...(env.SCRUTINEER_LEDGER && { ledger: env.SCRUTINEER_LEDGER }),
    isOnboarding: readSwitch(env, 'SCRUTINEER_ONBOARDING'),
    ...(env.SCRUTINEER_SCHEMA && { schema: readSchema(env.SCRUTINEER_SCHEMA) }),
    ...(rulePage && { rulePage }),
    ...(pages && { pages }),
  };
}

/** A positive whole number. */
function findNumber(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const text = env[name];
  if (!text) return fallback;
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new Error(`${name} must be a whole number from 1.`);
  return Number(text);
}

/** `on` or `off`, which it is by default. */
function readSwitch(env: NodeJS.ProcessEnv, name: string): boolean {
  const text = env[name] ?? '';
  if (!['', 'on', 'off'].includes(text)) throw new Error(`${name} must be on or off.`);
  return text === 'on';
}

function readSchema(text: string): string {
  if (!/^https:\/\/[^\s]+$/.test(text)) throw new Error('SCRUTINEER_SCHEMA must be an https address.');
  return text;
}

/** Where the rules' pages stand, as an address with `{rule}` in place of the id. */
function findRulePage(env: NodeJS.ProcessEnv): ((ruleId: string) => string) | undefined {
  const pages = env.SCRUTINEER_RULE_PAGES;
  if (!pages) return undefined;
  if (!/^https?:\/\/[^\s()<>]+$/.test(pages) || !pages.includes('{rule}'))
    throw new Error('SCRUTINEER_RULE_PAGES must be an address with {rule} in it.');
  return (ruleId) => pages.replaceAll('{rule}', ruleId);
}

/** The set-up page writes a client secret by itself, so that the pages are on only where their address is set too. */
function findPages(env: NodeJS.ProcessEnv): PageSettings | undefined {
  const { SCRUTINEER_URL: url, GITHUB_CLIENT_ID: clientId, GITHUB_CLIENT_SECRET: clientSecret } = env;
  if (!url) return undefined;
  if (!clientId || !clientSecret)
    throw new Error(
      'SCRUTINEER_URL needs GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET: without them nobody can sign in.',
    );
  const address = URL.canParse(url) ? new URL(url) : undefined;
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(address?.hostname ?? '');
  if (
    !address ||
    address.pathname !== '/' ||
    !(address.protocol === 'https:' || (isLocal && address.protocol === 'http:'))
  )
    throw new Error('SCRUTINEER_URL must be an https address without a path; http only on this machine.');
  const { GHE_HOST: host, GHE_PROTOCOL: protocol = 'https' } = env;
  return {
    clientId,
    clientSecret,
    origin: address.origin,
    github: host ? `${protocol}://${host}` : 'https://github.com',
    api: host ? `${protocol}://${host}/api/v3` : 'https://api.github.com',
  };
}

/** Without a secret Probot accepts webhooks signed with a word that everyone knows. */
export function requireWebhookSecret(env: NodeJS.ProcessEnv): void {
  if (env.WEBHOOK_SECRET || env.NODE_ENV === 'development') return;
  throw new Error(
    'WEBHOOK_SECRET is missing: anyone could send webhooks. Set it as in the settings of the App.',
  );
}

/** Puts in what stands in the file that `NAME_FILE` names, as orchestrators hand secrets over. Throws where it cannot be read. */
export function readSecretFiles(env: NodeJS.ProcessEnv, read: (path: string) => string): void {
  for (const name of secretNames) {
    const path = name === 'PRIVATE_KEY' ? undefined : env[`${name}_FILE`];
    if (path) env[name] ??= read(path).trim();
  }
}

/** The variables that hold secrets: nothing that reads them runs after the start. Of the key Probot knows `PRIVATE_KEY_PATH`. */
const secretNames = ['PRIVATE_KEY', 'WEBHOOK_SECRET', 'DATABASE_URL', 'GITHUB_CLIENT_SECRET'] as const;

/** Takes the secrets out of the environment, so that whatever runs in this process or is started by it finds none there. */
export function forgetSecrets(env: NodeJS.ProcessEnv): void {
  for (const name of secretNames) Reflect.deleteProperty(env, name);
}

/** Whether the operator wants traces. */
export function wantsTraces(env: NodeJS.ProcessEnv): boolean {
  const isOff = env.OTEL_SDK_DISABLED === 'true' || env.OTEL_TRACES_EXPORTER === 'none';
  return !isOff && Boolean(env.OTEL_EXPORTER_OTLP_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT);
}
