import { textFix } from './dom-cross-site-scripting.js';
import type { CodeRule } from './code-rule.js';

export const xssThroughDom: CodeRule = {
  id: 'xss-through-dom',
  title: 'Text of the page written back as markup',
  severity: 'medium',
  confidence: 'medium',
  cwe: [79, 116],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['3.2.2'],
  languages: ['typescript', 'javascript'],
  description:
    'Text is read out of the page, from an element, an attribute or a field, and written back as markup. Reading undoes the escaping: what was shown as `&lt;img onerror=…&gt;` becomes an element and its script runs.',
  remediation:
    'Write text as text: `element.textContent = value`. Build elements with `document.createElement`, or clean markup with a sanitizer such as DOMPurify.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/DOM_based_XSS_Prevention_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/79.html',
  ],
  flow: {
    kinds: ['dom'],
    sources: ['document'],
    ending: (sink) => `is written back as markup through \`${sink}\``,
    // `$(text)` is a selector far more often than markup.
    doubt: (_taint, { sink }) => (/^(?:\$|jQuery)$/.test(sink) ? undefined : 1),
    fix: textFix,
  },
  examples: {
    bad: [
      {
        path: 'web/tooltip.ts',
        text: `export function showTooltip(target: Element, tip: HTMLElement) {
  const text = target.getAttribute('data-tip') ?? '';
  tip.innerHTML = '<span class="arrow"></span>' + text; ◄
}
`,
      },
      {
        path: 'web/preview.js',
        text: `const field = document.querySelector('#comment');
field.addEventListener('input', () => {
  document.querySelector('#preview').innerHTML = field.value; ◄
});
`,
      },
    ],
    good: [
      {
        path: 'web/tooltip.ts',
        text: `export function showTooltip(target: Element, tip: HTMLElement) {
  tip.textContent = target.getAttribute('data-tip');
}
`,
      },
      {
        path: 'web/copy.js',
        text: `const template = document.querySelector('#row');
document.querySelector('#table').append(template.cloneNode(true));
const count = Number(document.querySelector('#count').value);
document.querySelector('#sum').innerHTML = '<b>' + count + '</b>';
`,
      },
    ],
  },
};
