import type { SyntaxNode } from '../../syntax/tree.js';
import { constructorOf } from './constructor.js';
import type { Interpreter } from './interpreter.js';
import { keyName } from './node.js';
import { parametersOf } from './scope.js';
import { brief } from './unit.js';
import { constantText, hole, unknown, type FunctionValue, type Taint, type Value } from './value.js';

/** Functions that are called, and how deep in objects and results they are looked for. */
const maxCalls = 200;
const maxDepth = 3;

/**
 * Calls what a file offers as a caller from outside may: its functions, those in its objects, methods of its classes on
 * what their constructors made, and functions that come back from them.
 */
export function callFromOutside(
  run: Interpreter,
  exported: Value,
  invoke: (callee: FunctionValue, self: Value | undefined, constructs: boolean) => Value,
): void {
  const seen = new Set<SyntaxNode>();
  const call = (callee: FunctionValue, self: Value | undefined, constructs = false): Value => {
    seen.add(callee.node);
    return invoke(callee, self, constructs);
  };
  const visit = (found: Value, self: Value | undefined, depth: number): void => {
    const value = found.lazy ? run.force(found) : found;
    if (seen.size >= maxCalls || depth > maxDepth) return;
    const prototype = value.fields?.get('prototype');
    let instance: Value | undefined;
    if (value.call && !seen.has(value.call.node) && !isOfClass(value.call)) {
      if (prototype) instance = call(value.call, prototype, true);
      else visit(call(value.call, value.call.self ?? self), undefined, depth + 1);
    }
    if (value.construct) {
      const callee = constructorOf(value.construct);
      instance = callee && !seen.has(callee.node) ? call(callee, prototype) : prototype;
    }
    for (const [name, field] of value.fields ?? []) {
      if (/^[_#]/.test(name)) continue;
      if (name !== 'prototype') visit(field, value.call || value.construct ? undefined : value, depth + 1);
    }
    for (const [name, field] of instance?.fields ?? [])
      if (!/^[_#]/.test(name) && field.call) visit(field, instance, depth + 1);
  };
  visit(exported, undefined, 0);
}

/** A method that TypeScript lets nobody outside the class call. */
function isOfClass({ node, unit }: FunctionValue): boolean {
  return node.children.some(
    (child) =>
      child.type === 'accessibility_modifier' &&
      /^(?:private|protected)$/.test(unit.text.slice(child.start, child.end)),
  );
}

const harmlessTypes =
  /^(?:number|boolean|bigint|Date|RegExp|keyof\b|\(?(?:[\w:,?\s]*)\)?\s*=>|Function\b|(?:HTML|SVG)\w*\b|\w*(?:Element|Event)\b|Node\b|Document\b|Window\b|Trusted\w+|Safe\w+|React\.\w+|JSX\.\w+)/;

/** What went wrong is told by the program itself. */
const caughtName = /^_?(?:e|ex|err|error|exception|\w+(?:Err|Error))$/;

/**
 * What a caller gives to a function: anything, for each parameter of which nothing else is known. The caller may be
 * `outside` the package, or anywhere in it.
 */
export function givenByCallers(callee: FunctionValue, values: readonly Value[], outside: boolean): Value[] {
  const { unit, node } = callee;
  const parameters = parametersOf(node);
  if (parameters.length === 0 && unit.text.slice(node.start, node.end).includes('arguments')) {
    const given = taintOf(callee, node, 'arguments', outside);
    return [0, 1, 2, 3].map(() => ({ ...unknown, taints: [given] }));
  }
  return parameters.map((parameter, index) => {
    const value = values[index] ?? unknown;
    if (value !== unknown) return value;
    if (caughtName.test(brief(unit, parameter.pattern, 40))) return value;
    if (parameter.type && harmlessTypes.test(brief(unit, parameter.type, 80))) return value;
    const name = keyName(parameter.pattern, unit.text) ?? brief(unit, parameter.pattern, 40);
    return { ...unknown, taints: [taintOf(callee, parameter.pattern, name, outside)] };
  });
}

function taintOf({ unit }: FunctionValue, node: SyntaxNode, what: string, outside: boolean): Taint {
  const source = { unit, node, message: `enters here as ${what}`, previous: undefined };
  const kind = outside ? 'library' : 'parameter';
  return { kind, origin: '', what, step: source, source, cleared: 0, doubt: 0 };
}

/**
 * Whether data counts where a package's own parameters do not, since those are what its callers are to decide. In a file
 * that belongs to no package, what nothing calls is the outermost that can be seen, and all that it is given is.
 */
export function isWithoutPackage(taint: Taint): boolean {
  return taint.kind !== 'library' || !taint.source.unit.project();
}

/** Within a package, its own code calls what it does not offer, and decides what with: a guess that others do. */
export function isDecidedInside(taint: Taint): boolean {
  return taint.kind === 'parameter' && taint.source.unit.project() !== undefined;
}

/** Whether data is one of several arguments that are written out, so that the program is not the caller's to choose. */
export function isOneOfMany(value: Value): boolean {
  const elements = value.origins.includes('Array()') ? [...(value.fields?.values() ?? [])] : [];
  return elements.length > 1 && elements.some((element) => constantText(element) !== undefined);
}

/** Text with fixed parts in it, or a list with such text. */
export function isPutTogether(value: Value): boolean {
  if (value.shape !== undefined) return value.shape.replaceAll(hole, '').trim() !== '';
  return [...(value.fields?.values() ?? [])].some(
    (element) => element.taints.length > 0 && element.shape !== undefined && isPutTogether(element),
  );
}
