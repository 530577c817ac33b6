import type { SyntaxNode } from '../../syntax/tree.js';
import type { CallSite } from '../flow/call-site.js';
import { isFunction, keyName } from '../flow/node.js';
import type { Unit } from '../flow/unit.js';
import { wordsOf } from '../reading/names.js';
import { isTestFile, lastName, textOf } from '../reading/nodes.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const insecureRandomness: CodeRule = {
  id: 'insecure-randomness',
  title: 'Secret from predictable random numbers',
  severity: 'high',
  confidence: 'high',
  cwe: [338, 330],
  owasp: ['A02:2021', 'A04:2025'],
  asvs: ['11.5.1'],
  languages: ['typescript', 'javascript'],
  description:
    'A token, a password or a key is made from `Math.random()`. Its numbers follow from one another: whoever sees a few of them computes those before and after, and with them the secrets of others.',
  remediation:
    'Use the generator that is made for secrets: `crypto.randomBytes(32).toString("hex")`, `crypto.randomUUID()`, `crypto.randomInt(1000000)`, in browsers `crypto.getRandomValues`.',
  references: [
    'https://nodejs.org/api/crypto.html#cryptorandombytessize-callback',
    'https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Math/random',
    'https://cwe.mitre.org/data/definitions/338.html',
  ],
  calls: [
    { at: ['Math.random'], check: checkRandom },
    { at: ['crypto.pseudoRandomBytes'], check: checkPseudo },
  ],
  examples: {
    bad: [
      {
        path: 'src/reset.ts',
        text: `export function createResetToken() {
  return Math.random().toString(36).slice(2); ◄
}

export function invite(email: string) {
  let code = '';
  let password = '';
  for (let i = 0; i < 12; i++) password += String.fromCharCode(97 + Math.floor(Math.random() * 26)); ◄
  return { email, code, password };
}
`,
      },
      {
        path: 'src/keys.js',
        text: `const crypto = require('crypto');

exports.salt = () => crypto.pseudoRandomBytes(16); ◄
exports.session = (user) => ({ user, sessionId: user.id + '-' + Math.random() }); ◄
`,
      },
    ],
    good: [
      {
        path: 'src/reset.ts',
        text: `import { randomBytes } from 'node:crypto';

export function createResetToken() {
  return randomBytes(32).toString('hex');
}

export const delay = () => 1000 + Math.random() * 500;
`,
      },
      {
        path: 'src/list.tsx',
        text: `const colours = ['red', 'blue'];
const tokenCount = Math.floor(Math.random() * 10);

export const Dots = () => <i key={Math.random()} style={{ color: colours[tokenCount % 2] }} />;
`,
      },
    ],
  },
};

const secretWords = new Set(
  'token secret password passwd passcode passphrase otp nonce salt iv csrf xsrf apikey jwt totp captcha'.split(
    ' ',
  ),
);
const secretPairs =
  /(?:session|access|secret|private|encryption|api|auth)(?:key|id|token)$|(?:reset|verification|invite|activation|confirmation|recovery|auth|security|login|verify)code$|^pin(?:code)?$|^temp(?:orary)?pass(?:word)?$/;
const others =
  /^(?:count|length|index|type|name|color|colour|size|position|delay|limit|style|class|color|width|height|price|amount|supply|rate|usage)s?$/;

/** A name for a value that must not be guessed. */
function isSecret(name: string): boolean {
  const words = wordsOf(name);
  // The nonce beside a signature has to be another each time, and may be known.
  if (words.some((word) => others.test(word)) || /^signaturenonce$/.test(words.join(''))) return false;
  return words.some((word) => secretWords.has(word)) || secretPairs.test(words.join(''));
}

function checkRandom(site: CallSite): Verdict | undefined {
  if (isTestFile(site.unit)) return undefined;
  const name = holderOf(site.unit, site.node);
  if (name === undefined) return undefined;
  return {
    message: `\`${name}\` is made from \`Math.random()\`, whose numbers can be predicted.`,
    node: site.node,
  };
}

/** The name under which a random number is kept or given on, where it stands for a secret. */
function holderOf(unit: Unit, node: SyntaxNode): string | undefined {
  let isReturned = true;
  for (let at = node; at.parent; at = at.parent) {
    const { parent } = at;
    if (
      parent.type === 'subscript_expression' &&
      parent.get('index') === at &&
      parent.parent?.type === 'call_expression'
    )
      return undefined;
    const name = nameOf(unit, parent);
    // As a number, it tells a version from the one before.
    if (at === node && /^nonce$/i.test(name ?? '')) return undefined;
    if (name !== undefined && isSecret(name)) return name;
    if (isFunction(parent)) {
      if (!isReturned) return undefined;
      // What a function of such a name computes is the secret, step by step.
      const own = parent.get('name') ?? nameHolder(parent);
      const written = own && textOf(unit, own);
      if (
        written !== undefined &&
        isSecret(written) &&
        /^(?:generate|create|make|new|random|gen|build|get|issue)/i.test(written)
      )
        return written;
      isReturned = parent.type === 'arrow_function' && own === undefined;
    }
    if (parent.type === 'class_body' || parent.type === 'program') return undefined;
    if (parent.type === 'if_statement' && parent.get('condition') === at) return undefined;
  }
  return undefined;
}

function nameOf(unit: Unit, holder: SyntaxNode): string | undefined {
  switch (holder.type) {
    case 'variable_declarator':
    case 'public_field_definition':
    case 'field_definition':
      return keyName(holder.get('name') ?? holder.get('property'), unit.text);
    case 'pair':
      return keyName(holder.get('key'), unit.text);
    case 'assignment_expression':
    case 'augmented_assignment_expression':
      return lastName(unit, holder.get('left'));
    default:
      return undefined;
  }
}

function nameHolder(node: SyntaxNode): SyntaxNode | undefined {
  const { parent } = node;
  if (parent?.type === 'variable_declarator') return parent.get('name');
  if (parent?.type === 'pair') return parent.get('key');
  if (parent?.type === 'assignment_expression')
    return parent.get('left')?.get('property') ?? parent.get('left');
  return undefined;
}

function checkPseudo(site: CallSite): Verdict {
  const property = site.callee.get('property');
  return {
    message: 'The numbers of `pseudoRandomBytes` are not meant for secrets.',
    ...(property && {
      fix: { description: 'Use the generator for secrets', edits: [{ node: property, text: 'randomBytes' }] },
    }),
  };
}
