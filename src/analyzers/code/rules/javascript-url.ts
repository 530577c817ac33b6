import { hole, type Value } from '../flow/value.js';
import type { CodeRule } from './code-rule.js';

export const javascriptUrl: CodeRule = {
  id: 'javascript-url',
  title: 'Address that may be a script',
  severity: 'high',
  confidence: 'high',
  cwe: [79, 601],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['1.2.2'],
  languages: ['typescript', 'javascript', 'Vue', 'Svelte'],
  description:
    'Data from outside becomes an address that the browser goes to. An address that begins with `javascript:` runs as a script in the page; any other leads the user to wherever the sender wants.',
  remediation:
    "Parse the address and allow known schemes and hosts only: `const url = new URL(value, location.origin); if (url.origin !== location.origin) …`. Or put a fixed path in front: `'/items/' + encodeURIComponent(id)`.",
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/DOM_based_XSS_Prevention_Cheat_Sheet.html',
    'https://developer.mozilla.org/en-US/docs/Web/URI/Reference/Schemes/javascript',
    'https://cwe.mitre.org/data/definitions/601.html',
  ],
  flow: {
    kinds: ['link'],
    sources: ['browser', 'request', 'message'],
    ending: (sink) => `becomes the address in \`${sink}\`, which may begin with \`javascript:\``,
    when: decidesScheme,
    // What Electron opens outside of the page is another matter.
    doubt: (_taint, { sink }) => (opensOutside.test(sink) ? undefined : 0),
  },
  examples: {
    bad: [
      {
        path: 'web/back.ts',
        text: `export function addBackLink() {
  const link = document.createElement('a');
  link.href = new URLSearchParams(location.search).get('back') ?? '/'; ◄
  document.body.append(link);
}
`,
      },
      {
        path: 'src/back-link.tsx',
        text: `import { useSearchParams } from 'react-router-dom';

export function BackLink() {
  const [params] = useSearchParams();
  return <a href={params.get('back')}>Back</a>; ◄
}
`,
      },
    ],
    good: [
      {
        path: 'web/back.ts',
        text: `export function addBackLink() {
  const link = document.createElement('a');
  const back = new URLSearchParams(location.search).get('back') ?? '';
  link.href = '/start?back=' + encodeURIComponent(back);
  document.body.append(link);
}
`,
      },
      {
        path: 'web/sort.ts',
        text: `export function openSorted() {
  const url = new URL(window.location.href);
  url.searchParams.set('sort', 'name');
  window.open(url.toString());
  window.open(window.location.pathname);
}
`,
      },
    ],
  },
};

/** Whether data may decide how the address begins. */
function decidesScheme(value: Value): boolean {
  const start = value.shape?.trimStart() ?? hole;
  return start.startsWith(hole);
}

export const opensOutside = /(?:^|\.)(?:openExternal|openPath|loadURL)$/;
