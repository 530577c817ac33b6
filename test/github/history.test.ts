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
