import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type RunningServer, start } from '../src/app.js';
import { hasPostgres, pglite, postgres, type TestDatabase } from './support/databases.js';
import { Visitor } from './support/browser.js';
import { testKey } from './support/github/app.js';
import { type GitHub, startGitHub } from './support/github/server.js';
import { deliver, examplePayload } from './support/github/webhook.js';

const names = [
  'APP_ID',
  'PRIVATE_KEY',
  'WEBHOOK_SECRET',
  'GHE_HOST',
  'GHE_PROTOCOL',
  'PORT',
  'HOST',
  'LOG_LEVEL',
  'NO_SMEE_SETUP',
  'SCRUTINEER_DATA',
  'DATABASE_URL',
  'GITHUB_CLIENT_ID',
  'GITHUB_CLIENT_SECRET',
  'SCRUTINEER_URL',
];
let before: Record<string, string | undefined>;
let running: RunningServer | undefined;
let github: GitHub | undefined;
let data: string;
let database: TestDatabase | undefined;
const hasServer = await hasPostgres();

beforeEach(async () => {
  before = Object.fromEntries(names.map((name) => [name, process.env[name]]));
  clearEnvironment();
  data = mkdtempSync(join(tmpdir(), 'scrutineer-app-'));
  Object.assign(process.env, {
    PORT: String(await freePort()),
    HOST: '127.0.0.1',
    LOG_LEVEL: 'fatal',
    SCRUTINEER_DATA: data,
  });
});

afterEach(async () => {
  await running?.stop();
  await github?.close();
  await database?.drop();
  database = undefined;
  running = undefined;
  github = undefined;
  clearEnvironment();
  for (const [name, value] of Object.entries(before)) if (value !== undefined) process.env[name] = value;
  process.removeAllListeners('SIGINT');
  rmSync(data, { recursive: true, force: true });
});

function clearEnvironment(): void {
  for (const name of names) Reflect.deleteProperty(process.env, name);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const address = (path: string): string => `http://127.0.0.1:${process.env.PORT ?? ''}${path}`;

describe('the server without credentials', () => {
  it('serves the set-up page with the manifest of app.yml', async () => {
    running = await start();
    const page = await (await fetch(address('/probot'))).text();
    const manifest = /name="manifest" id="manifest" value='([^']*)'/.exec(page)?.[1] ?? '';
    expect(JSON.parse(manifest)).toMatchObject({
      name: 'Scrutineer',
      public: false,
      default_permissions: {
        metadata: 'read',
        contents: 'write',
        merge_queues: 'read',
        checks: 'write',
        pull_requests: 'write',
      },
      default_events: [
        'pull_request',
        'check_run',
        'check_suite',
        'merge_group',
        'issue_comment',
        'pull_request_review_comment',
      ],
      hook_attributes: { url: address('/') },
    });
  });

  it('says that it lives', async () => {
    running = await start();
    expect(await (await fetch(address('/ping'))).text()).toBe('PONG');
  });
});

describe('the server with credentials', () => {
  const secret = ['only', 'for', 'this', 'test'].join('-');

  it('refuses to start without a webhook secret', async () => {
    Object.assign(process.env, { APP_ID: '4711', PRIVATE_KEY: testKey() });
    await expect(start()).rejects.toThrow('WEBHOOK_SECRET is missing');
  });

  it.each([
    ['/', pglite],
    ['/api/github/webhooks', pglite],
    ...(hasServer ? [['/api/github/webhooks', postgres] as const] : []),
  ] as const)(
    'takes a signed webhook at %s, and reviews with the real analyzers, on $name',
    async (path, engine) => {
      database = await engine.create();
      if (database.url !== undefined) process.env.DATABASE_URL = database.url;
      github = await startGitHub();
      const { state } = github;
      Object.assign(process.env, {
        APP_ID: String(state.appId),
        PRIVATE_KEY: testKey(),
        WEBHOOK_SECRET: secret,
        GHE_HOST: new URL(github.url).host,
        GHE_PROTOCOL: 'http',
      });
      const base = state.git.commit({ 'server.js': listing("'ls'") });
      state.branches.set('main', base);
      const headSha = state.git.commit({ 'server.js': listing("'ls ' + request.query.folder") }, base);
      state.pulls.set(1, { number: 1, headSha, baseRef: 'main', state: 'OPEN' });
      running = await start();

      const payload = examplePayload('pull_request', 'opened');
      const repository = payload.repository as { owner: object };
      Object.assign(payload, {
        installation: { id: 5, node_id: 'x' },
        pull_request: { ...(payload.pull_request as object), number: 1 },
        repository: { ...repository, name: state.repo, owner: { ...repository.owner, login: state.owner } },
      });
      const answer = await deliver(address(path), secret, 'pull_request', payload);
      expect(answer.status).toBe(202);
      while (state.runs[0]?.status !== 'completed') await sleep(20);
      await running.stop();
      expect(github.violations).toEqual([]);
      expect(state.runs).toMatchObject([{ headSha, status: 'completed', conclusion: 'failure' }]);
      expect(state.comments).toMatchObject([{ path: 'server.js', line: 6 }]);
      // Nothing that runs later in this process finds them in its environment.
      for (const name of ['PRIVATE_KEY', 'WEBHOOK_SECRET', 'DATABASE_URL'])
        expect(process.env).not.toHaveProperty(name);
    },
    60_000,
  );
});

describe('what an operator asks', () => {
  const secret = ['only', 'for', 'this', 'test'].join('-');

  it('is answered: it lives, it is ready, and its figures; and nothing else is open', async () => {
    Object.assign(process.env, { APP_ID: '4711', PRIVATE_KEY: testKey(), WEBHOOK_SECRET: secret });
    running = await start();
    expect((await fetch(address('/healthz'))).status).toBe(200);
    expect((await fetch(address('/readyz'))).status).toBe(200);
    const figures = await (await fetch(address('/metrics'))).text();
    expect(figures).toContain('scrutineer_queue_jobs{state="waiting"} 0');
    for (const path of ['/probot', '/admin', '/.env', '/api/github/webhooks/x', '/accounts', '/sign-in'])
      expect((await fetch(address(path))).status).toBe(404);
    expect((await fetch(address('/'))).status).toBe(405);
  });

  it('has the figures of a review', async () => {
    github = await startGitHub();
    const { state } = github;
    Object.assign(process.env, {
      APP_ID: String(state.appId),
      PRIVATE_KEY: testKey(),
      WEBHOOK_SECRET: secret,
      GHE_HOST: new URL(github.url).host,
      GHE_PROTOCOL: 'http',
      GITHUB_CLIENT_ID: state.people.clientId,
      GITHUB_CLIENT_SECRET: state.people.clientSecret,
      SCRUTINEER_URL: address(''),
    });
    const base = state.git.commit({ 'server.js': listing("'ls'") });
    state.branches.set('main', base);
    const headSha = state.git.commit({ 'server.js': listing("'ls ' + request.query.folder") }, base);
    // No webhook tells of it: the sweep at the start does.
    state.pulls.set(1, { number: 1, headSha, baseRef: 'main', state: 'OPEN' });
    running = await start();
    let figures = '';
    while (!figures.includes('scrutineer_jobs_total{kind="pull-request",end="done"} 1')) {
      await sleep(100);
      figures = await (await fetch(address('/metrics'))).text();
    }
    for (const line of [
      'scrutineer_reviews_total{verdict="failing"} 1',
      'scrutineer_findings_total{rule="command-injection"} 1',
      'scrutineer_review_stage_seconds_count{stage="analyze"} 1',
      'scrutineer_review_stage_seconds_count{stage="comment"} 1',
      'scrutineer_queue_jobs{state="running"} 0',
      'scrutineer_queue_oldest_seconds 0',
    ])
      expect(figures).toContain(line);
    expect(figures).toMatch(/scrutineer_api_calls_total\{api="graphql",method="POST",status="200"\} [1-9]/);
    expect(figures).toContain('scrutineer_problems_total');
    // The same in the pages, for somebody who may see it.
    const name = `${state.owner}/${state.repo}`;
    state.people.persons.set('ada', { login: 'ada', repositories: [{ id: state.repositoryId, name }] });
    state.people.visitor = 'ada';
    const page = await new Visitor(address('')).go(`/repositories/${name}/pulls/1`);
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('server.js:6') });
    expect(process.env).not.toHaveProperty('GITHUB_CLIENT_SECRET');
  });

  it('is refused where several processes would share the data of one', async () => {
    Object.assign(process.env, { APP_ID: '4711', PRIVATE_KEY: testKey(), WEBHOOK_SECRET: secret });
    await expect(start('worker')).rejects.toThrow('DATABASE_URL is missing');
  });
});

/** A server that runs a command. */
function listing(command: string): string {
  return `import express from 'express';
import { exec } from 'node:child_process';

const app = express();
app.get('/files', (request, response) => {
  exec(${command}, (error, output) => response.json({ error, output }));
});
`;
}

describe('app.yml', () => {
  it('holds no single quote, which would end the attribute of the set-up page that it stands in', () => {
    const text = readFileSync(new URL('../app.yml', import.meta.url), 'utf8');
    expect(JSON.stringify(parse(text))).not.toContain("'");
  });
});
