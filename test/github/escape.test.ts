import { describe, expect, it } from '@jest/globals';
import { block, cellCode, clean, code, plain, sentence, shorten } from '../../src/github/escape.js';

const zeroWidth = '\u200B';

describe('plain', () => {
  it.each([
    ['breaks a mention', 'ask @octocat', `ask @${zeroWidth}octocat`],
    ['breaks a reference to an issue', 'see #12', `see \\#${zeroWidth}12`],
    ['breaks a short reference to an issue', 'see GH-12', `see GH${zeroWidth}-12`],
    ['breaks an address', 'at https://evil.example', `at https:${zeroWidth}//evil.example`],
    ['breaks an address without a scheme', 'at www.evil.example', `at www${zeroWidth}.evil.example`],
    ['escapes a link', '[click](x)', '\\[click\\](x)'],
    ['escapes an image', '![x](y)', '!\\[x\\](y)'],
    ['escapes HTML', '<img src=x>', '\\<img src=x\\>'],
    ['escapes an HTML comment', '<!-- mark -->', '\\<!-- mark --\\>'],
    ['escapes an entity', '&lt;', '&amp;lt;'],
    ['escapes a cell of a table', 'a|b', 'a\\|b'],
    ['escapes a backslash before a bar', 'a\\|b', 'a\\\\\\|b'],
    ['escapes emphasis and code', '*a* _b_ `c`', '\\*a\\* \\_b\\_ \\`c\\`'],
    ['makes one line of several', 'a\n\n# b', 'a \\# b'],
    ['shows what turns the direction of reading', 'a\u202Eb', 'a\uFFFDb'],
  ])('%s', (_, text, expected) => {
    expect(plain(text)).toBe(expected);
  });
});

describe('code', () => {
  it.each([
    ['is fenced once', 'a b', '`a b`'],
    ['is fenced longer than what it holds', 'a``b', '```a``b```'],
    ['is padded where a backtick ends it', '`a', '`` `a ``'],
    ['is one line', 'a\nb', '`a b`'],
    ['keeps a mention, which is none in code', '@octocat', '`@octocat`'],
  ])('%s', (_, text, expected) => {
    expect(code(text)).toBe(expected);
  });

  it('in a table holds no bar, whatever stands before it', () => {
    expect(cellCode('a\\|b')).toBe('`a\\¦b`');
  });
});

describe('sentence', () => {
  it('shows backticked parts as code, and escapes the rest', () => {
    expect(sentence('The `a*b` of *c*')).toBe('The `a*b` of \\*c\\*');
  });

  it('escapes a backtick without its pair', () => {
    expect(sentence('a ` b @c')).toBe(`a \\\` b @${zeroWidth}c`);
  });
});

describe('block', () => {
  it('has a fence that no line of the text closes', () => {
    expect(block('```\n````\nx', 'suggestion')).toBe('`````suggestion\n```\n````\nx\n`````');
  });
});

describe('shorten and clean', () => {
  it('never cuts a character in two', () => {
    expect(shorten('ab😀cd', 4)).toBe('ab…');
  });

  it('leaves a short text as it is', () => {
    expect(shorten('abc', 3)).toBe('abc');
  });

  it('shows control characters', () => {
    expect(clean('a\u0000b\u200Bc')).toBe('a\uFFFDb\uFFFDc');
  });
});
