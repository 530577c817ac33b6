import type { SyntaxNode } from '../../syntax/tree.js';
import { findStated } from '../stated.js';
import { withField } from './fields.js';
import type { Interpreter } from './interpreter.js';
import { sourced } from './source.js';
import type { Unit } from './unit.js';
import { from, unknown, type Lazy, type Value } from './value.js';

/**
 * An export of another file, or a property of one, that a configuration speaks of: it says more than the code, which is then
 * not looked at. Undefined for all others.
 */
export function statedMember(run: Interpreter, lazy: Lazy, node: SyntaxNode, unit: Unit): Value | undefined {
  const stated = findStated(run.models, lazy.specifier, lazy.unit);
  if (!stated) return undefined;
  const isWhole = lazy.name === '*' || lazy.name === 'default';
  const names = isWhole ? lazy.members : [lazy.name, ...lazy.members];
  const path = stated.get(names.length === 0 ? 'default' : names.join('.'));
  return path === undefined ? undefined : sourced(run, from(path), node, unit);
}

/** What a file exports, with what is stated of it: of all that it exports the members, of a class its methods, as `Html().clean`. */
export function withStated(run: Interpreter, value: Value, lazy: Lazy): Value {
  const stated = findStated(run.models, lazy.specifier, lazy.unit);
  if (!stated) return value;
  const isWhole = lazy.name === '*' || lazy.name === 'default';
  const prefix = [...(isWhole ? [] : [lazy.name]), ...lazy.members].join('.');
  let result = value;
  for (const [member, path] of stated) {
    if (prefix === '' && /^[\w$]+$/.test(member) && result.fields?.has(member))
      result = withField(result, member, sourced(run, from(path), lazy.unit.tree.root, lazy.unit));
    const [, owner, method] = /^(.+)\(\)\.([\w$]+)$/.exec(member) ?? [];
    if (owner === undefined || method === undefined || owner !== (prefix || 'default')) continue;
    const prototype = result.fields?.get('prototype') ?? unknown;
    const origins = [...result.origins, path.slice(0, -`().${method}`.length)];
    result = withField({ ...result, origins }, 'prototype', withField(prototype, method, from(path)));
  }
  return result;
}
