import { flowKinds } from '../flow/kind.js';
import type { CallSite } from '../flow/call-site.js';
import type { Value } from '../flow/value.js';
import type { Framework } from './framework.js';

/** The language's own globals. */
export const language: Framework = {
  name: 'JavaScript',
  roots: [
    'Array',
    'Boolean',
    'Buffer',
    'Date',
    'Error',
    'Function',
    'JSON',
    'Map',
    'Math',
    'Number',
    'Object',
    'Promise',
    'Reflect',
    'RegExp',
    'Set',
    'String',
    'Symbol',
    'URL',
    'URLSearchParams',
    'atob',
    'btoa',
    'console',
    'decodeURI',
    'decodeURIComponent',
    'encodeURI',
    'encodeURIComponent',
    'escape',
    'eval',
    'isNaN',
    'isFinite',
    'parseFloat',
    'parseInt',
    'setTimeout',
    'setInterval',
    'setImmediate',
    'structuredClone',
    'unescape',
    'TextDecoder',
    'TextEncoder',
    'crypto',
    'fetch',
    'WeakMap',
    'BigInt',
    'Intl',
  ],
  passes: [
    { at: ['URLSearchParams'], unsafeFor: ['url', 'redirect', 'link'] },
    { at: ['Object.assign'], merges: true },
    // A key stays a constant when it becomes bytes.
    { at: ['Buffer.from', 'TextEncoder().encode'], shape: (site) => site.arguments[0]?.shape },
    // What was looked for in the text may come out of it: `%2e%2e%2f`.
    { at: ['decodeURI', 'decodeURIComponent', 'unescape'], unsafeFor: ['path'] },
    { at: ['atob', 'btoa', 'structuredClone'] },
    { at: ['String', 'JSON.stringify'], safeFor: ['nosql', 'assignment'] },
    { at: ['JSON.parse'], unsafeFor: ['nosql', 'assignment'] },
    {
      at: [
        'Object.{values,entries,keys,getOwnPropertyNames,fromEntries,freeze}',
        'Reflect.ownKeys',
        'Array.{from,of}',
        'String.raw',
      ],
    },
    {
      at: ['Promise.{resolve,all,any,race,allSettled}', 'URL', 'Set', 'Map', 'Object', 'Array', 'Error'],
    },
    {
      at: ['encodeURIComponent'],
      safeFor: ['html', 'dom', 'path', 'url', 'redirect', 'header', 'log', 'xml', 'property', 'link'],
    },
    { at: ['encodeURI', 'escape'], safeFor: ['html', 'dom', 'header', 'log'] },
    {
      at: [
        'parseInt',
        'parseFloat',
        'Number',
        'BigInt',
        'Number.{parseInt,parseFloat}',
        'Math.{floor,ceil,round,trunc,abs,max}',
      ],
      safeFor: flowKinds.filter((kind) => kind !== 'limit'),
    },
    { at: ['Math.min', 'isNaN', 'isFinite', 'Boolean', 'Date'], arguments: [] },
  ],
  sources: [{ at: ['input.value'], kind: 'request' }],
  parameters: [
    {
      each: /^(?:user|untrusted|tainted|unsafe|external|client)_?(?:input|data|supplied\w*|content|text|value|string|controlled\w*)$/i,
      parameters: ['input'],
      doubt: 1,
    },
  ],
  sinks: [
    { at: ['RegExp'], kind: 'regex', argument: 0, when: isNoPattern },
    {
      at: ['Buffer.{alloc,allocUnsafe,allocUnsafeSlow}', 'Buffer', 'Array'],
      kind: 'limit',
      argument: 0,
      when: isNumber,
    },
  ],
  looseSinks: [
    { methods: ['match', 'matchAll'], kind: 'regex', argument: 0, when: isOfText },
    { methods: ['repeat'], kind: 'limit', argument: 0 },
    { methods: ['padStart', 'padEnd'], kind: 'limit', argument: 0 },
  ],
};

/** A function that is called `match` is none of a text. */
function isOfText(site: CallSite, value: Value): boolean {
  return site.receiverNode !== undefined && isNoPattern(site, value);
}

/** A pattern that is made again from a pattern of the code is that pattern; `match` of a class is no text's. */
function isNoPattern(site: CallSite, value: Value): boolean {
  const isOfClass =
    site.receiverNode?.type === 'identifier' &&
    /^[A-Z]/.test(site.unit.text.slice(site.receiverNode.start, site.receiverNode.end));
  return !isOfClass && !value.origins.includes('RegExp()');
}

/** `new Array(list)` and `new Buffer(text)` hold what is given; a number is a length. */
function isNumber(site: CallSite, value: Value): boolean {
  return site.arguments.length === 1 && value.shape === undefined && !value.fields;
}
