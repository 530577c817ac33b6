import { deepTaints, maxFields } from './join.js';
import type { Value } from './value.js';

/** Objects that hold each other grow with each assignment; from here on the inner one is no longer looked into. */
const maxWeight = 2000;

/** The properties in a value and in what it holds, counted once for each way to them. */
const weights = new WeakMap<ReadonlyMap<string, Value>, number>();

function weightOf(value: Value): number {
  if (!value.fields) return 1;
  let weight = weights.get(value.fields);
  if (weight === undefined) {
    weight = 1;
    for (const field of value.fields.values()) weight += weightOf(field);
    weights.set(value.fields, weight);
  }
  return weight;
}

/** A value with one property set; what was known of it otherwise stays. */
export function withField(value: Value, name: string, field: Value): Value {
  if (value.fields?.get(name) === field) return value;
  return { ...value, fields: setField(new Map(value.fields), value, name, field) };
}

/** A value with several properties set in turn, for which its properties are copied once. */
export function withFields(value: Value, named: Iterable<readonly [string, Value]>): Value {
  const fields = new Map(value.fields);
  const whole = { ...value, fields };
  for (const [name, field] of named) {
    weights.delete(fields);
    setField(fields, whole, name, field);
  }
  weights.delete(fields);
  return whole;
}

function setField(fields: Map<string, Value>, value: Value, name: string, field: Value): Map<string, Value> {
  const isHeavy = field.fields && weightOf(field) + weightOf(value) > maxWeight;
  const held = isHeavy
    ? { ...field, taints: deepTaints(field), fields: undefined, closed: undefined }
    : field;
  if (fields.size < maxFields || fields.has(name)) fields.set(name, held);
  return fields;
}
