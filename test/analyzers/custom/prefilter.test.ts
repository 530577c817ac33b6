import { expect, it } from '@jest/globals';
import { isMet, needOfFormula, createHas } from '../../../src/analyzers/custom/engine/prefilter.js';
import { compileRegex } from '../../../src/analyzers/custom/regex.js';
import { runRule } from './run.js';

it.each([
  ['image: [a-z]+:latest', 'image: a:latest'],
  ['colou?r=red', 'color=red'],
  ['ab{0}cd+e', 'acdde'],
  ['x*yy', 'yy'],
  ['\\d+px wide', '10px wide'],
  ['aaa|bbb', 'bbb'],
  ['(?i)select', 'SELECT'],
  ['[)(]name', '(name'],
  ['a+?bc', 'aabc'],
  ['api_key\\s*=\\s*tokens?', 'api_key = token'],
  ['a*bcd?e?fgh', 'bcfgh'],
  ['abcd{0,3}efg', 'abcefg'],
  ['\\x41bcd', 'Abcd'],
  ['\\Qa.b\\Ecd?e', 'a.bce'],
])('does not keep %s from %s', async (source, text) => {
  const outcome = await runRule(`pattern-regex: '${source}'`, text, 'a.txt', '[regex]');
  expect(outcome).toMatchObject({ lines: [1], problems: [] });
});

/** Parts of expressions, each with texts that it fits. */
const parts: readonly (readonly [source: string, ...texts: string[]])[] = [
  ['token', 'token'],
  ['tokens?', 'token', 'tokens'],
  ['key*', 'ke', 'keyyy'],
  ['name{0,3}', 'nam', 'nameee'],
  ['abc{2}', 'abcc'],
  ['x+', 'x', 'xxx'],
  ['end+?', 'end', 'endd'],
  ['one??', 'on', 'one'],
  ['\\s*', '', '  '],
  ['\\x41', 'A'],
  ['\\x{42}?', '', 'B'],
  ['\\.js', '.js'],
  ['[]a]?', '', ']', 'a'],
  ['[^a\\]b]*', '', 'zz'],
  ['[[:alpha:]]+', 'q'],
  ['(?:get|set)', 'get', 'set'],
  ['(?:all)?', '', 'all'],
  ['.*', '', 'what'],
  ['a{b', 'a{b'],
  ['\\Qa?c\\E', 'a?c'],
  ['=', '='],
];

it('is met by whatever an expression finds', () => {
  let state = 7;
  const next = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
  let found = 0;
  for (let round = 0; round < 500; round++) {
    let source = '';
    let text = '';
    for (let count = 1 + next(5); count > 0; count--) {
      const [part = '', ...texts] = parts[next(parts.length)] ?? [];
      source += part;
      text += texts[next(texts.length)] ?? '';
    }
    if (!compileRegex(source).finds(text)) continue;
    found++;
    const need = needOfFormula({ kind: 'regex', source, line: 1 }, new Map());
    expect([source, text, isMet(need, createHas(text))]).toEqual([source, text, true]);
  }
  expect(found).toBeGreaterThan(450);
});
