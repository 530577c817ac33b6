import { describe, expect, it } from '@jest/globals';
import { Parser } from 'yaml';
import { nestsDeeper } from '../../src/model/nesting.js';

describe('nesting of YAML', () => {
  it.each([
    ['brackets in one another', '['.repeat(101), true],
    ['braces and brackets in turn', '{a: ['.repeat(51), true],
    ['lists that begin in one line', '- '.repeat(101), true],
    [
      'maps by their indentation',
      Array.from({ length: 101 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
      true,
    ],
    ['keys that are lists', '? ['.repeat(101), true],
    ['as deep as it may be', `${'['.repeat(100)}1`, false],
    ['brackets side by side', `[${'[1], '.repeat(1000)}]`, false],
    ['brackets in a script', `run: |\n  echo ${'['.repeat(500)}\n  a=${'{'.repeat(500)}`, false],
    ['brackets in quotes and in a comment', `a: "${'['.repeat(500)}" # ${'{'.repeat(500)}`, false],
    ['a list', '- a\n'.repeat(1000), false],
  ])('%s', (_name, text, expected) => {
    expect(nestsDeeper(new Parser().parse(text), 100)).toBe(expected);
  });
});
