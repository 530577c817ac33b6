import { withoutShell } from '../fixes/without-shell.js';
import { isOneOfMany, isPutTogether, isWithoutPackage } from '../flow/library.js';
import type { CodeRule } from './code-rule.js';

export const commandInjection: CodeRule = {
  id: 'command-injection',
  title: 'Command injection',
  severity: 'critical',
  confidence: 'high',
  cwe: [78],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['1.2.5'],
  languages: ['typescript', 'javascript'],
  description:
    'Data from outside becomes part of a command that a shell reads, or decides which program runs. With `;`, `$(…)` or a backtick its sender runs commands of their own, with the rights of the server.',
  remediation:
    'Start the program without a shell and hand the data over as separate arguments: `execFile("convert", [input, output])`. Choose the program itself from a fixed list, and put `--` before arguments that come from outside.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/OS_Command_Injection_Defense_Cheat_Sheet.html',
    'https://nodejs.org/api/child_process.html#child_processexeccommand-options-callback',
    'https://cwe.mitre.org/data/definitions/78.html',
  ],
  flow: {
    kinds: ['command'],
    sources: ['request', 'message', 'browser', 'library'],
    ending: (sink) => `becomes part of the command that \`${sink}\` runs`,
    // A function that is there to run a command may be given one; one that puts a command together may not.
    when: (value, taint) =>
      isWithoutPackage(taint) || isPutTogether(value) || taint.placed === true || isOneOfMany(value),
    fix: withoutShell,
  },
  examples: {
    bad: [
      {
        path: 'src/thumbnail.ts',
        text: `import { exec } from 'node:child_process';
import type { Request, Response } from 'express';

export function thumbnail(req: Request, res: Response) {
  const file = req.params.file;
  exec(\`convert \${file} -resize 100 out.png\`, () => res.sendStatus(204)); ◄
}
`,
      },
      {
        path: 'src/ping.js',
        text: `const cp = require('child_process');
const app = require('express')();

app.post('/ping', (req, res) => {
  const child = cp.spawn('sh', ['-c', 'ping -c 1 ' + req.body.host]); ◄
  child.stdout.pipe(res);
});
`,
      },
    ],
    good: [
      {
        path: 'src/thumbnail.ts',
        text: `import { execFile } from 'node:child_process';
import type { Request, Response } from 'express';

export function thumbnail(req: Request, res: Response) {
  execFile('convert', ['--', req.params.file, '-resize', '100', 'out.png'], () => res.sendStatus(204));
}
`,
      },
      {
        path: 'src/backup.js',
        text: `const { exec } = require('child_process');
const app = require('express')();

app.post('/backup', (req, res) => {
  if (!/^[a-z0-9-]+$/.test(req.body.name)) return res.sendStatus(400);
  exec('pg_dump ' + req.body.name, () => res.end());
});
`,
      },
    ],
  },
};
