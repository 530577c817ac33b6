import type { SyntaxNode } from '../../syntax/tree.js';
import type { Environment } from './environment.js';
import type { Interpreter } from './interpreter.js';
import type { Unit } from './unit.js';
import { unknown, type Value } from './value.js';

export function evaluateArguments(
  run: Interpreter,
  node: SyntaxNode,
  environment: Environment,
  unit: Unit,
): { values: Value[]; nodes: SyntaxNode[] } {
  const list = node.get('arguments');
  if (!list) return { values: [], nodes: [] };
  if (list.type === 'template_string') return evaluateTag(run, list, environment, unit);
  const nodes = list.children.filter((child) => child.type !== 'comment');
  const values: Value[] = [];
  const places: SyntaxNode[] = [];
  for (const child of nodes) {
    const value = run.evaluate(child, environment, unit);
    if (child.type === 'spread_element' && value.fields && !value.fields.has('*')) {
      for (const element of value.fields.values()) {
        values.push(element);
        places.push(child);
      }
    } else {
      values.push(value);
      places.push(child);
    }
  }
  return { values, nodes: places };
}

/** A tag gets the fixed parts as its first argument and the values after it. */
function evaluateTag(
  run: Interpreter,
  template: SyntaxNode,
  environment: Environment,
  unit: Unit,
): { values: Value[]; nodes: SyntaxNode[] } {
  const values: Value[] = [{ ...unknown, closed: true, fields: new Map() }];
  const nodes: SyntaxNode[] = [template];
  for (const child of template.children) {
    const expression = child.type === 'template_substitution' ? child.children[0] : undefined;
    if (!expression) continue;
    values.push(run.evaluate(expression, environment, unit));
    nodes.push(expression);
  }
  return { values, nodes };
}
