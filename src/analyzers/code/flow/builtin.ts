import { reopen } from './address.js';
import { concatenation } from './text.js';
import type { Call } from './call-site.js';
import { patternKinds } from './guard.js';
import { allKinds, kindsOf, textKinds, type Kinds } from './kind.js';
import { brief } from './unit.js';
import {
  addStep,
  asParts,
  clear,
  constantText,
  deepTaints,
  hole,
  someText,
  join,
  joinAll,
  joinTaints,
  text,
  unknown,
  type Value,
} from './value.js';

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
  if (method === 'bind') return receiver.call || receiver.origins.length > 0 ? receiver : unknown;
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
  const inner = isText || !receiver.fields ? unknown : joinAll([...receiver.fields.values()]);
  const fields = receiver.fields && !isText ? new Map([['*', inner]]) : undefined;
  const taints = deepTaints(receiver, 1);
  const isCut = cuttingMethods.has(site.method ?? '');
  if (!isText) return { ...unknown, taints: asParts(isCut ? reopen(taints) : taints), fields };
  // Lists have `slice` and `at` too.
  const part = { ...unknown, taints: isCut ? reopen(taints) : taints, shape: hole };
  return site.method === 'slice' || site.method === 'at' ? part : clear(part, textKinds);
}

function callThen(call: Call, receiver: Value): Value {
  const [first] = call.site.arguments;
  if (call.site.method !== 'then' || !first?.call) {
    for (const value of call.site.arguments) if (value.call) invoke(call, value, [unknown]);
    return receiver;
  }
  return invoke(call, first, [receiver]);
}

function invoke(call: Call, callback: Value, values: readonly Value[]): Value {
  if (!callback.call) return unknown;
  return call.run.invoke({
    callee: callback.call,
    values,
    self: callback.call.self,
    node: call.site.node,
    unit: call.site.unit,
  });
}

function elementsOf(call: Call, receiver: Value): Value {
  return call.run.readMember(receiver, undefined, call.site.node, call.site.unit);
}

function runOnElements(call: Call, receiver: Value): void {
  const [callback] = call.site.arguments;
  if (callback?.call) invoke(call, callback, [elementsOf(call, receiver), unknown, receiver]);
}

function callElements(call: Call, receiver: Value, method: string): Value {
  const [callback] = call.site.arguments;
  const element = elementsOf(call, receiver);
  const result = callback?.call
    ? invoke(call, callback, [element, unknown, receiver])
    : applied(call, callback, element);
  if (method === 'forEach') {
    // As in a loop, what one round sets the next one sees.
    if (callback?.call && element.taints.length > 0)
      invoke(call, callback, [{ ...element }, unknown, receiver]);
    return unknown;
  }
  if (method === 'find' || method === 'findLast') return element;
  if (method === 'filter') return receiver;
  return { ...unknown, origins: ['Array()'], taints: result.taints, fields: new Map([['*', result]]) };
}

/** `list.map(escape)`: a function that is known by its API path only. */
function applied(call: Call, callback: Value | undefined, element: Value): Value {
  if (callback?.native) return callback.native([element]);
  for (const origin of callback?.origins ?? []) {
    const pass = call.run.models.pass(origin);
    if (pass) return pass.arguments?.length === 0 ? unknown : clear(element, pass.clears);
    if (call.run.models.knows(origin)) return unknown;
  }
  return element;
}

function callReduce(call: Call, receiver: Value): Value {
  const [callback, initial] = call.site.arguments;
  if (!callback?.call) return unknown;
  const element = elementsOf(call, receiver);
  const first = invoke(call, callback, [initial ?? element, element]);
  return join(first, invoke(call, callback, [join(first, initial ?? unknown), element]));
}

function callConcat(call: Call, receiver: Value): Value {
  const parts = [receiver, ...call.site.arguments];
  if (receiver.shape !== undefined) return concatenation(call.run, parts, call.site.node, call.site.unit);
  const taints = joinTaints(parts.map((part) => deepTaints(part, 1)));
  const fields = new Map([
    ['*', joinAll(parts.flatMap((part) => (part.fields ? [...part.fields.values()] : [part])))],
  ]);
  return { ...unknown, origins: receiver.origins, taints, fields };
}

function callJoin(call: Call, receiver: Value): Value {
  const elements = [...(receiver.fields?.values() ?? [])];
  const separator = constantText(call.site.arguments[0]) ?? ',';
  const parts = elements.flatMap((element, index) => (index === 0 ? [element] : [text(separator), element]));
  const { node, unit } = call.site;
  if (!receiver.fields) return { ...unknown, taints: deepTaints(receiver, 1), shape: hole };
  // How many elements were added is not known, only that they stand behind the first ones.
  const joined = concatenation(call.run, receiver.fields.has('*') ? [...parts, someText] : parts, node, unit);
  return { ...joined, taints: joinTaints([joined.taints, receiver.taints]) };
}

function callPush(call: Call, receiver: Value): Value | undefined {
  if (receiver.origins.some((origin) => origin !== 'Array()' && call.run.models.knows(origin)))
    return undefined;
  call.fill(call.site.arguments);
  return receiver;
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

/** What replacing makes text safe for: a negated class removed leaves what is listed; escaped `<` or quotes end nothing. */
function callReplace(call: Call, receiver: Value): Value | undefined {
  const { site } = call;
  const [pattern, replacement] = site.arguments;
  if (replacement?.call) invoke(call, replacement, [{ ...receiver, shape: hole }]);
  const constant = constantText(receiver);
  if (
    constant !== undefined &&
    constantText(pattern) !== undefined &&
    constantText(replacement) !== undefined
  )
    return text(constant.replace(constantText(pattern) ?? '', () => constantText(replacement) ?? ''));
  // What begins otherwise than before may begin with a host.
  const own = cutsStart(pattern, replacement) ? reopen(receiver.taints) : receiver.taints;
  const taints = joinTaints([own, replacement ? replacement.taints : []]);
  const stepped = addStep(
    taints,
    site.unit,
    site.node,
    `passes through ${brief(site.unit, site.callee, 40)}`,
  );
  return clear(
    { ...unknown, taints: stepped, shape: hole },
    replacedKinds(site.method === 'replaceAll', pattern) | textKinds,
  );
}

/** Whether what is replaced may be the beginning of an address: `#`, `?`, `/`. */
function cutsStart(pattern: Value | undefined, replacement: Value | undefined): boolean {
  if (/^[/?#][^/\\]/.test(constantText(replacement) ?? '')) return false;
  const searched = constantText(pattern);
  if (searched !== undefined) return /^[#?/]/.test(searched) && searched.length < 3;
  return /^[\^[#]|^\\[?/#]/.test(constantText(pattern?.fields?.get('source')) ?? '');
}

function replacedKinds(all: boolean, pattern: Value | undefined): Kinds {
  if (!pattern) return 0;
  const searched = constantText(pattern);
  const source = searched ?? constantText(pattern.fields?.get('source') ?? unknown);
  const flags = constantText(pattern.fields?.get('flags') ?? unknown) ?? '';
  if (source === undefined || !(all || flags.includes('g'))) return 0;
  if (searched === undefined && patternKinds(pattern, false) === allKinds) return allKinds;
  let kinds = 0;
  if (/</.test(source)) kinds |= kindsOf('html', 'dom');
  if (/'/.test(source) && !/^\\?"$/.test(source)) kinds |= kindsOf('sql', 'xpath');
  if (/\\?\.\\?\.|\.\{2|\\?\//.test(source)) kinds |= kindsOf('path');
  if (/\\[rn]/.test(source) || /[\r\n]/.test(source)) kinds |= kindsOf('log', 'header');
  if (/\\\$|\\\^|\\\*|\[[^\]]*[*+]/.test(source)) kinds |= kindsOf('regex');
  return kinds;
}
