import { getTransformStream } from '@probot/pino';
import { destination, type Logger, pino, stdSerializers } from 'pino';
import { createRedaction, type Redact } from './redaction.js';

export interface ServerLog {
  readonly log: Logger;
  readonly redact: Redact;
}

/** The variables that hold secrets, or a part that is one. */
const secretNames = [
  'PRIVATE_KEY',
  'WEBHOOK_SECRET',
  'DATABASE_URL',
  'GITHUB_CLIENT_SECRET',
  'SENTRY_DSN',
] as const;

/** What the server logs to: a JSON object a line, with no secret in it. */
export async function createLog(
  env: Readonly<Record<string, string | undefined>>,
  write: { write(line: string): unknown } = destination(1),
): Promise<ServerLog> {
  const redact = createRedaction(secretNames.flatMap((name) => secretsIn(env[name])));
  const options = {
    name: 'scrutineer',
    level: env.LOG_LEVEL ?? 'info',
    serializers: { err: describeError },
    // The last step, so that it holds for whatever came into a line by whatever way.
    hooks: { streamWrite: redact },
  };
  if ((env.LOG_FORMAT ?? 'json') !== 'pretty') return { log: pino(options, write), redact };
  const pretty = await getTransformStream({ logFormat: 'pretty' });
  pretty.on('data', (text: Buffer) => write.write(text.toString()));
  return { log: pino(options, pretty), redact };
}

/** As pino tells an error, without what was sent: that is text of a repository, and megabytes of it where findings go to code scanning. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const told: object = stdSerializers.err(error);
  const request: unknown = 'request' in told ? told.request : undefined;
  if (typeof request !== 'object' || request === null || !('body' in request)) return told;
  return { ...told, request: { ...request, body: undefined } };
}

/** Of an address the password. A key may be given in base 64. */
function secretsIn(value: string | undefined): string[] {
  if (!value) return [];
  const address = URL.canParse(value) && /^\w+:\/\//.test(value) ? new URL(value) : undefined;
  if (address) return address.password === '' ? [] : [address.password, decodeURIComponent(address.password)];
  const decoded = Buffer.from(value, 'base64').toString();
  return decoded.startsWith('-----BEGIN') ? [value, decoded] : [value, value.replaceAll('\\n', '\n')];
}
