import type { CallSite } from '../flow/call-site.js';
import { constantText, type Value } from '../flow/value.js';
import type { Framework } from './framework.js';

const writers = '{html,append,prepend,before,after,replaceWith,wrap,wrapAll,wrapInner}';

/** jQuery, and the part of it in AngularJS. */
export const jquery: Framework = {
  name: 'jQuery',
  roots: ['$', 'jQuery', 'jquery', 'cash-dom', 'zepto', '@ajax'],
  aliases: {
    '{$,jquery,cash-dom,zepto,globalThis.$,globalThis.jQuery}': 'jQuery',
    'jquery.{default,jQuery,$}': 'jQuery',
    'jQuery()': 'jQuery.Set()',
    'angular.element': 'jQuery',
    'jQuery.Set().{get(),0}': '@dom.Element()',
    'jQuery.Set().{data(),length}': '@dom.text',
    'jQuery.{get,post,ajax,getJSON}()': '@ajax.Call()',
  },
  variables: { $: 'jQuery', jQuery: 'jQuery' },
  fluent: ['jQuery.Set()', '@ajax.Call()'],
  sources: [
    { at: ['@ajax.Response()'], kind: 'response' },
    {
      at: ['jQuery.Set().{text,val}()'],
      kind: 'document',
      when: ({ arguments: given }) => given.length === 0,
    },
    { at: ['jQuery.Set().{attr,prop}()'], kind: 'document', when: readsText },
  ],
  sinks: [
    { at: [`jQuery.Set().${writers}`], kind: 'dom', argument: 0 },
    { at: ['jQuery'], kind: 'dom', argument: 0, when: mayBeMarkup },
    { at: ['jQuery.{globalEval,parseHTML}', 'jQuery.Set().load'], kind: 'dom', argument: 0 },
    { at: ['jQuery.getScript'], kind: 'dom', argument: 0 },
    { at: ['jQuery.Set().{attr,prop}'], kind: 'link', argument: 1, when: setsAddress },
    { at: ['jQuery.Set().{attr,prop}'], kind: 'link', argument: 0, field: 'href' },
  ],
  looseSinks: [
    {
      methods: ['html', 'append', 'prepend', 'before', 'after', 'replaceWith'],
      receiver: /^\$\w/,
      kind: 'dom',
      argument: 0,
    },
  ],
  callbacks: [
    { at: ['jQuery', 'jQuery.Set().ready'], parameters: ['jQuery'] },
    { at: ['jQuery.Set().each'], parameters: [undefined, '@dom.Element()'] },
    { at: ['jQuery.Set().{on,one,click,change,keyup,keydown,submit,input}'], parameters: ['@dom.Event()'] },
    {
      at: ['jQuery.{get,post,ajax,getJSON}', '@ajax.Call().{done,then,success}'],
      parameters: ['@ajax.Response()'],
    },
  ],
};

/** jQuery takes text that begins with `<` for markup, anything else for a selector. */
function mayBeMarkup(_site: CallSite, value: Value): boolean {
  const start = value.shape?.trimStart() ?? '\0';
  return start.startsWith('<') || start.startsWith('\0');
}

/** `attr(name)` of an attribute that holds what somebody wrote; with two arguments it sets one. */
function readsText(site: CallSite): boolean {
  const name = constantText(site.arguments[0]) ?? '';
  return (
    site.arguments.length === 1 &&
    /^(?:data-.+|title|alt|value|placeholder|content|innerText|textContent)$/.test(name)
  );
}

function setsAddress(site: CallSite): boolean {
  return /^(?:href|src|action|formaction)$/i.test(constantText(site.arguments[0]) ?? '');
}
