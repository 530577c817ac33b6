import type { SyntaxNode } from '../../syntax/tree.js';
import type { CallSite } from '../flow/call-site.js';
import type { Unit } from '../flow/unit.js';
import type { CodeRule, Surroundings, Verdict } from './code-rule.js';

export const unescapedScriptData: CodeRule = {
  id: 'unescaped-script-data',
  title: 'Data put into a script without escaping',
  severity: 'medium',
  confidence: 'medium',
  cwe: [79, 116],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['1.2.3'],
  languages: ['typescript', 'javascript'],
  description:
    'Data is written into a `<script>` of the page as JSON. JSON leaves `<` as it is, so a text with `</script>` in it ends the script, and what follows it is markup: a script of whoever wrote the text.',
  remediation:
    "Escape `<` after serializing: `JSON.stringify(data).replace(/</g, '\\\\u003c')`, or use serialize-javascript without its option `unsafe`.",
  references: [
    'https://redux.js.org/usage/server-rendering#security-considerations',
    'https://github.com/yahoo/serialize-javascript#automatic-escaping-of-html-characters',
    'https://cwe.mitre.org/data/definitions/79.html',
  ],
  calls: [{ at: ['serialize-javascript'], check: checkUnsafe }],
  nodes: [
    { types: ['call_expression'], hint: /<script[^]{0,2000}JSON\.stringify\(/i, check: checkStringify },
  ],
  examples: {
    bad: [
      {
        path: 'src/render.ts',
        text: `export function page(html: string, state: object) {
  return \`<!doctype html>
<div id="root">\${html}</div>
<script>window.state = \${JSON.stringify(state)}</script>\`; ◄
}
`,
      },
      {
        path: 'src/state.js',
        text: `const serialize = require('serialize-javascript');

exports.script = (state) => '<script>init(' + serialize(state, { unsafe: true }) + ')</script>'; ◄
`,
      },
    ],
    good: [
      {
        path: 'src/render.ts',
        text: `export function page(html: string, state: object) {
  const json = JSON.stringify(state).replace(/</g, '\\\\u003c');
  return \`<div id="root">\${html}</div><script>window.state = \${json}</script>\`;
}
`,
      },
      {
        path: 'src/state.js',
        text: `const serialize = require('serialize-javascript');

exports.script = (state) => '<script>init(' + serialize(state, { isJSON: true }) + ')</script>';
exports.version = () => '<script>init(' + JSON.stringify('1.2') + ')</script>';
`,
      },
    ],
  },
};

function checkUnsafe(site: CallSite): Verdict | undefined {
  if (site.arguments[1]?.fields?.get('unsafe')?.literal !== true) return undefined;
  return {
    message: 'With the option `unsafe` the text may end the script that it stands in.',
    confidence: 'high',
  };
}

/** `JSON.stringify(x)` as a part of a text, behind an open `<script>`. */
function checkStringify(unit: Unit, node: SyntaxNode, { read }: Surroundings): Verdict | undefined {
  const callee = node.get('function');
  if (!callee || unit.text.slice(callee.start, callee.end) !== 'JSON.stringify') return undefined;
  const whole = textAround(node);
  if (!whole) return undefined;
  const before = unit.text.slice(whole.start, node.start);
  const opened = before.toLowerCase().lastIndexOf('<script');
  if (opened < 0 || before.toLowerCase().indexOf('</script', opened) >= 0) return undefined;
  if (
    /type\s*=\s*\\?["'](?:application\/(?:ld\+)?json|importmap|text\/template)/i.test(
      before.slice(opened, opened + 200),
    )
  )
    return undefined;
  const argument = node.get('arguments')?.children[0];
  const value = argument && read(argument);
  if (value?.shape !== undefined && !value.shape.includes('\0')) return undefined;
  if (value?.literal !== undefined) return undefined;
  const shown = argument
    ? unit.text.slice(argument.start, argument.end).replace(/\s+/g, ' ').slice(0, 40)
    : 'data';
  return {
    ...(argument && isOfSite(unit.text.slice(argument.start, argument.end)) && { confidence: 'low' }),
    message: `\`${shown.replaceAll('`', "'")}\` goes into a script as JSON, in which \`</script>\` ends it.`,
    node,
  };
}

/** What the authors of a site set: its configuration, or constants. */
function isOfSite(written: string): boolean {
  return (
    /\b(?:config|settings|process\.env|import\.meta\.env)\./.test(written) || /^[A-Z][A-Z\d_]+$/.test(written)
  );
}

/** The template or sum of texts that an expression is a direct part of. */
function textAround(node: SyntaxNode): SyntaxNode | undefined {
  let at = node.parent;
  if (at?.type === 'template_substitution') return at.parent;
  if (at?.type !== 'binary_expression') return undefined;
  while (at.parent?.type === 'binary_expression' || at.parent?.type === 'parenthesized_expression')
    at = at.parent;
  return at;
}
