import { describe, expect, it } from '@jest/globals';
import { createLog } from '../../src/server/log.js';
import { createRedaction, redactError } from '../../src/server/redaction.js';
import { testKey } from '../support/github/app.js';

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456789';
const part = (length: number): string =>
  Array.from({ length }, (_, index) => letters[(index * 7) % letters.length]).join('');
const jwt = ['eyJ' + part(20), 'eyJ' + part(60), part(80)].join('.');
const webhookSecret = ['a', 'webhook', 'secret'].join('-');
const password = ['pass', 'w/rd'].join('@');
const key = testKey();

const secrets: [string, string][] = [
  ['a token of an installation, 40 characters', `ghs_${part(36)}`],
  ['a token of an installation in the long form', `ghs_4711_${jwt}`],
  ['a JSON Web Token', jwt],
  ['the webhook secret', webhookSecret],
  ['the private key', key],
  ['the private key on one line', key.replaceAll('\n', '\\n')],
  ['a line of the private key', key.split('\n')[5] ?? ''],
  ['the password of the database', password],
  ['the password of the database in an address', encodeURIComponent(password)],
  ['a personal token', `github_pat_${part(60)}`],
  ['an encrypted token', ['eyJ' + part(20), '', part(16), part(300), part(22)].join('.')],
];

const env = {
  LOG_LEVEL: 'trace',
  LOG_FORMAT: 'json',
  PRIVATE_KEY: key,
  WEBHOOK_SECRET: webhookSecret,
  DATABASE_URL: `postgres://someone:${encodeURIComponent(password)}@db.example.com/scrutineer`,
};

async function linesOf(
  format: 'json' | 'pretty',
  say: (log: Awaited<ReturnType<typeof createLog>>['log']) => void,
): Promise<string> {
  let text = '';
  const { log } = await createLog({ ...env, LOG_FORMAT: format }, { write: (line) => (text += line) });
  say(log);
  await new Promise((resolve) => setTimeout(resolve, 50));
  return text;
}

describe('the log', () => {
  it.each(['json', 'pretty'] as const)('holds no secret, wherever it came in, as %s', async (format) => {
    for (const [name, secret] of secrets) {
      const text = await linesOf(format, (log) => {
        const cause = new Error(`caused by ${secret}`);
        log.error({ err: new Error(`failed with ${secret}`, { cause }) }, 'An error');
        log.info(
          { headers: { authorization: `token ${secret}` }, nested: { list: [secret] } },
          `said ${secret}`,
        );
        log.child({ bound: secret }).warn('A child');
      });
      expect(text).toContain('An error');
      expect(text).toContain('A child');
      expect([name, text.includes(secret)]).toEqual([name, false]);
      expect([name, text.includes(JSON.stringify(secret).slice(1, -1))]).toEqual([name, false]);
    }
  });

  it('holds no cookie of the pages, and nothing that GitHub sends back at sign-in', async () => {
    const [code, cookie] = [part(20), part(90)];
    const text = await linesOf('json', (log) => {
      const url = `/accounts/back?code=${code}&state=${part(40)}&page=1`;
      log.info(
        { req: { url, headers: { cookie: `a=b; __Host-scrutineer-session=${cookie}` } } },
        `GET ${url}`,
      );
      log.info(
        { res: { headers: { 'set-cookie': [`scrutineer-flow=${cookie}; Path=/; HttpOnly`] } } },
        'done',
      );
    });
    expect(text).not.toContain(code);
    expect(text).not.toContain(cookie);
    expect(text).toContain('page=1');
    expect(text).toContain('Path=/');
  });

  it.each(['json', 'pretty'] as const)(
    'tells of a call that failed, and not what was sent with it, as %s',
    async (format) => {
      const sent = part(50);
      const request = { method: 'POST', url: 'https://api.github.example/sarifs', body: { sarif: sent } };
      const error = Object.assign(new Error('Not enabled'), { status: 403, request });
      const text = await linesOf(format, (log) => {
        log.error({ err: error }, 'Code scanning took no results');
        log.child({ part: 'a' }).error(error);
      });
      expect(text).not.toContain(sent);
      expect(text.split('Not enabled').length).toBeGreaterThan(2);
      expect(text).toContain('api.github.example/sarifs');
      expect(error.request.body.sarif).toBe(sent);
    },
  );

  it('keeps what is no secret', async () => {
    const sha = 'd670460b4b4aece5915caf5c68d12f560a9fe3e4';
    const text = await linesOf('json', (log) =>
      log.info({ head: sha, repository: 'octo-org/shop', url: 'https://db.example.com:5432/a' }, 'Reviewed'),
    );
    expect(JSON.parse(text)).toMatchObject({
      head: sha,
      repository: 'octo-org/shop',
      url: 'https://db.example.com:5432/a',
      msg: 'Reviewed',
    });
  });
});

describe('an error', () => {
  it('loses its secrets, and those of its causes', () => {
    const token = `ghs_${part(36)}`;
    const cause = new Error(`GitHub refused ${token}`);
    const error = new Error(`The job failed: ${webhookSecret}`, { cause });
    redactError(error, createRedaction([webhookSecret]));
    for (const text of [error.message, error.stack, cause.message, cause.stack]) {
      expect(text).toContain('[taken out]');
      expect(text).not.toContain(token);
      expect(text).not.toContain(webhookSecret);
    }
  });
});
