import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
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

const flaw = { 'a.js': 'FLAW-high one;\n' };

describe('a sweep', () => {
  it('reviews open pull requests of which no webhook came, and leaves those alone that have a completed check', async () => {
    const reviewed = app.open({}, flaw);
    await app.deliver(reviewed, 'pull_request', 'opened');
    const missed = app.open({}, { 'b.js': 'FLAW-high two;\n' }, 'second');
    const closed = app.open({}, { 'c.js': 'FLAW-high three;\n' }, 'third');
    closed.state = 'CLOSED';
    await app.sweep();
    const { runs } = app.github.state;
    expect(runs.map(({ externalId, status, batches }) => ({ externalId, status, batches }))).toEqual([
      { externalId: 'pull-1', status: 'completed', batches: [0] },
      { externalId: `pull-${missed.number}`, status: 'completed', batches: [0] },
    ]);
    await app.sweep();
    expect(runs).toHaveLength(2);
    expect(runs[1]?.batches).toEqual([0]);
  });

  it('reviews the head whose push no webhook told', async () => {
    const pull = app.open({}, flaw);
    await app.deliver(pull, 'pull_request', 'opened');
    app.push(pull, { 'a.js': 'sound;\n' });
    await app.sweep();
    expect(app.github.state.runs).toMatchObject([
      { conclusion: 'failure' },
      { headSha: pull.headSha, conclusion: 'success' },
    ]);
  });

  it.each([
    ['was left in progress', { status: 'in_progress', conclusion: null }],
    ['was cancelled', { status: 'completed', conclusion: 'cancelled' }],
  ])('takes up a check that %s', async (_, left) => {
    const pull = app.open({}, flaw);
    await app.deliver(pull, 'pull_request', 'opened');
    Object.assign(app.github.state.runs[0] ?? {}, left);
    await app.sweep();
    expect(app.github.state.runs).toMatchObject([{ status: 'completed', conclusion: 'failure' }]);
    expect(app.github.state.comments).toHaveLength(1);
  });

  it('reviews again where an acceptance has ended, once a day', async () => {
    const { owner, repo } = app.github.state;
    const pull = app.open({}, flaw);
    await app.deliver(pull, 'pull_request', 'opened');
    expect(app.reviews).toHaveLength(1);
    const asked: string[] = [];
    app.expired = (account, today) => {
      asked.push(`${account} ${today}`);
      return [{ repository: `${owner}/${repo}`, pull: pull.number }];
    };
    await app.sweep();
    expect(asked).toEqual([`${owner} 2026-05-04`]);
    expect(app.reviews).toHaveLength(2);
    await app.sweep();
    expect(app.reviews).toHaveLength(2);
    app.now = new Date('2026-05-05T12:00:00Z');
    await app.sweep();
    expect(app.reviews).toHaveLength(3);
  });

  it('looks into more than a page of pull requests', async () => {
    const pulls = Array.from({ length: 65 }, (_, index) =>
      app.open({}, { 'a.js': `sound ${index};\n` }, `base-${index}`),
    );
    await app.sweep();
    expect(app.github.state.runs.filter(({ status }) => status === 'completed')).toHaveLength(pulls.length);
  });

  it('asks for each failed webhook once, and for none that came or is too old', async () => {
    const { state } = app.github;
    const at = (hours: number): string => new Date(app.now.getTime() - hours * 3_600_000).toISOString();
    state.deliveries.push(
      { id: 1, guid: 'too-old', at: at(80), status: 500 },
      { id: 2, guid: 'failed', at: at(30), status: 502 },
      { id: 3, guid: 'timed-out', at: at(20), status: 0 },
      { id: 4, guid: 'came', at: at(10), status: 202 },
      { id: 5, guid: 'failed', at: at(1), status: 500 },
      { id: 6, guid: 'running', at: at(0), status: 0 },
    );
    await app.sweep();
    await app.sweep();
    expect(state.redelivered).toEqual(['timed-out', 'failed']);
  });

  it('asks again for one that failed again, and after some hours for one of which nothing was heard', async () => {
    const { state } = app.github;
    const hour = 3_600_000;
    const at = (hours: number): string => new Date(app.now.getTime() - hours * hour).toISOString();
    state.deliveries.push(
      { id: 1, guid: 'silent', at: at(7), status: 502 },
      { id: 2, guid: 'twice', at: at(1), status: 502 },
    );
    await app.sweep();
    expect(state.redelivered.splice(0)).toEqual(['silent', 'twice']);
    app.now = new Date(app.now.getTime() + hour);
    state.deliveries.push({ id: 3, guid: 'twice', at: at(0.5), status: 500 });
    await app.sweep();
    expect(state.redelivered.splice(0)).toEqual(['twice']);
    app.now = new Date(app.now.getTime() + 5 * hour);
    state.deliveries.push({ id: 4, guid: 'twice', at: at(5), status: 202 });
    await app.sweep();
    await app.sweep();
    expect(state.redelivered).toEqual(['silent']);
    app.now = new Date(app.now.getTime() + 72 * hour);
    await app.sweep();
    expect(state.redelivered).toEqual(['silent']);
  });

  it('asks again in the next sweep where GitHub did not take the request', async () => {
    const { state } = app.github;
    state.deliveries.push({ id: 1, guid: 'failed', at: '2026-05-04T10:00:00Z', status: 500 });
    app.github.fault = ({ operation }) => (operation.endsWith('/attempts') ? { status: 503 } : undefined);
    await app.sweep();
    expect(state.redelivered).toEqual([]);
    app.github.fault = () => undefined;
    await app.sweep();
    expect(state.redelivered).toEqual(['failed']);
  });

  it('looks for pull requests even where GitHub does not list webhooks', async () => {
    app.open({}, flaw);
    app.github.fault = ({ operation }) =>
      operation === 'GET /app/hook/deliveries' ? { status: 403 } : undefined;
    await app.sweep();
    expect(app.github.state.runs).toMatchObject([{ status: 'completed' }]);
  });
});
