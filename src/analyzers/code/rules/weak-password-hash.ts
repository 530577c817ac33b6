import type { SyntaxNode } from '../../syntax/tree.js';
import type { CallSite } from '../flow/call-site.js';
import { constantText } from '../flow/value.js';
import type { CodeRule, Verdict } from './code-rule.js';

const password = /passw(?:or)?d|passphrase|passcode|\bpwd\b|^pw$/i;

export const weakPasswordHash: CodeRule = {
  id: 'weak-password-hash',
  title: 'Password hashed with a fast hash function',
  severity: 'high',
  confidence: 'high',
  cwe: [916, 327],
  owasp: ['A02:2021', 'A04:2025'],
  asvs: ['11.4.2'],
  languages: ['typescript', 'javascript'],
  description:
    'A password is hashed with a function that is made to be fast. Whoever gets hold of the hashes tries billions of passwords a second on one graphics card, and finds most of them, with or without a salt.',
  remediation:
    'Use a password hashing function that costs time and memory: Argon2id (`argon2.hash(password)`), scrypt (`crypto.scrypt`), or bcrypt with a cost of at least 10.',
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
  ],
  examples: {
    bad: [
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
  return checkValue(site, 0);
}

function checkValue(site: CallSite, index: number): Verdict | undefined {
  const node = site.argumentNodes[index];
  const value = site.arguments[index];
  if (!node || !value || constantText(value) !== undefined) return undefined;
  const name = findPasswordName(node, site);
  if (name === undefined) return undefined;
  return { message: `\`${name}\` is hashed with a function that is too fast for passwords.` };
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
