import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { answerDead, answerDeadButton } from '../../src/github/commands/answer-dead.js';
import type { Log } from '../../src/github/context.js';
import { install, type Installation } from '../support/github/app.js';
import { nodeIdOf } from '../support/github/conversation.js';
import type { Files } from '../support/github/git-objects.js';
import type { Comment, Pull, Run, SaidComment, State } from '../support/github/state.js';

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

const bot = 'scrutineer-test[bot]';
const silent: Log = { info: () => undefined, error: () => undefined, child: () => silent };
const flaw = { 'a.js': 'FLAW-high one;\n' };

async function open(base: Files, head: Files): Promise<Pull> {
  const pull = app.open(base, head);
  await app.deliver(pull, 'pull_request', 'opened');
  return pull;
}

const run = (): Run => {
  const [last] = state.runs.slice(-1);
  if (!last) throw new Error('There is no check run.');
  return last;
};
const thread = (path = 'a.js'): Comment => {
  const found = state.comments.find((comment) => comment.path === path && comment.inReplyTo === undefined);
  if (!found) throw new Error('There is no such thread.');
  return found;
};
/** The id that the comment shows. */
const idIn = (comment: Comment): string => /finding `([0-9a-f]{12})`/.exec(comment.body)?.[1] ?? '';
const withoutMark = (body: string): string => body.replace(/^<!--.*?-->\n/, '');
const answers = (): string[] =>
  state.said.filter((comment) => comment.login === bot).map((comment) => withoutMark(comment.body));
const replies = (): string[] =>
  state.comments
    .filter((comment) => comment.inReplyTo !== undefined && comment.login === bot)
    .map((comment) => withoutMark(comment.body));
const reactions = (comment: Comment | SaidComment): string[] => [
  ...(state.reactions.get(nodeIdOf(comment)) ?? []),
];
const reviews = (): number =>
  app.github.calls.filter(({ operation }) => operation === 'GET /repos/{owner}/{repo}/compare/{basehead}')
    .length;

describe('/scrutineer', () => {
  it('help shows the commands', async () => {
    const pull = await open({}, flaw);
    const comment = await app.say(pull, 'alice', '/scrutineer help');
    expect(answers()).toMatchObject([expect.stringContaining('| `/scrutineer ignore FINDING reason…` |')]);
    expect(reactions(comment)).toEqual(['THUMBS_UP']);
  });

  it('review reviews the head again, under the same check run', async () => {
    const pull = await open({}, flaw);
    const before = reviews();
    await app.say(pull, 'alice', '/scrutineer review');
    expect(reviews()).toBe(before + 1);
    expect(state.runs).toHaveLength(1);
    expect(answers()).toEqual(['The latest commit is reviewed again.']);
  });

  it('explain tells of a rule, and of one that is not there which is near', async () => {
    const pull = await open({}, flaw);
    await app.say(pull, 'alice', '/scrutineer explain flaw-high');
    const comment = await app.say(pull, 'alice', '/scrutineer explain flaw-hihg');
    expect(answers()).toMatchObject([
      expect.stringContaining('**How to fix it.** Take it out.'),
      'There is no rule “flaw-hihg”; did you mean `flaw-high`?',
    ]);
    expect(reactions(comment)).toEqual(['CONFUSED']);
  });

  it('ignore turns the check, says so there and in the thread, and reaches the ledger', async () => {
    const pull = await open({}, flaw);
    expect(run().conclusion).toBe('failure');
    const comment = await app.say(pull, 'alice', `/scrutineer ignore ${idIn(thread())} It is a test.`);
    expect(run()).toMatchObject({ conclusion: 'success', headSha: pull.headSha });
    expect(run().summary).toContain('1 ignored by decision');
    expect(run().summary).toContain(
      'ignored by alice on 2026-05-04, until this is merged or closed. It is a test.',
    );
    expect(answers()).toEqual([
      `Ignored, until this is merged or closed: \`${idIn(thread())}\` (\`flaw-high\`, \`a.js:1\`), by alice: It is a test.`,
    ]);
    expect(replies()).toEqual(['No longer shown. Ignored by alice on 2026-05-04: It is a test.']);
    expect(state.resolved.get(thread().id)).toBe(bot);
    expect(reactions(comment)).toEqual(['THUMBS_UP']);
    expect(app.ledger).toMatchObject([
      {
        id: `${nodeIdOf(comment)}/0`,
        repository: 'octo-org/shop',
        pull: 1,
        kind: 'ignore',
        ruleId: 'flaw-high',
        path: 'a.js',
        by: 'alice',
        at: '2026-05-04T12:00:00.000Z',
        reason: 'It is a test.',
      },
    ]);
  });

  it('ignore in a thread means its finding, and is answered and resolved there once', async () => {
    const pull = await open({}, { 'a.js': 'FLAW-high one;\nFLAW-high two;\n' });
    const [first] = state.comments;
    const comment = await app.say(pull, 'alice', '/scrutineer ignore It is a test.', { thread: first });
    expect(answers()).toEqual([]);
    expect(replies()).toMatchObject([expect.stringMatching(/^Ignored, until this is merged or closed/)]);
    expect(state.resolved.get(first?.id ?? 0)).toBe(bot);
    expect(state.resolved.size).toBe(1);
    expect(run()).toMatchObject({ conclusion: 'failure', title: '1 high' });
    expect(reactions(comment)).toEqual(['THUMBS_UP']);
  });

  it('ignore without a reason gets a polite refusal', async () => {
    const pull = await open({}, flaw);
    const comment = await app.say(pull, 'alice', '/scrutineer ignore', { thread: thread() });
    await app.say(pull, 'alice', `/scrutineer ignore ${idIn(thread())} …`);
    for (const text of [...replies(), ...answers()]) expect(text).toMatch(/^Please say why/);
    expect(reactions(comment)).toEqual(['CONFUSED']);
    expect(run().conclusion).toBe('failure');
    expect(app.ledger).toEqual([]);
  });

  it('ignore until a day ends with it', async () => {
    const pull = await open({}, flaw);
    await app.say(pull, 'alice', `/scrutineer ignore ${idIn(thread())} until 2026-05-03 Too late.`);
    await app.say(pull, 'alice', `/scrutineer ignore ${idIn(thread())} until 2026-05-32 No day.`);
    expect(answers()).toEqual([
      '`2026-05-03` is no day from today on.',
      '`2026-05-32` is no day from today on.',
    ]);
    await app.say(pull, 'alice', `/scrutineer ignore ${idIn(thread())} until 2026-05-04 For today.`);
    expect(run().conclusion).toBe('success');
    expect(run().summary).toContain('until 2026-05-04');
    app.now = new Date('2026-05-05T00:00:00Z');
    await app.deliver(pull, 'pull_request', 'synchronize');
    expect(run().conclusion).toBe('failure');
    expect(run().summary).toContain('does not count: it ended on 2026-05-04.');
  });

  it('unignore brings the finding back, and its thread', async () => {
    const pull = await open({}, flaw);
    await app.say(pull, 'alice', '/scrutineer ignore It is a test.', { thread: thread() });
    expect(run().conclusion).toBe('success');
    await app.say(pull, 'alice', `/scrutineer unignore ${idIn(thread())}`);
    expect(run()).toMatchObject({ conclusion: 'failure', title: '1 high' });
    expect(run().summary).not.toContain('ignored by decision');
    expect(state.resolved.size).toBe(0);
    expect(replies().at(-1)).toMatch(/^Back in/);
    expect(state.comments.filter((comment) => comment.inReplyTo === undefined)).toHaveLength(1);
    expect(app.ledger.map((entry) => entry.kind)).toEqual(['ignore', 'unignore']);
  });

  it.each<[string, string]>([
    ['unignore', 'Nobody ignores that finding in this pull request.'],
    ['ignore 00000000 Because.', 'There is no finding `00000000` here by now.'],
    ['ignore Because.', 'Name the finding: `/scrutineer ignore FINDING reason…`.'],
  ])('%s of what is not there is refused', async (command, text) => {
    const pull = await open({}, flaw);
    const finding = command === 'unignore' ? ` ${idIn(thread())}` : '';
    await app.say(pull, 'alice', `/scrutineer ${command}${finding}`);
    expect(answers()).toEqual([text]);
    expect(run().conclusion).toBe('failure');
  });

  it('ignore survives pushes and a new server, and not the flaw in another place', async () => {
    const pull = await open({}, flaw);
    await app.say(pull, 'alice', '/scrutineer ignore It is a test.', { thread: thread() });
    app.push(pull, { 'a.js': 'new;\nFLAW-high one;\n' });
    await app.deliver(pull, 'pull_request', 'synchronize');
    expect(run()).toMatchObject({ conclusion: 'success', headSha: pull.headSha });
    app.push(pull, { 'a.js': 'FLAW-high one;\n', 'b.js': 'FLAW-high one;\n' });
    await app.deliver(pull, 'pull_request', 'synchronize');
    expect(run()).toMatchObject({ conclusion: 'failure', title: '1 high' });
    expect(run().summary).toContain('[`b.js:1`]');
  });

  it('ignore holds in the merge queue', async () => {
    const pull = await open({}, flaw);
    await app.say(pull, 'alice', '/scrutineer ignore It is a test.', { thread: thread() });
    const group = app.enqueue(pull);
    await app.deliverGroup(group, 'merge_group', 'checks_requested');
    expect(run()).toMatchObject({ headSha: group.head_sha, conclusion: 'success' });
  });

  it('ignore of what the organization locks is refused, and does not count when it locks it later', async () => {
    const lock = { '.github/scrutineer.yml': 'lock: [rules.flaw-high]\n' };
    const pull = await open({}, flaw);
    await app.say(pull, 'alice', '/scrutineer ignore It is a test.', { thread: thread() });
    expect(run().conclusion).toBe('success');
    state.others.set('octo-org/.github', state.git.commit(lock));
    await app.say(pull, 'alice', '/scrutineer review');
    expect(run().conclusion).toBe('failure');
    expect(run().summary).toContain('does not count: the organization locks the rule `flaw-high`');
    await app.say(pull, 'alice', `/scrutineer ignore ${idIn(thread())} Again.`);
    expect(answers().at(-1)).toMatch(/can't be ignored: the organization locks the rule/);
  });

  it('something else is told what there is', async () => {
    const pull = await open({}, flaw);
    const comment = await app.say(pull, 'alice', '/scrutineer reveiw');
    expect(answers()[0]).toMatch(/^There is no command “reveiw”, did you mean `review`\?\n\n/);
    expect(reactions(comment)).toEqual(['CONFUSED']);
  });
});

describe('a comment with several commands', () => {
  it('has each obeyed in order, with one answer and one review', async () => {
    const pull = await open({}, { 'a.js': 'FLAW-high one;\nFLAW-high two;\n' });
    const [one = '', two = ''] = state.comments.map(idIn);
    const before = reviews();
    await app.say(
      pull,
      'alice',
      `Both are tests.\n/scrutineer ignore ${one} First.\n/scrutineer ignore ${two} Second.\n/scrutineer unignore ${one}`,
    );
    expect(answers()).toHaveLength(1);
    expect(answers()[0]?.split('\n\n')).toHaveLength(3);
    expect(run()).toMatchObject({ conclusion: 'failure', title: '1 high' });
    // One to find what is named, and the one that follows.
    expect(reviews()).toBe(before + 3);
  });
});

describe('a command is not obeyed', () => {
  it('by whoever has no write permission, who is told so once', async () => {
    const pull = await open({}, flaw);
    const said = [];
    for (const login of ['mallory', 'mallory', 'trudy'])
      said.push(await app.say(pull, login, `/scrutineer ignore ${idIn(thread())} Please.`));
    expect(answers()).toEqual(['Commands are for people with write permission on this repository.']);
    expect(said.map(reactions)).toEqual([['THUMBS_DOWN'], ['THUMBS_DOWN'], ['THUMBS_DOWN']]);
    expect(run().conclusion).toBe('failure');
  });

  it('by whoever lost the permission between webhook and job', async () => {
    const pull = await open({}, flaw);
    app.github.fault = ({ operation }) => {
      if (operation === 'POST /graphql') state.writers.delete('alice');
      return undefined;
    };
    await app.say(pull, 'alice', `/scrutineer ignore ${idIn(thread())} Please.`);
    expect(run().conclusion).toBe('failure');
  });

  it('once edited', async () => {
    const pull = await open({}, flaw);
    const text = `/scrutineer ignore ${idIn(thread())} Please.`;
    const edited = await app.say(pull, 'alice', text, { isEdited: true });
    expect(answers()).toMatchObject([expect.stringMatching(/^That comment was edited/)]);
    expect(reactions(edited)).toEqual(['CONFUSED']);
    const harmless = await app.say(pull, 'alice', 'Nothing.');
    harmless.body = text;
    await app.tell(pull, harmless, 'edited');
    expect(answers()).toHaveLength(1);
    expect(run().conclusion).toBe('failure');
  });

  it.each([
    ['another bot', 'helpful[bot]'],
    ['this App itself', bot],
  ])('by %s, whatever it may write', async (_, login) => {
    const pull = await open({}, flaw);
    state.writers.add(login).add(login.replace('[bot]', ''));
    await app.say(pull, login, `/scrutineer ignore ${idIn(thread())} Please.`);
    expect(run().conclusion).toBe('failure');
    expect(state.said).toHaveLength(1);
  });

  it.each([
    ['a block of code', (command: string) => `\`\`\`\n${command}\n\`\`\``],
    ['a quote', (command: string) => `> ${command}`],
  ])('in %s, and costs no call', async (_, wrap) => {
    const pull = await open({}, flaw);
    const before = app.github.calls.length;
    await app.say(pull, 'alice', wrap(`/scrutineer ignore ${idIn(thread())} Please.`));
    expect(answers()).toEqual([]);
    expect(run().conclusion).toBe('failure');
    expect(app.github.calls.length - before).toBeLessThan(2);
  });

  it('in an issue that is no pull request', async () => {
    const pull = await open({}, flaw);
    const before = app.github.calls.length;
    const comment = await app.say(pull, 'alice', 'Nothing.');
    comment.body = '/scrutineer help';
    await app.tell(pull, comment, 'created', { isIssue: true });
    expect(app.github.calls).toHaveLength(before);
  });

  it('on a pull request that is closed, save what explains', async () => {
    const pull = await open({}, flaw);
    pull.state = 'CLOSED';
    await app.say(pull, 'alice', `/scrutineer ignore ${idIn(thread())} Please.`);
    await app.say(pull, 'alice', '/scrutineer explain flaw-high');
    expect(answers()[0]).toBe('This pull request is not open any more.');
    expect(answers()[1]).toContain('How to fix it');
  });

  it('where the answer is not taken: what nobody can read is not decided', async () => {
    const pull = await open({}, flaw);
    pull.isLocked = true;
    await app.say(pull, 'alice', `/scrutineer ignore ${idIn(thread())} Please.`);
    expect(run().conclusion).toBe('failure');
    expect(app.ledger).toEqual([]);
  });
});

describe('a webhook that comes again', () => {
  it('25 times is answered once', async () => {
    const pull = await open({}, flaw);
    const comment = await app.say(pull, 'alice', '/scrutineer ignore It is a test.', { thread: thread() });
    const before = structuredClone({ said: state.said, comments: state.comments, ledger: app.ledger });
    for (let count = 0; count < 25; count++) await app.tell(pull, comment);
    expect({ said: state.said, comments: state.comments, ledger: app.ledger }).toEqual(before);
    expect(state.runs).toHaveLength(1);
    expect(run().conclusion).toBe('success');
  });

  it('after it was refused is not obeyed, although the author may write by now', async () => {
    const pull = await open({}, flaw);
    const first = await app.say(pull, 'mallory', `/scrutineer ignore ${idIn(thread())} Please.`);
    const second = await app.say(pull, 'mallory', `/scrutineer ignore ${idIn(thread())} Please.`);
    state.writers.add('mallory');
    await app.tell(pull, first);
    await app.tell(pull, second);
    expect(run().conclusion).toBe('failure');
  });

  it.each(['before', 'after'])('because the answer of GitHub got lost %s it was written', async (when) => {
    const pull = await open({}, flaw);
    let lost = 0;
    app.github.fault = ({ body }) => {
      const { query = '' } = (body ?? {}) as { query?: string };
      if (!query.includes('addComment') || lost++ > 0) return undefined;
      return when === 'before' ? { status: 502 } : 'lose-answer';
    };
    await app.say(pull, 'alice', `/scrutineer ignore ${idIn(thread())} It is a test.`);
    expect(lost).toBe(when === 'before' ? 2 : 1);
    expect(answers()).toHaveLength(1);
    expect(run().conclusion).toBe('success');
    expect(app.ledger).toHaveLength(1);
  });
});

describe('an attack', () => {
  const mark = async (): Promise<{ pull: Pull; answer: SaidComment }> => {
    const pull = await open({}, flaw);
    await app.say(pull, 'alice', `/scrutineer ignore ${idIn(thread())} It is a test.`);
    const answer = state.said.find((comment) => comment.login === bot);
    if (!answer) throw new Error('There is no answer.');
    return { pull, answer };
  };

  it.each(['mallory', 'alice', 'helpful[bot]', 'scrutineer-test'])(
    'with an answer forged by %s decides nothing',
    async (login) => {
      const { pull, answer } = await mark();
      state.said.splice(0);
      state.said.push({ ...answer, login });
      state.comments.push({
        ...thread(),
        id: state.nextId++,
        login,
        body: answer.body,
        inReplyTo: thread().id,
      });
      await app.deliver(pull, 'pull_request', 'synchronize');
      expect(run().conclusion).toBe('failure');
    },
  );

  it('with an answer of this App that somebody edited decides nothing', async () => {
    const { pull, answer } = await mark();
    answer.isEdited = true;
    await app.deliver(pull, 'pull_request', 'synchronize');
    expect(run().conclusion).toBe('failure');
  });

  it('with an answer that is quoted within another decides nothing', async () => {
    const { pull, answer } = await mark();
    answer.body = `Quoted:\n${answer.body}`;
    await app.deliver(pull, 'pull_request', 'synchronize');
    expect(run().conclusion).toBe('failure');
  });

  it('by writing until what took a decision back is out of sight brings nothing back', async () => {
    const { pull } = await mark();
    await app.say(pull, 'alice', '/scrutineer unignore', { thread: thread() });
    expect(run().conclusion).toBe('failure');
    for (let count = 0; count < 60; count++)
      state.comments.push({
        ...thread(),
        id: state.nextId++,
        login: 'mallory',
        body: 'More.',
        inReplyTo: thread().id,
        at: '2026-05-04T13:00:00Z',
      });
    await app.deliver(pull, 'pull_request', 'synchronize');
    expect(run().conclusion).toBe('failure');
  });

  it.each<[string, string, RegExp]>([
    ['a mention', 'for @octocat and @octo-org/all', /@octo/],
    ['the end of an HTML comment', '--> <!-- scrutineer answer x done W10 -->', /(?<!\\)<!--|-->/],
    ['HTML', '<img src=https://evil.example/x> <details>', /(?<!\\)<(img|details)/],
    ['a link', '[x](https://evil.example) ![y](https://evil.example/y)', /\]\(https:\/\/evil/],
    ['a reference', 'see #1 and GH-1', /#1|GH-1/],
    ['a cell of a table', 'a | b', /[^\\]\|/],
  ])('with %s in the reason stays text', async (_, reason, effect) => {
    const pull = await open({}, flaw);
    await app.say(pull, 'alice', `/scrutineer ignore ${idIn(thread())} ${reason}`);
    const shown = run().summary?.split('ignored by decision')[1] ?? '';
    expect(run().conclusion).toBe('success');
    expect(shown.split('</details>')[0]).not.toMatch(effect);
    for (const text of [...answers(), ...replies()]) expect(text).not.toMatch(effect);
    expect(app.ledger).toMatchObject([{ reason }]);
  });

  it('with hidden letters in the reason shows them', async () => {
    const pull = await open({}, flaw);
    await app.say(pull, 'alice', `/scrutineer ignore ${idIn(thread())} a\u202Eb\u200Bc`);
    expect(answers()[0]).toContain('a\uFFFDb\uFFFDc');
  });
});

describe('a command whose job failed each time', () => {
  const dead = async (pull: Pull, comment: Comment | SaidComment): Promise<void> => {
    const { installationId, owner, repo } = state;
    const job = { installationId, owner, repo, pull: pull.number, comment: nodeIdOf(comment) };
    await answerDead(await app.access.forJob(job, silent), job);
  };
  const sorry = expect.stringMatching(/^That did not come to its end: .*write the command again/);

  it('is answered, once, so that nobody waits for it', async () => {
    const pull = await open({}, flaw);
    app.github.fault = ({ operation }) => (operation === 'POST /graphql' ? { status: 500 } : undefined);
    const comment = await app.say(pull, 'alice', '/scrutineer help').catch(() => state.said.at(-1));
    app.github.fault = () => undefined;
    if (!comment) throw new Error('Nothing was said.');
    for (let count = 0; count < 2; count++) await dead(pull, comment);
    expect(answers()).toEqual([sorry]);
    expect(reactions(comment)).toEqual(['CONFUSED']);
  });

  it('is answered in its thread', async () => {
    const pull = await open({}, flaw);
    app.github.fault = ({ operation }) => (operation === 'POST /graphql' ? { status: 500 } : undefined);
    const comment = await app
      .say(pull, 'alice', '/scrutineer ignore It is a test.', { thread: thread() })
      .catch(() => state.comments.at(-1));
    app.github.fault = () => undefined;
    if (!comment) throw new Error('Nothing was said.');
    await dead(pull, comment);
    expect(replies()).toEqual([sorry]);
  });

  it('is answered where it was a button, once, and only to whoever may write', async () => {
    const pull = await open({}, flaw);
    const { installationId, owner, repo } = state;
    for (const baselineFor of ['alice', 'alice', 'mallory']) {
      const job = { installationId, owner, repo, pull: pull.number, baselineFor };
      await answerDeadButton(await app.access.forJob(job, silent), job);
    }
    expect(answers()).toEqual([
      expect.stringMatching(/^@alice The pull request with a baseline, .*push it again/),
    ]);
  });

  it('gets no second answer where it has one, and whoever may not command none', async () => {
    const pull = await open({}, flaw);
    await dead(pull, await app.say(pull, 'alice', '/scrutineer help'));
    await dead(pull, await app.say(pull, 'alice', 'What is /scrutineer?'));
    expect(answers()).toHaveLength(1);
    app.github.fault = ({ operation }) => (operation === 'POST /graphql' ? { status: 500 } : undefined);
    const comment = await app.say(pull, 'mallory', '/scrutineer help').catch(() => state.said.at(-1));
    app.github.fault = () => undefined;
    if (comment) await dead(pull, comment);
    expect(answers()).toHaveLength(1);
  });
});
