import { describe, expect, it } from '@jest/globals';
import { codePrefilter } from '../../../src/analyzers/code/code-models.js';

const wants = (text: string): boolean => codePrefilter(text, 'src/some.ts') !== undefined;

describe('a library is seen', () => {
  it.each([
    ['under another name', `import link from 'postgres';\nexport const db = link('postgres://u:p@h/d');`],
    ['that is required', `const { exec: run } = require('child_process');\nmodule.exports = (x) => run(x);`],
    [
      'with a prefix',
      `import { exec as run } from 'node:child_process';\nexport const f = (x: string) => run(x);`,
    ],
    [
      'that is imported on demand',
      `export const f = async (x: string) => (await import('child_process')).exec(x);`,
    ],
    ['that is global', `export function f(x: string) { return new Function(x)(); }`],
    ['that is a property of the global object', `window.location.href = window.name;`],
    ['that is given another name', `const where = location;\ndocument.body.innerHTML = where.hash;`],
  ])('%s', (_how, text) => {
    expect(wants(text)).toBe(true);
  });
});

describe('a library is not seen', () => {
  it.each([
    ['in a value', `export const options = { type: 'postgres', query: 'all' };`],
    ['in a word of the same spelling', `// how to exec a child_process\nexport const from = 1;`],
    ['in a property', `export const f = (x: Some) => x.mysql.query('select 1');`],
    ['in a type', `export type Callback = (run: Function, ...rest: unknown[]) => Function;`],
    ['in a word of the language', `import { Entity } from 'typeorm';\nexport class A extends Entity {}`],
    [
      'where a name only resembles a property that is assigned',
      `export const f = (x: Some) => x.escape('a');`,
    ],
  ])('%s', (_where, text) => {
    expect(wants(text)).toBe(false);
  });
});
