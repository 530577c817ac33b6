import { describe, expect, it } from '@jest/globals';
import { inspect } from '../../support/inspect.js';

/** Code that does no harm, and the flaw that it was taken for once. Each stands in `path`, beside the same other files. */
interface Pair {
  readonly name: string;
  readonly rule: string;
  readonly path: string;
  readonly safe: string;
  readonly harmful: string;
  /** Where the harm hangs on another file. */
  readonly safeFiles?: Readonly<Record<string, string>>;
  readonly harmfulFiles?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  /** Where it hangs on the place. */
  readonly harmfulPath?: string;
}

const prisma = `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
`;
const shop = `import express from 'express';
const app = express();
`;

const addressCheck = `import dns from 'node:dns/promises';
const refused = /^(?:127\\.|10\\.|192\\.168\\.|169\\.254\\.)/;
export async function assertPublicHost(host: string) {
  const { address } = await dns.lookup(host);
  if (refused.test(address)) throw new Error('Refused');
}
export async function safeFetch(to: string) {
  await assertPublicHost(new URL(to).hostname);
  return fetch(to);
}
`;

const pairs: readonly Pair[] = [
  {
    name: 'a part of the path is text',
    rule: 'nosql-injection',
    path: 'src/app/api/shops/[id]/route.ts',
    safe: `${prisma}export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return Response.json(await prisma.shop.findFirst({ where: { id } }));
}
`,
    harmful: `${prisma}export async function POST(request: Request) {
  const { id } = await request.json();
  return Response.json(await prisma.shop.findFirst({ where: { id } }));
}
`,
  },
  {
    name: 'the operators of Prisma that compare with values refuse objects',
    rule: 'nosql-injection',
    path: 'src/app/api/shops/route.ts',
    safe: `${prisma}export async function POST(request: Request) {
  const { town } = await request.json();
  return Response.json(await prisma.shop.findFirst({ where: { town: { in: [town, 'Bern'] } } }));
}
`,
    harmful: `${prisma}export async function POST(request: Request) {
  const { town } = await request.json();
  return Response.json(await prisma.shop.findFirst({ where: { OR: [{ town }] } }));
}
`,
  },
  {
    name: 'a schema that is put together from another file leaves out what is not in it',
    rule: 'nosql-injection',
    path: 'src/app/api/shops/route.ts',
    files: {
      'src/lib/fields.ts': `import { z } from 'zod';
export const paging = { page: z.string() };
`,
    },
    safe: `${prisma}import { z } from 'zod';
import { paging } from '../../../lib/fields';
export async function POST(request: Request) {
  const body = z.object({ ...paging }).parse(await request.json());
  return Response.json(await prisma.shop.findFirst({ where: { town: body.town } }));
}
`,
    harmful: `${prisma}import { z } from 'zod';
import { paging } from '../../../lib/fields';
export async function POST(request: Request) {
  const body = z.object({ ...paging }).passthrough().parse(await request.json());
  return Response.json(await prisma.shop.findFirst({ where: { town: body.town } }));
}
`,
  },
  {
    name: 'a part of an event is no answer',
    rule: 'open-redirect',
    path: 'src/event-reader.ts',
    safe: `import type { APIGatewayProxyEventV2 } from 'aws-lambda';
export class EventReader {
  path(event: APIGatewayProxyEventV2) {
    return event.rawPath;
  }
}
`,
    harmful: `import type { APIGatewayProxyEventV2 } from 'aws-lambda';
export const leave = async (event: APIGatewayProxyEventV2) => ({
  statusCode: 302,
  headers: { Location: event.queryStringParameters.to },
});
`,
  },
  {
    name: 'a request that code makes has not come in',
    rule: 'resource-exhaustion',
    path: 'src/upload.ts',
    safe: `export async function upload(address: string, form: FormData) {
  const sent = new Request(address, { method: 'POST', body: form });
  const { count } = await sent.json();
  for (let at = 0; at < count; at++) advance(at);
}
`,
    harmful: `export async function upload(sent: Request) {
  const { count } = await sent.json();
  for (let at = 0; at < count; at++) advance(at);
}
`,
  },
  {
    name: 'a function of the code itself refuses addresses of the inner network',
    rule: 'server-side-request-forgery',
    path: 'src/preview.ts',
    safeFiles: { 'src/addresses.ts': addressCheck },
    harmfulFiles: {
      'src/addresses.ts': `export async function assertPublicHost(host: string) {
  console.log(host);
}
`,
    },
    safe: `${shop}import { assertPublicHost } from './addresses';
app.get('/preview', async (req, res) => {
  const target = new URL(String(req.query.to));
  await assertPublicHost(target.hostname);
  res.send(await (await fetch(target)).text());
});
`,
    harmful: `${shop}import { assertPublicHost } from './addresses';
app.get('/preview', async (req, res) => {
  const target = new URL(String(req.query.to));
  await assertPublicHost(target.hostname);
  res.send(await (await fetch(target)).text());
});
`,
  },
  {
    name: 'what fetches in place of `fetch` refuses addresses of the inner network',
    rule: 'server-side-request-forgery',
    path: 'src/preview.ts',
    safeFiles: { 'src/addresses.ts': addressCheck },
    harmfulFiles: {
      'src/addresses.ts': `export async function safeFetch(to: string) {
  try {
    return await fetch(to);
  } catch {
    return new Response();
  }
}
`,
    },
    safe: `${shop}import { safeFetch } from './addresses';
app.get('/preview', async (req, res) => res.send(await (await safeFetch(String(req.query.to))).text()));
`,
    harmful: `${shop}import { safeFetch } from './addresses';
app.get('/preview', async (req, res) => res.send(await (await safeFetch(String(req.query.to))).text()));
`,
  },
  {
    name: 'the mark of the current one in a list decides nothing',
    rule: 'timing-unsafe-comparison',
    path: 'src/sessions.ts',
    safe: `${shop}app.get('/sessions', async (req, res) => {
  const refreshToken = req.cookies.refresh_token;
  const sessions = await load(req.user);
  res.json(sessions.map((session) => ({ id: session.id, current: session.refreshToken === refreshToken })));
});
`,
    harmful: `${shop}app.get('/sessions', async (req, res) => {
  const refreshToken = req.cookies.refresh_token;
  const session = await load(req.params.id);
  if (session.refreshToken !== refreshToken) return res.sendStatus(401);
  res.json(session.items);
});
`,
  },
  {
    name: 'a signature that is kept is found again',
    rule: 'timing-unsafe-comparison',
    path: 'src/rotate.ts',
    safe: `import crypto from 'node:crypto';
export function isOfSecret(row: { keyIndex: string }, rawKey: string, secret: string) {
  const storedIndex = row.keyIndex;
  const keyHmac = crypto.createHmac('sha256', secret).update(rawKey).digest('hex');
  return keyHmac === storedIndex;
}
`,
    harmful: `import crypto from 'node:crypto';
export function isOfSecret(row: { keyIndex: string }, signature: string, secret: string) {
  const keyHmac = crypto.createHmac('sha256', secret).update(row.keyIndex).digest('hex');
  return keyHmac === signature;
}
`,
  },
  {
    name: 'the property of React says that it is markup',
    rule: 'unsanitized-html',
    path: 'src/apply.ts',
    safe: `export function apply(element: HTMLElement, value: { __html: string }) {
  element.innerHTML = value.__html;
}
`,
    harmful: `export function apply(element: HTMLElement, value: { name: string }) {
  element.innerHTML = '<b>' + value.name + '</b>';
}
`,
  },
  {
    name: 'pages of the documentation hold nothing to take',
    rule: 'untrusted-script',
    path: 'docs/suite/index.html',
    harmfulPath: 'public/suite/index.html',
    safe: '<html><script src="https://unpkg.com/mocha@9/mocha.js"></script></html>\n',
    harmful: '<html><script src="https://unpkg.com/mocha@9/mocha.js"></script></html>\n',
  },
  {
    name: 'no one stands between a machine and itself',
    rule: 'tls-verification-disabled',
    path: 'src/database.ts',
    safe: `export const options = { server: 'localhost', options: { trustServerCertificate: true } };
`,
    harmful: `export const options = { server: 'db.shop.example', options: { trustServerCertificate: true } };
`,
  },
  {
    name: 'a database of this very machine is one to try things with',
    rule: 'hardcoded-credentials',
    path: 'src/database.ts',
    safe: `export const options = { server: 'localhost', user: 'sa', password: '${['S0meHard', 'Passw0rd'].join('')}' };
`,
    harmful: `export const options = { server: 'db.shop.example', user: 'sa', password: '${['S0meHard', 'Passw0rd'].join('')}' };
`,
  },
  {
    name: 'what takes part in a build reads the files of the project',
    rule: 'incomplete-sanitization',
    path: 'src/bundle.ts',
    safe: `import MagicString from 'magic-string';
export const clean = (html: string) => new MagicString(html.replace(/<script.*?<\\/script>/g, ''));
`,
    harmful: `export const clean = (html: string) => html.replace(/<script.*?<\\/script>/g, '');
`,
  },
  {
    name: 'the configuration is written by those whose page it is',
    rule: 'unescaped-script-data',
    path: 'src/page.ts',
    safe: 'export const page = (server) => `<script>open(${JSON.stringify(server.config.base)})</script>`;\n',
    harmful: 'export const page = (state) => `<script>open(${JSON.stringify(state)})</script>`;\n',
  },
  {
    name: 'the server itself has put an upload where it is',
    rule: 'path-traversal',
    path: 'src/clean.ts',
    safe: `${shop}import fs from 'node:fs';
app.post('/', (req, res) => { fs.unlinkSync(req.file.path); fs.unlinkSync(req.files[0].path); res.end(); });
`,
    harmful: `${shop}import fs from 'node:fs';
app.post('/', (req, res) => { fs.unlinkSync('up/' + req.file.originalname); res.end(); });
`,
  },
  {
    name: 'a function that is called `match` takes no pattern',
    rule: 'regex-injection',
    path: 'src/order.ts',
    safe: `${shop}import { match } from 'ts-pattern';
app.get('/', (req, res) => res.send(match(req.query.kind).with('a', () => 1)));
`,
    harmful: `${shop}app.get('/', (req, res) => res.send(page.match(req.query.kind)));
`,
  },
  {
    name: 'only the header of a token is read, to find the key by',
    rule: 'jwt-not-verified',
    path: 'src/token-header.ts',
    safe: `import jwt from 'jsonwebtoken';
export function headerOf(token: string) {
  const decoded = jwt.decode(token, { complete: true });
  if (!decoded) throw new Error('No token');
  return decoded.header;
}
`,
    harmful: `import jwt from 'jsonwebtoken';
export function userOf(token: string) {
  const decoded = jwt.decode(token, { complete: true });
  if (decoded.header.alg !== 'RS256') throw new Error('No token');
  return decoded.payload.sub;
}
`,
  },
  {
    name: 'a route that only fails needs no guard',
    rule: 'missing-authorization',
    path: 'src/files.js',
    safe: `${shop}import { requireUser, store } from './store';
app.post('/files', (req, res, next) => {
  next(new Error('Give a name'));
});
app.put('/files/:name', requireUser, (req, res) => res.json(store.put(req.params.name, req.body)));
app.delete('/files/:name', requireUser, (req, res) => res.json(store.remove(req.params.name)));
`,
    harmful: `${shop}import { requireUser, store } from './store';
app.post('/files', (req, res, next) => {
  store.add(req.body).then((file) => res.json(file), next);
});
app.put('/files/:name', requireUser, (req, res) => res.json(store.put(req.params.name, req.body)));
app.delete('/files/:name', requireUser, (req, res) => res.json(store.remove(req.params.name)));
`,
  },
  {
    name: 'the query of a page of Next.js holds texts and lists of them',
    rule: 'nosql-injection',
    path: 'pages/api/users.ts',
    harmfulPath: 'src/users.ts',
    safe: `${prisma}import type { NextApiRequest, NextApiResponse } from 'next';
export default async function users(req: NextApiRequest, res: NextApiResponse) {
  res.json(await prisma.user.findFirst({ where: { name: req.query.name } }));
}
`,
    harmful: `${prisma}import type { Request, Response } from 'express';
export default async function users(req: Request, res: Response) {
  res.json(await prisma.user.findFirst({ where: { name: req.query.name } }));
}
`,
  },
  {
    name: 'a row of a database holds a path and opens none',
    rule: 'path-traversal',
    path: 'src/folders.ts',
    safe: `${shop}import path from 'node:path';
import { folderModel } from 'shop-database';
app.post('/folders', async (req, res) => {
  await folderModel.create({ folder: path.join('/data', req.body.folder) });
  res.end();
});
`,
    harmful: `${shop}import path from 'node:path';
import { opener } from 'shop-files';
app.post('/folders', async (req, res) => {
  await opener.create({ folder: path.join('/data', req.body.folder) });
  res.end();
});
`,
  },
  {
    name: 'a page reads its own token',
    rule: 'jwt-not-verified',
    path: 'client/user.js',
    safe: `import Cookies from 'js-cookie';
import jwt from 'jsonwebtoken';
export const load = () => {
  const kept = Cookies.get('jwt');
  return jwt.decode(kept).name;
};
`,
    harmful: `import jwt from 'jsonwebtoken';
export const load = (kept) => {
  return jwt.decode(kept).name;
};
`,
  },
  {
    name: 'signs to choose from are no password',
    rule: 'hardcoded-credentials',
    path: 'src/generate.js',
    safe: `const pwdChars = 'abcdefghkmnpqrstuvwxyzABCDEFHJKLMNPQRSTUVWXYZ23456789_*=?#!';
export const pick = (at) => pwdChars[at];
`,
    harmful: `const adminPwd = '${['S0meHard', 'Passw0rd'].join('')}';
export const check = (given) => hash(given) === hash(adminPwd);
`,
  },
  {
    name: 'whoever runs the server chose to accept any certificate',
    rule: 'tls-verification-disabled',
    path: 'src/send.js',
    safe: `import https from 'node:https';
export const agentFor = (device) => {
  if (device.unsafeTls) return new https.Agent({ rejectUnauthorized: false });
  return new https.Agent();
};
`,
    harmful: `import https from 'node:https';
export const agentFor = (device) => {
  if (device.isNew) return new https.Agent({ rejectUnauthorized: false });
  return new https.Agent();
};
`,
  },
  {
    name: 'a number that tells a version from the one before may be known',
    rule: 'insecure-randomness',
    path: 'src/change.js',
    safe: `export const changed = (shape) => ({ ...shape, nonce: Math.random() });
`,
    harmful: `export const policy = () => ({ nonce: Math.random().toString(36).slice(2) });
`,
  },
  {
    name: 'the nonce beside a signature has to be another one each time, and no secret',
    rule: 'insecure-randomness',
    path: 'src/sms.js',
    safe: `export const query = (text) => ({ text, SignatureNonce: Math.random().toString() });
`,
    harmful: `export const query = (text) => ({ text, SignatureSecret: Math.random().toString() });
`,
  },
  {
    name: 'the protocol demands the hash',
    rule: 'weak-cryptography',
    path: 'src/ntlm-response.js',
    harmfulPath: 'src/response.js',
    safe: `import crypto from 'node:crypto';
export const answer = (key, challenge) => crypto.createHmac('md5', key).update(challenge).digest();
`,
    harmful: `import crypto from 'node:crypto';
export const answer = (key, challenge) => crypto.createHmac('md5', key).update(challenge).digest();
`,
  },
  {
    name: 'code that whoever runs the site sets is put into its pages',
    rule: 'unescaped-template-output',
    path: 'views/page.pug',
    safe: `html
  body
    != injectCode.body
`,
    harmful: `html
  body
    != comment.body
`,
  },
  {
    name: 'what is added to a schema that is out of sight is known',
    rule: 'sql-injection',
    path: 'src/orders.ts',
    safe: `import { z } from 'zod';
import { sql } from 'kysely';
import { paging } from 'shop-fields';
import { procedure, orders } from './procedures';
const asked = paging.extend({ kind: z.enum(['open', 'paid']).optional() });
export const list = procedure.input(asked).query(({ input }) => orders.where('kind', '=', sql.lit(input.kind)));
`,
    harmful: `import { z } from 'zod';
import { sql } from 'kysely';
import { paging } from 'shop-fields';
import { procedure, orders } from './procedures';
const asked = paging.extend({ kind: z.string().optional() });
export const list = procedure.input(asked).query(({ input }) => orders.where('kind', '=', sql.lit(input.kind)));
`,
  },
  {
    name: 'the schema of a procedure may stand in another file',
    rule: 'sql-injection',
    path: 'src/orders.ts',
    safeFiles: {
      'src/fields.ts': `import { z } from 'zod';
export const asked = z.object({ kind: z.enum(['open', 'paid']) });
`,
    },
    harmfulFiles: {
      'src/fields.ts': `import { z } from 'zod';
export const asked = z.object({ kind: z.string() });
`,
    },
    safe: `import { sql } from 'kysely';
import { asked } from './fields';
import { procedure, orders } from './procedures';
export const list = procedure.input(asked).query(({ input }) => orders.where('kind', '=', sql.lit(input.kind)));
`,
    harmful: `import { sql } from 'kysely';
import { asked } from './fields';
import { procedure, orders } from './procedures';
export const list = procedure.input(asked).query(({ input }) => orders.where('kind', '=', sql.lit(input.kind)));
`,
  },
  {
    name: 'what fills a database to try things with is made up',
    rule: 'insecure-randomness',
    path: 'packages/prisma/seed/orders.ts',
    harmfulPath: 'packages/prisma/orders.ts',
    safe: `export const order = () => ({ token: Math.random().toString(36) });
`,
    harmful: `export const order = () => ({ token: Math.random().toString(36) });
`,
  },
  {
    name: 'numbers that an expression found hold nothing of its own syntax',
    rule: 'regex-injection',
    path: 'src/ranges.ts',
    safe: `${shop}app.get('/', (req, res) => {
  const [range] = /(\\d+)-(\\d+)/.exec(req.query.range);
  res.send(req.query.range.replace(new RegExp(range, 'i'), 'all'));
});
`,
    harmful: `${shop}app.get('/', (req, res) => {
  const [range] = /(.+)-(\\d+)/.exec(req.query.range);
  res.send(req.query.range.replace(new RegExp(range, 'i'), 'all'));
});
`,
  },
  {
    name: 'a word is no key that a service issued',
    rule: 'hardcoded-credentials',
    path: 'src/models.ts',
    safe: `import OpenAI from 'openai';
export const client = new OpenAI({ baseURL: 'http://localhost:11434/v1', apiKey: process.env.MODEL_KEY || 'ollama' });
`,
    harmful: `import OpenAI from 'openai';
export const client = new OpenAI({ baseURL: 'http://localhost:11434/v1', apiKey: process.env.MODEL_KEY || '${'f3'.repeat(12)}' });
`,
  },
  {
    name: 'an expression of another file, required within the handler, tells what a name may be',
    rule: 'path-traversal',
    path: 'src/images.js',
    files: {
      'src/files.js': `const path = require('path');
const folder = path.resolve(__dirname, 'images');
const namePattern = /^img-[a-f0-9-]{36}\\.png$/i;
module.exports = { folder, namePattern };
`,
    },
    safe: `const express = require('express');
const app = express();
app.get('/images/:filename', async (request, response) => {
  const fs = require('fs');
  const path = require('path');
  const { folder, namePattern } = require('./files');
  const { filename } = request.params;
  if (!filename || !namePattern.test(filename)) return response.status(400).end();
  response.send(await fs.promises.readFile(path.resolve(folder, filename)));
});
`,
    harmful: `const express = require('express');
const app = express();
app.get('/images/:filename', async (request, response) => {
  const fs = require('fs');
  const path = require('path');
  const { folder, namePattern } = require('./files');
  const { filename } = request.params;
  if (!filename || namePattern.test(filename)) return response.status(400).end();
  response.send(await fs.promises.readFile(path.resolve(folder, filename)));
});
`,
  },
  {
    name: 'a name of another file is a constant there',
    rule: 'path-traversal',
    path: 'src/images.ts',
    safeFiles: { 'src/kinds.ts': `export const Kind = { Small: 'small' } as const;\n` },
    harmfulFiles: { 'src/kinds.ts': `export const Kind = { Small: process.argv[2] } as const;\n` },
    safe: `${shop}import fs from 'node:fs';
import { Kind } from './kinds';
app.get('/:kind', (req, res) => {
  if (req.params.kind !== Kind.Small) return res.end();
  res.send(fs.readFileSync('/srv/' + req.params.kind));
});
`,
    harmful: `${shop}import fs from 'node:fs';
import { Kind } from './kinds';
app.get('/:kind', (req, res) => {
  if (req.params.kind !== Kind.Small) return res.end();
  res.send(fs.readFileSync('/srv/' + req.params.kind));
});
`,
  },
];

async function shown(rule: string, path: string, files: Readonly<Record<string, string>>): Promise<number> {
  const { detections } = await inspect(path, { 'package.json': '{ "private": true }', ...files });
  return detections.filter(({ ruleId, confidence }) => ruleId === rule && confidence !== 'low').length;
}

describe('quiet', () => {
  it.each(pairs)('$rule: $name', async (pair) => {
    const { rule, path, files } = pair;
    expect(await shown(rule, path, { ...files, ...pair.safeFiles, [path]: pair.safe })).toBe(0);
    const at = pair.harmfulPath ?? path;
    expect(await shown(rule, at, { ...files, ...pair.harmfulFiles, [at]: pair.harmful })).toBe(1);
  });
});
