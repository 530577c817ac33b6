import type { Form } from '../form/form.js';
import type { Env, Found, Matching } from './matching.js';
import { matchOrdered } from './list.js';
import { matchSequence } from './sequence.js';
import { matchDecorators } from './decorators.js';

/** Matches functions of any kind: declared, arrow, method. */
export function matchFunction(pattern: Form, code: Form, env: Env, found: Found, to: Matching): void {
  if (pattern.text === 'async' && code.text !== 'async') return;
  matchDecorators(pattern, code, env, named, to);

  function named(now: Env): void {
    const name = pattern.at(0);
    if (name.kind === 'absent' || name.kind === 'ellipsis') return inputs(now);
    const given = nameOf(code);
    if (given) to.match(name, given, now, inputs);
    else if (!isDeclaration(pattern) && name.kind === 'metavariable') inputs(now);
  }
  function inputs(now: Env): void {
    matchOrdered(pattern.at(1).kids, code.at(1).kids, now, output, to);
  }
  function output(now: Env): void {
    const { declaredType } = pattern;
    if (!declaredType) body(now);
    else if (code.declaredType) to.match(declaredType, code.declaredType, now, body);
  }
  function body(now: Env): void {
    if (pattern.at(2).kind === 'absent') found(now);
    else to.match(pattern.at(2), code.at(2), now, found);
  }
}

/** A pattern that is a function by itself names one; one within an expression takes those without a name too. */
function isDeclaration(pattern: Form): boolean {
  return pattern.parent === undefined || /^(?:expression|block)$/.test(pattern.parent.kind);
}

/** The name that a function has or is stored under. */
export function nameOf(code: Form): Form | undefined {
  const own = code.at(0);
  if (own.kind === 'name') return own;
  const holder = code.parent;
  if (holder?.kind === 'define' && holder.at(1) === code) return holder.at(0);
  if (holder?.kind === 'property' && holder.text !== 'computed') return holder.at(0);
  return undefined;
}

/** Matches a block with all of its statements. */
export function matchBlock(pattern: Form, code: Form, env: Env, found: Found, to: Matching): void {
  if (code.kind !== 'block') return;
  matchSequence(pattern.kids, code, 0, true, env, (now) => found(now), to);
}
