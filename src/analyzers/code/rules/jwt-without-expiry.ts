import type { SyntaxNode } from '../../syntax/tree.js';
import type { CallSite } from '../flow/call-site.js';
import { bare, isFunction } from '../flow/node.js';
import type { Unit } from '../flow/unit.js';
import { surelyLacks } from '../reading/jwt.js';
import { argumentsOf, definitionOf, isTestFile, lastName, nodesOf, textOf } from '../reading/nodes.js';
import { objectLiteral, pairOf, setOptions } from '../reading/options.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const jwtWithoutExpiry: CodeRule = {
  id: 'jwt-without-expiry',
  title: 'JSON Web Token without an expiry',
  severity: 'medium',
  confidence: 'high',
  cwe: [613],
  owasp: ['A07:2021', 'A07:2025'],
  asvs: ['7.3.2'],
  languages: ['typescript', 'javascript'],
  description:
    'A token is signed that is valid for ever. Whoever gets hold of it once, from a log, a device or a backup, can use it for as long as the key lives: signing out or changing the password does not end it.',
  remediation:
    'Give access tokens minutes to hours: `jwt.sign(claims, key, { expiresIn: "15m" })`, `new SignJWT(claims).setExpirationTime("15m")`; keep longer sessions with refresh tokens that can be revoked.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/JSON_Web_Token_for_Java_Cheat_Sheet.html',
    'https://datatracker.ietf.org/doc/html/rfc8725',
    'https://cwe.mitre.org/data/definitions/613.html',
  ],
  calls: [
    { at: ['jsonwebtoken.sign'], check: (site) => checkSign(site) },
    { at: ['jose.SignJWT().sign'], check: checkJose },
  ],
  nodes: [
    {
      types: ['program'],
      hint: /\b(?:JwtModule|jwtSign|fastify-?[jJ]wt|@fastify\/jwt)\b/,
      check: (unit) => [...checkNest(unit), ...checkFastify(unit)],
    },
  ],
  examples: {
    bad: [
      {
        path: 'src/login.ts',
        text: `import jwt from 'jsonwebtoken';

export function login(user: { id: string }) {
  return jwt.sign({ sub: user.id }, process.env.JWT_KEY ?? ''); ◄
}
`,
      },
      {
        path: 'src/session.ts',
        text: `import { SignJWT } from 'jose';

const key = new TextEncoder().encode(process.env.SESSION_KEY);

export async function session(id: string) {
  return new SignJWT({ id }).setProtectedHeader({ alg: 'HS256' }).setIssuedAt().sign(key); ◄
}
`,
      },
    ],
    good: [
      {
        path: 'src/login.ts',
        text: `import jwt from 'jsonwebtoken';

export function login(user: { id: string }, claims: object, options: jwt.SignOptions) {
  const exp = Math.floor(Date.now() / 1000) + 900;
  const a = jwt.sign({ sub: user.id }, process.env.JWT_KEY ?? '', { expiresIn: '15m' });
  const b = jwt.sign({ sub: user.id, exp }, process.env.JWT_KEY ?? '');
  return [a, b, jwt.sign(claims, process.env.JWT_KEY ?? '', options)];
}
`,
      },
      {
        path: 'src/session.ts',
        text: `import { SignJWT } from 'jose';

const key = new TextEncoder().encode(process.env.SESSION_KEY);

export async function session(id: string) {
  return new SignJWT({ id }).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('15m').sign(key);
}
`,
      },
    ],
  },
};

const message = 'The token that is signed here never expires.';

function checkSign(site: CallSite): Verdict | undefined {
  const { unit } = site;
  if (isTestFile(unit)) return undefined;
  const [payload, , options] = site.arguments;
  const [payloadNode, keyNode, optionsNode] = site.argumentNodes;
  if (site.argumentNodes.length < 2 || !payload) return undefined;
  const isCallback =
    optionsNode !== undefined && (isFunction(bare(optionsNode)) || options?.call !== undefined);
  if (!isCallback && optionsNode && !surelyLacks(options, 'expiresIn')) return undefined;
  if (!isKnownObject(unit, payloadNode) || payload.fields?.has('exp') === true) return undefined;
  if (payload.closed !== true && payload.fields !== undefined) return undefined;
  // An end of the server's own making.
  if (
    [...(payload.fields?.keys() ?? [])].some((name) =>
      /expir|^createdAt$|^issuedAt$|^validUntil$|ttl/i.test(name),
    )
  )
    return undefined;
  const object = optionsNode && objectLiteral(unit, optionsNode);
  const edits =
    optionsNode && !isCallback
      ? setOptions(unit, object, { expiresIn: "'1h'" })
      : keyNode && [{ node: keyNode, text: `${textOf(unit, keyNode)}, { expiresIn: '1h' }` }];
  return { message, ...(edits && { fix: { description: 'Let the token expire after an hour', edits } }) };
}

/** Whether what is signed is written here, so that an `exp` in it would be seen. */
function isKnownObject(unit: Unit, node: SyntaxNode | undefined): boolean {
  return node !== undefined && objectLiteral(unit, node) !== undefined;
}

function checkJose(site: CallSite): Verdict | undefined {
  const { unit } = site;
  let at = site.receiverNode && definitionOf(unit, site.receiverNode);
  for (let depth = 0; at && depth < 20; depth++) {
    if (at.type === 'new_expression') {
      const claims = objectLiteral(unit, argumentsOf(at)[0]);
      const hides = claims?.children.some(
        (child) => child.type === 'spread_element' || textOf(unit, child) === 'exp',
      );
      if (!claims || hides === true || pairOf(unit, claims, 'exp') || isTestFile(unit)) return undefined;
      const { receiverNode } = site;
      return {
        message,
        ...(receiverNode && {
          fix: {
            description: 'Let the token expire after an hour',
            edits: [{ node: receiverNode, text: `${textOf(unit, receiverNode)}.setExpirationTime('1h')` }],
          },
        }),
      };
    }
    if (at.type !== 'call_expression' || lastName(unit, at) === 'setExpirationTime') return undefined;
    const object = at.get('function')?.get('object');
    at = object && definitionOf(unit, object);
  }
  return undefined;
}

/** NestJS: a module that gives tokens no lifetime, and what is signed in its file without one. */
function checkNest(unit: Unit): readonly Verdict[] {
  if (isTestFile(unit) || !unit.text.includes('@nestjs/jwt')) return [];
  const calls = nodesOf(unit, 'call_expression');
  const modules = calls.filter((call) => {
    const callee = call.get('function');
    return callee && textOf(unit, callee) === 'JwtModule.register';
  });
  const open = modules.filter((call) => {
    const options = objectLiteral(unit, argumentsOf(call)[0]);
    if (!options || options.has('spread_element')) return false;
    const isVerifier = pairOf(unit, options, 'publicKey') && !pairOf(unit, options, 'privateKey');
    const sign = pairOf(unit, options, 'signOptions')?.get('value');
    if (!sign) return !isVerifier && !mentions(unit, options, 'signOptions') && options.children.length > 0;
    return sign.type === 'object' && !mentions(unit, sign, 'expiresIn') && !sign.has('spread_element');
  });
  if (open.length === 0 || open.length < modules.length) return [];
  const signed = calls.filter((call) => isBareSign(unit, call, /jwt\w*\.sign(?:Async)?$/i));
  const perCall = calls.some(
    (call) => /\bsign(?:Async)?$/.test(lastName(unit, call) ?? '') && /expiresIn/.test(textOf(unit, call)),
  );
  if (perCall) return [];
  return [
    ...open.map((node): Verdict => ({
      node,
      message: 'Tokens of this module never expire unless each call says so.',
      confidence: 'medium',
    })),
    ...signed.map((node): Verdict => ({ node, message, confidence: 'medium' })),
  ];
}

/** Fastify: the plugin is registered in this file without a lifetime, and tokens are signed without one. */
function checkFastify(unit: Unit): readonly Verdict[] {
  if (isTestFile(unit)) return [];
  const calls = nodesOf(unit, 'call_expression');
  const registered = calls.filter(
    (call) => lastName(unit, call) === 'register' && /jwt/i.test(textOf(unit, argumentsOf(call)[0] ?? call)),
  );
  const isOpen = registered.some((call) => {
    const options = objectLiteral(unit, argumentsOf(call)[1]);
    return (
      options !== undefined && !options.has('spread_element') && !/expiresIn/.test(textOf(unit, options))
    );
  });
  if (!isOpen) return [];
  return calls
    .filter((call) => isBareSign(unit, call, /\.jwt\.sign$|\.jwtSign$/))
    .map((node) => ({ node, message, confidence: 'medium' as const }));
}

/** A call that signs an object written out here, without a word of when it ends. */
function isBareSign(unit: Unit, call: SyntaxNode, callee: RegExp): boolean {
  const written = call.get('function');
  if (!written || !callee.test(textOf(unit, written).replace(/\s+/g, ''))) return false;
  const [payload, options] = argumentsOf(call);
  const claims = payload && objectLiteral(unit, payload);
  if (!claims || claims.has('spread_element') || mentions(unit, claims, 'exp')) return false;
  if (!options || isFunction(bare(options))) return true;
  const given = objectLiteral(unit, options);
  return given !== undefined && !given.has('spread_element') && !/expiresIn/.test(textOf(unit, given));
}

function mentions(unit: Unit, object: SyntaxNode, name: string): boolean {
  return object.children.some(
    (child) => textOf(unit, child) === name || pairOf(unit, object, name) !== undefined,
  );
}
