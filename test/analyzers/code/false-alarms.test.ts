import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCodeAnalyzer } from '../../../src/analyzers/code/analyzer.js';
import { inspect } from '../../support/inspect.js';
import { analyze } from '../support.js';

/** A false alarm that was raised once, and the flaw it was taken for, which has to be found still. */
interface FalseAlarm {
  readonly name: string;
  readonly rule: string;
  readonly path: string;
  readonly safe: string;
  readonly harmful: string;
}

const shop = `import express from 'express';
import fs from 'node:fs';
const app = express();
`;

const alarms: readonly FalseAlarm[] = [
  {
    name: 'a name whose place below a folder was checked before it is joined again',
    rule: 'path-traversal',
    path: 'src/files.ts',
    safe: `${shop}import path from 'node:path';
app.get('/:name', (req, res) => {
  const { name } = req.params;
  if (!path.resolve('/srv', name).startsWith('/srv/')) return res.end();
  res.send(fs.readFileSync(path.join('/srv', name)));
});
`,
    harmful: `${shop}import path from 'node:path';
app.get('/:name', (req, res) => {
  const { name } = req.params;
  if (!path.resolve('/srv', res.name).startsWith('/srv/')) return res.end();
  res.send(fs.readFileSync(path.join('/srv', name)));
});
`,
  },
  {
    name: 'a folder from the options of a package, with which a path has to begin',
    rule: 'path-traversal',
    path: 'index.js',
    safe: `const http = require('http'); const fs = require('fs'); const path = require('path');
module.exports = (options) => http.createServer((req, res) => {
  const file = path.join(options.root, decodeURIComponent(req.url));
  if (file.slice(0, options.root.length) !== options.root) return res.end();
  fs.createReadStream(file).pipe(res);
});
`,
    harmful: `const http = require('http'); const fs = require('fs'); const path = require('path');
module.exports = (options) => http.createServer((req, res) => {
  const file = path.join(options.root, decodeURIComponent(req.url));
  if (file.slice(0, options.root.length) !== file) return res.end();
  fs.createReadStream(file).pipe(res);
});
`,
  },
  {
    name: 'what leads upwards, taken out until none is left',
    rule: 'path-traversal',
    path: 'src/files.js',
    safe: `require('http').createServer((req, res) => {
  let name = req.url;
  while (name.includes('../')) name = name.replace(/\\.\\.\\//g, '');
  require('fs').createReadStream('public' + name).pipe(res);
});
`,
    harmful: `require('http').createServer((req, res) => {
  let name = req.url;
  while (name.includes('../')) { if (res.ended) break; name = name.slice(1); }
  require('fs').createReadStream('public' + name).pipe(res);
});
`,
  },
  {
    name: 'a name that is looked for in a list of the own keys of what it leads into',
    rule: 'prototype-pollution',
    path: 'src/put.js',
    safe: `${shop}const object = {};
app.post('/', (req, res) => {
  const value = req.body.value;
  let at = object;
  for (const name of String(req.query.path).split('.')) {
    if (Object.getOwnPropertyNames(at).indexOf(name) === -1 || !Object.keys(at).includes(name)) return;
    at = at[name] = at[name] || value;
  }
  res.end();
});
`,
    harmful: `${shop}const object = {};
app.post('/', (req, res) => {
  const value = req.body.value;
  let at = object;
  for (const name of String(req.query.path).split('.')) {
    if (Object.getOwnPropertyNames(value).indexOf(at) === -1 || !Object.keys(value).includes(at)) return;
    at = at[name] = at[name] || value;
  }
  res.end();
});
`,
  },
  {
    name: 'a prototype that is refused where it was reached',
    rule: 'prototype-pollution',
    path: 'src/put.js',
    safe: `${shop}const object = {};
app.post('/', (req, res) => {
  let at = object;
  for (const name of req.body.names) {
    if (name === '__proto__') return;
    if (at[name] === undefined || at[name] === Object.prototype) at[name] = {};
    at = at[name];
  }
  at[req.body.last] = req.body.value;
  res.end();
});
`,
    harmful: `${shop}const object = {};
app.post('/', (req, res) => {
  let at = object;
  for (const name of req.body.names) {
    if (name === '__proto__') return;
    if (at[name] === undefined) at[name] = {};
    at = at[name];
  }
  at[req.body.last] = req.body.value;
  res.end();
});
`,
  },
  {
    name: 'a signing in somewhere else, which keeps nothing',
    rule: 'plaintext-password',
    path: 'src/cognito.ts',
    safe: `import { AuthenticationDetails } from 'amazon-cognito-identity-js';
export const details = (password: string) => new AuthenticationDetails({ Username: 'a', Password: password });
`,
    harmful: `import mongoose from 'mongoose';
const User = mongoose.model('User', new mongoose.Schema({ username: String, password: String }));
export const create = (password: string) => new User({ username: 'a', password }).save();
`,
  },
  {
    name: 'a sign of what is greater in a range of versions',
    rule: 'incomplete-sanitization',
    path: 'src/range.ts',
    safe: `export const lowest = (range: string) => range.replace('>=', '').replace('>', '');
`,
    harmful: `export const lowest = (text: string) => text.replace('>', '&gt;');
`,
  },
  {
    name: 'a parameter of Hono, which is text',
    rule: 'nosql-injection',
    path: 'src/orders.ts',
    safe: `import { Hono } from 'hono';
import { Order } from './models';
new Hono().get('/orders/:id', async (c) => c.json(await Order.findOne({ id: c.req.param('id') })));
`,
    harmful: `import { Hono } from 'hono';
import { Order } from './models';
new Hono().post('/orders', async (c) => { const body = await c.req.json(); return c.json(await Order.findOne({ id: body.id })); });
`,
  },
  {
    name: 'an address that a function finds to be allowed',
    rule: 'server-side-request-forgery',
    path: 'src/fetch.ts',
    safe: `import express from 'express';
import { isURLAllowed } from './allowed';
express().get('/', async (req, res) => { const url = String(req.query.url); if (isURLAllowed(url)) res.json(await fetch(url)); });
`,
    harmful: `import express from 'express';
import { isURLAllowed } from './allowed';
express().get('/', async (req, res) => { const url = String(req.query.url); if (!isURLAllowed(url)) res.json(await fetch(url)); });
`,
  },
  {
    name: 'a password that is compared with the one that stands there by default',
    rule: 'plaintext-password',
    path: 'src/start.ts',
    safe: `export const isChanged = (credentials, defaults) => credentials.password !== defaults.password;
`,
    harmful: `export const isRight = (credentials, user) => credentials.password === user.password;
`,
  },
  {
    name: 'a text, not an expression, that loses its backslash',
    rule: 'incomplete-sanitization',
    path: 'src/raw.ts',
    safe: `export const raw = (text: string) => text.replace('\\\\|', '|');
`,
    harmful: `export const raw = (text: string) => text.replace(/\\|/g, '|');
`,
  },
  {
    name: 'Markdown that is escaped for its looks',
    rule: 'incomplete-sanitization',
    path: 'src/markdown.ts',
    safe: `export const cell = (text: string) => text.replace(/_/g, '\\\\_').replace(/\`/g, '\\\\\`');
`,
    harmful: `export const cell = (text: string) => text.replace(/_/g, '-').replace(/\`/g, '\\\\\`');
`,
  },
  {
    name: 'a parameter that is named for a user and has a type of its own',
    rule: 'nosql-injection',
    path: 'src/users.ts',
    safe: `import { User } from './models.js';
export const find = (userInput: UserPatch) => User.findOne({ email: userInput });
`,
    harmful: `import { User } from './models.js';
export const find = (userInput: any) => User.findOne({ email: userInput });
`,
  },
  {
    name: 'input of an action that went through its schema',
    rule: 'nosql-injection',
    path: 'src/actions.ts',
    safe: `'use server';
import { prisma } from './db';
import { client } from './client';
export const load = client.inputSchema(ZLoad).action(async ({ parsedInput }) => prisma.user.findFirst({ where: { id: parsedInput.id } }));
`,
    harmful: `'use server';
import { prisma } from './db';
export const load = async (input) => prisma.user.findFirst({ where: { id: input.id } });
`,
  },
  {
    name: 'an argument that a check compares with the schema beside it',
    rule: 'nosql-injection',
    path: 'src/actions.ts',
    safe: `'use server';
import { prisma } from './db';
import { validateInputs } from './validate';
import { ZId } from './types';
export const load = async (id) => { validateInputs([id, ZId]); return prisma.user.findFirst({ where: { id } }); };
`,
    harmful: `'use server';
import { prisma } from './db';
import { validateInputs } from './validate';
import { ZId } from './types';
export const load = async (id) => { validateInputs([id, 'id']); return prisma.user.findFirst({ where: { id } }); };
`,
  },
  {
    name: 'the address of a script behind a host that is fixed',
    rule: 'unsanitized-html',
    path: 'web/captcha.ts',
    safe: `export function load(key: string) {
  const script = document.createElement('script');
  script.src = \`https://captcha.example/api.js?render=\${key}\`;
  document.head.append(script);
}
`,
    harmful: `export function load(key: string) {
  const script = document.createElement('script');
  script.src = key;
  document.head.append(script);
}
`,
  },
  {
    name: 'rules of style in their element',
    rule: 'unsanitized-html',
    path: 'web/theme.ts',
    safe: `export function paint(rules: string) {
  const styleElement = document.getElementById('theme');
  styleElement.innerHTML = rules;
}
`,
    harmful: `export function paint(rules: string) {
  const notice = document.getElementById('notice');
  notice.innerHTML = rules;
}
`,
  },
  {
    name: 'a password that is looked up among the leaked ones',
    rule: 'weak-password-hash',
    path: 'src/leaked.ts',
    safe: `import { createHash } from 'node:crypto';
export async function isLeaked(password: string) {
  const digest = createHash('sha1').update(password).digest('hex');
  return fetch('https://pwnedpasswords.example/range/' + digest.slice(0, 5));
}
`,
    harmful: `import { createHash } from 'node:crypto';
export async function keep(password: string) {
  const digest = createHash('sha1').update(password).digest('hex');
  return fetch('https://accounts.example/range/' + digest.slice(0, 5));
}
`,
  },
  {
    name: 'markup of a letter, in which no script runs',
    rule: 'unsanitized-html',
    path: 'src/letters/comment.tsx',
    safe: `import { Html } from '@react-email/components';
export const Comment = ({ body }) => <Html><div dangerouslySetInnerHTML={{ __html: body }} /></Html>;
`,
    harmful: `import { Html } from './components';
export const Comment = ({ body }) => <Html><div dangerouslySetInnerHTML={{ __html: body }} /></Html>;
`,
  },
  {
    name: 'the host that the own browser of the reader went to',
    rule: 'cross-site-scripting',
    path: 'src/search.ts',
    safe: `import Koa from 'koa';
const app = new Koa();
app.use((ctx) => { ctx.type = 'html'; ctx.body = '<a href="' + ctx.request.URL.origin + '/start">Start</a>'; });
`,
    harmful: `import Koa from 'koa';
const app = new Koa();
app.use((ctx) => { ctx.type = 'html'; ctx.body = '<a href="' + ctx.query.origin + '/start">Start</a>'; });
`,
  },
  {
    name: 'a service has a method that is called as one of a collection',
    rule: 'nosql-injection',
    path: 'src/infra.ts',
    safe: `${shop}app.post('/', async (req, res) => { await this.infraService.updateMany(req.body); res.end(); });
`,
    harmful: `${shop}app.post('/', async (req, res) => { await this.infraModel.updateMany(req.body); res.end(); });
`,
  },
  {
    name: 'JSON escapes backslashes before quotes are',
    rule: 'incomplete-sanitization',
    path: 'src/print.ts',
    safe: `const s = JSON.stringify;
export const quote = (path: string) => s(path).slice(1, -1).replace(/'/g, "\\\\'");
`,
    harmful: `const s = String;
export const quote = (path: string) => s(path).slice(1, -1).replace(/'/g, "\\\\'");
`,
  },
  {
    name: 'only its own page sends a worker messages',
    rule: 'code-injection',
    path: 'src/sandbox/run.ts',
    safe: `importScripts('/sandbox.js');
self.addEventListener('message', (event) => { new Function('pw', event.data.script)({}); });
`,
    harmful: `self.addEventListener('message', (event) => { new Function('pw', event.data.script)({}); });
`,
  },
  {
    name: 'a loop takes from a list until it is empty',
    rule: 'resource-exhaustion',
    path: 'src/find.ts',
    safe: `${shop}app.post('/', (req, res) => { const l = req.body.l; while (l.length > 0) use(l.pop()); res.end(); });
`,
    harmful: `${shop}app.post('/', (req, res) => { let n = req.body.n; while (n > 0) use(n--); res.end(); });
`,
  },
  {
    name: 'a function escapes markup by a table beside it',
    rule: 'cross-site-scripting',
    path: 'src/page.ts',
    safe: `${shop}const table = { '<': '&lt;', '&': '&amp;' };
const escape_html = (text) => text.replace(/[<&]/g, (one) => table[one]);
app.get('/', (req, res) => { res.send('<p>' + escape_html(req.query.a)); });
`,
    harmful: `${shop}const table = { '<': '(', '&': 'and' };
const escape_html = (text) => text.replace(/[&]/g, (one) => table[one]);
app.get('/', (req, res) => { res.send('<p>' + escape_html(req.query.a)); });
`,
  },
  {
    name: 'a store of the front end has collections too',
    rule: 'nosql-injection',
    path: 'src/sync.ts',
    safe: `import express from 'express';
const app = express();
app.post('/', (req, res) => { collections.remove(req.body.id); res.end(); });
`,
    harmful: `import express from 'express';
const app = express();
app.post('/', (req, res) => { userModel.findOne(req.body); res.end(); });
`,
  },
  {
    name: 'match of a class takes no pattern',
    rule: 'regex-injection',
    path: 'src/session.ts',
    safe: `${shop}app.get('/', async (req, res) => { res.json(await Session.match(req.query.token)); });
`,
    harmful: `${shop}app.get('/', async (req, res) => { res.json(text.match(req.query.token)); });
`,
  },
  {
    name: 'an ID token comes straight from its provider',
    rule: 'jwt-not-verified',
    path: 'src/callback.ts',
    safe: `import jwt from 'jsonwebtoken';
export async function finish(client: Client, code: string) {
  const tokens = await client.exchange(code);
  const claims = jwt.decode(tokens.id_token);
  return claims.sub;
}
`,
    harmful: `import jwt from 'jsonwebtoken';
export async function user(req) {
  const claims = jwt.decode(req.headers.authorization);
  return claims.sub;
}
`,
  },
  {
    name: 'jQuery around an element is no markup',
    rule: 'dom-cross-site-scripting',
    path: 'src/menu.js',
    safe: `import $ from 'jquery';
export function open(element) { $(element).addClass('open'); $(document.getElementById('menu')).show(); }
`,
    harmful: `import $ from 'jquery';
export function open() { $('<p>' + decodeURIComponent(location.hash) + '</p>').appendTo('#menu'); }
`,
  },
  {
    name: 'the address of what was created is no redirect',
    rule: 'open-redirect',
    path: 'src/items.ts',
    safe: `${shop}app.post('/items', (req, res) => { res.status(201).location(\`/items/\${req.body.id}\`).end(); });
`,
    harmful: `${shop}app.post('/items', (req, res) => { res.redirect(req.body.next); });
`,
  },
  {
    name: 'a digest that is handed to bcrypt is no weaker for it',
    rule: 'weak-password-hash',
    path: 'src/password.ts',
    safe: `import bcrypt from 'bcryptjs';
import crypto from 'node:crypto';
export function hash(rounds: number, password: string) {
  const digest = crypto.createHash('sha512').update(password).digest('hex');
  return bcrypt.hash(digest, rounds);
}
`,
    harmful: `import crypto from 'node:crypto';
export function hash(password: string) {
  return crypto.createHash('sha512').update(password).digest('hex');
}
`,
  },
  {
    name: 'a digest that is handed with a cost to a process that hashes is no weaker for it',
    rule: 'weak-password-hash',
    path: 'src/password.js',
    safe: `const crypto = require('crypto');
exports.hash = (rounds, password) => {
  const digest = crypto.createHash('sha512').update(password).digest('hex');
  return inChild({ type: 'hash', rounds, password: digest });
};
`,
    harmful: `const crypto = require('crypto');
exports.hash = (user, password) => {
  const digest = crypto.createHash('sha512').update(password).digest('hex');
  return save({ ...user, password: digest });
};
`,
  },
  {
    name: 'a text that spells its own name is none to sign in with',
    rule: 'hardcoded-credentials',
    path: 'src/brands.ts',
    safe: `export const labels = { onePassword: '1Password', [Brand.OnePassword]: '1Password' };
export const ONE_PASSWORD = '1password';
`,
    harmful: `export const settings = { onePassword: '${['hunter', '2!'].join('')}' };
`,
  },
  {
    name: 'a key that is made for browsers is public',
    rule: 'hardcoded-credentials',
    path: 'src/analytics.ts',
    safe: `export const settings = { apiKey: '${['phc', 'k3Jd82hQpL0z7Rw1'].join('_')}' };
`,
    harmful: `export const settings = { apiKey: '${['k3Jd82hQ', 'pL0z7Rw1'].join('')}' };
`,
  },
  {
    name: 'a line break in a caption is layout',
    rule: 'incomplete-sanitization',
    path: 'src/caption.ts',
    safe: `export const caption = (text: string) => text.replace('\\n', ' ').replace('\\t', ' ');
export const source = (text: string) => { const first = text.replace('\\r\\n', '\\n'); return first.trim(); };
`,
    harmful: `export const refuse = (name: string) => { const line = name.replace('\\n', ' '); console.warn('refused ' + line); };
`,
  },
  {
    name: 'a claim of the server ends the token',
    rule: 'jwt-without-expiry',
    path: 'src/tokens.ts',
    safe: `import jwt from 'jsonwebtoken';
export const issue = (id: string, end: number) => jwt.sign({ id, expiresAt: end }, process.env.KEY ?? '');
`,
    harmful: `import jwt from 'jsonwebtoken';
export const issue = (id: string) => jwt.sign({ id }, process.env.KEY ?? '');
`,
  },
  {
    name: 'the hash of HTTP digest authentication is what the scheme demands',
    rule: 'weak-password-hash',
    path: 'src/digest.ts',
    safe: `import { createHash } from 'node:crypto';
export const ha1 = (user: string, realm: string, password: string) =>
  createHash('md5').update(user + ':' + realm + ':' + password).digest('hex');
`,
    harmful: `import { createHash } from 'node:crypto';
export const ha1 = (user: string, password: string) =>
  createHash('md5').update(user + ':' + password).digest('hex');
`,
  },
  {
    name: 'a digest that anyone can compute is compared as it likes',
    rule: 'timing-unsafe-comparison',
    path: 'src/cache.ts',
    safe: `import { createHash } from 'node:crypto';
export function isFresh(body: string, checksum: string) {
  const digest = createHash('sha256').update(body).digest('hex');
  return digest === checksum;
}
`,
    harmful: `import { createHmac } from 'node:crypto';
export function isSigned(body: string, key: string, signature: string) {
  const expected = createHmac('sha256', key).update(body).digest('hex');
  return expected === signature;
}
`,
  },
  {
    name: 'certificates are not checked in development alone',
    rule: 'tls-verification-disabled',
    path: 'src/agent.ts',
    safe: `import https from 'node:https';
export const agent = (isDev: boolean) => {
  if (isDev) return new https.Agent({ rejectUnauthorized: false });
  return new https.Agent();
};
`,
    harmful: `import https from 'node:https';
export const agent = () => new https.Agent({ rejectUnauthorized: false });
`,
  },
  {
    name: 'a cookie of Koa is for the server alone by default',
    rule: 'insecure-cookie',
    path: 'src/login.ts',
    safe: `import Koa from 'koa';
const app = new Koa();
app.use((ctx) => { ctx.cookies.set('session', String(ctx.state.session)); });
`,
    harmful: `import Koa from 'koa';
const app = new Koa();
app.use((ctx) => { ctx.cookies.set('session', String(ctx.state.session), { httpOnly: false }); });
`,
  },
  {
    name: 'a pattern of the code is none from outside',
    rule: 'regex-injection',
    path: 'src/search.ts',
    safe: `${shop}const known = [/^a/, /^b/];
app.get('/', (req, res) => { res.json(known.map((pattern) => new RegExp(pattern, 'i').test(req.query.q))); });
`,
    harmful: `${shop}app.get('/', (req, res) => { res.json(new RegExp(req.query.q, 'i').test('a')); });
`,
  },
  {
    name: 'keys of an object are its own',
    rule: 'prototype-pollution',
    path: 'src/tidy.js',
    safe: `${shop}function tidy(given) {
  for (const key in given) {
    if (given[key] === 'yes') given[key] = true;
    else if (typeof given[key] === 'object') tidy(given[key]);
  }
}
app.post('/', (req, res) => { tidy(req.body); res.end(); });
`,
    harmful: `${shop}const kept = {};
function keep(into, given) {
  for (const key in given) {
    if (typeof given[key] === 'object') keep(into[key], given[key]);
    else into[key] = given[key];
  }
}
app.post('/', (req, res) => { keep(kept, req.body); res.end(); });
`,
  },
  {
    name: 'a route that changes its query alone stays where it is',
    rule: 'javascript-url',
    path: 'src/tabs.tsx',
    safe: `import { useRouter } from 'next/router';
export function useTab() {
  const router = useRouter();
  return (tab: string) => router.push({ query: { ...router.query, tab } });
}
`,
    harmful: `import { useRouter } from 'next/router';
export function useReturn() {
  const router = useRouter();
  return () => router.push({ pathname: router.query.next, query: { seen: 1 } });
}
`,
  },
  {
    name: 'the server itself chooses where an upload lies',
    rule: 'path-traversal',
    path: 'src/upload.js',
    safe: `import fs from 'node:fs';
import formidable from 'formidable';
export function receive(req, res) {
  formidable().parse(req, (error, fields, files) => res.end(fs.readFileSync(files.picture[0].filepath)));
}
`,
    harmful: `import fs from 'node:fs';
import formidable from 'formidable';
export function receive(req, res) {
  formidable().parse(req, (error, fields, files) => res.end(fs.readFileSync(files.picture[0].originalFilename)));
}
`,
  },
  {
    name: 'a translated text is no data',
    rule: 'unescaped-template-output',
    path: 'src/hint.vue',
    safe: '<template><p v-html="$strings.HintBackup" /><p v-html="$getString(\'HintShare\', [address])" /></template>\n',
    harmful: '<template><p v-html="episode.subtitle" /></template>\n',
  },
  {
    name: 'whether there is a token is no token',
    rule: 'sensitive-data-logging',
    path: 'src/session.ts',
    safe: `export const tell = (shouldReturnRefreshToken: boolean) => console.log(\`renewed \${shouldReturnRefreshToken}\`);
`,
    harmful: `export const tell = (refreshToken: string) => console.log(\`renewed \${refreshToken}\`);
`,
  },
  {
    name: 'an address is as long as what was sent',
    rule: 'resource-exhaustion',
    path: 'app/routes/path.ts',
    safe: `export default {
  fetch(request: Request) {
    const url = request.url;
    for (let i = 8; i < url.length; i++) if (url.charCodeAt(i) === 47) return new Response(String(i));
    return new Response();
  },
};
`,
    harmful: `export default {
  async fetch(request: Request) {
    const rows = await request.json();
    let sum = 0;
    for (let i = 0; i < rows.length; i++) sum += i;
    return new Response(String(sum));
  },
};
`,
  },
  {
    name: 'what is called a context may be one of anything',
    rule: 'regex-injection',
    path: 'src/cursor.js',
    safe: `function next(ctx) { return new RegExp(ctx.query); }
module.exports = { next };
`,
    harmful: `function search(ctx) { ctx.body = names.filter((name) => new RegExp(ctx.query.name).test(name)); }
module.exports = { search };
`,
  },
  {
    name: 'a key for searching stands in pages',
    rule: 'hardcoded-credentials',
    path: 'src/search.ts',
    safe: `export const search = { appId: 'K2PMX0CVQF', apiKey: '${['9e0f4c8b2d', '7a6153', 'c0d8e1f2a3b4c5d6'].join('')}', indexName: 'shop' };
`,
    harmful: `export const mail = { user: 'shop', apiKey: '${['9e0f4c8b2d', '7a6153', 'c0d8e1f2a3b4c5d6'].join('')}' };
`,
  },
  {
    name: 'commands to a player tell nothing',
    rule: 'postmessage-origin',
    path: 'src/player.ts',
    safe: `export function play(frame: HTMLIFrameElement, func: string) {
  frame.contentWindow.postMessage(JSON.stringify({ event: 'command', func, args: '' }), '*');
}
`,
    harmful: `export function hand(frame: HTMLIFrameElement, token: string) {
  frame.contentWindow.postMessage(JSON.stringify({ event: 'command', token }), '*');
}
`,
  },
  {
    name: 'an expression that refers back is no automaton',
    rule: 'regular-expression-denial-of-service',
    path: 'src/quotes.ts',
    safe: String.raw`export const link = /\[(?:[^\[\]"]|("+)[^"]+\1(?!"))*?\]/;
`,
    harmful: String.raw`export const link = /\[(?:[^\[\]]+|x)*\]$/;
`,
  },
  {
    name: 'a lookahead leaves one way to match',
    rule: 'regular-expression-denial-of-service',
    path: 'src/actions.ts',
    safe: String.raw`export const actions = /^(?:\{\{(?:[^}]|\}(?!\}))*\}\}\s*)+$/;
`,
    harmful: String.raw`export const actions = /^(?:\{\{(?:[^}]|\}(?!x))*\}\}\s*)+$/;
`,
  },
  {
    name: 'a tag that is cut out of a message has the length that it is cut to',
    rule: 'weak-cryptography',
    path: 'src/seal.ts',
    safe: `import crypto from 'node:crypto';
export function open(message: Buffer, key: Buffer) {
  const tag = message.subarray(12, 28);
  const decipher = crypto.createDecipheriv('aes-256-gcm', key, message.subarray(0, 12));
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(message.subarray(28)), decipher.final()]);
}
`,
    harmful: `import crypto from 'node:crypto';
export function open(message: Buffer, key: Buffer, iv: Buffer, tag: Buffer) {
  const decipher = crypto.createDecipheriv('aes-256-gcm', key, iv);
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(message), decipher.final()]);
}
`,
  },
  {
    name: 'a key to check signatures with is made to be published',
    rule: 'hardcoded-credentials',
    path: 'src/licence.ts',
    safe: `import jwt from 'jsonwebtoken';
const key = '-----BEGIN PUBLIC KEY-----MFkwEwYHKoZIzj0CAQYI-----END PUBLIC KEY-----';
export const read = (token: string) => jwt.verify(token, key, { algorithms: ['ES256'] });
`,
    harmful: `import jwt from 'jsonwebtoken';
const key = '${['MFkwEwYHKo', 'ZIzj0CAQYI'].join('')}';
export const read = (token: string) => jwt.verify(token, key, { algorithms: ['HS256'] });
`,
  },
  {
    name: 'a certificate is made to be published, and the key beside it is not',
    rule: 'hardcoded-credentials',
    path: 'src/licence.ts',
    safe: `import jwt from 'jsonwebtoken';
const key = '-----BEGIN CERTIFICATE-----MIIBszCCAVmgAwIBAgIU-----END CERTIFICATE-----';
export const read = (token: string) => jwt.verify(token, key, { algorithms: ['ES256'] });
`,
    harmful: `import jwt from 'jsonwebtoken';
const key = '-----BEGIN CERTIFICATE-----MIIBszCCAVmgAwIBAgIU-----END CERTIFICATE-----${['-----BEGIN PRIVATE', 'KEY-----'].join(' ')}MIGHAgEAMBMGByqG';
export const sign = (user: object) => jwt.sign(user, key, { algorithm: 'ES256' });
`,
  },
  {
    name: 'what equals a path of our own is that path',
    rule: 'path-traversal',
    path: 'src/logs.ts',
    safe: `${shop}import path from 'node:path';
const known = new Set<string>();
const ours = path.resolve('server.log');
app.get('/logs', (req, res) => {
  const file = path.resolve(String(req.query.file));
  if (file !== ours && !known.has(file)) return res.sendStatus(403);
  res.send(fs.readFileSync(file));
});
`,
    harmful: `${shop}import path from 'node:path';
const known = new Set<string>();
const ours = path.resolve('server.log');
app.get('/logs', (req, res) => {
  const file = path.resolve(String(req.query.file));
  if (file === ours && known.has(file)) return res.sendStatus(403);
  res.send(fs.readFileSync(file));
});
`,
  },
  {
    name: 'what equals a path of our own is that path, and what was made of it by code that nobody knows is not',
    rule: 'path-traversal',
    path: 'src/logs.ts',
    safe: `${shop}import path from 'node:path';
app.get('/logs', (req, res) => {
  const file = path.resolve(String(req.query.file));
  if (file === path.resolve('server.log')) res.send(fs.readFileSync(file));
});
`,
    harmful: `${shop}import tidy from 'tidy-text';
app.get('/logs', (req, res) => {
  const file = String(req.query.file);
  if (file === tidy.trim(file)) res.send(fs.readFileSync(file));
});
`,
  },
  {
    name: 'a port is no path, and who logs in by an address may be called anything',
    rule: 'path-traversal',
    path: 'src/certificates.ts',
    safe: `${shop}import url from 'node:url';
app.get('/ca', (req, res) => {
  res.send(fs.readFileSync('/etc/ca/' + url.parse(String(req.query.url)).port + '/ca.pem'));
});
`,
    harmful: `${shop}import url from 'node:url';
app.get('/ca', (req, res) => {
  res.send(fs.readFileSync('/etc/ca/' + url.parse(String(req.query.url)).auth + '/ca.pem'));
});
`,
  },
  {
    name: 'no slash is in the name of a host',
    rule: 'path-traversal',
    path: 'src/certificates.ts',
    safe: `${shop}app.get('/ca', (req, res) => {
  res.send(fs.readFileSync('/etc/ca/' + new URL(String(req.query.url)).hostname + '/ca.pem'));
});
`,
    harmful: `${shop}app.get('/ca', (req, res) => {
  res.send(fs.readFileSync('/etc/ca/' + new URL(String(req.query.url)).pathname + '/ca.pem'));
});
`,
  },
  {
    name: 'no slash is in the name of a host, but in a user that is decoded',
    rule: 'path-traversal',
    path: 'src/homes.ts',
    safe: `${shop}import url from 'node:url';
app.get('/home', (req, res) => {
  res.send(fs.readFileSync('/home/' + url.parse(String(req.query.url)).hostname + '/page.html'));
});
`,
    harmful: `${shop}import url from 'node:url';
app.get('/home', (req, res) => {
  res.send(fs.readFileSync('/home/' + url.parse(String(req.query.url)).auth + '/page.html'));
});
`,
  },
  {
    name: 'a certificate is made to be published, its key is not',
    rule: 'hardcoded-credentials',
    path: 'src/licence.ts',
    safe: `import jwt from 'jsonwebtoken';
const key = '-----BEGIN CERTIFICATE-----MFkwEwYHKoZIzj0CAQYI-----END CERTIFICATE-----';
export const read = (token: string) => jwt.verify(token, key, { algorithms: ['ES256'] });
`,
    harmful: `import jwt from 'jsonwebtoken';
const key = '-----BEGIN CERTIFICATE-----MFkwEwYHKoZIzj0CAQYI-----END CERTIFICATE----------BEGIN ${['PRIVATE', 'KEY'].join(' ')}-----MFkwEwYHKo-----END ${['PRIVATE', 'KEY'].join(' ')}-----';
export const write = (user: string) => jwt.sign({ user }, key, { algorithm: 'ES256' });
`,
  },
  {
    name: 'a tag has a length where it is cut from the end, and not where it goes on to the end',
    rule: 'weak-cryptography',
    path: 'src/seal.ts',
    safe: `import crypto from 'node:crypto';
export function open(message: Buffer, key: Buffer, iv: Buffer) {
  const decipher = crypto.createDecipheriv('aes-256-gcm', key, iv);
  decipher.setAuthTag(message.subarray(-16));
  return Buffer.concat([decipher.update(message.subarray(0, -16)), decipher.final()]);
}
`,
    harmful: `import crypto from 'node:crypto';
export function open(message: Buffer, key: Buffer, iv: Buffer) {
  const decipher = crypto.createDecipheriv('aes-256-gcm', key, iv);
  decipher.setAuthTag(message.subarray(64));
  return Buffer.concat([decipher.update(message.subarray(0, 64)), decipher.final()]);
}
`,
  },
  {
    name: 'whoever may not see a record is turned away by a check of that name',
    rule: 'insecure-direct-object-reference',
    path: 'app/api/invoices/[id]/route.ts',
    safe: `import { auth } from '@/lib/auth';
import { canViewInvoice } from '@/permissions';
import { getInvoice } from '@/queries';
export async function GET(request: Request, { params }: { params: { id: string } }) {
  const session = await auth();
  if (!session) return new Response(null, { status: 401 });
  if (!(await canViewInvoice(session, params.id))) return new Response(null, { status: 403 });
  return Response.json(await getInvoice(params.id));
}
`,
    harmful: `import { auth } from '@/lib/auth';
import { getInvoice } from '@/queries';
export async function GET(request: Request, { params }: { params: { id: string } }) {
  const session = await auth();
  if (!session) return new Response(null, { status: 401 });
  return Response.json(await getInvoice(params.id));
}
`,
  },
];

async function shown({ rule, path }: FalseAlarm, text: string): Promise<readonly number[]> {
  const { detections, problems } = await inspect(path, {
    [path]: text,
    'package.json': '{ "private": true }',
  });
  expect(problems).toEqual([]);
  return detections
    .filter(({ ruleId, confidence }) => ruleId === rule && confidence !== 'low')
    .map(({ range }) => range.startLine);
}

describe('no alarm', () => {
  it.each(alarms)('$rule: $name', async (alarm) => {
    expect(await shown(alarm, alarm.safe)).toEqual([]);
    expect(await shown(alarm, alarm.harmful)).toHaveLength(1);
  });

  it('is raised by tags with type arguments, and no notice is given of them', async () => {
    const text = `import styled from 'styled-components';
const Box = styled.div<{ wide: boolean }>\`width: \${(props) => (props.wide ? '100%' : 'auto')};\`;
export const show = () => { document.body.innerHTML = location.hash; return Box; };
`;
    const { detections, problems } = await inspect('src/box.tsx', { 'src/box.tsx': text });
    expect(problems).toEqual([]);
    expect(detections.map(({ range }) => range.startLine)).toEqual([3]);
  });
});

describe('what stands beside a package', () => {
  const text = `import { exec } from 'node:child_process';
import express from 'express';
express().get('/', (req, res) => { exec('ls ' + req.query.folder); res.end(); });
`;
  const confidenceAt = async (path: string, files: Readonly<Record<string, string>>) =>
    (await inspect(path, { ...files, [path]: text })).detections.map(({ confidence }) => confidence);

  it.each([
    'test/server.js',
    'packages/server/examples/chat/index.js',
    'docs/js/server.js',
    'src/__tests__/server.ts',
    'src/server.spec.ts',
  ])('is of low confidence: %s', async (path) => {
    expect(await confidenceAt(path, { 'package.json': '{}' })).toEqual(['low']);
  });

  it.each(['src/server.js', 'src/samples/service.ts', 'app/tests/controller.ts', 'src/testing.ts'])(
    'is told from what runs: %s',
    async (path) => {
      expect(await confidenceAt(path, { 'package.json': '{}' })).toEqual(['high']);
    },
  );

  it('is not told by a name where there is no package', async () => {
    expect(await confidenceAt('examples/server.js', {})).toEqual(['high']);
  });
});

describe('a library', () => {
  const foundFor = async (parameter: string) => {
    const text = `const { exec } = require('child_process');
exports.tell = (${parameter}) => exec('notify ' + ${parameter}.message);
`;
    const files = { 'package.json': '{ "name": "tell" }', 'index.js': text };
    return (await inspect('index.js', files)).detections.length;
  };

  it('is not given errors by those who attack it', async () => {
    expect(await foundFor('given')).toBe(1);
    expect(await foundFor('err')).toBe(0);
  });
});

describe('a template', () => {
  const outputsAt = async (path: string) =>
    (await inspect(path, { [path]: 'Version <%- version %> is out.\n' })).detections.length;

  it('makes a page, or by its name something else', async () => {
    expect(await outputsAt('templates/release.html.ejs')).toBe(1);
    expect(await outputsAt('templates/release.ejs')).toBe(1);
    expect(await outputsAt('templates/release.md.ejs')).toBe(0);
  });
});

describe('code that callers run within a package', () => {
  const text = `export const valueOf = (written) => new Function('return (' + written + ')')();\n`;
  const shownAt = async (files: Readonly<Record<string, string>>) =>
    (await inspect('src/value.js', { ...files, 'src/value.js': text })).detections.map(
      ({ confidence }) => confidence,
    );

  it('is a guess, and where nothing is around it is not', async () => {
    expect(await shownAt({ 'package.json': '{ "private": true }' })).toEqual(['low']);
    expect(await shownAt({})).toEqual(['medium']);
  });
});

describe('bundles', () => {
  it('are told by their numbered modules', async () => {
    const analyzer = createCodeAnalyzer();
    const text = `const part = __webpack_require__(4711);\ndocument.body.innerHTML = location.hash;\n`;
    const { detections, problems } = await analyze(analyzer, 'action/index.js', text + '// -\n'.repeat(5000));
    await analyzer.close?.();
    expect(detections).toEqual([]);
    expect(problems.map(({ kind }) => kind)).toEqual(['notice']);
  });
});

describe('built files', () => {
  let analyzer: ReturnType<typeof createCodeAnalyzer>;
  beforeAll(() => void (analyzer = createCodeAnalyzer()));
  afterAll(async () => analyzer.close?.());
  const text = 'document.body.innerHTML = location.hash;\n';

  it.each(['public/jquery-3.7.min.js', 'dist/app-min.js', '.yarn/releases/yarn-4.cjs'])(
    'are passed over by name with a notice: %s',
    async (path) => {
      const { detections, problems } = await analyze(analyzer, path, text);
      expect(detections).toEqual([]);
      expect(problems.map(({ kind }) => kind)).toEqual(['notice']);
    },
  );

  it('are told from others', async () => {
    const { detections, problems } = await analyze(analyzer, 'public/admin.js', text);
    expect(problems).toEqual([]);
    expect(detections).toHaveLength(1);
  });
});
