import type { SyntaxNode } from '../../syntax/tree.js';
import { isFunction } from '../flow/node.js';
import type { Unit } from '../flow/unit.js';
import { isTestFile, textOf } from '../reading/nodes.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const incompleteUrlSchemeCheck: CodeRule = {
  id: 'incomplete-url-scheme-check',
  title: 'Incomplete check of the scheme of an address',
  severity: 'medium',
  confidence: 'medium',
  cwe: [184, 20, 79],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['1.2.2'],
  languages: ['typescript', 'javascript'],
  description:
    'An address is refused because it begins with `javascript:`, and let through when it begins with `data:`, in which a page with scripts may stand as well. A list of what is refused is never complete.',
  remediation:
    "List what is allowed: `['http:', 'https:', 'mailto:'].includes(new URL(value, base).protocol)`. Where a list of refused schemes has to stay, add `data:` and `vbscript:`.",
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html',
    'https://developer.mozilla.org/en-US/docs/Web/URI/Reference/Schemes/data',
    'https://cwe.mitre.org/data/definitions/184.html',
  ],
  nodes: [
    { types: ['string'], hint: /['"`]javascript:?['"`]/i, check: checkString },
    { types: ['regex'], hint: /javascript\)?\\?:/i, check: checkRegex },
  ],
  examples: {
    bad: [
      {
        path: 'src/render-link.ts',
        text: `export function sanitizeUrl(url: string): string {
  const scheme = decodeURIComponent(url).replace(/[^\\w:]/g, '').toLowerCase();
  if (scheme.startsWith('javascript:')) return ''; ◄
  return url;
}
`,
      },
      {
        path: 'src/links.js',
        text: `function validateLink(url) {
  const refused = ['vbscript', 'javascript', 'file']; ◄
  const scheme = url.trim().toLowerCase().split(':')[0];
  if (refused.includes(scheme)) return false;
  return true;
}
exports.validateLink = validateLink;
exports.cleanHref = (href) => {
  if (/^\\s*javascript:/i.test(href)) return '#'; ◄
  return href;
};
`,
      },
    ],
    good: [
      {
        path: 'src/render-link.ts',
        text: `export function sanitizeUrl(url: string): string {
  const scheme = decodeURIComponent(url).replace(/[^\\w:]/g, '').toLowerCase();
  if (/^(?:javascript|vbscript|data):/.test(scheme)) return '';
  return url;
}
export function safeUrl(url: string): string {
  return ['http:', 'https:'].includes(new URL(url).protocol) ? url : '';
}
`,
      },
      {
        path: 'src/crawl.ts',
        text: `export function follow(links: string[]): string[] {
  return links.filter((link) => !link.startsWith('javascript:') && !link.startsWith('#'));
}
`,
      },
    ],
  },
};

const compares = /^(?:startsWith|includes|indexOf|lastIndexOf|test|exec|match|search)$/;

/** `startsWith('javascript:')`, `=== 'javascript:'`, and a list of schemes in which it stands. */
function checkString(unit: Unit, node: SyntaxNode): Verdict | undefined {
  if (!/^['"`]javascript:?['"`]$/i.test(textOf(unit, node))) return undefined;
  const { parent } = node;
  const isCompared =
    parent?.type === 'array' ||
    (parent?.type === 'binary_expression' && /^[!=]==?$/.test(parent.get('operator')?.type ?? '')) ||
    (parent?.type === 'arguments' && compares.test(calledName(unit, parent)));
  return isCompared ? judge(unit, node) : undefined;
}

/** A regular expression that begins with the scheme, and is tested. */
function checkRegex(unit: Unit, node: SyntaxNode): Verdict | undefined {
  if (!/^\/\^?(?:\\s\*)?\(?(?:\?:)?javascript\)?\\?:/i.test(textOf(unit, node))) return undefined;
  const { parent } = node;
  const isTested =
    (parent?.type === 'arguments' && compares.test(calledName(unit, parent))) ||
    (parent?.type === 'member_expression' && compares.test(textOf(unit, parent.get('property') ?? parent)));
  return isTested ? judge(unit, node) : undefined;
}

function calledName(unit: Unit, list: SyntaxNode): string {
  const callee = list.parent?.get('function');
  return callee ? textOf(unit, callee.get('property') ?? callee) : '';
}

const names = /saniti[sz]|safe|clean|secur|xss|escape/i;
const maybeNames = /valid|allow|link|url|uri|href/i;
const normalizes = /decodeURI|unescape\(|\.replace\(|\.trim\(/;
const refuses =
  /\b(?:return|=>)\s*\(?(?:''|""|``|false|null|undefined|void 0|['"]#['"]|['"]about:|;)|\bthrow\b/;

/** Code that refuses such addresses, unlike code that merely does not follow them. */
function judge(unit: Unit, node: SyntaxNode): Verdict | undefined {
  const place = namedFunctionAround(node);
  if (!place || isTestFile(unit)) return undefined;
  const code = textOf(unit, place.node);
  if (/\bdata\b\\?:|['"`]data['"`]|\bdata\||\|data\b/i.test(code) || !refuses.test(code)) return undefined;
  const name = textOf(unit, place.name);
  const isNamed = names.test(name);
  if (!isNamed && !(maybeNames.test(name) && normalizes.test(code))) return undefined;
  return {
    message: 'Addresses that begin with `javascript:` are refused, and those with `data:` are let through.',
    node,
  };
}

/** The function around a place that has a name, with it. */
function namedFunctionAround(node: SyntaxNode): { node: SyntaxNode; name: SyntaxNode } | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (!isFunction(at)) continue;
    const holder = at.parent;
    const name = at.get('name') ?? holder?.get('name') ?? holder?.get('key') ?? holder?.get('left');
    if (
      name &&
      (at.get('name') ?? /^(?:variable_declarator|pair|assignment_expression)$/.test(holder?.type ?? ''))
    )
      return { node: at, name };
  }
  return undefined;
}
