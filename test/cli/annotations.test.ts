import { expect, it } from '@jest/globals';
import { isAnnotated, readAnnotations } from '../../src/cli/annotations.js';

const text = `// ruleid: a, other
x();
// ok: a
y();
// todoruleid: a
// ruleid: registry.path.a
z();
{/* todook: a */}
<!-- ruleid: b -->
w();`;

it('reads which lines comments are about', () => {
  expect(readAnnotations(text, 'a')).toEqual({ expected: new Set([2, 7]), undecided: new Set([7, 10]) });
  expect(readAnnotations(text, 'b')).toEqual({ expected: new Set([10]), undecided: new Set() });
});

it('tells whether a text says anything of a rule', () => {
  expect([isAnnotated(text, 'a'), isAnnotated(text, 'c'), isAnnotated('a', 'a')]).toEqual([
    true,
    false,
    false,
  ]);
});
