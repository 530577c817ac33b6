import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { openStaged } from '../../src/git/staged.js';
import type { Side } from '../../src/model/change.js';
import { createFolder, createRepository, type TestRepository } from '../support/repository.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

let repository: TestRepository;
beforeEach(() => {
  repository = createRepository();
});
afterEach(() => {
  delete process.env.GIT_INDEX_FILE;
  repository.remove();
});

/** Paths with their status, and the text of each on a side. */
async function staged(side: Side = 'head'): Promise<Record<string, unknown>> {
  const source = await openStaged(repository.folder);
  try {
    const files = await source.files();
    const contents = await Promise.all(files.map(({ path }) => source.read(path, side)));
    return Object.fromEntries(
      files.map(({ status, path }, index) => {
        const content = contents[index];
        return [`${status} ${path}`, content?.kind === 'text' ? content.text : content?.kind];
      }),
    );
  } finally {
    await source.close();
  }
}

describe('what is staged', () => {
  it('is the index against HEAD, whatever stands in the work tree', async () => {
    repository.commit({ 'a.ts': 'a', 'b.ts': 'b', 'c.ts': 'c' });
    repository.write({ 'a.ts': 'staged', 'b.ts': 'not staged', 'new.ts': 'untracked' });
    repository.git('add', 'a.ts');
    repository.write({ 'a.ts': 'changed again' });
    repository.git('rm', '--quiet', 'c.ts');
    expect(await staged()).toEqual({ 'modified a.ts': 'staged', 'removed c.ts': 'absent' });
    expect(await staged('base')).toEqual({ 'modified a.ts': 'a', 'removed c.ts': 'c' });
  });

  it('is nothing where nothing is added', async () => {
    repository.commit({ 'a.ts': 'a' });
    repository.write({ 'a.ts': 'b' });
    expect(await staged()).toEqual({});
  });

  it('is all of it before the first commit', async () => {
    repository.write({ 'a.ts': 'a' });
    repository.git('add', '--all');
    expect(await staged()).toEqual({ 'added a.ts': 'a' });
  });

  it('is read without a new object or a lock in the repository', async () => {
    repository.commit({ 'a.ts': 'a' });
    repository.write({ 'deep/er/a.ts': 'b' });
    repository.git('add', '--all');
    const before = repository.git('count-objects');
    await staged();
    expect(repository.git('count-objects')).toBe(before);
  });

  it('is the index that git made for a commit of its own', async () => {
    repository.commit({ 'a.ts': 'a', 'b.ts': 'b' });
    repository.write({ 'a.ts': 'A', 'b.ts': 'B' });
    repository.git('add', 'a.ts');
    const own = join(repository.folder, '.git', 'own-index');
    repository.git('read-tree', `--index-output=${own}`, 'HEAD');
    process.env.GIT_INDEX_FILE = own;
    expect(await staged()).toEqual({});
  });

  it('is refused in the middle of a merge', async () => {
    repository.commit({ 'a.ts': 'a' });
    repository.git('switch', '--quiet', '--create', 'topic');
    repository.commit({ 'a.ts': 'b' });
    repository.git('switch', '--quiet', 'main');
    repository.commit({ 'a.ts': 'c' });
    expect(() => repository.git('merge', 'topic')).toThrow();
    await expect(staged()).rejects.toThrow(/^Git: /);
  });

  it('is refused outside of a repository', async () => {
    await expect(openStaged(createFolder())).rejects.toThrow('is not in a git repository');
  });
});

describe('the hooks of the documentation', () => {
  const page = readFileSync(join(root, 'docs/hooks.md'), 'utf8');
  const blocks = [...page.matchAll(/```(\w+)\n# (\S+)\n([^`]*)```/g)].map(([, , file, text]) => ({
    file,
    text,
  }));
  const textOf = (name: string): string => blocks.find(({ file }) => file === name)?.text ?? '';

  it('are valid, and run one command', () => {
    expect(blocks.map(({ file }) => file)).toEqual([
      '.git/hooks/pre-commit',
      '.pre-commit-config.yaml',
      '.husky/pre-commit',
      'lefthook.yml',
    ]);
    const preCommit = parse(textOf('.pre-commit-config.yaml')) as { repos: { hooks: object[] }[] };
    expect(preCommit.repos[0]?.hooks[0]).toMatchObject({
      entry: 'scrutineer review --staged',
      pass_filenames: false,
    });
    const lefthook = parse(textOf('lefthook.yml')) as object;
    expect(lefthook).toMatchObject({
      'pre-commit': { commands: { scrutineer: { run: 'npx --no-install scrutineer review --staged' } } },
    });
  });

  it.each(['.git/hooks/pre-commit', '.husky/pre-commit'])('%s stops a commit with a flaw', (file) => {
    repository.commit({ 'a.js': '\n' });
    const hook = join(repository.folder, '.git/hooks/pre-commit');
    const bin = join(repository.folder, '.git/bin');
    // In place of the installed package.
    const shim = `#!/bin/sh\n[ "$1" = --no-install ] && shift\n[ "$1" = scrutineer ] && shift\nexec "${process.execPath}" "${root}dist/cli.js" "$@"\n`;
    repository.write({ '.git/hooks/pre-commit': `#!/bin/sh\n${textOf(file)}`, '.git/bin/npx': shim });
    for (const path of [hook, join(bin, 'npx')]) chmodSync(path, 0o755);
    const commit = (): string =>
      execFileSync(
        'git',
        ['-c', 'user.name=A', '-c', 'user.email=a@example.com', 'commit', '--all', '-m', 'x'],
        {
          cwd: repository.folder,
          env: { PATH: `${bin}:${process.env.PATH ?? ''}`, HOME: repository.folder },
          encoding: 'utf8',
          stdio: 'pipe',
        },
      );
    repository.write({
      'a.js':
        "import { exec } from 'node:child_process';\nexport const a = (request) => exec('ls ' + request.query.a);\n",
    });
    expect(commit).toThrow('command-injection');
    repository.write({ 'a.js': 'export const a = 1;\n' });
    expect(commit()).toContain('x');
  });
});
