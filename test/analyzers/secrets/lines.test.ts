import { expect, it } from '@jest/globals';
import { isLongLine, startOfLine } from '../../../src/analyzers/secrets/lines.js';

it.each<[string, string, number, number, number]>([
  ['after a line feed', 'ab\ncde', 5, 10, 3],
  ['at the start of the text', 'abc', 2, 10, 0],
  ['no further back than is looked', 'ab\ncdefgh', 8, 3, 5],
  ['where the line feed is the last that is looked at', 'ab\ncdefgh', 5, 3, 3],
])('a line begins %s', (_, text, at, most, expected) => {
  expect(startOfLine(text, at, most)).toBe(expected);
});

it('a line is long as its characters are counted, wherever in it one asks', () => {
  for (const length of [9, 10, 11, 30])
    for (const [before, after] of [
      ['', ''],
      ['a\n', '\nb'],
      ['a\n', ''],
    ] as const)
      for (let at = 0; at < length; at++) {
        const text = before + 'x'.repeat(length) + after;
        expect(isLongLine(text, before.length + at, 10)).toBe(length > 10);
      }
});
