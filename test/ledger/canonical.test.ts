import { expect, it } from '@jest/globals';
import { canonical, type Json } from '../../src/ledger/canonical.js';

it.each<[string, Json, string]>([
  [
    'orders keys by their UTF-16 units',
    { '\u20ac': 1, '\r': 2, '\ud83d\ude00': 3, '\ufb33': 4, 1: 5 },
    '{"\\r":2,"1":5,"\u20ac":1,"\ud83d\ude00":3,"\ufb33":4}',
  ],
  ['escapes as RFC 8785 has it', '\u20ac$\u000f\nA\'B"\\\\"/', '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'],
  [
    'leaves out what is undefined, and no blanks in',
    { b: undefined, a: [1, null, true, { z: 0, y: '' }] },
    '{"a":[1,null,true,{"y":"","z":0}]}',
  ],
  [
    'takes no half of a pair and no zero',
    'a\ud800b\udc00c\0\ud83d\ude00',
    '"a\ufffdb\ufffdc\ufffd\ud83d\ude00"',
  ],
])('%s', (_, value, text) => {
  expect(canonical(value)).toBe(text);
  expect(canonical(JSON.parse(text) as Json)).toBe(text);
});

it.each([0.5, 2 ** 53, Number.NaN])('refuses %d', (number) => {
  expect(() => canonical({ number })).toThrow('whole numbers');
});
