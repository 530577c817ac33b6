import { describe, expect, it } from '@jest/globals';
import { completePatches } from '../../src/github/own-patch.js';
import { commentableRanges, type LineRange } from '../../src/github/patch.js';
import type { ComparedFile } from '../../src/github/change.js';
import type { FileContent } from '../../src/model/change.js';
import { fakeSource } from '../support/fake-source.js';
import { findingOf } from '../support/finding.js';

/** The lines that a comment on `a.js` can stand on, where GitHub gives no patch. */
async function rangesOf(
  base: string | FileContent | undefined,
  head: string | FileContent,
  file: Partial<ComparedFile> = {},
): Promise<LineRange[]> {
  const source = fakeSource({ base: base === undefined ? {} : { 'a.js': base }, head: { 'a.js': head } });
  const files: ComparedFile[] = [
    { path: 'a.js', status: base === undefined ? 'added' : 'modified', ...file },
  ];
  const findings = [findingOf({ location: { path: 'a.js' } })];
  const [completed] = await completePatches(files, findings, source);
  return commentableRanges(completed?.patch ?? '');
}

const numbered = (count: number, word: string): string =>
  Array.from({ length: count }, (_, index) => `${word} ${index}\n`).join('');

describe('the lines for comments where GitHub gives no patch', () => {
  it.each<[string, string | undefined, string, LineRange[]]>([
    ['a changed line', '1\n2\n3\n', '1\nx\n3\n', [{ start: 2, end: 2 }]],
    [
      'added lines',
      '1\n2\n',
      '1\nx\ny\n2\nz\n',
      [
        { start: 2, end: 3 },
        { start: 5, end: 5 },
      ],
    ],
    ['a new file', undefined, 'x\ny\n', [{ start: 1, end: 2 }]],
    ['lines that are only taken away', '1\n2\n3\n', '1\n3\n', []],
    ['no change of the text', '1\n', '1\n', []],
    ['a last line without its end', '1\n', '1\n2', [{ start: 2, end: 2 }]],
    ['a file that is empty by now', '1\n', '', []],
  ])('are those of %s', async (_, base, head, ranges) => {
    expect(await rangesOf(base, head)).toEqual(ranges);
  });

  it.each<[string, string | FileContent, string | FileContent]>([
    ['is too large', 'x\n', `${'x'.repeat(1_000_001)}\n`],
    ['differs too much', numbered(6000, 'old'), numbered(6000, 'new')],
    ['was binary', { kind: 'binary' }, 'x\n'],
    ['could not be read', 'x\n', { kind: 'unreadable', reason: 'x' }],
  ])('are none in a file that %s', async (_, base, head) => {
    expect(await rangesOf(base, head)).toEqual([]);
  });

  it('are those of GitHub where it gives a patch', async () => {
    const patch = '@@ -1 +7,2 @@';
    expect(await rangesOf('x\n', 'y\n', { patch })).toEqual([{ start: 7, end: 8 }]);
  });

  it('are looked for in files with findings alone', async () => {
    const files: ComparedFile[] = [{ path: 'a.js', status: 'added' }];
    const source = fakeSource({ base: {}, head: { 'a.js': 'x\n' } });
    expect(await completePatches(files, [], source)).toEqual(files);
  });

  it('of a renamed file are told from what it was', async () => {
    const source = fakeSource({
      base: { 'b.js': '1\n2\n' },
      head: { 'a.js': '1\nx\n' },
      renamed: { 'a.js': 'b.js' },
    });
    const files: ComparedFile[] = [{ path: 'a.js', previousPath: 'b.js', status: 'renamed' }];
    const findings = [findingOf({ location: { path: 'a.js' } })];
    const [file] = await completePatches(files, findings, source);
    expect(commentableRanges(file?.patch ?? '')).toEqual([{ start: 2, end: 2 }]);
  });
});
