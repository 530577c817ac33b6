import { expect, it } from '@jest/globals';
import { forgetSecrets, readSecretFiles, readSettings } from '../../src/server/settings.js';

const read = (path: string): string => `${path} read\n`;

it('reads secrets from the files that the environment names, and what it holds itself comes first', () => {
  const env: NodeJS.ProcessEnv = {
    WEBHOOK_SECRET_FILE: '/run/secret',
    DATABASE_URL_FILE: '/run/url',
    DATABASE_URL: 'given',
  };
  readSecretFiles(env, read);
  expect(env).toMatchObject({ WEBHOOK_SECRET: '/run/secret read', DATABASE_URL: 'given' });
  forgetSecrets(env);
  expect(env).toEqual({ WEBHOOK_SECRET_FILE: '/run/secret', DATABASE_URL_FILE: '/run/url' });
});

it.each([
  [{}, { concurrency: 2, perInstallation: 1 }],
  [{ SCRUTINEER_CONCURRENCY: '1' }, { concurrency: 1, perInstallation: 1 }],
  [{ SCRUTINEER_CONCURRENCY: '8' }, { concurrency: 8, perInstallation: 7 }],
  [{ SCRUTINEER_PER_INSTALLATION: '3' }, { concurrency: 2, perInstallation: 3 }],
])('leaves a place for other installations: %j', (env, expected) => {
  expect(readSettings(env as NodeJS.ProcessEnv)).toMatchObject(expected);
});

it.each(['0', '-1', '1.5', '1e3', 'two'])('takes no %s for a number', (value) => {
  expect(() => readSettings({ SCRUTINEER_DEAD_AFTER: value })).toThrow(
    'SCRUTINEER_DEAD_AFTER must be a whole number from 1.',
  );
});
