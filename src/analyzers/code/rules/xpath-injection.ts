import type { CodeRule } from './code-rule.js';

export const xpathInjection: CodeRule = {
  id: 'xpath-injection',
  title: 'XPath injection',
  severity: 'high',
  confidence: 'high',
  cwe: [643],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['1.2.7'],
  languages: ['typescript', 'javascript'],
  description:
    'Data from outside becomes part of an XPath expression. With a quote its sender ends the intended comparison and adds a condition of their own: signs in without a password, or reads the whole document.',
  remediation:
    'Keep the expression constant and hand the data over as a variable: `xpath.parse("//user[name=$name]").select({ node, variables: { name } })`.',
  references: [
    'https://owasp.org/www-community/attacks/XPATH_Injection',
    'https://cwe.mitre.org/data/definitions/643.html',
  ],
  flow: {
    kinds: ['xpath'],
    sources: ['request', 'message', 'browser'],
    ending: (sink) => `becomes part of the XPath expression of \`${sink}\``,
  },
  examples: {
    bad: [
      {
        path: 'src/users.ts',
        text: `import express from 'express';
import xpath from 'xpath';
import { document } from './store';

express().get('/users', (req, res) => {
  const found = xpath.select("//user[name='" + req.query.name + "']", document); ◄
  res.json({ found: String(found) });
});
`,
      },
      {
        path: 'src/roles.js',
        text: `const libxmljs = require('libxmljs');

exports.role = (xml) => (req, res) => {
  const document = libxmljs.parseXml(xml);
  const role = document.get(\`//user[@id="\${req.params.id}"]/role\`); ◄
  res.json({ role: role.text() });
};
`,
      },
    ],
    good: [
      {
        path: 'src/users.ts',
        text: `import express from 'express';
import xpath from 'xpath';
import { document } from './store';

const byName = xpath.parse('//user[name=$name]');
express().get('/users', (req, res) => {
  const found = byName.select({ node: document, variables: { name: String(req.query.name) } });
  res.json({ found: String(found) });
});
`,
      },
      {
        path: 'src/roles.js',
        text: `const xpath = require('xpath');

exports.role = (document) => (req, res) => {
  const id = Number(req.params.id);
  res.json({ role: xpath.select1('//user[@id=' + id + ']/role', document) });
};
`,
      },
    ],
  },
};
