import { hole, type Taint } from '../flow/value.js';
import type { CodeRule } from './code-rule.js';

/** What another site cannot make a browser send. */
const unforgeable =
  /\.headers(?!\.referr?er)|\.(?:cookies|signedCookies|rawHeaders|hostname|host|subdomains)\b/;

export const crossSiteScripting: CodeRule = {
  id: 'cross-site-scripting',
  title: 'Reflected cross-site scripting',
  severity: 'high',
  confidence: 'high',
  cwe: [79],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['1.2.1'],
  languages: ['typescript', 'javascript'],
  description:
    'Data from a request goes into an HTML answer as it came. A link that carries a script then runs it in the page of whoever follows the link: it reads what they see and acts in their name.',
  remediation:
    'Render with a template engine that escapes by default, escape the data where it goes into HTML, or answer with JSON: `res.json({ name })`.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html',
    'https://expressjs.com/en/api.html#res.send',
    'https://cwe.mitre.org/data/definitions/79.html',
  ],
  flow: {
    kinds: ['html'],
    sources: ['request'],
    ending: (sink) => `goes unescaped into the answer that \`${sink}\` sends`,
    when: (value, taint) => (value.shape === undefined || value.shape.includes(hole)) && isForgeable(taint),
  },
  examples: {
    bad: [
      {
        path: 'src/hello.ts',
        text: `import express from 'express';

const app = express();

app.get('/hello', (req, res) => {
  const name = req.query.name ?? 'you';
  res.status(200).send(\`<h1>Hello, \${name}</h1>\`); ◄
});
`,
      },
      {
        path: 'src/errors.js',
        text: `const express = require('express');
const router = express.Router();

router.use((req, res) => {
  res.status(404).send('Not found: ' + req.originalUrl); ◄
});
module.exports = router;
`,
      },
    ],
    good: [
      {
        path: 'src/hello.ts',
        text: `import express from 'express';
import escapeHtml from 'escape-html';

const app = express();

app.get('/hello', (req, res) => {
  res.send('<h1>Hello, ' + escapeHtml(String(req.query.name)) + '</h1>');
});
`,
      },
      {
        path: 'src/api.ts',
        text: `import express from 'express';

express().get('/echo', (req, res) => {
  res.json({ name: req.query.name });
  res.send({ name: req.query.name });
});
`,
      },
    ],
  },
};

/** Whether a link or a form on another site can make a browser send the data. */
export function isForgeable(taint: Taint): boolean {
  return !unforgeable.test(taint.origin);
}
