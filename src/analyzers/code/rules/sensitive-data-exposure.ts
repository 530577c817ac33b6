import type { SyntaxNode } from '../../syntax/tree.js';
import type { CallSite } from '../flow/call-site.js';
import type { Value } from '../flow/value.js';
import { bare, keyName } from '../flow/node.js';
import type { Unit } from '../flow/unit.js';
import { isPasswordName, wordsOf } from '../reading/names.js';
import { argumentsOf, isTestFile, lastName, nodesIn, textOf } from '../reading/nodes.js';
import { objectLiteral } from '../reading/options.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const sensitiveDataExposure: CodeRule = {
  id: 'sensitive-data-exposure',
  title: 'Internal or secret data in an answer or a token',
  severity: 'medium',
  confidence: 'medium',
  cwe: [209, 200, 522],
  owasp: ['A04:2021', 'A10:2025'],
  asvs: ['16.5.1', '15.3.1'],
  languages: ['typescript', 'javascript'],
  description:
    'The call stack of an error, or a password or other secret of a record, is sent to whoever asked, or put into a token that anyone can read. It shows how the server is built, or hands the secret out.',
  remediation:
    'Log the error and answer with a plain sentence; name the fields that an answer or a token holds: `res.json({ id: user.id, name: user.name })`.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Error_Handling_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/209.html',
  ],
  calls: [
    {
      at: [
        'jsonwebtoken.sign',
        'jose.SignJWT',
        'jose.JWT.sign',
        '@nestjs/jwt.JwtService().{sign,signAsync}',
        'jwt-simple.encode',
      ],
      check: checkToken,
    },
  ],
  nodes: [
    {
      types: ['call_expression'],
      hint: /\.\s*(?:send|json|end|write|jsonp|render)\s*\([\s\S]{0,300}?(?:\.stack\b|passw|process\.env\s*\))/,
      check: checkAnswer,
    },
    { types: ['assignment_expression'], hint: /\.body\s*=[\s\S]{0,200}?\.stack\b/, check: checkBody },
  ],
  examples: {
    bad: [
      {
        path: 'src/errors.ts',
        text: `import type { NextFunction, Request, Response } from 'express';

export function onError(error: Error, _req: Request, res: Response, _next: NextFunction) {
  res.status(500).json({ message: error.message, stack: error.stack }); ◄
}
`,
      },
      {
        path: 'src/users.js',
        text: `const jwt = require('jsonwebtoken');

exports.me = (req, res) => {
  res.json({ id: req.user.id, password: req.user.password }); ◄
};
exports.issue = (user) => jwt.sign({ id: user.id, password: user.password }, process.env.KEY, { expiresIn: '1h' }); ◄
`,
      },
    ],
    good: [
      {
        path: 'src/errors.ts',
        text: `import type { NextFunction, Request, Response } from 'express';

export function onError(error: Error, _req: Request, res: Response, _next: NextFunction) {
  console.error(error.stack);
  const details = process.env.NODE_ENV === 'development' ? { stack: error.stack } : {};
  res.status(500).json({ message: 'Something went wrong', ...details });
}
`,
      },
      {
        path: 'src/users.js',
        text: `const jwt = require('jsonwebtoken');

exports.me = (req, res) => {
  res.json({ id: req.user.id, hasPassword: Boolean(req.user.password), password: undefined });
};
exports.issue = (user) => jwt.sign({ id: user.id }, process.env.KEY, { expiresIn: '1h' });
`,
      },
    ],
  },
};

const answers = /^(?:send|json|end|write|jsonp|render)$/;
const response = /^(?:res|resp|response|reply|ctx|context|h|c)\b|\.(?:status|code|type|header|set)\(/;

function checkAnswer(unit: Unit, node: SyntaxNode): Verdict | undefined {
  const callee = node.get('function');
  const object = callee?.get('object');
  if (!object || !answers.test(lastName(unit, callee) ?? '') || isTestFile(unit)) return undefined;
  if (!response.test(textOf(unit, object))) return undefined;
  for (const argument of argumentsOf(node)) {
    const stack = stackIn(unit, argument);
    if (stack && !isForDevelopment(unit, stack))
      return { message: 'The call stack of the error is sent to the client.', confidence: 'high' };
    if (textOf(unit, argument) === 'process.env')
      return {
        message: 'The environment, with the secrets in it, is sent to the client.',
        confidence: 'high',
      };
    const secret = secretField(unit, argument);
    if (secret !== undefined) return { message: `\`${secret}\` is sent to the client.` };
  }
  return undefined;
}

function checkBody(unit: Unit, node: SyntaxNode): Verdict | undefined {
  const left = node.get('left');
  const right = node.get('right');
  if (
    !left ||
    !right ||
    !/^(?:ctx|context)(?:\.response)?\.body$/.test(textOf(unit, left)) ||
    isTestFile(unit)
  )
    return undefined;
  const stack = stackIn(unit, right);
  return stack && !isForDevelopment(unit, stack)
    ? { message: 'The call stack of the error is sent to the client.', confidence: 'high' }
    : undefined;
}

/** `error.stack` where it is given on as it is. */
function stackIn(unit: Unit, argument: SyntaxNode): SyntaxNode | undefined {
  for (const node of nodesIn(unit, argument, 'member_expression')) {
    if (lastName(unit, node) !== 'stack') continue;
    const owner = lastName(unit, node.get('object'));
    const isCalled = node.parent?.type === 'call_expression' && node.parent.get('function') === node;
    if (
      owner !== undefined &&
      /^(?:e|err|error|ex|exception|reason|\w*[eE]rr(?:or)?)$/.test(owner) &&
      !isCalled
    )
      return node;
  }
  return undefined;
}

const development = /NODE_ENV|development|\bdev\b|isDev|debug|verbose|production|isProd|showStack|\benv\b/i;

function isForDevelopment(unit: Unit, node: SyntaxNode): boolean {
  for (let at: SyntaxNode | undefined = node; at; at = at.parent) {
    const condition = /^(?:if_statement|ternary_expression)$/.test(at.type) ? at.get('condition') : undefined;
    if (condition && development.test(textOf(unit, condition))) return true;
    if (at.type === 'binary_expression' && development.test(textOf(unit, at.get('left') ?? at))) return true;
  }
  return false;
}

/** A password of a record under the name of one, in an object that is written out. */
function secretField(unit: Unit, argument: SyntaxNode): string | undefined {
  const object = objectLiteral(unit, argument);
  for (const pair of object?.children ?? []) {
    if (pair.type !== 'pair') continue;
    const key = keyName(pair.get('key'), unit.text);
    const value = pair.get('value');
    if (key === undefined || !value) continue;
    const inner = bare(value);
    if (inner.type === 'object') {
      const found = secretField(unit, inner);
      if (found !== undefined) return found;
    }
    if (
      inner.type !== 'member_expression' ||
      !isSecretField(key) ||
      !isSecretField(lastName(unit, inner) ?? '')
    )
      continue;
    if (
      /^(?:(?:req|request)\.(?:body|query)|body|errors?|messages?|fields|form|i18n|t|labels|config|schema)\b|error/i.test(
        textOf(unit, inner),
      )
    )
      continue;
    return textOf(unit, inner).slice(0, 60);
  }
  return undefined;
}

function isSecretField(name: string): boolean {
  return (
    isPasswordName(name) ||
    /^(?:password_?hash|hashed_?password|ssn|social_security_number|credit_card(?:_number)?|cvv|private_key|secret_key)$/.test(
      wordsOf(name).join('_'),
    )
  );
}

/** Anyone who holds a token can read what is in it. */
function checkToken(site: CallSite): Verdict | undefined {
  const [payload] = site.arguments;
  const [node] = site.argumentNodes;
  if (!payload || !node || isTestFile(site.unit)) return undefined;
  const name = secretWithin(payload, 3);
  if (name !== undefined)
    return { message: `\`${name}\` is put into a token, which anyone who holds it can read.` };
  const record = wholeRecord(site.unit, node);
  if (record === undefined) return undefined;
  return {
    message: `All of \`${record}\` is put into a token, with what is secret in it; anyone who holds it can read that.`,
  };
}

/** The name of a property of a payload, or of an object in it, that holds a secret. */
function secretWithin(value: Value, depth: number): string | undefined {
  for (const [name, field] of value.fields ?? []) {
    if (isSecretField(name) && field.literal !== null) return name;
    const inner = depth > 1 ? secretWithin(field, depth - 1) : undefined;
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** A record as it was found in the database, or given whole: `jwt.sign(user, key)`. */
function wholeRecord(unit: Unit, node: SyntaxNode): string | undefined {
  const inner = bare(node);
  if (
    inner.type !== 'identifier' ||
    !/^(?:user|account|member|customer|admin|employee|doc|record)$/i.test(textOf(unit, inner))
  )
    return undefined;
  const declared = unit.scopes.resolve(inner)?.node;
  const holder = declared?.parent;
  if (holder?.type === 'variable_declarator') {
    const value = holder.get('value');
    const isFound =
      value !== undefined &&
      /\bfind\w*\s*\(/.test(textOf(unit, value)) &&
      !/\bselect\b/.test(textOf(unit, value));
    return isFound ? textOf(unit, inner) : undefined;
  }
  // A parameter with a type says what it holds.
  return holder?.type === 'formal_parameters' ? textOf(unit, inner) : undefined;
}
