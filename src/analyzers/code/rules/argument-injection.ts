import type { CodeRule } from './code-rule.js';

export const argumentInjection: CodeRule = {
  id: 'argument-injection',
  title: 'Argument injection',
  severity: 'high',
  confidence: 'medium',
  cwe: [88],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['1.2.5'],
  languages: ['typescript', 'javascript'],
  description:
    'Data from outside stands among the arguments of a program where that looks for options. Beginning with `-`, it becomes an option: `--upload-pack=…` has `git` run a command, `-o` has `curl` write a file, `--use-compress-program` has `tar` run one. No shell is needed for it.',
  remediation:
    'Put `--` before arguments that come from outside, so that the program reads no options there: `execFile("git", ["clone", "--", url])`. Refuse data that begins with `-`, and check an address by its scheme and host.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/OS_Command_Injection_Defense_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/88.html',
  ],
  flow: {
    kinds: ['argument'],
    sources: ['request', 'message', 'browser', 'library'],
    ending: (sink) => `can be an option of the program that \`${sink}\` starts`,
  },
  examples: {
    bad: [
      {
        path: 'src/mirror.ts',
        text: `import { spawn } from 'node:child_process';
import express from 'express';

express().post('/mirrors', (req, res) => {
  const child = spawn('git', ['clone', '--depth', '1', req.body.url, '/srv/mirror']); ◄
  child.on('close', () => res.sendStatus(201));
});
`,
      },
      {
        path: 'src/fetch-file.js',
        text: `const { execFile } = require('child_process');

exports.fetchFile = (req, res) => {
  const { address } = req.query;
  execFile('curl', ['-sS', '-o', 'out.bin', address], () => res.end()); ◄
};
`,
      },
    ],
    good: [
      {
        path: 'src/mirror.ts',
        text: `import { spawn } from 'node:child_process';
import express from 'express';

express().post('/mirrors', (req, res) => {
  const child = spawn('git', ['clone', '--depth', '1', '--', req.body.url, '/srv/mirror']);
  child.on('close', () => res.sendStatus(201));
});
`,
      },
      {
        path: 'src/show.ts',
        text: `import { execFile } from 'node:child_process';
import type { Request, Response } from 'express';

export function show(req: Request, res: Response) {
  execFile('git', ['show', \`refs/heads/\${req.params.branch}\`], (error, out) => res.send({ out }));
}
`,
      },
    ],
  },
};
