import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { install, type Installation, type Payload } from '../support/github/app.js';

let app: Installation;

beforeEach(async () => {
  app = await install();
});

afterEach(async () => {
  const { violations } = app.github;
  await app.close();
  expect(violations).toEqual([]);
});

/** The operations called, with how often each was, for a message that tells what was too much. */
function countCalls(installation: Installation): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { operation } of installation.github.calls) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
}

const lines = (count: number, each = (index: number) => `line ${index};`): string =>
  `${Array.from({ length: count }, (_, index) => each(index + 1)).join('\n')}\n`;

describe('a pull request, from webhook to check run and review', () => {
  it('gets a check run that fails and one review with an inline comment on the line', async () => {
    const pull = app.open({ 'a.js': lines(5) }, { 'a.js': `${lines(5)}FLAW-high one;\n` });
    const answer = await app.deliver(pull, 'pull_request', 'opened');
    const { runs, reviews, comments } = app.github.state;
    expect(answer.status).toBe(202);
    expect(runs).toHaveLength(1);
    expect(runs[0]).toMatchObject({
      headSha: pull.headSha,
      externalId: 'pull-1',
      status: 'completed',
      conclusion: 'failure',
      title: '1 high',
    });
    expect(reviews).toHaveLength(1);
    expect(comments).toMatchObject([{ path: 'a.js', line: 6, commitId: pull.headSha }]);
    expect(runs[0]?.annotations).toEqual([]);
  });

  it('that is clean gets a success and no review', async () => {
    const pull = app.open({ 'a.js': 'sound;\n' }, { 'b.js': 'sound as well;\n' });
    await app.deliver(pull, 'pull_request', 'opened');
    const { runs, reviews } = app.github.state;
    expect(runs).toMatchObject([{ conclusion: 'success', title: 'No findings' }]);
    expect(reviews).toEqual([]);
  });

  it('with nothing that is reviewed gets neutral, not success', async () => {
    const pull = app.open({ 'a.txt': 'x\n' }, { 'a.txt': 'y\n' });
    await app.deliver(pull, 'pull_request', 'opened');
    expect(app.github.state.runs).toMatchObject([{ conclusion: 'neutral', title: 'Nothing to review' }]);
  });

  it('that is closed is left alone', async () => {
    const pull = app.open({}, { 'a.js': 'FLAW-high one;\n' });
    pull.state = 'CLOSED';
    await app.deliver(pull, 'pull_request', 'synchronize');
    expect(app.github.state.runs).toEqual([]);
  });

  it.each(['opened', 'synchronize', 'reopened', 'ready_for_review'])('is reviewed on %s', async (action) => {
    const pull = app.open({}, { 'a.js': 'FLAW-high one;\n' });
    await app.deliver(pull, 'pull_request', action);
    expect(app.github.state.runs).toMatchObject([{ conclusion: 'failure' }]);
  });

  it.each(['check_run', 'check_suite'])(
    'is reviewed again on %s rerequested, in the same check run',
    async (event) => {
      const pull = app.open({}, { 'a.js': 'FLAW-high one;\n' });
      await app.deliver(pull, 'pull_request', 'opened');
      await app.deliver(pull, event, 'rerequested');
      const { runs, reviews } = app.github.state;
      expect(runs).toMatchObject([{ conclusion: 'failure', status: 'completed' }]);
      expect(runs[0]?.batches).toHaveLength(2);
      expect(reviews).toHaveLength(1);
    },
  );

  it('is refused when the signature is not by the secret', async () => {
    const pull = app.open({}, { 'a.js': 'FLAW-high one;\n' });
    const answer = await app.deliver(pull, 'pull_request', 'opened', { secret: 'guessed' });
    expect(answer.status).toBe(400);
    expect(app.github.calls).toEqual([]);
  });

  it('is reviewed when it gets another base branch, and not on another edit', async () => {
    const pull = app.open({}, { 'a.js': 'FLAW-high one;\n' });
    const edit = (changes: object) => (payload: Payload) =>
      Object.assign(payload, { action: 'edited', changes });
    await app.deliver(pull, 'pull_request', 'opened', { change: edit({ title: { from: 'old' } }) });
    expect(app.github.calls).toEqual([]);
    const base = { ref: { from: 'old' }, sha: { from: pull.headSha } };
    await app.deliver(pull, 'pull_request', 'opened', { change: edit({ base }) });
    expect(app.github.state.runs).toMatchObject([{ conclusion: 'failure' }]);
  });
});

describe('what was said before', () => {
  it('is not said again over redeliveries', async () => {
    const pull = app.open({}, { 'a.js': 'FLAW-high one;\nFLAW-low two;\n' });
    for (let times = 0; times < 5; times++) await app.deliver(pull, 'pull_request', 'opened');
    const { runs, reviews, comments } = app.github.state;
    expect(runs).toHaveLength(1);
    expect(reviews).toHaveLength(1);
    expect(comments).toHaveLength(2);
  });

  it('is not said again after a push that moves it, and what is new is', async () => {
    const pull = app.open({}, { 'a.js': 'FLAW-high one;\n' });
    await app.deliver(pull, 'pull_request', 'opened');
    app.push(pull, { 'a.js': `${lines(30)}FLAW-high one;\nFLAW-high two;\n` });
    await app.deliver(pull, 'pull_request', 'synchronize');
    const { runs, reviews, comments } = app.github.state;
    expect(runs.map((run) => run.headSha)).toEqual([...new Set(runs.map((run) => run.headSha))]);
    expect(runs).toMatchObject([{ title: '1 high' }, { title: '2 high' }]);
    expect(reviews).toHaveLength(2);
    expect(comments.map((comment) => comment.line)).toEqual([1, 32]);
  });

  it('by someone else with a forged mark hides nothing', async () => {
    const pull = app.open({}, { 'a.js': 'FLAW-high one;\n' });
    await app.deliver(pull, 'pull_request', 'opened');
    const { state } = app.github;
    const own = state.comments[0];
    if (!own) throw new Error('No comment stands.');
    state.comments.splice(0, 1, { ...own, login: 'mallory' });
    await app.deliver(pull, 'pull_request', 'synchronize');
    expect(state.comments.map((comment) => comment.login)).toEqual(['mallory', 'scrutineer-test[bot]']);
  });

  it('costs a push that changes no finding no review and two writes', async () => {
    const pull = app.open({}, { 'a.js': 'FLAW-high one;\n' });
    await app.deliver(pull, 'pull_request', 'opened');
    app.push(pull, { 'a.js': 'FLAW-high one;\n', 'b.js': 'sound;\n' });
    app.github.calls.length = 0;
    await app.deliver(pull, 'pull_request', 'synchronize');
    const writes = app.github.calls.filter((call) => /^(POST|PATCH) \/repos/.test(call.operation));
    expect(writes.map((call) => call.operation)).toEqual([
      'POST /repos/{owner}/{repo}/check-runs',
      'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
    ]);
  });
});

describe('the shape of a change', () => {
  it('of 100 files with 20 findings takes at most 12 calls, 4 writes and 1 review', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `src/${index}.js`);
    const base = Object.fromEntries(names.map((name) => [name, lines(40)]));
    const head = Object.fromEntries(
      names.map((name, index) => [name, `${lines(40)}${index < 20 ? `FLAW-high f${index};` : 'end;'}\n`]),
    );
    const pull = app.open(base, head);
    await app.deliver(pull, 'pull_request', 'opened');
    const { calls, state } = app.github;
    expect(state.comments).toHaveLength(20);
    expect(state.runs).toMatchObject([{ conclusion: 'failure' }]);
    // One of them lists the files, to see whether there is a threat model.
    expect({ ...countCalls(app), all: calls.length }).toMatchObject({ all: 11 });
    expect(calls.filter((call) => /^(POST|PATCH) \/repos/.test(call.operation))).toHaveLength(3);
  });

  it('with 120 findings that no comment carries annotates them in batches of 50', async () => {
    const text = lines(120, (index) => `FLAW-low f${index};`);
    const pull = app.open({ '.github/scrutineer.yml': 'report:\n  comment-from: none\n' }, { 'a.js': text });
    await app.deliver(pull, 'pull_request', 'opened');
    const { runs, reviews } = app.github.state;
    expect(runs).toMatchObject([{ conclusion: 'success', batches: [50, 50, 20] }]);
    expect(new Set(runs[0]?.annotations.map((annotation) => annotation.start_line)).size).toBe(120);
    expect(reviews).toEqual([]);
  });

  it('of more files than one comparison lists is read from the pull request, page by page', async () => {
    const names = Array.from({ length: 350 }, (_, index) => `src/${String(index).padStart(3, '0')}.js`);
    const head = Object.fromEntries(
      names.map((name, index) => [name, index === 349 ? 'FLAW-high z;\n' : 'ok;\n']),
    );
    const pull = app.open({}, head);
    await app.deliver(pull, 'pull_request', 'opened');
    expect(countCalls(app)).toMatchObject({
      'GET /repos/{owner}/{repo}/pulls/{pull_number}/files': 4,
      'POST /graphql': 6,
    });
    expect(app.github.state.comments).toMatchObject([{ path: 'src/349.js', line: 1 }]);
  });
});

describe('what goes wrong', () => {
  it('in an analyzer leaves the check run failing, with the file named', async () => {
    const pull = app.open({}, { 'a.js': 'CRASH\n', 'b.js': 'ok;\n' });
    await app.deliver(pull, 'pull_request', 'opened');
    const [run] = app.github.state.runs;
    expect(run).toMatchObject({ conclusion: 'failure', title: 'No findings, review incomplete' });
    expect(run?.summary).toContain('`a.js`');
  });

  it('in the review as a whole concludes the check run as a failure, without the error text', async () => {
    const pull = app.open({}, { 'a.js': 'FLAW-high one;\n' });
    app.github.fault = ({ operation }) =>
      operation.includes('/compare/') ? { status: 404, message: 'internal words' } : undefined;
    await app.deliver(pull, 'pull_request', 'opened');
    const [run] = app.github.state.runs;
    expect(run).toMatchObject({ conclusion: 'failure', status: 'completed', title: 'Review failed' });
    expect(run?.summary).toContain('GitHub answered 404');
    expect(run?.summary).not.toContain('internal words');
  });

  it.each([
    'POST /repos/{owner}/{repo}/check-runs',
    'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
    'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
  ])('with the answer of %s leaves nothing twice', async (operation) => {
    const text = lines(60, (index) => `FLAW-low f${index};`);
    const pull = app.open({}, { 'a.js': text });
    let lost = 0;
    app.github.fault = (call) => (call.operation === operation && lost++ === 0 ? 'lose-answer' : undefined);
    await app.deliver(pull, 'pull_request', 'opened');
    const { runs, reviews, comments } = app.github.state;
    expect(lost).toBeGreaterThan(0);
    expect(runs).toHaveLength(1);
    expect(runs[0]).toMatchObject({ status: 'completed', conclusion: 'success' });
    expect(runs[0]?.annotations).toHaveLength(30);
    expect(reviews).toHaveLength(1);
    expect(comments).toHaveLength(30);
  });

  it('in an analyzer that never ends is ended by the time limit, and says so', async () => {
    await app.close();
    app = await install({ timeLimitMilliseconds: 300 });
    const pull = app.open({}, { 'a.js': 'HANG\n' });
    await app.deliver(pull, 'pull_request', 'opened');
    expect(app.github.state.runs).toMatchObject([{ conclusion: 'failure', title: 'Review timed out' }]);
  });

  it('when a newer push comes ends the older review as cancelled', async () => {
    const pull = app.open({}, { 'a.js': 'HANG\n' });
    const { state } = app.github;
    const first = app.deliver(pull, 'pull_request', 'opened');
    while (state.runs.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    app.push(pull, { 'a.js': 'sound;\n' });
    await Promise.all([first, app.deliver(pull, 'pull_request', 'synchronize')]);
    expect(state.runs.map((run) => run.conclusion)).toEqual(['cancelled', 'success']);
  });

  it('when GitHub refuses the comments puts the findings into annotations', async () => {
    const pull = app.open({}, { 'a.js': 'FLAW-high one;\n' });
    app.github.fault = ({ operation }) =>
      operation.endsWith('/reviews') ? { status: 422, message: 'locked' } : undefined;
    await app.deliver(pull, 'pull_request', 'opened');
    const [run] = app.github.state.runs;
    expect(run?.annotations).toMatchObject([{ path: 'a.js', start_line: 1, annotation_level: 'failure' }]);
    expect(run?.summary).toContain('GitHub refused the inline comments');
  });

  it('when GraphQL is overloaded asks for less at once', async () => {
    const head = Object.fromEntries(
      Array.from({ length: 8 }, (_, index) => [`${index}.js`, `FLAW-low f${index};\n`]),
    );
    const pull = app.open({}, head);
    app.github.fault = ({ operation, body }) => {
      const isBig = operation === 'POST /graphql' && JSON.stringify(body).includes('f4: file');
      return isBig ? { status: 502 } : undefined;
    };
    await app.deliver(pull, 'pull_request', 'opened');
    expect(app.github.state.runs).toMatchObject([{ title: '8 low' }]);
  });
});

describe('the gate', () => {
  it('is not opened by a second pull request of the same commit onto another branch', async () => {
    const pull = app.open({ 'a.js': 'ok;\n' }, { 'a.js': 'FLAW-high one;\n' });
    const { state } = app.github;
    state.branches.set('lenient', pull.headSha);
    const second = { number: 2, headSha: pull.headSha, baseRef: 'lenient', state: 'OPEN' as const };
    state.pulls.set(2, second);
    await app.deliver(pull, 'pull_request', 'opened');
    await app.deliver(second, 'pull_request', 'opened');
    expect(state.runs.map((run) => run.conclusion)).toEqual(['failure', 'failure']);
    expect(state.runs[1]?.summary).toContain('The same head commit fails in #1');
  });

  it('does not let the change configure its own review', async () => {
    const pull = app.open(
      { 'a.js': 'ok;\n' },
      { 'a.js': 'FLAW-high one;\n', '.github/scrutineer.yml': 'rules:\n  flaw-high: off\n' },
    );
    await app.deliver(pull, 'pull_request', 'opened');
    expect(app.github.state.runs).toMatchObject([{ conclusion: 'failure', title: '1 high' }]);
  });

  it('fails on a broken configuration of the base branch, and reviews with defaults', async () => {
    const pull = app.open({ '.github/scrutineer.yml': 'rulez: {}\n' }, { 'a.js': 'ok;\n' });
    await app.deliver(pull, 'pull_request', 'opened');
    const [run] = app.github.state.runs;
    expect(run).toMatchObject({ conclusion: 'failure', title: 'No findings, configuration error' });
    expect(run?.summary).toContain('`.github/scrutineer.yml:1`');
  });
});
