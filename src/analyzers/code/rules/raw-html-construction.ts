import type { CodeRule } from './code-rule.js';
import { isForgeable } from './cross-site-scripting.js';

export const rawHtmlConstruction: CodeRule = {
  id: 'raw-html-construction',
  title: 'HTML put together from request data',
  severity: 'medium',
  confidence: 'medium',
  cwe: [79, 80],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['1.2.1'],
  languages: ['typescript', 'javascript'],
  description:
    'Data from a request is put between tags of HTML without being escaped. Wherever that text is shown, on a page, in a letter or in a document made from it, the sender adds markup of their own: links, forms and, where they run, scripts.',
  remediation:
    'Fill a template of an engine that escapes by default, or escape each value: `<p>${escapeHtml(name)}</p>`.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/80.html',
  ],
  flow: {
    kinds: ['markup'],
    sources: ['request', 'message'],
    ending: (sink) => `becomes HTML unescaped in \`${sink}\``,
    when: (_value, taint) => isForgeable(taint),
    unless: ['html', 'dom', 'page', 'template', 'mail'],
  },
  examples: {
    bad: [
      {
        path: 'src/contact.ts',
        text: `import express from 'express';
import { queue } from './queue.js';

express().post('/contact', async (req, res) => {
  const letter = '<p>From: ' + req.body.name + '</p>'; ◄
  await queue.add({ to: 'desk@example.com', letter });
  res.sendStatus(204);
});
`,
      },
      {
        path: 'src/report.js',
        text: `const { toPdf } = require('./pdf');

exports.handler = async (event) => {
  const file = await toPdf(\`<h1>Report for \${event.queryStringParameters.customer}</h1>\`); ◄
  return { statusCode: 200, body: file.toString('base64'), isBase64Encoded: true };
};
`,
      },
    ],
    good: [
      {
        path: 'src/contact.ts',
        text: `import escapeHtml from 'escape-html';
import express from 'express';
import { queue } from './queue.js';

express().post('/contact', async (req, res) => {
  const letter = '<p>From: ' + escapeHtml(req.body.name) + '</p>';
  await queue.add({ to: \`"\${req.body.name}" <\${req.body.address}>\`, letter });
  res.sendStatus(204);
});
`,
      },
      {
        path: 'src/report.js',
        text: `exports.handler = async (event) => {
  return { statusCode: 200, body: JSON.stringify({ customer: event.queryStringParameters.customer }) };
};
`,
      },
    ],
  },
};
