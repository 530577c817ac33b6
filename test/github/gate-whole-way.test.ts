import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { install, type Installation } from '../support/github/app.js';
import type { Files } from '../support/github/git-objects.js';
import type { Call, Fault } from '../support/github/server.js';
import type { Pull } from '../support/github/state.js';

let app: Installation;

beforeEach(async () => {
  app = await install({ timeLimitMilliseconds: 3000 });
});

afterEach(async () => {
  const { violations } = app.github;
  await app.close();
  expect(violations).toEqual([]);
});

const config = '.github/scrutineer.yml';
const baseline = '.github/scrutineer-baseline.json';
const clean: Files = { 'a.js': 'ok;\n' };
const flawed: Files = { 'a.js': 'FLAW-high one;\n' };
/** GraphQL gives it cut, so that it is fetched by itself. */
const long: Files = { 'a.js': 'x'.repeat(600_000) };

interface Case {
  readonly base?: Files;
  /** All of the head side. */
  readonly head?: Files;
  readonly pull?: Partial<Pull>;
  readonly before?: (pull: Pull) => void;
  readonly fault?: Watch;
}

type Watch = (call: Call, count: number, pull: Pull) => Fault | undefined;

const on = (part: string, fault: Fault): Watch => {
  return ({ operation, body }) =>
    operation.includes(part) || JSON.stringify(body ?? '').includes(part) ? fault : undefined;
};
/** Does something when the changed files are asked for, once. */
const during = (change: (pull: Pull) => void): Watch => {
  let isDone = false;
  return ({ operation }, _, pull) => {
    if (operation.includes('/compare/') && !isDone) {
      isDone = true;
      change(pull);
    }
    return undefined;
  };
};
const state = () => app.github.state;
const inAnHour = String(Math.floor(Date.now() / 1000) + 3600);
const limited: Fault = {
  status: 403,
  message: 'API rate limit exceeded',
  headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inAnHour },
};
const setOrganization = (text: string): void =>
  void state().others.set('octo-org/.github', state().git.commit({ [config]: text }));
const acceptsAll = (rules: string): Files => ({
  [config]: `ignore: [{ rules: [${rules}], reason: Known. }]\n`,
});

const table: readonly [string, Case, string, string][] = [
  ['a clean change', { head: clean }, 'success', 'No findings'],
  ['a flaw', { head: flawed }, 'failure', '1 high'],
  ['no change', {}, 'neutral', 'Nothing to review'],
  ['documents alone', { head: { 'README.txt': 'x\n' } }, 'neutral', 'Nothing to review'],
  ['deletions alone', { base: flawed, head: {} }, 'success', 'No findings'],
  ['deletions of documents', { base: { 'README.txt': 'x\n' }, head: {} }, 'neutral', 'Nothing to review'],
  ['a crash of an analyzer', { head: { 'a.js': 'CRASH\n' } }, 'failure', 'No findings, review incomplete'],
  ['an analyzer that hangs', { head: { 'a.js': 'HANG\n' } }, 'failure', 'Review timed out'],
  [
    'one blob that GitHub fails to give',
    { head: { ...clean, ...long }, fault: on('/git/blobs/', { status: 502 }) },
    'failure',
    'No findings, review incomplete',
  ],
  [
    'a blob that GitHub blocks',
    { head: { ...clean, ...long }, fault: on('/git/blobs/', { status: 403 }) },
    'failure',
    'No findings, review incomplete',
  ],
  [
    'trees that GitHub fails to give',
    { head: { ...clean, ...long }, fault: on('/git/trees/', { status: 500 }) },
    'failure',
    'No findings, review incomplete',
  ],
  [
    'a comparison that GitHub fails to give',
    { head: clean, fault: on('/compare/', { status: 500 }) },
    'failure',
    'Review failed',
  ],
  [
    'a base that is not there',
    { head: clean, fault: on('/compare/', { status: 404 }) },
    'failure',
    'Review failed',
  ],
  [
    'files that GraphQL fails to give, and REST gives',
    { head: clean, fault: on('query Files', { status: 502 }) },
    'success',
    'No findings',
  ],
  [
    'files that nobody gives',
    {
      head: clean,
      fault: ({ operation, body }) =>
        operation.includes('/git/') || JSON.stringify(body ?? '').includes('query Files')
          ? { status: 502 }
          : undefined,
    },
    'failure',
    'No findings, review incomplete',
  ],
  [
    'threads that GitHub fails to give',
    { head: clean, fault: on('query Threads', { status: 403 }) },
    'failure',
    'Review failed',
  ],
  [
    'a rate limit for a second',
    {
      head: clean,
      fault: ({ operation }, count) =>
        operation.includes('/compare/') && count < 5
          ? { status: 429, headers: { 'retry-after': '1' } }
          : undefined,
    },
    'success',
    'No findings',
  ],
  [
    'a review that GitHub refuses',
    { head: flawed, fault: on('/reviews', { status: 422 }) },
    'failure',
    '1 high',
  ],
  [
    'annotations that GitHub refuses',
    {
      base: { [config]: 'report: { comment-from: none }\n' },
      head: flawed,
      fault: on('"annotations":[{', { status: 422 }),
    },
    'failure',
    '1 high',
  ],
  [
    'a force-push in mid-review',
    {
      head: clean,
      fault: during((pull) => {
        pull.headSha = state().git.commit(flawed, state().branches.get('main') ?? '');
      }),
    },
    'failure',
    '1 high',
  ],
  [
    'a base branch that moves in mid-review',
    {
      head: flawed,
      fault: during(() => {
        state().branches.set(
          'main',
          state().git.commit({ [config]: 'rules: { flaw-high: off }\n' }, state().branches.get('main') ?? ''),
        );
      }),
    },
    'failure',
    '1 high',
  ],
  [
    'a pull request that is closed in mid-review',
    {
      head: flawed,
      fault: during((pull) => {
        pull.state = 'CLOSED';
      }),
    },
    'failure',
    '1 high',
  ],
  [
    'a base branch that is gone',
    { head: clean, before: () => state().branches.delete('main') },
    'failure',
    'No findings, configuration error',
  ],
  [
    'a broken configuration',
    { base: { [config]: 'rulez: 1\n' }, head: clean },
    'failure',
    'No findings, configuration error',
  ],
  [
    'a configuration that is a link',
    { base: { [config]: { symlink: 'x' } }, head: clean },
    'failure',
    'No findings, configuration error',
  ],
  [
    'a configuration that is no text',
    { base: { [config]: new Uint8Array([0, 1]) }, head: clean },
    'failure',
    'No findings, configuration error',
  ],
  [
    'a configuration that is too long',
    { base: { [config]: `# ${'x'.repeat(600_000)}` }, head: clean },
    'failure',
    'No findings, configuration error',
  ],
  [
    'a broken baseline',
    { base: { [baseline]: '{' }, head: clean },
    'failure',
    'No findings, configuration error',
  ],
  [
    'a broken configuration of the organization',
    { head: clean, before: () => setOrganization('rulez: 1') },
    'failure',
    'No findings, configuration error',
  ],
  [
    'a rule that is off and locked on',
    {
      base: { [config]: 'rules: { flaw-high: off }\n' },
      head: flawed,
      before: () => setOrganization('lock: [rules.flaw-high]'),
    },
    'failure',
    '1 high',
  ],
  [
    'an ignored flaw that is locked',
    { base: acceptsAll('flaw-high'), head: flawed, before: () => setOrganization('lock: [rules]') },
    'failure',
    '1 high',
  ],
  ['flaws that are all ignored', { base: acceptsAll('flaw-high'), head: flawed }, 'success', 'No findings'],
  [
    'a change that is all out of scope',
    { base: { [config]: 'scope: { include: [src/] }\n' }, head: flawed },
    'neutral',
    'Nothing to review',
  ],
  [
    'a scope that is locked',
    {
      base: { [config]: 'scope: { include: [src/] }\n' },
      head: flawed,
      before: () => setOrganization('lock: [scope]'),
    },
    'failure',
    '1 high',
  ],
  [
    'an incomplete review where that is neutral',
    {
      base: { [config]: 'report: { on-incomplete: neutral }\n' },
      head: { 'a.js': 'CRASH\n', 'b.js': 'ok;\n' },
    },
    'neutral',
    'No findings, review incomplete',
  ],
  [
    'a failed review where what is incomplete is neutral',
    {
      base: { [config]: 'report: { on-incomplete: neutral }\n' },
      head: clean,
      fault: on('/compare/', { status: 500 }),
    },
    'failure',
    'Review failed',
  ],
  [
    'a draft that is left out',
    { base: { [config]: 'review: { drafts: false }\n' }, head: flawed, pull: { isDraft: true } },
    'neutral',
    'Left out by the configuration',
  ],
];

describe('the gate, from webhook to check run,', () => {
  it.each(table)('of %s', async (_, facts, conclusion, title) => {
    const { base = {}, head = {}, before, fault } = facts;
    const pull = app.open(base, {});
    if (Object.keys(head).length > 0 || Object.keys(base).some((path) => !path.startsWith('.github')))
      app.push(pull, {
        ...Object.fromEntries(Object.entries(base).filter(([path]) => path.startsWith('.github'))),
        ...head,
      });
    Object.assign(pull, facts.pull);
    before?.(pull);
    if (fault) {
      let count = 0;
      app.github.fault = (call) => fault(call, ++count, pull);
    }
    await app.deliver(pull, 'pull_request', 'opened');
    const { runs } = state();
    expect(runs.at(-1)).toMatchObject({ headSha: pull.headSha, status: 'completed', conclusion, title });
    // One for each head, and the older of them never green.
    for (const run of runs.slice(0, -1)) expect(run.conclusion).toBe('cancelled');
    expect(runs.map((run) => run.conclusion)).not.toContain('action_required');
    // Nobody reads in a public check what an error of ours or of GitHub's says.
    expect(runs.at(-1)?.summary).not.toMatch(/Fault|documentation_url|127\.0\.0\.1|rate limit/);
  });

  it('of a rate limit until later: the queue takes the review up again when it is over', async () => {
    const pull = app.open({}, clean);
    const fault = on('/compare/', limited);
    app.github.fault = (call) => fault(call, 1, pull);
    await app.deliver(pull, 'pull_request', 'opened');
    expect(state().runs).toMatchObject([{ status: 'in_progress', conclusion: null }]);
  });

  it('of a server that stops in mid-review', async () => {
    const pull = app.open({}, { 'a.js': 'HANG\n' });
    const delivered = app.deliver(pull, 'pull_request', 'opened');
    while (state().runs.length === 0) await sleep(5);
    await app.stop();
    await delivered;
    // Whoever gets the job next goes on with it.
    expect(state().runs).toMatchObject([{ status: 'in_progress' }]);
    expect(state().runs[0]?.conclusion ?? null).toBeNull();
  });
});
