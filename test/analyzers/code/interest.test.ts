import { describe, expect, it } from '@jest/globals';
import { codePrefilter } from '../../../src/analyzers/code/code-models.js';
import { findWorth } from '../../../src/analyzers/code/flow/interest.js';
import { isFunction } from '../../../src/analyzers/code/flow/node.js';
import { createUnit } from '../../../src/analyzers/code/flow/unit.js';
import { loadParser } from '../../../src/analyzers/syntax/parser.js';
import type { SyntaxNode } from '../../../src/analyzers/syntax/tree.js';

/** The names of the functions of a program that are run although nothing calls them. */
async function worthOf(text: string): Promise<string[]> {
  const interest = codePrefilter(text, 'src/some.ts')?.interest;
  if (!interest) throw new Error('The prefilter passes the program over.');
  const unit = createUnit('src/some.ts', (await loadParser('typescript')).parse(text), () => undefined);
  const isWorth = findWorth(unit, interest);
  const names: string[] = [];
  const visit = (node: SyntaxNode): void => {
    const name = isFunction(node) && isWorth(node) ? node.get('name') : undefined;
    if (name) names.push(text.slice(name.start, name.end));
    node.children.forEach(visit);
  };
  visit(unit.tree.root);
  return names;
}

const head = `import { exec } from 'child_process';\nimport { promisify } from 'util';\n`;
const idle = `function idle(a: number) { return a + 1; }\n`;

describe('a function that may lead to a finding', () => {
  it.each([
    ['does harm', 'function harm(req, res) { exec(req.query.x); }', ['harm']],
    [
      'calls one that does',
      'function harm(x) { exec(x); }\nfunction call(req, res) { harm(req.query.x); }',
      ['harm', 'call'],
    ],
    [
      'does harm under another name',
      'const run = promisify(exec);\nfunction harm(req, res) { run(req.query.x); }',
      ['harm'],
    ],
    [
      'reads what was kept under a property',
      'const tools = { start: exec };\nfunction harm(req, res) { tools.start(req.query.x); }',
      ['harm'],
    ],
    [
      'keeps data for others',
      'class A { keep(req, res) { this.x = req.query.x; }\n harm() { exec(this.x); } }',
      ['keep', 'harm'],
    ],
    [
      'hands data to another file',
      `import { send } from './send.js';\nfunction harm(x) { exec(x); }\nfunction hand(req, res) { send(req.query.x); }`,
      ['harm', 'hand'],
    ],
  ])('%s', async (_what, text, expected) => {
    expect(await worthOf(`${head}${idle}${text}\n`)).toEqual(expected);
  });
});
