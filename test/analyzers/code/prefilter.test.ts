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
    [
      'in a template literal',
      'import { exec } from "child_process";\nexport const f = (x: string) => `${exec(`ls ${x}`)}`;',
    ],
    [
      'after an apostrophe and an expression that holds quotes',
      `const q = /['"]/g;\nexport const F = () => <p>Don't {new Function(location.hash)()} it's</p>;`,
    ],
    [
      'in a text that looks like the beginning of a comment',
      `import { exec } from 'child_process';\nconst all = 'src/*.ts';\nconst f = (x: string) => exec(x);\nconst end = '*/';\nexport { f };`,
    ],
    ['that is given another name', `const where = location;\ndocument.body.innerHTML = where.hash;`],
  ])('%s', (_how, text) => {
    expect(wants(text)).toBe(true);
  });
});

it('sees where a directive makes functions entrances for data', () => {
  const text = `'use server';\nimport { db } from '@/db';\nexport async function remove(id: string) {\n  await db.row.deleteMany({ where: { id } });\n}`;
  expect(codePrefilter(text, 'src/some.ts')).toMatchObject({ follows: true });
  expect(codePrefilter(text.replace('use server', 'use client'), 'src/some.ts')).toMatchObject({
    follows: false,
  });
});

describe('a library is not seen', () => {
  it.each([
    ['in a value', `export const options = { type: 'postgres', query: 'all' };`],
    ['in a word of the same spelling', `// how to exec a child_process\nexport const from = 1;`],
    [
      'in a comment',
      `const one = 1;\n/* const x = new Function(location.hash)(); */\nconst two = one; // eval(location.hash)\nexport { two };`,
    ],
    [
      'where another library has the name',
      `import { z } from 'zod';\nexport const f = (x: z.infer<typeof y>) => x.prepend(x.query);`,
    ],
    [
      'in an import that is used as a type',
      `import { DataSource } from 'typeorm';\nexport type A = { b: DataSource };`,
    ],
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
