import type { CallSite } from '../flow/call-site.js';
import { constantText, type Value } from '../flow/value.js';
import type { Framework } from './framework.js';

const routes = '{get,post,put,patch,delete,del,all,use,head,options,param}';

/** Express, and the servers that took over its request and response. */
export const express: Framework = {
  name: 'Express',
  roots: [
    'express',
    'body-parser',
    'cookie-parser',
    'restify',
    'polka',
    'escape-html',
    'lodash',
    'underscore',
    'he',
    'html-entities',
    'validator',
    'sanitize-html',
    'xss',
    'dompurify',
    'isomorphic-dompurify',
    'express-validator',
  ],
  aliases: {
    'express.default': 'express',
    'express()': 'express.Router()',
    'restify.createServer()': 'express.Router()',
    'polka()': 'express.Router()',
    'express.Router().route()': 'express.Router()',
    'express.application': 'express.Router()',
    'express.Express()': 'express.Router()',
    'express.Application()': 'express.Router()',
    'express.Request().get()': 'express.Request().get()',
    'express.Response().{status,type,contentType,set,header,cookie,clearCookie,vary,links,attachment}()':
      'express.Response()',
    'express-serve-static-core.Request()': 'express.Request()',
    'express-serve-static-core.Response()': 'express.Response()',
  },
  fluent: ['express.Router()'],
  sources: [
    {
      at: [
        'express.Request().{query,params,body,headers,cookies,signedCookies,url,originalUrl,path,hostname,host,rawBody,files,file,subdomains,rawHeaders}',
        'express.Request().{get,header,param}()',
      ],
      kind: 'request',
    },
  ],
  sinks: [
    { at: ['express.Response().{send,write,end}'], kind: 'html', argument: 0, when: answersHtml },
    { at: ['express.Response().{sendFile,sendfile,download}'], kind: 'path', argument: 0, when: hasNoRoot },
    { at: ['express.Response().redirect', 'express.Response().location'], kind: 'redirect' },
  ],
  passes: [
    {
      at: [
        'escape-html',
        'lodash.escape',
        'underscore.escape',
        'he.{encode,escape}',
        'html-entities.encode',
        'validator.escape',
        'sanitize-html',
        'xss',
        'dompurify.sanitize',
        'isomorphic-dompurify.sanitize',
        'xss.filterXSS',
      ],
      safeFor: ['html', 'dom'],
    },
    { at: ['validator.{toInt,toFloat,toBoolean,toDate}'], arguments: [] },
    {
      at: [
        'lodash.{merge,defaults,assign,pick,omit,clone,cloneDeep,get,trim,toString,join,map,template,toLower,toUpper}',
      ],
    },
  ],
  callbacks: [
    {
      at: [`express.Router().${routes}`],
      parameters: ['express.Request()', 'express.Response()', undefined],
      byCount: { 4: [undefined, 'express.Request()', 'express.Response()', undefined] },
    },
    {
      at: ['http.createServer', 'https.createServer'],
      parameters: ['express.Request()', 'express.Response()'],
    },
  ],
  parameters: [
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
    { names: [/^_?req(?:uest)?$/], parameters: ['express.Request()'], doubt: 1 },
  ],
};

const markup = /<\/?[a-z!][^>]*|&\w+;/i;

/** Text goes out as HTML unless the response says otherwise; objects go out as JSON. */
function answersHtml(site: CallSite, value: Value): boolean {
  if (value.closed || site.receiver?.fields?.get('#type')?.literal === false) return false;
  return !value.origins.some((origin) => origin.startsWith('JSON')) || markup.test(constantText(value) ?? '');
}

/** With the option `root`, Express itself keeps the path below it. */
function hasNoRoot(site: CallSite): boolean {
  return !site.arguments.slice(1).some((value) => value.fields?.has('root'));
}
