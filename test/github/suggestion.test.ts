import { describe, expect, it } from '@jest/globals';
import { suggest } from '../../src/github/suggestion.js';
import type { Edit } from '../../src/model/finding.js';
import { findingOf } from '../support/finding.js';

const edit = (
  startLine: number,
  startColumn: number,
  endLine: number,
  endColumn: number,
  text: string,
): Edit => ({
  range: { startLine, startColumn, endLine, endColumn },
  text,
});
const fixed = (edits: readonly Edit[], line = 2) =>
  findingOf({ location: { startLine: line, endLine: line }, fix: { description: 'Mend it', edits } });

describe('suggest', () => {
  it.each([
    [
      'one edit in its line',
      [edit(2, 3, 2, 6, 'NEW')],
      'one\nabold!\nthree',
      { lines: { start: 2, end: 2 }, text: 'abNEW!' },
    ],
    [
      'two edits, applied from the last',
      [edit(2, 1, 2, 2, 'XX'), edit(2, 3, 2, 4, '')],
      'one\nabc\n',
      { lines: { start: 2, end: 2 }, text: 'XXb' },
    ],
    [
      'an edit over lines, widened to whole ones',
      [edit(2, 2, 3, 2, '-')],
      'one\nab\ncd\n',
      { lines: { start: 2, end: 3 }, text: 'a-d' },
    ],
    [
      'an edit above the finding, down to it',
      [edit(1, 1, 1, 1, 'import x;\n')],
      'one\ntwo',
      { lines: { start: 1, end: 2 }, text: 'import x;\none\ntwo' },
    ],
  ])('takes %s', (_, edits, text, expected) => {
    expect(suggest(fixed(edits), text)).toEqual(expected);
  });

  it.each([
    ['there is no fix', findingOf({}), 'one\ntwo'],
    ['lines end with a carriage return', fixed([edit(2, 1, 2, 2, 'x')]), 'one\r\ntwo\r\n'],
    ['the fix is too far away', fixed([edit(90, 1, 90, 1, 'x')]), 'x\n'.repeat(100)],
    ['the file has no such line', fixed([edit(2, 1, 2, 2, 'x')]), 'one'],
  ])('has nothing where %s', (_, finding, text) => {
    expect(suggest(finding, text)).toBeUndefined();
  });
});
