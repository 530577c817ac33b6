import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { install, type Installation } from '../support/github/app.js';
import { markerAnalyzer } from '../support/marker-analyzer.js';

let app: Installation;

beforeEach(async () => {
  app = await install({ analyzers: [{ ...markerAnalyzer(), readsHistory: true }] });
});

afterEach(async () => {
  const { violations } = app.github;
  await app.close();
  expect(violations).toEqual([]);
});

const comparisons = (): number =>
  app.github.calls.filter(({ operation }) => operation === 'GET /repos/{owner}/{repo}/compare/{basehead}')
    .length;

it('what one commit added and the next removed fails the check, with a link to that commit', async () => {
  const pull = app.open({ 'a.js': 'sound;\n' }, { 'a.js': 'sound;\nFLAW-high one;\n' });
  const leaked = pull.headSha;
  app.push(pull, { 'a.js': 'sound, again;\n' });
  await app.deliver(pull, 'pull_request', 'opened');
  const { runs, comments } = app.github.state;
  expect(runs).toMatchObject([{ conclusion: 'failure', title: '1 high' }]);
  expect(runs[0]?.summary).toContain(`/blob/${leaked}/a.js#L2`);
  expect(comments).toEqual([]);
  expect(comparisons()).toBe(2);
});

it('a single commit costs no further call', async () => {
  const pull = app.open({}, { 'a.js': 'FLAW-high one;\n' });
  await app.deliver(pull, 'pull_request', 'opened');
  expect(comparisons()).toBe(1);
});

it('a patch that GitHub refuses is said', async () => {
  const pull = app.open({}, { 'a.js': 'sound;\n' });
  app.push(pull, { 'a.js': 'sound, again;\n' });
  let asked = 0;
  app.github.fault = ({ operation }) =>
    operation.includes('/compare/') && ++asked > 1 ? { status: 406, message: 'Too large' } : undefined;
  await app.deliver(pull, 'pull_request', 'opened');
  expect(app.github.state.runs[0]?.summary).toContain('GitHub does not give all commits');
});

it('all of more than 250 commits are searched, in pieces', async () => {
  const pull = app.open({}, { 'a.js': 'sound 0;\n' });
  for (let step = 1; step <= 260; step++)
    app.push(pull, { 'a.js': step === 3 || step === 255 ? `FLAW-high step${step};\n` : `sound ${step};\n` });
  await app.deliver(pull, 'pull_request', 'opened');
  const [run] = app.github.state.runs;
  expect(run).toMatchObject({ conclusion: 'failure', title: '2 high' });
  expect(run?.summary).not.toContain('not reviewed');
  // The files with the first commits, two pages of commits, two pieces of patches.
  expect(comparisons()).toBe(5);
});

it('more than a thousand commits are never taken for searched', async () => {
  const pull = app.open({}, { 'a.js': 'sound 0;\n' });
  for (let step = 1; step <= 1000; step++) app.push(pull, { 'a.js': `sound ${step};\n` });
  await app.deliver(pull, 'pull_request', 'opened');
  const [run] = app.github.state.runs;
  expect(run?.conclusion).not.toBe('success');
  expect(run?.summary).toContain('Of the 1001 commits of the change 1000 were searched one by one.');
});

it('patches that GitHub refuses for their size are asked for in halves', async () => {
  const pull = app.open({ 'a.js': 'sound;\n' }, { 'a.js': 'sound;\nFLAW-high one;\n' });
  app.push(pull, { 'a.js': 'sound, again;\n' });
  let asked = 0;
  app.github.fault = ({ operation }) =>
    operation.includes('/compare/') && ++asked === 2 ? { status: 406, message: 'Too large' } : undefined;
  await app.deliver(pull, 'pull_request', 'opened');
  const [run] = app.github.state.runs;
  expect(run).toMatchObject({ conclusion: 'failure', title: '1 high' });
  expect(run?.summary).not.toContain('GitHub does not give all commits');
});

it('what a merge itself adds is found, and not what it brings', async () => {
  const { git } = app.github.state;
  const files = { 'a.js': 'sound;\n', 'b.js': 'sound;\n' };
  const pull = app.open(files, { ...files, 'a.js': 'sound, ours;\n' });
  const base = app.github.state.branches.get(pull.baseRef) ?? '';
  const theirs = git.commit({ ...files, 'b.js': 'FLAW-high theirs;\n' }, base);
  const merged = git.commit(
    { 'a.js': 'sound, ours;\nFLAW-high merged;\n', 'b.js': 'FLAW-high theirs;\n' },
    pull.headSha,
    theirs,
  );
  app.github.state.branches.set(pull.baseRef, theirs);
  pull.headSha = merged;
  app.push(pull, { 'a.js': 'sound, ours;\n', 'b.js': 'FLAW-high theirs;\n' });
  await app.deliver(pull, 'pull_request', 'opened');
  const [run] = app.github.state.runs;
  expect(run).toMatchObject({ conclusion: 'failure', title: '1 high' });
  expect(run?.summary).toContain(`/blob/${merged}/a.js#L2`);
});
