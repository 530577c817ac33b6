import type { CallSite } from '../flow/call-site.js';
import type { Framework } from './framework.js';

/** The document object model, and jQuery. */
export const browser: Framework = {
  name: 'Browser',
  roots: [
    'document',
    'location',
    'history',
    'localStorage',
    'sessionStorage',
    'navigator',
    'name',
    '$',
    'jQuery',
    'jquery',
    'DOMPurify',
    'addEventListener',
  ],
  aliases: {
    '{$,jquery}': 'jQuery',
    'document.location': 'location',
    'globalThis.location': 'location',
    'globalThis.document': 'document',
    'jQuery()': 'jQuery.Set()',
    DOMPurify: 'dompurify',
  },
  fluent: ['jQuery.Set()'],
  sources: [
    {
      at: ['document.referrer'],
      kind: 'browser',
    },
    // As a whole the address of this page, which leads nowhere else.
    {
      at: ['location.{href,pathname,search,hash}', 'document.{URL,documentURI,baseURI}'],
      kind: 'browser',
      safeFor: ['redirect', 'url'],
    },
    { at: ['browser.MessageEvent().data'], kind: 'browser' },
  ],
  sinks: [
    { at: ['document.{write,writeln}'], kind: 'dom' },
    { at: ['jQuery.Set().{html,append,prepend,before,after,replaceWith,wrap}'], kind: 'dom', argument: 0 },
    { at: ['jQuery'], kind: 'dom', argument: 0, when: startsMarkup },
  ],
  looseSinks: [{ methods: ['insertAdjacentHTML', 'createContextualFragment', 'setHTMLUnsafe'], kind: 'dom' }],
  assignments: [
    { properties: ['innerHTML', 'outerHTML', 'srcdoc', 'dangerouslySetInnerHTML', 'srcDoc'], kind: 'dom' },
  ],
  callbacks: [{ at: ['addEventListener'], parameters: ['browser.MessageEvent()'] }],
};

/** jQuery takes text for markup only where it begins with `<`; else for a selector. */
function startsMarkup(_site: CallSite, value: { shape?: string | undefined }): boolean {
  return value.shape?.trimStart().startsWith('<') ?? false;
}
