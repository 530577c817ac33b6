import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openFolder } from '../../src/git/folder.js';
import { createFolder, createRepository, type TestRepository } from '../support/repository.js';

const pathsOf = async (path: string): Promise<readonly string[]> => (await openFolder(path)).list('head');

describe('a folder in a git work tree', () => {
  let repository: TestRepository;
  beforeEach(() => {
    repository = createRepository();
  });
  afterEach(() => repository.remove());

  it('has its tracked and its untracked files, and not what is ignored or deleted', async () => {
    repository.commit({
      '.gitignore': 'build\n',
      'a.ts': 'a',
      'deleted.ts': 'd',
      'node_modules/kept.js': 'k',
    });
    repository.write({ 'new.ts': 'n', 'build/out.js': 'o' });
    rmSync(join(repository.folder, 'deleted.ts'));
    expect(await pathsOf(repository.folder)).toEqual([
      '.gitignore',
      'a.ts',
      'new.ts',
      'node_modules/kept.js',
    ]);
  });

  it('has paths relative to itself', async () => {
    repository.commit({ 'in/a.ts': 'a', 'b.ts': 'b' });
    expect(await pathsOf(join(repository.folder, 'in'))).toEqual(['a.ts']);
  });

  it('is walked where git ignores it', async () => {
    repository.commit({ '.gitignore': 'build\n' });
    repository.write({ 'build/out.js': 'o' });
    expect(await pathsOf(join(repository.folder, 'build'))).toEqual(['out.js']);
  });

  it('gives every file as added and nothing on the base side', async () => {
    repository.commit({ 'a.ts': 'a' });
    const source = await openFolder(repository.folder);
    expect(await source.files()).toEqual([{ path: 'a.ts', status: 'added' }]);
    expect(await source.read('a.ts', 'base')).toEqual({ kind: 'absent' });
    expect(await source.read('a.ts', 'head')).toEqual({ kind: 'text', text: 'a', damaged: false });
    expect(await source.list('base')).toEqual([]);
  });

  it('holds a repository inside as a submodule', async () => {
    repository.write({ 'nested/x.ts': 'x' });
    repository.git('init', '--quiet', 'nested');
    const source = await openFolder(repository.folder);
    expect(await source.read('nested', 'head')).toEqual({ kind: 'submodule' });
  });
});

describe('a folder without git', () => {
  let folder: string;
  beforeEach(() => {
    folder = createFolder();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is walked without node_modules', async () => {
    for (const path of ['src', 'node_modules/x']) mkdirSync(join(folder, path), { recursive: true });
    for (const path of ['src/b.ts', 'a.ts', 'node_modules/x/index.js']) writeFileSync(join(folder, path), '');
    expect(await pathsOf(folder)).toEqual(['a.ts', 'src/b.ts']);
  });

  it('may be one file, with those that stand beside it around', async () => {
    mkdirSync(join(folder, 'in'));
    writeFileSync(join(folder, 'in', 'c.ts'), 'c');
    writeFileSync(join(folder, 'b.ts'), 'b');
    writeFileSync(join(folder, 'a.ts'), 'a');
    const source = await openFolder(join(folder, 'a.ts'));
    expect(await source.files()).toEqual([{ path: 'a.ts', status: 'added' }]);
    expect(await source.list('head')).toEqual(['a.ts', 'b.ts']);
    expect(await source.list('base')).toEqual([]);
  });

  it('has links that are not followed, of files and of folders', async () => {
    symlinkSync('/etc/passwd', join(folder, 'file'));
    symlinkSync('/etc', join(folder, 'folder'));
    const source = await openFolder(folder);
    expect(await source.list('head')).toEqual(['file', 'folder']);
    expect(await source.read('file', 'head')).toEqual({ kind: 'symlink' });
    expect(await source.read('folder', 'head')).toEqual({ kind: 'symlink' });
    expect(await source.read('folder/passwd', 'head')).toEqual({ kind: 'symlink' });
  });

  it('does not give files outside of it', async () => {
    const source = await openFolder(folder);
    const outside = `${'../'.repeat(20)}etc/passwd`;
    expect((await source.read(outside, 'head')).kind).not.toBe('text');
  });

  it('tells a file that went away after it was listed', async () => {
    writeFileSync(join(folder, 'a.ts'), 'a');
    const source = await openFolder(folder);
    rmSync(join(folder, 'a.ts'));
    expect(await source.read('a.ts', 'head')).toMatchObject({ kind: 'unreadable' });
    expect(await source.read('other.ts', 'head')).toEqual({ kind: 'absent' });
  });

  it('tells a file that may not be read', async () => {
    writeFileSync(join(folder, 'a.ts'), 'a');
    chmodSync(join(folder, 'a.ts'), 0);
    const content = await (await openFolder(folder)).read('a.ts', 'head');
    expect(['unreadable', process.getuid?.() === 0 ? 'text' : 'unreadable']).toContain(content.kind);
  });

  it('that is not there is told', async () => {
    await expect(openFolder(join(folder, 'nowhere'))).rejects.toThrow(/There is no file or folder/);
  });
});
