import type { SyntaxNode } from '../../syntax/tree.js';
import type { CallSite } from '../flow/call-site.js';
import { constantText, type Value } from '../flow/value.js';
import { nearestFunction } from '../flow/node.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const jwtNotVerified: CodeRule = {
  id: 'jwt-not-verified',
  title: 'JSON Web Token used without verification',
  severity: 'high',
  confidence: 'high',
  cwe: [347, 345],
  owasp: ['A07:2021', 'A07:2025'],
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
      ],
      check: checkDecode,
    },
    { at: ['jsonwebtoken.verify'], check: checkVerify },
    { at: ['jwt-simple.decode'], check: checkSimple },
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
  const fromRequest = token?.taints.some((taint) => taint.kind === 'request') ?? false;
  if (!fromRequest && site.origin.startsWith('jwt-decode')) return undefined;
  if (callsVerify(nearestFunction(site.node), site)) return undefined;
  return {
    message: 'The token is decoded, and its signature is not checked.',
    confidence: fromRequest ? 'high' : 'medium',
  };
}

const verifying = /verif|validate|authenticate/i;

function callsVerify(scope: SyntaxNode, site: CallSite): boolean {
  const pending = [scope];
  for (let node = pending.pop(); node; node = pending.pop()) {
    const callee = node.type === 'call_expression' ? node.get('function') : undefined;
    const name = callee && (callee.get('property') ?? callee);
    if (name && verifying.test(site.unit.text.slice(name.start, name.end))) return true;
    pending.push(...node.children);
  }
  return false;
}

function checkVerify(site: CallSite): Verdict | undefined {
  const key = site.arguments[1];
  const options = site.arguments[2];
  const algorithms = [...(options?.fields?.get('algorithms')?.fields?.values() ?? [])];
  if (algorithms.some(isNone))
    return { message: 'The algorithm `none` is allowed, so tokens without a signature pass.' };
  if (key?.literal === null || key?.literal === false || constantText(key) === '')
    return { message: 'The token is verified with an empty key, which accepts tokens without a signature.' };
  return undefined;
}

function isNone(value: Value): boolean {
  return constantText(value)?.toLowerCase() === 'none';
}

function checkSimple(site: CallSite): Verdict | undefined {
  const noVerify = site.arguments[2];
  if (noVerify?.literal !== true) return undefined;
  return { message: 'The third argument turns the check of the signature off.' };
}
