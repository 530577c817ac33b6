import type { CallSite } from '../flow/call-site.js';
import type { Unit } from '../flow/unit.js';
import { fixesHost } from '../flow/address.js';
import { constantText, knownPrefix } from '../flow/value.js';
import type { Framework } from './framework.js';

/** Addresses of the document object model begin with `@dom`, which no module is called. */
const lookups =
  '{getElementById,querySelector,closest,createElement,createElementNS,elementFromPoint,appendChild,insertBefore,cloneNode}';

/** Elements whose properties load or run something. */
const elements = {
  a: '@dom.Link()',
  area: '@dom.Link()',
  base: '@dom.Link()',
  form: '@dom.Form()',
  iframe: '@dom.Frame()',
  frame: '@dom.Frame()',
  embed: '@dom.Frame()',
  object: '@dom.Frame()',
  script: '@dom.Script()',
};

/** The document object model: what others write into it, and what it takes for markup or script. */
export const browser: Framework = {
  name: 'Browser',
  roots: [
    '@dom',
    'document',
    'location',
    'history',
    'localStorage',
    'sessionStorage',
    'navigator',
    'addEventListener',
    'open',
    'postMessage',
    'DOMParser',
    'importScripts',
    'Worker',
    'SharedWorker',
    'HTMLElement',
    'HTMLInputElement',
    'HTMLTextAreaElement',
    'HTMLAnchorElement',
    'HTMLIFrameElement',
    'HTMLScriptElement',
    'Element',
    'MessageEvent',
    'trustedTypes',
  ],
  aliases: {
    'document.location': 'location',
    'globalThis.location': 'location',
    'globalThis.document': 'document',
    'globalThis.name': '@dom.windowName',
    'globalThis.{parent,top,opener,frames}': 'globalThis',
    'document.defaultView': 'globalThis',
    'document.{body,head,documentElement,activeElement,currentScript}': '@dom.Element()',
    'document.{forms,links,images,scripts}': '@dom.Element()',
    [`document.${lookups}()`]: '@dom.Element()',
    [`@dom.Element().${lookups}()`]: '@dom.Element()',
    'document.{querySelectorAll,getElementsByClassName,getElementsByTagName,getElementsByName}()':
      '@dom.List()',
    '@dom.Element().{querySelectorAll,getElementsByClassName,getElementsByTagName}()': '@dom.List()',
    '@dom.List().{0,item()}': '@dom.Element()',
    '@dom.Element().{firstChild,lastChild,parentElement,parentNode,nextElementSibling,previousElementSibling,firstElementChild}':
      '@dom.Element()',
    '@dom.Event().{target,currentTarget,srcElement}': '@dom.Element()',
    '{HTMLElement,Element,HTMLInputElement,HTMLTextAreaElement}()': '@dom.Element()',
    'HTMLAnchorElement()': '@dom.Link()',
    'HTMLIFrameElement()': '@dom.Frame()',
    'HTMLScriptElement()': '@dom.Script()',
    'MessageEvent()': '@dom.MessageEvent()',
  },
  members: {
    clipboardData: '@dom.Transfer()',
    dataTransfer: '@dom.Transfer()',
    textContent: '@dom.text',
    innerText: '@dom.text',
    getAttribute: '@dom.getAttribute',
  },
  resultsByArgument: [{ at: ['document.createElement'], argument: 0, paths: elements }],
  sources: [
    {
      at: ['document.referrer', '@dom.windowName'],
      kind: 'browser',
    },
    // As a whole the address of this page, which leads nowhere else.
    {
      at: [
        'location',
        'location.{href,pathname,search,hash,toString()}',
        'document.{URL,documentURI,baseURI}',
      ],
      kind: 'browser',
      safeFor: ['redirect', 'url', 'link'],
    },
    { at: ['@dom.MessageEvent().data'], kind: 'browser' },
    {
      at: [
        '@dom.text',
        '@dom.getAttribute()',
        '@dom.Element().{value,textContent,innerText,dataset}',
        '@dom.Element().getAttribute()',
      ],
      kind: 'document',
    },
    { at: ['@dom.Transfer().getData()'], kind: 'document', when: takesMarkup },
    { at: ['{localStorage,sessionStorage}.getItem()'], kind: 'stored' },
  ],
  // A page is at the host that it was loaded from.
  harmless: ['location.{protocol,host,hostname,origin,port}'],
  sinks: [
    { at: ['document.{write,writeln}'], kind: 'dom' },
    { at: ['document.execCommand'], kind: 'dom', argument: 2, when: insertsHtml },
    { at: ['document.createRange().createContextualFragment'], kind: 'dom', argument: 0 },
    { at: ['open'], kind: 'link', argument: 0 },
    { at: ['importScripts'], kind: 'dom' },
    { at: ['Worker', 'SharedWorker'], kind: 'dom', argument: 0 },
    { at: ['@dom.{Element,Frame,Link,Script,Form}().insertAdjacentHTML'], kind: 'dom', argument: 1 },
    {
      at: ['@dom.{Element,Frame,Link,Script,Form}().setAttribute'],
      kind: 'dom',
      argument: 1,
      when: setsHandler,
    },
    { at: ['@dom.{Element,Frame,Link,Form}().setAttribute'], kind: 'link', argument: 1, when: setsAddress },
    { at: ['@dom.Script().setAttribute'], kind: 'dom', argument: 1, when: setsAddress },
  ],
  looseSinks: [
    { methods: ['insertAdjacentHTML'], kind: 'dom', argument: 1 },
    { methods: ['createContextualFragment', 'setHTMLUnsafe', 'parseHTMLUnsafe'], kind: 'dom', argument: 0 },
    { methods: ['setAttribute'], kind: 'dom', argument: 1, when: setsHandler },
    {
      methods: ['setAttribute'],
      kind: 'link',
      argument: 1,
      when: setsAddress,
      receiver: /^(?:a|link|anchor|iframe|frame)\w*$/i,
    },
    { methods: ['setProperty'], kind: 'dom', argument: 2, when: (site) => setsMarkup(site, 1) },
  ],
  assignments: [
    {
      properties: ['innerHTML', 'outerHTML', 'srcdoc', '<srcDoc>', '<dangerouslySetInnerHTML>'],
      kind: 'dom',
    },
    { properties: ['text', 'textContent', 'innerText'], of: ['@dom.Script()'], kind: 'dom' },
    {
      properties: ['src'],
      of: ['@dom.Script()'],
      kind: 'dom',
      // Behind a host that is fixed, data chooses at most what of that host is asked for.
      when: (_script, address) => !fixesHost(knownPrefix(address)),
    },
    { properties: ['href'], of: ['@dom.Link()'], kind: 'link', receiver: /^(?:a|link|anchor)$/i },
    { properties: ['src', 'data'], of: ['@dom.Frame()'], kind: 'link', receiver: /^(?:iframe|frame)$/i },
    { properties: ['action', 'formAction'], of: ['@dom.Form()'], kind: 'link' },
    { properties: ['<href>'], of: ['<a>', '<area>', '<base>'], kind: 'link' },
    { properties: ['<src>'], of: ['<iframe>', '<embed>', '<frame>'], kind: 'link' },
    { properties: ['<action>', '<formAction>', '<data>', '<xlinkHref>'], kind: 'link' },
  ],
  callbacks: [
    { at: ['addEventListener'], parameters: ['@dom.MessageEvent()'], when: isMessage },
    { at: ['document.addEventListener', '@dom.Element().addEventListener'], parameters: ['@dom.Event()'] },
    { at: ['@dom.List().forEach'], parameters: ['@dom.Element()'] },
  ],
  handlers: [
    {
      properties: ['onmessage'],
      parameters: ['@dom.MessageEvent()'],
      when: (unit) => !isWorker(unit),
    },
  ],
};

/** Attributes that hold script or markup. */
function setsHandler(site: CallSite): boolean {
  return /^(?:on\w+|srcdoc)$/i.test(constantText(site.arguments[0]) ?? '');
}

const addresses = /^(?:href|src|action|formaction|data|xlink:href)$/i;

function setsAddress(site: CallSite): boolean {
  return addresses.test(constantText(site.arguments[0]) ?? '');
}

/** What is pasted or dropped comes from another page, markup and all. */
function takesMarkup(site: CallSite): boolean {
  return constantText(site.arguments[0]) === 'text/html';
}

function setsMarkup(site: CallSite, argument: number): boolean {
  return /^(?:innerHTML|outerHTML|srcdoc)$/.test(constantText(site.arguments[argument]) ?? '');
}

function isMessage(site: CallSite): boolean {
  const name = constantText(site.arguments[0]);
  return (name === undefined || name === 'message') && !isWorker(site.unit);
}

/** Only the page that started a worker sends it messages. */
function isWorker({ path, text }: Unit): boolean {
  return (
    /(?:^|[/._-])(?:web|service|shared)?-?workers?(?:[/._-]|$)/i.test(path) ||
    /\bimportScripts\(|\b(?:Dedicated|Service|Shared)WorkerGlobalScope\b/.test(text)
  );
}

function insertsHtml(site: CallSite): boolean {
  return constantText(site.arguments[0])?.toLowerCase() === 'inserthtml';
}
