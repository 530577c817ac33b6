import { describe, expect, it } from '@jest/globals';
import { codeBlock, codeSpan, escapeMessage, escapeText, linkTo } from '../../src/reporters/markdown-text.js';
import { renderMarkdown } from '../../src/reporters/markdown.js';
import { hostileReport, reportRules } from '../support/report.js';

describe('escapeText', () => {
  it.each([
    ['plain words', 'Public bucket (S3), 100%.', 'Public bucket (S3), 100%.'],
    ['emphasis', '*a* _b_ ~~c~~', '&#42;a&#42; &#95;b&#95; &#126;&#126;c&#126;&#126;'],
    ['HTML', '<img>&amp;', '&#60;img&#62;&#38;amp;'],
    ['a comment', '<!-- x', '&#60;!-- x'],
    ['a link', '[a](b)', '&#91;a&#93;(b)'],
    ['a mention', '@octocat', '@\u200boctocat'],
    ['an issue', 'see #12 and GH-3', 'see #\u200b12 and GH\u200b-3'],
    ['an address', 'https://a.example www.b.example', 'https:\u200b//a.example www\u200b.b.example'],
    ['a table cell', 'a|b', 'a&#124;b'],
    ['a heading', '# a', '&#35; a'],
    ['a list', '- a', '&#45; a'],
    ['a numbered list', '12. a', '12&#46; a'],
    ['a line break', 'a\n> b', 'a&#92;n&#62; b'],
    ['an escape sequence', '\u001b[31m', '&#92;x1b&#91;31m'],
  ])('makes words of %s', (_, text, expected) => {
    expect(escapeText(text)).toBe(expected);
  });
});

describe('codeSpan', () => {
  it.each([
    ['plain code', 'req.query', '`req.query`'],
    ['HTML', '<b>&amp;</b>', '`<b>&amp;</b>`'],
    ['a backtick', 'a`b', '<code>a&#96;b</code>'],
    ['a pipe', 'a|b', '<code>a&#124;b</code>'],
    ['a backslash', 'a\\', '<code>a&#92;</code>'],
    ['nothing', '  ', ''],
    ['a line break', 'a\nb', '<code>a&#92;nb</code>'],
    ['a letter beyond the basic plane', '`𝒳', '<code>&#96;&#119987;</code>'],
  ])('holds %s', (_, text, expected) => {
    expect(codeSpan(text)).toBe(expected);
  });
});

describe('the rest', () => {
  it('keeps code of a message as code, and an odd backtick as a word', () => {
    expect(escapeMessage('Use `a*b` not *c*.')).toBe('Use `a*b` not &#42;c&#42;.');
    expect(escapeMessage('An odd ` here')).toBe('An odd &#96; here');
  });

  it('fences code with more backticks than it has', () => {
    expect(codeBlock('a\n````\nb', 'ts')).toBe('`````ts\na\n````\nb\n`````');
  });

  it('encodes what would end an address', () => {
    expect(linkTo('a', 'https://x.example/a b(c)<d>')).toBe('[a](https://x.example/a%20b%28c%29%3Cd%3E)');
  });

  it('leaves nothing of a hostile report alive', () => {
    const text = renderMarkdown(hostileReport, reportRules);
    const words = text.replace(/`[^`\n]*`/g, '').replace(/<\/?(?:details|summary|code)>/g, '');
    expect(words).not.toMatch(/<[a-z!/]/i);
    expect(words).not.toMatch(/@[a-z]/i);
    expect(words.replace(/\[CWE-89\]\(https:\/\/cwe[^)]*\)/g, '')).not.toMatch(/\]\(|:\/\/|www\./);
  });
});
