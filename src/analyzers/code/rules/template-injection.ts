import type { CodeRule } from './code-rule.js';

export const templateInjection: CodeRule = {
  id: 'template-injection',
  title: 'Server-side template injection',
  severity: 'critical',
  confidence: 'high',
  cwe: [1336, 94],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['1.3.7'],
  languages: ['typescript', 'javascript'],
  description:
    'Data from outside becomes part of a template, or chooses which template is rendered. Most template languages can run code: whoever writes the template reads the data of the server and often takes it over.',
  remediation:
    'Keep templates fixed and hand data over as values: `template({ name })`. Choose the view from a list of known names. Where users write templates, use a language without logic.',
  references: [
    'https://owasp.org/www-project-web-security-testing-guide/stable/4-Web_Application_Security_Testing/07-Input_Validation_Testing/18-Testing_for_Server-side_Template_Injection',
    'https://portswigger.net/web-security/server-side-template-injection',
    'https://cwe.mitre.org/data/definitions/1336.html',
  ],
  flow: {
    kinds: ['template'],
    sources: ['request', 'message'],
    ending: (sink) => `becomes the template of \`${sink}\` or a part of it`,
  },
  examples: {
    bad: [
      {
        path: 'src/greeting.ts',
        text: `import express from 'express';
import Handlebars from 'handlebars';

express().post('/greeting', (req, res) => {
  const template = Handlebars.compile('<p>' + req.body.text + '</p>'); ◄
  res.send(template({ name: 'Ada' }));
});
`,
      },
      {
        path: 'src/pages.js',
        text: `exports.page = (req, res) => {
  res.render(req.params.page, { title: 'Help' }); ◄
};
`,
      },
    ],
    good: [
      {
        path: 'src/greeting.ts',
        text: `import express from 'express';
import Handlebars from 'handlebars';

const template = Handlebars.compile('<p>{{text}}</p>');

express().post('/greeting', (req, res) => {
  res.send(template({ text: req.body.text }));
});
`,
      },
      {
        path: 'src/pages.js',
        text: `const pages = new Set(['start', 'prices', 'contact']);

exports.page = (req, res) => {
  const { page } = req.params;
  if (!pages.has(page)) return res.sendStatus(404);
  res.render(page, { title: req.query.title });
};
`,
      },
    ],
  },
};
