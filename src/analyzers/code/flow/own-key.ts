import type { SyntaxNode } from '../../syntax/tree.js';
import { isFunction } from './node.js';
import type { Unit } from './unit.js';

/** Assignments of one name to another that are gone through. */
const maxNames = 3;

/**
 * Whether a name is one of the object's own: `for (const key in data) use(data[key])`. What is found under it is the
 * object's own too, `__proto__` included, and never the prototype of all objects.
 */
export function isOwnKey(index: SyntaxNode, object: SyntaxNode, unit: Unit): boolean {
  let key = bare(index);
  for (let names = 0; names < maxNames && key.type === 'identifier'; names++) {
    const declared = unit.scopes.resolve(key)?.node;
    if (!declared) return false;
    const whole = iterated(declared, unit);
    if (whole) return written(whole, unit) === written(object, unit);
    const declarator = declared.parent;
    const value = declarator?.type === 'variable_declarator' ? declarator.get('value') : undefined;
    if (!value) return false;
    key = bare(value);
  }
  return false;
}

/** The object whose keys a variable goes through, where it does. */
function iterated(declared: SyntaxNode, unit: Unit): SyntaxNode | undefined {
  for (let at: SyntaxNode | undefined = declared; at; at = at.parent) {
    const parent: SyntaxNode | undefined = at.parent;
    if (parent?.type === 'for_in_statement' && parent.get('left') === at) {
      const right = parent.get('right');
      return parent.get('operator')?.type === 'of' ? right && ofKeys(right, unit) : right;
    }
    if (parent && isFunction(parent) && parent.get('body') !== at) {
      const call = parent.parent?.type === 'arguments' ? parent.parent.parent : undefined;
      const list = call?.get('function')?.get('object');
      // `forOwn(data, (value, key) => …)`
      const first = call?.get('arguments')?.children[0];
      return (list && ofKeys(list, unit)) ?? (first === parent ? undefined : first);
    }
    if (parent?.type.endsWith('statement') || parent?.type === 'variable_declarator') return undefined;
  }
  return undefined;
}

/** `data` of `Object.keys(data)`. */
function ofKeys(list: SyntaxNode, unit: Unit): SyntaxNode | undefined {
  const call = bare(list);
  const callee = call.type === 'call_expression' ? call.get('function') : undefined;
  if (!callee || !/^Object\.(?:keys|entries)$/.test(unit.text.slice(callee.start, callee.end)))
    return undefined;
  return call.get('arguments')?.children[0];
}

function written(node: SyntaxNode, unit: Unit): string {
  const { start, end } = bare(node);
  return unit.text.slice(start, end);
}

/** An expression without brackets and what types say of it. */
function bare(node: SyntaxNode): SyntaxNode {
  let at = node;
  while (/^(?:as|satisfies|parenthesized|non_null)_expression$/.test(at.type) && at.children[0])
    at = at.children[0];
  return at;
}
