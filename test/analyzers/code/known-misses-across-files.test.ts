import { describeMisses, server, type KnownMiss } from '../../support/known-misses.js';

const missed: readonly KnownMiss[] = [
  {
    name: 'data that another module keeps in a Map',
    rule: 'sql-injection',
    files: {
      'src/app.ts': `${server}import { remember, recall } from './memory.js';
app.post('/name', (req, res) => { remember('name', req.body.name); res.end(); });
app.get('/name', async (req, res) => {
  res.json(await pool.query("select * from t where name = '" + recall('name') + "'")); ◄
});
`,
      'src/memory.ts': `const kept = new Map<string, string>();
export const remember = (key: string, value: string) => kept.set(key, value);
export const recall = (key: string) => kept.get(key);
`,
    },
    instead: [`recall('name')`, `req.query.name`],
  },
  {
    name: 'a method that is inherited from a class of another file and reads what the subclass was given',
    rule: 'sql-injection',
    files: {
      'src/app.ts': `${server}import { Repository } from './repository.js';
class Orders extends Repository {
  constructor(term: string) { super(pool, 'orders', term); }
}
app.get('/orders', async (req, res) => {
  res.json(await new Orders(req.query.q).search()); ◄
});
`,
      'src/repository.ts': `export class Repository {
  constructor(protected pool, protected table, protected term) {}
  search() { return this.pool.query('select * from ' + this.table + ' where x = ' + this.term); }
}
`,
    },
    instead: [`new Orders(req.query.q)`, `new Repository(pool, 'orders', req.query.q)`],
  },
  {
    name: 'a callback that only another function knows by its place in an object of callbacks',
    rule: 'path-traversal',
    files: {
      'src/app.ts': `import express from 'express';
import fs from 'node:fs';
import { table } from './table.js';
const app = express();
table.set('read', (name) => fs.readFileSync('data/' + name)); ◄
app.get('/', (req, res) => { res.end(table.get('read')(req.query.name)); });
`,
      'src/table.ts': `export const table = new Map<string, (name: string) => Buffer>();
`,
    },
    instead: [`table.get('read')(req.query.name)`, `fs.readFileSync('data/' + req.query.name)`],
  },
  {
    name: 'a change that takes the escaping out of a helper, seen from the helper',
    rule: 'cross-site-scripting',
    files: {
      'src/greeting.ts': `export const greeting = (name: string) => '<p>Hello ' + name + '</p>'; ◄
`,
      'src/app.ts': `import express from 'express';
import { greeting } from './greeting.js';
const app = express();
app.get('/', (req, res) => { res.send(greeting(req.query.name)); });
`,
    },
    instead: { look: 'src/app.ts' },
  },
  {
    name: 'an imported sanitizer that makes nothing safe',
    rule: 'cross-site-scripting',
    files: {
      'src/app.ts': `import express from 'express';
import { cleanName } from '@shop/text';
const app = express();
app.get('/', (req, res) => {
  res.send('<p>' + cleanName(req.query.name)); ◄
});
`,
    },
    instead: ['cleanName(req.query.name)', 'req.query.name'],
  },
  {
    name: 'a token that a helper of another file decodes without verification',
    rule: 'jwt-not-verified',
    files: {
      'src/app.ts': `import express from 'express';
import { claims } from './claims.js';
const app = express();
app.get('/me', (req, res) => {
  const user = claims(req.headers.authorization ?? ''); ◄
  if (user.role !== 'admin') return res.status(403).end();
  res.json(user);
});
`,
      'src/claims.ts': `import jwt from 'jsonwebtoken';
export const claims = (token: string) => jwt.decode(token);
`,
    },
    instead: [
      `import { claims } from './claims.js';`,
      `import jwt from 'jsonwebtoken';\nconst claims = (token: string) => jwt.decode(token);`,
    ],
  },
  {
    name: 'a record that a service of another file fetches by id alone',
    rule: 'insecure-direct-object-reference',
    files: {
      'src/routes/orders.ts': `import { Router } from 'express';
import { requireUser } from '../auth.js';
import { Order } from '../order.js';
import { orders } from '../orders.js';
const router = Router();
router.get('/orders/:id', requireUser, async (req, res) => {
  const order = await orders.byId(req.params.id); ◄
  res.json(order);
});
export default router;
`,
      'src/orders.ts': `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
export const orders = { byId: (id: string) => prisma.order.findUnique({ where: { id } }) };
`,
    },
    instead: ['orders.byId(', 'Order.findById('],
  },
];

describeMisses('across files', missed);
