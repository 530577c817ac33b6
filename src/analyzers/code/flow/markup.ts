import type { SyntaxNode } from '../../syntax/tree.js';
import type { Environment } from './environment.js';
import type { Interpreter } from './interpreter.js';
import { stringText } from './node.js';
import type { Unit } from './unit.js';
import { from, literal, someText, text, unknown, type Value } from './value.js';

/** JSX: what stands in it is escaped, save for what attributes do with it. */
export function evaluateMarkup(
  run: Interpreter,
  node: SyntaxNode,
  environment: Environment,
  unit: Unit,
): Value {
  const pending = [node];
  for (let child = pending.pop(); child; child = pending.pop()) {
    if (child.type === 'jsx_opening_element' || child.type === 'jsx_self_closing_element')
      evaluateElement(run, child, environment, unit);
    else if (child.type === 'jsx_expression') {
      const expression = child.children.find((part) => part.type !== 'comment');
      if (expression)
        run.evaluate(
          expression.type === 'spread_element' ? (expression.children[0] ?? expression) : expression,
          environment,
          unit,
        );
    } else pending.push(...[...child.children].reverse());
  }
  return someText;
}

function evaluateElement(run: Interpreter, node: SyntaxNode, environment: Environment, unit: Unit): void {
  const element = elementOf(run, node.get('name'), environment, unit);
  for (const child of node.children) {
    if (child.type === 'jsx_attribute') evaluateAttribute(run, child, element, environment, unit);
    else if (child.type === 'jsx_expression') {
      const spread = child.children.find((part) => part.type === 'spread_element')?.children[0];
      const fields = spread && run.evaluate(spread, environment, unit).fields;
      for (const [name, value] of fields ?? []) reachAttribute(run, name, value, element, child, child, unit);
    }
  }
}

/** `<a>` for an element of HTML, else what the component is. */
function elementOf(
  run: Interpreter,
  name: SyntaxNode | undefined,
  environment: Environment,
  unit: Unit,
): Value {
  if (!name) return unknown;
  const written = unit.text.slice(name.start, name.end);
  return name.type === 'identifier' && /^[a-z]/.test(written)
    ? from(`<${written}>`)
    : run.evaluate(name, environment, unit);
}

function evaluateAttribute(
  run: Interpreter,
  node: SyntaxNode,
  element: Value,
  environment: Environment,
  unit: Unit,
): void {
  const [nameNode, ...rest] = node.children;
  const container = rest.at(-1);
  if (!nameNode) return;
  const name = unit.text.slice(nameNode.start, nameNode.end);
  let value: Value = literal(true);
  let part = node;
  if (container?.type === 'string') value = text(stringText(container, unit.text));
  else if (container) {
    const expression =
      container.type === 'jsx_expression'
        ? container.children.find((child) => child.type !== 'comment')
        : container;
    if (!expression) return;
    value = run.evaluate(expression, environment, unit);
    part = expression;
  }
  reachAttribute(run, name, value, element, node, part, unit);
}

function reachAttribute(
  run: Interpreter,
  name: string,
  value: Value,
  element: Value,
  node: SyntaxNode,
  part: SyntaxNode,
  unit: Unit,
): void {
  for (const model of run.models.assignments(`<${name}>`)) {
    if (model.of && !model.of.some((origin) => element.origins.includes(origin))) continue;
    const data = name === 'dangerouslySetInnerHTML' ? run.readMember(value, '__html', part, unit) : value;
    run.reach({ kind: model.kind, value: data, unit, node, part, sink: name, doubt: 0 });
  }
  for (const { rule, pattern } of run.models.assignmentChecks(`<${name}>`)) {
    const verdict = pattern.check({ unit, node, property: name, object: element, value });
    if (verdict) run.tell(rule, unit, verdict.node ?? node, verdict);
  }
}
