import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { compareChange } from '../../src/github/comparison.js';
import { ScrutineerOctokit } from '../../src/github/octokit.js';
import { findPullRequest } from '../../src/github/pull-request.js';
import { createSource } from '../../src/github/source.js';
import type { Source } from '../../src/model/change.js';
import { maxFileBytes } from '../../src/model/content.js';
import type { Files } from '../support/github/git-objects.js';
import { type GitHub, startGitHub } from '../support/github/server.js';

let github: GitHub;

beforeEach(async () => {
  github = await startGitHub();
});

afterEach(async () => {
  const { violations } = github;
  await github.close();
  expect(violations).toEqual([]);
});

/** The source of a pull request from the base's files to the head's, with commits on the base branch after it. */
async function sourceOf(base: Files, head: Files, later?: Files): Promise<Source> {
  const { state } = github;
  const start = state.git.commit(base);
  state.branches.set('main', later ? state.git.commit(later, start) : start);
  state.pulls.set(1, { number: 1, headSha: state.git.commit(head, start), baseRef: 'main', state: 'OPEN' });
  const octokit = new ScrutineerOctokit({
    auth: { token: 'installation-token' },
    baseUrl: `${github.url}/api/v3`,
  });
  const pull = await findPullRequest(octokit, { owner: state.owner, repo: state.repo }, 1);
  if (!pull) throw new Error('There is no such pull request.');
  return createSource(octokit, pull, await compareChange(octokit, pull));
}

describe('the files of a pull request', () => {
  it('are told with their status, ordered by path', async () => {
    const text = 'a long enough text to be seen as the same file\n'.repeat(5);
    const source = await sourceOf(
      { 'kept.js': 'x\n', 'old.js': text, 'gone.js': 'gone\n', 'z.js': 'z\n' },
      { 'kept.js': 'x\n', 'new.js': text, 'z.js': 'zz\n', 'added.js': 'a\n' },
    );
    expect(await source.files()).toMatchObject([
      { path: 'added.js', status: 'added' },
      { path: 'gone.js', status: 'removed' },
      { path: 'new.js', previousPath: 'old.js', status: 'renamed' },
      { path: 'z.js', status: 'modified' },
    ]);
    expect(await source.read('old.js', 'base')).toMatchObject({ kind: 'text', text });
    expect(await source.read('gone.js', 'base')).toMatchObject({ text: 'gone\n' });
  });

  it('come from where the branch left its base, not from the tip of the base branch', async () => {
    const source = await sourceOf({ 'a.js': '1\n' }, { 'a.js': '2\n' }, { 'a.js': '3\n', 'b.js': 'b\n' });
    expect(await source.files()).toMatchObject([{ path: 'a.js' }]);
    expect(await source.read('a.js', 'base')).toMatchObject({ text: '1\n' });
    expect(await source.list('base')).toEqual(['a.js']);
  });
});

describe('a file', () => {
  const sha = 'b'.repeat(40);
  it.each<[string, Files[string], object]>([
    ['of text', 'text ü\n', { kind: 'text', text: 'text ü\n', damaged: false }],
    ['that is empty', '', { kind: 'text', text: '', damaged: false }],
    ['that is binary', new Uint8Array([1, 0, 2]), { kind: 'binary' }],
    [
      'that is not UTF-8',
      new Uint8Array([0x61, 0xe9, 0x0a]),
      { kind: 'text', text: 'a\uFFFD\n', damaged: true },
    ],
    [
      'with a replacement character of its own',
      'a\uFFFD\n',
      { kind: 'text', text: 'a\uFFFD\n', damaged: false },
    ],
    ['that GraphQL cuts', 'x'.repeat(600_000), { kind: 'text', text: 'x'.repeat(600_000), damaged: false }],
    ['of 15 MB', 'x'.repeat(15_000_000), { kind: 'text', text: 'x'.repeat(15_000_000), damaged: false }],
    [
      'above the limit',
      new Uint8Array(maxFileBytes + 1).fill(97),
      { kind: 'unreadable', reason: 'it is larger than 20 MB.' },
    ],
    ['that is a symbolic link', { symlink: '/etc/passwd' }, { kind: 'symlink' }],
    ['that is a submodule', { submodule: sha }, { kind: 'submodule' }],
  ])('%s is told as such', async (_, spec, expected) => {
    const source = await sourceOf({ 'a.js': 'a\n' }, { 'a.js': 'a\n', file: spec });
    expect(await source.read('file', 'head')).toEqual(expected);
  });

  it('that is on no side is absent', async () => {
    const source = await sourceOf({ 'a.js': 'a\n' }, { 'a.js': 'b\n' });
    expect(await source.read('none.js', 'head')).toEqual({ kind: 'absent' });
  });

  it('with a name full of tricks is read by that name', async () => {
    const path = 'a"b}) { id } #\n$p0.js';
    const source = await sourceOf({ 'a.js': 'a\n' }, { 'a.js': 'a\n', [path]: 'tricky\n' });
    expect(await source.read(path, 'head')).toMatchObject({ text: 'tricky\n' });
  });

  it('that GitHub lists but does not have is unreadable, not absent', async () => {
    const source = await sourceOf({ 'a.js': 'a\n' }, { 'a.js': 'b\n' });
    const { git, pulls } = github.state;
    const tree = git.tree(pulls.get(1)?.headSha ?? '') as Map<string, unknown>;
    tree.delete('a.js');
    expect(await source.read('a.js', 'head')).toMatchObject({ kind: 'unreadable' });
  });
});

describe('reading', () => {
  it('takes one call for all files of both sides that are wanted soon', async () => {
    const files = (text: string): Files =>
      Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`${index}.js`, text]));
    const source = await sourceOf(files('a\n'), files('b\n'));
    github.calls.length = 0;
    for (const { path } of await source.files())
      await Promise.all([source.read(path, 'base'), source.read(path, 'head')]);
    expect(github.calls.map((call) => call.operation)).toEqual(['POST /graphql']);
  });

  it('loads a file that the change leaves alone once for both sides', async () => {
    const source = await sourceOf({ 'a.js': 'a\n', 'kept.js': 'k\n' }, { 'a.js': 'b\n', 'kept.js': 'k\n' });
    github.calls.length = 0;
    for (const side of ['base', 'head'] as const)
      expect(await source.read('kept.js', side)).toMatchObject({ text: 'k\n' });
    expect(github.calls).toHaveLength(2);
    expect(await source.read('a.js', 'base')).toMatchObject({ text: 'a\n' });
  });

  it('takes one call for what code imports from one folder, and none for what is not there', async () => {
    const library = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`lib/${index}.js`, `${index}\n`]),
    );
    const source = await sourceOf({ ...library, 'a.js': 'a\n' }, { ...library, 'a.js': 'b\n' });
    github.calls.length = 0;
    for (let index = 0; index < 20; index++) {
      expect(await source.read(`lib/${index}.ts`, 'head')).toEqual({ kind: 'absent' });
      expect(await source.read(`lib/${index}.js`, 'head')).toMatchObject({ text: `${index}\n` });
    }
    // The tree of the head, and the files.
    expect(github.calls).toHaveLength(2);
  });

  it('fails for who asked when GitHub refuses, and works when asked again', async () => {
    const source = await sourceOf({ 'a.js': 'a\n' }, { 'a.js': 'b\n' });
    github.fault = () => ({ status: 403 });
    await expect(source.read('a.js', 'head')).rejects.toMatchObject({ status: 403 });
    github.fault = () => undefined;
    expect(await source.read('a.js', 'head')).toMatchObject({ text: 'b\n' });
  });
});
