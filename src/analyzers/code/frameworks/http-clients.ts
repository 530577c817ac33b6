import type { CallSite } from '../flow/call-site.js';
import { knownPrefix, type Value } from '../flow/value.js';
import type { Framework } from './framework.js';

const verbs = '{get,post,put,patch,delete,del,head,options,request,jsonp,stream}';
const requests =
  '{request-promise,request-promise-native,requestretry,postman-request,@cypress/request,teeny-request,cloudscraper}';
const fetches =
  '{node-fetch,cross-fetch,isomorphic-fetch,isomorphic-unfetch,unfetch,whatwg-fetch,make-fetch-happen,minipass-fetch,fetch-retry,electron-fetch,@remix-run/web-fetch,node-fetch-native}';

/** Libraries that send requests to an address. */
export const httpClients: Framework = {
  name: 'HTTP clients',
  roots: [
    '@grpc/grpc-js',
    'grpc',
    'axios',
    'got',
    'ky',
    'request',
    'superagent',
    'needle',
    'undici',
    'urllib',
    'bent',
    'phin',
    'centra',
    'simple-get',
    '@hapi/wreck',
    'wreck',
    'unirest',
    'restler',
    'r2',
    'follow-redirects',
    'soap',
    'download',
    'jimp',
    'rss-parser',
    'open-graph-scraper',
    'link-preview-js',
    'xmlhttprequest',
    'node-libcurl',
    'ofetch',
    '$fetch',
    'wretch',
    'popsicle',
    'http-proxy',
    'WebSocket',
    'ws',
    'image-size',
    'probe-image-size',
    'tls',
    'jsdom',
    'swagger-parser',
    '@apidevtools/swagger-parser',
    'http2',
    ...fetches.slice(1, -1).split(','),
    ...requests.slice(1, -1).split(','),
  ],
  aliases: {
    'axios.{create,default.create}()': 'axios',
    'axios.default': 'axios',
    'axios.{Axios,AxiosInstance}()': 'axios',
    '{got,ky}.{extend,create,default}()': 'got',
    'got.default': 'got',
    'got.got': 'got',
    ky: 'got',
    'request.defaults()': 'request',
    [requests]: 'request',
    'superagent.agent()': 'superagent',
    [fetches]: 'fetch',
    '{node-fetch,cross-fetch,undici,ofetch}.fetch': 'fetch',
    'undici.{Pool,Client,Agent}()': 'undici.Client()',
    'ofetch.{ofetch,$fetch}': 'fetch',
    $fetch: 'fetch',
    'follow-redirects': 'http',
    'follow-redirects.{http,https}': 'http',
  },
  sinks: [
    {
      at: ['axios', `axios.${verbs}`, 'fetch', 'undici.{request,stream,pipeline,connect}'],
      kind: 'url',
      argument: 0,
      when: isAddress,
    },
    {
      at: [
        'got',
        `got.${verbs}`,
        'request',
        `request.${verbs}`,
        'urllib.{request,curl}',
        'phin',
        'centra',
        'r2',
      ],
      kind: 'url',
      argument: 0,
      when: isAddress,
    },
    {
      at: [
        `{needle,superagent,unirest,restler,simple-get,@hapi/wreck,wreck}.${verbs}`,
        'simple-get',
        'simple-get.concat',
      ],
      kind: 'url',
      argument: 0,
      when: isAddress,
    },
    {
      at: ['needle', 'needle.request', 'superagent', '{@hapi/wreck,wreck}.request'],
      kind: 'url',
      argument: 1,
      when: isAddress,
    },
    ...['url', 'uri', 'baseURL', 'baseUrl', 'prefixUrl'].map((field) => ({
      at: [
        'axios',
        `axios.${verbs}`,
        'got',
        'request',
        `request.${verbs}`,
        'phin',
        'simple-get',
        'axios.create',
        'open-graph-scraper',
      ],
      kind: 'url' as const,
      field,
    })),
    {
      at: ['http.{get,request}', 'https.{get,request}', 'http2.connect'],
      kind: 'url',
      argument: 0,
      when: isAddress,
    },
    ...['host', 'hostname'].map((field) => ({
      at: [
        'http.{get,request}',
        'https.{get,request}',
        '{net,tls}.{connect,createConnection}',
        'net.Socket().connect',
      ],
      kind: 'url' as const,
      field,
    })),
    {
      at: ['{net,tls}.{connect,createConnection}', 'net.Socket().connect'],
      kind: 'url',
      argument: 1,
      when: isAddress,
    },
    { at: ['bent()'], kind: 'url', argument: 0, when: isAddress },
    {
      at: [
        'soap.{createClient,createClientAsync}',
        'download',
        'jimp.read',
        'rss-parser().parseURL',
        'link-preview-js.getLinkPreview',
        'probe-image-size',
        'jsdom.JSDOM.fromURL',
        'wretch',
        'popsicle.fetch',
        'WebSocket',
        'ws',
        'ws.WebSocket',
      ],
      kind: 'url',
      argument: 0,
      when: isAddress,
    },
    { at: ['xmlhttprequest.XMLHttpRequest().open'], kind: 'url', argument: 1 },
    { at: ['node-libcurl.curly.{get,post,put,delete}'], kind: 'url', argument: 0 },
    {
      at: ['http-proxy.createProxyServer().{web,ws}', 'http-proxy.createProxy().{web,ws}'],
      kind: 'url',
      argument: 2,
      field: 'target',
    },
  ],
  looseSinks: [
    {
      methods: ['get', 'post', 'put', 'patch', 'delete', 'head', 'request'],
      receiver: /^(?:axios|got|superagent|needle|http_?client|http_?service|axios_?instance|axios_?client)$/i,
      kind: 'url',
      argument: 0,
      when: isAddress,
    },
    { methods: ['axios', 'got', 'needle'], kind: 'url', argument: 0, when: isAddress },
  ],
  passes: [{ at: ['ssrf-req-filter', 'ssrfcheck.isSSRFSafeURL'], arguments: [] }],
};

/** An address as text or `URL`; of options, the fields that name the host are looked at by themselves. */
export function isAddress(_site: CallSite, value: Value): boolean {
  if (value.call || value.closed || value.origins.includes('Array()')) return false;
  if (knownPrefix(value).trimStart().startsWith('<')) return false;
  if (!value.fields || value.taints.length > 0) return true;
  return ['host', 'hostname', 'href'].some((name) => (value.fields?.get(name)?.taints.length ?? 0) > 0);
}
