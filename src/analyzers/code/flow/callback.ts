import type { Call } from './call-site.js';
import { unknown, type Value } from './value.js';

export function invoke(call: Call, callback: Value, values: readonly Value[]): Value {
  if (!callback.call) return unknown;
  return call.run.invoke({
    callee: callback.call,
    values,
    self: callback.call.self,
    node: call.site.node,
    unit: call.site.unit,
  });
}
