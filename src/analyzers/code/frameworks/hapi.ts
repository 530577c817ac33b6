import { headerOf, markType, sendsHtml, isText } from './answer.js';
import type { Framework } from './framework.js';

/** Hapi. Text that a handler returns goes out as HTML. */
export const hapi: Framework = {
  name: 'Hapi',
  roots: ['hapi', '@hapi/hapi'],
  aliases: {
    '{hapi,@hapi/hapi}.{server,Server}()': 'hapi.Server()',
    '@hapi/hapi.Request()': 'hapi.Request()',
    '@hapi/hapi.ResponseToolkit()': 'hapi.Toolkit()',
    'hapi.Toolkit().{response,code,type,header}()': 'hapi.Toolkit()',
    'hapi.Toolkit()()': 'hapi.Toolkit()',
  },
  sources: [
    {
      at: [
        'hapi.Request().{query,params,payload,headers,state,raw,orig}',
        'hapi.Request().headers.{host,referer,x-forwarded-host}',
      ],
      kind: 'request',
    },
    { at: ['hapi.Request().{path,url}'], kind: 'request', safeFor: ['redirect', 'url'], shape: '/\0' },
  ],
  parts: ['hapi.Request().url.{searchParams,query}'],
  marks: [
    { at: ['hapi.Toolkit().type'], property: '#type', value: (site) => markType(site, 0) },
    {
      at: ['hapi.Toolkit().header'],
      property: '#type',
      value: (site) => (headerOf(site) === 'content-type' ? markType(site, 1) : undefined),
    },
  ],
  sinks: [
    { at: ['hapi.Toolkit().response', 'hapi.Toolkit()'], kind: 'html', argument: 0, when: sendsHtml },
    { at: ['hapi.Toolkit().redirect'], kind: 'redirect', argument: 0 },
    { at: ['hapi.Toolkit().view'], kind: 'template', argument: 0 },
    { at: ['hapi.Toolkit().header'], kind: 'header', argument: 0 },
  ],
  callbacks: [
    {
      at: ['hapi.Server().{route,ext}'],
      parameters: ['hapi.Request()', 'hapi.Toolkit()'],
      results: [
        { kind: 'html', when: (value) => !value.origins.includes('hapi.Toolkit()') && isText(value) },
      ],
    },
  ],
  parameters: [
    { names: [/^_?req(?:uest)?$/, /^_?h$/], parameters: ['hapi.Request()', 'hapi.Toolkit()'], doubt: 1 },
  ],
};
