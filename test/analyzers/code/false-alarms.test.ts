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
