import type { SyntaxNode } from '../../syntax/tree.js';
import type { Environment } from './environment.js';
import type { Interpreter } from './interpreter.js';
import { keyName, memberName } from './node.js';
import type { Unit } from './unit.js';
import { withFields } from './fields.js';
import { joinAll, joinTaints, laidOver, withTaints } from './join.js';
import { constantText, unknown, type Value } from './value.js';

export function evaluateObject(
  run: Interpreter,
  node: SyntaxNode,
  environment: Environment,
  unit: Unit,
): Value {
  let object: Value = { ...unknown, fields: new Map(), closed: true };
  let named: (readonly [string, Value])[] = [];
  const flush = (): void => {
    if (named.length > 0) object = withFields(object, named);
    named = [];
  };
  for (const child of node.children) {
    switch (child.type) {
      case 'pair': {
        const key = child.get('key');
        const right = child.get('value');
        const value = right ? run.evaluate(right, environment, unit) : unknown;
        const computed = key?.type === 'computed_property_name' ? key.children[0] : undefined;
        const name =
          keyName(key, unit.text) ?? (computed && constantText(run.evaluate(computed, environment, unit)));
        named.push([name ?? '*', value]);
        break;
      }
      case 'shorthand_property_identifier':
        named.push([unit.text.slice(child.start, child.end), run.evaluate(child, environment, unit)]);
        break;
      case 'method_definition': {
        const name = memberName(child, unit.text);
        if (name) named.push([name, run.evaluate(child, environment, unit)]);
        break;
      }
      case 'spread_element': {
        const inner = child.children[0];
        const spread = inner ? run.force(run.evaluate(inner, environment, unit)) : unknown;
        flush();
        const fields = laidOver(object.fields, spread);
        object = withTaints({ ...object, fields, closed: object.closed && spread.closed }, spread.taints);
        break;
      }
    }
  }
  flush();
  return object;
}

/** An array; its elements stand in fields by number, and together under `*` for a reader that does not know which. */
export function arrayOf(elements: readonly Value[]): Value {
  const fields = new Map<string, Value>();
  elements.slice(0, 50).forEach((element, index) => fields.set(String(index), element));
  if (elements.length > 50) fields.set('*', joinAll(elements.slice(50)));
  return {
    ...unknown,
    origins: ['Array()'],
    taints: joinTaints(elements.map((element) => element.taints)),
    fields,
  };
}

/** A list of which each element is the same, as far as is known. */
export function listOf(element: Value): Value {
  return { ...unknown, origins: ['Array()'], taints: element.taints, fields: new Map([['*', element]]) };
}

export function spreadOf(value: Value): Value {
  return value.fields ? joinAll([...value.fields.values()]) : { ...value, shape: undefined };
}
