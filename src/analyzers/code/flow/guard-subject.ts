import type { SyntaxNode } from '../../syntax/tree.js';
import type { Interpreter } from './interpreter.js';
import { deepTaints } from './join.js';
import type { Kinds } from './kind.js';
import { bare } from './node.js';
import { brief, type Unit } from './unit.js';
import type { Value } from './value.js';

/** The address whose host a test speaks of: `url` in `url.hostname`. */
export function addressOf(node: SyntaxNode, unit: Unit): SyntaxNode | undefined {
  return memberOf(node, /^(?:host|hostname|origin|href)$/, unit);
}

/** The object of which a node reads a property with such a name. */
export function memberOf(node: SyntaxNode, pattern: RegExp, unit: Unit): SyntaxNode | undefined {
  const property = node.type === 'member_expression' ? node.get('property') : undefined;
  const name = property && unit.text.slice(property.start, property.end);
  return name !== undefined && pattern.test(name) ? node.get('object') : undefined;
}

/** The expression whose value a test speaks of: `x` in `x.toLowerCase().trim()`. */
export function subjectOf(node: SyntaxNode, unit: Unit): SyntaxNode {
  let at = bare(node);
  while (at.type === 'call_expression') {
    const callee = at.get('function');
    const property = callee?.get('property');
    const object = callee?.get('object');
    const name = property ? unit.text.slice(property.start, property.end) : '';
    if (!object || !/^(?:to(?:Lower|Upper)Case|trim|toString|normalize)$/.test(name)) break;
    at = bare(object);
  }
  // `+text`, as `Number(text)`.
  if (at.type === 'unary_expression' && at.get('operator')?.type === '+')
    return bare(at.get('argument') ?? at);
  const argument = at.type === 'call_expression' && at.get('arguments')?.children[0];
  const callee = at.get('function');
  if (argument && callee && /^(?:String|Number)$/.test(brief(unit, callee))) return bare(argument);
  return at;
}

/** What a test compares with, opened where it stands in another file; only for what is given from outside, since that file is then read. */
export function opened(run: Interpreter, value: Value, given: () => Value): Value {
  return value.lazy && deepTaints(given()).length > 0 ? run.force(value) : value;
}

export type Refine = (subject: SyntaxNode | undefined, kinds: Kinds) => void;

/** What a constant was declared as. */
export function definitionOf(node: SyntaxNode, unit: Unit): SyntaxNode | undefined {
  const identifier = bare(node);
  const declarator =
    identifier.type === 'identifier' ? unit.scopes.resolve(identifier)?.node.parent : undefined;
  const isConstant =
    declarator?.type === 'variable_declarator' && declarator.parent?.get('kind')?.type === 'const';
  return isConstant ? declarator.get('value') : undefined;
}
