import type { SyntaxNode } from '../../syntax/tree.js';
import type { Environment } from './environment.js';
import type { Interpreter } from './interpreter.js';
import { bare } from './node.js';
import { brief, type Unit } from './unit.js';
import type { FunctionValue } from './value.js';

/** Names of what may end a function by throwing: only for these is another file opened. */
const ending =
  /^(?:error|fail|fatal|panic|abort|die|exit|quit|bail|halt|deny|reject|refuse|forbid|forbidden|unauthorized|invariant|unreachable|redirect|notFound|not_found|bad_?request|(?:throw|raise|fail|die|assertNever)\w*|\w+(?:Error|OrFail|OrThrow))$/i;

/** Whether a statement in a branch ends its function with a call that does not come back: `if (!isKnown(name)) fail(404);`. */
export function endsWithCall(
  run: Interpreter,
  statement: SyntaxNode,
  environment: Environment,
  unit: Unit,
): boolean {
  if (!isInBranch(statement)) return false;
  const [expression] = statement.children;
  const isAwaited = expression?.type === 'await_expression';
  const call = expression && bare(isAwaited ? (expression.children[0] ?? expression) : expression);
  const callee = call?.type === 'call_expression' ? call.get('function') : undefined;
  if (!callee || !isPath(callee)) return false;
  const value = run.evaluate(callee, environment, unit);
  if (value.origins.some((origin) => run.models.neverReturns(origin))) return true;
  const name = brief(unit, callee.get('property') ?? callee);
  const found = value.call ?? (ending.test(name) ? run.force(value).call : undefined);
  return found !== undefined && throwsAlways(found, isAwaited);
}

function isInBranch(statement: SyntaxNode): boolean {
  const block = statement.parent?.type === 'statement_block' ? statement.parent : undefined;
  const holder = block ? block.parent : statement.parent;
  return (
    holder !== undefined && /^(?:if_statement|else_clause|switch_case|switch_default)$/.test(holder.type)
  );
}

/** A name, or properties of one: reading it calls nothing. */
function isPath(node: SyntaxNode): boolean {
  let at = bare(node);
  while (at.type === 'member_expression') {
    const object = at.get('object');
    if (!object) return false;
    at = bare(object);
  }
  return at.type === 'identifier' || at.type === 'this';
}

const throwing = new WeakMap<SyntaxNode, boolean>();

/** Whether each way through a function ends with an error, as its type or its code says. An asynchronous one does so when awaited. */
function throwsAlways({ node, unit }: FunctionValue, isAwaited: boolean): boolean {
  let known = throwing.get(node);
  if (known === undefined) throwing.set(node, (known = readThrows(node, unit)));
  return known && (isAwaited || !node.has('async'));
}

function readThrows(node: SyntaxNode, unit: Unit): boolean {
  const type = node.get('return_type');
  if (type && /^:\s*(?:never|Promise<never>)$/.test(brief(unit, type, 40))) return true;
  const body = node.get('body');
  if (body?.type !== 'statement_block') return false;
  const last = body.children.filter((child) => child.type !== 'comment').at(-1);
  if (!last || /\breturn\b/.test(unit.text.slice(body.start, body.end))) return false;
  return (
    last.type === 'throw_statement' ||
    /^process\.(?:exit|abort)\(/.test(unit.text.slice(last.start, last.end))
  );
}
