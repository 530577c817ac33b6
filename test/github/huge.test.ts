import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
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

const many = (count: number, name: (index: number) => string, text = 'x\n'): Files =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [name(index), text]));

describe('a pull request of more files than GitHub lists', () => {
  it('is reviewed whole, from the trees of its commits', async () => {
    const moved = 'FLAW-high moved;\n';
    const pull = app.open(
      { 'z/old.js': moved, 'z/gone.js': 'FLAW-low gone;\n', 'z/kept.js': 'ok;\n', 'z/edited.js': 'ok;\n' },
      {},
    );
    app.push(pull, {
      ...many(3005, (index) => `docs/${index}.txt`),
      'z/new.js': moved,
      'z/kept.js': 'ok;\n',
      'z/edited.js': 'ok;\nFLAW-high late;\n',
    });
    await app.deliver(pull, 'pull_request', 'synchronize');
    const { runs, comments } = app.github.state;
    expect(runs).toMatchObject([{ conclusion: 'failure', title: '1 high' }]);
    expect(runs[0]?.summary).toContain('3008 changed files');
    expect(runs[0]?.summary).toContain('1 fixed');
    expect(runs[0]?.summary).not.toContain('GitHub lists only');
    // Past what GitHub lists there is no diff on which a comment could stand.
    expect(comments).toEqual([]);
    expect(runs[0]?.annotations).toMatchObject([{ path: 'z/edited.js', start_line: 2 }]);
  });

  it('fails as incomplete where GitHub cuts the trees too', async () => {
    app.github.state.maxTreeEntries = 2000;
    const pull = app.open({}, { ...many(3005, (index) => `docs/${index}.txt`), 'a.js': 'ok;\n' });
    await app.deliver(pull, 'pull_request', 'opened');
    const [run] = app.github.state.runs;
    expect(run).toMatchObject({ conclusion: 'failure', title: 'No findings, review incomplete' });
    expect(run?.summary).toContain('GitHub lists only 3000 changed files');
  });
});
