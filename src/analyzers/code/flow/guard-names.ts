import type { SyntaxNode } from '../../syntax/tree.js';
import type { Environment } from './environment.js';
import type { Refine } from './guard-subject.js';
import type { Interpreter } from './interpreter.js';
import { allKinds, kindsOf, type Kinds } from './kind.js';
import { isFunction } from './node.js';
import { brief, type Unit } from './unit.js';
import { constantText, type Value } from './value.js';

/** Functions that promise to tell the names by which prototypes are reached. */
export const refusesPrototype =
  /proto|(?:unsafe|dangerous|forbidden|disallowed|reserved|restricted|blocked|polluted|invalid|bad)\w*(?:key|prop|name|path|segment)/i;

const wayOver = /['"`|(^[](?:constructor|prototype)['"`|)$\]]|[!=]==?\s*Object\.prototype\b/;
const objectsOnly = /['"`](?:\[object O|o)bject\]?['"`]|\bis_?(?:plain_?)?(?:object|record|dict)/i;

/**
 * What a name is safe for that is not `__proto__`. `constructor` and then `prototype` lead to the same place, unless the code
 * refuses them too, or follows objects only, which a constructor is not.
 */
export function withoutProto(check: SyntaxNode, { text }: Unit): Kinds {
  let around = check;
  while (around.parent && !isFunction(around)) around = around.parent;
  const isRefused =
    wayOver.test(text) ||
    followsObjects(text) ||
    (followsObjects(text.slice(around.start, around.end)) && !ownTestTakesFunctions(text));
  return isRefused ? kindsOf('pollution', 'property') : kindsOf('property');
}

function followsObjects(code: string): boolean {
  return objectsOnly.test(code) && !/['"`]function['"`]/.test(code);
}

/** `function isObject(value) { return typeof value === 'function' || … }` lets constructors through. */
function ownTestTakesFunctions(code: string): boolean {
  return /\bis_?(?:plain_?)?(?:object|record|dict)\w*\s*(?:=|\([\w$, :]*\)\s*(?::[^{]{0,40})?\{)[^}]{0,200}['"`]function['"`]/i.test(
    code,
  );
}

/** A list of names that are refused: `['__proto__', 'constructor', 'prototype']`. */
export function isDeniedList(list: Value): boolean {
  return [...(list.fields?.values() ?? [])].some(
    (field) =>
      constantText(field) === '__proto__' ||
      [...(field.fields?.values() ?? [])].some((inner) => constantText(inner) === '__proto__'),
  );
}

/** `Object.hasOwn(a, k)`, `a.hasOwnProperty(k)`, `Object.prototype.hasOwnProperty.call(a, k)`, `hasOwn.call(a, k)`. */
export function isOwnCheck(
  run: Interpreter,
  callee: SyntaxNode,
  environment: Environment,
  unit: Unit,
): boolean {
  const property = callee.get('property');
  const object = callee.get('object');
  if (!property || !object) return false;
  const name = brief(unit, property);
  if (name === 'hasOwnProperty' || name === 'hasOwn') return true;
  if (name !== 'call') return false;
  if (/(?:^|\.)_?(?:hasOwn(?:Property)?|hasOwnProp)$/.test(brief(unit, object))) return true;
  return run.evaluate(object, environment, unit).origins.some((origin) => origin.endsWith('.hasOwnProperty'));
}

/**
 * A name that is asked for as an own property is none of the prototype's, whatever the answer: code that asks treats the
 * two differently. Asked of the object that the names come from, it says nothing, for data can have such names of its own.
 */
export function refineOwn(
  run: Interpreter,
  node: SyntaxNode,
  environment: Environment,
  unit: Unit,
  holds: boolean,
  refine: Refine,
): void {
  const callee = node.get('function');
  const [first, second] = (node.get('arguments')?.children ?? []).filter((child) => child.type !== 'comment');
  const takesObject = brief(unit, callee?.get('property') ?? node) !== 'hasOwnProperty';
  const object = takesObject ? first : callee?.get('object');
  const key = takesObject ? second : first;
  if (object && key) refineKey(run, object, key, environment, unit, holds, refine);
}

/** The object whose own keys a list holds: `data` of `Object.keys(data)`. */
export function keyListOf(list: SyntaxNode, unit: Unit): SyntaxNode | undefined {
  const callee = list.type === 'call_expression' ? list.get('function') : undefined;
  const isKeys =
    callee && /^(?:Object\.(?:keys|getOwnPropertyNames)|Reflect\.ownKeys)$/.test(brief(unit, callee));
  return isKeys ? list.get('arguments')?.children.find((child) => child.type !== 'comment') : undefined;
}

/** What is proven of a key that was asked for as an object's own. */
export function refineKey(
  run: Interpreter,
  object: SyntaxNode,
  key: SyntaxNode,
  environment: Environment,
  unit: Unit,
  holds: boolean,
  refine: Refine,
): void {
  const owner = run.evaluate(object, environment, unit);
  const name = run.evaluate(key, environment, unit);
  // The object that is merged into holds what was merged before, and more.
  const isOrigin =
    owner.taints.length > 0 &&
    owner.taints.every((taint) => name.taints.some((other) => other.source.node === taint.source.node));
  if (owner.taints.length === 0 && holds) refine(key, allKinds);
  else if (!isOrigin) refine(key, holds ? ownKinds : kindsOf('pollution', 'property'));
}

/** What a name is safe for that an object has of its own: whoever made it decided what is found under it. */
const ownKinds = kindsOf('pollution', 'property', 'method');
