import type { SyntaxNode } from '../../syntax/tree.js';
import { joinVariables, type Environment } from './environment.js';
import type { Interpreter } from './interpreter.js';
import { concatenation } from './text.js';
import type { Unit } from './unit.js';
import { either, join } from './join.js';
import { constantText, literal, someNumber, unknown, type Value } from './value.js';

const comparisons = new Set(['==', '===', '!=', '!==', '<', '>', '<=', '>=', 'in', 'instanceof']);

export function evaluateBinary(
  run: Interpreter,
  node: SyntaxNode,
  environment: Environment,
  unit: Unit,
): Value {
  const left = node.get('left');
  const right = node.get('right');
  const operator = node.get('operator')?.type ?? '';
  if (!left || !right) return unknown;
  if (operator === '+') return evaluateSum(run, node, environment, unit);
  const a = run.evaluate(left, environment, unit);
  if (operator === '&&' || operator === '||' || operator === '??') {
    const before = environment.save();
    if (operator !== '??') run.assume(left, operator === '&&', environment, unit);
    const b = run.evaluate(right, environment, unit);
    environment.variables = assigns(right, unit)
      ? joinVariables(before, environment.variables, environment.parent)
      : before;
    if (operator === '&&') return b;
    if (a.literal === false || a.literal === null || constantText(a) === '') return b;
    return either(a, b);
  }
  const b = run.evaluate(right, environment, unit);
  if (comparisons.has(operator)) return unknown;
  if (typeof a.literal === 'number' && typeof b.literal === 'number')
    return fold(operator, a.literal, b.literal);
  return unknown;
}

/** Longer operands are markup or functions, whose assignments are their own. */
const maxOperand = 400;

/** Whether an operand may set a variable: `found && (name = found.name)`, `at != null && ++index < length`. */
function assigns(operand: SyntaxNode, unit: Unit): boolean {
  let found = assigning.get(operand);
  if (found === undefined) {
    const { start, end } = operand;
    found = end - start < maxOperand && /[\w$\])]\s*=(?![=>])|\+\+|--/.test(unit.text.slice(start, end));
    assigning.set(operand, found);
  }
  return found;
}

const assigning = new WeakMap<SyntaxNode, boolean>();

/** Flattens `a + b + c`, which nests as deep as it is long in generated code. */
function evaluateSum(run: Interpreter, node: SyntaxNode, environment: Environment, unit: Unit): Value {
  const operands: SyntaxNode[] = [];
  let at = node;
  for (;;) {
    const right = at.get('right');
    const left = at.get('left');
    if (right) operands.push(right);
    if (left?.type === 'binary_expression' && left.get('operator')?.type === '+') at = left;
    else {
      if (left) operands.push(left);
      break;
    }
  }
  const parts = operands.reverse().map((operand) => run.evaluate(operand, environment, unit));
  if (parts.every((part) => typeof part.literal === 'number'))
    return literal(parts.reduce((sum, part) => sum + Number(part.literal), 0));
  const isText = parts.some((part) => part.shape !== undefined || part.taints.length > 0);
  return isText ? concatenation(run, parts, node, unit) : unknown;
}

function fold(operator: string, a: number, b: number): Value {
  if (operator === '*') return literal(a * b);
  if (operator === '-') return literal(a - b);
  if (operator === '/') return literal(a / b);
  if (operator === '**') return literal(a ** b);
  return unknown;
}

export function evaluateTernary(
  run: Interpreter,
  node: SyntaxNode,
  environment: Environment,
  unit: Unit,
): Value {
  const condition = node.get('condition');
  const consequence = node.get('consequence');
  const alternative = node.get('alternative');
  if (!condition || !consequence || !alternative) return unknown;
  run.evaluate(condition, environment, unit);
  const before = environment.save();
  run.assume(condition, true, environment, unit);
  const a = run.evaluate(consequence, environment, unit);
  const afterTaken = environment.variables;
  environment.variables = before;
  const again = environment.save();
  run.assume(condition, false, environment, unit);
  const b = run.evaluate(alternative, environment, unit);
  environment.variables =
    assigns(consequence, unit) || assigns(alternative, unit)
      ? joinVariables(afterTaken, environment.variables, environment.parent)
      : again;
  return either(a, b);
}

export function evaluateAssignment(
  run: Interpreter,
  node: SyntaxNode,
  environment: Environment,
  unit: Unit,
): Value {
  const left = node.get('left');
  const right = node.get('right');
  if (!left || !right) return unknown;
  let value = run.evaluate(right, environment, unit);
  const operator = node.get('operator')?.type;
  if (operator === '+=') {
    const before = run.evaluate(left, environment, unit);
    value =
      before.shape !== undefined ||
      value.shape !== undefined ||
      before.taints.length + value.taints.length > 0
        ? concatenation(run, [before, value], node, unit)
        : someNumber;
  } else if (operator === '||=' || operator === '??=' || operator === '&&=') {
    value = join(run.evaluate(left, environment, unit), value);
  } else if (operator !== undefined && operator !== '=') value = someNumber;
  run.bind(left, value, environment, unit, false);
  return value;
}
