import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { FileContent, Side } from '../../src/model/change.js';
import { openRange, type LocalSource, type RangeOptions } from '../../src/git/repository.js';
import { createRepository, type TestRepository } from '../support/repository.js';

const long = Array.from({ length: 40 }, (_, index) => `line ${index}`).join('\n');

let repository: TestRepository;
beforeEach(() => {
  repository = createRepository();
});
afterEach(() => repository.remove());

async function withSource<T>(
  options: Omit<RangeOptions, 'repo'>,
  use: (source: LocalSource) => Promise<T>,
): Promise<T> {
  const source = await openRange({ repo: repository.folder, ...options });
  try {
    return await use(source);
  } finally {
    await source.close();
  }
}

const filesOf = (options: Omit<RangeOptions, 'repo'>): Promise<string[]> =>
  withSource(options, async (source) =>
    (await source.files()).map((file) =>
      [file.status, file.previousPath, file.path].filter((it) => it !== undefined).join(' '),
    ),
  );

const contentOf = (options: Omit<RangeOptions, 'repo'>, path: string, side: Side): Promise<FileContent> =>
  withSource(options, (source) => source.read(path, side));

const text = (content: string, damaged = false): FileContent => ({ kind: 'text', text: content, damaged });

describe('a range of commits', () => {
  it('gives what changed since the head left the base, with renames', async () => {
    repository.commit({ 'a.ts': 'a', 'b.ts': 'b', 'old/c.ts': long, 'same.ts': 's' });
    repository.git('switch', '--quiet', '--create', 'topic');
    repository.git('rm', '--quiet', 'b.ts');
    repository.git('mv', 'old/c.ts', 'c.ts');
    repository.commit({ 'a.ts': 'A', 'c.ts': `${long}\nmore`, 'd.ts': 'd' });
    repository.git('switch', '--quiet', 'main');
    repository.commit({ 'later.ts': 'on the base only' });
    expect(await filesOf({ base: 'main', head: 'topic' })).toEqual([
      'modified a.ts',
      'removed b.ts',
      'renamed old/c.ts c.ts',
      'added d.ts',
    ]);
    expect(await contentOf({ base: 'main', head: 'topic' }, 'a.ts', 'base')).toEqual(text('a'));
    expect(await contentOf({ base: 'main', head: 'topic' }, 'a.ts', 'head')).toEqual(text('A'));
    expect(await contentOf({ base: 'main', head: 'topic' }, 'b.ts', 'head')).toEqual({ kind: 'absent' });
    const lists = await withSource({ base: 'main', head: 'topic' }, async (source) => [
      await source.list('base'),
      await source.list('head'),
    ]);
    expect(lists).toEqual([
      ['a.ts', 'b.ts', 'old/c.ts', 'same.ts'],
      ['a.ts', 'c.ts', 'd.ts', 'same.ts'],
    ]);
  });

  it.each([
    ['a space', 'a b.ts'],
    ['a line break', 'a\nb.ts'],
    ['a quote and a backslash', 'a"b\\c.ts'],
    ['a leading dash', '-rf'],
    ['magic of a pathspec', ':(top)x*.ts'],
    ['letters beyond ASCII', 'größe/日本.ts'],
  ])('reads a path with %s, committed and not', async (_, path) => {
    const base = repository.commit({ 'a.ts': '' });
    repository.write({ [path]: 'x' });
    expect(await contentOf({ base }, path, 'head')).toEqual(text('x'));
    repository.commit({});
    expect(await filesOf({ base, head: 'HEAD' })).toEqual([`added ${path}`]);
    expect(await contentOf({ base, head: 'HEAD' }, path, 'head')).toEqual(text('x'));
  });

  it('reads many files at once in the right order, empty ones too', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`${index}.txt`, 'x'.repeat(index * 97)]),
    );
    const base = repository.commit({ 'a.ts': '' });
    repository.commit(files);
    await withSource({ base, head: 'HEAD' }, async (source) => {
      const read = await Promise.all(Object.keys(files).map((path) => source.read(path, 'head')));
      expect(read).toEqual(Object.values(files).map((content) => text(content)));
    });
  });

  it.each<[string, Uint8Array, FileContent]>([
    ['a NUL byte', Buffer.from('a\0b'), { kind: 'binary' }],
    ['a byte that is not UTF-8', Buffer.from([0x61, 0xff, 0x62]), text('a\ufffdb', true)],
    ['a byte order mark', Buffer.from('\ufeffa'), text('a')],
    ['little-endian UTF-16', Buffer.from('\ufeffaß', 'utf16le'), text('aß')],
    ['big-endian UTF-16', Buffer.from('\ufeffaß', 'utf16le').swap16(), text('aß')],
    [
      'a pointer of Git LFS',
      Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n'),
      { kind: 'lfs-pointer' },
    ],
    ['nothing in it', Buffer.from(''), text('')],
  ])('tells a file with %s, committed and not', async (_, bytes, expected) => {
    const base = repository.commit({ 'a.ts': '' });
    repository.write({ file: bytes });
    expect(await contentOf({ base }, 'file', 'head')).toEqual(expected);
    repository.commit({});
    expect(await contentOf({ base, head: 'HEAD' }, 'file', 'head')).toEqual(expected);
  });

  it('does not read a file above 20 MB, and reads the next one', async () => {
    const base = repository.commit({ 'a.ts': '' });
    repository.commit({ big: Buffer.alloc(20 * 1024 * 1024 + 1, 'x'), small: 'x' });
    await withSource({ base, head: 'HEAD' }, async (source) => {
      const [big, small] = await Promise.all([source.read('big', 'head'), source.read('small', 'head')]);
      expect(big).toEqual({ kind: 'unreadable', reason: 'it is larger than 20 MB.' });
      expect(small).toEqual(text('x'));
    });
  });

  it('does not follow a symbolic link, committed and not', async () => {
    const base = repository.commit({ 'a.ts': '' });
    symlinkSync('/etc/passwd', join(repository.folder, 'link'));
    expect(await contentOf({ base }, 'link', 'head')).toEqual({ kind: 'symlink' });
    repository.commit({});
    expect(await contentOf({ base, head: 'HEAD' }, 'link', 'head')).toEqual({ kind: 'symlink' });
  });

  it('tells a submodule', async () => {
    const base = repository.commit({ 'a.ts': '' });
    repository.git('update-index', '--add', '--cacheinfo', `160000,${base},module`);
    repository.git('commit', '--quiet', '--message', 'Test');
    expect(await filesOf({ base, head: 'HEAD' })).toEqual(['added module']);
    expect(await contentOf({ base, head: 'HEAD' }, 'module', 'head')).toEqual({ kind: 'submodule' });
  });
});

describe('the work tree', () => {
  it('has what is changed, added, deleted, moved and untracked, and not what is ignored', async () => {
    repository.commit({ '.gitignore': 'ignored\n', 'a.ts': 'a', 'b.ts': 'b', 'c.ts': long, 'd.ts': 'd' });
    repository.git('mv', 'c.ts', 'moved.ts');
    repository.write({ 'a.ts': 'A', 'new.ts': 'n', ignored: 'i', 'moved.ts': `${long}\nmore` });
    rmSync(join(repository.folder, 'b.ts'));
    expect(await filesOf({})).toEqual([
      'modified a.ts',
      'removed b.ts',
      'renamed c.ts moved.ts',
      'added new.ts',
    ]);
    expect(await contentOf({}, 'd.ts', 'head')).toEqual(text('d'));
    expect(await contentOf({}, 'moved.ts', 'head')).toEqual(text(`${long}\nmore`));
    expect(await contentOf({}, 'b.ts', 'head')).toEqual({ kind: 'absent' });
  });

  it('includes what the branch has committed', async () => {
    repository.commit({ 'a.ts': 'a' });
    repository.git('switch', '--quiet', '--create', 'topic');
    repository.commit({ 'b.ts': 'b' });
    repository.write({ 'c.ts': 'c' });
    expect(await filesOf({})).toEqual(['added b.ts', 'added c.ts']);
  });

  it('is the same from a folder inside', async () => {
    repository.commit({ 'in/a.ts': 'a' });
    repository.write({ 'in/a.ts': 'A', 'b.ts': 'b' });
    const source = await openRange({ repo: join(repository.folder, 'in') });
    expect((await source.files()).map((file) => file.path)).toEqual(['b.ts', 'in/a.ts']);
    expect(await source.read('in/a.ts', 'head')).toEqual(text('A'));
    await source.close();
  });

  it('is read in the middle of a merge that conflicts', async () => {
    repository.commit({ 'a.ts': 'a' });
    repository.git('switch', '--quiet', '--create', 'topic');
    repository.commit({ 'a.ts': 'topic' });
    repository.git('switch', '--quiet', 'main');
    repository.commit({ 'a.ts': 'main' });
    expect(() => repository.git('merge', 'topic')).toThrow();
    expect(await filesOf({})).toEqual(['modified a.ts']);
    expect(await contentOf({}, 'a.ts', 'head')).toMatchObject({ kind: 'text' });
  });

  it('holds an untracked repository as a submodule', async () => {
    repository.commit({ 'a.ts': 'a' });
    repository.write({ 'nested/x.ts': 'x' });
    execFileSync('git', ['init', '--quiet', join(repository.folder, 'nested')]);
    expect(await contentOf({}, 'nested', 'head')).toEqual({ kind: 'submodule' });
  });

  it('is not touched: neither index nor objects nor a filter of the configuration', async () => {
    repository.commit({ 'a.ts': 'a', '.gitattributes': '*.ts filter=evil\n' });
    repository.git('config', 'filter.evil.clean', 'touch ran; cat');
    repository.git('config', 'core.fsmonitor', 'touch ran');
    repository.write({ 'a.ts': 'changed', 'new.ts': 'n' });
    const objects = (): string[] =>
      readdirSync(join(repository.folder, '.git/objects'), { recursive: true }).map(String).sort();
    const before = objects();
    expect(await filesOf({})).toEqual(['modified a.ts', 'added new.ts']);
    expect(objects()).toEqual(before);
    expect(existsSync(join(repository.folder, 'ran'))).toBe(false);
  });
});

describe('what is no range', () => {
  it.each<[string, Omit<RangeOptions, 'repo'>, RegExp]>([
    ['an unknown base', { base: 'nowhere' }, /has no commit `nowhere`/],
    ['an unknown head', { base: 'main', head: 'nowhere' }, /has no commit `nowhere`/],
    ['a base that is an option', { base: '--output=x' }, /is no name of a commit/],
    ['an empty base', { base: '' }, /is no name of a commit/],
    ['a head that is a file', { base: 'main', head: 'HEAD:a.ts' }, /has no commit/],
    ['the parent of the first commit', { base: 'main~1' }, /has no commit `main~1`/],
  ])('%s is told', async (_, options, message) => {
    repository.commit({ 'a.ts': 'a' });
    await expect(filesOf(options)).rejects.toThrow(message);
  });

  it('a repository without a commit is told, with what to do', async () => {
    await expect(filesOf({})).rejects.toThrow(/no commit yet.*scrutineer audit/);
    await expect(filesOf({ base: 'main' })).rejects.toThrow(/no commit yet/);
  });

  it('a folder without a repository is told', async () => {
    rmSync(join(repository.folder, '.git'), { recursive: true });
    await expect(filesOf({ base: 'main' })).rejects.toThrow(/is not in a git repository/);
  });

  it('histories with nothing in common are told', async () => {
    repository.commit({ 'a.ts': 'a' });
    repository.git('switch', '--quiet', '--orphan', 'other');
    repository.commit({ 'b.ts': 'b' });
    await expect(filesOf({ base: 'main', head: 'other' })).rejects.toThrow(/no commit in common/);
  });

  it('a repository without a default branch asks for the base', async () => {
    repository.git('checkout', '--quiet', '-b', 'trunk');
    repository.commit({ 'a.ts': 'a' });
    await expect(filesOf({})).rejects.toThrow(/--base REF/);
  });

  it('a bare repository needs a head', async () => {
    repository.commit({ 'a.ts': 'a' });
    const bare = join(repository.folder, 'bare.git');
    repository.git('clone', '--quiet', '--bare', '.', bare);
    await expect(openRange({ repo: bare })).rejects.toThrow(/--head REF/);
    const source = await openRange({ repo: bare, base: 'main', head: 'main' });
    expect(await source.files()).toEqual([]);
    await source.close();
  });
});

describe('the commits of a change', () => {
  it('are given with what each added, without what merges bring and without what the base has', async () => {
    repository.commit({ 'a.txt': 'a\n' });
    repository.git('switch', '--quiet', '--create', 'topic');
    const first = repository.commit({ 'a.txt': 'a\nsecret\n', 'ä b.txt': 'x' });
    repository.commit({ 'a.txt': 'a\n' });
    repository.git('switch', '--quiet', 'main');
    repository.commit({ 'other.txt': 'o' });
    repository.git('switch', '--quiet', 'topic');
    repository.git('merge', '--quiet', '--no-edit', 'main');
    const history = await withSource({ base: 'main', head: 'topic' }, async (source) => source.history?.());
    expect(history?.problems).toEqual([]);
    expect(history?.additions.map(({ commit, path, text }) => [commit, path, text])).toEqual([
      [first, 'a.txt', 'a\nsecret'],
      [first, 'ä b.txt', 'x'],
    ]);
  });

  it('are given with what a merge itself adds', async () => {
    repository.commit({ 'a.txt': 'a\n', 'b.txt': 'b\n' });
    repository.git('switch', '--quiet', '--create', 'topic');
    const ours = repository.commit({ 'a.txt': 'ours\n' });
    repository.git('switch', '--quiet', 'main');
    repository.commit({ 'a.txt': 'theirs\n', 'b.txt': 'theirs too\n' });
    repository.git('switch', '--quiet', 'topic');
    repository.git('merge', '--quiet', '--no-commit', '--strategy', 'ours', 'main');
    const merge = repository.commit({ 'a.txt': 'ours\nsecret\n', 'b.txt': 'theirs too\n' });
    repository.commit({ 'a.txt': 'ours\n' });
    const history = await withSource({ base: 'main', head: 'topic' }, async (source) => source.history?.());
    const added = history?.additions.map(({ commit, text, lines }) => [
      commit,
      text.split('\n').filter((_, index) => lines[index]?.isAdded),
    ]);
    expect(added).toEqual([
      [ours, ['ours']],
      [merge, ['secret']],
    ]);
  });
});
