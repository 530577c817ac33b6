import { describe, expect, it } from '@jest/globals';
import { decodeContent, maxFileBytes, tooLarge } from '../../src/model/content.js';
import { compareRanges } from '../../src/model/location.js';
import { unflag } from '../../src/model/rule.js';
import { reaches, type Severity } from '../../src/model/severity.js';

describe('reaches', () => {
  it.each<[Severity, Severity | 'none', boolean]>([
    ['critical', 'high', true],
    ['high', 'high', true],
    ['medium', 'high', false],
    ['low', 'low', true],
    ['critical', 'none', false],
  ])('%s from %s: %s', (severity, threshold, expected) => {
    expect(reaches(severity, threshold)).toBe(expected);
  });
});

describe('unflag', () => {
  it('strips the marks and tells their lines', () => {
    expect(unflag('a\nb ◄\nc   ◄\n')).toEqual({ text: 'a\nb\nc\n', lines: [2, 3] });
  });

  it('leaves marks within a line alone', () => {
    expect(unflag('a ◄ b')).toEqual({ text: 'a ◄ b', lines: [] });
  });
});

describe('compareRanges', () => {
  it('orders from top to bottom, the shorter first', () => {
    const range = (startLine: number, startColumn: number, endLine: number, endColumn: number) => ({
      startLine,
      startColumn,
      endLine,
      endColumn,
    });
    const ordered = [
      range(1, 1, 1, 2),
      range(1, 1, 1, 5),
      range(1, 1, 2, 1),
      range(1, 3, 1, 4),
      range(2, 1, 2, 2),
    ];
    expect([...ordered].reverse().sort(compareRanges)).toEqual(ordered);
  });
});

describe('decodeContent', () => {
  it('takes a NUL byte after the first 8000 as text', () => {
    const bytes = Buffer.alloc(8001, 'a');
    bytes[8000] = 0;
    expect(decodeContent(bytes).kind).toBe('text');
    bytes[7999] = 0;
    expect(decodeContent(bytes).kind).toBe('binary');
  });

  it('takes only a small file as a pointer of Git LFS', () => {
    const start = 'version https://git-lfs.github.com/spec/v1\n';
    expect(decodeContent(Buffer.from(start)).kind).toBe('lfs-pointer');
    expect(decodeContent(Buffer.from(start + ' '.repeat(1024))).kind).toBe('text');
    expect(decodeContent(Buffer.from(` ${start}`)).kind).toBe('text');
  });

  it.each<[string, Buffer, string | undefined]>([
    [
      'little-endian UTF-16 without its mark',
      Buffer.from('key = "ä value"\r\n', 'utf16le'),
      'key = "ä value"\r\n',
    ],
    ['big-endian UTF-16 without its mark', Buffer.from('key = value', 'utf16le').swap16(), 'key = value'],
    [
      'UTF-16 of another script without its mark',
      Buffer.from('пароль сервера: длинный\n', 'utf16le'),
      'пароль сервера: длинный\n',
    ],
    [
      'the same with its bytes in the other order',
      Buffer.from('密码 = 很长的一句话😀\n', 'utf16le').swap16(),
      '密码 = 很长的一句话😀\n',
    ],
    [
      'numbers of two bytes',
      Buffer.from(Uint16Array.from({ length: 64 }, (_, index) => index).buffer),
      undefined,
    ],
    ['zeros', Buffer.alloc(64), undefined],
  ])('tells %s from what is no text', (_, bytes, text) => {
    expect(decodeContent(bytes)).toEqual(
      text === undefined ? { kind: 'binary' } : { kind: 'text', text, damaged: false },
    );
  });

  it('tells an odd byte at the end of UTF-16 as damage', () => {
    expect(decodeContent(Buffer.from([0xff, 0xfe, 0x61, 0, 0x62]))).toMatchObject({
      kind: 'text',
      damaged: true,
    });
  });

  it('says the limit in the reason', () => {
    expect(maxFileBytes).toBe(20_971_520);
    expect(tooLarge).toEqual({ kind: 'unreadable', reason: 'it is larger than 20 MB.' });
  });
});
