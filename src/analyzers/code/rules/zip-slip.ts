import type { CodeRule } from './code-rule.js';

export const zipSlip: CodeRule = {
  id: 'zip-slip',
  title: 'Archive entry unpacked outside its folder',
  severity: 'high',
  confidence: 'high',
  cwe: [22, 73],
  owasp: ['A01:2021', 'A01:2025'],
  asvs: ['5.3.3'],
  languages: ['typescript', 'javascript'],
  description:
    'The name of an entry in an archive decides where it is written. A name may hold `../`, so whoever made the archive overwrites files outside the folder: code, configuration, keys.',
  remediation:
    'Resolve the target and refuse it unless it lies below the folder: `const target = path.resolve(folder, entry.path); if (!target.startsWith(folder + path.sep)) …`, or let the library unpack the archive whole with its own check.',
  references: [
    'https://security.snyk.io/research/zip-slip-vulnerability',
    'https://cwe.mitre.org/data/definitions/22.html',
  ],
  flow: {
    kinds: ['path'],
    sources: ['archive'],
    ending: (sink) => `decides which file \`${sink}\` writes, and may lead out of the folder`,
  },
  examples: {
    bad: [
      {
        path: 'src/unpack.ts',
        text: `import fs from 'node:fs';
import path from 'node:path';
import unzipper from 'unzipper';

export function unpack(archive: string, folder: string) {
  fs.createReadStream(archive)
    .pipe(unzipper.Parse())
    .on('entry', (entry) => {
      entry.pipe(fs.createWriteStream(path.join(folder, entry.path))); ◄
    });
}
`,
      },
      {
        path: 'src/install.js',
        text: `const fs = require('fs');
const AdmZip = require('adm-zip');

exports.install = (file) => {
  for (const entry of new AdmZip(file).getEntries()) {
    fs.writeFileSync('plugins/' + entry.entryName, entry.getData()); ◄
  }
};
`,
      },
    ],
    good: [
      {
        path: 'src/unpack.ts',
        text: `import fs from 'node:fs';
import path from 'node:path';
import unzipper from 'unzipper';

export function unpack(archive: string, folder: string) {
  fs.createReadStream(archive)
    .pipe(unzipper.Parse())
    .on('entry', (entry) => {
      const target = path.resolve(folder, entry.path);
      if (!target.startsWith(folder + path.sep)) return entry.autodrain();
      entry.pipe(fs.createWriteStream(target));
    });
}
`,
      },
      {
        path: 'src/flat.js',
        text: `const fs = require('fs');
const path = require('path');
const tar = require('tar-stream');

const extract = tar.extract();
extract.on('entry', (header, stream, next) => {
  stream.pipe(fs.createWriteStream(path.join('out', path.basename(header.name))));
  stream.on('end', next);
});
`,
      },
    ],
  },
};
