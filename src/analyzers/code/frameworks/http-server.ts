import { constantText } from '../flow/value.js';
import type { Framework } from './framework.js';

const servers = '{http,https,http2,http2-wrapper,spdy}';

/** Node's own servers; their request and response have the names of Express's. */
export const httpServer: Framework = {
  name: 'Node.js servers',
  roots: ['spdy', 'micro', 'co-body', 'raw-body', 'formidable', 'busboy', 'multiparty'],
  aliases: {
    [`${servers}.IncomingMessage()`]: 'express.Request()',
    [`${servers}.ServerResponse()`]: 'express.Response()',
    [`${servers}.{createServer,createSecureServer,Server}()`]: 'http.Server()',
  },
  sources: [
    { at: ['http.Chunk()', 'express.Request().*'], kind: 'request' },
    { at: ['express.Request().read()'], kind: 'request' },
    {
      at: ['{micro,co-body,raw-body}.{json,text,buffer,form}()', 'co-body()', 'raw-body()'],
      kind: 'request',
    },
    { at: ['formidable.Fields()', 'formidable.Files()', 'busboy.Text()'], kind: 'request' },
  ],
  parts: [
    'URL().{searchParams,search,pathname,hash}',
    'url.parse().{query,search,pathname,hash,path}',
    'express.Request().nextUrl.{searchParams,search,pathname,hash}',
    'express.Request()._parsedUrl.{query,search,pathname}',
  ],
  callbacks: [
    {
      at: [`${servers}.{createServer,createSecureServer}`],
      parameters: ['express.Request()', 'express.Response()'],
    },
    { at: ['micro', 'micro.serve'], parameters: ['express.Request()', 'express.Response()'] },
    {
      at: ['http.Server().{on,addListener}'],
      parameters: ['express.Request()', 'express.Response()'],
      when: (site) => constantText(site.arguments[0]) === 'request',
    },
    {
      at: ['express.Request().{on,addListener,once}'],
      parameters: ['http.Chunk()'],
      when: (site) => constantText(site.arguments[0]) === 'data',
    },
    {
      at: ['formidable.{IncomingForm,Formidable}().parse', 'formidable().parse', 'multiparty.Form().parse'],
      parameters: [undefined, 'formidable.Fields()', 'formidable.Files()'],
    },
    {
      at: ['busboy().on', 'busboy.Busboy().on'],
      parameters: [undefined, 'busboy.Text()', 'busboy.Text()'],
      when: (site) => constantText(site.arguments[0]) === 'field',
    },
  ],
};
