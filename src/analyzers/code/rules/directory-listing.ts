import type { CallSite } from '../flow/call-site.js';
import { constantText } from '../flow/value.js';
import { isTestFile, textOf } from '../reading/nodes.js';
import { objectLiteral, optionNode } from '../reading/options.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const directoryListing: CodeRule = {
  id: 'directory-listing',
  title: 'Files offered that were not meant to be',
  severity: 'medium',
  confidence: 'high',
  cwe: [548, 538, 552],
  owasp: ['A01:2021', 'A01:2025'],
  asvs: ['13.4.3', '13.4.1'],
  languages: ['typescript', 'javascript'],
  description:
    'The server lists what is in a folder, serves hidden files, or serves the folder of its own code. Visitors find backups, configuration with passwords, and the history of the repository.',
  remediation:
    'Serve one folder that holds nothing but public files, `express.static("public")`, without a listing and without hidden files.',
  references: [
    'https://expressjs.com/en/resources/middleware/serve-static.html',
    'https://cwe.mitre.org/data/definitions/548.html',
  ],
  calls: [
    { at: ['serve-index', 'koa-serve-index'], check: checkListing },
    {
      at: ['express.static', 'serve-static', 'koa-static', 'restify.plugins.serveStatic'],
      check: checkStatic,
    },
  ],
  examples: {
    bad: [
      {
        path: 'src/app.ts',
        text: `import express from 'express';
import serveIndex from 'serve-index';

const app = express();
app.use('/files', express.static('files'), serveIndex('files')); ◄
app.use('/docs', express.static('docs', { dotfiles: 'allow' })); ◄
`,
      },
      {
        path: 'server.js',
        text: `const express = require('express');

const app = express();
app.use(express.static(__dirname)); ◄
app.use('/all', express.static(process.cwd())); ◄
`,
      },
    ],
    good: [
      {
        path: 'src/app.ts',
        text: `import express from 'express';

const app = express();
app.use('/files', express.static('public', { dotfiles: 'ignore' }));
`,
      },
      {
        path: 'server.js',
        text: `const express = require('express');
const path = require('path');

const app = express();
app.use(express.static(path.join(__dirname, 'public')));
app.use(express.static(__dirname + '/dist'));
`,
      },
    ],
  },
};

function checkListing(site: CallSite): Verdict | undefined {
  if (isTestFile(site.unit)) return undefined;
  return { message: 'Visitors are shown what files there are.' };
}

function checkStatic(site: CallSite): Verdict | undefined {
  const [folder, options] = site.arguments;
  const [folderNode, optionsNode] = site.argumentNodes;
  if (!folder || !folderNode || isTestFile(site.unit)) return undefined;
  if (
    constantText(options?.fields?.get('dotfiles')) === 'allow' ||
    options?.fields?.get('hidden')?.literal === true
  ) {
    const node = optionNode(site.unit, objectLiteral(site.unit, optionsNode), 'dotfiles');
    return {
      message: 'Hidden files such as `.env` and `.git` are served too.',
      ...(node && { fix: { description: 'Ignore hidden files', edits: [{ node, text: "'ignore'" }] } }),
    };
  }
  const written = textOf(site.unit, folderNode).replace(/\s+/g, '');
  const isRoot = /^(?:\.\/?|\/|\.\.\/?)$/.test(constantText(folder) ?? '');
  const isOwn =
    /^(?:__dirname|process\.cwd\(\)|path\.(?:join|resolve)\((?:__dirname|process\.cwd\(\))?(?:,['"]\.{0,2}\/?['"])?\))$/.test(
      written,
    );
  // Compiled pages stand beside the server in a folder of their own.
  if (!isRoot && (!isOwn || /(?:^|\/)(?:public|dist|build|static|www|client|web)\//.test(site.unit.path)))
    return undefined;
  return {
    message: 'The folder of the server itself is served, with its code and configuration.',
    confidence: 'medium',
  };
}
