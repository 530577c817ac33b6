import type { SyntaxNode } from '../../syntax/tree.js';
import type { CallSite } from '../flow/call-site.js';
import { nearestFunction } from '../flow/node.js';
import { constantText, type Value } from '../flow/value.js';
import { isSecretName } from '../reading/names.js';
import { argumentsOf, definitionOf, isTestFile, lastName, nodesIn, textOf } from '../reading/nodes.js';
import { objectLiteral, optionNode } from '../reading/options.js';
import { isDemanded } from '../reading/protocols.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const weakCryptography: CodeRule = {
  id: 'weak-cryptography',
  title: 'Broken or misused cryptography',
  severity: 'high',
  confidence: 'high',
  cwe: [327, 326, 328, 329, 1204],
  owasp: ['A02:2021', 'A04:2025'],
  asvs: ['11.3.1', '11.3.2', '11.4.1', '11.6.1'],
  languages: ['typescript', 'javascript'],
  description:
    'Data is protected with an algorithm that is broken, with a key that is too short, or in a way that takes its strength: without an initialization vector of its own, block by block, or without the check of the authentication tag. Whoever holds the protected data learns or changes what is in it.',
  remediation:
    'Encrypt with AES-256-GCM and a fresh `crypto.randomBytes(12)` for each message, keep the tag, and hash with SHA-256 or better; use RSA keys of 3072 bits, or Ed25519.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Cryptographic_Storage_Cheat_Sheet.html',
    'https://nodejs.org/api/crypto.html',
    'https://cwe.mitre.org/data/definitions/327.html',
  ],
  calls: [
    { at: ['crypto.{createCipheriv,createDecipheriv}'], check: checkCipher },
    { at: ['crypto.{createCipher,createDecipher}'], check: checkOldCipher },
    { at: ['crypto.{createHash,createHmac}'], check: checkHash },
    { at: ['crypto.{createSign,createVerify}', 'crypto.{sign,verify}'], check: checkSignature },
    { at: ['crypto.{generateKeyPair,generateKeyPairSync}'], check: checkKeyPair },
    {
      at: ['crypto.{createDiffieHellman,createDiffieHellmanGroup,getDiffieHellman}'],
      check: checkDiffieHellman,
    },
    {
      at: ['node-rsa', 'node-forge.pki.rsa.generateKeyPair', 'node-forge.rsa.generateKeyPair'],
      check: checkRsa,
    },
    {
      at: ['crypto-js.{DES,TripleDES,RC4,RC4Drop,Rabbit,RabbitLegacy}.{encrypt,decrypt}'],
      check: checkCryptoJs,
    },
    { at: ['crypto-js.AES.{encrypt,decrypt}'], check: checkMode },
  ],
  examples: {
    bad: [
      {
        path: 'src/vault.ts',
        text: `import { createCipheriv, generateKeyPairSync } from 'node:crypto';

export function seal(text: string, key: Buffer) {
  const cipher = createCipheriv('aes-256-ecb', key, null); ◄
  return Buffer.concat([cipher.update(text), cipher.final()]);
}

export const pair = generateKeyPairSync('rsa', { modulusLength: 1024 }); ◄
`,
      },
      {
        path: 'src/legacy.js',
        text: `const crypto = require('crypto');

const iv = Buffer.alloc(16);

exports.seal = (text, key) => {
  const cipher = crypto.createCipheriv('aes-256-cbc', key, iv); ◄
  return cipher.update(text, 'utf8', 'hex') + cipher.final('hex');
};
exports.old = (text, password) => crypto.createCipher('aes192', password).update(text, 'utf8', 'hex'); ◄
exports.token = (user) => crypto.createHash('md5').update(user.secret + Date.now()).digest('hex'); ◄
`,
      },
    ],
    good: [
      {
        path: 'src/vault.ts',
        text: `import { createCipheriv, generateKeyPairSync, randomBytes } from 'node:crypto';

export function seal(text: string, key: Buffer) {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  return Buffer.concat([iv, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

export const pair = generateKeyPairSync('rsa', { modulusLength: 3072 });
`,
      },
      {
        path: 'src/etag.js',
        text: `const crypto = require('crypto');

exports.etag = (body) => crypto.createHash('md5').update(body).digest('base64');
exports.open = (data, key, iv, tag) => {
  const decipher = crypto.createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 });
  decipher.setAuthTag(tag);
  return decipher.update(data, undefined, 'utf8') + decipher.final('utf8');
};
`,
      },
    ],
  },
};

const brokenCipher =
  /^(?:des|des3|desx|rc2|rc4|arcfour|bf|blowfish|cast5?|idea|seed|id-smime-alg-cms3deswrap)(?:[-\d]|$)/i;

function checkCipher(site: CallSite): Verdict | undefined {
  const algorithm = constantText(site.arguments[0])?.toLowerCase();
  if (algorithm === undefined || isTestFile(site.unit)) return undefined;
  if (brokenCipher.test(algorithm))
    return {
      message: `The cipher \`${algorithm}\` is broken.`,
      ...(isDemanded(site.unit) && { confidence: 'low' }),
    };
  if (/-ecb$/.test(algorithm))
    return { message: 'In ECB mode equal blocks of text stay equal, so that their pattern shows.' };
  const iv = site.arguments[2];
  const isEncryption = site.origin.endsWith('createCipheriv');
  if (isEncryption && iv && isFixed(iv))
    return { message: 'The initialization vector is the same for every message.' };
  if (isEncryption || !/-(?:gcm|ccm|ocb)$|poly1305/.test(algorithm)) return undefined;
  const scope = textOf(site.unit, nearestFunction(site.node));
  const isLast = site.node.parent?.type !== 'return_statement' && site.node.parent?.type !== 'arrow_function';
  if (isLast && /\.\s*update\s*\(/.test(scope) && !/\.\s*final\s*\(/.test(scope))
    return { message: 'What is decrypted is used without the check of its tag, which `final()` makes.' };
  if (!/gcm/.test(algorithm) || site.argumentNodes.length > 3) return undefined;
  if (takesWholeTag(site)) return undefined;
  const last = site.argumentNodes[2];
  return {
    severity: 'low',
    message: 'Without `authTagLength`, tags of four bytes are accepted, which can be guessed.',
    ...(last && {
      fix: {
        description: 'Accept whole tags only',
        edits: [{ node: last, text: `${textOf(site.unit, last)}, { authTagLength: 16 }` }],
      },
    }),
  };
}

/** A tag that is cut out of the message by its place has the length that it is cut to; not one to wherever the message ends. */
function takesWholeTag({ unit, node }: CallSite): boolean {
  const around = nearestFunction(node);
  return nodesIn(unit, around, 'call_expression').some((call) => {
    const callee = call.get('function');
    const [tag] = argumentsOf(call);
    if (!callee || !tag || lastName(unit, callee) !== 'setAuthTag') return false;
    const cut = definitionOf(unit, tag);
    if (!/^(?:slice|subarray)$/.test(lastName(unit, cut.get('function') ?? cut) ?? '')) return false;
    const [start, end] = argumentsOf(cut);
    // From the end: `-16`, or `message.length - 16`.
    return (
      end !== undefined || (start !== undefined && textOf(unit, definitionOf(unit, start)).includes('-'))
    );
  });
}

/** A constant, or a buffer of zeros. */
function isFixed(value: Value): boolean {
  const text = constantText(value);
  return text !== undefined || value.origins.includes('Buffer.alloc()');
}

function checkOldCipher(site: CallSite): Verdict {
  const algorithm = constantText(site.arguments[0]) ?? '';
  return {
    message: brokenCipher.test(algorithm)
      ? `The cipher \`${algorithm}\` is broken, and the key is derived from the password without salt.`
      : 'The key and the initialization vector are derived from the password without salt, so they never change.',
  };
}

const brokenHash = /^(?:md[245]|sha-?1|ripemd(?:160)?|rsa-md5|rsa-sha1)$/i;

/** A broken hash function is a flaw where a secret or a signature rests on it; for caches and the like it is none. */
function checkHash(site: CallSite): Verdict | undefined {
  const algorithm = constantText(site.arguments[0]);
  const node = site.argumentNodes[0];
  const isMac = site.origin.endsWith('createHmac');
  if (algorithm === undefined || !node || !brokenHash.test(algorithm) || isTestFile(site.unit))
    return undefined;
  if (isMac && /sha/i.test(algorithm)) return undefined;
  const purpose = isMac ? 'a signature' : purposeOf(site);
  if (purpose === undefined) return undefined;
  const canChange = node.type === 'string' && !isMac;
  return {
    confidence: isDemanded(site.unit) ? 'low' : 'medium',
    message: `The broken hash function \`${algorithm}\` is used for ${purpose}.`,
    ...(canChange && { fix: { description: 'Hash with SHA-256', edits: [{ node, text: "'sha256'" }] } }),
  };
}

const securityWords = /token|secret|signature|signed|apikey|api_key|otp|nonce|csrf|credential|session_?id/i;

/** What a hash is for, read off the names of what goes in and of what takes it; undefined where nothing speaks of security. */
function purposeOf(site: CallSite): string | undefined {
  let chain: SyntaxNode = site.node;
  const inputs: SyntaxNode[] = [];
  while (chain.parent && /^(?:member_expression|call_expression|await_expression)$/.test(chain.parent.type)) {
    chain = chain.parent;
    if (chain.type === 'call_expression' && lastName(site.unit, chain) === 'update') {
      const list = chain.get('arguments');
      if (list) inputs.push(list);
    }
  }
  for (const input of inputs)
    for (const node of nodesIn(site.unit, input, 'identifier', 'property_identifier')) {
      const name = textOf(site.unit, node);
      if (isSecretName(name) && !/passw|pwd/i.test(name)) return `\`${name}\``;
    }
  const holder = chain.parent;
  const name = holder?.get('name') ?? holder?.get('key') ?? holder?.get('left');
  const written = name && chain !== name ? textOf(site.unit, name) : '';
  return securityWords.test(written) && written.length < 60 ? `\`${written}\`` : undefined;
}

function checkSignature(site: CallSite): Verdict | undefined {
  const algorithm = constantText(site.arguments[0]);
  const node = site.argumentNodes[0];
  if (algorithm === undefined || !node || !/(?:^|-)(?:md[245]|sha-?1)$/i.test(algorithm)) return undefined;
  if (!/createSign$|\.sign$/.test(site.origin)) return undefined;
  return { message: `The signature rests on the broken hash function \`${algorithm}\`.` };
}

function checkKeyPair(site: CallSite): Verdict | undefined {
  const length = site.arguments[1]?.fields?.get('modulusLength')?.literal;
  const curve = constantText(site.arguments[1]?.fields?.get('namedCurve'));
  if (curve !== undefined && /(?:112|128|160|163|192)(?:r|k|v|t|$)/i.test(curve))
    return { message: `The curve \`${curve}\` is too small.` };
  if (typeof length !== 'number' || length >= 2048) return undefined;
  const node = optionNode(site.unit, objectLiteral(site.unit, site.argumentNodes[1]), 'modulusLength');
  return {
    message: `A key of ${length} bits is too short.`,
    ...(node && { fix: { description: 'Make the key 3072 bits long', edits: [{ node, text: '3072' }] } }),
  };
}

function checkDiffieHellman(site: CallSite): Verdict | undefined {
  const first = site.arguments[0];
  const group = constantText(first);
  if (group !== undefined && /^modp[125]$/.test(group))
    return { message: `The group \`${group}\` is too small.` };
  if (typeof first?.literal !== 'number' || first.literal >= 2048) return undefined;
  return { message: `A prime of ${first.literal} bits is too short.` };
}

function checkRsa(site: CallSite): Verdict | undefined {
  const first = site.arguments[0];
  const length = first?.literal ?? first?.fields?.get('b')?.literal ?? first?.fields?.get('bits')?.literal;
  if (typeof length !== 'number' || length >= 2048) return undefined;
  return { message: `A key of ${length} bits is too short.` };
}

function checkCryptoJs(site: CallSite): Verdict {
  return { message: `The cipher of \`${textOf(site.unit, site.callee)}\` is broken.` };
}

function checkMode(site: CallSite): Verdict | undefined {
  const mode = site.arguments[2]?.fields?.get('mode');
  if (!mode?.origins.some((origin) => /\.ECB$/.test(origin))) return undefined;
  return { message: 'In ECB mode equal blocks of text stay equal, so that their pattern shows.' };
}
