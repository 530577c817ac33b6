import { describe, expect, it } from '@jest/globals';
import type { Addition } from '../../src/model/history.js';
import { review } from '../../src/review.js';
import { defaultConfig } from '../../src/config/schema.js';
import { fakeAnalyzer } from '../support/fake-analyzer.js';
import { fakeSource, type Files } from '../support/fake-source.js';

const add = (path: string, text: string, commit = 'c1'): Addition => ({
  commit: commit.repeat(20),
  path,
  text,
  lines: text.split('\n').map((_, index) => ({ number: index + 7, isAdded: true })),
});

async function foundOnTheWay(base: Files, head: Files, additions: readonly Addition[]): Promise<unknown[]> {
  const source = { ...fakeSource({ base, head }), history: async () => ({ additions, problems: [] }) };
  const report = await review(source, {
    analyzers: [{ ...fakeAnalyzer(), readsHistory: true }],
    config: defaultConfig,
    today: '2026-01-01',
  });
  return report.findings
    .filter((finding) => finding.commit !== undefined)
    .map(({ commit, location }) => [commit?.slice(0, 2), location.path, location.startLine]);
}

describe('what a commit added and another took out', () => {
  it('is found once, with the first commit and its line there', async () => {
    const additions = [add('a.txt', 'fine\nBAD secret'), add('b.txt', 'BAD secret', 'c2')];
    expect(await foundOnTheWay({ 'a.txt': 'x' }, { 'a.txt': 'y' }, additions)).toEqual([['c1', 'a.txt', 8]]);
  });

  it('is found in files that the change as a whole does not touch', async () => {
    expect(await foundOnTheWay({}, { 'a.txt': 'y' }, [add('gone.txt', 'BAD secret')])).toEqual([
      ['c1', 'gone.txt', 7],
    ]);
  });

  it('is not told again where it stands on the head side, or stood on the base side', async () => {
    expect(await foundOnTheWay({}, { 'a.txt': 'BAD secret' }, [add('b.txt', 'BAD secret')])).toEqual([]);
    expect(await foundOnTheWay({ 'a.txt': 'BAD old' }, { 'a.txt': '' }, [add('a.txt', 'BAD old')])).toEqual(
      [],
    );
  });

  it('is not told where a commit was taken back, so that the file is as before', async () => {
    const same = { 'same.txt': 'BAD old' };
    expect(await foundOnTheWay(same, { ...same, 'n.txt': '' }, [add('same.txt', 'BAD old')])).toEqual([]);
  });

  it('counts on added lines only', async () => {
    const { lines, ...rest } = add('a.txt', 'BAD near\nnew');
    const addition = { ...rest, lines: lines.map((line, index) => ({ ...line, isAdded: index === 1 })) };
    expect(await foundOnTheWay({}, {}, [addition])).toEqual([]);
  });
});

it('commits that cannot be read make the review incomplete', async () => {
  const source = {
    ...fakeSource({ base: {}, head: { 'a.txt': '' } }),
    history: () => Promise.reject(new Error('No objects.')),
  };
  const { verdict, problems } = await review(source, {
    analyzers: [{ ...fakeAnalyzer(), readsHistory: true }],
    config: defaultConfig,
    today: '2026-01-01',
  });
  expect(verdict).toBe('incomplete');
  expect(problems[0]?.message).toContain('No objects.');
});
