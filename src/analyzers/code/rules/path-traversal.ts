import { isWithoutPackage } from '../flow/library.js';
import { knownPrefix } from '../flow/value.js';
import type { CodeRule } from './code-rule.js';

export const pathTraversal: CodeRule = {
  id: 'path-traversal',
  title: 'Path traversal',
  severity: 'high',
  confidence: 'high',
  cwe: [22],
  owasp: ['A01:2021', 'A01:2025'],
  asvs: ['5.3.2'],
  languages: ['typescript', 'javascript'],
  description:
    'Data from outside decides which file is opened, written or deleted. With `../` or an absolute path its sender leaves the intended folder: reads keys and configuration, or replaces code.',
  remediation:
    'Resolve the path and refuse it unless it lies below the intended folder: `const file = path.resolve(root, name); if (!file.startsWith(root + path.sep)) …`. Better, look the name up in a list of known files, or use `res.sendFile(name, { root })`.',
  references: [
    'https://owasp.org/www-community/attacks/Path_Traversal',
    'https://nodejs.org/api/path.html#pathresolvepaths',
    'https://cwe.mitre.org/data/definitions/22.html',
  ],
  flow: {
    kinds: ['path'],
    sources: ['request', 'message', 'library'],
    // A function that is there to read a file may be given one; one that puts a path together may not.
    when: (value, taint) =>
      taint.kind !== 'library' || (isWithoutPackage(taint) && knownPrefix(value) !== ''),
    ending: (sink) => `decides which file \`${sink}\` uses`,
  },
  examples: {
    bad: [
      {
        path: 'src/download.ts',
        text: `import { readFile } from 'node:fs/promises';
import path from 'node:path';
import express from 'express';

express().get('/files/:name', async (req, res) => {
  const file = path.join('/srv/files', req.params.name);
  res.type('text/plain').send(await readFile(file)); ◄
});
`,
      },
      {
        path: 'src/remove.js',
        text: `const fs = require('fs');

module.exports.remove = function (req, res) {
  fs.unlinkSync('./uploads/' + req.body.file); ◄
  res.sendStatus(204);
};
`,
      },
    ],
    good: [
      {
        path: 'src/download.ts',
        text: `import { readFile } from 'node:fs/promises';
import path from 'node:path';
import express from 'express';

const root = '/srv/files/';

express().get('/files/:name', async (req, res) => {
  const file = path.resolve(root, req.params.name);
  if (!file.startsWith(root)) {
    res.sendStatus(400);
    return;
  }
  res.send(await readFile(file));
});
`,
      },
      {
        path: 'src/avatar.js',
        text: `const fs = require('fs');
const path = require('path');

module.exports.avatar = function (req, res) {
  fs.createReadStream(path.join('avatars', path.basename(req.query.name))).pipe(res);
};
`,
      },
    ],
  },
};
