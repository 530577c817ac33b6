import type { CallSite } from '../flow/call-site.js';
import { constantText, hole } from '../flow/value.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const insecureTemporaryFile: CodeRule = {
  id: 'insecure-temporary-file',
  title: 'Temporary file with a name that can be guessed',
  severity: 'low',
  confidence: 'medium',
  cwe: [377, 379],
  owasp: ['A01:2021', 'A01:2025'],
  asvs: [],
  languages: ['typescript', 'javascript'],
  description:
    'A file in the folder for temporary files, which all users share, is written under a name that is known beforehand. Another user makes a link of that name first, and the program overwrites what the link leads to, or reads what they put there.',
  remediation:
    'Make a folder of its own with `fs.mkdtemp(path.join(os.tmpdir(), "name-"))`, or open the file with the flag `wx`, which fails where there is one.',
  references: [
    'https://nodejs.org/api/fs.html#fspromisesmkdtempprefix-options',
    'https://cwe.mitre.org/data/definitions/377.html',
  ],
  calls: [
    {
      at: [
        '{fs,fs.promises}.{writeFile,writeFileSync,appendFile,appendFileSync,createWriteStream,outputFile,outputFileSync,writeJson}',
      ],
      check: checkWrite,
    },
    { at: ['{fs,fs.promises}.{open,openSync}'], check: checkWrite },
  ],
  examples: {
    bad: [
      {
        path: 'src/report.ts',
        text: `import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export function report(text: string) {
  const file = path.join(os.tmpdir(), 'report.txt');
  writeFileSync(file, text); ◄
  return file;
}
`,
      },
      {
        path: 'src/lock.js',
        text: `const fs = require('fs');

exports.lock = (done) => {
  fs.writeFile('/tmp/service.lock', String(process.pid), done); ◄
};
`,
      },
    ],
    good: [
      {
        path: 'src/report.ts',
        text: `import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export function report(text: string) {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'report-')), 'report.txt');
  writeFileSync(file, text);
  return file;
}
`,
      },
      {
        path: 'src/lock.js',
        text: `const fs = require('fs');

exports.lock = (done) => {
  fs.writeFile('/tmp/service.lock', String(process.pid), { flag: 'wx' }, done);
};
`,
      },
    ],
  },
};

function checkWrite(site: CallSite): Verdict | undefined {
  const [path] = site.arguments;
  const shape = path?.shape;
  if (shape === undefined || shape.includes(hole) || !/^(?:\/var)?\/tmp\/./.test(shape)) return undefined;
  const flags = site.arguments
    .slice(1)
    .flatMap((value) => [
      constantText(value),
      constantText(value.fields?.get('flag') ?? value.fields?.get('flags')),
    ]);
  if (flags.some((flag) => flag !== undefined && /^(?:w|a)x\+?$/.test(flag))) return undefined;
  if (site.method?.startsWith('open') && !flags.some((flag) => flag !== undefined && /^[wa]\+?$/.test(flag)))
    return undefined;
  return {
    message: `The file \`${shape.slice(0, 80)}\` has a name that every user of the machine can take first.`,
  };
}
