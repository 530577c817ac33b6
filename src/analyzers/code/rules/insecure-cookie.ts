import type { SyntaxNode } from '../../syntax/tree.js';
import type { CallSite } from '../flow/call-site.js';
import type { Unit } from '../flow/unit.js';
import { constantText, hole, type Value } from '../flow/value.js';
import { describe, lackOf, openCookieOptions, type Lack } from '../reading/cookies.js';
import { isSessionCookie } from '../reading/names.js';
import { argumentsOf, isTestFile, lastName, literalText, textOf } from '../reading/nodes.js';
import { objectLiteral, optionNode, setOptions } from '../reading/options.js';
import type { CodeRule, Surroundings, Verdict } from './code-rule.js';

export const insecureCookie: CodeRule = {
  id: 'insecure-cookie',
  title: 'Session cookie without its protecting flags',
  severity: 'medium',
  confidence: 'high',
  cwe: [614, 1004, 1275],
  owasp: ['A05:2021', 'A02:2025'],
  asvs: ['3.3.1', '3.3.4'],
  languages: ['typescript', 'javascript'],
  description:
    'A cookie that stands for a signed-in user lacks a flag. Without `Secure` it also travels over unencrypted connections, where anyone on the way reads it; without `HttpOnly` a script that was injected into a page reads it and takes the session over.',
  remediation:
    'Set all three: `res.cookie("session", token, { httpOnly: true, secure: true, sameSite: "lax" })`. Where development runs without TLS, make `secure` depend on the environment.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html',
    'https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/Cookies',
    'https://cwe.mitre.org/data/definitions/614.html',
  ],
  calls: [
    { at: ['express-session'], check: (site) => checkSession(site, 'cookie') },
    { at: ['cookie-session'], check: (site) => checkSession(site, undefined) },
    { at: ['cookie.serialize'], check: checkSerialized },
  ],
  nodes: [
    {
      types: ['call_expression'],
      hint: /\.\s*(?:set)?[cC]ookie\s*\(|[cC]ookies?\b[\s\S]{0,400}\.set\s*\(|\bsetCookie\s*\(|['"`]set-cookie['"`]/i,
      check: checkCall,
    },
    {
      types: ['program'],
      hint: /cookie[\s\S]{0,400}?\b(?:secure|httpOnly)['"]?\s*:\s*false/i,
      check: checkConfiguration,
    },
  ],
  examples: {
    bad: [
      {
        path: 'src/login.ts',
        text: `import express from 'express';
import session from 'express-session';

const app = express();
app.use(session({ secret: process.env.KEY ?? '', resave: false, cookie: { secure: false } })); ◄

app.post('/login', (req, res) => {
  res.cookie('token', issue(req.body), { secure: true, sameSite: 'lax' }); ◄
  res.end();
});
`,
      },
      {
        path: 'app/actions.ts',
        text: `'use server';
import { cookies } from 'next/headers';

export async function remember(token: string) {
  const jar = await cookies();
  jar.set('session', token); ◄
}
`,
      },
    ],
    good: [
      {
        path: 'src/login.ts',
        text: `import express from 'express';
import session from 'express-session';

const app = express();
const secure = process.env.NODE_ENV === 'production';
app.use(session({ secret: process.env.KEY ?? '', resave: false, cookie: { secure, sameSite: 'lax' } }));

app.post('/login', (req, res) => {
  res.cookie('token', issue(req.body), { httpOnly: true, secure, sameSite: 'lax' });
  res.cookie('theme', req.body.theme);
  res.end();
});
`,
      },
      {
        path: 'app/actions.ts',
        text: `'use server';
import { cookies } from 'next/headers';

export async function forget() {
  const jar = await cookies();
  jar.set('session', '', { maxAge: 0 });
  jar.set('locale', 'en');
}
`,
      },
    ],
  },
};

function wanted(lack: Lack): Record<string, string> {
  return { ...(lack.httpOnly && { httpOnly: 'true' }), ...(lack.secure && { secure: 'true' }) };
}

function checkSession(site: CallSite, field: string | undefined): Verdict | undefined {
  const whole = site.arguments[0];
  if (isTestFile(site.unit) || !whole) return undefined;
  const options = field === undefined ? whole : whole.fields?.get(field);
  if (field !== undefined && !options && whole.closed !== true) return undefined;
  const optionsNode =
    field === undefined
      ? site.argumentNodes[0]
      : optionNode(site.unit, objectLiteral(site.unit, site.argumentNodes[0]), field);
  const lack = lackOf(site.unit, options, optionsNode, false, { httpOnly: true });
  if (!lack) return undefined;
  const object = objectLiteral(site.unit, site.argumentNodes[0]);
  const written = field === undefined ? object : optionNode(site.unit, object, field);
  const edits = written
    ? setOptions(site.unit, objectLiteral(site.unit, written), wanted(lack))
    : field !== undefined && setOptions(site.unit, object, { [field]: '{ httpOnly: true, secure: true }' });
  const isExplicit = options?.fields?.has(lack.secure ? 'secure' : 'httpOnly') === true;
  return {
    message: `The session cookie ${describe(lack)}.`,
    confidence: isExplicit ? 'high' : 'medium',
    ...(edits && { fix: { description: 'Set the flags of the cookie', edits } }),
  };
}

function checkSerialized(site: CallSite): Verdict | undefined {
  if (isTestFile(site.unit)) return undefined;
  return judge(site.unit, site.argumentNodes, site.arguments, site.node, false);
}

/** `res.cookie(…)`, `reply.setCookie(…)`, `cookies().set(…)`, and a `Set-Cookie` header. */
function checkCall(unit: Unit, node: SyntaxNode, { read }: Surroundings): Verdict | undefined {
  const callee = node.get('function');
  const method = callee && lastName(unit, callee);
  if (method === undefined || !callee || isTestFile(unit)) return undefined;
  const nodes = argumentsOf(node);
  const [first] = nodes;
  if (!first) return undefined;
  if (/^(?:setHeader|header|append|set|appendHeader)$/.test(method)) {
    if (/^set-cookie$/i.test(literalText(unit, first) ?? '')) return checkHeader(nodes, read);
  }
  const receiver = callee.get('object');
  const from = receiver ? textOf(unit, receiver) : '';
  const isCookieCall =
    (/^(?:cookie|setCookie)$/.test(method) &&
      receiver !== undefined &&
      !/^\$|jquery|^Cookies?$/i.test(from)) ||
    (method === 'set' && receiver !== undefined && isCookieJar(unit, receiver, read)) ||
    (method === 'setCookie' && !receiver && comesFromCookiesNext(unit, callee, read));
  if (!isCookieCall) return undefined;
  const guards = method === 'set' && receiver !== undefined && isKoaJar(unit, receiver, read);
  const isObject = first.type === 'object' && nodes.length === 1;
  const values = (isObject ? [first] : nodes).map(read);
  if (!isObject) return judge(unit, nodes, values, node, guards);
  const options = values[0];
  const name = constantText(options?.fields?.get('name'));
  const value = options?.fields?.get('value');
  if (name === undefined || !isSessionCookie(name) || isConstant(value)) return undefined;
  return verdictOf(unit, lackOf(unit, options, first, guards), name, first, undefined);
}

function judge(
  unit: Unit,
  nodes: readonly SyntaxNode[],
  values: readonly Value[],
  node: SyntaxNode,
  isGuarded: boolean,
): Verdict | undefined {
  const name = constantText(values[0]);
  if (name === undefined || !isSessionCookie(name) || isConstant(values[1])) return undefined;
  const options = values[2];
  const lack = lackOf(unit, options, nodes[2], isGuarded);
  const last = nodes[1];
  if (!last) return undefined;
  return verdictOf(unit, lack, name, nodes[2], last, node);
}

function isConstant(value: Value | undefined): boolean {
  const text = constantText(value);
  return text === undefined ? value === undefined || value.literal !== undefined : isNoCredential(text);
}

/** A flag, or nothing: no value that signs anyone in. */
function isNoCredential(text: string): boolean {
  return text.length < 4 || /^(?:true|false|null|deleted|none|guest|logged_?(?:in|out))$/i.test(text);
}

function verdictOf(
  unit: Unit,
  lack: Lack | undefined,
  name: string,
  options: SyntaxNode | undefined,
  last: SyntaxNode | undefined,
  node?: SyntaxNode,
): Verdict | undefined {
  if (!lack) return undefined;
  const edits = options
    ? setOptions(unit, objectLiteral(unit, options), wanted(lack))
    : last && [
        { node: last, text: `${textOf(unit, last)}, { httpOnly: true, secure: true, sameSite: 'lax' }` },
      ];
  return {
    message: `The cookie \`${name}\` ${describe(lack)}.`,
    ...(node && { node }),
    ...(edits && { fix: { description: 'Set the flags of the cookie', edits } }),
  };
}

function isCookieJar(unit: Unit, receiver: SyntaxNode, read: Surroundings['read']): boolean {
  if (lastName(unit, receiver) === 'cookies' && receiver.type === 'member_expression') return true;
  return read(receiver).origins.some((origin) => /^(?:web\.Cookies\(\)|cookies\(\))\??$/.test(origin));
}

/** The cookies of Koa, and the library below: they are for the server alone, and secure where the connection is. */
function isKoaJar(unit: Unit, receiver: SyntaxNode, read: Surroundings['read']): boolean {
  if (/^(?:ctx|context|this\.ctx|koaContext)\.cookies$/.test(textOf(unit, receiver))) return true;
  return read(receiver).origins.some((origin) => /^cookies\(\)/.test(origin));
}

function comesFromCookiesNext(unit: Unit, callee: SyntaxNode, read: Surroundings['read']): boolean {
  return read(callee).origins.some((origin) => /^(?:cookies-next|nookies)\b/.test(origin));
}

/** The text of a `Set-Cookie` header, or a list of them. */
function checkHeader(nodes: readonly SyntaxNode[], read: Surroundings['read']): Verdict | undefined {
  const [, valueNode] = nodes;
  if (!valueNode) return undefined;
  const value = read(valueNode);
  for (const header of [value, ...(value.fields?.values() ?? [])]) {
    const shape = header.shape ?? '';
    const name = /^([\w.-]+)=/.exec(shape)?.[1];
    if (name === undefined || !isSessionCookie(name)) continue;
    const fixed = /^[^=]+=([^;\0]*)/.exec(shape)?.[1] ?? '';
    if (!shape.includes(hole) && isNoCredential(fixed)) continue;
    if (/max-age=0|expires=thu, 01 jan 1970/i.test(shape)) continue;
    const attributes = shape.slice(
      shape.includes(hole) ? shape.indexOf(hole) + 1 : name.length + 1 + fixed.length,
    );
    if (attributes.includes(hole) && !/;/.test(attributes)) continue;
    const lack = { httpOnly: !/;\s*httponly/i.test(attributes), secure: !/;\s*secure/i.test(attributes) };
    // What is put in later may hold the flags.
    if (/;[^;]*\0\s*$/.test(attributes) || /\0/.test(attributes.replace(/=\0/g, ''))) continue;
    if (lack.httpOnly || lack.secure) return { message: `The cookie \`${name}\` ${describe(lack)}.` };
  }
  return undefined;
}

/** Options of a cookie that stand in a configuration. */
function checkConfiguration(unit: Unit): readonly Verdict[] {
  if (isTestFile(unit)) return [];
  return openCookieOptions(unit).map(({ pair, value, lack }) => ({
    node: pair,
    message: `The cookie that is configured here ${describe(lack)}.`,
    confidence: 'medium',
    fix: { description: 'Set the flag of the cookie', edits: [{ node: value, text: 'true' }] },
  }));
}
