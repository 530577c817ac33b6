import { describe, expect, it } from '@jest/globals';
import { inspect } from '../../support/inspect.js';

const path = 'src/server.ts';

/** The lines with a finding of a rule, or of any. */
async function lines(text: string, files: Readonly<Record<string, string>> = {}, rule?: string) {
  const { detections } = await inspect(path, { ...files, [path]: text });
  return detections
    .filter(({ ruleId }) => rule === undefined || ruleId === rule)
    .map(({ ruleId, range }) => `${ruleId}:${range.startLine}`);
}

const server = `import express from 'express';
import { Pool } from 'pg';
import { MongoClient } from 'mongodb';
const app = express(); const pool = new Pool(); const users = new MongoClient('x').db('a').collection('users');
`;
const byName = (value: string): string => `pool.query("select * from t where n = '" + ${value} + "'");`;

interface Case {
  readonly name: string;
  readonly imports: string;
  readonly body: string;
  readonly expected: readonly string[];
}

const zod = `import { z } from 'zod';
const Order = z.object({
  note: z.string().min(1).optional(), count: z.number(), kind: z.enum(['a', 'b']), id: z.string().uuid(), rest: z.any(),
  slug: z.string().regex(/^[a-z-]+$/), page: z.coerce.number().max(9), size: z.string().transform(Number),
  sort: z.string().refine((name) => columns.includes(name)), lines: z.array(z.object({ text: z.string() })),
  either: z.union([z.literal('x'), z.number()]),
});
`;

const cases: readonly Case[] = [
  {
    name: 'zod: text is no filter, and SQL still',
    imports: zod,
    body: `const order = Order.parse(req.body); users.findOne({ note: order.note });
${byName('order.note')}`,
    expected: ['sql-injection:14'],
  },
  {
    name: 'zod: numbers, members of a list, formats and anchored patterns do no harm',
    imports: zod,
    body: ['count', 'kind', 'id', 'slug', 'page', 'size', 'sort', 'either']
      .map((name) => byName(`Order.parse(req.body).${name}`))
      .join('\n'),
    expected: [],
  },
  {
    name: 'zod: what may be anything still is',
    imports: zod,
    body: `const { data } = Order.safeParse(req.body);
users.findOne({ rest: data.rest });
${byName('data.lines[0].text')}`,
    expected: ['nosql-injection:14', 'sql-injection:15'],
  },
  {
    name: 'zod: what was parsed in place is as safe as the result',
    imports: zod,
    body: `Order.parse(req.body);
users.findOne({ note: req.body.note });
users.findOne({ other: req.body.other });`,
    expected: ['nosql-injection:15'],
  },
  {
    name: 'zod: keys that the schema does not list are gone, unless it lets them pass',
    imports: `${zod}import { User } from './user';
`,
    body: `User.create(Order.parse(req.body));
User.create(Order.passthrough().parse(req.body));`,
    expected: ['mass-assignment:15'],
  },
  {
    name: 'joi: with its error or as a promise',
    imports: `import Joi from 'joi';
const schema = Joi.object({ note: Joi.string().required(), count: Joi.number(), kind: Joi.string().valid('a', 'b') });
`,
    body: `const { error, value } = schema.validate(req.body);
if (error) return res.sendStatus(400);
users.findOne({ note: req.body.note });
${byName('value.note')} ${byName('value.count')} ${byName('value.kind')}
const other = await schema.validateAsync(req.query);
${byName('other.note')}`,
    expected: ['sql-injection:11', 'sql-injection:13'],
  },
  {
    name: 'yup',
    imports: `import { object, string, number } from 'yup';
const schema = object({ note: string().required(), count: number().integer(), kind: string().oneOf(['a', 'b']) });
`,
    body: `const value = await schema.validate(req.body);
users.findOne({ note: value.note });
${byName('value.note')}
${byName('value.count')} ${byName('value.kind')}`,
    expected: ['sql-injection:10'],
  },
  {
    name: 'JSON schemas of Fastify',
    imports: `import Fastify from 'fastify';
const fast = Fastify();
const schema = { params: { type: 'object', properties: { id: { type: 'integer' }, note: { type: 'string' } } } };
fast.get('/:id/:note', { schema }, async (request) => {
  await pool.query('select ' + request.params.id);
  await pool.query('select ' + request.params.note);
});
`,
    body: '',
    expected: ['sql-injection:10'],
  },
];

describe('a schema', () => {
  it.each(cases)('$name', async ({ imports, body, expected }) => {
    const text = `${server}${imports}app.post('/', async (req, res) => {\n${body}\n});\n`;
    const found = await lines(text);
    expect(found.filter((each) => /^(?:sql|nosql|mass)/.test(each))).toEqual(expected);
  });

  it('is followed from another file', async () => {
    const text = `${server}import { Order } from './order';
app.post('/', (req) => {
  const order = Order.parse(req.body);
  ${byName('order.count')}
  ${byName('order.note')}
});
`;
    const files = {
      'src/order.ts': `import { z } from 'zod';
export const Order = z.object({ note: z.string(), count: z.number() });
`,
    };
    expect(await lines(text, files)).toEqual(['sql-injection:9']);
  });

  it('of express-validator speaks of the request of its own route', async () => {
    const text = `${server}import { body, query, validationResult } from 'express-validator';
app.post('/a', body('note').isString(), [query('count').isInt()], (req, res) => {
  if (!validationResult(req).isEmpty()) return res.sendStatus(400);
  users.findOne({ note: req.body.note });
  ${byName('req.body.note')}
  ${byName('req.query.count')}
});
app.post('/b', (req) => { ${byName('req.query.count')} });
`;
    expect(await lines(text, {}, 'sql-injection')).toEqual(['sql-injection:9', 'sql-injection:12']);
    expect(await lines(text, {}, 'nosql-injection')).toEqual([]);
  });

  it('of class-validator speaks of parameters of its class', async () => {
    const text = `import { Body, Controller, Post } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Find } from './find';
@Controller()
export class Orders {
  constructor(private readonly data: DataSource) {}
  @Post() find(@Body() wanted: Find) {
    this.data.query('select * from t where id = ' + wanted.count);
    this.data.query('select * from t where id = ' + wanted.kind);
    return this.data.query('select * from t where id = ' + wanted.note);
  }
}
`;
    const files = {
      'src/find.ts': `import { IsIn, IsInt, IsString } from 'class-validator';
export class Find { @IsString() note: string; @IsInt() count: number; @IsIn(['a', 'b']) kind: string; }
`,
    };
    expect(await lines(text, files)).toEqual(['sql-injection:10']);
  });

  it('of a tRPC procedure speaks of its input, wherever the procedure comes from', async () => {
    const text = `import { z } from 'zod';
import Database from 'better-sqlite3';
import { router, publicProcedure } from './trpc';
const db = new Database('x');
export const orders = router({
  one: publicProcedure.input(z.object({ id: z.number() })).query(({ input }) => db.exec('select ' + input.id)),
  two: publicProcedure.input(z.object({ id: z.string() })).query(({ input }) => db.exec('select ' + input.id)),
  three: publicProcedure.input(z.string().uuid()).query((call) => db.exec('select ' + call.input)),
  four: publicProcedure.input(z.string()).mutation((call) => db.exec('select ' + call.input)),
});
`;
    expect(await lines(text)).toEqual(['sql-injection:7', 'sql-injection:9']);
  });
});

describe('conditions', () => {
  it.each([
    ['cases that fall through', "switch (req.query.s) { case 'a': case 'b': %; }", []],
    ['a number that was made of it', 'if (isNaN(Number(req.query.s))) return; %', []],
    ['the beginning of a number', 'if (isNaN(parseInt(req.query.s))) return; %', ['sql-injection:6']],
    ['the default case', "switch (req.query.s) { case 'a': break; default: %; }", ['sql-injection:6']],
  ])('%s', async (_name, body, expected) => {
    const text = `${server}app.get('/', async (req, res) => {
  ${body.replace('%', "pool.query('select * from t where s = ' + req.query.s)")}
});
`;
    expect(await lines(text)).toEqual(expected);
  });

  it('knows a path that was normalized and whose dots at the start are gone', async () => {
    const read = (
      name: string,
    ): string => `import fs from 'fs'; import path from 'path'; import express from 'express';
express().get('/', (req) => { fs.readFileSync(path.join('/srv', ${name})); });
`;
    const cut = String.raw`.replace(/^(\.\.(\/|\\|$))+/, '')`;
    expect(await lines(read(`path.normalize(req.query.f)${cut}`))).toEqual([]);
    expect(await lines(read(`req.query.f${cut}`))).toEqual(['path-traversal:2']);
  });
});
