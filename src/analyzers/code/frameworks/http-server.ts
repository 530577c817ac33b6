import { constantText } from '../flow/value.js';
import type { Framework } from './framework.js';

const servers = '{http,https,http2,http2-wrapper,spdy}';

/** Node's own servers; their request and response have the names of Express's. */
export const httpServer: Framework = {
  name: 'Node.js servers',
  roots: ['spdy', 'micro', 'co-body', 'raw-body'],
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
  ],
  parts: [
    'URL().searchParams',
    'url.parse().query',
    'express.Request().nextUrl.searchParams',
    'express.Request()._parsedUrl.query',
  ],
  hostless: [
    'URL().{search,pathname,hash,port,protocol}',
    'url.parse().{search,pathname,hash,path,port,protocol}',
  ],
  pathless: [
    'URL().{host,hostname,port,protocol}',
    'url.parse().{host,hostname,port,protocol}',
    'location.{host,hostname,port,protocol}',
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
  ],
};
