import type { Call } from './call-site.js';
import { listOf } from './collection.js';
import { deepTaints, join } from './join.js';
import { asParts, unknown, type Value } from './value.js';

/** Functions of libraries that call another one with each element of what they are given: `forIn(data, (value, key) => …)`. */
const iterating =
  /^_?(?:each|for(?:Each|In|Own|Of)\w*|map(?:Values|Keys|Obj\w*|Series|Limit)?|each(?:Series|Of\w*|Right)|flatMap|filter|reject|some|every|find(?:Key|Last)?|pick(?:By)?|omitBy|transform|reduce)$/;

/** What such a function gives; undefined where the call is none of one. */
export function callIteration(call: Call): Value | undefined {
  const { run, site } = call;
  const [whole, ...rest] = site.arguments;
  const at = rest.findIndex((value) => value.call);
  const callback = rest[at]?.call;
  if (!whole || !callback || at > 1 || !iterating.test(site.method ?? '')) return undefined;
  if (deepTaints(whole, 1).length === 0) return undefined;
  const element = run.readMember(whole, undefined, site.node, site.unit);
  const key: Value = { ...unknown, taints: whole.closed ? [] : asParts(whole.taints) };
  const [target] = rest.slice(at + 1);
  const accumulates = /^(?:reduce|transform)$/.test(site.method ?? '');
  const give = (values: readonly Value[]): Value =>
    run.invoke({ callee: callback, values, self: callback.self ?? target, node: site.node, unit: site.unit });
  if (accumulates) return join(target ?? unknown, give([target ?? unknown, element, key, whole]));
  const result = give([element, key, whole]);
  if (/^(?:map|flatMap)/.test(site.method ?? '')) return listOf(result);
  return /^find/.test(site.method ?? '') ? element : whole;
}
