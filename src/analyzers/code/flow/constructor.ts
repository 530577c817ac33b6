import type { SyntaxNode } from '../../syntax/tree.js';
import type { Unit } from './unit.js';
import type { FunctionValue, Value } from './value.js';

/** The constructor that a class itself has. */
export function constructorOf(made: NonNullable<Value['construct']>): FunctionValue | undefined {
  const { unit, environment } = made;
  const node = made.node
    .get('body')
    ?.children.find((child) => child.type === 'method_definition' && isConstructor(child, unit));
  return node && { unit, node, environment };
}

function isConstructor(node: SyntaxNode, unit: Unit): boolean {
  const name = node.get('name');
  return name !== undefined && unit.text.slice(name.start, name.end) === 'constructor';
}
