import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { createGitData, type GitData } from './git-data.js';
import type { Files } from './git-objects.js';

let data: GitData;

beforeEach(() => {
  data = createGitData();
});
afterEach(() => data.dispose());

const git = (...args: string[]): string =>
  execFileSync('git', ['-C', data.folder, ...args], { stdio: 'pipe' }).toString();

const files: Files = {
  'a/b.js': 'one;\n',
  'a/c/d.js': { executable: 'two;\n' },
  'a.js': 'three;\n',
  'a-b.js': '',
  'link.js': { symlink: '../outside' },
  lib: { submodule: 'b'.repeat(40) },
  'weird \t"\\\n\u0001 é name.js': new Uint8Array([0, 255]),
};

describe('the git data of the stand-in', () => {
  it('is what git itself writes and takes', () => {
    const first = data.commit(files);
    const second = data.commit({ 'a.js': 'four;\n' }, first);
    expect(git('fsck', '--strict', '--no-dangling', second)).toBe('');
    expect(git('rev-list', '--count', second)).toBe('2\n');
    const listed = git('ls-tree', '-r', '-l', '-z', first).split('\0').slice(0, -1);
    expect(listed).toEqual(
      [...data.tree(first).values()].map(
        ({ mode, type, sha, size, path }) =>
          `${mode} ${type} ${sha} ${String(size ?? '-').padStart(7)}\t${path}`,
      ),
    );
  });

  it('finds the merge base and counts commits as git does', () => {
    const root = data.commit({ 'a.js': 'a' });
    const [left, right] = [data.commit({ 'b.js': 'b' }, root), data.commit({ 'c.js': 'c' }, root)];
    const merged = data.merge(left, right);
    const onward = data.commit({ 'd.js': 'd' }, right);
    for (const [a, b] of [
      [merged, onward],
      [left, onward],
      [merged, left],
    ] as const) {
      expect(data.mergeBase(a, b)).toBe(git('merge-base', a, b).trim());
      expect(data.count(a, b)).toBe(Number(git('rev-list', '--count', `${a}..${b}`)));
    }
  });

  it('lists each change with its own patch, whatever the names', () => {
    const base = data.commit({ ...files, 'moved.js': 'x\n'.repeat(9) });
    const head = data.commit({
      'a.js': { symlink: 'b' },
      'a/b.js': 'one;\nmore;\n',
      'new "name\n.js': 'x\n'.repeat(9),
      'weird \t"\\\n\u0001 é name.js': 'text\n',
    });
    const rows = data.diff(base, head).map(({ filename, previous_filename: before, status, patch }) => ({
      ...{ filename, status, before, last: patch?.split('\n').at(-1) },
    }));
    expect(rows).toMatchObject([
      { filename: 'a-b.js', status: 'removed' },
      { filename: 'a.js', status: 'modified' },
      { filename: 'a/b.js', last: '+more;' },
      { filename: 'a/c/d.js', status: 'removed' },
      { filename: 'lib', status: 'removed' },
      { filename: 'link.js', status: 'removed' },
      { filename: 'new "name\n.js', status: 'renamed', before: 'moved.js' },
      { filename: 'weird \t"\\\n\u0001 é name.js', status: 'modified' },
    ]);
  });
});
