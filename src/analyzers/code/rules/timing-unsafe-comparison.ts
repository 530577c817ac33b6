import type { SyntaxNode } from '../../syntax/tree.js';
import { bare } from '../flow/node.js';
import type { Unit } from '../flow/unit.js';
import { constantText, type Value } from '../flow/value.js';
import { isPasswordName, isSecretName, wordsOf } from '../reading/names.js';
import { isTestFile, lastName, nodesOf, textOf } from '../reading/nodes.js';
import type { CodeRule, Surroundings, Verdict } from './code-rule.js';

export const timingUnsafeComparison: CodeRule = {
  id: 'timing-unsafe-comparison',
  title: 'Secret compared in a time that tells about it',
  severity: 'medium',
  confidence: 'medium',
  cwe: [208, 203],
  owasp: ['A02:2021', 'A04:2025'],
  asvs: ['11.2.4'],
  languages: ['typescript', 'javascript'],
  description:
    'A signature, a token or a key is compared with `===`, which stops at the first character that differs. Who can measure how long the answer takes learns how much of a guess was right, and finds the secret piece by piece.',
  remediation:
    'Compare in constant time: `crypto.timingSafeEqual(Buffer.from(a), Buffer.from(b))`, after the lengths were found equal.',
  references: [
    'https://nodejs.org/api/crypto.html#cryptotimingsafeequala-b',
    'https://cwe.mitre.org/data/definitions/208.html',
  ],
  nodes: [
    {
      types: ['binary_expression'],
      hint: /(?:secret|token|signature|hmac|api_?key|digest|\bmac\b|\bsig\b|passw(?:or)?d|otp|hash(?:ed)?|derived\w{0,40})[\w$.?()[\]'"-]{0,60}\s{0,20}[!=]==?|[!=]==?\s{0,20}[\w$.?()[\]'"-]{0,80}(?:secret|token|signature|hmac|api_?key|digest|\bmac\b|\bsig\b|passw(?:or)?d|otp|hash(?:ed)?|derived\w{0,40})/i,
      check,
    },
  ],
  examples: {
    bad: [
      {
        path: 'src/webhook.ts',
        text: `import crypto from 'node:crypto';
import type { Request } from 'express';

export function isGenuine(req: Request, key: string) {
  const expected = crypto.createHmac('sha256', key).update(JSON.stringify(req.body)).digest('hex');
  return req.headers['x-signature'] === expected; ◄
}
`,
      },
      {
        path: 'src/accounts.ts',
        text: `import { scryptSync } from 'node:crypto';

export function matches(password: string, salt: string, stored: string) {
  const hash = scryptSync(password, salt, 64).toString('hex');
  return hash === stored; ◄
}
`,
      },
      {
        path: 'src/guard.js',
        text: `exports.guard = (req, res, next) => {
  if (req.get('x-api-key') !== process.env.API_KEY) return res.sendStatus(401); ◄
  next();
};
`,
      },
    ],
    good: [
      {
        path: 'src/webhook.ts',
        text: `import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';

export function isGenuine(req: Request, key: string) {
  const expected = createHmac('sha256', key).update(JSON.stringify(req.body)).digest();
  const given = Buffer.from(String(req.headers['x-signature']), 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
`,
      },
      {
        path: 'src/parser.js',
        text: `exports.next = (token, previous) => {
  if (token === previous.token || token.type === previous.tokenType) return true;
  return token !== undefined && token !== '';
};
`,
      },
    ],
  },
};

function check(unit: Unit, node: SyntaxNode, { read }: Surroundings): Verdict | undefined {
  if (!/^[=!]==?$/.test(node.get('operator')?.type ?? '') || isTestFile(unit)) return undefined;
  const left = node.get('left');
  const right = node.get('right');
  if (!left || !right || !isPlain(left) || !isPlain(right)) return undefined;
  const names = [nameOf(unit, left), nameOf(unit, right)];
  const isNamed = names.some((name) => name !== undefined && isSecretish(name));
  if (!isNamed && !derives.test(unit.text)) return undefined;
  const values = [read(left), read(right)];
  if (values.some((value) => constantText(value) !== undefined || value.literal !== undefined))
    return undefined;
  const isDerived = hasOrigin(values, /^crypto\.(?:pbkdf2Sync|scryptSync)\(\)/);
  // A signature that was kept is found again, and not guessed.
  const isSigned =
    hasOrigin(values, /^crypto\.createHmac\(\)/) && !names.some((name) => kept.test(name ?? ''));
  const isMade = isDerived || (isNamed && isSigned);
  if (!isMade && (!isNamed || isTold(node))) return undefined;
  const fromOutside = values.some((value) => value.taints.some((taint) => taint.kind === 'request'));
  const isKept = [left, right].some((side) => isKeptSecret(unit, side));
  if (!isMade && !(fromOutside && (isKept || names.every((name) => name !== undefined && isSecretish(name)))))
    return undefined;
  // Passwords are spoken of by the rules for passwords.
  if (names.every((name) => name !== undefined && isPasswordName(name))) return undefined;
  return {
    message: `\`${textOf(unit, node).replace(/\s+/g, ' ').slice(0, 80)}\` takes longer the more of the secret was guessed.`,
    ...(isMade && { confidence: 'high' }),
    // Who sends both sides, as a form token and its cookie, has nothing to guess.
    ...(names.some((name) => /[cx]srf/i.test(name ?? '')) && { confidence: 'low' }),
    ...fixOf(unit, node, left, right),
  };
}

const kept = /^(?:stored|saved|existing|cached|previous|old)(?=[A-Z_]|$)|(?:Index|_index)$/;

/** The outcome is a property of an object, as the mark of the current one in a list, and no condition. */
function isTold(node: SyntaxNode): boolean {
  let at = node.parent;
  while (at && /^(?:parenthesized|binary|unary)_expression$/.test(at.type)) at = at.parent;
  return at?.type === 'pair';
}

/** Functions that make of a password what is kept of it. */
const derives = /\b(?:pbkdf2Sync|scryptSync)\b/;

function hasOrigin(values: readonly Value[], pattern: RegExp): boolean {
  return values.some((value) => value.origins.some((origin) => pattern.test(origin)));
}

function isPlain(node: SyntaxNode): boolean {
  return /^(?:identifier|member_expression|subscript_expression|call_expression)$/.test(bare(node).type);
}

function nameOf(unit: Unit, node: SyntaxNode): string | undefined {
  const inner = bare(node);
  if (inner.type !== 'call_expression') return lastName(unit, inner);
  // `req.get('x-api-key')`, `hmac.digest('hex')`
  return /\(\s*['"`]([\w-]+)['"`]\s*\)$/.exec(textOf(unit, inner))?.[1] ?? lastName(unit, inner);
}

const own = /^(?:sig|signature|hmac|mac)$/;

function isSecretish(name: string): boolean {
  const words = wordsOf(name);
  return (
    isSecretName(name) ||
    words.some((word) => own.test(word)) ||
    /^x-(?:api|hub|auth|access|shopify|slack)/.test(name)
  );
}

/** A secret of the server itself: from the environment or the configuration. */
function isKeptSecret(unit: Unit, node: SyntaxNode): boolean {
  const written = textOf(unit, node);
  return (
    /\b(?:process\.env|config|settings|env|secrets)\b/.test(written) && /secret|token|key|pass/i.test(written)
  );
}

/** The comparison in constant time, where the file knows the module for it. */
function fixOf(unit: Unit, node: SyntaxNode, left: SyntaxNode, right: SyntaxNode): Pick<Verdict, 'fix'> {
  const comparer = comparerIn(unit);
  if (comparer === undefined || [left, right].some((side) => /[`]|\bawait\b/.test(textOf(unit, side))))
    return {};
  const [a, b] = [left, right].map((side) => `Buffer.from(String(${textOf(unit, side)}))`);
  const equal = `${a}.length === ${b}.length && ${comparer}(${a}, ${b})`;
  const isNegated = node.get('operator')?.type.startsWith('!') ?? false;
  return {
    fix: {
      description: 'Compare in constant time',
      edits: [{ node, text: isNegated ? `!(${equal})` : `(${equal})` }],
    },
  };
}

function comparerIn(unit: Unit): string | undefined {
  for (const specifier of nodesOf(unit, 'import_specifier'))
    if (textOf(unit, specifier) === 'timingSafeEqual') return 'timingSafeEqual';
  const whole =
    /(?:import\s+(?:\*\s+as\s+)?(\w+)\s+from|(?:const|let|var)\s+(\w+)\s*=\s*require\()\s*['"](?:node:)?crypto['"]/.exec(
      unit.text,
    );
  const name = whole?.[1] ?? whole?.[2];
  return name === undefined ? undefined : `${name}.timingSafeEqual`;
}
