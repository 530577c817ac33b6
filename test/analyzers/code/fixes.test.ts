import { describe, expect, it } from '@jest/globals';
import type { Edit } from '../../../src/model/finding.js';
import { inspect } from '../../support/inspect.js';

const pg = `import { Pool } from 'pg';\nconst pool = new Pool();\n`;
const handler = (body: string): string =>
  `import express from 'express';\nexpress().get('/', async (req, res) => {\n${body}\n});\n`;

/** Rule, the line as it is and as it becomes, and what stands before and beside it. */
const fixes: readonly (readonly [string, string, string, string, Record<string, string>?])[] = [
  [
    'sql-injection',
    "pool.query(`select a from t where b = ${req.query.b} and c like '%${req.query.c}%'`);",
    "pool.query('select a from t where b = $1 and c like $2', [req.query.b, `%${req.query.c}%`]);",
    pg,
  ],
  [
    'sql-injection',
    `db.query("insert into t (a, b) values ('" + req.body.a + "', 1)", done);`,
    `db.query('insert into t (a, b) values (?, 1)', [req.body.a], done);`,
    `import mysql from 'mysql2';\nconst db = mysql.createConnection({});\n`,
  ],
  [
    'command-injection',
    'exec(`git log ${req.query.ref} --oneline`, done);',
    `execFile('git', ['log', req.query.ref, '--oneline'], done);`,
    `import { exec, execFile } from 'node:child_process';\n`,
  ],
  [
    'command-injection',
    `cp.execSync('ping -c 1 ' + req.query.host);`,
    `cp.execFileSync('ping', ['-c', '1', req.query.host]);`,
    `import cp from 'node:child_process';\n`,
  ],
  [
    'nosql-injection',
    'users.findOne({ name: req.body.name });',
    'users.findOne({ name: String(req.body.name) });',
    `import { MongoClient } from 'mongodb';\nconst users = new MongoClient('').db('a').collection('users');\n`,
  ],
  [
    'xml-external-entities',
    'libxmljs.parseXml(req.body, { noent: true });',
    'libxmljs.parseXml(req.body, { noent: false });',
    `import libxmljs from 'libxmljs2';\n`,
  ],
  [
    'unsafe-deserialization',
    'yaml.load(req.body);',
    'yaml.safeLoad(req.body);',
    `import yaml from 'js-yaml';\n`,
    { 'package.json': '{ "dependencies": { "js-yaml": "3.14.1" } }' },
  ],
  [
    'insecure-file-permissions',
    `fs.chmodSync('a.sh', 0o777);`,
    `fs.chmodSync('a.sh', 0o770);`,
    `import fs from 'node:fs';\n`,
  ],
];

/** Places that no edit of a line makes safe. */
const unfixed: readonly (readonly [string, string, string])[] = [
  ['the name of a column', pg, 'pool.query(`select a from t order by ${req.query.column}`);'],
  ['a part of a quoted text', pg, "pool.query(`select a from t where b = 'x-${req.query.b}'`);"],
  [
    'a statement with parameters of its own',
    pg,
    'pool.query(`select ${req.query.a} from t where b = $1`, [1]);',
  ],
  [
    'a command that needs the shell',
    `import { exec } from 'node:child_process';\n`,
    `exec('ls ' + req.query.folder + ' | wc -l');`,
  ],
  [
    'a word that data is a part of',
    `import { exec } from 'node:child_process';\n`,
    'exec(`convert in.png ${req.query.name}.jpg`);',
  ],
];

describe('fixes', () => {
  it.each(fixes)('make %s go: %s', async (ruleId, before, after, head, beside = {}) => {
    const text = head + handler(before);
    const { detections } = await inspect('src/app.js', { ...beside, 'src/app.js': text });
    const found = detections.find((detection) => detection.ruleId === ruleId);
    const fixed = apply(text, found?.fix?.edits ?? []);
    expect(fixed).toBe(head + handler(after));
    const again = await inspect('src/app.js', { ...beside, 'src/app.js': fixed });
    expect(again.detections.filter((detection) => detection.ruleId === ruleId)).toEqual([]);
    expect(again.problems).toEqual([]);
  });

  it('import the function that takes the place of another', async () => {
    const text = `const { exec } = require('child_process');\n${handler(`exec('git show ' + req.query.ref);`)}`;
    const { detections } = await inspect('src/app.js', { 'src/app.js': text });
    expect(apply(text, detections[0]?.fix?.edits ?? [])).toBe(
      `const { exec, execFile } = require('child_process');\n${handler(`execFile('git', ['show', req.query.ref]);`)}`,
    );
  });

  it.each(unfixed)('are not offered for %s', async (_name, head, line) => {
    const { detections } = await inspect('src/app.js', { 'src/app.js': head + handler(line) });
    expect(detections.length).toBeGreaterThan(0);
    expect(detections.flatMap((detection) => detection.fix ?? [])).toEqual([]);
  });
});

/** Makes the edits from the last to the first, so that places stay where they are. */
function apply(text: string, edits: readonly Edit[]): string {
  const lines = text.split('\n');
  const offsets = lines.map((_line, index) => lines.slice(0, index).join('\n').length + (index > 0 ? 1 : 0));
  const at = (line: number, column: number): number => (offsets[line - 1] ?? 0) + column - 1;
  return [...edits]
    .map(({ range, text: inserted }) => ({
      start: at(range.startLine, range.startColumn),
      end: at(range.endLine, range.endColumn),
      inserted,
    }))
    .sort((a, b) => b.start - a.start)
    .reduce((whole, { start, end, inserted }) => whole.slice(0, start) + inserted + whole.slice(end), text);
}
