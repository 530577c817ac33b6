import { expect, it } from '@jest/globals';
import { createKeywordFinder } from '../../../src/analyzers/secrets/keywords.js';

const find = (keywords: readonly string[], text: string): string[] => {
  const hits: string[] = [];
  createKeywordFinder(keywords).find(text, (keyword, start) => {
    hits.push(`${keywords[keyword] ?? ''}@${start}`);
    return true;
  });
  return hits;
};

it.each<[string, readonly string[], string, string[]]>([
  ['one inside another', ['she', 'he', 'hers'], 'ushers', ['she@1', 'he@2', 'hers@2']],
  ['either case', ['AKIA'], 'akiA', ['AKIA@0']],
  ['overlapping itself', ['aa'], 'aaaa', ['aa@0', 'aa@1', 'aa@2']],
  ['after a false start', ['aab'], 'aaab', ['aab@1']],
  ['the same keyword of two rules', ['k1', 'k1'], 'k1', ['k1@0', 'k1@0']],
  ['beside other alphabets', ['key'], 'ключkéykey', ['key@7']],
  ['beside characters with the same low byte', ['key'], 'k\u0165y \u016bey key', ['key@8']],
  [
    'across the bounds of what is read at once',
    ['keyword'],
    `${'x'.repeat(16_381)}keyword`,
    ['keyword@16381'],
  ],
  ['far into a text', ['keyword'], `${'key'.repeat(20_000)}word`, ['keyword@59997']],
  ['nowhere', ['key'], 'ke y', []],
])('finds keywords %s', (_, keywords, text, expected) => {
  expect(find(keywords, text)).toEqual(expected);
});

it('finds what a search for each keyword finds', () => {
  const keywords = ['ab', 'ba', 'aba', 'bab', 'cab', 'abc'];
  let text = '';
  for (let index = 0, seed = 7; index < 3000; index++, seed = (seed * 1103515245 + 12345) % 2147483648)
    text += 'abc'.charAt(seed % 3);
  const expected: string[] = [];
  for (let start = 0; start < text.length; start++)
    for (const keyword of keywords) if (text.startsWith(keyword, start)) expected.push(`${keyword}@${start}`);
  expect(find(keywords, text).sort()).toEqual(expected.sort());
});

it('refuses more keywords than it can number', () => {
  const keywords = Array.from({ length: 8000 }, (_, index) =>
    index.toString(6).padStart(8, '0').split('').reverse().join(''),
  );
  expect(() => createKeywordFinder(keywords)).toThrow('There are too many keywords.');
});

it('ends when it is told to', () => {
  let hits = 0;
  createKeywordFinder(['a']).find('aaaa', () => ++hits < 2);
  expect(hits).toBe(2);
});
