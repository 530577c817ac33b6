import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { install, type Installation } from '../support/github/app.js';
import type { Files } from '../support/github/git-objects.js';
import type { Comment, Pull, State } from '../support/github/state.js';
import { lineNow } from '../support/github/places.js';

let app: Installation;
let state: State;

beforeEach(async () => {
  app = await install();
  state = app.github.state;
});

afterEach(async () => {
  const { violations } = app.github;
  await app.close();
  expect(violations).toEqual([]);
});

const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `line ${index + 1};\n`).join('');

const flaw = 'FLAW-high one;\n';

async function open(base: Files, head: Files): Promise<Pull> {
  const pull = app.open(base, head);
  await app.deliver(pull, 'pull_request', 'opened');
  return pull;
}

/** Pushes these files and no others, and reviews them. */
async function push(pull: Pull, files: Files): Promise<void> {
  app.push(pull, files);
  await review(pull);
}

async function review(pull: Pull): Promise<void> {
  app.github.calls.length = 0;
  await app.deliver(pull, 'pull_request', 'synchronize');
}

function say(first: Comment | undefined, login: string, body: string): void {
  if (!first) throw new Error('There is no such thread.');
  state.comments.push({ ...first, id: state.nextId++, login, body, inReplyTo: first.id });
}

const threads = (): Comment[] => state.comments.filter((comment) => comment.inReplyTo === undefined);
const replies = (): string[] =>
  state.comments.filter((comment) => comment.inReplyTo !== undefined).map((comment) => comment.body);
const resolver = (thread = threads()[0]): string | undefined => state.resolved.get(thread?.id ?? 0);
const bot = 'scrutineer-test[bot]';

/** The calls since the last push that write, save those of the check run. */
const writes = (): string[] =>
  app.github.calls
    .filter(({ operation, body }) => {
      if (operation === 'POST /graphql') return /^\s*mutation/.test((body as { query: string }).query);
      return /^(POST|PATCH|DELETE)/.test(operation) && !operation.includes('/check-runs');
    })
    .map(({ operation }) => operation);

describe('a fixed finding', () => {
  it('has its thread answered and resolved, in one call', async () => {
    const pull = await open({}, { 'a.js': flaw, 'b.js': 'FLAW-low two;\n' });
    await push(pull, { 'a.js': 'sound;\n', 'b.js': 'FLAW-low two;\n' });
    expect(replies()).toEqual([`<!-- scrutineer fixed -->\nFixed in ${pull.headSha}.`]);
    expect(threads().map(resolver)).toEqual([bot, undefined]);
    expect(writes()).toEqual(['POST /graphql']);
    expect(state.reviews).toHaveLength(1);
    await review(pull);
    expect(replies()).toHaveLength(1);
    expect(writes()).toEqual([]);
  });

  it('has the review that brought it folded up once all of that review are settled', async () => {
    const pull = await open({}, { 'a.js': `${flaw}FLAW-low two;\n` });
    await push(pull, { 'a.js': 'FLAW-low two;\n' });
    expect(state.reviews.map((each) => each.minimizedAs)).toEqual([undefined]);
    await push(pull, { 'a.js': 'sound;\n' });
    expect(state.reviews.map((each) => each.minimizedAs)).toEqual(['OUTDATED']);
  });

  it.each<[string, Files]>([
    ['its file is removed', { 'b.js': 'sound;\n' }],
    ['its file is as on the base branch again', { 'a.js': lines(3), 'b.js': 'sound;\n' }],
  ])('is fixed too when %s', async (_, files) => {
    const pull = await open({ 'a.js': lines(3) }, { 'a.js': `${lines(3)}${flaw}`, 'b.js': 'sound;\n' });
    await push(pull, files);
    expect(replies()).toHaveLength(1);
    expect(resolver()).toBe(bot);
  });

  it('leaves a thread in which a person wrote open, and says so in the check run', async () => {
    const pull = await open({}, { 'a.js': flaw });
    say(threads()[0], 'octocat', 'Is that so?');
    await push(pull, { 'a.js': 'sound;\n' });
    expect(replies()).toEqual(['Is that so?']);
    expect(resolver()).toBeUndefined();
    expect(state.runs.at(-1)?.summary).toContain(
      'left open for the people who wrote there: [`a.js`](https://',
    );
    expect(writes()).toEqual([]);
  });

  it.each([
    ['another bot', 'helpful[bot]', 'Noted.'],
    ['a command', 'octocat', '/scrutineer explain flaw-high\n'],
  ])('takes no word of %s for a conversation', async (_, login, body) => {
    const pull = await open({}, { 'a.js': flaw });
    say(threads()[0], login, body);
    await push(pull, { 'a.js': 'sound;\n' });
    expect(resolver()).toBe(bot);
  });

  it('gets no word when a person has resolved its thread', async () => {
    const pull = await open({}, { 'a.js': flaw });
    state.resolved.set(threads()[0]?.id ?? 0, 'octocat');
    await push(pull, { 'a.js': 'sound;\n' });
    expect(replies()).toEqual([]);
    expect(resolver()).toBe('octocat');
  });

  it('stays open when a person reopened its thread', async () => {
    const pull = await open({}, { 'a.js': flaw });
    await push(pull, { 'a.js': 'sound;\n' });
    state.resolved.clear();
    await push(pull, { 'a.js': 'sound still;\n' });
    expect(replies()).toHaveLength(1);
    expect(resolver()).toBeUndefined();
  });

  it('is not believed when its file could not be reviewed', async () => {
    const pull = await open({}, { 'a.js': flaw, 'b.js': 'FLAW-high two;\n' });
    await push(pull, { 'a.js': 'CRASH\n', 'b.js': 'sound;\n' });
    expect(threads().map(resolver)).toEqual([undefined, bot]);
    expect(replies()).toHaveLength(1);
  });

  it('is not believed of a file that is gone when another one could not be reviewed', async () => {
    const pull = await open({}, { 'a.js': flaw, 'b.js': 'sound;\n' });
    await push(pull, { 'b.js': 'CRASH\n' });
    expect(resolver()).toBeUndefined();
  });

  it('has its comment folded up where GitHub lets the App resolve nothing', async () => {
    state.contents = 'read';
    const pull = await open({}, { 'a.js': flaw });
    await push(pull, { 'a.js': 'sound;\n' });
    expect(replies()).toHaveLength(1);
    expect(threads()[0]?.minimizedAs).toBe('RESOLVED');
    await push(pull, { 'a.js': flaw });
    expect(threads()[0]?.minimizedAs).toBeUndefined();
    expect(replies()[1]).toContain('Back in');
  });

  it('is withheld by the base branch: the thread says why and is resolved', async () => {
    const pull = await open({}, { 'a.js': flaw });
    const base = '.github/scrutineer.yml';
    state.branches.set(
      'main',
      state.git.commit({ [base]: 'rules:\n  flaw-high: off\n' }, state.branches.get('main') ?? ''),
    );
    await review(pull);
    expect(replies()).toEqual([
      '<!-- scrutineer withheld -->\nNo longer shown. The rule flaw-high is off in the configuration.',
    ]);
    expect(resolver()).toBe(bot);
  });

  it('that the base branch got as well is not called fixed', async () => {
    const pull = await open({ 'a.js': 'sound;\n' }, { 'a.js': flaw });
    const base = state.branches.get('main') ?? '';
    const newBase = state.git.commit({ 'a.js': `${flaw}more;\n` }, base);
    state.branches.set('main', newBase);
    pull.headSha = state.git.commit({ 'a.js': `${flaw}more;\nand more;\n` }, pull.headSha, newBase);
    await review(pull);
    expect(replies()[0]).toContain('The base branch has this too');
    expect(resolver()).toBe(bot);
  });
});

describe('a finding that comes back', () => {
  it('has the thread reopened that this App resolved, and no second one', async () => {
    const pull = await open({}, { 'a.js': flaw });
    await push(pull, { 'a.js': 'sound;\n' });
    await push(pull, { 'a.js': flaw });
    expect(resolver()).toBeUndefined();
    expect(replies()[1]).toBe(`<!-- scrutineer back -->\nBack in ${pull.headSha}.`);
    expect(state.reviews).toMatchObject([{ state: 'COMMENTED' }]);
    expect(state.reviews[0]?.minimizedAs).toBeUndefined();
    await push(pull, { 'a.js': 'sound;\n' });
    expect(replies()).toHaveLength(3);
    expect(resolver()).toBe(bot);
  });

  it('leaves a thread resolved that a person resolved', async () => {
    const pull = await open({}, { 'a.js': flaw });
    state.resolved.set(threads()[0]?.id ?? 0, 'octocat');
    await push(pull, { 'a.js': 'sound;\n' });
    await push(pull, { 'a.js': flaw });
    expect(resolver()).toBe('octocat');
    expect(state.comments).toHaveLength(1);
  });

  it('leaves a thread resolved that a person resolved after it came back', async () => {
    const pull = await open({}, { 'a.js': flaw });
    await push(pull, { 'a.js': 'sound;\n' });
    await push(pull, { 'a.js': flaw });
    // Of an account that was deleted GitHub names nobody.
    state.resolved.set(threads()[0]?.id ?? 0, 'ghost[bot]');
    await review(pull);
    expect(resolver()).toBe('ghost[bot]');
  });
});

describe('a finding that moves keeps its one thread', () => {
  it.each<[string, Files, Files]>([
    ['to another line', { 'a.js': flaw }, { 'a.js': `${lines(40)}${flaw}` }],
    ['with its file, which the change adds', { 'a.js': flaw }, { 'b.js': flaw }],
    [
      'with its file and to another line',
      { 'a.js': `${lines(9)}${flaw}` },
      { 'c/d.js': `${lines(12)}${flaw}` },
    ],
    [
      'with its file, which the base branch has',
      { 'old.js': `${lines(30)}${flaw}` },
      { 'new.js': `${lines(30)}${flaw}` },
    ],
  ])('%s', async (_, before, after) => {
    const pull = await open({ 'old.js': lines(30), 'z.js': 'sound;\n' }, before);
    await push(pull, { 'z.js': 'sound;\n', ...after });
    expect(threads()).toHaveLength(1);
    expect(replies()).toEqual([]);
    expect(writes()).toEqual([]);
    await push(pull, { 'z.js': 'sound;\n' });
    expect(resolver()).toBe(bot);
  });

  it('over 20 force-pushes with line shifts, each delivered 5 times at once, under 20 delivery ids', async () => {
    const base = { 'a.js': lines(60) };
    const pull = await open(base, { 'a.js': `${flaw}${lines(60)}`, 'b.js': 'FLAW-low two;\n' });
    const threadCount = threads().length;
    for (let count = 1; count <= 20; count++) {
      pull.headSha = state.git.commit(
        { 'a.js': `${lines(count * 3)}${flaw}${lines(60)}`, 'b.js': `${lines(count)}FLAW-low two;\n` },
        state.branches.get('main') ?? '',
      );
      const delivery = `delivery-${count}`;
      const deliveries = Array.from({ length: 5 }, () =>
        app.deliver(pull, 'pull_request', 'synchronize', { delivery }),
      );
      await Promise.all(deliveries);
    }
    expect([threadCount, state.comments.length, state.reviews.length]).toEqual([2, 2, 1]);
    expect(state.runs).toHaveLength(21);
    expect(new Set(state.runs.map((run) => run.headSha)).size).toBe(21);
    // Of one commit's deliveries those that were overtaken are concluded in the same check run.
    for (const run of state.runs)
      expect(run).toMatchObject({ conclusion: 'failure', title: '1 high, 1 low' });
  });

  it('over 100 redeliveries, one after another', async () => {
    const pull = await open({}, { 'a.js': `${flaw}FLAW-low two;\n` });
    for (let times = 0; times < 100; times++)
      await app.deliver(pull, 'pull_request', 'opened', { delivery: 'the same' });
    expect([state.runs.length, state.reviews.length, state.comments.length]).toEqual([1, 1, 2]);
    expect(state.runs[0]).toMatchObject({ status: 'completed', annotations: [] });
  });

  it('while a copy of it in another file gets one of its own', async () => {
    const pull = await open({}, { 'a.js': flaw });
    await push(pull, { 'a.js': flaw, 'b.js': flaw });
    expect(threads().map((thread) => thread.path)).toEqual(['a.js', 'b.js']);
    await push(pull, { 'b.js': flaw });
    expect(threads().map(resolver)).toEqual([bot, undefined]);
  });
});

describe('threads of others', () => {
  it('are never touched, whatever mark they bear', async () => {
    const pull = await open({}, { 'a.js': flaw });
    const [own] = threads();
    if (!own) throw new Error('No comment stands.');
    state.comments.push({ ...own, id: state.nextId++, login: 'octocat', body: 'Look here.' });
    state.comments.push({ ...own, id: state.nextId++, login: 'scrutineer-test' });
    const others = structuredClone(state.comments.slice(1));
    await push(pull, { 'a.js': 'sound;\n' });
    expect(state.comments.slice(1, 3)).toEqual(others);
    expect(threads().map(resolver)).toEqual([bot, undefined, undefined]);
  });
});

describe('a comment on a file', () => {
  const rest = `${lines(50)}${flaw}`;
  const base = { 'a.js': `CHECKED one;\n${rest}` };

  it('carries a finding on a line that the diff does not show', async () => {
    await open(base, { 'a.js': rest });
    expect(threads()).toMatchObject([{ path: 'a.js' }]);
    expect(threads()[0]?.line).toBeUndefined();
    expect(threads()[0]?.body).toContain('/a.js#L51)');
    expect(state.reviews).toMatchObject([{ state: 'COMMENTED' }]);
    expect(state.runs[0]?.annotations).toEqual([]);
    expect(writes()).toHaveLength(2);
  });

  it('stands in one review with those on lines', async () => {
    await open(base, { 'a.js': rest, 'b.js': 'FLAW-low two;\n' });
    expect(state.reviews).toHaveLength(1);
    expect(threads().map((thread) => [thread.path, thread.line])).toEqual([
      ['b.js', 1],
      ['a.js', undefined],
    ]);
  });

  it('is one of ten at most; the rest is annotated, on later pushes too', async () => {
    const many = Array.from({ length: 25 }, (_, index) => `FLAW-high f${index};\n`).join('');
    const checks = Array.from({ length: 25 }, (_, index) => `CHECKED f${index};`).join(' ');
    const pull = await open({ 'a.js': `${checks}\n${lines(50)}${many}` }, { 'a.js': `${lines(50)}${many}` });
    expect(threads()).toHaveLength(10);
    expect(state.runs[0]?.annotations).toHaveLength(15);
    await push(pull, { 'a.js': `${lines(51)}${many}` });
    expect(threads()).toHaveLength(10);
    expect(state.runs[1]?.annotations).toHaveLength(15);
  });

  it('is resolved like any other', async () => {
    const pull = await open(base, { 'a.js': rest });
    await push(pull, { 'a.js': `CHECKED one;\n${lines(50)}more;\n` });
    expect(resolver()).toBe(bot);
  });

  it('that GitHub cannot place leaves the finding to the check run', async () => {
    app.github.fault = ({ body }) => {
      const { query = '', variables = {} } = (body ?? {}) as {
        query?: string;
        variables?: Record<string, { path?: string }>;
      };
      if (query.startsWith('mutation') && variables.i0) variables.i0.path = 'nowhere.js';
      return undefined;
    };
    await open(base, { 'a.js': rest, 'b.js': 'FLAW-low two;\n' });
    expect(threads()).toMatchObject([{ path: 'b.js' }]);
    expect(state.runs[0]?.annotations).toMatchObject([{ path: 'a.js', start_line: 51 }]);
  });
});

describe('a lost answer', () => {
  const isMutation = (body: unknown): boolean =>
    (body as { query?: string } | undefined)?.query?.startsWith('mutation') ?? false;

  it.each(['before', 'after'])(
    '%s the threads are changed doubles no reply and leaves none out',
    async (when) => {
      const pull = await open({}, { 'a.js': `${flaw}FLAW-low two;\n` });
      let lost = 0;
      app.github.fault = ({ body }) => {
        if (!isMutation(body) || lost++ > 0) return undefined;
        return when === 'before' ? { status: 502 } : 'lose-answer';
      };
      await push(pull, { 'a.js': 'sound;\n' });
      expect(lost).toBe(when === 'before' ? 2 : 1);
      expect(replies()).toHaveLength(2);
      expect(threads().map(resolver)).toEqual([bot, bot]);
    },
  );

  it('between reply and resolution is made up for', async () => {
    const pull = await open({}, { 'a.js': flaw });
    let lost = 0;
    app.github.fault = ({ body }) => {
      if (!isMutation(body) || lost++ > 0) return undefined;
      say(threads()[0], bot, `<!-- scrutineer fixed -->\nFixed in ${pull.headSha}.`);
      return { status: 502 };
    };
    await push(pull, { 'a.js': 'sound;\n' });
    expect(replies()).toHaveLength(1);
    expect(resolver()).toBe(bot);
  });

  it.each([0, 1])('of call %i of a review with comments on files leaves one review', async (which) => {
    const rest = `${lines(50)}${flaw}`;
    let count = 0;
    app.github.fault = ({ operation, body }) => {
      if (!operation.endsWith('/reviews') && !isMutation(body)) return undefined;
      return count++ === which ? 'lose-answer' : undefined;
    };
    await open({ 'a.js': `CHECKED one;\n${rest}` }, { 'a.js': rest, 'b.js': 'FLAW-low two;\n' });
    expect(state.reviews).toMatchObject([{ state: 'COMMENTED' }]);
    expect(threads()).toHaveLength(2);
    expect(state.runs[0]?.annotations).toEqual([]);
  });
});

describe('the budget', () => {
  it('of 100 files with 20 findings, half of them on lines that the diff does not show, is 12 calls, 4 writes and 1 review', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `src/${index}.js`);
    const text = (index: number): string => (index < 20 ? `${lines(40)}FLAW-high f${index};\n` : lines(40));
    const base = names.map((name, index) => [
      name,
      index < 10 ? `CHECKED f${index};\n${text(index)}` : lines(40),
    ]);
    const head = names.map((name, index) => [name, `${text(index)}${index < 10 ? '' : 'end;\n'}`]);
    await open(Object.fromEntries(base) as Files, Object.fromEntries(head) as Files);
    expect(threads()).toHaveLength(20);
    expect(state.reviews).toHaveLength(1);
    expect(app.github.calls.length).toBeLessThanOrEqual(12);
    expect(writes()).toHaveLength(2);
  });

  it('of a push that changes none of 20 findings in 100 files is 0 reviews and 2 writes', async () => {
    const files = (shift: number): Files =>
      Object.fromEntries(
        Array.from({ length: 100 }, (_, index) => [
          `src/${index}.js`,
          `${lines(shift)}${index < 20 ? `FLAW-high f${index};` : 'end;'}\n`,
        ]),
      );
    const pull = await open({}, files(3));
    await push(pull, files(5));
    const isWrite = ({ operation, body }: { operation: string; body: unknown }): boolean =>
      operation === 'POST /graphql'
        ? /^\s*mutation/.test((body as { query: string }).query)
        : !operation.startsWith('GET');
    expect(app.github.calls.filter(isWrite).map(({ operation }) => operation)).toEqual([
      'POST /repos/{owner}/{repo}/check-runs',
      'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
    ]);
    expect(app.github.calls.length).toBeLessThanOrEqual(12);
    expect(state.reviews).toHaveLength(1);
  });

  it('of a push that fixes 10 findings and brings one is one review and one call for the threads', async () => {
    const flaws = (from: number, to: number): string =>
      Array.from({ length: to - from }, (_, index) => `FLAW-low f${from + index};\n`).join('');
    const pull = await open({}, { 'a.js': flaws(0, 20) });
    await push(pull, { 'a.js': flaws(10, 21) });
    expect(state.resolved.size).toBe(10);
    expect(writes()).toEqual(['POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews', 'POST /graphql']);
  });
});

describe('max-comments', () => {
  it.each([
    [3, 3],
    [0, 0],
  ])('of %i leaves the lower ranks to the check run', async (most, comments) => {
    const text = 'FLAW-low a;\nFLAW-high b;\nFLAW-low c;\nFLAW-critical d;\nFLAW-medium e;\n';
    const base = { '.github/scrutineer.yml': `report:\n  max-comments: ${most}\n` };
    const pull = await open(base, { 'a.js': text });
    expect(threads().map((thread) => thread.line)).toEqual([4, 2, 5].slice(0, comments));
    expect(state.runs[0]?.annotations).toHaveLength(5 - comments);
    await push(pull, { ...base, 'a.js': `more;\n${text}` });
    expect(threads()).toHaveLength(comments);
  });
});

describe('the stand-in', () => {
  it.each<[string, string, number | undefined]>([
    ['lines before it', `${lines(2)}${flaw}`, 3],
    ['a change of the line', 'FLAW-high two;\n', undefined],
    ['a change after it', `${flaw}more;\n`, 1],
  ])('moves a comment with %s', async (_, text, line) => {
    const pull = await open({}, { 'a.js': flaw });
    const [first] = threads();
    app.push(pull, { 'a.js': text });
    expect(first && lineNow(state, pull, first)).toBe(line);
  });
});
