import type { SyntaxNode } from '../../syntax/tree.js';
import type { CallSite } from '../flow/call-site.js';
import { brief, type Unit } from '../flow/unit.js';
import { constantText, unknown } from '../flow/value.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const incompleteHostnameCheck: CodeRule = {
  id: 'incomplete-hostname-check',
  title: 'Incomplete check of a host name',
  severity: 'medium',
  confidence: 'medium',
  cwe: [20, 183, 1286],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['1.3.6'],
  languages: ['typescript', 'javascript'],
  description:
    'An address is accepted because a known host stands somewhere in it. The hosts `shop.example.attacker.example` and `shopXexample`, and the address `https://attacker.example/?shop.example`, pass as well, so that whoever owns them is taken for the known one.',
  remediation:
    "Parse the address and compare its host as a whole: `new URL(value).hostname === 'shop.example'`; for subdomains `hostname.endsWith('.shop.example')`. In an expression, escape the dots and anchor both ends.",
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Unvalidated_Redirects_and_Forwards_Cheat_Sheet.html',
    'https://developer.mozilla.org/en-US/docs/Web/API/URL/hostname',
    'https://cwe.mitre.org/data/definitions/20.html',
  ],
  nodes: [
    {
      types: ['regex'],
      hint: /(?:[(,=:[!&|?{};+]|\breturn|=>|^)\s*\/(?![/*])[^\n]{0,200}\w\\?\.(?:com|org|net|io|dev|app|co|example)\b/m,
      check: checkPattern,
    },
  ],
  methods: [
    {
      methods: ['endsWith', 'startsWith', 'includes', 'indexOf'],
      hint: /\.(?:endsWith|startsWith|includes|indexOf)\(\s*['"`](?:https?:)?(?:\/\/)?[\w.-]+\.[a-z]{2,}['"`]/,
      check: checkText,
    },
  ],
  examples: {
    bad: [
      {
        path: 'src/cors.ts',
        text: `const allowed = /^https:\\/\\/www.shop.example$/; ◄

export function isAllowed(origin: string) {
  return allowed.test(origin);
}
`,
      },
      {
        path: 'src/referrer.js',
        text: `exports.isOurs = (origin) => {
  const host = new URL(origin).hostname;
  return host.endsWith('shop.example'); ◄
};
`,
      },
    ],
    good: [
      {
        path: 'src/cors.ts',
        text: `const allowed = /^https:\\/\\/(?:www\\.)?shop\\.example$/;

export function isAllowed(origin: string) {
  return allowed.test(origin);
}
`,
      },
      {
        path: 'src/referrer.js',
        text: `exports.isOurs = (origin) => {
  const host = new URL(origin).hostname;
  return host === 'shop.example' || host.endsWith('.shop.example');
};
exports.isVideo = (url) => url.endsWith('.mp4') || url.includes('video.example/embed/');
`,
      },
    ],
  },
};

/** Endings of host names that are no endings of files. */
const topLevel = 'com|org|net|io|dev|app|co|edu|gov|cloud|example|de|uk|fr|eu|us|cn|jp|br|in|info|biz|xyz';
const hostIn = new RegExp(`[\\w)\\]](?<dot>\\\\?\\.)(?:${topLevel})(?![\\w-])`);

/** A dot that matches any character, in an expression for an address with its scheme. */
function checkPattern(unit: Unit, node: SyntaxNode): Verdict | undefined {
  const pattern = node.get('pattern');
  const source = pattern ? unit.text.slice(pattern.start, pattern.end) : '';
  // Sets and repeated dots match what they are meant to.
  const plain = source.replace(/\[(?:[^\]\\]|\\.)*\]/g, 'x').replace(/\.[*+?{]/g, 'x');
  if (!/^\^/.test(plain) || !/\/\/|^\^https?/.test(plain) || !hostIn.test(plain)) return undefined;
  const host = /\/\/((?:\\\/|[^/])*)/.exec(plain.replace(/\\\/\\\//g, '//'))?.[1] ?? plain;
  const dot = /(?<!\\)[\w)]\.[\w(]/.exec(host);
  if (!dot) return undefined;
  const before = host.slice(0, dot.index + 1);
  return {
    message: 'A dot of the host name is not escaped and matches any character.',
    ...(before.includes('?') && { confidence: 'medium' }),
  };
}

const hostText = new RegExp(`^(?<scheme>https?:)?(?:\\/\\/)?(?:[\\w-]+\\.)+(?:${topLevel})$`, 'i');
const address = /(?:url|uri|href|link|host|hostname|domain|origin|refer+er|location|redirect|endpoint)s?$/i;
/** Names whose check decides on trust and not on a form. */
const trusted = /(?:host|hostname|domain|origin|refer+er)$/i;

function checkText(site: CallSite): Verdict | undefined {
  const text = constantText(site.arguments[0] ?? unknown);
  const match = text === undefined ? undefined : hostText.exec(text);
  if (text === undefined || !match || !site.receiverNode) return undefined;
  const name =
    /([\w$]+)\W*$/.exec(brief(site.unit, site.receiverNode, 200).replace(/\([^()]*\)/g, ''))?.[1] ?? '';
  if (!address.test(name)) return undefined;
  const isRemote =
    site.receiver?.taints.some((taint) => /^(?:request|browser|message)$/.test(taint.kind)) ?? false;
  const confidence = isRemote || trusted.test(name) ? 'medium' : 'low';
  switch (site.method) {
    case 'endsWith':
      if (text.startsWith('.') || match.groups?.['scheme'] !== undefined || text.includes('//'))
        return undefined;
      return { message: `Hosts such as \`attacker-${text}\` end with \`${text}\` as well.`, confidence };
    case 'startsWith':
      if (match.groups?.['scheme'] === undefined) return undefined;
      return {
        message: `Addresses such as \`${text}.attacker.example\` start with \`${text}\` as well.`,
        confidence,
      };
    default:
      if (!isCondition(site.node, site)) return undefined;
      return {
        message: `\`${text}\` may stand anywhere in the address, in its path too.`,
        confidence: isRemote ? 'medium' : 'low',
      };
  }
}

/** Whether the outcome decides something: a condition, a comparison, a result. */
function isCondition(node: SyntaxNode, site: CallSite): boolean {
  if (site.method === 'indexOf') return node.parent?.type === 'binary_expression';
  const parent = node.parent?.type;
  return parent !== undefined && parent !== 'expression_statement';
}
