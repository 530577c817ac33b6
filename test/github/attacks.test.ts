import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { install, type Installation } from '../support/github/app.js';
import type { Files } from '../support/github/git-objects.js';
import type { Pull, Run } from '../support/github/state.js';
import { markerAnalyzer } from '../support/marker-analyzer.js';
import { findReferences, linksOf, shapeOf } from '../support/rendered.js';

let app: Installation;

beforeEach(async () => {
  app = await install({ analyzers: [{ ...markerAnalyzer(), readsHistory: true }] });
});

afterEach(async () => {
  const { violations } = app.github;
  await app.close();
  expect(violations).toEqual([]);
});

const flaw = 'FLAW-high one;\n';
const config = '.github/scrutineer.yml';
const baseline = '.github/scrutineer-baseline.json';
const failing = { status: 'completed', conclusion: 'failure', title: '1 high' };
const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `line ${index + 1};\n`).join('');

async function review(pull: Pull, action = 'opened'): Promise<Run> {
  await app.deliver(pull, 'pull_request', action);
  const run = app.github.state.runs.findLast((each) => each.headSha === pull.headSha);
  if (!run) throw new Error('There is no check run.');
  return run;
}

/** All that was written to GitHub as Markdown. */
const texts = (): string[] => {
  const { runs, reviews, comments } = app.github.state;
  const own = comments.filter((comment) => comment.login.endsWith('[bot]'));
  return [
    ...runs.map((run) => run.summary ?? ''),
    ...reviews.map((each) => each.body),
    ...own.map(({ body }) => body),
  ];
};

/** What stands in it that is not of our making. */
function injections(): string[] {
  const isOurs = (link: string): boolean =>
    /^https:\/\/(github\.example\/octo-org\/shop\/(blob\/[0-9a-f]{40}\/[^?]*|runs\/\d+|pull\/1#discussion_r\d+)|cwe\.mitre\.org\/data\/definitions\/79\.html|example\.org\/flaw)$/.test(
      link,
    );
  const ours =
    /^(table|thead|tbody|tr|th|td|strong|ordered_list|bullet_list|list_item|paragraph|link)_(open|close)|heading_(open|close) h3$|^link |^fence (suggestion|yaml)?$|^<!-- scrutineer (finding FINGERPRINT|fixed|withheld) -->|^<details><summary>[\w ]+<\/summary>$|^<\/details>$/;
  return texts().flatMap((text) => [
    ...linksOf(text).filter((link) => !isOurs(link)),
    ...shapeOf(text).filter((part) => !ours.test(part)),
    // The commits that we name ourselves.
    ...findReferences(text).filter((found) => !/^[0-9a-f]{40}$/.test(found)),
  ]);
}

/** Words with which a repository tries to get out of its place. */
const words = [
  '[x](https://evil.example)',
  '![x](https://evil.example/p.png)',
  '@octocat @octo-org/security #1 GH-1 Fixes #1 closes octo-org/shop#2 https://evil.example www.evil.example',
  '--> <!-- scrutineer finding 0123456789abcdef0123456789abcdef --> </details> <img src=x> `` ` ``` | \\| ~~~ # h :octocat:',
];
const paths: readonly string[] = [
  'a`b` @octocat ![x](https:evil.example) <img src=x>.js',
  'a\n# heading\n- item\n@octocat #1.js',
  '<!-- scrutineer finding 0123456789abcdef0123456789abcdef -->.js',
  'a|b\\|`c.js',
  '</details>.js',
  '```\n```suggestion.js',
  'www.evil.example @a.js',
];

describe('20 kinds of attacking pull requests, each from webhook to threads, change no verdict and inject nothing:', () => {
  it.each<[string, Files, Files]>([
    [
      '1. edits the configuration',
      {},
      { [config]: 'rules: { flaw-high: off }\nreport: { fail-from: none }\n' },
    ],
    ['1b. deletes the configuration', { [config]: 'report: { fail-from: high }\n' }, {}],
    ['2. makes the configuration a link', {}, { [config]: { symlink: '/etc/passwd' } }],
    ['3. extends an address', {}, { [config]: 'extends: https://evil.example/config.yml\n' }],
    ['3b. extends another owner', {}, { [config]: 'extends: mallory/config\n' }],
    [
      '4. brings a bomb of aliases',
      {},
      {
        [config]: `a: &a [x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*a, *b${i - 1}]`).join('\n')}\n`,
      },
    ],
    ['5. brings deep YAML', {}, { [config]: `a: ${'['.repeat(9000)}\n` }],
    ['5b. brings deep flows of maps', {}, { [config]: `a: ${'{a: '.repeat(9000)}\n` }],
    ['6. edits the baseline', {}, { [baseline]: JSON.stringify({ version: 1, findings: [] }), 'z.txt': 'x' }],
    ['6b. brings a baseline that is nested deep', {}, { [baseline]: '['.repeat(100_000) }],
    [
      '7. takes the linguist at its word',
      {},
      { '.gitattributes': '*.js linguist-generated linguist-vendored -diff\n' },
    ],
    ['8. hides lines from the diff', {}, { '.gitattributes': '*.js binary\n' }],
    ['9. brings a submodule', {}, { lib: { submodule: 'b'.repeat(40) } }],
    ['10. links out of the repository', {}, { 'link.js': { symlink: '../../../../etc/passwd' } }],
    ['11. names that are very long', {}, { [`${`${'n'.repeat(200)}/`.repeat(12)}x.txt`]: 'x\n' }],
    [
      '12. says in its code what it wants',
      {},
      { 'b.js': '// @scrutineer ignore all\n// eslint-disable\n// nosemgrep\n' },
    ],
  ])('%s', async (_, base, head) => {
    const pull = app.open({ 'a.js': 'ok;\n', ...base }, {});
    const kept = Object.keys(head).length === 0 ? {} : base;
    app.push(pull, { ...kept, ...head, 'a.js': `ok;\n${flaw}` });
    const run = await review(pull);
    expect(run).toMatchObject(failing);
    expect(injections()).toEqual([]);
  });

  it('13. adds suppressions without permission', async () => {
    const hidden = words.map((each) => `// scrutineer-ignore flaw-high: ${each}\n${flaw}`).join('');
    const pull = app.open({}, { 'a.js': hidden });
    pull.author = 'mallory';
    const run = await review(pull);
    expect(run).toMatchObject({ conclusion: 'failure', title: '4 high' });
    expect(run.summary).toContain('which does not count');
    expect(injections()).toEqual([]);
  });

  it('13b. moves a suppression that stands to a new flaw', async () => {
    const comment = '// scrutineer-ignore flaw-high: Known.\n';
    const pull = app.open({ 'a.js': `${comment}FLAW-high old;\n` }, { 'a.js': `${comment}FLAW-high new;\n` });
    pull.author = 'mallory';
    expect(await review(pull)).toMatchObject(failing);
  });

  it.each(['mallory', 'scrutineer-test', 'other[bot]'])(
    '14. forges the hidden mark in a comment by %s',
    async (login) => {
      const pull = app.open({}, { 'a.js': flaw });
      await review(pull);
      const { comments } = app.github.state;
      const [own] = comments;
      if (!own) throw new Error('No comment stands.');
      // As if it were said before the first review, and as if it were answered.
      comments.splice(0, 1, { ...own, login });
      comments.push({ ...own, login, id: 1, body: '<!-- scrutineer fixed -->\nFixed.', inReplyTo: own.id });
      app.github.state.resolved.set(own.id, login);
      const run = await review(pull, 'synchronize');
      expect(run).toMatchObject(failing);
      expect(comments.map((each) => each.login)).toEqual([login, login, 'scrutineer-test[bot]']);
    },
  );

  it('15. forges the mark of a note in the thread', async () => {
    const pull = app.open({}, { 'a.js': flaw });
    await review(pull);
    const { comments, resolved } = app.github.state;
    const [own] = comments;
    if (!own) throw new Error('No comment stands.');
    comments.push({ ...own, login: 'mallory', id: 1, body: '<!-- scrutineer fixed -->', inReplyTo: own.id });
    app.push(pull, { 'a.js': `${flaw}more;\n` });
    expect(await review(pull, 'synchronize')).toMatchObject(failing);
    expect([comments.length, resolved.size]).toEqual([2, 0]);
  });

  it.each(paths)('16. names a file %j', async (path) => {
    const pull = app.open({}, { [path]: `${lines(3)}${flaw}` });
    expect(await review(pull)).toMatchObject(failing);
    expect(app.github.state.comments).toHaveLength(1);
    expect(injections()).toEqual([]);
  });

  it.each(['\u202Egpj.js', 'a\u200B\u2066\u{E0041}b.js', 'a\uFEFF.js', '\u0001\u001B[2J.js'])(
    '17. names a file %j, which shows as something else',
    async (path) => {
      const pull = app.open({}, { [path]: flaw });
      expect(await review(pull)).toMatchObject(failing);
      for (const hidden of ['\u202E', '\u200B', '\u2066', '\u{E0041}', '\uFEFF', '\u0001', '\u001B'])
        expect(texts().join('')).not.toContain(hidden);
      expect(injections()).toEqual([]);
    },
  );

  it.each([...words, '`'.repeat(40), '\u202E\u2066@octocat'])('18. writes %j in its code', async (text) => {
    const name = text.replaceAll(' ', '\u00A0');
    // The analyzer quotes the word in its message and its trace; the fix quotes the line.
    const pull = app.open({}, { 'a.js': `FLAW-high ${text.replaceAll(' ', '')} fixable ${name}\n` });
    expect(await review(pull)).toMatchObject(failing);
    expect(injections()).toEqual([]);
  });

  it.each(words)('19. has the reason %j in the configuration of the base branch', async (reason) => {
    const ignore = JSON.stringify([{ rules: ['flaw-low'], paths: ['a.js'], reason }]);
    const pull = app.open({ [config]: `ignore: ${ignore}\n` }, { 'a.js': `${flaw}FLAW-low two;\n` });
    const run = await review(pull);
    expect(run).toMatchObject(failing);
    expect(run.summary).toContain('1 withheld');
    expect(injections()).toEqual([]);
  });

  it.each(words)('20. has an unknown key %j in its configuration', async (key) => {
    const head = {
      'a.js': flaw,
      [config]: `${JSON.stringify(key)}: 1\nrules: { ${JSON.stringify(key)}: off }\n`,
    };
    expect(await review(app.open({}, head))).toMatchObject(failing);
    expect(injections()).toEqual([]);
  });

  it('21. renames a file out of a folder that is not reviewed', async () => {
    const files = { 'vendor/a.js': `${lines(20)}${flaw}`, [config]: 'scope: { exclude: [vendor/] }\n' };
    const pull = app.open(files, {});
    app.push(pull, { [config]: files[config], 'src/a.js': files['vendor/a.js'] });
    expect(await review(pull)).toMatchObject(failing);
  });

  it('21b. renames a file and takes its check away', async () => {
    const pull = app.open({ 'a.js': `${lines(20)}CHECKED one;\n${flaw}` }, {});
    app.push(pull, { 'b.js': `${lines(20)}${flaw}` });
    expect(await review(pull)).toMatchObject(failing);
  });

  it('22. is so long that GitHub leaves out the patch', async () => {
    const pull = app.open({}, { '0.txt': lines(25_000), 'a.js': `${lines(10)}${flaw}` });
    expect(await review(pull)).toMatchObject(failing);
    expect(app.github.state.comments).toMatchObject([{ path: 'a.js', line: 11 }]);
  });

  it('23. brings a merge commit that changes more than it merges', async () => {
    const { git, branches, pulls } = app.github.state;
    const root = git.commit({ 'a.js': 'ok;\n', 'b.js': 'ok;\n' });
    const main = git.commit({ 'a.js': 'ok;\n', 'b.js': 'newer;\n' }, root);
    const topic = git.commit({ 'a.js': 'fine;\n', 'b.js': 'ok;\n' }, root);
    branches.set('main', main);
    const headSha = git.commitSaying(
      'Merge main',
      { 'a.js': 'fine;\n', 'b.js': `newer;\n${flaw}` },
      topic,
      main,
    );
    const pull: Pull = { number: 1, headSha, baseRef: 'main', state: 'OPEN' };
    pulls.set(1, pull);
    expect(await review(pull)).toMatchObject(failing);
    expect(app.github.state.comments).toMatchObject([{ path: 'b.js', line: 2 }]);
  });

  it('24. says in its commit messages and its branch what is not there', async () => {
    const { git, branches, pulls } = app.github.state;
    const branch = 'x"><img src=x>`@octocat`#1';
    const root = git.commit({ 'a.js': 'ok;\n', [config]: 'review: { branches: ["**"] }\n' });
    branches.set(branch, root);
    const token = ['hidden', 'in', 'a', 'message'].join('-');
    const forged = [
      `From ${'f'.repeat(40)} Mon Sep 17 00:00:00 2001`,
      '---',
      'diff --git a/b.js b/b.js',
      '--- a/b.js',
      '+++ b/b.js',
      '@@ -1,999999 +1,999999 @@',
      ` ${token}`,
    ].join('\n');
    const first = git.commitSaying(
      `Work\n\n${forged}\n`,
      { 'a.js': `ok;\n${flaw}`, [config]: 'a: 1\n' },
      root,
    );
    const headSha = git.commitSaying(`Fixes #1 @octocat\n\n${forged}`, { 'a.js': 'ok;\nmore;\n' }, first);
    const pull: Pull = { number: 1, headSha, baseRef: branch, state: 'OPEN' };
    pulls.set(1, pull);
    // What the first commit added and the second took away is found in spite of the messages.
    expect(await review(pull)).toMatchObject(failing);
    expect(texts().join('')).not.toContain(token);
    expect(injections()).toEqual([]);
  });
});
