import type { CallSite } from '../flow/call-site.js';
import { hole, type Value } from '../flow/value.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const unrestrictedFileUpload: CodeRule = {
  id: 'unrestricted-file-upload',
  title: 'Upload of any file into a public folder',
  severity: 'high',
  confidence: 'medium',
  cwe: [434],
  owasp: ['A04:2021', 'A06:2025'],
  asvs: ['5.2.2', '5.3.1'],
  languages: ['typescript', 'javascript'],
  description:
    "Uploaded files of any kind are put into a folder that the web server gives out. Whoever uploads an HTML or SVG file has script run in the browsers of others under this site's name; where the server runs scripts of that folder, it runs theirs.",
  remediation:
    'Accept kinds of files from a list, by extension and by content (`fileFilter` with multer), and keep uploads outside the public folder, given out with `Content-Disposition: attachment`.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/File_Upload_Cheat_Sheet.html',
    'https://github.com/expressjs/multer#filefilter',
    'https://cwe.mitre.org/data/definitions/434.html',
  ],
  calls: [{ at: ['multer'], check: checkMulter }],
  examples: {
    bad: [
      {
        path: 'src/upload.ts',
        text: `import express from 'express';
import multer from 'multer';

const upload = multer({ dest: 'public/uploads/' }); ◄
express().post('/avatar', upload.single('avatar'), (req, res) => res.sendStatus(201));
`,
      },
      {
        path: 'src/pictures.js',
        text: `const multer = require('multer');

const storage = multer.diskStorage({
  destination: './static/pictures',
  filename: (req, file, done) => done(null, Date.now() + '-' + file.originalname),
});
exports.pictures = multer({ storage }).array('pictures'); ◄
`,
      },
    ],
    good: [
      {
        path: 'src/upload.ts',
        text: `import express from 'express';
import multer from 'multer';

const upload = multer({
  dest: 'public/uploads/',
  fileFilter: (req, file, done) => done(null, ['image/png', 'image/jpeg'].includes(file.mimetype)),
});
express().post('/avatar', upload.single('avatar'), (req, res) => res.sendStatus(201));
`,
      },
      {
        path: 'src/pictures.js',
        text: `const multer = require('multer');

exports.pictures = multer({ dest: '/var/spool/pictures', limits: { fileSize: 1e6 } }).array('pictures');
`,
      },
    ],
  },
};

const publicFolder = /(?:^|\/)(?:public|static|www|htdocs|wwwroot|public_html)(?:\/|$)/;

function checkMulter(site: CallSite): Verdict | undefined {
  const [options] = site.arguments;
  if (!options?.closed || options.fields?.has('fileFilter') !== false) return undefined;
  const folder = options.fields.get('dest') ?? folderOf(options.fields.get('storage'));
  const text = folder && textOf(folder);
  if (text === undefined || !publicFolder.test(text)) return undefined;
  return { message: `Files of any kind are uploaded into the public folder \`${text.slice(0, 60)}\`.` };
}

/** The folder as far as it is known; a function names it in what it hands on. */
function textOf(folder: Value): string | undefined {
  if (!folder.call) return folder.shape?.replaceAll(hole, '');
  const { unit, node } = folder.call;
  const body = unit.text.slice(node.start, Math.min(node.end, node.start + 1000));
  return /\w+\s*\(\s*null\s*,[^;\n]{0,80}?['"`]([^'"`\n]{1,80})['"`]/.exec(body)?.[1];
}

function folderOf(storage: Value | undefined): Value | undefined {
  return storage?.fields?.get('destination');
}
