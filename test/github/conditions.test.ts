import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { install, type Installation } from '../support/github/app.js';
import type { Pull } from '../support/github/state.js';

let app: Installation;

beforeEach(async () => {
  app = await install();
});

afterEach(async () => {
  const { violations } = app.github;
  await app.close();
  expect(violations).toEqual([]);
});

/** A pull request with a flaw, before a configuration of which only `review` is written. */
function openWith(review: string, facts: Partial<Pull>): Pull {
  const config = `review:\n  ${review}\n`;
  const pull = app.open({ '.github/scrutineer.yml': config }, { 'a.js': 'FLAW-high one;\n' });
  return Object.assign(pull, facts);
}

const leftOut = { status: 'completed', conclusion: 'neutral', title: 'Left out by the configuration' };
const failed = { status: 'completed', conclusion: 'failure', title: '1 high' };

const table: [string, string, Partial<Pull>, Partial<Pull>, string][] = [
  ['a draft', 'drafts: false', { isDraft: true }, { isDraft: false }, 'It is a draft'],
  [
    'a pull request by a bot',
    'bots: false',
    { authorType: 'Bot' },
    { authorType: 'User' },
    'A bot opened it',
  ],
  [
    'one with a label to skip',
    'labels: { skip: [Generated] }',
    { labels: ['docs', 'generated'] },
    { labels: ['docs'] },
    'the label `Generated`',
  ],
  [
    'one without any wanted label',
    'labels: { only: [security, "a`b"] }',
    { labels: ['docs'] },
    { labels: ['Security'] },
    'none of the labels that the configuration reviews: `security`, ``a`b``',
  ],
  ['one onto another branch', 'branches: [release/*]', { baseRef: 'main' }, {}, 'onto the branch `main`'],
];

describe('the configuration leaves out', () => {
  it.each(table)('%s, with a check run that is neutral and says why', async (_, review, facts, __, why) => {
    const pull = openWith(review, facts);
    await app.deliver(pull, 'pull_request', 'opened');
    const { runs, reviews } = app.github.state;
    expect(runs).toMatchObject([leftOut]);
    expect(runs[0]?.summary).toContain(why);
    expect(reviews).toEqual([]);
  });

  it.each(table.slice(0, 4))('%s, but nothing else', async (_, review, __, others) => {
    const pull = openWith(review, others);
    await app.deliver(pull, 'pull_request', 'opened');
    expect(app.github.state.runs).toMatchObject([failed]);
  });

  it('one by what the base branch says, whatever the change makes of it', async () => {
    const config = 'review:\n  labels: { skip: [generated] }\n';
    const edited = 'review:\n  drafts: false\n';
    const pull = app.open(
      { '.github/scrutineer.yml': config },
      { '.github/scrutineer.yml': edited, 'a.js': 'FLAW-high a;\n' },
    );
    pull.isDraft = true;
    await app.deliver(pull, 'pull_request', 'opened');
    expect(app.github.state.runs).toMatchObject([failed]);
  });

  it('none that fails with the same commit elsewhere', async () => {
    const pull = openWith('drafts: false', {});
    const { state } = app.github;
    state.pulls.set(2, { ...pull, number: 2, isDraft: true });
    await app.deliver(pull, 'pull_request', 'opened');
    await app.deliver({ ...pull, number: 2 }, 'pull_request', 'opened');
    expect(state.runs).toMatchObject([
      failed,
      { conclusion: 'failure', title: 'The same commit fails in #1' },
    ]);
  });
});

describe('a review starts', () => {
  it.each([
    ['ready_for_review', 'drafts: false', { isDraft: true }, { isDraft: false }],
    ['labeled', 'labels: { only: [security] }', {}, { labels: ['security'] }],
    ['unlabeled', 'labels: { skip: [generated] }', { labels: ['generated'] }, { labels: [] }],
  ] as const)('when %s turns what left it out', async (action, review, before, after) => {
    const pull = openWith(review, before);
    await app.deliver(pull, 'pull_request', 'opened');
    Object.assign(pull, after);
    await app.deliver(pull, 'pull_request', action);
    expect(app.github.state.runs).toMatchObject([failed]);
    expect(app.github.state.comments).toHaveLength(1);
  });

  it.each([
    ['converted_to_draft', 'drafts: false', { isDraft: true }],
    ['labeled', 'labels: { skip: [generated] }', { labels: ['generated'] }],
  ] as const)('and its result is taken back when %s leaves it out', async (action, review, after) => {
    const pull = openWith(review, {});
    await app.deliver(pull, 'pull_request', 'opened');
    Object.assign(pull, after);
    await app.deliver(pull, 'pull_request', action);
    expect(app.github.state.runs).toMatchObject([leftOut]);
  });

  it.each(['ready_for_review', 'converted_to_draft', 'labeled', 'unlabeled'])(
    'not when %s turns nothing',
    async (action) => {
      const pull = openWith('drafts: true', {});
      await app.deliver(pull, 'pull_request', 'opened');
      app.github.calls.length = 0;
      await app.deliver(pull, 'pull_request', action);
      expect(app.github.calls.map((call) => call.operation)).toEqual([
        'POST /graphql',
        'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
      ]);
      expect(app.github.state.runs).toMatchObject([failed]);
    },
  );

  it('once for labels that come while it runs', async () => {
    const pull = openWith('labels: { skip: [generated] }', {});
    const { state } = app.github;
    const first = app.deliver(pull, 'pull_request', 'opened');
    while (state.runs.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    await Promise.all([first, app.deliver(pull, 'pull_request', 'labeled')]);
    expect(state.runs).toMatchObject([{ ...failed, batches: [0] }]);
  });
});

describe('a group of a merge queue', () => {
  it('that is one pull request is left out as that is, so that the queue goes on', async () => {
    const pull = openWith('labels: { skip: [generated] }', { labels: ['generated'] });
    const group = app.enqueue(pull);
    pull.entry = { baseSha: group.base_sha, headSha: group.head_sha };
    await app.deliverGroup(group, 'merge_group', 'checks_requested');
    expect(app.github.state.runs).toMatchObject([{ ...leftOut, headSha: group.head_sha }]);
  });

  it('that holds more than the one that names it is reviewed', async () => {
    const pull = openWith('labels: { skip: [generated] }', { labels: ['generated'] });
    const group = app.enqueue(pull);
    pull.entry = { baseSha: pull.headSha, headSha: group.head_sha };
    await app.deliverGroup(group, 'merge_group', 'checks_requested');
    expect(app.github.state.runs).toMatchObject([failed]);
  });
});
