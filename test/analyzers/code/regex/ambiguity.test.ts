import { describe, expect, it } from '@jest/globals';
import { findExponential, findPolynomial } from '../../../../src/analyzers/code/regex/ambiguity.js';
import { expectWithin } from '../../../support/time-limit.js';

const exponential: readonly RegExp[] = [
  /^(a+)+$/,
  /^(a*)*$/,
  /^(a|a)*$/,
  /^(a|aa)+$/,
  /^(?:a|[ab])*$/,
  /^(\w+\s?)*$/,
  /^(?:\s*\w+\s*,?)*;$/,
  /^([a-z0-9]+-?)+$/i,
  /(x+x+)+y/,
  /("[^"]*"|[^,])*;x/,
  /<!--(?:.|\s)*?-->/,
  /^(?:a?b?a?)*$/,
  /^(?:(?!x)\w+\s?)*$/,
  /^(?:(?=[a-z])\w+-?)+$/,
  /^(?:a(?!b)|a(?=a))*$/,
  /^(?:é|\u{e9})*$/u,
];

const quick: readonly RegExp[] = [
  /^[a-z]+$/,
  /^(?:\d{3})+$/,
  /([a-z]+)+/,
  /^(?:a?)*$/,
  /^[a-z0-9]+(?:-[a-z0-9]+)*$/,
  /^(?:[^"\\]|\\.)*$/,
  /^(\/[^/]+)*$/,
  /^(?:a|b)*$/,
  /^(?:[\s\S]|a)*$/,
  /^(?:ab|cd)+(?=x)/,
  /^(?:\b\w+\b\s?)$/,
  /^(?:\s*\{\{(?:[^}]|\}(?!\}))*\}\}\s*)$/,
  /^(?:[^*]|\*(?!\/))*$/,
  /^(?:\{\{(?:[^}]|\}(?!\}))*\}\}\s*)+$/,
  /^(?:(?!b)\w|b)*$/,
  /^(?:a(?=b)|a(?!b)|b)*$/,
];

/** Milliseconds that V8 takes for the text that was found, repeated. */
function measure(pattern: RegExp, times: number): number {
  const slow = findExponential(pattern.source, pattern.flags);
  if (!slow) throw new Error('no text was found');
  const text = slow.prefix + slow.pump.repeat(times) + slow.suffix;
  const started = performance.now();
  pattern.test(text);
  return performance.now() - started;
}

describe('findExponential', () => {
  it.each(exponential)('finds a text for %s', (pattern) => {
    expect(findExponential(pattern.source, pattern.flags)?.growth).toBe('exponential');
  });

  it.each(quick)('finds none for %s', (pattern) => {
    expect(findExponential(pattern.source, pattern.flags)).toBeUndefined();
  });

  it('finds a text that in truth takes long', () => {
    const pattern = /^(a|a)*$/;
    expect(measure(pattern, 10)).toBeGreaterThan(20 * measure(pattern, 4));
  });

  it.each([
    ['unbalanced', '(a+'],
    ['too long', '(a+)+'.repeat(1000)],
    ['too deep', '('.repeat(100) + 'a+' + ')+'.repeat(100)],
  ])('says nothing of a pattern that is %s', (_name, source) => {
    expect(findExponential(source, '')).toBeUndefined();
  });

  it('ends in good time on patterns with many places', () => {
    const started = performance.now();
    for (const source of [
      '(?:a?'.repeat(50) + ')*'.repeat(50),
      '(?:' + '[a-z]+.?'.repeat(90) + ')*$',
      '(\\w*|\\d*)*'.repeat(30),
    ]) {
      findExponential(source, '');
      findPolynomial(source, '');
    }
    expectWithin(performance.now() - started, 10_000);
  });
});

describe('findPolynomial', () => {
  it.each<[RegExp, number | undefined]>([
    [/\s+$/, 2],
    [/^\s+|\s+$/g, 2],
    [/^\s*(.*?)\s*$/s, undefined],
    [/^a*b?a*$/, 2],
    [/^a*a*a*$/, 3],
    [/,\s*,/, undefined],
    [/[ \t]+$/gm, 2],
    [/[ \t]*$/gm, 2],
    [/\s+(?!\S)/, undefined],
    [/\s+(?=\n)/, 2],
    [/[^\n]+$/m, undefined],
    [/^\d+\.\d+$/, undefined],
    [/[a-z]/, undefined],
  ])('of %s gives %s', (pattern, degree) => {
    expect(findPolynomial(pattern.source, pattern.flags)?.growth).toBe(degree);
  });
});
