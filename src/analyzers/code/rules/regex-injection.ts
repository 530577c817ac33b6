import { isWithoutPackage } from '../flow/library.js';
import type { CodeRule } from './code-rule.js';

export const regexInjection: CodeRule = {
  id: 'regex-injection',
  title: 'Regular expression injection',
  severity: 'medium',
  confidence: 'high',
  cwe: [1333, 625, 730],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['1.2.9'],
  languages: ['typescript', 'javascript'],
  description:
    'Data from outside becomes a regular expression. Its sender decides what matches, and with an expression such as `(a+)+$` keeps the process busy for minutes with a short text, during which it answers nobody.',
  remediation:
    'Escape the data (`RegExp.escape`, `lodash.escapeRegExp`), or search with `includes` and `startsWith`. Where users may write expressions, run them with a linear engine such as RE2.',
  references: [
    'https://owasp.org/www-community/attacks/Regular_expression_Denial_of_Service_-_ReDoS',
    'https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/RegExp/escape',
    'https://cwe.mitre.org/data/definitions/1333.html',
  ],
  flow: {
    kinds: ['regex'],
    sources: ['request', 'message', 'library'],
    when: (_value, taint) => isWithoutPackage(taint),
    ending: (sink) => `becomes a regular expression in \`${sink}\`, unescaped`,
  },
  examples: {
    bad: [
      {
        path: 'src/search.ts',
        text: `import express from 'express';
import { products } from './store';

express().get('/search', (req, res) => {
  const pattern = new RegExp('\\\\b' + req.query.term, 'i'); ◄
  res.json(products.filter((product) => pattern.test(product.name)));
});
`,
      },
      {
        path: 'src/filter.js',
        text: `exports.lines = (log) => (req, res) => {
  const expression = req.body.expression;
  res.json(log.filter((line) => new RegExp(expression).test(line))); ◄
};
`,
      },
    ],
    good: [
      {
        path: 'src/search.ts',
        text: `import express from 'express';
import escapeStringRegexp from 'escape-string-regexp';
import { products } from './store';

express().get('/search', (req, res) => {
  const pattern = new RegExp('\\\\b' + escapeStringRegexp(String(req.query.term)), 'i');
  res.json(products.filter((product) => pattern.test(product.name)));
});
`,
      },
      {
        path: 'src/filter.js',
        text: `const patterns = { errors: /^ERR/, warnings: /^WARN/ };

exports.lines = (log) => (req, res) => {
  const literal = String(req.query.text).replace(/[.*+?^\${}()|[\\]\\\\]/g, '\\\\$&');
  const name = new RegExp(literal);
  res.json(log.filter((line) => patterns.errors.test(line) && name.test(line)));
};
`,
      },
    ],
  },
};
