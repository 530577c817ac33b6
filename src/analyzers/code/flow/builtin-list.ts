import type { Call } from './call-site.js';
import { invoke } from './callback.js';
import { provenBy } from './proof.js';
import { concatenation } from './text.js';
import { deepTaints, join, joinAll, joinTaints } from './join.js';
import { clear, constantText, hole, someText, text, unknown, type Value } from './value.js';

function elementsOf(call: Call, receiver: Value): Value {
  return call.run.readMember(receiver, undefined, call.site.node, call.site.unit);
}

export function runOnElements(call: Call, receiver: Value): void {
  const [callback] = call.site.arguments;
  if (callback?.call) invoke(call, callback, [elementsOf(call, receiver), unknown, receiver]);
}

export function callElements(call: Call, receiver: Value, method: string): Value {
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
  if (method === 'find' || method === 'findLast' || method === 'filter') {
    const found = method === 'filter' ? receiver : element;
    if (!callback?.call || element.taints.length === 0) return found;
    return clear(found, provenBy(call.run, callback.call, [element], 0, true));
  }
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

export function callReduce(call: Call, receiver: Value): Value {
  const [callback, initial] = call.site.arguments;
  if (!callback?.call) return unknown;
  const element = elementsOf(call, receiver);
  const first = invoke(call, callback, [initial ?? element, element]);
  return join(first, invoke(call, callback, [join(first, initial ?? unknown), element]));
}

export function callConcat(call: Call, receiver: Value): Value {
  const parts = [receiver, ...call.site.arguments];
  if (receiver.shape !== undefined) return concatenation(call.run, parts, call.site.node, call.site.unit);
  const taints = joinTaints(parts.map((part) => deepTaints(part, 1)));
  const fields = new Map([
    ['*', joinAll(parts.flatMap((part) => (part.fields ? [...part.fields.values()] : [part])))],
  ]);
  return { ...unknown, origins: receiver.origins, taints, fields };
}

export function callJoin(call: Call, receiver: Value): Value {
  const elements = [...(receiver.fields?.values() ?? [])];
  const separator = constantText(call.site.arguments[0]) ?? ',';
  const parts = elements.flatMap((element, index) => (index === 0 ? [element] : [text(separator), element]));
  const { node, unit } = call.site;
  if (!receiver.fields) return { ...unknown, taints: deepTaints(receiver, 1), shape: hole };
  // How many elements were added is not known, only that they stand behind the first ones.
  const joined = concatenation(call.run, receiver.fields.has('*') ? [...parts, someText] : parts, node, unit);
  if (!receiver.fields.has('*')) return joined;
  return { ...joined, taints: joinTaints([joined.taints, receiver.taints]) };
}
