import { attributeOf, type MarkupElement } from '../templates/markup-scan.js';
import type { Template } from '../templates/template.js';
import { constantText } from '../flow/value.js';
import type { Assignment, CodeRule, TemplateVerdict, Verdict } from './code-rule.js';

export const untrustedScript: CodeRule = {
  id: 'untrusted-script',
  title: 'Script of another host without an integrity check',
  severity: 'medium',
  confidence: 'medium',
  cwe: [353, 829],
  owasp: ['A08:2021', 'A08:2025'],
  asvs: ['3.6.1'],
  languages: [
    'HTML',
    'Vue',
    'Svelte',
    'EJS',
    'Handlebars',
    'Mustache',
    'Nunjucks',
    'Pug',
    'typescript',
    'javascript',
  ],
  description:
    'The page loads a script from a public host and runs whatever comes. Who takes over the host, the package or the connection runs code in the page of every visitor.',
  remediation:
    'Serve the script yourself, or pin it: an exact version in the address, and `integrity="sha384-…" crossorigin="anonymous"` on the tag.',
  references: [
    'https://developer.mozilla.org/en-US/docs/Web/Security/Subresource_Integrity',
    'https://cheatsheetseries.owasp.org/cheatsheets/Third_Party_Javascript_Management_Cheat_Sheet.html',
    'https://cwe.mitre.org/data/definitions/353.html',
  ],
  templates: [{ check: checkTemplate }],
  assignments: [{ properties: ['<src>'], check: checkAttribute }],
  examples: {
    bad: [
      {
        path: 'public/index.html',
        text: `<!doctype html>
<title>Shop</title>
<script src="https://cdn.jsdelivr.net/npm/vue@3/dist/vue.global.js"></script> ◄
<script src="app.js"></script>
`,
      },
      {
        path: 'views/layout.pug',
        text: `doctype html
html
  head
    script(src='http://static.shop.example/menu.js') ◄
`,
      },
    ],
    good: [
      {
        path: 'public/index.html',
        text: `<!doctype html>
<script
  src="https://cdn.jsdelivr.net/npm/vue@3.5.13/dist/vue.global.prod.js"
  integrity="sha384-bXVzdCBiZSBhIGhhc2g="
  crossorigin="anonymous"
></script>
<script src="/app.js"></script>
`,
      },
      {
        path: 'src/page.tsx',
        text: `export const Page = () => (
  <body>
    <script src="/static/app.js" />
    <script src="https://www.googletagmanager.com/gtag/js?id=G-1" async />
  </body>
);
`,
      },
    ],
  },
};

/** Hosts that give out fixed versions of packages to everybody, so that an integrity check is possible. */
const publicHosts =
  /^(?:unpkg\.com|cdn\.jsdelivr\.net|cdnjs\.cloudflare\.com|code\.jquery\.com|ajax\.googleapis\.com|(?:stackpath|maxcdn|netdna)\.bootstrapcdn\.com|cdn\.skypack\.dev|esm\.sh|ajax\.aspnetcdn\.com|cdn\.rawgit\.com|rawcdn\.githack\.com|use\.fontawesome\.com|cdn\.tailwindcss\.com|code\.angularjs\.org|yastatic\.net|lib\.baomitu\.com)$/i;
/** Hosts that were taken over and gave out harmful scripts. */
const takenOver =
  /^(?:(?:[\w-]+\.)*(?:polyfill\.io|bootcss\.com|bootcdn\.net|staticfile\.(?:net|org)|unionadjs\.com))$/i;

interface Judgement extends Pick<Verdict, 'message' | 'severity' | 'confidence'> {
  readonly message: string;
}

function judge(address: string, hasIntegrity: boolean): Judgement | undefined {
  const match = /^\s*(https?:)?\/\/([^/:?#\s]+)/i.exec(address);
  const host = match?.[2];
  if (host === undefined) return undefined;
  if (takenOver.test(host))
    return {
      message: `The host \`${host}\` was taken over and has given out harmful scripts.`,
      severity: 'high',
      confidence: 'high',
    };
  if (hasIntegrity) return undefined;
  if (match?.[1]?.toLowerCase() === 'http:' && !/^(?:localhost|127\.|\[::1\]|0\.0\.0\.0|[\w-]+$)/.test(host))
    return {
      message: 'The script is loaded over plain HTTP, so anybody on the way can replace it.',
      confidence: 'high',
    };
  if (!publicHosts.test(host)) return undefined;
  return {
    message: `The script of \`${host}\` runs whatever it is, without an integrity check.`,
    severity: 'low',
  };
}

function checkTemplate(template: Template): TemplateVerdict[] {
  return template.elements.flatMap((element): TemplateVerdict[] => {
    const address = element.name === 'script' ? attributeOf(element, 'src') : undefined;
    if (address === undefined || !isLiteral(element)) return [];
    const judgement = judge(address, attributeOf(element, 'integrity') !== undefined);
    return judgement ? [{ ...judgement, start: element.start, end: element.end }] : [];
  });
}

/** In Pug, an expression is no address. */
function isLiteral(element: MarkupElement): boolean {
  return element.attributes.some((attribute) => attribute.name.toLowerCase() === 'src' && attribute.quoted);
}

function checkAttribute({ node, unit, object, value }: Assignment): Verdict | undefined {
  if (!object.origins.includes('<script>')) return undefined;
  const address = constantText(value);
  const tag = node.parent;
  const hasIntegrity = tag ? /\bintegrity\s*=|\{\.\.\./.test(unit.text.slice(tag.start, tag.end)) : false;
  return address === undefined ? undefined : judge(address, hasIntegrity);
}
