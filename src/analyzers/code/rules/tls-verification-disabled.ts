import type { SyntaxNode } from '../../syntax/tree.js';
import type { CallSite } from '../flow/call-site.js';
import { isFunction, keyName } from '../flow/node.js';
import type { Unit } from '../flow/unit.js';
import { constantText } from '../flow/value.js';
import { isTestFile, literalText, nodesOf, textOf } from '../reading/nodes.js';
import { isForDevelopment, isForThisMachine } from '../reading/environment.js';
import type { Assignment, CodeRule, Verdict } from './code-rule.js';

export const tlsVerificationDisabled: CodeRule = {
  id: 'tls-verification-disabled',
  title: 'TLS without the check of who is at the other end',
  severity: 'high',
  confidence: 'high',
  cwe: [295, 297, 326, 319],
  owasp: ['A07:2021', 'A07:2025'],
  asvs: ['12.3.2', '12.1.1'],
  languages: ['typescript', 'javascript'],
  description:
    'A connection is encrypted, and the certificate at its other end is not checked, or a version of the protocol is used that is broken. Anyone on the way can pose as the server, and read and change all that is sent.',
  remediation:
    'Leave the check on. For a certificate of your own authority, hand that over: `new https.Agent({ ca: fs.readFileSync("ca.pem") })`. Demand `TLSv1.2` at least.',
  references: [
    'https://nodejs.org/api/tls.html#tlsconnectoptions-callback',
    'https://cheatsheetseries.owasp.org/cheatsheets/Transport_Layer_Security_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/295.html',
  ],
  assignments: [
    { properties: ['NODE_TLS_REJECT_UNAUTHORIZED'], check: checkEnvironment },
    { properties: ['rejectUnauthorized', 'strictSSL'], check: checkAssigned },
    { properties: ['DEFAULT_MIN_VERSION', 'DEFAULT_MAX_VERSION'], check: checkDefault },
  ],
  calls: [{ at: ['node-libcurl.Curl().setOpt', 'node-libcurl.Easy().setOpt'], check: checkCurl }],
  nodes: [
    {
      types: ['program'],
      hint: /\b(?:rejectUnauthorized|strictSSL|strictSsl|checkServerIdentity|secureProtocol|minVersion|maxVersion|tlsAllowInvalidCertificates|tlsAllowInvalidHostnames|tlsInsecure|sslValidate|trustServerCertificate|insecureSkipVerify|SSL_VERIFYPEER|SSL_VERIFYHOST)\b/,
      check: (unit) => checkOptions(unit),
    },
  ],
  examples: {
    bad: [
      {
        path: 'src/client.ts',
        text: `import https from 'node:https';

export const agent = new https.Agent({
  rejectUnauthorized: false, ◄
});
export const old = new https.Agent({ minVersion: 'TLSv1' }); ◄
`,
      },
      {
        path: 'src/start.js',
        text: `process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'; ◄
const tls = require('tls');

module.exports = tls.connect({
  host: 'db.example',
  checkServerIdentity: () => undefined, ◄
});
`,
      },
    ],
    good: [
      {
        path: 'src/client.ts',
        text: `import https from 'node:https';
import { readFileSync } from 'node:fs';

export const agent = new https.Agent({ ca: readFileSync('ca.pem'), minVersion: 'TLSv1.2' });
`,
      },
      {
        path: 'src/pool.js',
        text: `const { Pool } = require('pg');

module.exports = new Pool({
  ssl: { rejectUnauthorized: process.env.NODE_ENV === 'production' },
});
`,
      },
    ],
  },
};

const unchecked = 'The certificate at the other end is not checked.';

function checkEnvironment({ unit, node, value }: Assignment): Verdict | undefined {
  const text = constantText(value);
  if (text !== '0' && text !== 'false' && value.literal !== 0 && value.literal !== false) return undefined;
  if (isTestFile(unit) || isForDevelopment(unit, node)) return undefined;
  const right = node.get('right');
  return {
    message: 'The certificates of all connections of this process are not checked.',
    ...(right && { fix: { description: 'Check certificates', edits: [{ node: right, text: "'1'" }] } }),
  };
}

function checkAssigned({ unit, node, value }: Assignment): Verdict | undefined {
  if (value.literal !== false || isTestFile(unit) || isForDevelopment(unit, node)) return undefined;
  const right = node.get('right');
  return {
    message: unchecked,
    ...(right?.type === 'false' && {
      fix: { description: 'Check the certificate', edits: [{ node: right, text: 'true' }] },
    }),
  };
}

const oldVersion =
  /^(?:TLSv1(?:\.[01])?|SSLv[23]|SSLv23|TLSv1(?:_1)?_(?:client_|server_)?method|SSLv(?:2|3|23)_(?:client_|server_)?method)$/;

function checkDefault({ unit, node, value }: Assignment): Verdict | undefined {
  const version = constantText(value);
  if (version === undefined || !oldVersion.test(version) || isTestFile(unit)) return undefined;
  return { message: `Connections with ${version} are accepted, which is broken.`, node };
}

function checkCurl(site: CallSite): Verdict | undefined {
  const option = site.argumentNodes[0];
  const value = site.arguments[1];
  if (!option || !/SSL_?VERIFY(?:PEER|HOST)/i.test(textOf(site.unit, option))) return undefined;
  return value?.literal === false || value?.literal === 0 ? { message: unchecked } : undefined;
}

const mustBeTrue = /^(?:rejectUnauthorized|strictSSL|strictSsl|sslValidate|SSL_VERIFYPEER|SSL_VERIFYHOST)$/;
const mustBeFalse =
  /^(?:tlsAllowInvalidCertificates|tlsAllowInvalidHostnames|tlsInsecure|trustServerCertificate|insecureSkipVerify)$/;

function checkOptions(unit: Unit): readonly Verdict[] {
  if (isTestFile(unit)) return [];
  return nodesOf(unit, 'pair').flatMap((pair) => {
    const name = keyName(pair.get('key'), unit.text);
    const value = pair.get('value');
    if (name === undefined || !value) return [];
    const verdict = checkOption(unit, pair, name, value);
    // Certificates of one's own are a need of development; broken versions are not.
    const isExempt =
      !/ersion|Protocol/.test(name) && (isForDevelopment(unit, pair) || isForThisMachine(unit, pair));
    return verdict && !isExempt ? [verdict] : [];
  });
}

function checkOption(unit: Unit, pair: SyntaxNode, name: string, value: SyntaxNode): Verdict | undefined {
  const isOff = value.type === 'false' || textOf(unit, value) === '0';
  const set = (description: string, text: string): NonNullable<Verdict['fix']> => ({
    description,
    edits: [{ node: value, text }],
  });
  if (mustBeTrue.test(name) && isOff)
    return { node: pair, message: unchecked, fix: set('Check the certificate', 'true') };
  if (mustBeFalse.test(name) && value.type === 'true')
    return { node: pair, message: unchecked, fix: set('Check the certificate', 'false') };
  if (name === 'checkServerIdentity' && acceptsAll(unit, value))
    return { node: pair, message: 'The name in the certificate at the other end is not checked.' };
  const version = literalText(unit, value);
  if (version === undefined || !oldVersion.test(version)) return undefined;
  if (name === 'minVersion' || name === 'maxVersion')
    return {
      node: pair,
      message: `Connections with ${version} are accepted, which is broken.`,
      ...(name === 'minVersion' && { fix: set('Demand TLS 1.2', "'TLSv1.2'") }),
    };
  return name === 'secureProtocol' && version !== 'SSLv23_method'
    ? { node: pair, message: `The broken ${version.replace(/_.*/, '')} is used.` }
    : undefined;
}

/** A function that never returns an error: empty, or with a constant. */
function acceptsAll(unit: Unit, value: SyntaxNode): boolean {
  if (!isFunction(value)) return false;
  const body = value.get('body');
  if (!body) return false;
  if (body.type !== 'statement_block')
    return /^(?:undefined|null|true|void 0|\(?\{\}\)?)$/.test(textOf(unit, body));
  const statements = body.children.filter((child) => child.type !== 'comment');
  return statements.every((statement) =>
    /^return(?:\s+(?:undefined|null|true))?;?$/.test(textOf(unit, statement)),
  );
}
