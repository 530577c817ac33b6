import { reopen } from './address.js';
import { runOnElements, callElements, callReduce, callConcat, callJoin } from './builtin-list.js';
import { callReplace } from './builtin-replace.js';
import type { Call } from './call-site.js';
import { invoke } from './callback.js';
import { foundKinds } from './guard-text.js';
import { kindsOf, textKinds } from './kind.js';
import { bare } from './node.js';
import { brief } from './unit.js';
import { deepTaints, joinAll } from './join.js';
import { asParts, clear, constantText, hole, text, unknown, unplaced, type Value } from './value.js';

/** Methods of text whose result is text from the same source. */
const textMethods = new Set([
  'trim',
  'trimStart',
  'trimEnd',
  'toLowerCase',
  'toUpperCase',
  'toLocaleLowerCase',
  'toLocaleUpperCase',
  'slice',
  'substring',
  'substr',
  'normalize',
  'toString',
  'valueOf',
  'charAt',
  'at',
  'repeat',
  'padStart',
  'padEnd',
  'toWellFormed',
]);

/** Methods whose result holds parts of the receiver. */
const partMethods = new Set([
  'split',
  'match',
  'matchAll',
  'exec',
  'pop',
  'shift',
  'values',
  'entries',
  'keys',
  'reverse',
  'sort',
  'flat',
  'get',
  'getAll',
  'toArray',
  'splice',
  'toReversed',
  'toSorted',
  'with',
  'next',
  'text',
  'json',
  'read',
]);

/** Methods whose result is not the beginning of the text. */
const cuttingMethods = new Set(['slice', 'substring', 'substr', 'split', 'match', 'matchAll', 'exec']);

/** Array methods that call a function on each element. */
const elementCallbacks = new Set([
  'forEach',
  'map',
  'filter',
  'find',
  'findLast',
  'some',
  'every',
  'flatMap',
  'findIndex',
]);

const plainResults = new Set([
  'indexOf',
  'lastIndexOf',
  'includes',
  'startsWith',
  'endsWith',
  'test',
  'localeCompare',
  'charCodeAt',
  'codePointAt',
  'search',
  'has',
  'every',
  'some',
  'findIndex',
  'hasOwnProperty',
  'toFixed',
  'getTime',
]);

/** What the language's own methods do; undefined where the method is none of them. */
export function callBuiltin(call: Call): Value | undefined {
  const { site } = call;
  const { receiver, method } = site;
  if (!receiver || method === undefined || site.isNew) return undefined;
  if (plainResults.has(method)) {
    runOnElements(call, receiver);
    return unknown;
  }
  if (method === 'then' || method === 'catch' || method === 'finally') return callThen(call, receiver);
  if (method === 'replace' || method === 'replaceAll') return callReplace(call, receiver);
  if (method === 'concat') return callConcat(call, receiver);
  if (method === 'pipe') return site.arguments[0];
  if (method === 'join') return callJoin(call, receiver);
  // What an expression found in a text is a part of the text.
  if (method === 'exec' && receiver.origins.includes('RegExp()'))
    return withFound(receiver, callPart(call, site.arguments[0] ?? unknown, false));
  if (/^match(?:All)?$/.test(method) && site.arguments[0]?.origins.includes('RegExp()'))
    return withFound(site.arguments[0], callPart(call, receiver, false));
  if (textMethods.has(method) || partMethods.has(method))
    return callPart(call, receiver, textMethods.has(method));
  if (method === 'push' || method === 'unshift' || method === 'append' || method === 'add')
    return callPush(call, receiver);
  if (method === 'set') {
    const [key, value] = site.arguments;
    const name = key && constantText(key);
    call.run.reach({
      kind: 'property',
      value: key ?? unknown,
      unit: site.unit,
      node: site.node,
      part: site.argumentNodes[0] ?? site.node,
      sink: brief(site.unit, site.callee),
      doubt: 2,
    });
    if (name === undefined && value) callPush({ ...call, site: { ...site, arguments: [value] } }, receiver);
    return receiver;
  }
  if (method === 'reduce' || method === 'reduceRight') return callReduce(call, receiver);
  if (elementCallbacks.has(method)) return callElements(call, receiver, method);
  if (method === 'bind') return callBind(call, receiver);
  if (method === 'call' || method === 'apply') return callIndirect(call, receiver);
  return undefined;
}

function callPart(call: Call, receiver: Value, isText: boolean): Value | undefined {
  const { site } = call;
  if (receiver.taints.length === 0 && receiver.shape === undefined && !receiver.fields) return undefined;
  const constant = constantText(receiver);
  if (constant !== undefined && isText) {
    if (site.method === 'trim') return text(constant.trim());
    if (site.method === 'toLowerCase') return text(constant.toLowerCase());
    if (site.method === 'toUpperCase') return text(constant.toUpperCase());
    if (site.method === 'toString') return receiver;
  }
  const name = constantText(site.arguments[0]);
  if (site.method === 'get' && receiver.fields && name !== undefined)
    return call.run.readMember(receiver, name, site.node, site.unit);
  const isOfText = isText || site.method === 'split' || site.method === 'match';
  const inner = isOfText || !receiver.fields ? unknown : joinAll([...receiver.fields.values()]);
  const fields = receiver.fields && !isOfText ? new Map([['*', inner]]) : undefined;
  const isCut = cuttingMethods.has(site.method ?? '');
  const whole = deepTaints(receiver, 1);
  const taints = isCut && site.arguments[0]?.literal !== 0 ? unplaced(whole) : whole;
  if (site.method === 'pop' && isSplitAtSlash(call))
    return clear({ ...unknown, taints: reopen(taints), shape: hole }, lastOfPath);
  if (!isText) return { ...unknown, taints: asParts(isCut ? reopen(taints) : taints), fields };
  // Lists have `slice` and `at` too.
  const cut = isCutWhereFound(call) ? asParts(taints) : taints;
  const part = { ...unknown, taints: isCut ? reopen(cut) : cut, shape: hole };
  return site.method === 'slice' || site.method === 'at' ? part : clear(part, textKinds);
}

function withFound(pattern: Value, found: Value | undefined): Value | undefined {
  return found && clear(found, foundKinds(pattern));
}

/** `path.slice(0, dot)`, one name of those in a path. */
function isCutWhereFound({ site }: Call): boolean {
  return (
    /^(?:slice|substr|substring)$/.test(site.method ?? '') &&
    site.arguments.some((value) => value.literal === undefined) &&
    /\.\s*(?:indexOf|search)\(/.test(site.unit.text)
  );
}

/** The last part of a path holds no slash, and leads nowhere else. */
const lastOfPath = textKinds | kindsOf('path');

/** `path.split('/')`, of which what follows takes one part. */
function isSplitAtSlash({ site }: Call): boolean {
  const split = site.receiverNode && bare(site.receiverNode);
  if (split?.type !== 'call_expression') return false;
  return /\.\s*split\(\s*(['"`])\/\1\s*\)$/.test(site.unit.text.slice(split.start, split.end));
}

function callThen(call: Call, receiver: Value): Value {
  const [first] = call.site.arguments;
  if (call.site.method !== 'then' || !first?.call) {
    for (const value of call.site.arguments) if (value.call) invoke(call, value, [unknown]);
    return receiver;
  }
  return invoke(call, first, [receiver]);
}

function callPush(call: Call, receiver: Value): Value | undefined {
  if (receiver.origins.some((origin) => origin !== 'Array()' && call.run.models.knows(origin)))
    return undefined;
  call.fill(call.site.arguments);
  return receiver;
}

/** `f.bind(self, a)` gives `f` with what it is to be called on, and with its first arguments. */
function callBind(call: Call, receiver: Value): Value {
  if (!receiver.call) return receiver.origins.length > 0 ? receiver : unknown;
  const [self, ...given] = call.site.arguments;
  const bound: Value = { ...receiver, call: { ...(self && { self }), ...receiver.call } };
  if (given.length === 0) return bound;
  return { ...bound, native: (values) => invoke(call, bound, [...given, ...values]) };
}

/** `f.call(self, a, b)` and `f.apply(self, [a, b])` are calls of `f`. */
function callIndirect(call: Call, receiver: Value): Value {
  const [, ...rest] = call.site.arguments;
  const values = call.site.method === 'call' ? rest : [...(rest[0]?.fields?.values() ?? [])];
  if (receiver.call) return invoke(call, receiver, values);
  // `Array.prototype.slice.call(arguments, 1)` makes a list of what is given.
  const [list] = call.site.arguments;
  const callee = call.site.receiverNode ? brief(call.site.unit, call.site.receiverNode) : '';
  if (!list?.fields || !/\bslice$/.test(callee)) return unknown;
  const fields = new Map([['*', joinAll([...list.fields.values()])]]);
  return { ...unknown, origins: ['Array()'], taints: list.taints, fields };
}
