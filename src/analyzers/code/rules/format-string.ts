import type { CodeRule } from './code-rule.js';

export const formatString: CodeRule = {
  id: 'format-string',
  title: 'Format string from outside',
  severity: 'low',
  confidence: 'medium',
  cwe: [134],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['1.3.10'],
  languages: ['typescript', 'javascript'],
  description:
    'Data from outside becomes part of the text that says how other values are written. With `%s` or `%d` in it, the values of a log line move to where they do not belong, so the line says something else than what happened.',
  remediation:
    'Keep the first argument constant and hand the data over after it: `console.log("%s from %s", user, address)`.',
  references: [
    'https://nodejs.org/api/util.html#utilformatformat-args',
    'https://cwe.mitre.org/data/definitions/134.html',
  ],
  flow: {
    kinds: ['format'],
    sources: ['request', 'message'],
    // A log that others' messages get into tells at worst less of them.
    doubt: ({ kind }) => (kind === 'message' ? 2 : 0),
    ending: (sink) =>
      `becomes part of the format of \`${sink}\`, so that it takes the place of the values after it`,
  },
  examples: {
    bad: [
      {
        path: 'src/login.ts',
        text: `import express from 'express';

express().post('/login', (req, res) => {
  console.log('failed sign-in of ' + req.body.user, req.ip); ◄
  res.sendStatus(401);
});
`,
      },
      {
        path: 'src/audit.js',
        text: `const util = require('util');

exports.audit = (store) => (req, res) => {
  store.append(util.format(\`\${req.body.action} by %s\`, req.user.id)); ◄
  res.end();
};
`,
      },
    ],
    good: [
      {
        path: 'src/login.ts',
        text: `import express from 'express';

express().post('/login', (req, res) => {
  console.log('failed sign-in of %s from %s', req.body.user, req.ip);
  res.sendStatus(401);
});
`,
      },
      {
        path: 'src/audit.js',
        text: `exports.audit = (req, res) => {
  console.log('action ' + req.body.action);
  res.end();
};
`,
      },
    ],
  },
};
