import type { SyntaxNode } from '../../syntax/tree.js';
import type { CallSite } from '../flow/call-site.js';
import type { Unit } from '../flow/unit.js';
import { constantText, type Value } from '../flow/value.js';
import { isTokenPayload, verifiesNearby } from '../reading/jwt.js';
import { argumentsOf, definitionOf, isTestFile, lastName, nodesOf, textOf } from '../reading/nodes.js';
import { objectLiteral, optionNode, pairOf } from '../reading/options.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const jwtNotVerified: CodeRule = {
  id: 'jwt-not-verified',
  title: 'JSON Web Token used without verification',
  severity: 'high',
  confidence: 'high',
  cwe: [347, 345, 327],
  owasp: ['A02:2021', 'A04:2025'],
  asvs: ['9.1.1', '9.1.2'],
  languages: ['typescript', 'javascript'],
  description:
    'A JSON Web Token is read without its signature being checked, or with the algorithm `none` allowed. Anyone can write such a token, so anyone can be anyone.',
  remediation:
    'Verify before reading, with the key and a list of algorithms: `jwt.verify(token, key, { algorithms: ["RS256"] })`. Decoding alone is for tokens that were verified before.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/JSON_Web_Token_for_Java_Cheat_Sheet.html',
    'https://datatracker.ietf.org/doc/html/rfc8725',
    'https://cwe.mitre.org/data/definitions/347.html',
  ],
  calls: [
    {
      at: [
        'jsonwebtoken.decode',
        'jwt-decode',
        'jwt-decode.{jwtDecode,default}',
        'jose.{decodeJwt,UnsecuredJWT.decode}',
        '@nestjs/jwt.JwtService().decode',
      ],
      check: checkDecode,
    },
    {
      at: ['jsonwebtoken.verify', '@nestjs/jwt.JwtService().{verify,verifyAsync}', 'jose.jwtVerify'],
      check: checkVerify,
    },
    {
      at: ['jsonwebtoken.sign', 'jose.SignJWT().setProtectedHeader', 'jose.JWT.{sign,verify}'],
      check: checkSign,
    },
    { at: ['jwt-simple.decode'], check: checkSimple },
    { at: ['passport-jwt.Strategy', 'express-jwt', 'koa-jwt'], check: (site) => checkOptions(site, 0) },
  ],
  nodes: [
    {
      types: ['call_expression'],
      hint: /\batob\(|base64|jwtDecode\b|\.jwt\.decode\b|ignoreExpiration/,
      check: (unit, node) => checkByName(unit, node),
    },
  ],
  examples: {
    bad: [
      {
        path: 'src/auth.ts',
        text: `import jwt from 'jsonwebtoken';
import type { NextFunction, Request, Response } from 'express';

export function authenticate(req: Request, res: Response, next: NextFunction) {
  const token = req.headers.authorization?.split(' ')[1] ?? '';
  const claims = jwt.decode(token); ◄
  res.locals.user = claims;
  next();
}
`,
      },
      {
        path: 'src/session.js',
        text: `const jwt = require('jsonwebtoken');

exports.session = (token, key) => {
  return jwt.verify(token, key, { algorithms: ['HS256', 'none'] }); ◄
};

exports.lenient = (token, key) => {
  return jwt.verify(token, key, { algorithms: ['HS256'], ignoreExpiration: true }); ◄
};
`,
      },
      {
        path: 'src/gate.ts',
        text: `import type { NextFunction, Request, Response } from 'express';

export function gate(req: Request, res: Response, next: NextFunction) {
  const [, payload] = (req.headers.authorization ?? '').split('.');
  res.locals.user = JSON.parse(Buffer.from(payload ?? '', 'base64').toString()); ◄
  next();
}
`,
      },
    ],
    good: [
      {
        path: 'src/auth.ts',
        text: `import jwt from 'jsonwebtoken';

export function claims(token: string, key: string) {
  return jwt.verify(token, key, { algorithms: ['RS256'] });
}
`,
      },
      {
        path: 'src/keys.ts',
        text: `import jwt from 'jsonwebtoken';

export function claims(token: string, keys: Map<string, string>) {
  const header = jwt.decode(token, { complete: true })?.header;
  return jwt.verify(token, keys.get(header?.kid ?? '') ?? '', { algorithms: ['RS256'] });
}
`,
      },
    ],
  },
};

/** Reading a token in the server is wrong unless the same function verifies one; a browser has no key to do so. */
function checkDecode(site: CallSite): Verdict | undefined {
  const token = site.arguments[0];
  const node = site.argumentNodes[0];
  const isRead =
    node !== undefined &&
    /\b(?:req|request|ctx)\b|\bheaders\b|authorization/i.test(
      textOf(site.unit, definitionOf(site.unit, node)),
    );
  const fromRequest = isRead || (token?.taints.some((taint) => taint.kind === 'request') ?? false);
  if (isTestFile(site.unit)) return undefined;
  if (!fromRequest && site.origin.startsWith('jwt-decode')) return undefined;
  // The token of an identity provider comes straight from it, over TLS.
  if (node && /id_?token/i.test(textOf(site.unit, node))) return undefined;
  // A page reads its own token, for which it has no key.
  if (node && ofPage.test(textOf(site.unit, definitionOf(site.unit, node)))) return undefined;
  const isVerifiedElsewhere = !fromRequest && /\bverify\w*\s*\(/.test(site.unit.text);
  if (isVerifiedElsewhere || readsHeader(site) || verifiesNearby(site.unit, site.node)) return undefined;
  return {
    message: 'The token is decoded, and its signature is not checked.',
    confidence: fromRequest ? 'high' : 'medium',
  };
}

const ofPage = /\b(?:Cookies\.get|localStorage|sessionStorage|document\.cookie)\b/;

/** Only the header is read, to find the key by. */
function readsHeader(site: CallSite): boolean {
  const after = site.unit.text.slice(site.node.end, site.node.end + 40);
  if (/^[\s)!?]*\.\s*header\b/.test(after)) return true;
  const declarator = site.node.parent;
  const name = declarator?.type === 'variable_declarator' ? declarator.get('name') : undefined;
  if (name?.type !== 'identifier') return false;
  const { unit } = site;
  const token = unit.scopes.resolve(name);
  const isRead = nodesOf(unit, 'member_expression').flatMap((member) => {
    const object = member.get('object');
    if (object?.type !== 'identifier' || unit.scopes.resolve(object) !== token) return [];
    return [lastName(unit, member) === 'header'];
  });
  return isRead.length > 0 && isRead.every(Boolean);
}

function checkVerify(site: CallSite): Verdict | undefined {
  const isJsonWebToken = site.origin.startsWith('jsonwebtoken');
  const key = site.arguments[1];
  if (isJsonWebToken && (key?.literal === null || key?.literal === false || constantText(key) === ''))
    return { message: 'The token is verified with an empty key, which accepts tokens without a signature.' };
  return checkOptions(site, site.origin.startsWith('@nestjs') ? 1 : 2);
}

/** Options that let through tokens without a signature, or without end. */
function checkOptions(site: CallSite, index: number): Verdict | undefined {
  const options = site.arguments[index];
  const object = objectLiteral(site.unit, site.argumentNodes[index]);
  const algorithms = [...(options?.fields?.get('algorithms')?.fields?.values() ?? [])];
  if (algorithms.some(isNone))
    return {
      message: 'The algorithm `none` is allowed, so tokens without a signature pass.',
      ...withoutNone(site.unit, optionNode(site.unit, object, 'algorithms')),
    };
  if (options?.fields?.get('ignoreExpiration')?.literal !== true) return undefined;
  const value = optionNode(site.unit, object, 'ignoreExpiration');
  return {
    message: 'Tokens that have expired are accepted.',
    ...(value && {
      node: pairOf(site.unit, object, 'ignoreExpiration') ?? value,
      fix: { description: 'Refuse expired tokens', edits: [{ node: value, text: 'false' }] },
    }),
  };
}

/** Drops `none` from a list that holds others. */
function withoutNone(unit: Unit, list: SyntaxNode | undefined): Pick<Verdict, 'fix'> {
  const kept = list?.children
    .map((child) => textOf(unit, child))
    .filter((text) => !/^['"`]none['"`]$/i.test(text));
  if (list?.type !== 'array' || !kept || kept.length === 0 || kept.length === list.children.length) return {};
  return {
    fix: {
      description: 'Allow signed tokens only',
      edits: [{ node: list, text: `[${kept.join(', ')}]` }],
    },
  };
}

function isNone(value: Value): boolean {
  return constantText(value)?.toLowerCase() === 'none';
}

/** Tokens that are made, or accepted, without a signature. */
function checkSign(site: CallSite): Verdict | undefined {
  const key = site.arguments[1];
  if (key?.origins.some((origin) => /\.JWK\.None$/.test(origin)))
    return { message: 'The key is `None`, so tokens have no signature.' };
  const algorithms = site.arguments.flatMap((value) => [
    value.fields?.get('algorithm'),
    value.fields?.get('alg'),
    ...(value.fields?.get('algorithms')?.fields?.values() ?? []),
  ]);
  if (!algorithms.some((value) => value && isNone(value))) return undefined;
  return { message: 'The algorithm is `none`, so the token has no signature.' };
}

function checkSimple(site: CallSite): Verdict | undefined {
  const noVerify = site.arguments[2];
  const node = site.argumentNodes[2];
  const isText = (constantText(noVerify) ?? '') !== '';
  if (noVerify?.literal !== true && !isText) return undefined;
  return {
    message: 'The third argument turns the check of the signature off.',
    ...(node?.type === 'true' && {
      fix: { description: 'Check the signature', edits: [{ node, text: 'false' }] },
    }),
  };
}

/** Decoding by hand, by a server's plugin, and options that a class hands to its strategy. */
function checkByName(unit: Unit, node: SyntaxNode): Verdict | undefined {
  const callee = node.get('function');
  if (!callee || isTestFile(unit)) return undefined;
  const written = textOf(unit, callee).replace(/\s+/g, '');
  const message = 'The token is decoded, and its signature is not checked.';
  if (callee.type === 'super') return checkSuper(unit, node);
  if (/(?:^|\.)jwtDecode$/.test(written) && callee.type === 'member_expression')
    return verifiesNearby(unit, node) ? undefined : { message, confidence: 'medium' };
  if (/\.jwt\.decode$/.test(written))
    return verifiesNearby(unit, node) ? undefined : { message, confidence: 'medium' };
  if (written !== 'JSON.parse') return undefined;
  const [argument] = argumentsOf(node);
  const payload = argument && encodedPart(unit, argument);
  if (!payload || !isServerCode.test(unit.text) || !isTokenPayload(unit, payload)) return undefined;
  if (verifiesNearby(unit, node)) return undefined;
  return {
    message: 'The payload of a token is read, and its signature is not checked.',
    confidence: 'medium',
  };
}

const isServerCode = /\b(?:req|request|ctx|headers)\b/;

/** `x` of `atob(x)` and of `Buffer.from(x, 'base64').toString()`. */
function encodedPart(unit: Unit, expression: SyntaxNode): SyntaxNode | undefined {
  let node = expression;
  for (let depth = 0; depth < 4 && node.type === 'call_expression'; depth++) {
    const callee = node.get('function');
    const name = lastName(unit, callee);
    const isBuffer = callee !== undefined && /^Buffer\s*\.\s*from$/.test(textOf(unit, callee));
    if (name === 'atob' || isBuffer) return argumentsOf(node)[0];
    const inner =
      name === 'toString' || name === 'decode' ? (callee?.get('object') ?? node) : argumentsOf(node)[0];
    if (!inner) return undefined;
    node = name === 'decode' ? (argumentsOf(node)[0] ?? inner) : inner;
  }
  return undefined;
}

/** `super({ ignoreExpiration: true })` in a strategy of Passport. */
function checkSuper(unit: Unit, node: SyntaxNode): Verdict | undefined {
  const object = objectLiteral(unit, argumentsOf(node)[0]);
  const pair = pairOf(unit, object, 'ignoreExpiration');
  const value = pair?.get('value');
  if (!pair || value?.type !== 'true') return undefined;
  return {
    node: pair,
    message: 'Tokens that have expired are accepted.',
    fix: { description: 'Refuse expired tokens', edits: [{ node: value, text: 'false' }] },
  };
}
