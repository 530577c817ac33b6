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

/** Each asks for the same other file, which is one file all the same. */
const parts = Array.from({ length: 13 }, (_, index) => index);

const imported: readonly Case[] = [
  {
    name: 'behind many files that ask for the same one',
    rule: 'sql-injection',
    files: {
      'src/app.ts': `${head}${parts.map((part) => `import { part${part} } from './part${part}';\n`).join('')}import { search } from './search';
app.get('/', async (req, res) => {
  const term = ${parts.reduce((value, part) => `part${part}(${value})`, 'req.query.q')};
  res.json(await search(term)); ◄
});
`,
      ...Object.fromEntries(
        parts.map((part) => [
          `src/part${part}.ts`,
          `import { keep } from './keep';\nexport const part${part} = (value) => keep(value + ' ${part}');\n`,
        ]),
      ),
      'src/keep.ts': 'export const keep = (value) => value.trim();\n',
      'src/search.ts': search,
    },
  },
  {
    name: 'beside constants that stand for one another in a circle',
    rule: 'sql-injection',
    files: {
      'src/app.ts': `${head}import { kind } from './kinds';
import { search } from './search';
app.get('/', async (req, res) => {
  if (kind === req.query.kind) return;
  res.json(await search(req.query.q)); ◄
});
`,
      'src/kinds.ts': `export { first as kind } from './first';
`,
      'src/first.ts': `import { kind } from './kinds';
export const first = kind;
`,
      'src/search.ts': search,
    },
  },
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
      'service/app.js': `${head}import knex from 'knex';
const db = knex({ client: 'pg' });
app.get('/', async (req, res) => { res.json(await db.raw('select ' + req.query.q)); }); ◄
`,
      'packages/knex/index.js': `export default function knex() { return {}; }
`,
      'packages/knex/package.json': '{ "name": "knex" }',
    },
  },
];

const reading: readonly Case[] = [
  {
    name: 'a helper that reads the request',
    rule: 'sql-injection',
    files: {
      'src/app.ts': `${head}import { page, term } from './parameters.js';
import { Pool } from 'pg';
const pool = new Pool();
app.get('/', async (req, res) => {
  res.json(await pool.query('select * from t where x = ' + term(req))); ◄
});
app.get('/page', async (req, res) => {
  res.json(await pool.query('select * from t offset ' + page(req)));
});
`,
      'src/parameters.ts': `export const term = (req) => String(req.query.q).trim();
export const page = (req) => Number(req.query.page);
`,
    },
  },
  {
    name: 'a helper whose data goes on to a service',
    rule: 'sql-injection',
    files: {
      'src/app.ts': `${head}import { term } from './parameters.js';
import { count, search } from './search.js';
app.get('/', async (req, res) => {
  const wanted = term(req);
  res.json(await search(wanted)); ◄
});
app.get('/count', async (req, res) => { res.json(await count(term(req))); });
`,
      'src/parameters.ts': `export const term = (req) => req.query.q;
`,
      'src/search.ts': search,
    },
  },
  {
    name: 'a service that reads the request and does the harm has the finding itself',
    rule: 'command-injection',
    files: {
      'src/app.ts': `${head}import { convert } from './convert.js';
app.post('/', (req, res) => { convert(req); res.end(); });
`,
      'src/convert.ts': `import { exec } from 'node:child_process';
export const convert = (req) => exec('convert ' + req.body.file);
`,
    },
  },
  {
    name: 'that service',
    rule: 'command-injection',
    files: {
      'src/convert.ts': `import { exec } from 'node:child_process';
export const convert = (req) => exec('convert ' + req.body.file); ◄
`,
    },
  },
  {
    name: 'handlers in a file that names no framework',
    rule: 'sql-injection',
    files: {
      'src/users-controller.js': `const db = require('./db');
exports.show = (req, res) => db.query('select * from users where id = ' + req.params.id, (error, row) => res.json(row)); ◄
exports.list = (req, res) => db.query('select * from users where id = $1', [req.params.id], (error, row) => res.json(row));
`,
      'src/db.js': `const { Pool } = require('pg');
const pool = new Pool();
module.exports = { query: (text, ...rest) => pool.query(text, ...rest) };
`,
    },
  },
  {
    name: 'a method of a service that is a class',
    rule: 'sql-injection',
    files: {
      'src/app.js': `const express = require('express');
const { Pool } = require('pg');
const Orders = require('./services/orders');
const orders = new Orders(new Pool());
const router = express.Router();
router.get('/', async (req, res) => { res.json(await orders.search(req.query.q)); }); ◄
router.get('/count', async (req, res) => { res.json(await orders.count(req.query.q)); });
module.exports = router;
`,
      'src/services/orders.js': `class Orders {
  constructor(pool) { this.pool = pool; }
  search(term) { return this.pool.query("select * from orders where x = '" + term + "'"); }
  count(term) { return this.pool.query('select count(*) from orders where x = $1', [term]); }
}
module.exports = Orders;
`,
    },
  },
  {
    name: 'what a middleware hangs on the request',
    rule: 'sql-injection',
    files: {
      'src/app.js': `const express = require('express');
const { Pool } = require('pg');
const { parse, number } = require('./parse');
const pool = new Pool();
const app = express();
app.get('/', parse, async (req, res) => {
  res.json(await pool.query('select * from t where x = ' + req.term)); ◄
});
app.get('/:page', number, async (req, res) => {
  res.json(await pool.query('select * from t offset ' + req.page));
});
`,
      'src/parse.js': `exports.parse = (req, res, next) => { req.term = req.query.q; next(); };
exports.number = (req, res, next) => { req.page = Number(req.params.page); next(); };
`,
    },
  },
  {
    name: 'a key that is a constant',
    rule: 'hardcoded-credentials',
    files: {
      'src/tokens.ts': `import jwt from 'jsonwebtoken';
import session from 'express-session';
import settings, { key, fromOutside } from './settings.js';
export const issue = (id: string) => jwt.sign({ id }, key, { expiresIn: '1h' }); ◄
export const renew = (id: string) => jwt.sign({ id }, fromOutside, { expiresIn: '1h' });
export const keep = session({ secret: settings.session.key, cookie: { secure: true } }); ◄
`,
      'src/settings.ts': `export const key = 'shop';
export const fromOutside = process.env.KEY;
export default { session: { key: 'shop' } };
`,
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

describe('across files', () => {
  it.each(reading)('$name', async (sample) => {
    const { lines, found } = await shown(sample);
    expect(found).toEqual(lines);
  });
});

describe('a check of another file that throws', () => {
  const app = (check: string): string => `import express from 'express';
import fs from 'node:fs';
import { ${check} } from './checks.js';
express().get('/', (req) => {
  const file = req.query.file;
  ${check}(file);
  fs.readFileSync(file);
});
`;
  const checks = `export const assertName = (name) => { if (!/^[a-z]+$/.test(name)) throw new Error('no'); };
export const assertThere = (name) => { if (!name) throw new Error('no'); };
`;
  it.each([
    ['assertName', 0],
    ['assertThere', 1],
  ])('proves what its code proves: %s', async (check, count) => {
    const files = { 'src/app.ts': app(check), 'src/checks.ts': checks };
    expect((await inspect('src/app.ts', files)).detections).toHaveLength(count);
  });
});
