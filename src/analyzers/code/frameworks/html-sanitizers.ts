import type { Framework } from './framework.js';

/** More libraries that clean or escape markup, and renderers that give markup on as it came. */
export const htmlSanitizers: Framework = {
  name: 'HTML sanitizers and renderers',
  roots: [
    'DOMPurify',
    'insane',
    '@braintree/sanitize-url',
    'marked',
    'markdown-it',
    'showdown',
    'remarkable',
    'snarkdown',
    'micromark',
    'highlight.js',
    'prismjs',
  ],
  aliases: {
    DOMPurify: 'dompurify',
    'isomorphic-dompurify': 'dompurify',
    'dompurify.default': 'dompurify',
    'dompurify()': 'dompurify',
    'marked.{marked,default}': 'marked',
    'markdown-it.default': 'markdown-it',
    'sanitize-html.default': 'sanitize-html',
  },
  passes: [
    {
      at: [
        'insane',
        'xss.process',
        'xss.FilterXSS().process',
        'markdown-it().{render,renderInline}',
        'remarkable.Remarkable().render',
        'highlight.js.{highlight,highlightAuto}',
        'prismjs.highlight',
      ],
      safeFor: ['html', 'dom', 'page'],
    },
    {
      at: ['@braintree/sanitize-url.sanitizeUrl', 'sanitize-url'],
      safeFor: ['link', 'redirect', 'html', 'dom'],
    },
    {
      at: [
        'marked',
        'marked.{parse,parseInline}',
        'showdown.Converter().makeHtml',
        'snarkdown',
        'micromark.micromark',
      ],
    },
  ],
};
