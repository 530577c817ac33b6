import type { CodeRule } from './code-rule.js';

export const unsafeDynamicMethodCall: CodeRule = {
  id: 'unsafe-dynamic-method-call',
  title: 'Method chosen by data from outside',
  severity: 'medium',
  confidence: 'high',
  cwe: [470, 754, 94],
  owasp: ['A03:2021', 'A10:2025'],
  asvs: ['1.3.2'],
  languages: ['typescript', 'javascript'],
  description:
    'Data from outside decides which method of an object is called. Its sender can name any method that the object has or inherits, as `constructor`, and not only those that are meant; a name that is no method ends the request, or the process, with an error.',
  remediation:
    'Keep the functions in a `Map` and call what is found, or test `Object.hasOwn(actions, name)` first.',
  references: [
    'https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Object/hasOwn',
    'https://cwe.mitre.org/data/definitions/470.html',
  ],
  flow: {
    kinds: ['method'],
    sources: ['request', 'message', 'browser'],
    ending: (sink) => `decides which method \`${sink}\` calls`,
  },
  examples: {
    bad: [
      {
        path: 'src/actions.ts',
        text: `import express from 'express';
import * as service from './service.js';

express().post('/actions/:name', async (req, res) => {
  res.json(await service[req.params.name](req.body)); ◄
});
`,
      },
      {
        path: 'src/commands.js',
        text: `const { WebSocketServer } = require('ws');
const game = require('./game');

new WebSocketServer({ port: 8080 }).on('connection', (ws) => {
  ws.on('message', (data) => {
    const message = JSON.parse(data);
    game[message.command](message.value); ◄
  });
});
`,
      },
    ],
    good: [
      {
        path: 'src/actions.ts',
        text: `import express from 'express';

const actions = { start: () => 'started', stop: () => 'stopped' };

express().post('/actions/:name', (req, res) => {
  const { name } = req.params;
  if (!Object.hasOwn(actions, name)) return res.sendStatus(404);
  res.json(actions[name]());
});
`,
      },
      {
        path: 'src/commands.js',
        text: `const { WebSocketServer } = require('ws');
const commands = new Map([['join', (value) => value]]);

new WebSocketServer({ port: 8080 }).on('connection', (ws) => {
  ws.on('message', (data) => {
    const message = JSON.parse(data);
    const command = commands.get(message.command);
    if (command) command(message.value);
  });
});
`,
      },
    ],
  },
};
