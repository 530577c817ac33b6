import type { CallSite } from '../flow/call-site.js';
import { constantText, hole, type Value } from '../flow/value.js';
import { headerOf, markHeaders, markType, sendsHtml } from './answer.js';
import type { Framework } from './framework.js';

const routes = '{get,post,put,patch,delete,del,all,use,head,options,param}';

/** Express, and the servers that took over its request and response. */
export const express: Framework = {
  name: 'Express',
  roots: [
    'express',
    'express-promise-router',
    'body-parser',
    'cookie-parser',
    'restify',
    'polka',
    'express-validator',
  ],
  aliases: {
    'express()': 'express.Router()',
    'express-promise-router()': 'express.Router()',
    'restify.createServer()': 'express.Router()',
    'polka()': 'express.Router()',
    'express.Router().route()': 'express.Router()',
    'express.application': 'express.Router()',
    'express.{Express,Application}()': 'express.Router()',
    'express.Response().{status,type,contentType,set,header,setHeader,writeHead,append,cookie,clearCookie,vary,links,attachment,code}()':
      'express.Response()',
    'express-serve-static-core.Request()': 'express.Request()',
    'express-serve-static-core.Response()': 'express.Response()',
    'express.Request().{req,raw}': 'express.Request()',
    'express.Request().{res}': 'express.Response()',
    'express.Response().{req}': 'express.Request()',
  },
  undeclared: { req: 'express.Request()', res: 'express.Response()' },
  fluent: ['express.Router()'],
  sources: [
    {
      at: [
        'express.Request().{query,body,cookies,signedCookies,rawBody,files,file}',
        'express.Request().{param,query,json,text,formData}()',
        'express.Request().{param,nextUrl}',
      ],
      kind: 'request',
    },
    // Their values are always text: no object with operators can be sent in them.
    {
      at: [
        'express.Request().{params,headers,rawHeaders}',
        'express.Request().{get,header}()',
        'express.Request().headers.{host,x-forwarded-host,referer,referrer}',
      ],
      kind: 'request',
      safeFor: ['nosql', 'assignment'],
    },
    // The host that a client names is the one its own browser went to: no one else sends it for them.
    {
      at: ['express.Request().{hostname,host,subdomains}'],
      kind: 'request',
      safeFor: ['nosql', 'assignment', 'html', 'page'],
    },
    // A path of this server, which as a whole leads nowhere else.
    {
      at: ['express.Request().{url,originalUrl,path,baseUrl,_parsedUrl}'],
      kind: 'request',
      safeFor: ['redirect', 'url'],
      shape: '/\0',
    },
  ],
  // Where the server itself has put an upload is no one else's choice.
  harmless: [
    'express.Request().file.{size,mimetype,path,destination}',
    'express.Request().files.**.{path,tempFilePath,destination}',
    'express.Request().body.length',
  ],
  readers: { 'express.Request().{get,header}': 'express.Request().headers' },
  carriers: ['express.Request()', 'express.Response().locals', 'express.Request().locals'],
  marks: [
    { at: ['express.Response().status'], property: '#status', value: (site) => site.arguments[0] },
    { at: ['express.Response().{type,contentType}'], property: '#type', value: (site) => markType(site, 0) },
    {
      at: ['express.Response().{set,header,setHeader}'],
      property: '#type',
      value: (site) => (headerOf(site) === 'content-type' ? markType(site, 1) : markHeaders(site, 0)),
    },
    { at: ['express.Response().writeHead'], property: '#type', value: (site) => markHeaders(site, 1, 2) },
  ],
  sinks: [
    { at: ['express.Response().{send,write,end}'], kind: 'html', argument: 0, when: sendsHtml },
    {
      at: ['express.Response().{sendFile,sendfile}'],
      kind: 'path',
      argument: 0,
      when: (site, value) => hasNoRoot(site) && mayLeadUp(value),
    },
    { at: ['express.Response().download'], kind: 'path', argument: 0, when: hasNoRoot },
    { at: ['express.Response().redirect'], kind: 'redirect' },
    { at: ['express.Response().location'], kind: 'redirect', when: isFollowed },
    {
      at: ['express.Response().{set,header,setHeader,append}'],
      kind: 'redirect',
      argument: 1,
      when: (site) => headerOf(site) === 'location' && isFollowed(site),
    },
    { at: ['express.Response().writeHead'], kind: 'redirect', field: 'Location' },
    { at: ['express.Response().writeHead'], kind: 'redirect', field: 'location' },
    {
      at: ['express.Response().{set,header,setHeader,append}'],
      kind: 'header',
      argument: 0,
      when: (_site, value) => !value.fields || namesHeaders(value),
    },
    {
      at: ['express.Response().{set,header,setHeader,append}'],
      kind: 'header',
      argument: 1,
      when: (site) => !judgedElsewhere.test(headerOf(site) ?? ''),
    },
    { at: ['express.Response().writeHead'], kind: 'header', when: (_site, value) => namesHeaders(value) },
    { at: ['express.Response().render', 'express.Router().render'], kind: 'template', argument: 0 },
    {
      at: ['express.Response().render', 'express.Router().render'],
      kind: 'locals',
      argument: 1,
      when: isWhole,
    },
  ],
  passes: [{ at: ['express.Request().{accepts,is,acceptsLanguages,acceptsEncodings,range}'], arguments: [] }],
  callbacks: [
    {
      at: [`express.Router().${routes}`],
      parameters: ['express.Request()', 'express.Response()', undefined],
      byCount: { 4: [undefined, 'express.Request()', 'express.Response()', undefined] },
    },
  ],
  parameters: [
    {
      names: [/^_?req(?:uest)?$/, /^_?res(?:p|ponse)?$/, /^(?:\w*params|details|tokens)$/i],
      parameters: ['express.Request()', 'express.Response()', 'express.Request().params'],
      doubt: 1,
    },
    {
      names: [/^_?req(?:uest)?$/, /^_?res(?:p|ponse)?$/],
      parameters: ['express.Request()', 'express.Response()'],
      doubt: 1,
    },
    {
      names: [undefined, /^_?req(?:uest)?$/, /^_?res(?:p|ponse)?$/],
      parameters: [undefined, 'express.Request()', 'express.Response()'],
      doubt: 1,
    },
    {
      names: [/^_?req(?:uest)?$/],
      // Also where a piece of code takes its request from around it.
      hint: /(?<![\w$.])_?req(?:uest)?\s*(?:\??\.\s*(?:body|query|params?|headers?|cookies|signedCookies|files?|url|originalUrl|path|get)\b|\??[:,)=]|=>)/,
      parameters: ['express.Request()'],
      doubt: 1,
    },
    {
      names: [/^\{[^}]*\b(?:query|body|params)\b[^}]*\}$/, /^_?res(?:p|ponse)?$/],
      parameters: ['express.Request()', 'express.Response()'],
      doubt: 1,
    },
  ],
};

/** Headers whose values other rules look at, and those that often repeat what the client sent. */
const judgedElsewhere =
  /^(?:location|content-type|content-disposition|etag|x-(?:request|correlation|trace)-id|traceparent|access-control-.*|vary|allow)$/;

/** Headers as an object, with one that only `header-injection` looks at. */
function namesHeaders(value: Value): boolean {
  return [...(value.fields ?? [])].some(
    ([name, field]) => field.taints.length > 0 && !judgedElsewhere.test(name.toLowerCase()),
  );
}

/** With the status `201 Created`, `Location` names what was made, and no browser goes there. */
function isFollowed(site: CallSite): boolean {
  return site.receiver?.fields?.get('#status')?.literal !== 201;
}

/** With the option `root`, Express itself keeps the path below it; options that are not known may have it. */
function hasNoRoot(site: CallSite): boolean {
  return !site.arguments.slice(1).some((value, index) => {
    const node = site.argumentNodes[index + 1];
    const name = node ? site.unit.text.slice(node.start, node.end) : '';
    const root = value.fields?.get('root');
    return value.fields ? root !== undefined && root.taints.length === 0 : /^\w*opt(?:ion)?s?$/i.test(name);
  });
}

/** Express refuses paths with `..` in them, so that only one that is given whole leads elsewhere, or one that was resolved before. */
function mayLeadUp(value: Value): boolean {
  return (
    !/[^\0].*\0$/s.test(value.shape ?? hole) || value.origins.some((origin) => origin.startsWith('path.'))
  );
}

/** All of what a client sent, and not one value of it. */
function isWhole(_site: CallSite, value: Value): boolean {
  if (value.closed || constantText(value) !== undefined || value.taints.length === 0) return false;
  return value.origins.length === 0
    ? value.fields !== undefined
    : value.origins.some((origin) => /\.(?:params|(?:query|body)(?:\.\w+)?)\??$/.test(origin));
}
