import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { maxFileBytes } from '../../src/model/content.js';
import { install, type Installation } from '../support/github/app.js';
import type { Files } from '../support/github/git-objects.js';

let app: Installation;

beforeEach(async () => {
  app = await install();
});

afterEach(async () => {
  const { violations } = app.github;
  await app.close();
  expect(violations).toEqual([]);
});

const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`;
const flaw = 'FLAW-high one;\n';
const context = 'a line that makes the file long enough to be known again;\n'.repeat(8);
const commit = (digit: string) => ({ submodule: digit.repeat(40) });
const large = new Uint8Array(maxFileBytes + 1).fill(97);

interface Expected {
  readonly conclusion: 'success' | 'failure' | 'neutral';
  readonly title: string;
  /** In the summary. */
  readonly says?: string;
}

const clean: Expected = { conclusion: 'success', title: 'No findings' };
const failing: Expected = { conclusion: 'failure', title: '1 high' };
const empty: Expected = { conclusion: 'neutral', title: 'Nothing to review' };
const incomplete: Expected = { conclusion: 'failure', title: 'No findings, review incomplete' };

describe('a change, whole-way, that', () => {
  it.each<[string, Files, Files, Expected]>([
    ['renames a file with an old flaw', { 'a.js': context + flaw }, { 'b.js': context + flaw }, clean],
    ['renames a file and adds a flaw', { 'a.js': context }, { 'b.js': context + flaw }, failing],
    [
      'copies a file with a flaw',
      { 'a.js': context + flaw },
      { 'a.js': context + flaw, 'b.js': context + flaw },
      failing,
    ],
    ['deletes a file with a flaw', { 'a.js': flaw }, {}, { ...clean, says: '1 fixed' }],
    ['deletes a file that nobody reviews', { 'a.txt': 'x\n' }, {}, empty],
    ['changes a mode alone', { 'a.js': flaw }, { 'a.js': { executable: flaw } }, clean],
    ['changes a mode and adds a flaw', { 'a.js': 'ok;\n' }, { 'a.js': { executable: flaw } }, failing],
    ['adds a submodule alone', {}, { lib: commit('b') }, { ...empty, says: 'submodule' }],
    [
      'moves a submodule on',
      { lib: commit('b') },
      { lib: commit('c'), 'a.js': 'ok;\n' },
      { ...clean, says: 'submodule' },
    ],
    ['makes a folder of a submodule', { lib: commit('b') }, { 'lib/a.js': flaw }, failing],
    ['makes a file of a symbolic link', { 'a.js': { symlink: 'b.js' } }, { 'a.js': flaw }, failing],
    [
      'makes a symbolic link of a file',
      { 'a.js': flaw },
      { 'a.js': { symlink: 'b' } },
      { ...empty, says: 'symbolic link' },
    ],
    ['adds an asset in Git LFS', {}, { 'a.psd': pointer }, { ...empty, says: 'Git LFS' }],
    ['moves code to Git LFS', { 'a.js': 'ok;\n' }, { 'a.js': pointer }, { ...incomplete, says: 'Git LFS' }],
    ['empties a file', { 'a.js': flaw }, { 'a.js': '' }, { ...clean, says: '1 fixed' }],
    ['adds an empty file', {}, { 'a.js': '' }, clean],
    ['adds a binary file alone', {}, { 'a.png': new Uint8Array([137, 80, 0, 1]) }, empty],
    [
      'hides code behind a zero byte',
      {},
      { 'a.js': new Uint8Array([...Buffer.from('/*\0*/ FLAW-high one;\n')]), 'b.js': 'ok;\n' },
      { ...incomplete, says: 'binary' },
    ],
    ['adds code above the limit', {}, { 'a.js': large, 'b.js': 'ok;\n' }, { ...incomplete, says: '20 MB' }],
    [
      'adds data above the limit that nobody reads',
      {},
      { 'a.csv': large, 'b.js': 'ok;\n' },
      { ...clean, says: '20 MB' },
    ],
    ['adds code that GraphQL cuts', {}, { 'a.js': `${'x'.repeat(600_000)}\n${flaw}` }, failing],
    [
      'adds code in UTF-16, which GitHub takes for binary',
      {},
      { 'a.js': Buffer.from(`\uFEFF${flaw}`, 'utf16le') },
      { ...incomplete, says: 'binary' },
    ],
    [
      'adds code that is not UTF-8',
      {},
      { 'a.js': Buffer.concat([Buffer.from([0x61, 0xe9, 0x0a]), Buffer.from(flaw)]) },
      { ...failing, says: 'not valid UTF-8' },
    ],
  ])('%s', async (_, base, head, { says = '', ...run }) => {
    const pull = app.open(base, {});
    app.push(pull, head);
    await app.deliver(pull, 'pull_request', 'opened');
    const { runs } = app.github.state;
    expect(runs).toMatchObject([{ ...run, status: 'completed' }]);
    expect(runs[0]?.summary).toContain(says);
  });
});

describe('a pull request of more than 20,000 lines of patches', () => {
  const long = (start: number): string =>
    Array.from({ length: 15_000 }, (_, index) => `line ${start + index};\n`).join('');

  it('is reviewed by content, with comments where GitHub gives no patch', async () => {
    const pull = app.open(
      { 'z.js': 'one;\ntwo;\n' },
      { 'a.js': long(0), 'b.js': long(1), 'z.js': `one;\n${flaw}two;\n` },
    );
    await app.deliver(pull, 'pull_request', 'opened');
    const { runs, comments } = app.github.state;
    expect(runs).toMatchObject([failing]);
    expect(comments).toMatchObject([{ path: 'z.js', line: 2 }]);
  });
});
