import type { SyntaxNode } from '../../syntax/tree.js';
import { positional } from './address.js';
import type { Environment } from './environment.js';
import { isDeniedList, keyListOf, refineKey, withoutProto } from './guard-names.js';
import { addressOf, opened, type Refine } from './guard-subject.js';
import { startKinds } from './guard-text.js';
import type { Interpreter } from './interpreter.js';
import { allKinds, kindsOf, textKinds } from './kind.js';
import { bare } from './node.js';
import type { Unit } from './unit.js';
import { deepTaints, join } from './join.js';
import { constantText, isConstant, type Value } from './value.js';

export function assumeBinary(
  run: Interpreter,
  node: SyntaxNode,
  holds: boolean,
  environment: Environment,
  unit: Unit,
  refine: Refine,
): void {
  const left = node.get('left');
  const right = node.get('right');
  const operator = node.get('operator')?.type ?? '';
  if (!left || !right) return;
  if (operator === '&&' || operator === '||') {
    if ((operator === '&&') !== holds) return assumeEither(run, left, right, holds, environment, unit);
    run.assume(left, holds, environment, unit);
    run.assume(right, holds, environment, unit);
    return;
  }
  if (operator === 'in' && holds) {
    const owner = run.evaluate(right, environment, unit);
    if (owner.taints.length === 0) refine(left, allKinds);
    return;
  }
  if (/^[<>]=?$/.test(operator)) {
    const bounded = operator.startsWith('<') === holds ? left : right;
    const limit = bounded === left ? right : left;
    if (run.evaluate(limit, environment, unit).taints.length === 0) refine(bounded, kindsOf('limit'));
  }
  assumeNumber(run, left, right, operator, holds, environment, unit, refine);
  const equal = operator === '===' || operator === '==';
  const unequal = operator === '!==' || operator === '!=';
  if (!equal && !unequal) return;
  assumeTruth(run, left, right, equal === holds, environment, unit);
  if (equal !== holds) {
    for (const [subject, other] of [
      [left, right],
      [right, left],
    ] as const)
      if (constantText(run.evaluate(other, environment, unit)) === '__proto__')
        refine(subject, withoutProto(node, unit));
    return;
  }
  for (const [subject, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const value = opened(run, run.evaluate(other, environment, unit), () =>
      run.evaluate(subject, environment, unit),
    );
    const node = bare(subject);
    if (node.type === 'unary_expression' && node.get('operator')?.type === 'typeof') {
      const type = constantText(value);
      refine(
        node.get('argument'),
        type === 'string' ? textKinds : type === undefined || type === 'object' ? 0 : allKinds,
      );
    } else if (
      beginningOf(run, node, environment, unit) &&
      value.taints.every(({ kind }) => kind === 'library')
    ) {
      const object = node.get('function')?.get('object');
      if (object) refine(object, startKinds(run.evaluate(object, environment, unit), value));
    } else if (
      value.literal !== null &&
      ((isConstant(value) && value.taints.length === 0) || isOwn(run, value))
    )
      refine(subject, allKinds);
    else if (addressOf(node, unit) && value.taints.every((taint) => (taint.cleared & positional) !== 0))
      refine(subject, positional);
  }
}

/**
 * What the program made by itself, of nothing that came from outside: who sends the same sends nothing else. Only of functions
 * that are known to pass on what they are given; any other may have made it of just that.
 */
function isOwn(run: Interpreter, value: Value): boolean {
  const isPassed = (origin: string): boolean =>
    origin.endsWith('()') && run.models.pass(origin.slice(0, -'()'.length)) !== undefined;
  return value.origins.length > 0 && value.origins.every(isPassed) && deepTaints(value).length === 0;
}

/** `isSafe(x) === true`, `pattern.exec(x) != null`, `known[x] !== undefined`: what is compared holds, or does not. */
function assumeTruth(
  run: Interpreter,
  left: SyntaxNode,
  right: SyntaxNode,
  equal: boolean,
  environment: Environment,
  unit: Unit,
): void {
  for (const [subject, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const node = bare(subject);
    const truth = bare(other).type;
    if (!/^(?:true|false|null|undefined)$/.test(truth)) continue;
    if (node.type === 'call_expression' || node.type === 'subscript_expression')
      run.assume(node, (truth === 'true') === equal, environment, unit);
  }
}

/** `path.slice(0, root.length)`, which is compared with the root. */
function beginningOf(run: Interpreter, node: SyntaxNode, environment: Environment, unit: Unit): boolean {
  const property = node.type === 'call_expression' ? node.get('function')?.get('property') : undefined;
  const name = property && unit.text.slice(property.start, property.end);
  const [from, to] = node.get('arguments')?.children ?? [];
  if (!from || !to || !/^(?:slice|substring|substr)$/.test(name ?? '')) return false;
  return run.evaluate(from, environment, unit).literal === 0;
}

/** Of two conditions one holds, so that only what both prove is proven: `name === 'a' || name === 'b'`. */
function assumeEither(
  run: Interpreter,
  left: SyntaxNode,
  right: SyntaxNode,
  holds: boolean,
  environment: Environment,
  unit: Unit,
): void {
  const before = environment.save();
  run.assume(left, holds, environment, unit);
  const first = environment.variables;
  environment.variables = before;
  const outer = new Map(before);
  run.assume(right, holds, environment, unit);
  const second = environment.variables;
  const joined = new Map(outer);
  for (const variable of new Set([...first.keys(), ...second.keys()])) {
    const unproven = outer.get(variable) ?? environment.parent?.get(variable);
    const [a, b] = [first.get(variable) ?? unproven, second.get(variable) ?? unproven];
    if (a && b) joined.set(variable, join(a, b));
  }
  environment.variables = joined;
}

/** What a comparison of a length or an index with a number proves. */
function assumeNumber(
  run: Interpreter,
  left: SyntaxNode,
  right: SyntaxNode,
  operator: string,
  holds: boolean,
  environment: Environment,
  unit: Unit,
  refine: Refine,
): void {
  const node = bare(left);
  const callee = node.type === 'call_expression' ? node.get('function') : undefined;
  const property = (callee ?? node).get('property');
  const name = property && unit.text.slice(property.start, property.end);
  if (!callee && name === 'length') {
    // `text.length <= 100` bounds the work that the text can cause.
    if (!(holds ? operator.startsWith('<') : operator.startsWith('>'))) return;
    if (isConstant(run.evaluate(right, environment, unit))) refine(node.get('object'), kindsOf('limit'));
    return;
  }
  const object = callee?.get('object');
  const argument = callee && node.get('arguments')?.children[0];
  if (name !== 'indexOf' || !object || !argument) return;
  // `list.indexOf(x) !== -1`, `>= 0`, `> -1`; and `path.indexOf(root) === 0`.
  const limit = run.evaluate(right, environment, unit).literal;
  const found =
    (limit === -1 && ((/^!==?$|^>$/.test(operator) && holds) || (/^===?$/.test(operator) && !holds))) ||
    (limit === 0 && ((operator === '>=' && holds) || (operator === '<' && !holds)));
  const atStart = limit === 0 && ((/^===?$/.test(operator) && holds) || (/^!==?$/.test(operator) && !holds));
  const list = run.evaluate(object, environment, unit);
  const wanted = run.evaluate(argument, environment, unit);
  const ownOf = keyListOf(bare(object), unit);
  if (ownOf) {
    if (limit !== undefined) refineKey(run, ownOf, argument, environment, unit, found, refine);
    return;
  }
  if (found && list.taints.length === 0) refine(argument, allKinds);
  if (limit !== undefined && !found && isDeniedList(list)) refine(argument, withoutProto(node, unit));
  if (!found && list.taints.length > 0 && (constantText(wanted) ?? '').includes('..'))
    refine(object, kindsOf('path'));
  if (atStart) refine(object, startKinds(list, wanted));
}
