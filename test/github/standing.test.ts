import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Analyzer } from '../../src/model/analyzer.js';
import { install, type Installation } from '../support/github/app.js';
import type { Call } from '../support/github/server.js';
import type { Pull } from '../support/github/state.js';
import { markerAnalyzer } from '../support/marker-analyzer.js';

let app: Installation;

beforeEach(async () => {
  app = await install();
});

afterEach(async () => {
  const { violations } = app.github;
  await app.close();
  expect(violations).toEqual([]);
});

const comparison = 'GET /repos/{owner}/{repo}/compare/{basehead}';
const isWrite = ({ operation }: Call): boolean => /^(POST|PATCH) \/repos/.test(operation);

/** Does something once, while the review is under way. */
function during(change: () => void): void {
  let isDone = false;
  app.github.fault = ({ operation }) => {
    if (operation === comparison && !isDone) {
      isDone = true;
      change();
    }
    return undefined;
  };
}

describe('a pull request that changes while it is reviewed', () => {
  it.each(['CLOSED', 'MERGED'] as const)('to %s is concluded, without a comment', async (state) => {
    const pull = app.open({}, { 'a.js': 'FLAW-high one;\n' });
    during(() => (pull.state = state));
    await app.deliver(pull, 'pull_request', 'opened');
    const { runs, reviews } = app.github.state;
    expect(runs).toMatchObject([
      { status: 'completed', conclusion: 'failure', title: '1 high', annotations: [{ path: 'a.js' }] },
    ]);
    expect(reviews).toEqual([]);
  });

  it('to another head is reviewed again there, although no webhook says so', async () => {
    const pull = app.open({}, { 'a.js': 'FLAW-high one;\n' });
    during(() => app.push(pull, { 'b.js': 'FLAW-low two;\n' }));
    await app.deliver(pull, 'pull_request', 'opened');
    const { runs, comments } = app.github.state;
    expect(runs).toMatchObject([
      { conclusion: 'cancelled', title: 'Superseded' },
      { conclusion: 'success', title: '1 low', headSha: pull.headSha },
    ]);
    expect(comments).toMatchObject([{ path: 'b.js', commitId: pull.headSha }]);
  });
});

describe('the check run of a job', () => {
  it('is in progress with the first write, after two reads', async () => {
    const pull = app.open({}, { 'a.js': 'FLAW-high one;\n' });
    await app.deliver(pull, 'pull_request', 'opened');
    const { calls } = app.github;
    expect(calls.findIndex(isWrite)).toBe(2);
    expect(calls[2]).toMatchObject({
      operation: 'POST /repos/{owner}/{repo}/check-runs',
      body: { status: 'in_progress', head_sha: pull.headSha, external_id: 'pull-1' },
    });
  });

  it('is concluded, and never green, whichever call GitHub refuses', async () => {
    const open = async (): Promise<Pull> => {
      const pull = app.open({}, { 'a.js': `FLAW-high one;\n`, 'b.js': 'x'.repeat(600_000) });
      await app.deliver(pull, 'pull_request', 'opened');
      return pull;
    };
    await open();
    const count = app.github.calls.length;
    expect(count).toBeGreaterThan(8);
    for (let refused = 0; refused < count; refused++) {
      await app.close();
      app = await install();
      let at = 0;
      app.github.fault = ({ operation }) => {
        if (operation.endsWith('/access_tokens')) return undefined;
        return at++ === refused ? { status: 422 } : undefined;
      };
      await open();
      const { runs } = app.github.state;
      expect(at).toBeGreaterThan(refused);
      for (const run of runs) expect(run).toMatchObject({ status: 'completed', conclusion: 'failure' });
      // Before it is made there is none.
      expect(runs).toHaveLength(refused < 3 ? 0 : 1);
    }
  });

  it('keeps its verdict where GitHub refuses an annotation', async () => {
    const pull = app.open(
      { '.github/scrutineer.yml': 'report:\n  comment-from: none\n' },
      { 'a.js': 'FLAW-medium one;\n' },
    );
    app.github.fault = ({ body }) =>
      JSON.stringify(body ?? '').includes('"annotations":[{') ? { status: 422 } : undefined;
    await app.deliver(pull, 'pull_request', 'opened');
    const { runs } = app.github.state;
    expect(runs).toMatchObject([{ status: 'completed', conclusion: 'success', title: '1 medium' }]);
    expect(runs[0]?.summary).toContain('Flaw of medium severity');
    expect(runs[0]?.annotations).toEqual([]);
  });

  it('is one, with each annotation once, over re-runs on the same commit', async () => {
    const pull = app.open(
      { '.github/scrutineer.yml': 'report:\n  comment-from: none\n' },
      { 'a.js': Array.from({ length: 70 }, (_, index) => `FLAW-low f${index};\n`).join('') },
    );
    await app.deliver(pull, 'pull_request', 'opened');
    await app.deliver(pull, 'check_run', 'rerequested');
    await app.deliver(pull, 'check_suite', 'rerequested');
    const { runs } = app.github.state;
    expect(runs).toHaveLength(1);
    expect(runs[0]?.annotations).toHaveLength(70);
  });
});

describe('two pull requests with one head commit', () => {
  /** The second goes onto a branch that has the flaw already. */
  function openTwo(): [Pull, Pull] {
    const first = app.open({ 'a.js': 'ok;\n' }, { 'a.js': 'FLAW-high one;\n' });
    const { state } = app.github;
    state.branches.set('lenient', first.headSha);
    const second: Pull = { number: 2, headSha: first.headSha, baseRef: 'lenient', state: 'OPEN' };
    state.pulls.set(2, second);
    return [first, second];
  }

  it('fail both, although the second was done before the first', async () => {
    await app.close();
    const marker = markerAnalyzer();
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const waiting: Analyzer = {
      ...marker,
      analyze: async (file, side, context) => {
        // Only the first has this base.
        if (file.text === 'ok;\n') await released;
        return marker.analyze(file, side, context);
      },
    };
    app = await install({ analyzers: [waiting] });
    const [first, second] = openTwo();
    const { runs } = app.github.state;
    const one = app.deliver(first, 'pull_request', 'opened');
    while (runs.length === 0) await sleep(2);
    const other = app.deliver(second, 'pull_request', 'opened');
    while (runs[1]?.status !== 'completed') await sleep(2);
    expect(runs.map((run) => run.conclusion)).toEqual([null, 'neutral']);
    release();
    await Promise.all([one, other]);
    expect(runs.map((run) => run.conclusion)).toEqual(['failure', 'failure']);
  });

  it('fail no longer where one failed for the other alone, and that is closed', async () => {
    const [first, second] = openTwo();
    await app.deliver(first, 'pull_request', 'opened');
    await app.deliver(second, 'pull_request', 'opened');
    first.state = 'CLOSED';
    await app.deliver(second, 'check_run', 'rerequested');
    expect(app.github.state.runs.map((run) => run.conclusion)).toEqual(['failure', 'neutral']);
  });

  it('do not hold each other up, once the one that failed is mended by the base branch', async () => {
    const [first, second] = openTwo();
    const { state } = app.github;
    await app.deliver(first, 'pull_request', 'opened');
    await app.deliver(second, 'pull_request', 'opened');
    const tip = state.branches.get('main') ?? '';
    const config = { '.github/scrutineer.yml': 'report:\n  fail-from: critical\n' };
    state.branches.set('main', state.git.commit({ 'a.js': 'ok;\n', ...config }, tip));
    await app.deliver(first, 'check_run', 'rerequested');
    const own = state.runs.filter((run) => run.externalId === 'pull-1');
    expect(own.at(-1)).toMatchObject({ conclusion: 'success', title: '1 high' });
  });
});

describe('on an Enterprise Server', () => {
  it('every call goes below its own address, and every link to its own pages', async () => {
    const pull = app.open(
      { 'gone.js': 'FLAW-low old;\n' },
      { 'a.js': 'FLAW-high one;\n', 'b.js': 'CRASH\n', 'c.js': 'FLAW-low fixable;\n' },
    );
    app.push(pull, { 'a.js': 'FLAW-high one;\n', 'b.js': 'CRASH\n', 'c.js': 'FLAW-low fixable;\n' });
    await app.deliver(pull, 'pull_request', 'opened');
    const { state, calls } = app.github;
    // The stand-in takes nothing outside of /api/v3 and /api/graphql.
    expect(new Set(calls.map(({ operation }) => operation.split(' ')[1]?.split('/')[1]))).toEqual(
      new Set(['repos', 'graphql']),
    );
    const texts = [
      ...state.runs.map((run) => run.summary ?? ''),
      ...state.comments.map((comment) => comment.body),
      ...state.reviews.map((review) => review.body),
    ];
    const links = texts.flatMap((text) => text.match(/https?:\/\/[^\s)"]+/g) ?? []);
    const own = links.filter((link) => !/^https:\/\/(cwe\.mitre\.org|example\.org)\//.test(link));
    expect(own.length).toBeGreaterThan(3);
    for (const link of own)
      expect(link).toMatch(/^https:\/\/github\.example\/octo-org\/shop\/(blob\/[0-9a-f]{40}\/|runs\/\d+$)/);
  });
});
