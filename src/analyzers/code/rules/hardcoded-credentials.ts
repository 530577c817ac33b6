import type { SyntaxNode } from '../../syntax/tree.js';
import type { CallSite } from '../flow/call-site.js';
import { bare, keyName } from '../flow/node.js';
import type { Unit } from '../flow/unit.js';
import { constantText, type Value } from '../flow/value.js';
import { credentialPositions, type CredentialPosition } from '../reading/credential-positions.js';
import { isForThisMachine } from '../reading/environment.js';
import { isPasswordName, wordsOf } from '../reading/names.js';
import { argumentsOf, definitionOf, isTestFile, literalText, nodesOf } from '../reading/nodes.js';
import { objectLiteral, optionNode } from '../reading/options.js';
import {
  isCredential,
  looksLikePassword,
  looksLikeSecret,
  passwordInAddress,
} from '../reading/secret-text.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const hardcodedCredentials: CodeRule = {
  id: 'hardcoded-credentials',
  title: 'Credential in the code',
  severity: 'high',
  confidence: 'high',
  cwe: [798, 259, 321],
  owasp: ['A07:2021', 'A07:2025'],
  asvs: ['13.3.1'],
  languages: ['typescript', 'javascript'],
  description:
    'A password, a key or a token stands in the code and is used as such. Everybody who can read the repository, a build or a copy of it can sign in with it, sign tokens with it or decrypt with it, and it stays valid after it is deleted here.',
  remediation:
    'Read it from the environment or a secret store at run time, stop when it is missing instead of falling back to a constant, and replace the one that was written down: `if (!process.env.JWT_SECRET) throw new Error(…)`.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/798.html',
  ],
  calls: credentialPositions.map((position) => ({
    at: position.at,
    check: (site: CallSite) => checkPosition(site, position),
  })),
  nodes: [
    {
      types: ['program'],
      hint: /(?:pass(?:word|wd|phrase)|pwd|secret|api_?key|access_?key|private_?key|auth_?token|access_?token|authorization)\w{0,40}['"]?\]?(?:\s{0,20}:[\s\w.|]{1,80})?\s{0,20}[:=,]{1,3}\s{0,20}['"`]/i,
      check: (unit) => checkNames(unit),
    },
    {
      types: ['binary_expression'],
      hint: /(?:passw(?:or)?d|passphrase|secret|api_?key)\w{0,40}\s{0,20}[=!]==?\s{0,20}['"`]|['"`]\s{0,20}[=!]==?\s{0,20}[\w$.?]{0,80}(?:passw(?:or)?d|passphrase|secret|api_?key)/i,
      check: checkComparison,
    },
  ],
  examples: {
    bad: [
      {
        path: 'src/tokens.ts',
        text: `import jwt from 'jsonwebtoken';

const key = 'correct-horse-battery';

export function issue(id: string) {
  return jwt.sign({ id }, key, { expiresIn: '15m' }); ◄
}
`,
      },
      {
        path: 'src/server.js',
        text: `const express = require('express');
const session = require('express-session');
const mysql = require('mysql2');

const app = express();
app.use(session({ secret: process.env.SESSION_KEY || 'shop', cookie: { secure: true } })); ◄
const db = mysql.createConnection({ host: 'db', user: 'shop', password: 'letmein' }); ◄
module.exports = { app, db };
`,
      },
    ],
    good: [
      {
        path: 'src/tokens.ts',
        text: `import jwt from 'jsonwebtoken';

const key = process.env.JWT_KEY ?? '';

export function issue(id: string) {
  return jwt.sign({ id }, key, { expiresIn: '15m' });
}
`,
      },
      {
        path: 'src/form.tsx',
        text: `const fields = { password: 'password', passwordError: 'Password is required', secretQuestion: 'Pet of 2003?' };

export const Login = () => <input type="password" name={fields.password} />;
`,
      },
    ],
  },
};

function checkPosition(site: CallSite, position: CredentialPosition): Verdict | undefined {
  const argument = site.arguments[position.argument];
  const node = site.argumentNodes[position.argument];
  if (!argument || !node) return undefined;
  const value = position.field === undefined ? argument : fieldOf(argument, position.field);
  const written =
    position.field === undefined
      ? node
      : optionNode(site.unit, objectLiteral(site.unit, node), position.field);
  const isFixed = value !== undefined && holdsCredential(value, position);
  const isFallback = !isFixed && written !== undefined && fallsBack(site.unit, written, position);
  if (!isFixed && !isFallback) return undefined;
  const place = position.field ?? `argument ${position.argument + 1}`;
  return {
    message: isFixed
      ? `The ${position.what} of this call is a constant in the code.`
      : `The ${position.what} of this call falls back to a constant in the code.`,
    anchor: `${site.origin} ${place}`,
    ...constantPlace(site, written),
    ...(isTestFile(site.unit) ? { confidence: 'low' } : isFallback && { confidence: 'medium' }),
  };
}

/** Where the constant stands, when that is in options that are written before the call; else the call is the place. */
function constantPlace(site: CallSite, written: SyntaxNode | undefined): Pick<Verdict, 'node'> {
  const node = written && (memberOf(site.unit, written) ?? written);
  const isOutside = node !== undefined && (node.start < site.node.start || node.end > site.node.end);
  return isOutside ? { node } : {};
}

/** The value in an object of the file that `config.secret` stands for. */
function memberOf(unit: Unit, node: SyntaxNode): SyntaxNode | undefined {
  const inner = bare(node);
  const object = inner.type === 'member_expression' ? inner.get('object') : undefined;
  const name = object && nameOf(unit, inner);
  return name === undefined ? undefined : optionNode(unit, objectLiteral(unit, object), name);
}

function fieldOf(value: Value, path: string): Value | undefined {
  let at: Value | undefined = value;
  for (const name of path.split('.')) at = at?.fields?.get(name);
  return at;
}

function holdsCredential(value: Value, position: CredentialPosition): boolean {
  const text = constantText(value);
  if (text !== undefined) return isCredentialAt(position, text);
  if (position.isAddress && value.shape !== undefined) return passwordInAddress(value.shape) !== undefined;
  const elements = [...(value.fields ?? [])];
  return elements.some(
    ([name, element]) =>
      (/^(?:\d+|\*|k|key|secret|private)$/.test(name) || position.anyField === true) &&
      isCredential(constantText(element) ?? ''),
  );
}

/** `process.env.KEY || 'constant'`, also where it is kept in a constant first. */
function fallsBack(unit: Unit, node: SyntaxNode, position: CredentialPosition): boolean {
  const expression = definitionOf(unit, memberOf(unit, node) ?? node);
  const operator = expression.get('operator')?.type;
  const right = expression.get('right');
  if (expression.type !== 'binary_expression' || (operator !== '||' && operator !== '??') || !right)
    return false;
  const text = literalText(unit, definitionOf(unit, right));
  if (text === undefined) return false;
  return isCredentialAt(position, text);
}

function isCredentialAt({ isAddress, isIssued }: CredentialPosition, text: string): boolean {
  if (isAddress) return passwordInAddress(text) !== undefined;
  return isCredential(text) && !(isIssued && /^[a-z]+(?:[-_ .][a-z]+)*$/i.test(text));
}

const keyNames =
  /^(?:[a-z\d]+_)*(?:api_?key|secret_?key|access_?key|private_?key|encryption_?key|signing_?key|client_?secret|consumer_?secret|app_?secret|jwt_?secret|session_?secret|cookie_?secret|token_?secret|auth_?token|access_?token|refresh_?token|bearer_?token|secret_?access_?key|secret_or_key|secret)$/;
const isTranslation = /(?:^|\/)(?:locales?|i18n|translations?|lang(?:uages)?|messages)[/.]/i;

/** Places at which only a name says that a constant is a credential. */
function checkNames(unit: Unit): readonly Verdict[] {
  if (isTestFile(unit) || isTranslation.test(unit.path)) return [];
  const verdicts: Verdict[] = [];
  for (const type of ['pair', 'variable_declarator', 'assignment_expression', 'public_field_definition'])
    for (const node of nodesOf(unit, type)) {
      const target = node.get('key') ?? node.get('name') ?? node.get('left') ?? node.get('property');
      const value = node.get('value') ?? node.get('right');
      const name = target && nameOf(unit, target);
      const text = value && literalText(unit, value);
      if (name === undefined || text === undefined || !isNamedCredential(name, text)) continue;
      if (isSearchKey(unit, node)) continue;
      verdicts.push({
        node,
        message: `\`${name}\` is a constant in the code that looks like a credential.`,
        confidence: isForThisMachine(unit, node) ? 'low' : 'medium',
        anchor: `constant ${name}`,
      });
    }
  return [...verdicts, ...namedArguments(unit)];
}

/** `config.set('apiKey', '…')`: the name is an argument as well. */
function namedArguments(unit: Unit): readonly Verdict[] {
  return nodesOf(unit, 'call_expression').flatMap((call): Verdict[] => {
    const [first, second, ...rest] = argumentsOf(call);
    const name = literalText(unit, first);
    const text = literalText(unit, second);
    if (
      name === undefined ||
      text === undefined ||
      rest.length > 0 ||
      !/^[\w.-]+$/.test(name) ||
      !isNamedCredential(name, text)
    )
      return [];
    return [
      {
        node: call,
        message: `The value for \`${name}\` is a constant in the code that looks like a credential.`,
        confidence: 'medium',
        anchor: `value ${name}`,
      },
    ];
  });
}

/** `password === 'letmein'` */
function checkComparison(unit: Unit, node: SyntaxNode): Verdict | undefined {
  const [left, right] = [node.get('left'), node.get('right')];
  if (!/^[=!]==?$/.test(node.get('operator')?.type ?? '') || !left || !right || isTestFile(unit))
    return undefined;
  for (const [side, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const text = literalText(unit, other);
    const inner = bare(side);
    const name = /^(?:identifier|member_expression|subscript_expression)$/.test(inner.type)
      ? nameOf(unit, inner)
      : undefined;
    if (text === undefined || name === undefined) continue;
    const isKey = keyNames.test(wordsOf(name).join('_')) && /\d/.test(text) && text.length >= 8;
    if (!(isPasswordName(name) && isChosenPassword(text)) && !isKey) continue;
    return {
      message: `\`${name}\` is compared with a constant in the code.`,
      confidence: 'medium',
      anchor: `comparison ${name}`,
    };
  }
  return undefined;
}

/** Not a state of a form, and not the name of a field. */
function isChosenPassword(text: string): boolean {
  return (
    /^[^\s.]{4,64}$/.test(text) &&
    !/^(?:password|passwd|text|hidden|null|undefined|none|true|false|string|required|invalid|weak|strong|empty|error|success|string|object|\*+)$/i.test(
      text,
    )
  );
}

function nameOf(unit: Unit, target: SyntaxNode): string | undefined {
  const node = bare(target);
  if (node.type === 'member_expression') return keyName(node.get('property'), unit.text);
  if (node.type === 'subscript_expression') return literalText(unit, node.get('index'));
  if (node.type === 'object_pattern' || node.type === 'array_pattern') return undefined;
  return keyName(node, unit.text);
}

/** Algolia's key for searching is made to stand in pages, beside the application and the index that it searches. */
function isSearchKey(unit: Unit, node: SyntaxNode): boolean {
  if (node.type !== 'pair' || !node.parent) return false;
  const names = node.parent.children.map((sibling) => nameOf(unit, sibling.get('key') ?? sibling) ?? '');
  return (
    names.some((name) => /^app(?:lication)?Id$/i.test(name)) &&
    names.some((name) => /^index(?:Name|Id)$/.test(name))
  );
}

/** Signs to choose from. */
const alphabet = /abcdefgh|bcdfgh|ABCDEFGH/;

function isNamedCredential(name: string, text: string): boolean {
  if (alphabet.test(text)) return false;
  if (/^authorization$/i.test(name)) return /^(?:Basic|Bearer|Token|ApiKey)\s+[\w.~+/=-]{12,}$/i.test(text);
  if (isPasswordName(name)) return looksLikePassword(text, name);
  return keyNames.test(wordsOf(name).join('_')) && looksLikeSecret(text, name);
}
