import type { Arrival } from '../flow/interpreter.js';
import { kindsOf } from '../flow/kind.js';
import { deepTaints } from '../flow/join.js';
import { type Taint } from '../flow/value.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const nosqlInjection: CodeRule = {
  id: 'nosql-injection',
  title: 'NoSQL injection',
  severity: 'high',
  confidence: 'high',
  cwe: [943],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['1.2.4'],
  languages: ['typescript', 'javascript'],
  description:
    'Data from outside is used in a query as it came. Parsed from JSON or from a query string, it can be an object with operators instead of text: `{"$ne": null}` as a password matches any. As part of code or of a query language, it can change the query as SQL injection does.',
  remediation:
    'Make text of it before it goes into the query: `{ email: String(req.body.email) }`, compare with `$eq`, or check the body against a schema (zod, joi, ajv). Leave `$where` and scripts alone; hand data to query languages as parameters.',
  references: [
    'https://owasp.org/www-project-web-security-testing-guide/latest/4-Web_Application_Security_Testing/07-Input_Validation_Testing/05.6-Testing_for_NoSQL_Injection',
    'https://www.mongodb.com/docs/manual/faq/fundamentals/',
    'https://cwe.mitre.org/data/definitions/943.html',
  ],
  flow: {
    kinds: ['nosql', 'query-code'],
    sources: ['request', 'message'],
    ending: (sink) => `becomes part of the query of \`${sink}\``,
    when: (_value, taint) => !isQueryOfNext(taint),
    fix: asText,
  },
  examples: {
    bad: [
      {
        path: 'src/login.ts',
        text: `import express from 'express';
import { User } from './user';

const app = express();
app.post('/login', async (req, res) => {
  const user = await User.findOne({ email: req.body.email, password: req.body.password }); ◄
  res.json({ ok: user !== null });
});
`,
        files: {
          'src/user.ts': `import mongoose from 'mongoose';
export const User = mongoose.model('User', new mongoose.Schema({ email: String, password: String }));
`,
        },
      },
      {
        path: 'src/items.js',
        text: `const { MongoClient } = require('mongodb');
const items = new MongoClient('mongodb://localhost').db('shop').collection('items');

exports.search = async (req, res) => {
  const found = items.find({ $where: \`this.price < \${req.params.limit}\` }); ◄
  res.json(await found.toArray());
};
`,
      },
    ],
    good: [
      {
        path: 'src/login.ts',
        text: `import express from 'express';
import mongoose from 'mongoose';

const User = mongoose.model('User', new mongoose.Schema({ email: String }));
express().post('/login', async (req, res) => {
  const user = await User.findOne({ email: String(req.body.email), role: { $eq: req.body.role } });
  res.json({ ok: user !== null });
});
`,
      },
      {
        path: 'src/orders.js',
        text: `const { ObjectId } = require('mongodb');

exports.order = (orders) => async (req, res) => {
  if (typeof req.body.customer !== 'string') return res.sendStatus(400);
  res.json(await orders.findOne({ _id: new ObjectId(req.body.id), customer: req.body.customer }));
};
`,
      },
    ],
  },
};

/** Next.js reads a query into texts and lists of them, as the bare parser of Node does. */
function isQueryOfNext(taint: Taint): boolean {
  return (
    /(?:^|\/)pages\/api\//.test(taint.source.unit.path) && /^express\.Request\(\)\.query\b/.test(taint.origin)
  );
}

/** Makes text of the properties that are written into the filter at the call, where that makes all of it safe. */
function asText({ kind, unit, part, value }: Arrival): Verdict['fix'] {
  const open = deepTaints(value).filter((taint) => (taint.cleared & kindsOf('nosql')) === 0);
  const nodes = [...new Set(open.map((taint) => taint.source.node))].sort((a, b) => a.start - b.start);
  const isWritten = open.every((taint) => {
    const { node } = taint.source;
    const isInside = taint.source.unit === unit && part.start <= node.start && node.end <= part.end;
    return isInside && node.parent?.type === 'pair' && node.parent.get('value') === node;
  });
  if (kind !== 'nosql' || nodes.length === 0 || !isWritten) return undefined;
  return {
    description: 'Make text of it, so that it cannot be an object with operators',
    edits: nodes.map((node) => ({ node, text: `String(${unit.text.slice(node.start, node.end)})` })),
  };
}
