import type { CallSite } from '../flow/call-site.js';
import { isFunction } from '../flow/node.js';
import { constantText, knownPrefix } from '../flow/value.js';
import { isTestFile, literalText, textOf } from '../reading/nodes.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const cleartextTransmission: CodeRule = {
  id: 'cleartext-transmission',
  title: 'Data sent without encryption',
  severity: 'medium',
  confidence: 'medium',
  cwe: [319],
  owasp: ['A02:2021', 'A04:2025'],
  asvs: ['12.2.1', '4.4.1'],
  languages: ['typescript', 'javascript'],
  description:
    'A request goes to a server on the internet over `http:` or `ws:`. Everyone on the way, from the wireless network to the provider, can read what is sent and change the answer.',
  remediation:
    'Call the server by `https:` or `wss:`; where it speaks neither, put a proxy that does in front of it.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Transport_Layer_Security_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/319.html',
  ],
  calls: [
    {
      at: [
        'fetch',
        'node-fetch',
        'axios',
        'axios.{get,post,put,patch,delete,head,request}',
        'got',
        'got.{get,post,put,patch,delete}',
        'ky',
        'ky.{get,post,put,patch,delete}',
        'superagent.{get,post,put,patch,del,delete}',
        'request',
        'request.{get,post,put,patch,delete,del}',
        'needle.{get,post,put}',
        'http.{get,request}',
        'undici.{fetch,request}',
        'WebSocket',
        'ws',
        'ws.WebSocket',
        'navigator.sendBeacon',
      ],
      check,
    },
  ],
  examples: {
    bad: [
      {
        path: 'src/login.ts',
        text: `export async function login(name: string, password: string) {
  return fetch('http://accounts.shop.example.com/login', { ◄
    method: 'POST',
    body: JSON.stringify({ name, password }),
  });
}
`,
      },
      {
        path: 'src/live.js',
        text: `const axios = require('axios');

exports.feed = () => new WebSocket('ws://feed.shop.example.com/live'); ◄
exports.orders = (token) => axios.get('http://api.shop.example.com/orders', { headers: { token } }); ◄
`,
      },
    ],
    good: [
      {
        path: 'src/login.ts',
        text: `export async function login(name: string, password: string) {
  return fetch('https://accounts.shop.example.com/login', {
    method: 'POST',
    body: JSON.stringify({ name, password }),
  });
}
`,
      },
      {
        path: 'src/local.js',
        text: `const axios = require('axios');

exports.metrics = () => axios.get('http://127.0.0.1:9100/metrics');
exports.service = (path) => axios.get('http://inventory:8080' + path);
exports.any = (host) => fetch(\`http://\${host}/ping\`);
`,
      },
    ],
  },
};

/** Hosts of this machine, of a private network, or of a name that no public server has. */
const privateHost =
  /^(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|0\.0\.0\.0|\[?::1|host\.docker|[^./:]+(?::\d+)?(?:\/|$)|[^/]*\.(?:local|localhost|internal|lan|svc|cluster|test|invalid|home|corp|intranet)(?:[:/]|$))/i;

function check(site: CallSite): Verdict | undefined {
  const first = site.arguments[0];
  if (!first || isTestFile(site.unit)) return undefined;
  const url = first.fields?.get('url') ?? first.fields?.get('uri') ?? first;
  const known = constantText(url) ?? knownPrefix(url);
  const found = /^(http|ws):\/\/(.+)$/i.exec(known);
  const [, scheme = '', rest = ''] = found ?? [];
  // The host of the page: a page that came by `https:` may not open such a connection at all.
  const isOwnHost = /^ws:\/\/$/.test(known) && /\blocation\s*\.\s*host/.test(site.unit.text);
  if (isOwnHost) return { message: 'The connection to the host of the page is not encrypted.' };
  if (scheme === '' || privateHost.test(rest) || !/^[^/:]*\.[a-z]{2,}(?:[:/]|$)/i.test(rest))
    return undefined;
  const node = site.argumentNodes[0];
  const written =
    node && (node.type === 'string' || node.type === 'template_string') ? textOf(site.unit, node) : '';
  const isLiteral =
    node !== undefined && (literalText(site.unit, node) !== undefined || written.startsWith('`'));
  const secure = written.replace(/^(['"`])(http|ws):/i, '$1$2s:');
  // What a page of the browser fetches, and what carries data of users; a server may read what is public anyhow.
  const isTold = scheme.toLowerCase() === 'ws' || /\.[jt]sx$/.test(site.unit.path) || carriesData(site);
  return {
    ...(!isTold && { confidence: 'low' }),
    message: `Data goes over \`${scheme.toLowerCase()}:\` to a server on the internet, unencrypted.`,
    ...(isLiteral &&
      secure !== written && {
        fix: { description: 'Encrypt the connection', edits: [{ node, text: secure }] },
      }),
  };
}

const credentials =
  /\b(?:authorization|bearer|token|api_?key|password|cookie|secret|session|login|auth|sign-?in|register|payment|checkout)\b/i;

/** A request with a body, or with something that belongs to a user; what is done with the answer tells nothing. */
function carriesData(site: CallSite): boolean {
  if (/\.(?:post|put|patch)$/.test(site.origin)) return true;
  const written = site.argumentNodes
    .filter((node) => !isFunction(node))
    .map((node) => textOf(site.unit, node))
    .join(' ');
  return (
    /\bmethod['"]?\s*:\s*['"](?:post|put|patch)|\b(?:body|data)\s*[:,]/i.test(written) ||
    credentials.test(written)
  );
}
