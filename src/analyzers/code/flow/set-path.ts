import type { SyntaxNode } from '../../syntax/tree.js';
import type { Environment, Variable } from './environment.js';
import { withField } from './fields.js';
import type { Interpreter } from './interpreter.js';
import { join, joinAll, withTaints } from './join.js';
import { fixedKey } from './member.js';
import { bare, keyName, ownerOfThis } from './node.js';
import type { Unit } from './unit.js';
import { unknown, type Value } from './value.js';

/** Changes what is known of the object that an expression names, where that is a variable, `this`, or a property of one. */
export function setPath(
  run: Interpreter,
  expression: SyntaxNode,
  environment: Environment,
  unit: Unit,
  change: (before: Value) => Value,
): void {
  const node = bare(expression);
  if (node.type === 'member_expression' || node.type === 'subscript_expression') {
    const object = node.get('object');
    const property = node.get('property') ?? node.get('index');
    const name =
      node.type === 'member_expression' && property
        ? unit.text.slice(property.start, property.end)
        : ((property && fixedKey(property, unknown, unit)) ?? keyName(property, unit.text));
    if (!object || name === undefined) return;
    const before = run.evaluate(node, environment, unit);
    setPath(run, object, environment, unit, (owner) => withField(owner, name, change(before)));
    return;
  }
  if (
    node.type === 'identifier' &&
    unit.text.slice(node.start, node.end) === 'exports' &&
    !unit.scopes.resolve(node)
  ) {
    const module = environment.get(unit.tree.root) ?? unknown;
    environment.set(
      unit.tree.root,
      withField(module, 'exports', change(module.fields?.get('exports') ?? unknown)),
    );
    return;
  }
  const variable = variableOf(node, unit);
  if (variable) environment.set(variable, change(environment.get(variable) ?? unknown));
}

function variableOf(node: SyntaxNode, unit: Unit): Variable | undefined {
  if (node.type === 'identifier') {
    const isModule = unit.text.slice(node.start, node.end) === 'module';
    return unit.scopes.resolve(node) ?? (isModule ? unit.tree.root : undefined);
  }
  return node.type === 'this' ? ownerOfThis(node) : undefined;
}

/** Adds what is put into a collection to what is known of it. */
export function fill(before: Value, values: readonly Value[]): Value {
  const added = joinAll(values);
  const elements = join(before.fields?.get('*') ?? unknown, added);
  return withField(withTaints(before, added.taints), '*', elements);
}
