import type { CallSite } from '../flow/call-site.js';
import type { Framework } from './framework.js';

/** The names under which template expressions of single-file components are handed to the interpreter. */
export const templateCalls = { vueHtml: 'ʜ', svelteHtml: 'ʂ', link: 'ʟ' } as const;

const creators = '{h,createVNode,createElementVNode,createElement}';

/** Vue, Nuxt and Svelte; their templates' expressions come as calls of functions with odd names. */
export const vue: Framework = {
  name: 'Vue and Svelte',
  roots: [
    'vue',
    'vue-router',
    'svelte',
    '$app/stores',
    '$app/state',
    '$page',
    'lit',
    'lit-html',
    '$route',
    'useRoute',
    ...Object.values(templateCalls),
  ],
  aliases: {
    '{@vue/composition-api,vue-demi,#imports,nuxt/app,#app}': 'vue',
    'vue.useRoute': 'vue-router.useRoute',
    useRoute: 'vue-router.useRoute',
    $route: 'vue-router.useRoute()',
    $page: '$app/stores.page',
    '$app/state.page': '$app/stores.page',
    'lit-html/directives/unsafe-html.js': 'lit/directives/unsafe-html',
    'lit/directives/unsafe-html.js': 'lit/directives/unsafe-html',
    'lit-html/directives/unsafe-html': 'lit/directives/unsafe-html',
  },
  members: { $route: 'vue-router.useRoute()' },
  invokes: ['vue.computed', '$derived.by'],
  sources: [
    {
      at: ['vue-router.useRoute().{query,params,hash,fullPath}', '$app/stores.page.{url,params}'],
      kind: 'browser',
    },
  ],
  sinks: [
    { at: [templateCalls.vueHtml], kind: 'dom', label: 'v-html' },
    { at: [templateCalls.svelteHtml], kind: 'dom', label: '{@html}' },
    { at: [templateCalls.link], kind: 'link', label: 'href' },
    { at: [`vue.${creators}`], kind: 'dom', argument: 1, field: 'innerHTML', when: hasMarkup },
    {
      at: ['lit/directives/unsafe-html.{unsafeHTML,unsafeSVG}', 'lit.{unsafeHTML,unsafeSVG}'],
      kind: 'dom',
      argument: 0,
    },
  ],
  passes: [
    { at: ['vue.{ref,shallowRef,reactive,toRef,toRefs,unref,readonly,toValue}', '{$state,$derived}'] },
  ],
};

function hasMarkup(site: CallSite): boolean {
  return site.arguments[1]?.fields?.has('innerHTML') ?? false;
}
