import type { CallSite } from '../flow/call-site.js';
import { constantText, type Value } from '../flow/value.js';
import { isTestFile } from '../reading/nodes.js';
import { objectLiteral, optionNode } from '../reading/options.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const unlimitedBodySize: CodeRule = {
  id: 'unlimited-body-size',
  title: 'Request bodies of any size',
  severity: 'low',
  confidence: 'medium',
  cwe: [770, 400],
  owasp: ['A04:2021', 'A06:2025'],
  asvs: ['5.2.1'],
  languages: ['typescript', 'javascript'],
  description:
    'The server reads bodies of requests into memory up to a size that it cannot hold for many at once. A few requests with large bodies bring it down.',
  remediation:
    'Keep the default of 100 kB, raise it for the routes that need it only, and write uploads to disk or a store as they come in: `express.json({ limit: "1mb" })`.',
  references: [
    'https://expressjs.com/en/resources/middleware/body-parser.html',
    'https://cwe.mitre.org/data/definitions/770.html',
  ],
  calls: [
    {
      at: [
        'express.{json,urlencoded,raw,text,bodyParser}',
        'body-parser',
        'body-parser.{json,urlencoded,raw,text}',
        'koa-bodyparser',
        'koa-body',
      ],
      check: (site) => check(site, ['limit', 'jsonLimit', 'formLimit', 'textLimit']),
    },
    { at: ['fastify', 'fastify.default', 'fastify.fastify'], check: (site) => check(site, ['bodyLimit']) },
  ],
  examples: {
    bad: [
      {
        path: 'src/app.ts',
        text: `import express from 'express';

const app = express();
app.use(express.json({ limit: '500mb' })); ◄
app.use(express.raw({ limit: Infinity })); ◄
`,
      },
      {
        path: 'src/server.js',
        text: `const bodyParser = require('body-parser');

module.exports = bodyParser.urlencoded({ extended: true, limit: '1gb' }); ◄
`,
      },
    ],
    good: [
      {
        path: 'src/app.ts',
        text: `import express from 'express';

const app = express();
app.use(express.json());
app.use('/import', express.json({ limit: '5mb' }));
`,
      },
      {
        path: 'src/server.js',
        text: `const bodyParser = require('body-parser');

module.exports = bodyParser.urlencoded({ extended: true, limit: process.env.LIMIT });
`,
      },
    ],
  },
};

/** What a server may well hold in memory for one request. */
const largest = 100 * 1024 * 1024;
const units: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1024,
  mb: 1024 ** 2,
  gb: 1024 ** 3,
  tb: 1024 ** 4,
};

function check(site: CallSite, names: readonly string[]): Verdict | undefined {
  if (isTestFile(site.unit)) return undefined;
  for (const name of names) {
    const limit = site.arguments[0]?.fields?.get(name);
    if (!limit || sizeOf(limit) < largest) continue;
    const node = optionNode(site.unit, objectLiteral(site.unit, site.argumentNodes[0]), name);
    return {
      message: 'Bodies of requests are read into memory up to a size that brings the server down.',
      ...(node && {
        fix: {
          description: 'Limit bodies to 1 MB',
          edits: [{ node, text: name === 'bodyLimit' ? '1048576' : "'1mb'" }],
        },
      }),
    };
  }
  return undefined;
}

/** Bytes; 0 where it is not known. */
function sizeOf(value: Value): number {
  if (typeof value.literal === 'number') return value.literal;
  if (value.origins.some((origin) => /(?:^|\.)Infinity$/.test(origin))) return Number.POSITIVE_INFINITY;
  const [, number = '', unit = 'b'] =
    /^(\d+(?:\.\d+)?)\s*([kmgt]?b)?$/i.exec(constantText(value) ?? '') ?? [];
  return number === '' ? 0 : Number(number) * (units[unit.toLowerCase()] ?? 1);
}
