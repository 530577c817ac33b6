import type { SyntaxNode } from '../../syntax/tree.js';
import type { Environment } from './environment.js';
import type { Interpreter } from './interpreter.js';
import { allKinds } from './kind.js';
import { bare } from './node.js';
import { setPath } from './set-path.js';
import { brief, type Unit } from './unit.js';
import { clear, type Value } from './value.js';

/**
 * A loop that leaves its function at an element that a check refuses proves the check of all elements, wherever they are
 * used after it: `for (const key of keys) if (denied.includes(key)) throw …`.
 */
export function assumeElements(
  run: Interpreter,
  loop: SyntaxNode,
  environment: Environment,
  unit: Unit,
): void {
  const conditions = refusals(loop, unit);
  const list = conditions.length > 0 ? listOf(loop, unit) : undefined;
  if (!list) return;
  const before = environment.save();
  const whole = run.evaluate(list, environment, unit);
  const left = loop.get('left');
  if (left) run.bind(left, run.readMember(whole, undefined, list, unit), environment, unit, true);
  for (const condition of conditions) run.assume(condition, false, environment, unit);
  const proven = left ? elementOf(run, left, environment, unit) : run.evaluate(list, environment, unit);
  environment.variables = before;
  const kinds = proven.taints.reduce((all, taint) => all & taint.cleared, allKinds);
  if (proven.taints.length > 0 && kinds !== 0)
    setPath(run, list, environment, unit, (value) => clear(value, kinds));
}

function elementOf(run: Interpreter, left: SyntaxNode, environment: Environment, unit: Unit): Value {
  const name = left.type === 'identifier' ? left : (left.children.at(-1) ?? left);
  return run.evaluate(name, environment, unit);
}

/** The list of `for (const x of list)`, and of `for (let i = 0; i < list.length; i++)`. */
function listOf(loop: SyntaxNode, unit: Unit): SyntaxNode | undefined {
  if (loop.type === 'for_in_statement')
    return loop.get('operator')?.type === 'of' ? loop.get('right') : undefined;
  const condition = loop.get('condition');
  const bound = condition && bare(condition).get('right');
  const property = bound?.get('property');
  return property && brief(unit, property) === 'length' ? bound?.get('object') : undefined;
}

/** The conditions at which a loop leaves its function, that each element is asked for. */
function refusals(loop: SyntaxNode, unit: Unit): SyntaxNode[] {
  const body = loop.get('body');
  const conditions: SyntaxNode[] = [];
  for (const statement of body?.type === 'statement_block' ? body.children : body ? [body] : []) {
    const condition = statement.type === 'if_statement' ? statement.get('condition') : undefined;
    const consequence = statement.get('consequence');
    if (condition && consequence && !statement.has('alternative') && leaves(consequence))
      conditions.push(condition);
    // What is skipped is not asked.
    else if (/\b(?:continue|break)\b/.test(unit.text.slice(statement.start, statement.end))) break;
  }
  return conditions;
}

function leaves(consequence: SyntaxNode): boolean {
  const statements = consequence.children.filter((child) => child.type !== 'comment');
  const last = consequence.type === 'statement_block' ? statements.at(-1) : consequence;
  return last?.type === 'return_statement' || last?.type === 'throw_statement';
}
