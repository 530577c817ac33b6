import { bindParameters } from '../fixes/bind-parameters.js';
import { isWithoutPackage } from '../flow/library.js';
import type { CodeRule } from './code-rule.js';

export const sqlInjection: CodeRule = {
  id: 'sql-injection',
  title: 'SQL injection',
  severity: 'critical',
  confidence: 'high',
  cwe: [89],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['1.2.4'],
  languages: ['typescript', 'javascript'],
  description:
    'Data from outside becomes part of the text of an SQL statement. Whoever sends it can end the intended statement and add one of their own: read or change any row, sign in as anyone, and on some databases run programs on the server.',
  remediation:
    'Keep the statement constant and hand the data over as parameters: `db.query("SELECT * FROM orders WHERE id = $1", [id])`. Names of tables and columns cannot be parameters: choose them from a fixed list.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/SQL_Injection_Prevention_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/89.html',
  ],
  flow: {
    kinds: ['sql'],
    sources: ['request', 'message', 'browser', 'library'],
    when: (_value, taint) => isWithoutPackage(taint),
    ending: (sink) => `becomes part of the SQL text of \`${sink}\``,
    fix: bindParameters,
  },
  examples: {
    bad: [
      {
        path: 'src/orders.ts',
        text: `import express from 'express';
import { Pool } from 'pg';

const pool = new Pool();
const app = express();

app.get('/orders', async (req, res) => {
  const { customer } = req.query;
  const sql = \`SELECT * FROM orders WHERE customer = '\${customer}'\`;
  const { rows } = await pool.query(sql); ◄
  res.json(rows);
});
`,
      },
      {
        path: 'src/search.js',
        text: `const mysql = require('mysql');
const connection = mysql.createConnection({ host: 'localhost' });

function find(term, done) {
  connection.query('SELECT id FROM products WHERE name LIKE "%' + term + '%"', done); ◄
}

exports.search = (req, res) => {
  find(req.body.term, (error, rows) => res.json(rows));
};
`,
      },
    ],
    good: [
      {
        path: 'src/orders.ts',
        text: `import express from 'express';
import { Pool } from 'pg';

const pool = new Pool();
const app = express();

app.get('/orders', async (req, res) => {
  const { rows } = await pool.query('SELECT * FROM orders WHERE customer = $1', [req.query.customer]);
  res.json(rows);
});
`,
      },
      {
        path: 'src/sorted.ts',
        text: `import express from 'express';
import { Pool } from 'pg';

const pool = new Pool();
const columns = ['name', 'price'];

express().get('/products', async (req, res) => {
  const sort = String(req.query.sort);
  if (!columns.includes(sort)) {
    res.status(400).end();
    return;
  }
  const limit = Number.parseInt(String(req.query.limit), 10);
  res.json(await pool.query(\`SELECT * FROM products ORDER BY \${sort} LIMIT \${limit}\`));
});
`,
      },
    ],
  },
};
