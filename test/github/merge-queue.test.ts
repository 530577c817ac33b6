import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pullOfQueueRef } from '../../src/github/merge-group.js';
import { install, type Installation } from '../support/github/app.js';

let app: Installation;

beforeEach(async () => {
  app = await install();
});

afterEach(async () => {
  const { violations } = app.github;
  await app.close();
  expect(violations).toEqual([]);
});

describe('a group of a merge queue', () => {
  it('is reviewed against its base commit and concluded on its head, without a comment', async () => {
    const pull = app.open({ 'a.js': 'ok;\n' }, { 'b.js': 'FLAW-high one;\n' });
    const group = app.enqueue(pull);
    await app.deliverGroup(group, 'merge_group', 'checks_requested');
    const { runs, reviews, comments } = app.github.state;
    expect(runs).toMatchObject([
      {
        headSha: group.head_sha,
        externalId: `merge-group-${group.base_sha}-pull-1`,
        status: 'completed',
        conclusion: 'failure',
        title: '1 high',
        annotations: [{ path: 'b.js', start_line: 1 }],
      },
    ]);
    expect([...reviews, ...comments]).toEqual([]);
  });

  it('that is clean gets a success', async () => {
    const pull = app.open({ 'a.js': 'ok;\n' }, { 'b.js': 'ok;\n' });
    await app.deliverGroup(app.enqueue(pull), 'merge_group', 'checks_requested');
    expect(app.github.state.runs).toMatchObject([{ conclusion: 'success' }]);
  });

  it('answers for its own change alone, not for the group before it', async () => {
    const first = app.open({ 'a.js': 'ok;\n' }, { 'b.js': 'FLAW-high one;\n' });
    const { state } = app.github;
    const before = app.enqueue(first);
    const start = state.branches.get('main') ?? '';
    const second = {
      number: 2,
      headSha: state.git.commit({ 'a.js': 'ok;\n', 'c.js': 'ok;\n' }, start),
      baseRef: 'main',
      state: 'OPEN' as const,
    };
    state.pulls.set(2, second);
    await app.deliverGroup(app.enqueue(second, before.head_sha), 'merge_group', 'checks_requested');
    expect(state.runs).toMatchObject([{ conclusion: 'success', title: 'No findings' }]);
  });

  it('is configured by the commit that it goes onto, not by what it brings', async () => {
    const pull = app.open(
      { '.github/scrutineer.yml': 'report:\n  fail-from: critical\n' },
      { 'b.js': 'FLAW-high one;\n', '.github/scrutineer.yml': 'rules:\n  flaw-high: off\n' },
    );
    await app.deliverGroup(app.enqueue(pull), 'merge_group', 'checks_requested');
    expect(app.github.state.runs).toMatchObject([{ conclusion: 'success', title: '1 high' }]);
  });

  it('with more files than a comparison lists is read from its trees', async () => {
    const files = Array.from({ length: 320 }, (_, index) => [`src/${index}.js`, 'ok;\n'] as const);
    const pull = app.open({}, { ...Object.fromEntries(files), 'src/z.js': 'FLAW-high one;\n' });
    await app.deliverGroup(app.enqueue(pull), 'merge_group', 'checks_requested');
    const [run] = app.github.state.runs;
    expect(run).toMatchObject({ conclusion: 'failure', title: '1 high' });
    expect(run?.summary).toContain('321 of 321 changed files');
  });

  it.each(['check_run', 'check_suite'])(
    'is reviewed again on %s rerequested, in the same check run, with nothing annotated twice',
    async (event) => {
      const pull = app.open({ 'a.js': 'ok;\n' }, { 'b.js': 'FLAW-high one;\n' });
      const group = app.enqueue(pull);
      await app.deliverGroup(group, 'merge_group', 'checks_requested');
      await app.deliverGroup(group, event, 'rerequested');
      const { runs } = app.github.state;
      expect(runs).toMatchObject([{ conclusion: 'failure', status: 'completed' }]);
      expect(runs[0]?.batches).toHaveLength(2);
      expect(runs[0]?.annotations).toHaveLength(1);
    },
  );

  it('that is destroyed while it is reviewed is concluded as cancelled', async () => {
    const pull = app.open({ 'a.js': 'ok;\n' }, { 'b.js': 'HANG\n' });
    const group = app.enqueue(pull);
    const { runs } = app.github.state;
    const first = app.deliverGroup(group, 'merge_group', 'checks_requested');
    while (runs.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await Promise.all([first, app.deliverGroup(group, 'merge_group', 'destroyed')]);
    expect(runs).toMatchObject([{ status: 'completed', conclusion: 'cancelled', title: 'Cancelled' }]);
  });

  it('whose base commit is not to be found fails', async () => {
    const pull = app.open({ 'a.js': 'ok;\n' }, { 'b.js': 'ok;\n' });
    const group = app.enqueue(pull);
    const lost = { ...group, base_sha: 'f'.repeat(40) };
    await app.deliverGroup(lost, 'merge_group', 'checks_requested');
    expect(app.github.state.runs).toMatchObject([{ conclusion: 'failure', status: 'completed' }]);
  });

  it('that can not be read at all has a check run that fails, so that the queue goes on', async () => {
    const pull = app.open({ 'a.js': 'ok;\n' }, { 'b.js': 'ok;\n' });
    app.github.fault = ({ operation }) => (operation === 'POST /graphql' ? { status: 403 } : undefined);
    await app.deliverGroup(app.enqueue(pull), 'merge_group', 'checks_requested');
    expect(app.github.state.runs).toMatchObject([{ conclusion: 'failure', title: 'Review failed' }]);
  });
});

describe('the pull request of a queue branch', () => {
  it.each([
    ['refs/heads/gh-readonly-queue/main/pr-104-929f8209d40f77f4abc622a499c93a83babdbe64', 104],
    ['gh-readonly-queue/release/1.0/pr-7-929f8209', 7],
    ['refs/heads/gh-readonly-queue/feature/pr-41-x/pr-99-abc', 99],
    ['refs/heads/main', undefined],
    ['refs/heads/gh-readonly-queue/main/pr-x-abc', undefined],
  ])('%s is %j', (ref, expected) => {
    expect(pullOfQueueRef(ref)).toBe(expected);
  });
});
