import { describe, expect, it } from '@jest/globals';
import { nestsDeeper } from '../../src/model/nesting.js';

describe('nesting of YAML', () => {
  it.each([
    ['brackets in one another', '['.repeat(101), true],
    ['braces and brackets in turn', '{a: ['.repeat(60), true],
    ['lists that begin in one line', '- '.repeat(100), true],
    ['as deep as it may be', '['.repeat(100), false],
    ['brackets side by side', '[1], '.repeat(1000), false],
    ['brackets that a script closes without opening them', `${']'.repeat(500)}[[ -f a ]]`, false],
    ['a list', '- a\n'.repeat(1000), false],
  ])('%s', (_name, text, expected) => {
    expect(nestsDeeper(text, 100)).toBe(expected);
  });
});
