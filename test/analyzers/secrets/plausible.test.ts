import { describe, expect, it } from '@jest/globals';
import { entropyOf, isPlausible } from '../../../src/analyzers/secrets/plausible.js';
import { madeUp } from '../../../src/analyzers/secrets/rules/made-up.js';

describe('isPlausible', () => {
  it.each([
    ['a run of one character', 'x'.repeat(36)],
    ['the alphabet', 'abcdefghijklmnopqrstuvwxyz0123456789'],
    ['digits that count', '1234567890123456789012345678901234'],
    ['a repeated part', 'aB3xaB3xaB3xaB3xaB3xaB3xaB3xaB3x'],
    ['a placeholder word', `${madeUp('mixed', 20, 'a')}EXAMPLE`],
    ['a shell variable', '${SECRET_VALUE_OF_THE_SHOP}'],
    ['a template', '{{ secret_value_of_the_shop }}'],
    ['a bracketed hint', '<the-token-goes-in-here>'],
    ['a hidden value', 'sk_live_************************'],
    ['few characters', 'aabbababbabaabbabaababbaabab'],
  ])('%s is not', (_, value) => {
    expect(isPlausible(value, 3)).toBe(false);
  });

  it('a random value is, in each alphabet', () => {
    for (let index = 0; index < 200; index++) {
      expect(isPlausible(madeUp('mixed', 36, `m${index}`), 3)).toBe(true);
      expect(isPlausible(madeUp('hex', 32, `h${index}`), 3)).toBe(true);
      expect(isPlausible(madeUp('upper', 16, `u${index}`), 2.5)).toBe(true);
    }
  });
});

it('entropyOf is that of Shannon', () => {
  expect(entropyOf('aaaa')).toBe(0);
  expect(entropyOf('abab')).toBe(1);
  expect(entropyOf('abcdefgh')).toBe(3);
});
