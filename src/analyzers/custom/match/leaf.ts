import { constantOf } from '../form/constant.js';
import { isExpression, type Form } from '../form/form.js';
import { isMetavariable } from '../form/lowering.js';
import { originOf } from '../form/resolve.js';
import { typesOf } from '../form/type-of.js';
import { bind, boundTo } from './environment.js';
import type { Env, Found, Matching } from './matching.js';

/** Binds a metavariable to what it meets; the text of strings without their quotes. */
export function matchMetavariable(name: string, code: Form, env: Env, found: Found): void {
  if (code.kind === 'absent' || code.kind === 'list') return;
  // The text between the expressions of a template is no expression.
  if (code.kind === 'text' && code.parent?.kind === 'template') return;
  const next = bind(env, name, boundTo(code));
  if (next !== false) found(next);
}

/** Matches what a string says: `...` for any, `=~/…/` by an expression, `$X` to keep it. */
export function matchText(
  pattern: string,
  code: Form,
  text: string,
  env: Env,
  found: Found,
  to: Matching,
): void {
  if (pattern === '...') return found(env);
  if (isMetavariable(pattern)) {
    const isQuoted = code.kind === 'string';
    const start = code.start + (isQuoted ? 1 : 0);
    const next = bind(env, pattern, {
      forms: [code],
      text,
      start,
      end: Math.max(start, code.end - (isQuoted ? 1 : 0)),
    });
    if (next !== false) found(next);
    return;
  }
  if (pattern.startsWith('=~/')) {
    const end = pattern.lastIndexOf('/');
    to.budget.spend(text.length >> 4);
    to.budget.checkTime();
    const flags = pattern.slice(end + 1);
    const source = pattern.slice('=~/'.length, end);
    if (to.regex(flags === '' ? source : `(?${flags})${source}`).finds(text, to.budget)) found(env);
    return;
  }
  if (pattern === text) found(env);
}

/** Matches a literal with a literal, or with what is known to have its value; what is kept of it stands where it is written. */
export function matchLiteral(pattern: Form, code: Form, env: Env, found: Found, to: Matching): void {
  if (code.kind === pattern.kind) return matchValue(pattern, code, code.text, env, found, to);
  if (!to.options.constant_propagation || !isExpression(code)) return;
  const value = constantOf(code);
  if (value?.kind === pattern.kind) matchValue(pattern, value.literal ?? code, value.text, env, found, to);
}

function matchValue(pattern: Form, code: Form, text: string, env: Env, found: Found, to: Matching): void {
  if (pattern.kind === 'string') matchText(pattern.text, code, text, env, found, to);
  else if (pattern.text === text) found(env);
}

/** Matches names: as they are written, or by what they were imported as. */
export function matchName(pattern: Form, code: Form, env: Env, found: Found): void {
  if ((code.kind === 'id' || code.kind === 'name') && code.text === pattern.text) return found(env);
  // The key of an object may stand in quotes.
  if (pattern.kind === 'name' && code.kind === 'string' && code.text === pattern.text) found(env);
}

/** Whether a name or member is, whatever it is called here, what the dotted name of a pattern says. */
export function isImported(pattern: Form, code: Form): boolean {
  const wanted = dottedName(pattern);
  if (!wanted) return false;
  const origin = originOf(code);
  return origin?.join('.') === wanted;
}

const dottedNames = new WeakMap<Form, string>();

function dottedName(pattern: Form): string | undefined {
  const known = dottedNames.get(pattern);
  if (known !== undefined) return known === '' ? undefined : known;
  let name = '';
  if (pattern.kind === 'id') name = pattern.text;
  else if (pattern.kind === 'member' && pattern.at(1).kind === 'name') {
    const object = dottedName(pattern.at(0));
    if (object !== undefined) name = `${object}.${pattern.at(1).text}`;
  }
  dottedNames.set(pattern, name);
  return name === '' ? undefined : name;
}

/** A metavariable that must be of a type. */
export function matchTyped(pattern: Form, code: Form, env: Env, found: Found, to: Matching): void {
  const wanted = pattern.declaredType;
  if (!wanted || (!isExpression(code) && code.kind !== 'name')) return;
  const types = typesOf(code);
  for (const type of types) {
    if (typeof type === 'string') {
      if (wanted.text === type) return to.match(pattern.at(0), code, env, found);
    } else {
      to.match(wanted, type, env, (next) => to.match(pattern.at(0), code, next, found));
    }
  }
}
