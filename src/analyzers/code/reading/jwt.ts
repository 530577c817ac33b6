import type { SyntaxNode } from '../../syntax/tree.js';
import { bare, nearestFunction } from '../flow/node.js';
import type { Unit } from '../flow/unit.js';
import type { Value } from '../flow/value.js';
import { lastName, nodesIn, textOf } from './nodes.js';

const verifying = /verif|validate|authenticate|introspect/i;

/** Whether a function checks a token somewhere, so that reading it there without is no flaw. */
export function verifiesNearby(unit: Unit, node: SyntaxNode): boolean {
  for (const at of nodesIn(unit, nearestFunction(node), 'call_expression')) {
    if (at === node) continue;
    const name = lastName(unit, at.get('function'));
    if (name !== undefined && verifying.test(name)) return true;
  }
  return false;
}

/** Whether an expression is the middle part of a token: `token.split('.')[1]`, also by destructuring. */
export function isTokenPayload(unit: Unit, expression: SyntaxNode, depth = 0): boolean {
  const node = bare(expression);
  if (depth > 6) return false;
  if (node.type === 'subscript_expression')
    return textOf(unit, node.get('index') ?? node) === '1' && isSplit(unit, node.get('object'), depth);
  if (node.type === 'binary_expression') {
    const left = node.get('left');
    return left !== undefined && isTokenPayload(unit, left, depth + 1);
  }
  if (node.type === 'call_expression') {
    const object = node.get('function')?.get('object');
    const name = lastName(unit, node);
    return (
      object !== undefined &&
      /^(?:replace|replaceAll|toString|trim|padEnd)$/.test(name ?? '') &&
      isTokenPayload(unit, object, depth + 1)
    );
  }
  if (node.type !== 'identifier') return false;
  const declared = unit.scopes.resolve(node)?.node;
  const parent = declared?.parent;
  if (parent?.type === 'variable_declarator') {
    const value = parent.get('value');
    return value !== undefined && isTokenPayload(unit, value, depth + 1);
  }
  if (parent?.type !== 'array_pattern' || !declared) return false;
  const positions = textOf(unit, parent)
    .slice(1, -1)
    .split(',')
    .map((part) => part.trim());
  return positions.indexOf(textOf(unit, declared)) === 1 && isSplit(unit, parent.parent?.get('value'), depth);
}

function isSplit(unit: Unit, expression: SyntaxNode | undefined, depth: number): boolean {
  const node = expression && bare(expression);
  if (node?.type === 'identifier') {
    const value = unit.scopes.resolve(node)?.node.parent?.get('value');
    return depth < 6 && value !== undefined && isSplit(unit, value, depth + 1);
  }
  return (
    node?.type === 'call_expression' &&
    lastName(unit, node) === 'split' &&
    /\(\s*(['"`])\.\1\s*\)$/.test(textOf(unit, node))
  );
}

/** Whether an object surely lacks a property: all that it holds is known. */
export function surelyLacks(value: Value | undefined, name: string): boolean {
  if (!value) return true;
  if (value.literal === null) return true;
  return value.closed === true && value.fields?.has(name) !== true;
}
