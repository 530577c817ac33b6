import type { SyntaxNode } from '../../syntax/tree.js';
import type { CallSite } from '../flow/call-site.js';
import type { Unit } from '../flow/unit.js';
import { constantText, unknown } from '../flow/value.js';
import { argumentsOf, nodesIn, nodesOf, textOf } from '../reading/nodes.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const incompleteSanitization: CodeRule = {
  id: 'incomplete-sanitization',
  title: 'Incomplete sanitization',
  severity: 'medium',
  confidence: 'medium',
  cwe: [116, 20],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['1.1.2', '1.3.3'],
  languages: ['typescript', 'javascript'],
  description:
    'Text is meant to be made harmless by replacing what does harm, and some of it stays: only its first place is replaced, what escapes is not escaped itself, or taking one piece out joins what stood around it to the same piece again.',
  remediation:
    'Replace all places (`replaceAll`, or an expression with the flag `g`), escape the escaping character first, and use a library that knows the format in place of expressions: a sanitizer for HTML, `path.resolve` and a check for paths.',
  references: [
    'https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/String/replace',
    'https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/116.html',
  ],
  methods: [
    {
      methods: ['replace', 'replaceAll'],
      hint: /\.replace(?:All)?\(\s*(?:'(?:[<>"&\t]|\\[tnr'\\]|\/?\.\.)|"(?:[<>'&\t]|\\[tnr"\\]|\/?\.\.)|\/[^\n]{0,80}(?:['"<>&\\]|\.\.|script))/,
      check,
    },
  ],
  examples: {
    bad: [
      {
        path: 'src/quote.ts',
        text: `export function quote(text: string) {
  return "'" + text.replace("'", "''") + "'"; ◄
}
`,
      },
      {
        path: 'src/clean.js',
        text: `exports.clean = (html) => html.replace(/<script>/gi, ''); ◄
exports.inside = (file) => './data/' + file.replace(/\\.\\.\\//g, ''); ◄
exports.literal = (text) => '"' + text.replace(/"/g, '\\\\"') + '"'; ◄
exports.quoted = (name) => '[' + name.replace(/\\[/g, '[') + ']'; ◄
exports.refuse = (name) => console.warn('Refused ' + name.replace('\\n', ' ')); ◄
`,
      },
    ],
    good: [
      {
        path: 'src/quote.ts',
        text: `export function quote(text: string) {
  return "'" + text.replaceAll("'", "''") + "'";
}
`,
      },
      {
        path: 'src/clean.js',
        text: `exports.number = (text) => text.replace(',', '.').replace('%', '');
exports.literal = (text) => '"' + text.replace(/\\\\/g, '\\\\\\\\').replace(/"/g, '\\\\"') + '"';
exports.lines = (text) => text.replace(/\\r\\n/g, '\\n');
exports.caption = (text) => text.replace('\\n', ' ');
`,
      },
    ],
  },
};

/** What ends a text or a tag, or leads out of a folder. */
const harmful = /^(?:['"<>&\\]|[\\/]?\.\.[\\/]?|<\/?script>?|javascript:)$/i;
const lineBreak = /^(?:[\n\r\t]|\r\n)$/;

function check(site: CallSite): Verdict | undefined {
  const [pattern, replacement] = site.arguments;
  if (!pattern || !replacement || (site.receiver && constantText(site.receiver) !== undefined))
    return undefined;
  const searched = constantText(pattern);
  const source = searched === undefined ? constantText(pattern.fields?.get('source') ?? unknown) : undefined;
  const flags = constantText(pattern.fields?.get('flags') ?? unknown) ?? '';
  const isGlobal = site.method === 'replaceAll' || flags.includes('g');
  if (source === undefined && searched === undefined) return undefined;
  const same = checkSame(searched ?? single(source ?? ''), constantText(replacement));
  if (same) return same;
  const verdict = isGlobal
    ? (checkRemoval(source, constantText(replacement)) ??
      checkBackslash(source ?? searched ?? '', constantText(replacement), site) ??
      checkOrder(source ?? searched ?? '', constantText(replacement), site))
    : checkFirst(searched, source, constantText(replacement), site);
  return verdict && builds.test(site.unit.text) ? { ...verdict, confidence: 'low' } : verdict;
}

/** `name.replace(/\[/g, '[')` changes nothing: what was to be escaped stays as it is. */
function checkSame(found: string | undefined, replacement: string | undefined): Verdict | undefined {
  if (found === undefined || found !== replacement || !/^[^\w\s]$/.test(found)) return undefined;
  return { message: `\`${found.replaceAll('`', "'")}\` is replaced by itself, so that nothing is escaped.` };
}

/** The one character that an expression matches. */
function single(source: string): string | undefined {
  const match = /^(?:\\([^\w\s])|\[\\?([^\w\s^])\]|([^\w\s\\.*+?^$()[\]{}|]))$/.exec(source);
  return match?.[1] ?? match?.[2] ?? match?.[3];
}

/** Code that takes part in a build works on the project's own files. */
const builds =
  /(?:from|require\()\s*['"](?:vite|rollup|webpack|esbuild|magic-string|postcss|lightningcss|rolldown|@babel\/(?:core|types|traverse|generator|parser)|@swc\/core|typescript|ts-morph|gulp)['"]/;

/** `text.replace("'", "''")` stops after the first quote. */
function checkFirst(
  searched: string | undefined,
  source: string | undefined,
  replacement: string | undefined,
  site: CallSite,
): Verdict | undefined {
  const single = source !== undefined && /^\\?['"<>&]$/.test(source) ? source.replace('\\', '') : undefined;
  const text = searched ?? single;
  if (text === undefined || replacement === undefined) return undefined;
  if (!harmful.test(text) && !(lineBreak.test(text) && isForOneLine(site, replacement))) return undefined;
  // Quotes around a text, a header of a file, or the end of a line are taken off once on purpose.
  if (isRepeated(site, text) || isInLoop(site) || isComparison(site, text)) return undefined;
  const property = site.callee.get('property');
  const shown = JSON.stringify(text).slice(1, -1).replace('\\"', '"').replaceAll('`', "'");
  return {
    message: `Only the first \`${shown}\` is replaced.`,
    ...(searched !== undefined &&
      property && {
        fix: { description: 'Replace all places', edits: [{ node: property, text: 'replaceAll' }] },
      }),
  };
}

/** Functions that write a line of a log or of a header. */
const writesLine =
  /\b(?:console|log(?:ger)?|winston|pino)\b|\.(?:log|info|warn|error|debug|trace|fatal|setHeader|header|writeHead|append)$/i;

/** A line break does harm where one line is meant to stay one: escaped in a text, or in a log or a header. Elsewhere it is layout. */
function isForOneLine(site: CallSite, replacement: string): boolean {
  const { unit } = site;
  if (/^[\\%]/.test(replacement)) return true;
  let at: SyntaxNode = site.node;
  for (let up = at.parent; up && !/statement|declaration|function/.test(up.type); up = at.parent) {
    if (up.type === 'variable_declarator') {
      const name = textOf(unit, up.get('name') ?? up);
      return nodesOf(unit, 'call_expression').some(
        (call) =>
          isLineWriter(unit, call) &&
          argumentsOf(call).some((argument) =>
            nodesIn(unit, argument, 'identifier').some((part) => textOf(unit, part) === name),
          ),
      );
    }
    if (at.type === 'arguments' && isLineWriter(unit, up)) return true;
    at = up;
  }
  return false;
}

function isLineWriter(unit: Unit, call: SyntaxNode): boolean {
  const callee = call.get('function');
  return callee !== undefined && writesLine.test(textOf(unit, callee));
}

/** The same text is replaced twice in one chain: `text.replace('"', '').replace('"', '')`. */
function isRepeated(site: CallSite, text: string): boolean {
  let at: SyntaxNode = site.node;
  while (at.parent?.type === 'member_expression' || at.parent?.type === 'call_expression') at = at.parent;
  const chain = site.unit.text.slice(at.start, at.end);
  const quoted = [`'${text}'`, `"${text}"`, `\`${text}\``].map((each) => each.replace(/\n/g, '\\n'));
  return quoted.some((each) => chain.split(each).length > 2);
}

/** `version.replace('>=', '').replace('>', '')`: a sign of what is greater, and no end of a tag. */
function isComparison(site: CallSite, text: string): boolean {
  if (!/^[<>]$/.test(text)) return false;
  const chain = site.receiverNode ? site.unit.text.slice(site.receiverNode.start, site.receiverNode.end) : '';
  return /['"`][<>]=['"`]/.test(chain + chainAfter(site));
}

function isInLoop(site: CallSite): boolean {
  for (let at = site.node.parent; at; at = at.parent) {
    if (at.type === 'while_statement' || at.type === 'do_statement') return true;
    if (at.type === 'statement_block' && at.parent?.type.endsWith('function')) return false;
  }
  return false;
}

/** Taking out a piece of several characters once makes it anew of what stood around it. */
function checkRemoval(source: string | undefined, replacement: string | undefined): Verdict | undefined {
  if (source === undefined || replacement !== '') return undefined;
  const isTag = /^(?:\(\?:|\()?<\\?\/?\??\(?(?:\\\/)?(?:script|iframe|object|embed)/i.test(source);
  const isPath = /^(?:\(\?:|\(|\^)?(?:\\\.\\\.|\\\.\{2\})(?:\\?\/|\[\\*\/\\*\]|\))?[+*]?$/.test(source);
  const isHandler = /^\(?(?:\\s|\\b)?[*+]?\(?on\\?\[?\\?[wa]/i.test(source);
  const isScheme = /^\(?(?:\^|\\s\*)?(?:java|vb)?script\\?s?\*?:/i.test(source);
  const what = isTag
    ? 'A tag'
    : isPath
      ? '`../`'
      : isHandler
        ? 'A handler'
        : isScheme
          ? '`javascript:`'
          : undefined;
  if (what === undefined || (isPath && /[+*]$/.test(source) && !/\)/.test(source))) return undefined;
  return { message: `${what} that is taken out may come together anew from what stood around it.` };
}

/** A quote is escaped with a backslash, and a backslash before it is not. */
function checkBackslash(
  source: string,
  replacement: string | undefined,
  site: CallSite,
): Verdict | undefined {
  if (!/^(?:\\?['"`]|\[['"`]+\]|\(['"`]\))$/.test(source) || replacement === undefined) return undefined;
  if (!/^\\(?:['"`]|\$[&1])$/.test(replacement)) return undefined;
  const receiver = site.receiverNode;
  const before = receiver ? site.unit.text.slice(receiver.start, receiver.end) : '';
  if (/\\\\|stringify|escape/i.test(before) || isJson(site.unit.text, before)) return undefined;
  const after = chainAfter(site);
  // Markdown is escaped for its looks.
  if (/\\\\[_|*]/.test(before + after)) return undefined;
  if (/replace(?:All)?\(\s*(?:\/\\\\|['"]\\\\)/.test(after)) return undefined;
  return {
    message: 'Quotes are escaped and backslashes are not, so that a backslash before a quote undoes it.',
  };
}

/** `s(value)` with `const s = JSON.stringify`, or a variable that was made so. */
function isJson(code: string, before: string): boolean {
  const name = /^([\w$]+)/.exec(before)?.[1];
  return (
    name !== undefined &&
    new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}\\s*=[^=;\\n]{0,60}stringify`).test(code)
  );
}

/** `&` has to be escaped first and unescaped last. */
function checkOrder(source: string, replacement: string | undefined, site: CallSite): Verdict | undefined {
  const receiver = site.receiverNode;
  const before = receiver ? site.unit.text.slice(receiver.start, receiver.end) : '';
  if (source === '&' && replacement === '&amp;' && /&(?:lt|gt|quot|#39|#x27);/.test(before))
    return {
      message: '`&` is escaped after other characters, so that these are escaped twice.',
      confidence: 'low',
    };
  if (source === '&amp;' && replacement === '&' && /&(?:lt|gt|quot|#0?39|#x27);/.test(chainAfter(site)))
    return { message: '`&amp;` is unescaped before other characters, so that these are unescaped twice.' };
  return undefined;
}

function chainAfter(site: CallSite): string {
  let at: SyntaxNode = site.node;
  while (at.parent?.type === 'member_expression' || at.parent?.type === 'call_expression') at = at.parent;
  return site.unit.text.slice(site.node.end, at.end);
}
