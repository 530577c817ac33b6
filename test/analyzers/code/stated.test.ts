import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { createCodeAnalyzer } from '../../../src/analyzers/code/analyzer.js';
import { configSchema } from '../../../src/config/schema.js';
import { unflag } from '../../../src/model/rule.js';
import { inspect } from '../../support/inspect.js';

interface Case {
  readonly name: string;
  readonly config: string;
  readonly rule: string;
  /** The first is looked at; ◄ stands where findings belong. */
  readonly files: Readonly<Record<string, string>>;
}

const head = `import express from 'express';
const app = express();
`;

const clean = `sanitizers: [{ module: ./lib/html, member: clean, for: [cross-site-scripting] }]`;
/** What it does cannot be told from its code. */
const html = `export const clean = (text) => [...text].map((one) => table[one] ?? one).join('');
export const other = (text) => [...text].map((one) => table[one] ?? one).join('');
`;
const answer = (call: string, more = ''): string =>
  `app.get('/', (req, res) => { res.send('<b>' + ${call} + '</b>'); });${more}\n`;

const cases: readonly Case[] = [
  {
    name: 'a sanitizer of a file, imported by its name',
    config: clean,
    rule: 'cross-site-scripting',
    files: {
      'src/app.ts': `${head}import { clean, other } from '../lib/html';
${answer('clean(req.query.a)')}${answer('other(req.query.a)', ' ◄')}${answer('req.query.a', ' ◄')}`,
      'lib/html.ts': html,
    },
  },
  {
    name: 'a sanitizer under another name, and as a member of its module',
    config: clean,
    rule: 'cross-site-scripting',
    files: {
      'src/app.ts': `${head}import { clean as c, other as o } from '../lib/html.js';
import * as html from '../lib/html.js';
${answer('c(req.query.a)')}${answer('html.clean(req.query.a)')}${answer('o(req.query.a)', ' ◄')}`,
      'lib/html.ts': html,
    },
  },
  {
    name: 'a sanitizer that is required',
    config: clean,
    rule: 'cross-site-scripting',
    files: {
      'src/app.js': `const app = require('express')();
const { clean, other } = require('../lib/html');
const all = require('../lib/html');
${answer('clean(req.query.a)')}${answer('all.clean(req.query.a)')}${answer('other(req.query.a)', ' ◄')}`,
      'lib/html.js': `exports.clean = (text) => [...text].map((one) => table[one] ?? one).join('');
exports.other = (text) => [...text].map((one) => table[one] ?? one).join('');`,
    },
  },
  {
    name: 'a sanitizer that another file passes on, of a file that is a folder by its index',
    config: `sanitizers: [{ module: ./src/html/index.ts, member: clean }]`,
    rule: 'cross-site-scripting',
    files: {
      'src/app.ts': `${head}import { clean, other } from './lib';
${answer('clean(req.query.a)')}${answer('other(req.query.a)', ' ◄')}`,
      'src/lib.ts': `export * from './html';`,
      'src/html/index.ts': html,
    },
  },
  {
    name: 'a sanitizer by an alias of tsconfig.json',
    config: `sanitizers: [{ module: '@lib/html', member: clean }]`,
    rule: 'cross-site-scripting',
    files: {
      'src/app.ts': `${head}import { clean, other } from '@lib/html';
${answer('clean(req.query.a)')}${answer('other(req.query.a)', ' ◄')}`,
      'src/lib/html.ts': html,
      'tsconfig.json': '{ "compilerOptions": { "paths": { "@lib/*": ["./src/lib/*"] } } }',
    },
  },
  {
    name: 'a sanitizer within its own file',
    config: clean,
    rule: 'cross-site-scripting',
    files: {
      'lib/html.ts': `${head}${html}${answer('clean(req.query.a)')}${answer('other(req.query.a)', ' ◄')}`,
    },
  },
  {
    name: 'a sanitizer that a package exports, and its default export',
    config: `sanitizers: [{ module: '@acme/html', member: tools.wash }, { module: '@acme/wash', member: default }]`,
    rule: 'cross-site-scripting',
    files: {
      'src/app.ts': `${head}import { tools, passOn } from '@acme/html';
import wash from '@acme/wash';
${answer('tools.wash(req.query.a)')}${answer('wash(req.query.a)')}${answer('wash(passOn(req.query.a))')}${answer('req.query.a', ' ◄')}`,
    },
  },
  {
    name: 'no file of the same path from another folder',
    config: clean,
    rule: 'cross-site-scripting',
    files: {
      'src/app.ts': `${head}import { clean } from './lib/html';
${answer('clean(req.query.a)', ' ◄')}`,
      'src/lib/html.ts': html,
      'lib/html.ts': html,
    },
  },
  {
    name: 'what a sanitizer is not said to be safe for',
    config: clean,
    rule: 'sql-injection',
    files: {
      'src/app.ts': `${head}import { Pool } from 'pg';
import { clean } from '../lib/html';
const pool = new Pool();
app.get('/', async (req, res) => { res.json(await pool.query("select '" + clean(req.query.a) + "'")); }); ◄
`,
      'lib/html.ts': html,
    },
  },
  {
    name: 'a sink, by its argument, whatever its code does',
    config: `sinks: [{ module: ./lib/db, member: raw, argument: 0, for: [sql-injection] }]`,
    rule: 'sql-injection',
    files: {
      'src/app.ts': `${head}import { raw, cooked } from '../lib/db';
app.get('/a', (req, res) => { res.json(raw('select ' + req.query.a, [])); }); ◄
app.get('/b', (req, res) => { res.json(raw('select 1', [req.query.a])); });
app.get('/c', (req, res) => { res.json(cooked('select ' + req.query.a)); });
`,
      'lib/db.ts': `export const raw = (text, values) => native.run(text, values);
export const cooked = (text) => native.run(text);`,
    },
  },
  {
    name: 'a sink behind a function of another file',
    config: `sinks: [{ module: '@acme/db', member: raw, for: [sql-injection] }]`,
    rule: 'sql-injection',
    files: {
      'src/app.ts': `${head}import { search } from './search';
app.get('/a', (req, res) => { res.json(search(req.query.a)); }); ◄
`,
      'src/search.ts': `import { raw } from '@acme/db';
export const search = (term) => raw('select ' + term);`,
    },
  },
  {
    name: 'a sink that is a method of a class',
    config: `sinks: [{ module: ./lib/db, member: Db().raw, for: [sql-injection] }]`,
    rule: 'sql-injection',
    files: {
      'src/app.ts': `${head}import { Db } from '../lib/db';
const db = new Db();
app.get('/a', (req, res) => { res.json(db.raw('select ' + req.query.a)); }); ◄
app.get('/b', (req, res) => { res.json(db.cooked(req.query.a)); });
`,
      'lib/db.ts': `export class Db { raw(text) { return native.run(text); } cooked(text) { return native.run(text); } }`,
    },
  },
  {
    name: 'a source that is called',
    config: `sources: [{ module: ./lib/form, member: readForm }]`,
    rule: 'command-injection',
    files: {
      'src/app.ts': `import { exec } from 'child_process';
import { readForm, readOwn } from '../lib/form';
export async function run() {
  const form = await readForm();
  exec('convert ' + form.file); ◄
  exec('convert ' + readOwn().file);
}
`,
      'lib/form.ts': `export const readForm = () => native.form(); export const readOwn = () => native.form();`,
    },
  },
  {
    name: 'a source that is read, and one by default export',
    config: `sources: [{ module: ./lib/session, member: current, property: true }, { module: ./lib/ask, member: default }]`,
    rule: 'command-injection',
    files: {
      'src/app.ts': `import { exec } from 'child_process';
import { current, limits } from '../lib/session';
import question from '../lib/ask';
export function run() {
  exec('convert ' + current.file); ◄
  exec('convert ' + limits.file);
  exec('convert ' + question()); ◄
}
`,
    },
  },
];

describe('what a configuration says of functions of its own', () => {
  it.each(cases)('counts for $name', async ({ config, rule, files }) => {
    const models = configSchema.parse(parse(config));
    const [first = ''] = Object.keys(files);
    const flagged = unflag(files[first] ?? '');
    const { detections } = await inspect(first, { ...files, [first]: flagged.text }, models);
    const lines = detections.flatMap((found) => (found.ruleId === rule ? [found.range.startLine] : []));
    expect(lines).toEqual(flagged.lines);
  });

  it.each(['__proto__', 'constructor', 'toString'])(
    'changes nothing else where a module is called %s',
    async (module) => {
      const models = configSchema.parse({
        sinks: [{ module, member: 'polluted', for: ['sql-injection'] }],
      });
      const text = `import { polluted } from '${module}';\n${head}app.get('/', (req) => { polluted(req.query.a); });\n`;
      const { detections } = await inspect('app.ts', { 'app.ts': text }, models);
      expect(detections.map(({ ruleId }) => ruleId)).toEqual(['sql-injection']);
      for (const one of [{}, Object, Object.prototype.toString]) expect(one).not.toHaveProperty('polluted');
    },
  );

  it('counts in files that others use, whatever the worker was asked before', async () => {
    const { sources, sinks, sanitizers } = configSchema.parse(
      parse(`sinks: [{ module: ./lib/run, member: raw, argument: 0, for: [command-injection] }]`),
    );
    const files: Readonly<Record<string, string>> = {
      'package.json': '{ "name": "a", "main": "index.js" }',
      'index.js': "const { find } = require('./find');\nmodule.exports = { get: (id) => find(id) };\n",
      'find.js': "const { raw } = require('./lib/run');\nexports.find = (id) => raw('find ' + id);\n",
      'lib/run.js': 'exports.raw = (text) => native.run(text);\n',
    };
    const analyzer = createCodeAnalyzer();
    const file = { path: 'index.js', text: files['index.js'] ?? '' };
    const context = {
      read: async (path: string) => files[path],
      list: async () => Object.keys(files),
      report: () => undefined,
      models: { sources, sinks, sanitizers },
    };
    const detections = await analyzer.analyze(file, 'head', context).finally(() => analyzer.close?.());
    expect(detections.map(({ ruleId }) => ruleId)).toContain('command-injection');
  });

  it('is named in the trace', async () => {
    const models = configSchema.parse(
      parse(`sources: [{ module: ./lib/form, member: readForm }]
sinks: [{ module: ./lib/db, member: raw, for: [sql-injection] }]
${clean}`),
    );
    const text = `import { readForm } from './lib/form';
import { raw } from './lib/db';
import { clean } from './lib/html';
export const run = () => raw('select ' + clean(readForm().name));
`;
    const { detections } = await inspect('app.ts', { 'app.ts': text }, models);
    const [only] = detections;
    expect(only).toMatchObject({ ruleId: 'sql-injection' });
    expect(only?.trace?.map(({ message }) => message)).toEqual([
      'enters here as readForm().name, which the configuration calls a source',
      'passes through clean, which the configuration calls safe for cross-site-scripting',
      'becomes part of a text',
      'reaches raw, which the configuration calls a sink',
    ]);
  });
});
