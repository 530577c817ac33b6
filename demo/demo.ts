// npm run demo: the server on its embedded database before a stand-in for GitHub, the sample pull request, and then a push that
// fixes one of its findings. Prints the address of a page that shows the conversation, until it is ended.
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { start as startServer } from '../src/app.js';
import { startGitHub } from '../test/support/github/server.js';
import type { Comment, State } from '../test/support/github/state.js';
import { deliver, examplePayload } from '../test/support/github/webhook.js';
import { type Moment, renderConversation, type Thread } from './page.js';

// A script without types.
const { layOutSample } = (await import(new URL('../scripts/sample.mjs', import.meta.url).href)) as {
  layOutSample: (folder: string) => { base: string; head: string };
};
/** Lines above the one that a comment stands at. */
const shownAbove = 3;

const root = fileURLToPath(new URL('..', import.meta.url));
/** By path. */
type Texts = Readonly<Record<string, Buffer | string>>;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const folder = mkdtempSync(join(tmpdir(), 'scrutineer-demo-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const github = await startGitHub();
const { state } = github;
const secret = randomBytes(20).toString('hex');
const port = await freePort();
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
Object.assign(process.env, {
  APP_ID: String(state.appId),
  PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  WEBHOOK_SECRET: secret,
  GHE_HOST: new URL(github.url).host,
  GHE_PROTOCOL: 'http',
  HOST: '127.0.0.1',
  PORT: String(port),
  LOG_LEVEL: 'error',
  SCRUTINEER_DATA: join(folder, 'data'),
  SCRUTINEER_ADVISORIES: join(root, 'examples/advisories'),
});
Reflect.deleteProperty(process.env, 'DATABASE_URL');
say('Starting the server on its embedded database …');
// The compiled program, as it is served.
const { start } = (await import(new URL('../dist/app.js', import.meta.url).href)) as {
  start: typeof startServer;
};
const running = await start();

const moments: Moment[] = [];
const { base, head } = readSample();
state.branches.set('main', state.git.commit(base));
const pull = {
  number: 1,
  headSha: state.git.commit(head, state.branches.get('main') ?? ''),
  baseRef: 'main',
  state: 'OPEN' as const,
};
state.pulls.set(1, pull);
await review('opened');
moments.push(momentOf('Opened', head));
say(`Opened: ${moments[0]?.title ?? ''}, ${moments[0]?.threads.length ?? 0} threads`);

const path = 'src/routes/orders.ts';
const mended = {
  ...head,
  [path]: (head[path] ?? '')
    .toString()
    .replace(
      "where += ` AND note ILIKE '%${term}%'`;",
      "values.push(`%${String(term)}%`);\n    where += ' AND note ILIKE $1';",
    )
    .replace('  let where =', '  const values: string[] = [];\n  let where =')
    .replace('pool.query(sql)', 'pool.query(sql, values)'),
};
pull.headSha = state.git.commit(mended, pull.headSha);
await review('synchronize');
moments.push(momentOf('After a push that hands the search term over as a parameter', mended));
const last = moments[1];
say(
  `Pushed: ${last?.title ?? ''}, ${last?.threads.filter(({ isResolved }) => isResolved).length ?? 0} thread resolved`,
);
if (github.violations.length > 0) throw new Error(github.violations.join('\n'));

const page = renderConversation(moments);
const pages = createServer((_, response) => {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  });
  response.end(page);
});
await new Promise<void>((resolve) => pages.listen(Number(process.env.DEMO_PORT ?? 0), '127.0.0.1', resolve));
say(`http://127.0.0.1:${(pages.address() as AddressInfo).port} shows the conversation. Ctrl+C ends it.`);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void running.stop().then(() => process.exit(0)));

/** Delivers a webhook as GitHub would, and waits until the review of the head is done. */
async function review(action: string): Promise<void> {
  const payload = examplePayload('pull_request', action);
  const repository = payload.repository as { owner: object };
  const { owner, repo } = state;
  Object.assign(payload, {
    installation: { id: state.installationId, node_id: 'x' },
    pull_request: { ...(payload.pull_request as object), number: pull.number },
    repository: { ...repository, name: repo, owner: { ...repository.owner, login: owner } },
  });
  await deliver(`http://127.0.0.1:${port}/api/github/webhooks`, secret, 'pull_request', payload);
  while (!state.runs.some((run) => run.headSha === pull.headSha && run.status === 'completed'))
    await sleep(50);
}

function momentOf(heading: string, files: Texts): Moment {
  const run = state.runs.findLast((candidate) => candidate.headSha === pull.headSha);
  return {
    heading,
    conclusion: run?.conclusion ?? '',
    title: run?.title ?? '',
    summary: run?.summary ?? '',
    threads: state.comments
      .filter((comment) => comment.inReplyTo === undefined)
      .map((comment) => threadOf(state, comment, files)),
  };
}

function threadOf({ comments, resolved }: State, first: Comment, files: Texts): Thread {
  const { line } = first;
  const lines = (files[first.path] ?? '').toString().split('\n');
  const from = Math.max(0, (first.startLine ?? line ?? 1) - 1 - shownAbove);
  const replies = comments.filter((comment) => comment.inReplyTo === first.id);
  return {
    place: line === undefined ? first.path : `${first.path}:${line}`,
    // What was mended is no longer there.
    lines: resolved.has(first.id)
      ? []
      : lines.slice(from, line ?? 0).map((text, index) => ({ number: from + index + 1, text })),
    comments: [first, ...replies].map(({ body }) => body),
    isResolved: resolved.has(first.id),
  };
}

function readSample(): { base: Record<string, Buffer>; head: Record<string, Buffer> } {
  const repository = join(folder, 'sample');
  const sides = layOutSample(repository);
  const git = (...args: string[]): Buffer => execFileSync('git', args, { cwd: repository });
  const filesOf = (ref: string): Record<string, Buffer> => {
    const paths = git('ls-tree', '-r', '-z', '--name-only', ref).toString().split('\0').filter(Boolean);
    return Object.fromEntries(paths.map((each) => [each, git('show', `${ref}:${each}`)]));
  };
  return { base: filesOf(sides.base), head: filesOf(sides.head) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: free } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return free;
}
