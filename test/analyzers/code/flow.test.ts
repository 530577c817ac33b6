import { describe, expect, it } from '@jest/globals';
import { unflag } from '../../../src/model/rule.js';
import { inspect } from '../../support/inspect.js';

const head = `import express from 'express';
import { Pool } from 'pg';
const pool = new Pool();
const app = express();
`;

/** Each body stands in a handler; the lines that end with ◄ are those on which data reaches the database. */
const cases: readonly (readonly [string, string])[] = [
  [
    'after a text that grows without bound',
    `let s = 'aa'; ${"s = s.replace('a', s); ".repeat(40)}\n${'s = s.replace(/a/g, s); '.repeat(9)}\npool.query(s + req.query.a); ◄`,
  ],
  ['through a variable', `const id = req.query.id; pool.query('select 1 from t where id=' + id); ◄`],
  [
    'through destructuring with another name',
    `const { id: key = 1 } = req.query; pool.query(\`select * from t where k=\${key}\`); ◄`,
  ],
  [
    'through an object and its field',
    `const o = { a: { b: req.body.x }, c: 1 };\npool.query('x' + o.a.b); ◄\npool.query('x' + o.c);`,
  ],
  [
    'through a field that is set later',
    `const o = {}; o.name = req.body.x;\npool.query('x' + o.name); ◄\npool.query('x' + o.other);`,
  ],
  ['through spread', `const o = { ...req.body }; pool.query('x' + o.y); ◄`],
  [
    'through an array and join',
    `const parts = ['select']; parts.push(req.query.f); pool.query(parts.join(' ')); ◄`,
  ],
  [
    'through map and a template',
    `const all = req.body.ids.map((id) => \`'\${id}'\`); pool.query('in (' + all.join() + ')'); ◄`,
  ],
  [
    'through filter and reduce',
    `const s = [req.query.a].filter(Boolean).reduce((t, x) => t + x, ''); pool.query(s); ◄`,
  ],
  ['through for-of', `for (const x of req.body.list) pool.query('x' + x); ◄`],
  ['through +=', `let q = 'select'; if (req.query.a) q += ' where a=' + req.query.a; pool.query(q); ◄`],
  ['through string methods', `pool.query('x' + String(req.query.a).trim().toLowerCase().slice(0, 9)); ◄`],
  ['through JSON', `const o = JSON.parse(JSON.stringify(req.body)); pool.query('x' + o.a); ◄`],
  ['through a ternary', `const a = req.query.a ? req.query.a : 'b'; pool.query('x' + a); ◄`],
  ['through a default', `const a = req.query.a || 'b'; pool.query('x' + a); ◄`],
  ['through a promise', `Promise.resolve(req.query.a).then((a) => pool.query('x' + a)); ◄`],
  ['through a closure', `const a = req.query.a; const run = () => pool.query('x' + a); ◄\nrun();`],
  ['through try and catch', `let a; try { a = req.query.a; } catch { a = ''; } pool.query('x' + a); ◄`],
  [
    'through a loop that sets it at the end',
    `let a = ''; for (let i = 0; i < 2; i++) { pool.query('x' + a); ◄\na = req.query.a; }`,
  ],
  ['through a function of the file', `const wrap = (v) => '(' + v + ')'; pool.query(wrap(req.query.a)); ◄`],
  [
    'through a function that takes an object',
    `function build({ where }) { return 'x' + where; }\npool.query(build({ where: req.query.a })); ◄`,
  ],
  [
    'through a class',
    `class Finder { constructor(key) { this.key = key; } run() { return pool.query('x' + this.key); } } ◄\nnew Finder(req.query.a).run();`,
  ],
  [
    'through bind, call and apply',
    `const f = (x) => pool.query('x' + x); ◄\nf.call(null, req.query.a); f.apply(null, [req.query.a]);`,
  ],
  ['through an alias of the function', `const { query } = pool; const q = query; q('x' + req.query.a); ◄`],
  [
    'through a loop that ends early',
    `let a = ''; for (const x of rows) { if (x) { a = req.query.a; break; } a = ''; } pool.query('x' + a); ◄`,
  ],
  [
    'through the element that a counter points at',
    `const parts = ['a', req.query.a]; for (let i = 0; i < 2; i++) pool.query('x' + parts[i]); ◄`,
  ],
  ['through a name that nothing declares', `statement = 'x' + req.query.a; pool.query(statement); ◄`],
  [
    'through a switch',
    `let a; switch (req.query.a) { case '1': a = 'one'; break; default: a = req.query.a; } pool.query('x' + a); ◄`,
  ],

  [
    'through a getter',
    `class In { constructor(r) { this.r = r; } get term() { return this.r.query.a; } get page() { return Number(this.r.query.p); } }
const given = new In(req);\npool.query('x' + given.term); ◄\npool.query('x' + given.page);`,
  ],
  [
    'through a getter of an object',
    `const o = { get a() { return req.query.a; }, get b() { return 'b'; } };\npool.query('x' + o.a); ◄\npool.query('x' + o.b);`,
  ],
  [
    'through a setter',
    `class Q { set filter(v) { this.w = v; } run() { return pool.query('x' + this.w); } } ◄
const q = new Q(); q.filter = req.query.a; q.run();`,
  ],
  [
    'not through a setter that makes a number of it',
    `class Q { set page(v) { this.p = Number(v); } run() { return pool.query('x' + this.p); } }
const q = new Q(); q.page = req.query.a; q.run();`,
  ],
  [
    'through a generator',
    `function* words(t) { for (const w of t.split(' ')) yield w; }\nfor (const w of words(req.query.a)) pool.query('x' + w); ◄`,
  ],
  [
    'through a generator that hands on another',
    `function* inner(t) { yield t; }\nasync function* outer(t) { yield* inner(t); }
for await (const w of outer(req.query.a)) pool.query('x' + w); ◄`,
  ],
  [
    'not through a generator that yields something else',
    `function* counts(t) { for (const w of t) yield w.length; }\nfor (const n of counts(req.query.a)) pool.query('x' + n);`,
  ],
  ['not as a parameter', `pool.query('select $1', [req.query.a]);`],
  ['not a number', `pool.query('x' + parseInt(req.query.a, 10) + Number(req.query.b) + +req.query.c);`],
  ['not a comparison or a length', `pool.query('x' + (req.query.a === 'b') + req.query.a.length);`],
  ['not after it was overwritten', `let a = req.query.a; a = 'fixed'; pool.query('x' + a);`],
  ['not on the other branch', `let a = req.query.a; if (a !== 'x') { a = 'y'; } pool.query('q' + a);`],
  [
    'not after an early return by a list',
    `if (!['a', 'b'].includes(req.query.a)) return; pool.query('x' + req.query.a);`,
  ],
  [
    'not after a lookup in a fixed table',
    `const table = { a: 'A', b: 'B' }; pool.query('x' + table[req.query.a]);`,
  ],
  ['not where it equals a constant', `const a = req.query.a; if (a === 'x') pool.query('x' + a);`],
  ['not after an anchored test', `const a = req.query.a; if (/^[a-z_]+$/.test(a)) pool.query('x' + a);`],
  [
    'but after a test that is not anchored',
    `const a = req.query.a; if (/[a-z_]+/.test(a)) pool.query('x' + a); ◄`,
  ],
  ['but where the test fails', `const a = req.query.a; if (!/^[a-z_]+$/.test(a)) pool.query('x' + a); ◄`],
  [
    'not after a validator by name',
    `const a = req.query.a; if (!isValidColumn(a)) throw new Error(); pool.query('x' + a);`,
  ],
  [
    'not through a set of constants',
    `const ok = new Set(['a']); const a = req.query.a; if (!ok.has(a)) return res.end(); pool.query('x' + a);`,
  ],
  [
    'but a text check alone is no safety for SQL',
    `const a = req.query.a; if (typeof a !== 'string') return; pool.query('x' + a); ◄`,
  ],
  [
    'not in a switch over constants',
    `switch (req.query.a) { case 'a': pool.query('x' + req.query.a); break; }`,
  ],
  [
    'not through a home-made exec of the same name',
    `const db = { query(x) { return x; } }; db.query('select * from t where a=' + req.query.a);`,
  ],
  [
    'not what the database gave by it',
    `const user = await pool.query('select $1', [req.query.a]); pool.query('x' + user.rows[0].id);`,
  ],
];

describe('data flow within a handler', () => {
  it.each(cases)('goes %s', async (_name, body) => {
    const { text, lines } = unflag(`${head}app.get('/', async (req, res) => {\n${body}\n});`);
    const { detections } = await inspect('src/app.js', { 'src/app.js': text });
    const found = detections.filter((detection) => detection.ruleId === 'sql-injection');
    expect(found.map((detection) => detection.range.startLine)).toEqual(lines);
  });
});

describe('data flow between files', () => {
  const route = `${head}import { find } from './users.js';
import Store, { escapeName as clean } from './store';
app.get('/', (req, res) => {
  find(req.query.id);
  find('fixed');
  new Store(pool).load(req.query.id);
  pool.query('x' + clean(req.query.id));
});`;
  const files = {
    'src/app.ts': route,
    'src/users.ts': `import { db } from './db.js';
export function find(id: string) { return db.query('select * from users where id=' + id); }`,
    'src/db.ts': `import { Pool } from 'pg'; export const db = new Pool();`,
    'src/store/index.ts': `export default class Store { constructor(private readonly pool) {} load(id) { return this.pool.query(\`x \${id}\`); } }
export { escapeName } from './names';`,
    'src/store/names.ts': `export const escapeName = (name) => name.replace(/[^a-z]/g, '');`,
  };

  it('reports at the calls that hand the data over, with the whole way', async () => {
    const { detections } = await inspect('src/app.ts', files);
    expect(detections.map((detection) => [detection.ruleId, detection.range.startLine])).toEqual([
      ['sql-injection', 8],
      ['sql-injection', 10],
    ]);
    const places = detections[0]?.trace?.map((step) => `${step.location.path}:${step.location.startLine}`);
    expect(places?.at(0)).toBe('src/app.ts:8');
    expect(places?.at(-1)).toBe('src/users.ts:2');
  });

  it('does not report in a helper whose callers are not in sight', async () => {
    const { detections } = await inspect('src/users.ts', files);
    expect(detections).toEqual([]);
  });
});

describe('what a finding says', () => {
  it('names the source, the sink and the steps between', async () => {
    const text = `${head}app.get('/', (req, res) => {\n  const id = req.params.id;\n  pool.query('select ' + id);\n});`;
    const { detections } = await inspect('a.ts', { 'a.ts': text });
    expect(detections[0]).toMatchObject({
      ruleId: 'sql-injection',
      confidence: 'high',
      message: '`req.params.id`, from the request, becomes part of the SQL text of `pool.query`.',
      anchor: "pool.query('select ' + id)",
      scope: '',
    });
    expect(detections[0]?.trace?.map((step) => step.message)).toEqual([
      'enters here as req.params.id',
      'is kept in id',
      'becomes part of a text',
      'reaches pool.query',
    ]);
  });

  it('has medium confidence where the request is known by its name alone', async () => {
    const text = `export function show(req, res) { res.send('<b>' + req.query.q + '</b>'); }`;
    const { detections } = await inspect('a.js', { 'a.js': text });
    expect(detections.map((detection) => detection.confidence)).toEqual(['medium']);
  });

  it('follows elements of a list in a request that is known by its name alone', async () => {
    const text = `const { Pool } = require('pg');
exports.all = (req, res) => req.body.ids.forEach((id) => new Pool().query('x' + id));`;
    const { detections } = await inspect('a.js', { 'a.js': text });
    expect(detections.map(({ ruleId, confidence }) => [ruleId, confidence])).toEqual([
      ['sql-injection', 'medium'],
    ]);
  });

  it('says where a part of the file could not be parsed', async () => {
    const text = `${head}app.get('/', (req, res) => {\n  pool.query('x' + req.query.a);\n});\nlet = = 3;`;
    const { detections, problems } = await inspect('a.ts', { 'a.ts': text });
    expect(detections).toHaveLength(1);
    expect(problems).toMatchObject([{ kind: 'notice', path: 'a.ts', line: 8 }]);
  });
});

describe('bounds', () => {
  it('ends on functions that call one another', async () => {
    const text = `${head}const a = (x) => b(x); const b = (x) => a(x) + pool.query('x' + x);
app.get('/', (req, res) => a(req.query.a));`;
    const { detections } = await inspect('a.js', { 'a.js': text });
    expect(detections.map((detection) => detection.ruleId)).toEqual(['sql-injection']);
  });

  it('says so when a file is too complex to follow', async () => {
    const calls = Array.from(
      { length: 60 },
      (_, index) => `function f${index}(x) { ${`f${index + 1}(x + ${index});`.repeat(9)} }`,
    );
    const text = `${head}${calls.join('\n')}\nfunction f60(x) { pool.query(x); }\n${'for (const i of a) for (const j of b) for (const k of c) for (const l of d) for (const m of e) for (const n of f) for (const o of g) for (const p of h) for (const q of i) for (const r of j) for (const s of k) for (const t of l) for (const u of m) for (const v of n) for (const w of o) for (const x of p) for (const y of q) for (const z of r) pool.query(z);'.repeat(3)}\napp.get('/', (req) => f0(req.query.a));`;
    const { problems } = await inspect('a.js', { 'a.js': text });
    expect(problems).toMatchObject([{ kind: 'incomplete', path: 'a.js' }]);
  });

  it('follows a text that is put together from a thousand parts', async () => {
    const text = `${head}app.get('/', (req) => { pool.query('x'${" + 'y'".repeat(1000)} + req.query.a); });`;
    const { detections } = await inspect('a.js', { 'a.js': text });
    expect(detections).toHaveLength(1);
  });
});
