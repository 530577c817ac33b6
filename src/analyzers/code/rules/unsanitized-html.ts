import type { SyntaxNode } from '../../syntax/tree.js';
import type { Arrival } from '../flow/interpreter.js';
import type { Unit } from '../flow/unit.js';
import type { Taint } from '../flow/value.js';
import type { CodeRule } from './code-rule.js';

export const unsanitizedHtml: CodeRule = {
  id: 'unsanitized-html',
  title: 'Unsanitized HTML',
  severity: 'medium',
  confidence: 'medium',
  cwe: [79, 116],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['1.3.1', '3.2.2'],
  languages: ['typescript', 'javascript'],
  description:
    'A function writes what it is given into the page as markup, and neither escapes nor cleans it. As soon as one caller hands it text that somebody else wrote, a name, a comment, an answer of a server, that text can carry a script.',
  remediation:
    'Set text and not markup: `element.textContent = value`, or in React `{value}`. Where markup is wanted, clean it where it is written: `DOMPurify.sanitize(html)`.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html',
    'https://react.dev/reference/react-dom/components/common#dangerously-setting-the-inner-html',
    'https://cwe.mitre.org/data/definitions/79.html',
  ],
  flow: {
    kinds: ['dom'],
    sources: ['parameter', 'library', 'response', 'stored'],
    ending: (sink) => `is written into the page as markup through \`${sink}\``,
    doubt,
  },
  examples: {
    bad: [
      {
        path: 'web/toast.ts',
        text: `export function showToast(message: string) {
  const toast = document.createElement('div');
  toast.innerHTML = '<strong>' + message + '</strong>'; ◄
  document.body.append(toast);
}
`,
      },
      {
        path: 'src/post.jsx',
        text: `export function Post({ post }) {
  return <article dangerouslySetInnerHTML={{ __html: post.body }} />; ◄
}
`,
      },
    ],
    good: [
      {
        path: 'web/toast.ts',
        text: `export function showToast(message: string, seconds: number) {
  const toast = document.createElement('div');
  toast.textContent = message;
  toast.insertAdjacentHTML('beforeend', '<i>' + seconds + ' s</i>');
  document.body.append(toast);
}
`,
      },
      {
        path: 'src/post.jsx',
        text: `import sanitizeHtml from 'sanitize-html';

export function Post({ post }) {
  return <article dangerouslySetInnerHTML={{ __html: sanitizeHtml(post.body) }} />;
}
`,
      },
    ],
  },
};

/** Names of parameters that are markup by contract, or no text at all. */
const contract =
  /html|markup|svg|template|css|style|icon|script|json|fragment|child|node|elem|^el$|selector|render|locale|i18n|translat|theme|config|option|prefix|nonce|^\$/i;
/** Sinks that take elements as well as markup. */
const takesElements = /(?:^|\.)(?:\$|jQuery|append|prepend|before|after|replaceWith|wrap\w*)$/;

function doubt(taint: Taint, { value, sink, part, node, unit }: Arrival): number | undefined {
  if (isLetter(unit)) return undefined;
  if (isStyle(sink, node, unit)) return 2;
  // Who sets React's property says by its name that it is markup.
  if (/\b__html$/.test(unit.text.slice(part.start, part.end))) return undefined;
  const inMarkup = value.shape?.includes('<') ?? false;
  if (taint.kind === 'stored') return 2;
  if (taint.kind === 'response') return inMarkup ? 1 : 2;
  if (!inMarkup && takesElements.test(sink)) return undefined;
  const name = /([\w$]+)\W*$/.exec(taint.what)?.[1] ?? '';
  return contract.test(name) ? 2 : 1;
}

/** In an element for styles no script runs, as long as its end tag is not in the text. */
function isStyle(sink: string, node: SyntaxNode, { text }: Unit): boolean {
  if (/\bstyle\w*\.|(?:style|css)(?:el|elem|element|node|tag|sheet)?\.(?:innerHTML|textContent)$/i.test(sink))
    return true;
  let at: SyntaxNode | undefined = node;
  while (at && !/^jsx_(?:opening|self_closing)_element$/.test(at.type)) at = at.parent;
  const name = at?.get('name');
  return name !== undefined && text.slice(name.start, name.end) === 'style';
}

/** Readers of letters run no scripts. */
function isLetter({ path, text }: Unit): boolean {
  return (
    /(?:^|\/)(?:e?-?mails?|mailers?)\//i.test(path) ||
    /(?:from|require\()\s*['"](?:oy-vey|react-email|@react-email\/[\w-]+|mjml-react|@faire\/mjml-react\/?\w*|jsx-email)['"]/.test(
      text,
    )
  );
}
