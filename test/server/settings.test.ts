import { describe, expect, it } from '@jest/globals';
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

describe('the pages', () => {
  const client = { GITHUB_CLIENT_ID: 'Iv1.x', GITHUB_CLIENT_SECRET: 'word' };

  it('are off without an address, though the set-up page writes a client secret', () => {
    expect(readSettings(client)).not.toHaveProperty('pages');
  });

  it.each([
    ['https://scrutineer.example.com', {}, 'https://github.com', 'https://api.github.com'],
    [
      'http://localhost:3000/',
      { GHE_HOST: 'git.example' },
      'https://git.example',
      'https://git.example/api/v3',
    ],
  ])('at %s', (url, more, github, api) => {
    const { pages } = readSettings({ ...client, ...more, SCRUTINEER_URL: url });
    expect(pages).toEqual({
      clientId: 'Iv1.x',
      clientSecret: 'word',
      origin: new URL(url).origin,
      github,
      api,
    });
  });

  it.each([
    [{ SCRUTINEER_URL: 'https://x.example' }, 'needs GITHUB_CLIENT_ID'],
    [{ ...client, SCRUTINEER_URL: 'http://x.example' }, 'must be an https address'],
    [{ ...client, SCRUTINEER_URL: 'https://x.example/path' }, 'without a path'],
    [{ ...client, SCRUTINEER_URL: 'x.example' }, 'must be an https address'],
  ])('refuses %j', (env, message) => {
    expect(() => readSettings(env)).toThrow(message);
  });
});
