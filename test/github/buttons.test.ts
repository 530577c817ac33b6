import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { baselinePath, parseBaseline } from '../../src/config/baseline.js';
import { install, type Installation } from '../support/github/app.js';
import type { Pull, Run, State } from '../support/github/state.js';

let app: Installation;
let state: State;

beforeEach(async () => {
  app = await install();
  state = app.github.state;
  state.writers.add('alice');
});

afterEach(async () => {
  const { violations } = app.github;
  await app.close();
  expect(violations).toEqual([]);
});

const two = { 'a.js': 'FLAW-high one;\n', 'b.js': 'FLAW-low two;\n' };
const branch = 'scrutineer/baseline-for-1';

async function open(base = {}, head: Record<string, string> = two): Promise<Pull> {
  const pull = app.open(base, head);
  await app.deliver(pull, 'pull_request', 'opened');
  return pull;
}

const run = (): Run | undefined => state.runs.at(-1);
const baselinePulls = (): Pull[] => [...state.pulls.values()].filter((pull) => pull.headRef === branch);
/** The baseline on a branch. */
function baselineOn(name: string) {
  const entry = state.git.tree(state.branches.get(name) ?? '').get(baselinePath);
  if (!entry) return undefined;
  const { baseline, problems } = parseBaseline(state.git.blob(entry.sha).toString());
  expect(problems).toEqual([]);
  return [...baseline.values()];
}
const answer = (): string => state.said.at(-1)?.body.replace(/^<!--.*?-->\n/, '') ?? '';

describe('the buttons of a check run', () => {
  it('are those that make sense', async () => {
    await open();
    expect(run()?.buttons).toEqual(['review', 'baseline', 'report']);
    await open({}, { 'a.js': 'sound;\n' });
    expect(run()?.buttons).toEqual(['review']);
  });

  it('review again, under the same check run', async () => {
    const pull = await open();
    app.github.calls.length = 0;
    await app.press(pull, 'alice', 'review');
    expect(state.runs).toHaveLength(1);
    expect(app.github.calls.some(({ operation }) => operation.includes('/compare/'))).toBe(true);
  });

  it('show the report on the page of the check run, until the next review', async () => {
    const pull = await open();
    expect(run()?.text).toBeNull();
    await app.press(pull, 'reader', 'report');
    expect(run()?.text).toContain('Flaw of high severity');
    expect(run()?.text).toContain('enters here');
    expect(run()).toMatchObject({ conclusion: 'failure', title: '1 high, 1 low' });
    expect(state.said).toEqual([]);
  });

  it('show of a very long report as much as GitHub has room for', async () => {
    const many = Array.from({ length: 400 }, (_, index) => `FLAW-low f${index};\n`).join('');
    const pull = await open({}, { 'a.js': `${many}FLAW-high one;\n` });
    await app.press(pull, 'alice', 'report');
    expect(run()?.text).toContain('Flaw of high severity');
    expect(run()?.text).toMatch(/\d+ more of lower rank left out/);
  });

  it.each(['', 'else', 'review2'])('of the name “%s” do nothing', async (name) => {
    const pull = await open();
    app.github.calls.length = 0;
    await app.press(pull, 'alice', name);
    expect(app.github.calls).toEqual([]);
  });
});

describe.each(['the command', 'the button'])('a baseline by %s', (way) => {
  const ask = async (pull: Pull, login = 'alice'): Promise<void> => {
    if (way === 'the button') await app.press(pull, login, 'baseline');
    else await app.say(pull, login, '/scrutineer baseline');
  };

  it('opens one pull request that accepts what is left, and nothing before it is merged', async () => {
    const pull = await open({ 'z.js': 'sound;\n' });
    await ask(pull);
    expect(baselinePulls()).toMatchObject([
      { baseRef: 'main', author: 'scrutineer-test[bot]', title: 'Accept findings of #1 as baseline' },
    ]);
    expect(baselinePulls()[0]?.body).toContain('alice asked to accept what was found in #1');
    expect(baselineOn(branch)).toMatchObject([
      { rule: 'flaw-high', path: 'a.js', reason: 'Accepted by alice in pull request 1.', date: '2026-05-04' },
      { rule: 'flaw-low', path: 'b.js' },
    ]);
    expect([...state.git.tree(state.branches.get(branch) ?? '').keys()].sort()).toEqual([
      baselinePath,
      'z.js',
    ]);
    expect(app.ledger.map(({ kind, by }) => [kind, by])).toEqual([
      ['baseline', 'alice'],
      ['baseline', 'alice'],
    ]);
    await app.deliver(pull, 'pull_request', 'synchronize');
    expect(run()?.conclusion).toBe('failure');
    state.branches.set('main', state.branches.get(branch) ?? '');
    await app.deliver(pull, 'pull_request', 'synchronize');
    expect(run()).toMatchObject({ conclusion: 'success', title: 'No findings' });
  });

  it('asked for again adds what is new to the one that is open, on top of what people did there', async () => {
    const pull = await open();
    await ask(pull);
    const first = baselinePulls()[0];
    const edited = baselineOn(branch)?.map((entry) => ({ ...entry, reason: 'A person says why.' })) ?? [];
    const text = JSON.stringify({ version: 1, findings: edited });
    const head = state.git.commit({ [baselinePath]: text }, state.branches.get(branch) ?? '');
    state.branches.set(branch, head);
    await ask(pull);
    expect(state.branches.get(branch)).toBe(head);
    app.push(pull, { ...two, 'c.js': 'FLAW-low three;\n' });
    await ask(pull);
    expect(baselinePulls()).toEqual([first]);
    expect(baselineOn(branch)?.map(({ path, reason }) => [path, reason])).toEqual([
      ['a.js', 'A person says why.'],
      ['b.js', 'A person says why.'],
      ['c.js', 'Accepted by alice in pull request 1.'],
    ]);
  });

  it('keeps what the base branch has, and begins anew after it was closed', async () => {
    const entry = {
      fingerprint: 'f'.repeat(32),
      rule: 'flaw-low',
      path: 'x.js',
      reason: 'Old.',
      date: '2026-01-01',
    };
    const pull = await open({ [baselinePath]: JSON.stringify({ version: 1, findings: [entry] }) });
    await ask(pull);
    const [first] = baselinePulls();
    if (!first) throw new Error('No pull request was opened.');
    first.state = 'CLOSED';
    await ask(pull);
    expect(baselinePulls().map((one) => one.state)).toEqual(['CLOSED', 'OPEN']);
    expect(baselineOn(branch)?.map(({ path }) => path)).toEqual(['a.js', 'b.js', 'x.js']);
  });

  it('is refused where its branch has commits of people and no pull request', async () => {
    const pull = await open();
    await ask(pull);
    const [first] = baselinePulls();
    if (!first) throw new Error('No pull request was opened.');
    first.state = 'CLOSED';
    const theirs = state.git.commit({ 'mine.js': 'sound;\n' }, state.branches.get(branch) ?? '');
    state.branches.set(branch, theirs);
    await app.say(pull, 'alice', '/scrutineer baseline');
    expect(answer()).toContain('has commits that are not of this App');
    expect(state.branches.get(branch)).toBe(theirs);
    expect(baselinePulls()).toHaveLength(1);
  });

  it('is refused to whoever has no write permission', async () => {
    const pull = await open();
    await ask(pull, 'reader');
    expect(state.branches.has(branch)).toBe(false);
    expect(baselinePulls()).toEqual([]);
    expect(app.ledger).toEqual([]);
  });

  it.each([0, 1, 2])('is opened once although the answer to write %i got lost', async (which) => {
    const pull = await open();
    let writes = 0;
    app.github.fault = ({ body }) => {
      const { query = '' } = (body ?? {}) as { query?: string };
      const isWrite = /createRef|updateRef|createCommitOnBranch|createPullRequest/.test(query);
      return isWrite && writes++ === which ? 'lose-answer' : undefined;
    };
    await ask(pull);
    expect(writes).toBeGreaterThan(which);
    expect(baselinePulls()).toHaveLength(1);
    expect(baselineOn(branch)).toHaveLength(2);
  });

  it('takes no pull request of a person or of another fork for its own', async () => {
    const pull = await open();
    state.branches.set(branch, state.branches.get('main') ?? '');
    for (const facts of [{ author: 'mallory' }, { author: 'scrutineer-test[bot]', fork: 'mallory' }]) {
      const number = state.pulls.size + 1;
      state.pulls.set(number, {
        number,
        headSha: pull.headSha,
        headRef: branch,
        baseRef: 'other',
        state: 'OPEN',
        ...facts,
      });
    }
    await ask(pull);
    expect(baselinePulls().filter((one) => one.title)).toHaveLength(1);
  });
});

describe('a baseline', () => {
  it('takes the reason of the command, as text', async () => {
    const pull = await open();
    await app.say(pull, 'alice', '/scrutineer baseline Old code, see @octocat.');
    expect(baselineOn(branch)?.map(({ reason }) => reason)).toEqual(Array(2).fill('Old code, see @octocat.'));
    expect(answer()).toBe('#2 accepts 2 findings, once it is merged.');
  });

  it('leaves out what is ignored or withheld, and what the organization locks', async () => {
    state.others.set(
      'octo-org/.github',
      state.git.commit({ '.github/scrutineer.yml': 'lock: [rules.flaw-low]\n' }),
    );
    const pull = await open({}, { ...two, 'c.js': 'FLAW-high three;\n' });
    await app.say(pull, 'alice', '/scrutineer ignore It is a test.', { thread: state.comments[0] });
    await app.say(pull, 'alice', '/scrutineer baseline');
    expect(baselineOn(branch)?.map(({ path }) => path)).toEqual(['c.js']);
    expect(answer()).toBe(
      '#2 accepts 1 finding, once it is merged. 1 finding of rules that the organization locks stay.',
    );
  });

  it.each<[string, () => void, RegExp]>([
    ['the App may not write contents', () => (state.contents = 'read'), /^GitHub did not let this App write/],
    [
      'the baseline of the base branch has errors',
      () =>
        state.branches.set(
          'main',
          state.git.commit({ [baselinePath]: '{' }, state.branches.get('main') ?? ''),
        ),
      /has errors there/,
    ],
  ])('is refused when %s', async (_, change, text) => {
    const pull = await open();
    change();
    await app.say(pull, 'alice', '/scrutineer baseline');
    expect(answer()).toMatch(text);
    expect(baselinePulls()).toEqual([]);
  });

  it('of nothing opens nothing', async () => {
    const pull = await open({}, { 'a.js': 'sound;\n' });
    await app.say(pull, 'alice', '/scrutineer baseline');
    expect(answer()).toBe('There is no finding left to accept.');
    expect(state.pulls.size).toBe(1);
  });
});
