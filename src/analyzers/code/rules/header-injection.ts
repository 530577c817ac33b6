import type { CodeRule } from './code-rule.js';

export const headerInjection: CodeRule = {
  id: 'header-injection',
  title: 'Response header from a request',
  severity: 'low',
  confidence: 'medium',
  cwe: [113, 644],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['4.2.4'],
  languages: ['typescript', 'javascript'],
  description:
    'Data from a request becomes the name or the value of a header of the answer. Its sender sets headers that the site did not mean to send, as a cookie or a policy, and on servers that let line breaks pass, a whole answer of their own. Node.js itself refuses line breaks: there, they end the request with an error.',
  remediation:
    'Keep the names of headers fixed. Encode values, `encodeURIComponent(value)`, or choose them from a list.',
  references: [
    'https://owasp.org/www-community/attacks/HTTP_Response_Splitting',
    'https://nodejs.org/api/http.html#responsesetheadername-value',
    'https://cwe.mitre.org/data/definitions/113.html',
  ],
  flow: {
    kinds: ['header'],
    sources: ['request'],
    ending: (sink) => `becomes a header of the answer through \`${sink}\``,
    // What came in a header cannot hold a line break, and servers often repeat such a value.
    when: (_value, taint) => !/\.headers?\b/.test(taint.origin),
  },
  examples: {
    bad: [
      {
        path: 'src/theme.ts',
        text: `import express from 'express';

express().get('/theme', (req, res) => {
  res.set(String(req.query.name), '1'); ◄
  res.setHeader('X-Theme', 'theme-' + req.query.theme); ◄
  res.end();
});
`,
      },
      {
        path: 'src/raw.js',
        text: `const http = require('http');

http.createServer((req, res) => {
  const name = new URL(req.url, 'http://localhost').searchParams.get('name');
  res.writeHead(200, { 'Set-Cookie': 'name=' + name }); ◄
  res.end();
});
`,
      },
    ],
    good: [
      {
        path: 'src/theme.ts',
        text: `import express from 'express';

express().get('/theme', (req, res) => {
  res.setHeader('X-Theme', encodeURIComponent(String(req.query.theme)));
  res.setHeader('X-Request-Id', req.headers['x-request-id'] ?? '');
  res.end();
});
`,
      },
      {
        path: 'src/raw.js',
        text: `const http = require('http');

http.createServer((req, res) => {
  const count = Number(new URL(req.url, 'http://localhost').searchParams.get('count'));
  res.writeHead(200, { 'X-Count': String(count) });
  res.end();
});
`,
      },
    ],
  },
};
