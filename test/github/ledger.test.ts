import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { install, type Installation } from '../support/github/app.js';

let app: Installation;

beforeEach(async () => {
  app = await install();
});

afterEach(() => app.close());

it('a review reaches the ledger before its check is concluded', async () => {
  const pull = app.open({}, { 'a.js': 'FLAW-high one;\n' });
  await app.deliver(pull, 'pull_request', 'opened');
  expect(app.reviews).toMatchObject([
    {
      repository: `${app.github.state.owner}/${app.github.state.repo}`,
      subject: `pull-${pull.number}`,
      pull: pull.number,
      head: pull.headSha,
      base: pull.baseSha,
      branch: 'main',
      conclusion: 'failure',
      report: { verdict: 'failing', findings: [{ location: { path: 'a.js' } }] },
    },
  ]);
  expect(app.reviews[0]?.configuration).toMatch(/^[0-9a-f]{64}$/);
});

it('a review that the ledger does not take is none: its check fails and says so, and the next try mends it', async () => {
  const pull = app.open({}, { 'a.js': 'clean;\n' });
  app.isLedgerAway = true;
  await app.deliver(pull, 'pull_request', 'opened');
  expect(app.github.state.runs.at(-1)).toMatchObject({ status: 'completed', conclusion: 'failure' });
  expect(app.reviews).toEqual([]);
  app.isLedgerAway = false;
  await app.deliver(pull, 'pull_request', 'synchronize');
  expect(app.github.state.runs.at(-1)).toMatchObject({ status: 'completed', conclusion: 'success' });
  expect(app.reviews).toMatchObject([{ conclusion: 'success' }]);
});

it('learns whether a pull request was merged, given up or opened again', async () => {
  const pull = app.open({}, { 'a.js': 'clean;\n' });
  await app.deliver(pull, 'pull_request', 'closed');
  await app.deliver(pull, 'pull_request', 'reopened');
  expect(app.turns).toMatchObject([
    { subject: `pull-${pull.number}`, pull: pull.number, event: 'closed' },
    { event: 'reopened', repository: `${app.github.state.owner}/${app.github.state.repo}` },
  ]);
  expect(new Set(app.turns.map(({ id }) => id)).size).toBe(2);
});

it('the day on which a finding came in is that of the ledger, so that a later push says what is overdue', async () => {
  const pull = app.open({}, { 'a.js': 'FLAW-critical one;\n' });
  await app.deliver(pull, 'pull_request', 'opened');
  const [first] = app.reviews[0]?.report.urgencies ?? [];
  expect(first?.due).toEqual({ on: '2026-05-04', from: 'report', isOverdue: false });
  app.introduced.set(first?.fingerprint ?? '', '2026-05-01');
  await app.deliver(pull, 'pull_request', 'synchronize');
  expect(app.reviews[1]?.report.urgencies?.[0]?.due).toEqual({
    on: '2026-05-01',
    from: 'introduction',
    isOverdue: true,
  });
  expect(app.github.state.runs.at(-1)?.summary).toMatch(/overdue/i);
});

it('counts what the base branch marks as generated, and not what the change marks', async () => {
  const pull = app.open(
    { '.gitattributes': 'made.js linguist-generated\n' },
    { '.gitattributes': '*.js linguist-generated\n', 'made.js': 'FLAW-high one;\n', 'own.js': 'clean;\n' },
  );
  await app.deliver(pull, 'pull_request', 'opened');
  expect(app.reviews[0]?.report).toMatchObject({
    verdict: 'failing',
    coverage: { files: 3, analyzed: 2, generated: 1 },
  });
  expect(app.github.state.runs.at(-1)?.summary).toContain('1 of them generated');
});

it('a configuration that is another one names the commit that changed it, and by whom', async () => {
  const config = { '.github/scrutineer.yml': 'report:\n  fail-from: low\n' };
  const pull = app.open(config, { 'a.js': 'clean;\n' });
  await app.deliver(pull, 'pull_request', 'opened');
  expect(app.reviews[0]?.configurationChange).toBeUndefined();
  app.knowsConfiguration = false;
  await app.deliver(pull, 'pull_request', 'synchronize');
  expect(app.reviews[1]?.configurationChange).toEqual({
    path: '.github/scrutineer.yml',
    commit: pull.baseSha ?? app.github.state.branches.get('main'),
    at: '2026-05-04T12:00:00Z',
    by: 'octocat',
  });
  app.github.fault = ({ body }) =>
    JSON.stringify(body ?? '').includes('ConfigurationChange') ? { status: 502 } : undefined;
  await app.deliver(pull, 'pull_request', 'synchronize');
  expect(app.reviews[2]).toMatchObject({ conclusion: 'success' });
  expect(app.reviews[2]?.configurationChange).toBeUndefined();
});
