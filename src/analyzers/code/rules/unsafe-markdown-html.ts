import type { CallSite } from '../flow/call-site.js';
import type { Value } from '../flow/value.js';
import type { Unit } from '../flow/unit.js';
import type { Assignment, CodeRule, Verdict } from './code-rule.js';

const components = /^(?:react-markdown|remark-react|markdown-to-jsx)/;

export const unsafeMarkdownHtml: CodeRule = {
  id: 'unsafe-markdown-html',
  title: 'Markdown rendered with its HTML',
  severity: 'medium',
  confidence: 'medium',
  cwe: [79, 116],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['1.3.5'],
  languages: ['typescript', 'javascript'],
  description:
    'A renderer of Markdown is told to let HTML in the text through. Whoever writes the text writes the page: an image with an `onerror` is enough to run a script.',
  remediation:
    'Leave HTML in Markdown off, or clean the result: `rehype-sanitize` after `rehype-raw`, or `DOMPurify.sanitize(html)`.',
  references: [
    'https://github.com/remarkjs/react-markdown#security',
    'https://github.com/markdown-it/markdown-it/blob/master/docs/security.md',
    'https://marked.js.org/#usage',
    'https://cwe.mitre.org/data/definitions/79.html',
  ],
  calls: [
    { at: ['markdown-it', 'remarkable.Remarkable', 'remarkable'], check: checkHtmlOption },
    { at: ['marked.{setOptions,use,parse}', 'marked'], check: checkMarked },
    { at: ['remark-html', 'mdast-util-to-hast.toHast'], check: checkHtmlOption },
  ],
  methods: [{ methods: ['use'], hint: /\b(?:remark-rehype|remark-html|rehype-raw)\b/, check: checkUse }],
  assignments: [
    { properties: ['<allowDangerousHtml>'], check: (assignment) => checkAttribute(assignment, true) },
    { properties: ['<escapeHtml>'], check: (assignment) => checkAttribute(assignment, false) },
    { properties: ['<rehypePlugins>'], check: checkPlugins },
  ],
  examples: {
    bad: [
      {
        path: 'src/comment.jsx',
        text: `import ReactMarkdown from 'react-markdown';
import rehypeRaw from 'rehype-raw';

export const Comment = ({ text }) => <ReactMarkdown rehypePlugins={[rehypeRaw]}>{text}</ReactMarkdown>; ◄
`,
      },
      {
        path: 'src/markdown.ts',
        text: `import MarkdownIt from 'markdown-it';

const markdown = new MarkdownIt({ html: true, linkify: true }); ◄
export const render = (text: string) => markdown.render(text);
`,
      },
    ],
    good: [
      {
        path: 'src/comment.jsx',
        text: `import ReactMarkdown from 'react-markdown';
import rehypeRaw from 'rehype-raw';
import rehypeSanitize from 'rehype-sanitize';

export const Comment = ({ text }) => (
  <ReactMarkdown rehypePlugins={[rehypeRaw, rehypeSanitize]}>{text}</ReactMarkdown>
);
`,
      },
      {
        path: 'src/markdown.ts',
        text: `import MarkdownIt from 'markdown-it';
import DOMPurify from 'isomorphic-dompurify';

const markdown = new MarkdownIt({ html: true });
export const render = (text: string) => DOMPurify.sanitize(markdown.render(text));
`,
      },
    ],
  },
};

/** A sanitizer in the same file is taken to clean what is rendered. */
function verdict(unit: Unit, message: string): Verdict | undefined {
  return /saniti[sz]e|purif|\bxss\b/i.test(unit.text.replace(/\bsanitize\s*:\s*false/g, ''))
    ? undefined
    : { message };
}

function checkHtmlOption(site: CallSite): Verdict | undefined {
  const turnsOn = site.arguments.some(
    ({ fields }) =>
      fields?.get('html')?.literal === true ||
      fields?.get('allowDangerousHtml')?.literal === true ||
      fields?.get('sanitize')?.literal === false,
  );
  return turnsOn ? verdict(site.unit, 'HTML in the Markdown goes into the page as it is.') : undefined;
}

function checkMarked(site: CallSite): Verdict | undefined {
  const isOff = site.arguments.some(({ fields }) => fields?.get('sanitize')?.literal === false);
  return isOff ? verdict(site.unit, 'HTML in the Markdown goes into the page as it is.') : undefined;
}

/** `unified().use(remarkRehype, { allowDangerousHtml: true })` */
function checkUse(site: CallSite): Verdict | undefined {
  const [plugin] = site.arguments;
  if (!plugin) return undefined;
  if (isPlugin(plugin, 'rehype-raw'))
    return verdict(site.unit, 'HTML in the Markdown goes into the page as it is.');
  return isPlugin(plugin, 'remark-html') ? checkHtmlOption(site) : undefined;
}

function isPlugin(value: Value, name: string): boolean {
  return value.origins.some((origin) => origin === name || origin === `${name}.default`);
}

function checkAttribute({ unit, object, value }: Assignment, wrong: boolean): Verdict | undefined {
  if (value.literal !== wrong || !object.origins.some((origin) => components.test(origin))) return undefined;
  return verdict(unit, 'HTML in the Markdown goes into the page as it is.');
}

function checkPlugins({ unit, value }: Assignment): Verdict | undefined {
  const plugins = [...(value.fields?.values() ?? [])].flatMap((plugin) => [
    plugin,
    ...(plugin.fields?.values() ?? []),
  ]);
  if (!plugins.some((plugin) => isPlugin(plugin, 'rehype-raw'))) return undefined;
  return verdict(unit, 'HTML in the Markdown goes into the page as it is.');
}
