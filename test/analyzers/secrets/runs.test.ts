import { expect, it } from '@jest/globals';
import { findRuns } from '../../../src/analyzers/secrets/runs.js';

const text = `a b ${'x'.repeat(20)}.${'y'.repeat(15)} ${'z-_9'.repeat(10)}`;

it.each<[string, number, number, number, boolean]>([
  ['as long as it is', 0, text.length, 40, true],
  ['longer than any', 0, text.length, 41, false],
  ['within the stretch', 0, 24, 20, true],
  ['cut off at its end', 0, 23, 20, false],
  ['cut off at its start', 5, 24, 20, false],
  ['what is left of it', 5, 24, 19, true],
  ['behind the stretch', 0, 20, 17, false],
  ['before the stretch', 24, 40, 16, false],
  ['as short as those that are not kept', 0, 3, 15, true],
])('tells of a run %s', (_, from, to, least, expected) => {
  expect(findRuns(text).has(from, to, least)).toBe(expected);
});

it('finds what an expression finds', () => {
  let random = '';
  for (let index = 0, seed = 3; index < 4000; index++, seed = (seed * 1103515245 + 12345) % 2147483648)
    random += seed % 23 === 0 ? '.é/ '.charAt(seed % 4) : 'aZ0-_'.charAt(seed % 5);
  const runs = findRuns(random);
  let found = 0;
  for (let from = 0; from < random.length; from += 7)
    for (const least of [16, 20, 32]) {
      const expected = new RegExp(`[\\w-]{${least}}`).test(random.slice(from, from + 60));
      expect(runs.has(from, from + 60, least)).toBe(expected);
      if (expected) found++;
    }
  expect(found).toBeGreaterThan(20);
});
