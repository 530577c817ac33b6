import { describe, expect, it } from '@jest/globals';
import { unflag } from '../../../src/model/rule.js';
import { inspect } from '../../support/inspect.js';

interface Case {
  readonly name: string;
  readonly rule: string;
  /** The first is looked at; ◄ stands where findings belong. */
  readonly files: Readonly<Record<string, string>>;
}

/** Nothing is offered to callers outside, so that parameters count only with what the code itself gives. */
const application = '{ "name": "shop", "private": true }';

const head = `import express from 'express';
const app = express();
`;

const search = `import { Pool } from 'pg';
const pool = new Pool();
export const search = (term) => pool.query('select * from t where x = ' + term);
export const count = (term) => pool.query('select count(*) from t where x = $1', [term]);
`;

const imported: readonly Case[] = [
  {
    name: 'an alias of tsconfig.json',
    rule: 'sql-injection',
    files: {
      'src/app.ts': `${head}import { count, search } from '@app/search';
app.get('/', async (req, res) => { res.json(await search(req.query.q)); }); ◄
app.get('/count', async (req, res) => { res.json(await count(req.query.q)); });
`,
      'src/search.ts': search,
      'tsconfig.json': '{ "compilerOptions": { "paths": { "@app/*": ["./src/*"] } } }',
    },
  },
  {
    name: 'a path below the base of jsconfig.json',
    rule: 'sql-injection',
    files: {
      'src/app.js': `const app = require('express')();
const { search } = require('lib/search');
app.get('/', async (req, res) => { res.json(await search(req.query.q)); }); ◄
`,
      'src/lib/search.js': search,
      'jsconfig.json': '{ "compilerOptions": { "baseUrl": "src" } }',
    },
  },
  {
    name: 'a package of the same workspace',
    rule: 'command-injection',
    files: {
      'apps/api/src/app.ts': `${head}import { convert } from '@shop/media';
app.post('/', async (req, res) => {
  await convert(req.body.file); ◄
  res.end();
});
`,
      'packages/media/src/index.ts': `export { convert } from './convert.js';
`,
      'packages/media/src/convert.ts': `import { exec } from 'node:child_process';
export const convert = (file: string) => exec('convert ' + file);
`,
      'packages/media/package.json': '{ "name": "@shop/media", "private": true, "main": "dist/index.js" }',
    },
  },
  {
    name: 'a name of the package itself',
    rule: 'sql-injection',
    files: {
      'src/app.js': `${head}import { search } from '#search';
app.get('/', async (req, res) => { res.json(await search(req.query.q)); }); ◄
`,
      'src/search.js': search,
      'package.json': '{ "private": true, "imports": { "#search": "./src/search.js" } }',
    },
  },
  {
    name: 'a library by its own name, although the repository holds it',
    rule: 'sql-injection',
    files: {
      'samples/app.js': `${head}import knex from 'knex';
const db = knex({ client: 'pg' });
app.get('/', async (req, res) => { res.json(await db.raw('select ' + req.query.q)); }); ◄
`,
      'packages/knex/index.js': `export default function knex() { return {}; }
`,
      'packages/knex/package.json': '{ "name": "knex" }',
    },
  },
];

/** The lines at which a rule shows something by default. */
async function shown({ rule, files }: Case) {
  const [path = '', source = ''] = Object.entries(files)[0] ?? [];
  const { text, lines } = unflag(source);
  const { detections, problems } = await inspect(path, {
    'package.json': application,
    ...files,
    [path]: text,
  });
  expect(problems).toEqual([]);
  const found = detections.filter(({ ruleId, confidence }) => ruleId === rule && confidence !== 'low');
  return { lines, found: found.map(({ range }) => range.startLine) };
}

describe('an import is followed by', () => {
  it.each(imported)('$name', async (sample) => {
    const { lines, found } = await shown(sample);
    expect(found).toEqual(lines);
  });
});
