import type { CallSite } from '../flow/call-site.js';
import { templateCalls } from '../frameworks/vue.js';
import { brief } from '../flow/unit.js';
import { isConstant } from '../flow/value.js';
import type { Template } from '../templates/template.js';
import type { CodeRule, TemplateVerdict, Verdict } from './code-rule.js';

export const unescapedTemplateOutput: CodeRule = {
  id: 'unescaped-template-output',
  title: 'Template output without escaping',
  severity: 'medium',
  confidence: 'medium',
  cwe: [79, 116],
  owasp: ['A03:2021', 'A05:2025'],
  asvs: ['1.2.1'],
  languages: ['EJS', 'Handlebars', 'Mustache', 'Nunjucks', 'Pug', 'Vue', 'Svelte', 'HTML'],
  description:
    'A template puts a value into the page as markup: with `<%-`, `{{{ }}}`, `| safe`, `!=`, `v-html` or `{@html}`. Where any part of the value was written by somebody else, it carries a script that runs in the page of whoever looks at it.',
  remediation:
    'Use the form that escapes: `<%= value %>`, `{{ value }}`, `= value`, `{value}`. Where markup is wanted, clean it first with a sanitizer such as DOMPurify or sanitize-html.',
  references: [
    'https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html',
    'https://vuejs.org/guide/best-practices/security.html',
    'https://handlebarsjs.com/guide/expressions.html',
    'https://cwe.mitre.org/data/definitions/79.html',
  ],
  calls: [{ at: [templateCalls.vueHtml, templateCalls.svelteHtml], check: checkBinding }],
  templates: [{ check: checkTemplate }],
  examples: {
    bad: [
      {
        path: 'views/profile.ejs',
        text: `<h1><%= user.name %></h1>
<section class="about">
  <%- user.about %> ◄
</section>
`,
      },
      {
        path: 'src/components/comment.vue',
        text: `<template>
  <article>
    <h2>{{ comment.title }}</h2>
    <div class="body" v-html="comment.body" /> ◄
  </article>
</template>

<script setup lang="ts">
defineProps<{ comment: { title: string; body: string } }>();
</script>
`,
      },
      {
        path: 'views/message.hbs',
        text: `{{#each messages}}
  <li>{{{this.text}}}</li> ◄
{{/each}}
`,
      },
    ],
    good: [
      {
        path: 'views/layout.ejs',
        text: `<%- include('header', { title }) %>
<main><%- body %></main>
<script id="state" type="application/json"><%- JSON.stringify(state).replace(/</g, '\\\\u003c') %></script>
`,
      },
      {
        path: 'src/components/comment.vue',
        text: `<template>
  <div v-html="html"></div>
</template>

<script setup>
import { computed } from 'vue';
import DOMPurify from 'dompurify';

const props = defineProps(['comment']);
const html = computed(() => DOMPurify.sanitize(props.comment.body));
</script>
`,
      },
    ],
  },
};

/** Helpers that clean, escape, translate or include; and what a layout puts its page into. */
const harmless = new RegExp(
  [
    String.raw`(?:saniti[sz]e|purif|escape|encode|strip|clean|highlight|json|stringify|serialize|dump|xss)`,
    String.raw`^(?:await\s+)?(?:this\.|locals\.|it\.|helpers?\.)?(?:include|partial|render\w*|block|yield|slot|layout|section|content_?for|css|js|style\w*|script\w*|asset\w*|component|template|t|__|_t|\$t|i18n\w*|gettext|translate|csrf\w*|icon\w*|svg\w*|nonce|super|caller)\b`,
    String.raw`^@?(?:body|content|contents|children|yield|main|slot|block|page|head|footer|header|meta)$`,
    String.raw`(?:\bicon|svg|csrf\w*|nonce|\$t\(|i18n|\bt\(|safe\w*\()`,
    String.raw`^(?:this\.)?\$?(?:strings|translations?|i18n|messages)\.\w+$`,
    String.raw`^(?:this\.)?\$?(?:get)?(?:string|text|label|message|translation)s?\(`,
    String.raw`^(?:"[^"]*"|'[^']*'|\x60[^\x60$]*\x60|[\d.]+)$`,
  ].join('|'),
  'i',
);

export function isHarmlessOutput(expression: string): boolean {
  return expression === '' || harmless.test(expression);
}

/** The name of a file that a template makes, which is no page: `post.md.ejs`. */
const makesNoPage = /\.(?:md|mdx|txt|json|[cm]?[jt]sx?|ya?ml|toml|css|s[ac]ss|sh|conf|env|sql|graphql)\.\w+$/;

/** Code that whoever runs the site sets, and what a renderer has made. */
const isCode =
  /^(?:[\w$]+\.)*(?:\w*(?:inject|analytics|tracking|custom)\w*(?:code|html|head|script)\w*|rendered\w*|render)\b/i;

function checkTemplate(template: Template): TemplateVerdict[] {
  if (makesNoPage.test(template.path) || makesMarkdown(template)) return [];
  const isBare = !/<[a-z!]/i.test(template.text.replace(/<%[\s\S]*?%>/g, '')) && template.format !== 'pug';
  return template.outputs.flatMap((output): TemplateVerdict[] => {
    if (output.escaped || output.place.kind === 'style' || isHarmlessOutput(output.expression)) return [];
    if (template.format === 'svelte') return [];
    // A helper of Handlebars with arguments makes markup of its own.
    const isHelper = template.format === 'handlebars' && /\s/.test(output.expression);
    const shown = output.expression.replace(/\s+/g, ' ').replaceAll('`', "'").slice(0, 60);
    return [
      {
        start: output.start,
        end: output.end,
        message: `\`${shown}\` is put into the page without escaping.`,
        confidence: isHelper || isBare || isCode.test(output.expression) ? 'low' : 'medium',
      },
    ];
  });
}

/** A template of a tool that writes Markdown for a site's own pages. */
function makesMarkdown({ path, text }: Template): boolean {
  return /markdown|(?:^|[/-])mdx?[/-]/i.test(path) && !/<(?:html|body|div|head)\b/i.test(text);
}

/** Renderers that give markup in the text on as it came. */
const renderers = /^(?:marked|showdown|snarkdown|micromark)\b/;

/** `v-html` and `{@html}`: what is known of the value counts, and what it is called where nothing is. */
function checkBinding(site: CallSite): Verdict | undefined {
  const [value] = site.arguments;
  const [node] = site.argumentNodes;
  if (!value || !node || isConstant(value) || value.taints.length > 0) return undefined;
  const expression = brief(site.unit, node);
  const isRendered = value.origins.some((origin) => renderers.test(origin));
  const isKnown = value.origins.length > 0 || value.shape !== undefined;
  if (isHarmlessOutput(expression) || (isKnown && !isRendered)) return undefined;
  if (isCleanedElsewhere(expression, site.unit.text)) return undefined;
  return { message: `\`${expression.replaceAll('`', "'")}\` is put into the page without escaping.`, node };
}

/** Whether a computed property, a method or a variable of this name cleans what it gives. */
function isCleanedElsewhere(expression: string, code: string): boolean {
  const name = /^(?:this\.)?([\w$]+)(?:\(.*\))?$/.exec(expression)?.[1];
  if (name === undefined) return false;
  for (let at = code.indexOf(name); at >= 0; at = code.indexOf(name, at + name.length)) {
    const after = code.slice(at + name.length, at + name.length + 600);
    if (/^\s*(?:\(|[:=])/.test(after) && /saniti[sz]e|purif|escape|highlight/i.test(after)) return true;
  }
  return false;
}
