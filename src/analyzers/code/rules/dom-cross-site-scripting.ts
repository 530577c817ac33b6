import { positional } from '../flow/address.js';
import type { Arrival } from '../flow/interpreter.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const domCrossSiteScripting: CodeRule = {
  id: 'dom-cross-site-scripting',
  title: 'DOM-based cross-site scripting',
  severity: 'high',
  confidence: 'high',
  cwe: [79],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['3.2.2'],
  languages: ['typescript', 'javascript'],
  description:
    'Data from the address of the page, its referrer or another window is written into the document as markup. A link can thereby carry a script that runs in the page of whoever follows it.',
  remediation:
    'Set text and not markup: `element.textContent = value`, or in React `{value}`. Where markup is wanted, clean it first with a sanitizer such as DOMPurify.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/DOM_based_XSS_Prevention_Cheat_Sheet.html',
    'https://developer.mozilla.org/en-US/docs/Web/API/Element/innerHTML#security_considerations',
    'https://cwe.mitre.org/data/definitions/79.html',
  ],
  flow: {
    kinds: ['dom'],
    sources: ['browser', 'request', 'message'],
    ending: (sink) => `is written into the page as markup through \`${sink}\``,
    // The address and its parts, whole as they are, begin with no `<`: jQuery takes them for selectors.
    doubt: ({ what, cleared }, { sink, value }) =>
      /^(?:\$|jQuery)$/.test(sink) &&
      /\blocation\b/.test(what) &&
      (cleared & positional) !== 0 &&
      !value.shape?.includes('<')
        ? 2
        : 0,
    fix: textFix,
  },
  examples: {
    bad: [
      {
        path: 'web/search.ts',
        text: `const term = new URLSearchParams(location.search).get('q');
const title = document.getElementById('title');
if (title) title.innerHTML = 'Results for ' + term; ◄
`,
      },
      {
        path: 'web/preview.jsx',
        text: `export function Preview() {
  const html = decodeURIComponent(window.location.hash.slice(1));
  return <div dangerouslySetInnerHTML={{ __html: html }} />; ◄
}
`,
      },
    ],
    good: [
      {
        path: 'web/search.ts',
        text: `const term = new URLSearchParams(location.search).get('q');
const title = document.getElementById('title');
if (title) title.textContent = 'Results for ' + term;
`,
      },
      {
        path: 'web/preview.jsx',
        text: `import DOMPurify from 'dompurify';

export function Preview() {
  const html = decodeURIComponent(window.location.hash.slice(1));
  return <div dangerouslySetInnerHTML={{ __html: DOMPurify.sanitize(html) }} />;
}
`,
      },
    ],
  },
};

/** Where nothing that is written is markup, `textContent` does what `innerHTML` was meant to do. */
export function textFix({ node, unit, value }: Arrival): Verdict['fix'] {
  const property = node.get('left')?.get('property');
  if (!property || unit.text.slice(property.start, property.end) !== 'innerHTML') return undefined;
  if (node.get('operator')?.type !== '=' || /[<&]/.test(value.shape ?? '')) return undefined;
  return { description: 'Set text and not markup', edits: [{ node: property, text: 'textContent' }] };
}
