import { constantText, type Value } from '../flow/value.js';
import { beginsAsMarkup, headerOf, isText, markHeaders, markType, typeMark } from './answer.js';
import type { Framework } from './framework.js';

const routes = '{get,post,put,patch,delete,del,all,use,head,options,register,param}';
const routers = '{koa-router,@koa/router,koa-joi-router,koa-tree-router,koa-better-router}';

/** Many things are called a context; this one answers a request. */
const answers =
  /\bkoa\b|\bctx\.(?:body|request|response|status|type|state|throw|cookies|redirect|render|set|session|res|req|params|header|headers)\b/i;

/** Koa and its routers. */
export const koa: Framework = {
  name: 'Koa',
  roots: [
    'koa',
    'koa-router',
    '@koa/router',
    'koa-joi-router',
    'koa-tree-router',
    'koa-better-router',
    'koa-route',
    'koa-send',
    'koa-body',
    'koa-bodyparser',
  ],
  aliases: {
    'koa()': 'koa.Application()',
    [`${routers}()`]: 'koa.Router()',
    [`${routers}.Router()`]: 'koa.Router()',
    [`${routers}.RouterContext()`]: 'koa.Context()',
    'koa.{ParameterizedContext,BaseContext,ExtendableContext}()': 'koa.Context()',
    'koa.Context().{request,req}': 'koa.Request()',
    'koa.Context().{response,res}': 'koa.Response()',
    'koa.Context().ctx': 'koa.Context()',
    'koa.Request().{req,request}': 'koa.Request()',
  },
  fluent: ['koa.Router()', 'koa.Application()'],
  neverReturn: ['koa.Context().throw'],
  carriers: ['koa.Context()', 'koa.Context().state'],
  parts: ['koa.{Context,Request}().URL.searchParams'],
  sources: [
    {
      at: [
        'koa.{Context,Request}().{query,querystring,params,header,headers,rawBody,files,file}',
        'koa.Request().body',
        'koa.{Context,Request}().get()',
        'koa.{Context,Request}().headers.{host,x-forwarded-host,referer,referrer}',
        'koa.Context().cookies.get()',
      ],
      kind: 'request',
    },
    // The host that a client names is the one its own browser went to: no one else sends it for them.
    {
      at: [
        'koa.{Context,Request}().{hostname,host,origin,subdomains}',
        'koa.{Context,Request}().URL.{hostname,host,origin}',
      ],
      kind: 'request',
      safeFor: ['html', 'page'],
    },
    {
      at: ['koa.{Context,Request}().{url,originalUrl,path,href,URL,search}'],
      kind: 'request',
      safeFor: ['redirect', 'url'],
      shape: '/\0',
    },
  ],
  readers: { 'koa.{Context,Request}().get': 'koa.Request().headers' },
  marks: [
    {
      at: ['koa.{Context,Response}().{set,append}'],
      property: typeMark,
      value: (site) => (headerOf(site) === 'content-type' ? markType(site, 1) : markHeaders(site, 0)),
    },
  ],
  sinks: [
    { at: ['koa.{Context,Response}().redirect'], kind: 'redirect', argument: 0 },
    {
      at: ['koa.{Context,Response}().{set,append}'],
      kind: 'redirect',
      argument: 1,
      when: (site) => headerOf(site) === 'location',
    },
    { at: ['koa.{Context,Response}().{set,append}'], kind: 'header', argument: 0 },
    { at: ['koa.Context().render'], kind: 'template', argument: 0 },
    { at: ['koa.Response().{write,end}'], kind: 'html', argument: 0, when: (_site, value) => isText(value) },
  ],
  assignments: [
    { properties: ['body'], of: ['koa.Context()', 'koa.Response()'], kind: 'html', when: answersHtml },
  ],
  callbacks: [
    {
      at: [`koa.Router().${routes}`, 'koa.Application().use', 'koa-route.{get,post,put,delete,all}'],
      parameters: ['koa.Context()', undefined],
      self: 'koa.Context()',
    },
  ],
  parameters: [
    { names: [/^_?ctx$/, /^_?next$/], parameters: ['koa.Context()'], doubt: 1 },
    { names: [/^_?ctx$/], mentions: answers, parameters: ['koa.Context()'], doubt: 1 },
  ],
};

/** Koa takes text for HTML where it begins with `<`, unless the type is set. */
function answersHtml(object: Value, value: Value): boolean {
  const marked = object.fields?.get(typeMark)?.literal;
  const type = constantText(object.fields?.get('type'));
  if (type !== undefined) return /html|xml|svg/i.test(type) && isText(value);
  if (typeof marked === 'boolean') return marked && isText(value);
  return beginsAsMarkup(value);
}
