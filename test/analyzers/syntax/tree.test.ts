import { describe, expect, it } from '@jest/globals';
import { LineTable, SyntaxNode } from '../../../src/analyzers/syntax/tree.js';

describe('a line table', () => {
  const text = 'one\n😀 two\r\n\nlast';
  const at = (word: string): [number, number] => [text.indexOf(word), text.indexOf(word) + word.length];

  it.each([
    ['at the start', 'one', { startLine: 1, startColumn: 1, endLine: 1, endColumn: 4 }],
    [
      'after a character of two UTF-16 units',
      'two',
      { startLine: 2, startColumn: 4, endLine: 2, endColumn: 7 },
    ],
    [
      'on the last line without a line end',
      'last',
      { startLine: 4, startColumn: 1, endLine: 4, endColumn: 5 },
    ],
    ['over lines', 'two\r\n\nl', { startLine: 2, startColumn: 4, endLine: 4, endColumn: 2 }],
  ])('gives the range of text %s', (_name, word, range) => {
    expect(new LineTable(text).range(...at(word))).toEqual(range);
  });

  it('counts a line end to the line that it ends', () => {
    const lines = new LineTable('a\nb');
    expect([0, 1, 2, 3].map((offset) => lines.lineOf(offset))).toEqual([1, 1, 2, 2]);
  });

  it('knows an empty text as one line', () => {
    expect(new LineTable('').range(0, 0)).toEqual({
      startLine: 1,
      startColumn: 1,
      endLine: 1,
      endColumn: 1,
    });
  });
});

describe('a syntax node', () => {
  const root = new SyntaxNode('call', '', 0, 4, undefined);
  const name = new SyntaxNode('identifier', 'function', 0, 1, root);
  root.add(name);
  root.add(new SyntaxNode('arguments', 'arguments', 1, 4, root));

  it('finds children by field and by type', () => {
    expect(root.get('function')).toBe(name);
    expect(root.get('body')).toBeUndefined();
    expect(root.first('arguments')?.start).toBe(1);
    expect(root.has('identifier')).toBe(true);
    expect(root.has('string')).toBe(false);
  });
});
