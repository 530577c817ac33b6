import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { testRules } from '../../src/cli/rule-tests.js';

const rule = (id: string, pattern: string): string =>
  `- id: ${id}\n  message: m\n  severity: INFO\n  languages: [js]\n  pattern: ${pattern}\n`;

const files = {
  'a/calls.yml': `rules:\n${rule('calls', 'f(...)')}${rule('broken', '"f(("')}`,
  'a/calls.js':
    '// ruleid: calls\nf();\n// ok: calls\nf(1);\n// ruleid: calls\ng();\n// todook: calls\nf(2);\n',
  'a/more.ts': '// ruleid: calls\nf();\n',
  'a/other.ts': 'f();\n',
  'b/keys.yml': `rules:\n${rule('keys', 'f()')}  join: {}\n`,
  'b/unrelated.yml': 'key: value\n',
};

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'rules-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
});
afterAll(() => rmSync(root, { recursive: true }));

it('tells of each rule what its annotated files expect and what was found', async () => {
  expect(await testRules(root)).toMatchObject([
    {
      id: 'calls',
      path: 'a/calls.yml',
      status: 'run',
      files: ['a/calls.js', 'a/more.ts'],
      actual: [
        { path: 'a/calls.js', line: 2 },
        { path: 'a/calls.js', line: 4 },
        { path: 'a/calls.js', line: 8 },
        { path: 'a/more.ts', line: 2 },
      ],
      missing: [{ path: 'a/calls.js', line: 6 }],
      unexpected: [{ path: 'a/calls.js', line: 4 }],
    },
    { id: 'broken', status: 'error', line: 11 },
    { id: 'keys', status: 'unsupported', reason: expect.stringContaining('`join` is not supported') },
  ]);
});
