import type { SyntaxNode } from '../../syntax/tree.js';
import type { CallSite } from '../flow/call-site.js';
import { nearestFunction } from '../flow/node.js';
import { parametersOf } from '../flow/scope.js';
import { constantText } from '../flow/value.js';
import { argumentsOf, isTestFile, lastName, nodesOf, textOf } from '../reading/nodes.js';
import { objectLiteral, optionNode } from '../reading/options.js';
import { isDemanded } from '../reading/protocols.js';
import type { CodeRule, Verdict } from './code-rule.js';

const password = /passw(?:or)?d|passphrase|passcode|\bpwd\b|^pw$/i;

export const weakPasswordHash: CodeRule = {
  id: 'weak-password-hash',
  title: 'Password hashed too fast',
  severity: 'high',
  confidence: 'high',
  cwe: [916, 327],
  owasp: ['A02:2021', 'A04:2025'],
  asvs: ['11.4.2'],
  languages: ['typescript', 'javascript'],
  description:
    'A password is hashed with a function that is made to be fast. Whoever gets hold of the hashes tries billions of passwords a second on one graphics card, and finds most of them, with or without a salt.',
  remediation:
    'Use a password hashing function that costs time and memory: Argon2id (`argon2.hash(password)`), scrypt (`crypto.scrypt`), or bcrypt with a cost of at least 10; PBKDF2 needs 600,000 rounds of SHA-256.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/916.html',
  ],
  calls: [
    { at: ['crypto.{createHash,createHmac}().update'], check: checkUpdate },
    { at: ['crypto.hash'], check: (site) => checkValue(site, 1) },
    {
      at: ['{md5,sha1,sha256,blueimp-md5,js-sha256.sha256,js-md5.md5,js-sha1,hash.js}'],
      check: (site) => checkValue(site, 0),
    },
    {
      at: ['crypto-js.{MD5,SHA1,SHA224,SHA256,SHA384,SHA512,SHA3,RIPEMD160}'],
      check: (site) => checkValue(site, 0),
    },
    { at: ['bcrypt.{hash,hashSync}'], check: (site) => checkRounds(site, 1) },
    { at: ['bcrypt.{genSalt,genSaltSync}'], check: (site) => checkRounds(site, 0) },
    { at: ['crypto.{pbkdf2,pbkdf2Sync}'], check: checkIterations },
    { at: ['argon2.hash'], check: checkArgon },
  ],
  examples: {
    bad: [
      {
        path: 'src/signup.ts',
        text: `import argon2 from 'argon2';
import bcrypt from 'bcrypt';
import { pbkdf2Sync } from 'node:crypto';

export const quick = (password: string) => bcrypt.hash(password, 4); ◄
export const derived = (password: string, salt: Buffer) => pbkdf2Sync(password, salt, 1000, 64, 'sha512'); ◄
export const other = (password: string) => argon2.hash(password, { type: argon2.argon2i }); ◄
`,
      },
      {
        path: 'src/users.ts',
        text: `import { createHash } from 'node:crypto';

export function store(user: { password: string }) {
  const hash = createHash('sha256').update(user.password).digest('hex'); ◄
  return { hash };
}
`,
      },
      {
        path: 'src/login.js',
        text: `const crypto = require('crypto');

function matches(password, user) {
  const md5 = crypto.createHash('md5');
  return md5.update(user.salt + password).digest('hex') === user.hash; ◄
}
module.exports = { matches };
`,
      },
    ],
    good: [
      {
        path: 'src/signup.ts',
        text: `import argon2 from 'argon2';
import bcrypt from 'bcrypt';

export const slow = (password: string) => bcrypt.hash(password, 12);
export const configured = (password: string, rounds: number) => bcrypt.hash(password, rounds);
export const best = (password: string) => argon2.hash(password, { type: argon2.argon2id });
`,
      },
      {
        path: 'src/users.ts',
        text: `import argon2 from 'argon2';

export async function store(user: { password: string }) {
  return { hash: await argon2.hash(user.password) };
}
`,
      },
      {
        path: 'src/etag.ts',
        text: `import { createHash } from 'node:crypto';

export function etag(body: string, resetPasswordToken: string) {
  const token = createHash('sha256').update(resetPasswordToken).digest('hex');
  return [createHash('sha1').update(body).digest('base64'), token];
}
`,
      },
    ],
  },
};

function checkUpdate(site: CallSite): Verdict | undefined {
  return checkValue(site, 0) ?? checkDestination(site);
}

/** What is hashed is kept as a password: `user.password = …`, `user.setPassword(digest)`. */
function checkDestination(site: CallSite): Verdict | undefined {
  const { unit } = site;
  let chain = site.node;
  while (chain.parent && /^(?:member_expression|call_expression|await_expression)$/.test(chain.parent.type))
    chain = chain.parent;
  const holder = chain.parent;
  const target = holder?.get('left') ?? holder?.get('name') ?? holder?.get('key');
  if (!holder || !target || target === chain) return undefined;
  const name = lastName(unit, target) ?? '';
  const isKept =
    holder.type !== 'variable_declarator' &&
    /^(?:\w*[pP]assword(?:_?[hH]ash)?|pwd|hashed_?[pP]assword)$/.test(name) &&
    !other.test(name.replace(/_?hash(?:ed)?_?/i, ''));
  const isHandedOn =
    target.type === 'identifier' &&
    nodesOf(unit, 'call_expression').some(
      (call) =>
        /^set_?password$/i.test(lastName(unit, call) ?? '') &&
        argumentsOf(call).some((argument) => textOf(unit, argument) === name),
    );
  if (!isKept && !isHandedOn) return undefined;
  return {
    message: 'The password is hashed with a function that is too fast for passwords.',
    confidence: 'medium',
  };
}

function checkValue(site: CallSite, index: number): Verdict | undefined {
  const node = site.argumentNodes[index];
  const value = site.arguments[index];
  if (!node || !value || constantText(value) !== undefined) return undefined;
  const name = findPasswordName(node, site);
  if (name === undefined || isTestFile(site.unit)) return undefined;
  // HTTP's own scheme demands the hash, and what goes into a slow function after is no weaker for it.
  if (/\b(?:realm|c?nonce)\b/i.test(textOf(site.unit, node))) return undefined;
  const isFollowed =
    isDemanded(site.unit) || isReplaced(site, node) || slowCall.test(site.unit.text) || isGivenCost(site);
  return {
    message: `\`${name}\` is hashed with a function that is too fast for passwords.`,
    ...(isFollowed && { confidence: 'low' }),
  };
}

const slowCall = /\b(?:bcrypt\w*|argon2\w*|scrypt\w*|pbkdf2\w*)\s*[.(]/;

/** A function that is told how much work to do hands the digest on to the one that does it. */
function isGivenCost(site: CallSite): boolean {
  return parametersOf(nearestFunction(site.node)).some((parameter) =>
    /^(?:\w*[rR]ounds|cost|\w+Cost|work_?[fF]actor)$/.test(textOf(site.unit, parameter.pattern)),
  );
}

/** `password = hash(password)`: a step before the function that is meant for passwords. */
function isReplaced(site: CallSite, input: SyntaxNode): boolean {
  let chain = site.node;
  while (chain.parent && /^(?:member_expression|call_expression|await_expression)$/.test(chain.parent.type))
    chain = chain.parent;
  const target = chain.parent?.type === 'assignment_expression' ? chain.parent.get('left') : undefined;
  return target?.type === 'identifier' && textOf(site.unit, target) === textOf(site.unit, input);
}

const minRounds = 10;

function checkRounds(site: CallSite, index: number): Verdict | undefined {
  const rounds = site.arguments[index]?.literal;
  const node = site.argumentNodes[index];
  if (typeof rounds !== 'number' || rounds >= minRounds || !node || isTestFile(site.unit)) return undefined;
  return {
    message: `A cost of ${rounds} makes the hash too fast.`,
    ...(node.type === 'number' && {
      fix: { description: 'Raise the cost to 12', edits: [{ node, text: '12' }] },
    }),
  };
}

/** Well below what is advised for any hash function, so that no more than outdated numbers are told. */
const minIterations = 100_000;

function checkIterations(site: CallSite): Verdict | undefined {
  const iterations = site.arguments[2]?.literal;
  const node = site.argumentNodes[2];
  if (typeof iterations !== 'number' || iterations >= minIterations || !node || isTestFile(site.unit))
    return undefined;
  const input = site.argumentNodes[0];
  if (input && findPasswordName(input, site) === undefined) return undefined;
  return {
    message: `${iterations} iterations of PBKDF2 are too few for a password.`,
    ...(node.type === 'number' && {
      fix: { description: 'Raise the iterations to 600,000', edits: [{ node, text: '600000' }] },
    }),
  };
}

function checkArgon(site: CallSite): Verdict | undefined {
  const options = site.arguments[1];
  const type = options?.fields?.get('type');
  const object = objectLiteral(site.unit, site.argumentNodes[1]);
  const node = optionNode(site.unit, object, 'type');
  const isOneSided =
    type?.literal === 0 ||
    type?.literal === 1 ||
    type?.origins.some((origin) => /argon2(?:i|d)$/i.test(origin)) === true;
  if (isOneSided)
    return {
      message: 'This variant of Argon2 withstands one kind of attack only; Argon2id withstands both.',
      ...(node?.type === 'member_expression' && {
        fix: {
          description: 'Use Argon2id',
          edits: [{ node: node.get('property') ?? node, text: 'argon2id' }],
        },
      }),
    };
  const memory = options?.fields?.get('memoryCost')?.literal;
  if (typeof memory !== 'number' || memory >= 7168 || memory < 32) return undefined;
  return { message: `${memory} KiB of memory make Argon2 too cheap.` };
}

/** Words that make a password's name one of something else: a token to reset it, its id, its length. */
const other = /token|reset|id$|length|count|field|hint|policy|expir|url|link|digest|hash|pwned|breach/i;

/** The name of a password that stands in the argument as a variable or property. */
function findPasswordName(node: SyntaxNode, site: CallSite): string | undefined {
  const pending = [node];
  for (let at = pending.pop(); at; at = pending.pop()) {
    if (at.type === 'identifier' || at.type === 'property_identifier') {
      const name = site.unit.text.slice(at.start, at.end);
      if (password.test(name) && !other.test(name)) return name;
    }
    if (at.type !== 'string') pending.push(...at.children);
  }
  return undefined;
}
