import { describe, expect, it } from '@jest/globals';
import { tmpdir } from 'node:os';
import { runCli } from './support/cli.js';
import { testKey } from './support/github/app.js';

const credentials = { APP_ID: '4711', PRIVATE_KEY: testKey(), LOG_LEVEL: 'fatal', PORT: '0' };

describe('scrutineer serve', () => {
  it.each([
    ['without a webhook secret', ['serve'], {}, 'WEBHOOK_SECRET is missing'],
    [
      'in parts without a database to share',
      ['serve', '--role', 'worker'],
      {},
      'DATABASE_URL is missing: only with it can several processes share the work.',
    ],
    [
      'with a number that is none',
      ['serve'],
      { SCRUTINEER_CONCURRENCY: 'many' },
      'SCRUTINEER_CONCURRENCY must be a whole number from 1.',
    ],
    [
      'in production without credentials',
      ['serve'],
      { APP_ID: '', NODE_ENV: 'production' },
      'App ID is missing',
    ],
  ])('refuses to start %s, and says why', (_, args, env, message) => {
    const { code, out, err } = runCli(args, tmpdir(), { ...credentials, ...env } as NodeJS.ProcessEnv);
    expect(err + out).toContain(message);
    expect(code).toBe(2);
  });
});
