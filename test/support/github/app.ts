import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Probot } from 'probot';
import { type AppOptions, createApp } from '../../../src/github/app.js';
import { ScrutineerOctokit } from '../../../src/github/octokit.js';
import type { Job } from '../../../src/github/queue.js';
import { createAccess, type GitHubAccess } from '../../../src/github/access.js';
import { createReceiver } from '../../../src/github/receiver.js';
import type { Analyzer } from '../../../src/model/analyzer.js';
import type { LedgerEntry } from '../../../src/model/decision.js';
import type { PullOf, PullTurn, ReviewEntry } from '../../../src/model/ledger.js';
import { unwatched } from '../../../src/model/watch.js';
import { renderCodeScanning } from '../../../src/reporters/sarif.js';
import { markerAnalyzer } from '../marker-analyzer.js';
import { createMemoryQueue, type MemoryQueue } from '../memory-queue.js';
import { nodeIdOf, tick } from './conversation.js';
import type { Files } from './git-objects.js';
import { type GitHub, startGitHub } from './server.js';
import type { Comment, Pull, SaidComment } from './state.js';
import { deliver, examplePayload } from './webhook.js';

/** The App over HTTP on the loopback interface, before a stand-in for GitHub. */
export interface Installation {
  readonly github: GitHub;
  /** Opens a pull request from a commit with `head` onto a branch with `base`; files in both are merged. */
  open(base: Files, head: Files, baseRef?: string): Pull;
  /** Pushes a commit with exactly these files. */
  push(pull: Pull, files: Files): void;
  /** Makes the commit that a merge queue would check: the pull request merged onto a commit, or onto its base branch. */
  enqueue(pull: Pull, baseSha?: string): Group;
  /** As `deliver`, about a group of a merge queue. */
  deliverGroup(group: Group, event: string, action: string): Promise<Response>;
  /** Delivers a webhook about a pull request, and waits until all that follows from it is done. */
  deliver(pull: Pull, event: string, action: string, how?: Delivery): Promise<Response>;
  /** Writes a comment in the conversation, or with `thread` in that thread, and delivers its webhook. */
  say(pull: Pull, login: string, body: string, how?: Saying): Promise<SaidComment | Comment>;
  /** Delivers the webhook of a comment again, as of `say`. */
  tell(
    pull: Pull,
    comment: SaidComment | Comment,
    action?: string,
    how?: { isIssue: boolean },
  ): Promise<Response>;
  /** Pushes a button of the pull request's check run. */
  press(pull: Pull, login: string, identifier: string): Promise<Response>;
  /** Delivers the webhook of an installation, or of repositories that are added to it. */
  greet(event: 'installation' | 'installation_repositories', how?: { delivery?: string }): Promise<Response>;
  /** Sweeps, and waits until all that follows from it is done. */
  sweep(): Promise<void>;
  readonly access: GitHubAccess;
  /** What waits and runs. */
  readonly queue: MemoryQueue<Job>;
  /** What the App takes for the time. */
  now: Date;
  /** What reached the ledger. */
  readonly ledger: readonly LedgerEntry[];
  readonly reviews: readonly ReviewEntry[];
  readonly turns: readonly PullTurn[];
  /** What the ledger says of when findings came in. */
  readonly introduced: Map<string, string>;
  /** In which pull requests an acceptance has ended, by the ledger. */
  expired: (account: string, today: string) => readonly PullOf[];
  /** Whether the configuration is what the ledger had last. */
  knowsConfiguration: boolean;
  /** It takes no reviews. */
  isLedgerAway: boolean;
  /** Stops the App at once, as a shutdown without grace does. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export interface Saying {
  /** The first comment of the thread. */
  readonly thread?: Comment | undefined;
  /** It was edited before anything came of it. */
  readonly isEdited?: boolean;
}

export type Payload = Record<string, unknown> & {
  pull_request?: Record<string, unknown>;
  check_run?: Record<string, unknown>;
  check_suite?: Record<string, unknown>;
  merge_group?: Record<string, unknown>;
  comment?: Record<string, unknown> & { user?: object };
  issue?: Record<string, unknown>;
  sender?: object;
};

/** A group of a merge queue, in the words of its webhook. */
export interface Group {
  readonly head_sha: string;
  readonly head_ref: string;
  readonly base_sha: string;
  readonly base_ref: string;
}

export interface Delivery {
  readonly change?: (payload: Payload) => void;
  /** Instead of the right one. */
  readonly secret?: string;
  /** The same one makes it a redelivery. */
  readonly delivery?: string;
}

export interface InstallationOptions {
  /** What the App logs with, as the server does; silent without. */
  readonly logger?: Probot['log'];
  readonly analyzers?: readonly Analyzer[];
  readonly advised?: AppOptions['advised'];
  readonly timeLimitMilliseconds?: number;
  readonly isOnboarding?: boolean;
  /** What is logged, as it is given to the logger; nothing is without it. */
  readonly log?: (...logged: unknown[]) => void;
}

export async function install(options: InstallationOptions = {}): Promise<Installation> {
  const github = await startGitHub();
  const { state } = github;
  const clock = {
    now: new Date('2026-05-04T12:00:00Z'),
    isLedgerAway: false,
    knowsConfiguration: true,
    introduced: new Map<string, string>(),
    expired: ((): readonly PullOf[] => []) as (account: string, today: string) => readonly PullOf[],
  };
  const reviews: ReviewEntry[] = [];
  const turns: PullTurn[] = [];
  const entries = new Map<string, LedgerEntry>();
  const queue = createMemoryQueue<Job>();
  const app = createApp({
    appId: state.appId,
    renderResults: (report, rules, most) => renderCodeScanning(report, rules, '1.2.3', most),
    queue,
    ledger: {
      record: async (entry) => void entries.set(entry.id, entry),
      review: async (entry) => {
        if (clock.isLedgerAway) throw new Error('The ledger is away.');
        reviews.push(entry);
      },
      turn: async (entry) => void turns.push(entry),
      knowsConfiguration: async () => clock.knowsConfiguration,
      expired: async (account, today) => clock.expired(account, today),
      introduced: async () => clock.introduced,
    },
    analyzers: options.analyzers ?? [markerAnalyzer()],
    advised: options.advised,
    now: () => clock.now,
    isOnboarding: options.isOnboarding ?? false,
    ...(options.timeLimitMilliseconds !== undefined && {
      timeLimitMilliseconds: options.timeLimitMilliseconds,
    }),
  });
  const secret = ['webhook', 'for', 'tests'].join('-');
  const probot = new Probot({
    appId: state.appId,
    privateKey: testKey(),
    secret,
    baseUrl: `${github.url}/api/v3`,
    // Nobody waits for a stand-in to come round.
    Octokit: ScrutineerOctokit.defaults({ retry: { retryAfterBaseValue: 1 } }),
    ...(options.logger ? { log: options.logger } : { logLevel: 'silent' as 'fatal' }),
    ...(options.log && { log: listenTo(options.log) }),
  });
  await probot.load(app.load, { cwd: process.cwd(), addHandler: () => undefined });
  queue.work = app.work(probot);
  const sweep = app.sweep(probot);
  const taken = new Set<string>();
  const receive = createReceiver(probot, probot.log);
  const server = createServer((request, response) => void receive(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/github/webhooks`;

  const send = async (event: string, payload: Payload, how: Delivery = {}): Promise<Response> => {
    const answer = await deliver(address, how.secret ?? secret, event, payload, how.delivery);
    await queue.idle();
    return answer;
  };

  const tell: Installation['tell'] = async (pull, comment, action = 'created', how) => {
    const event = 'path' in comment ? 'pull_request_review_comment' : 'issue_comment';
    const payload = payloadFor(github, event, action);
    describeComment(payload, pull, comment, event);
    if (how?.isIssue) delete payload.issue?.pull_request;
    return send(event, payload);
  };

  return {
    github,
    open: (base, head, baseRef = 'main') => {
      const baseSha = state.git.commit(base);
      state.branches.set(baseRef, baseSha);
      const headSha = state.git.commit({ ...base, ...head }, baseSha);
      const pull: Pull = { number: state.pulls.size + 1, headSha, baseRef, baseSha, state: 'OPEN' };
      state.pulls.set(pull.number, pull);
      return pull;
    },
    push: (pull, files) => {
      pull.headSha = state.git.commit(files, pull.headSha);
    },
    enqueue: (pull, baseSha = state.branches.get(pull.baseRef) ?? '') => ({
      head_sha: state.git.merge(baseSha, pull.headSha),
      head_ref: `refs/heads/gh-readonly-queue/${pull.baseRef}/pr-${pull.number}-${baseSha}`,
      base_sha: baseSha,
      base_ref: `refs/heads/${pull.baseRef}`,
    }),
    deliver: async (pull, event, action, how = {}) => {
      const payload = payloadFor(github, event, action);
      describePull(github, payload, pull, event);
      how.change?.(payload);
      return send(event, payload, how);
    },
    deliverGroup: async (group, event, action) => {
      const payload = payloadFor(github, event, action);
      describeGroup(github, payload, group, event);
      return send(event, payload);
    },
    say: async (pull, login, body, { thread, isEdited = false } = {}) => {
      const facts = { id: state.nextId++, login, body, at: tick(state), isEdited };
      const comment = thread
        ? { ...thread, ...facts, inReplyTo: thread.id }
        : { ...facts, pull: pull.number };
      if ('path' in comment) state.comments.push(comment);
      else state.said.push(comment);
      await tell(pull, comment);
      return comment;
    },
    tell,
    press: async (pull, login, identifier) => {
      const payload = payloadFor(github, 'check_run', 'requested_action');
      describePull(github, payload, pull, 'check_run');
      payload.requested_action = { identifier };
      payload.sender = { ...payload.sender, ...userOf(login) };
      return send('check_run', payload);
    },
    greet: async (event, how = {}) => {
      const isNew = event === 'installation';
      const payload: Payload = examplePayload(event, isNew ? 'created' : 'added');
      const { owner, repo } = state;
      const repository = { id: 1, node_id: 'R_1', name: repo, full_name: `${owner}/${repo}`, private: true };
      payload[isNew ? 'repositories' : 'repositories_added'] = [repository];
      payload.installation = { ...(payload.installation as object), id: state.installationId };
      return send(event, payload, how);
    },
    sweep: async () => {
      await sweep({
        goOn: async () => undefined,
        takeOnce: async (id) => !taken.has(id) && Boolean(taken.add(id)),
        giveBack: async (id) => void taken.delete(id),
      });
      await queue.idle();
    },
    access: createAccess(probot, unwatched),
    queue,
    get now() {
      return clock.now;
    },
    set now(now) {
      clock.now = now;
    },
    reviews,
    turns,
    introduced: clock.introduced,
    set expired(expired: (account: string, today: string) => readonly PullOf[]) {
      clock.expired = expired;
    },
    set knowsConfiguration(isKnown: boolean) {
      clock.knowsConfiguration = isKnown;
    },
    set isLedgerAway(isAway: boolean) {
      clock.isLedgerAway = isAway;
    },
    get ledger() {
      return [...entries.values()];
    },
    stop: () => queue.stop(),
    close: async () => {
      await queue.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await github.close();
    },
  };
}

function payloadFor({ state }: GitHub, event: string, action: string): Payload {
  const payload: Payload = examplePayload(event, action);
  const repository = payload.repository as Record<string, unknown> & { owner: object };
  payload.installation = { id: state.installationId, node_id: 'x' };
  payload.repository = {
    ...repository,
    name: state.repo,
    full_name: `${state.owner}/${state.repo}`,
    owner: { ...repository.owner, login: state.owner },
  };
  return payload;
}

function describeGroup({ state }: GitHub, payload: Payload, group: Group, event: string): void {
  const { head_sha } = group;
  if (event === 'merge_group') payload.merge_group = { ...payload.merge_group, ...group };
  if (event === 'check_run') {
    const run = state.runs.findLast((candidate) => candidate.headSha === head_sha);
    const facts = { name: 'Scrutineer', external_id: run?.externalId ?? '', head_sha };
    payload.check_run = { ...payload.check_run, ...facts, pull_requests: [] };
  }
  if (event === 'check_suite') payload.check_suite = { ...payload.check_suite, head_sha, pull_requests: [] };
}

function describeComment(payload: Payload, pull: Pull, comment: SaidComment | Comment, event: string): void {
  const { body, login } = comment;
  const user = userOf(login);
  payload.comment = {
    ...payload.comment,
    node_id: nodeIdOf(comment),
    body,
    user: { ...payload.comment?.user, ...user },
  };
  payload.sender = { ...payload.sender, ...user };
  if (event === 'issue_comment')
    payload.issue = { ...payload.issue, number: pull.number, pull_request: { url: 'x' } };
  else payload.pull_request = { ...payload.pull_request, number: pull.number };
}

function userOf(login: string): { login: string; type: string } {
  return { login, type: login.endsWith('[bot]') ? 'Bot' : 'User' };
}

function describePull({ state }: GitHub, payload: Payload, pull: Pull, event: string): void {
  if (event === 'pull_request') {
    payload.number = pull.number;
    // The payload of a late delivery is stale: nothing of it but the number may be used.
    payload.pull_request = { ...payload.pull_request, number: pull.number };
  }
  if (event === 'check_run') {
    const run = state.runs.findLast((candidate) => candidate.externalId === `pull-${pull.number}`);
    const facts = { name: 'Scrutineer', external_id: run?.externalId ?? '', head_sha: pull.headSha };
    payload.check_run = { ...payload.check_run, ...facts, pull_requests: [] };
  }
  if (event === 'check_suite')
    payload.check_suite = { ...payload.check_suite, head_sha: pull.headSha, pull_requests: [] };
}

let key: string | undefined;

/** Made anew for each run of the tests: no key stands in the repository. */
export function testKey(): string {
  key ??= generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
  return key;
}

/** A logger that hands everything on, whatever its level. */
function listenTo(log: (...logged: unknown[]) => void): Probot['log'] {
  const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'].map((level) => [level, log]);
  const logger: Record<string, unknown> = { ...Object.fromEntries(levels), level: 'trace' };
  logger.child = () => logger;
  return logger as unknown as Probot['log'];
}
