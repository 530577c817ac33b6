import type { CodeRule } from './code-rule.js';

export const logInjection: CodeRule = {
  id: 'log-injection',
  title: 'Log injection',
  severity: 'low',
  confidence: 'low',
  cwe: [117],
  owasp: ['A09:2021', 'A09:2025'],
  asvs: ['16.4.1'],
  languages: ['typescript', 'javascript'],
  description:
    'Data from outside becomes part of a line of a log. With a line break its sender writes lines of their own, which hide what they did or blame someone else, and with escape sequences changes what a terminal shows.',
  remediation:
    'Log structured records, where each value is a field: `logger.info({ user }, "signed in")`. In lines of text, replace line breaks and control characters first.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html',
    'https://owasp.org/www-community/attacks/Log_Injection',
    'https://cwe.mitre.org/data/definitions/117.html',
  ],
  flow: {
    kinds: ['log'],
    sources: ['request', 'message'],
    ending: (sink) => `becomes part of a line that \`${sink}\` writes, line breaks and all`,
  },
  examples: {
    bad: [
      {
        path: 'src/login.ts',
        text: `import express from 'express';
import winston from 'winston';

const logger = winston.createLogger({ transports: [new winston.transports.File({ filename: 'app.log' })] });
express().post('/login', (req, res) => {
  logger.warn(\`sign-in failed for \${req.body.user}\`); ◄
  res.sendStatus(401);
});
`,
      },
      {
        path: 'src/visit.js',
        text: `exports.visit = (req, res) => {
  console.log('visit from ' + req.headers['user-agent'] + ' to ' + req.url); ◄
  res.end();
};
`,
      },
    ],
    good: [
      {
        path: 'src/login.ts',
        text: `import express from 'express';
import pino from 'pino';

const logger = pino();
express().post('/login', (req, res) => {
  logger.warn({ user: req.body.user }, 'sign-in failed');
  res.sendStatus(401);
});
`,
      },
      {
        path: 'src/visit.js',
        text: `exports.visit = (req, res) => {
  console.log('visit to ' + req.url.replace(/[\\r\\n]/g, ' '));
  res.end();
};
`,
      },
    ],
  },
};
