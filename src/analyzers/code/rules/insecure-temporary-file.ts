import type { SyntaxNode } from '../../syntax/tree.js';
import type { CallSite } from '../flow/call-site.js';
import type { Unit } from '../flow/unit.js';
import { constantText, hole } from '../flow/value.js';
import { definitionOf, nodesIn, textOf } from '../reading/nodes.js';
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
exports.copy = (data, done) => fs.writeFile(\`/tmp/copy-\${Date.now()}-\${process.pid}\`, data, done); ◄
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
exports.copy = (id, data, done) => fs.writeFile(\`/tmp/copy-\${id}-\${Date.now()}\`, data, done);
`,
      },
    ],
  },
};

function checkWrite(site: CallSite): Verdict | undefined {
  const [path] = site.arguments;
  const shape = path?.shape;
  if (shape === undefined || !/^(?:\/var)?\/tmp\/./.test(shape)) return undefined;
  if (shape.includes(hole) && !isPredictable(site.unit, site.argumentNodes[0])) return undefined;
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
    message: `The file \`${shape.slice(0, 80).replaceAll(hole, '…')}\` has a name that every user of the machine can take first.`,
  };
}

/** What is made of the time, the number of the process or `Math.random()` alone can be guessed. */
const guessable = /\bDate\.now\(|\bgetTime\(|\bprocess\.pid\b|\bMath\.random\(/;
const plainNames = new Set(
  (
    'os tmpdir path join resolve Date now getTime process pid Math random floor round toString String slice substring ' +
    'substr replace fs'
  ).split(' '),
);

function isPredictable(unit: Unit, node: SyntaxNode | undefined, depth = 0): boolean {
  const expression = node && definitionOf(unit, node);
  if (!expression || depth > 3) return false;
  const names = nodesIn(unit, expression, 'identifier', 'property_identifier');
  const unnamed = names.filter((each) => !plainNames.has(textOf(unit, each)));
  const isPlain = unnamed.every((each) => {
    const defined = definitionOf(unit, each);
    return defined !== each && (isFolder(unit, defined) || isPredictable(unit, defined, depth + 1));
  });
  return isPlain && (guessable.test(textOf(unit, expression)) || unnamed.length > 0);
}

function isFolder(unit: Unit, node: SyntaxNode): boolean {
  return node.type === 'string' || /^(?:os\.)?tmpdir\(\)$/.test(textOf(unit, node));
}
