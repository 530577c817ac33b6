import { describe, expect, it } from '@jest/globals';
import { commentableRanges, findRange } from '../../src/github/patch.js';

describe('commentableRanges', () => {
  it.each([
    ['one hunk', '@@ -1,3 +1,4 @@ fn\n a\n+b\n c\n d', [{ start: 1, end: 4 }]],
    ['a hunk of one line', '@@ -1 +1 @@\n-a\n+b', [{ start: 1, end: 1 }]],
    [
      'two hunks',
      '@@ -1,2 +1,2 @@\n a\n+b\n@@ -9,2 +10,3 @@\n c',
      [
        { start: 1, end: 2 },
        { start: 10, end: 12 },
      ],
    ],
    ['a removed file, which has no head side', '@@ -1,2 +0,0 @@\n-a\n-b', []],
    [
      'a line of the file that looks like a header',
      '@@ -0,0 +1,1 @@\n+@@ -1,9 +1,9 @@',
      [{ start: 1, end: 1 }],
    ],
    ['no patch', '', []],
  ])('of %s', (_, patch, expected) => {
    expect(commentableRanges(patch)).toEqual(expected);
  });
});

describe('findRange', () => {
  const ranges = [
    { start: 1, end: 3 },
    { start: 10, end: 12 },
  ];
  it.each([
    ['within one', { start: 10, end: 12 }, ranges[1]],
    ['across two', { start: 3, end: 10 }, undefined],
    ['between them', { start: 5, end: 5 }, undefined],
  ])('of lines %s', (_, lines, expected) => {
    expect(findRange(ranges, lines)).toEqual(expected);
  });
});
