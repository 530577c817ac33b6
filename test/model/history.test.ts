import { expect, it } from '@jest/globals';
import { parsePatches } from '../../src/model/history.js';

const commit = 'a'.repeat(40);
const opening = `From ${commit} Mon Sep 17 00:00:00 2001`;
const numbers = (patches: string): unknown[] =>
  parsePatches(patches).map(({ path, text, lines }) => [
    path,
    text
      .split('\n')
      .map((line, index) => `${lines[index]?.number}${lines[index]?.isAdded ? '+' : ' '}${line}`),
  ]);

it('each file of each commit is read with the lines that it has there', () => {
  const patches = [
    opening,
    'Subject: [PATCH] Add',
    '',
    '---',
    ' a.txt | 3 +-',
    'diff --git a/a.txt b/a.txt',
    '--- a/a.txt',
    '+++ b/a.txt',
    '@@ -1,2 +1,2 @@ heading',
    ' one',
    '-two',
    '+TWO',
    '@@ -10,0 +11 @@',
    '+eleven',
    'diff --git a/gone.txt b/gone.txt',
    '--- a/gone.txt',
    '+++ /dev/null',
    '@@ -1 +0,0 @@',
    '-gone',
    '-- ',
    '2.39.5',
    '',
    `From ${'b'.repeat(40)} Mon Sep 17 00:00:00 2001`,
    'diff --git "a/\\303\\244.txt" "b/\\303\\244.txt"',
    '--- /dev/null',
    '+++ "b/\\303\\244.txt"',
    '@@ -0,0 +1 @@',
    '+new',
    '\\ No newline at end of file',
  ].join('\n');
  expect(numbers(patches)).toEqual([
    ['a.txt', ['1 one', '2+TWO', '11 ', '11+eleven']],
    ['ä.txt', ['1+new']],
  ]);
  expect(parsePatches(patches).map((addition) => addition.commit[0])).toEqual(['a', 'b']);
});

it('content that looks like a header is content', () => {
  const patches = [
    opening,
    '+++ b/a.patch',
    '@@ -0,0 +1,3 @@',
    `+${opening}`,
    '++++ b/other',
    '+@@ -1 +1 @@',
    '+++ b/c',
    '@@ -0,0 +1 @@',
    '+last',
  ];
  expect(numbers(patches.join('\n'))).toEqual([
    ['a.patch', [`1+${opening}`, '2++++ b/other', '3+@@ -1 +1 @@']],
    ['c', ['1+last']],
  ]);
});

it('a header in a message that promises too many lines hides nothing of what follows', () => {
  const patches = [
    opening,
    '+++ b/x',
    '@@ -1,90000 +1,90000 @@',
    '---',
    ' stat',
    'diff --git a/y b/y',
    '+++ b/y',
    '@@ -0,0 +1 @@',
    '+seen',
  ];
  expect(numbers(patches.join('\n'))).toEqual([['y', ['1+seen']]]);
});

it('of a merge what none of its parents has was added', () => {
  const patches = [
    opening,
    'diff --cc a.txt',
    'index 1111111,2222222..3333333',
    '--- a/a.txt',
    '+++ b/a.txt',
    '@@@ -1,3 -1,2 +1,4 @@@',
    '  one',
    '- ours',
    ' -theirs',
    '++both',
    '+ of the second',
    ' +of the first',
    'diff --git a/b.txt b/b.txt',
    '+++ b/b.txt',
    '@@ -0,0 +1 @@',
    '+new',
  ];
  expect(numbers(patches.join('\n'))).toEqual([
    ['a.txt', ['1 one', '2+both', '3 of the second', '4 of the first']],
    ['b.txt', ['1+new']],
  ]);
});
