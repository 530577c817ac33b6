import type { CodeRule } from './code-rule.js';

export const resourceExhaustion: CodeRule = {
  id: 'resource-exhaustion',
  title: 'Size or number of rounds chosen from outside',
  severity: 'medium',
  confidence: 'high',
  cwe: [770, 834, 400],
  owasp: ['A04:2021', 'A06:2025'],
  asvs: ['15.2.2'],
  languages: ['typescript', 'javascript'],
  description:
    'Data from outside decides how much memory is taken or how often a loop runs. One small request with a large number, or with an object whose property `length` is one, stops the process for all users.',
  remediation:
    'Set an upper limit before the number is used: `const count = Math.min(Number(req.query.count), 100)`. Check that a list is one with `Array.isArray` before its length is relied on.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Denial_of_Service_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/770.html',
    'https://cwe.mitre.org/data/definitions/834.html',
  ],
  flow: {
    kinds: ['limit'],
    sources: ['request', 'message'],
    ending: (sink) => `decides how much work \`${sink}\` does, without a limit`,
  },
  examples: {
    bad: [
      {
        path: 'src/random.ts',
        text: `import express from 'express';

express().get('/random', (req, res) => {
  const size = Number.parseInt(String(req.query.size), 10);
  res.send(Buffer.alloc(size).toString('hex')); ◄
});
`,
      },
      {
        path: 'src/sum.js',
        text: `exports.sum = (req, res) => {
  let sum = 0;
  for (let i = 0; i < req.body.values.length; i++) { ◄
    sum += Number(req.body.values[i]);
  }
  res.json({ sum });
};
`,
      },
    ],
    good: [
      {
        path: 'src/random.ts',
        text: `import express from 'express';

express().get('/random', (req, res) => {
  const size = Number.parseInt(String(req.query.size), 10);
  if (!(size <= 1024)) {
    res.sendStatus(400);
    return;
  }
  res.send(Buffer.alloc(size).toString('hex'));
});
`,
      },
      {
        path: 'src/sum.js',
        text: `exports.sum = (req, res) => {
  if (!Array.isArray(req.body.values)) return res.sendStatus(400);
  let sum = 0;
  for (let i = 0; i < req.body.values.length; i++) sum += Number(req.body.values[i]);
  res.json({ sum });
};
`,
      },
    ],
  },
};
