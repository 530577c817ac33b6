import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { testKey } from '../github/app.js';
import { type GitHub, startGitHub } from '../github/server.js';
import { nodeIdOf, tick } from '../github/conversation.js';
import type { Comment, Pull, SaidComment } from '../github/state.js';
import { deliver, examplePayload } from '../github/webhook.js';
import { startProcess, type ServerProcess } from './process.js';
import { type Proxy, startProxy } from './proxy.js';

/** Processes of the server, a stand-in for GitHub, and a proxy between that spoils what they say to each other. */
export interface Fleet {
  readonly github: GitHub;
  readonly proxy: Proxy;
  start(role: 'web' | 'worker' | 'all', env?: Readonly<Record<string, string>>): Promise<ServerProcess>;
  /** Opens a pull request that brings one flaw, onto a branch of its own. */
  open(): Pull;
  /** Pushes a commit without the flaw. */
  fix(pull: Pull): void;
  /** Sends a webhook about a pull request to a process; an id of an earlier one makes it a redelivery. */
  tell(to: ServerProcess, pull: Pull, action: string, how?: TellOptions): Promise<number>;
  /** A person with write permission writes a comment, in the pull request's thread or in its conversation, and a webhook tells of it. */
  say(to: ServerProcess, pull: Pull, body: string, where?: 'thread'): Promise<SaidComment | Comment>;
  /** GitHub tells of it and nobody hears; it lists the delivery as failed. */
  drop(pull: Pull, action: string): void;
  /** Settles when all open pull requests have a completed check on their head, or rejects. */
  settle(milliseconds: number): Promise<void>;
  /** What is wrong with the open pull requests: no check or too many, threads that stand twice. */
  faults(): string[];
  close(): Promise<void>;
}

export interface TellOptions {
  readonly delivery?: string;
  readonly installationId?: number;
}

const failed = 'Review failed';
const secret = ['only', 'for', 'this', 'test'].join('-');
const person = { login: 'alice', type: 'User' };
/** What the analyzers read beside the flaw, for work that takes its time. */
const quiet = 'export const quiet = 1;\n';

export async function startFleet(database: Readonly<Record<string, string>> = {}): Promise<Fleet> {
  const github = await startGitHub();
  const { state } = github;
  const proxy = await startProxy(github.url);
  const folder = mkdtempSync(join(tmpdir(), 'scrutineer-fleet-'));
  const processes = new Set<ServerProcess>();
  const payloads = new Map<string, { pull: Pull; action: string }>();
  const settings = {
    NODE_ENV: 'production',
    APP_ID: String(state.appId),
    PRIVATE_KEY: testKey(),
    WEBHOOK_SECRET: secret,
    GHE_HOST: new URL(proxy.url).host,
    GHE_PROTOCOL: 'http',
    SCRUTINEER_DATA: join(folder, 'data'),
    SCRUTINEER_DEAD_AFTER: '6',
    SCRUTINEER_SWEEP_EVERY: '9999',
    ...database,
  };

  const send = async (
    to: ServerProcess,
    pull: Pull,
    action: string,
    { delivery, installationId = state.installationId }: TellOptions = {},
  ): Promise<number> => {
    const payload = examplePayload('pull_request', action);
    const repository = payload.repository as { owner: object };
    Object.assign(payload, {
      installation: { id: installationId, node_id: 'x' },
      pull_request: { ...(payload.pull_request as object), number: pull.number },
      repository: { ...repository, name: state.repo, owner: { ...repository.owner, login: state.owner } },
    });
    const answer = await deliver(`${to.url}/api/github/webhooks`, secret, 'pull_request', payload, delivery);
    return answer.status;
  };

  /** Sends again what the server asks for, as GitHub does. */
  const redelivery = setInterval(() => {
    const receiver = [...processes].find((each) => each.isAlive());
    for (const guid of receiver ? state.redelivered.splice(0) : []) {
      const known = payloads.get(guid);
      if (known && receiver)
        void send(receiver, known.pull, known.action, { delivery: guid }).catch(() =>
          state.redelivered.push(guid),
        );
    }
  }, 200);

  const say: Fleet['say'] = async (to, pull, body, where) => {
    const facts = { id: state.nextId++, login: 'alice', body, at: tick(state) };
    const opening = state.comments.find((one) => one.pull === pull.number && one.inReplyTo === undefined);
    const comment: SaidComment | Comment =
      where === 'thread' && opening
        ? { ...opening, ...facts, inReplyTo: opening.id }
        : { ...facts, pull: pull.number };
    if ('path' in comment) state.comments.push(comment);
    else state.said.push(comment);
    state.writers.add(facts.login);
    const event = 'path' in comment ? 'pull_request_review_comment' : 'issue_comment';
    const payload = examplePayload(event, 'created');
    const repository = payload.repository as { owner: object };
    Object.assign(payload, {
      installation: { id: state.installationId, node_id: 'x' },
      repository: { ...repository, name: state.repo, owner: { ...repository.owner, login: state.owner } },
      comment: { ...(payload.comment as object), node_id: nodeIdOf(comment), body, user: person },
      ...('path' in comment
        ? { pull_request: { ...(payload.pull_request as object), number: pull.number } }
        : { issue: { ...(payload.issue as object), number: pull.number, pull_request: { url: 'x' } } }),
    });
    const { status } = await deliver(`${to.url}/api/github/webhooks`, secret, event, payload);
    if (status !== 202) throw new Error(`The comment was answered with ${status}.`);
    return comment;
  };

  /** A review that failed stands on its check run until the queue tries again. */
  const isDone = (pull: Pull): boolean =>
    runsOf(pull).some(
      ({ status, conclusion, title }) =>
        status === 'completed' && conclusion !== 'cancelled' && title !== failed,
    );
  const runsOf = (pull: Pull) =>
    state.runs.filter((run) => run.externalId === `pull-${pull.number}` && run.headSha === pull.headSha);
  /** Of the App's own no webhook tells. */
  const openPulls = (): Pull[] =>
    [...state.pulls.values()].filter((pull) => pull.state === 'OPEN' && pull.author === undefined);

  return {
    github,
    proxy,
    start: async (role, env = {}) => {
      const started = await startProcess(role, { ...settings, ...env }, folder);
      processes.add(started);
      return started;
    },
    open: () => {
      const number = state.pulls.size + 1;
      const baseRef = `base-${number}`;
      const baseSha = state.git.commit({ 'server.js': listing("'ls'"), 'quiet.js': quiet });
      state.branches.set(baseRef, baseSha);
      const flawed = {
        'server.js': listing("'ls ' + request.query.folder"),
        'quiet.js': `${quiet}// ${number}\n`,
      };
      const headSha = state.git.commit(flawed, baseSha);
      const pull: Pull = { number, headSha, baseRef, baseSha, state: 'OPEN' };
      state.pulls.set(number, pull);
      return pull;
    },
    fix: (pull) => {
      const fixed = { 'server.js': listing("'ls'"), 'quiet.js': `${quiet}// ${pull.number} fixed\n` };
      pull.headSha = state.git.commit(fixed, pull.headSha);
    },
    tell: send,
    say,
    drop: (pull, action) => {
      const guid = randomUUID();
      payloads.set(guid, { pull, action });
      const at = new Date(Date.now() - 60_000).toISOString();
      state.deliveries.push({ id: state.nextId++, guid, at, status: 502 });
    },
    settle: async (milliseconds) => {
      const until = Date.now() + milliseconds;
      while (!openPulls().every(isDone)) {
        if (Date.now() > until) {
          const left = openPulls().filter((pull) => !isDone(pull));
          const said = left.map((pull) => `#${pull.number} ${runsOf(pull)[0]?.summary ?? ''}`);
          const logs = [...processes].map((each) => each.log().slice(-3000)).join('\n');
          throw new Error(`Not done: ${said.join()}\n${logs}`);
        }
        await sleep(100);
      }
    },
    faults: () => [
      ...github.violations,
      ...openPulls().flatMap((pull) => {
        const runs = runsOf(pull);
        const threads = state.comments.filter(
          (comment) => comment.pull === pull.number && comment.inReplyTo === undefined,
        );
        const statuses = runs.map(({ status, conclusion }) => `${status}/${conclusion ?? '-'}`).join();
        return [
          ...(runs.length === 1 && isDone(pull) ? [] : [`#${pull.number} has check runs: ${statuses}`]),
          ...(threads.length <= 1 ? [] : [`#${pull.number} has ${threads.length} threads`]),
          ...(runs[0]?.conclusion === 'failure' && threads.length !== 1
            ? [`#${pull.number} has no thread`]
            : []),
        ];
      }),
    ],
    close: async () => {
      clearInterval(redelivery);
      await Promise.all([...processes].map((each) => each.kill()));
      await proxy.close();
      await github.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

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
