import type { SyntaxNode } from '../../syntax/tree.js';
import { executeChild } from './block.js';
import { joinVariables, type Environment, type Variables } from './environment.js';
import type { Activation, Completion, Interpreter } from './interpreter.js';
import { textKinds } from './kind.js';
import { assumeElements } from './loop-proof.js';
import { bare } from './node.js';
import type { Unit } from './unit.js';
import { asParts, unknown } from './value.js';

export function executeLoop(
  run: Interpreter,
  node: SyntaxNode,
  environment: Environment,
  activation: Activation,
  after: () => void,
): Completion {
  const condition = node.get('condition');
  const before = environment.save();
  if (condition && !endsEarly(node.get('body'), activation.unit))
    reachBound(run, bare(condition), environment, activation.unit);
  for (let round = 0; round < 2; round++) {
    if (condition) {
      run.evaluate(condition, environment, activation.unit);
      run.assume(condition, true, environment, activation.unit);
    }
    executeRound(run, node.get('body'), environment, activation);
    after();
    environment.variables = joinVariables(new Map(before), environment.variables, environment.parent);
  }
  assumeElements(run, node, environment, activation.unit);
  if (condition && asks.test(bare(condition).type) && !isLeft(node, activation.unit))
    run.assume(condition, false, environment, activation.unit);
  return 'normal';
}

/** Conditions that ask something of a value, as `while (path.includes('../'))` does; counters prove nothing of interest. */
const asks = /^(?:call|unary)_expression$/;

/** Whether a loop may end otherwise than by its condition. */
function isLeft(loop: SyntaxNode, { text }: Unit): boolean {
  return /\bbreak\b/.test(text.slice(loop.start, loop.end));
}

/** Runs the body of a loop once, with what is known where it ends early. */
function executeRound(
  run: Interpreter,
  body: SyntaxNode | undefined,
  environment: Environment,
  activation: Activation,
): void {
  const left: Variables[] = [];
  const completion = executeChild(run, body, environment, { ...activation, breaks: left, continues: left });
  const ends = completion === 'normal' ? [environment.variables, ...left] : left;
  if (ends.length > 0) environment.variables = ends.reduce((a, b) => joinVariables(a, b, environment.parent));
}

/** A body that leaves the loop, or reads a property of an element, ends with the first one that is not there. */
function endsEarly(body: SyntaxNode | undefined, unit: Unit): boolean {
  if (!body) return false;
  const text = unit.text.slice(body.start, body.end);
  return (
    /\[\s*[a-z]\s*\]\s*\./.test(text) ||
    /\bif\s*\([^{};]{0,200}\[\s*\w{1,40}\s*\][^{};]{0,200}\)\s*\{?\s*(?:break|return|throw)\b/.test(text)
  );
}

/** `i < n`: whoever sends `n`, or an object with a property `length`, decides how often a loop runs. */
function reachBound(run: Interpreter, condition: SyntaxNode, environment: Environment, unit: Unit): void {
  const operator = condition.type === 'binary_expression' ? condition.get('operator')?.type : undefined;
  if (operator === undefined || !/^[<>]=?$/.test(operator)) return;
  const bound = condition.get(operator.startsWith('<') ? 'right' : 'left');
  if (!bound) return;
  const property = bound.get('property');
  const isLength = property !== undefined && unit.text.slice(property.start, property.end) === 'length';
  // `while (queue.length > 0)` takes from the list until it is empty.
  const other = condition.get(bound === condition.get('left') ? 'right' : 'left');
  if (isLength && other?.type === 'number') return;
  const subject = isLength ? bound.get('object') : bound;
  const value = subject ? run.evaluate(subject, environment, unit) : unknown;
  const isText = value.taints.every((taint) => (taint.cleared & textKinds) === textKinds);
  if (value.taints.length === 0 || (isLength && (isText || value.shape !== undefined || value.fields)))
    return;
  run.reach({
    kind: 'limit',
    value: { ...value, fields: undefined },
    unit,
    node: condition,
    part: bound,
    sink: 'the loop',
    doubt: isLength ? 1 : 0,
  });
}

export function executeForIn(
  run: Interpreter,
  node: SyntaxNode,
  environment: Environment,
  activation: Activation,
): Completion {
  const left = node.get('left');
  const right = node.get('right');
  const { unit } = activation;
  const whole = right ? run.evaluate(right, environment, unit) : unknown;
  const isOf = node.get('operator')?.type === 'of';
  const element = isOf
    ? run.readMember(whole, undefined, right ?? node, unit)
    : { ...unknown, taints: whole.closed ? [] : asParts(whole.taints) };
  const before = environment.save();
  for (let round = 0; round < 2; round++) {
    if (left) run.bind(left, element, environment, unit, true);
    executeRound(run, node.get('body'), environment, activation);
    environment.variables = joinVariables(new Map(before), environment.variables, environment.parent);
  }
  assumeElements(run, node, environment, activation.unit);
  return 'normal';
}
