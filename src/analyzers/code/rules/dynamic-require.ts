import type { CodeRule } from './code-rule.js';

export const dynamicRequire: CodeRule = {
  id: 'dynamic-require',
  title: 'Module named by data from outside',
  severity: 'high',
  confidence: 'high',
  cwe: [829, 98, 94],
  owasp: ['A08:2021', 'A08:2025'],
  asvs: ['1.3.2'],
  languages: ['typescript', 'javascript'],
  description:
    'Data from outside decides which module is loaded. Loading a module runs its code: the sender runs any script that lies on the server, among them files that were uploaded, and reads JSON files such as configuration.',
  remediation:
    'Choose among modules that are named in the code: `const handlers = { csv: () => import("./csv.js") }`.',
  references: [
    'https://nodejs.org/api/modules.html#requireid',
    'https://cwe.mitre.org/data/definitions/829.html',
  ],
  flow: {
    kinds: ['module'],
    sources: ['request', 'message'],
    ending: (sink) => `decides which module \`${sink}\` loads`,
  },
  examples: {
    bad: [
      {
        path: 'src/export.js',
        text: `const express = require('express');

express().get('/export/:format', (req, res) => {
  const format = require('./formats/' + req.params.format); ◄
  res.send(format.write());
});
`,
      },
      {
        path: 'src/plugins.ts',
        text: `import express from 'express';

express().post('/plugins', async (req, res) => {
  const plugin = await import(req.body.plugin); ◄
  res.json(plugin.describe());
});
`,
      },
    ],
    good: [
      {
        path: 'src/export.js',
        text: `const express = require('express');
const formats = { csv: require('./formats/csv'), json: require('./formats/json') };

express().get('/export/:format', (req, res) => {
  const format = formats[req.params.format];
  res.send(format ? format.write() : 'unknown');
});
`,
      },
      {
        path: 'src/plugins.ts',
        text: `import express from 'express';

const known = ['search', 'tags'];

express().post('/plugins', async (req, res) => {
  if (!known.includes(req.body.plugin)) return res.sendStatus(400);
  const plugin = await import('./plugins/' + req.body.plugin);
  res.json(plugin.describe());
});
`,
      },
    ],
  },
};
