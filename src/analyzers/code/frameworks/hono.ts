import { constantText } from '../flow/value.js';
import { headerOf, markType, sendsMarkedHtml } from './answer.js';
import type { Framework } from './framework.js';

const routes = '{get,post,put,patch,delete,all,use,on,options,notFound}';

/** Servers in Express's manner on the web platform: Hono, Elysia, h3 and Nitro, Oak. */
export const hono: Framework = {
  name: 'Hono',
  roots: ['hono', 'hono/tiny', 'hono/quick', '@hono/zod-openapi', 'elysia', 'h3', 'nitropack', 'oak'],
  aliases: {
    '{hono,hono/tiny,hono/quick}.Hono()': 'hono.Router()',
    '@hono/zod-openapi.OpenAPIHono()': 'hono.Router()',
    'hono.Router().{route,basePath}()': 'hono.Router()',
    'hono.Context().req': 'hono.Request()',
    'hono.Request().raw': 'web.Request()',
    'elysia()': 'elysia.Router()',
    'elysia.Elysia()': 'elysia.Router()',
    'elysia.Context().request': 'web.Request()',
  },
  fluent: ['hono.Router()', 'elysia.Router()'],
  sources: [
    {
      at: [
        'hono.Request().{json,text,formData,parseBody,blob,arrayBuffer}()',
        'hono.Request().headers.{host,referer,x-forwarded-host}',
        'elysia.Context().{query,params,body,headers,cookie}',
        'h3.{getQuery,readBody,readRawBody,readFormData,readMultipartFormData,getRouterParam,getRouterParams,getHeader,getHeaders,getRequestHeader,getCookie}()',
        'h3.Event().context.params',
      ],
      kind: 'request',
    },
    // Their values are text, or what a schema let through.
    {
      at: ['hono.Request().{query,queries,param,header,valid}()'],
      kind: 'request',
      safeFor: ['nosql', 'assignment'],
    },
    { at: ['hono.Request().{url,path}'], kind: 'request', safeFor: ['redirect', 'url'] },
  ],
  readers: { 'hono.Request().header': 'hono.Request().headers' },
  marks: [
    {
      at: ['hono.Context().header'],
      property: '#type',
      value: (site) => (headerOf(site) === 'content-type' ? markType(site, 1) : undefined),
    },
  ],
  sinks: [
    {
      at: ['hono.Context().html'],
      kind: 'html',
      argument: 0,
      when: (_site, value) => constantText(value) === undefined,
    },
    { at: ['hono.Context().{body,newResponse}'], kind: 'html', argument: 0, when: sendsMarkedHtml },
    { at: ['hono.Context().redirect', 'elysia.Context().redirect'], kind: 'redirect', argument: 0 },
    { at: ['h3.sendRedirect'], kind: 'redirect', argument: 1 },
    { at: ['h3.{proxyRequest,sendProxy}'], kind: 'url', argument: 1 },
    { at: ['hono/html.raw'], kind: 'html', argument: 0 },
  ],
  callbacks: [
    { at: [`hono.Router().${routes}`], parameters: ['hono.Context()', undefined] },
    { at: [`elysia.Router().${routes}`], parameters: ['elysia.Context()'] },
    {
      at: ['h3.{defineEventHandler,eventHandler}'],
      parameters: ['h3.Event()'],
      results: [{ kind: 'html', when: (value) => value.shape?.trimStart().startsWith('<') ?? false }],
    },
  ],
  parameters: [],
};
