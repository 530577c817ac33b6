import type { Form } from '../form/form.js';

/** What a metavariable stands for: a form, several in a row, or a piece of text. */
export interface Bound {
  readonly forms: readonly Form[];
  /** The text of a string without its quotes, or of a part of an expression's match; absent where the forms are what counts. */
  readonly text?: string;
  readonly start: number;
  readonly end: number;
}

/** Metavariables with what they stand for; each step of a match adds to the one before. */
export interface Environment {
  readonly name: string;
  readonly value: Bound;
  readonly rest: Environment | undefined;
}

export function lookUp(env: Environment | undefined, name: string): Bound | undefined {
  for (let at = env; at; at = at.rest) if (at.name === name) return at.value;
  return undefined;
}

export function bindingsOf(env: Environment | undefined): Map<string, Bound> {
  const bindings = new Map<string, Bound>();
  for (let at = env; at; at = at.rest) if (!bindings.has(at.name)) bindings.set(at.name, at.value);
  return bindings;
}

/** The same environment with one more; undefined where the name stands for something else already. `$_` stands for nothing. */
export function bind(
  env: Environment | undefined,
  name: string,
  value: Bound,
): Environment | undefined | false {
  if (name === '$_') return env;
  const known = lookUp(env, name);
  if (!known) return { name, value, rest: env };
  return isSame(known, value) ? env : false;
}

/** Both together; false where they disagree. */
export function merge(
  a: Environment | undefined,
  b: Environment | undefined,
): Environment | undefined | false {
  let merged = a;
  for (let at = b; at; at = at.rest) {
    const next = bind(merged, at.name, at.value);
    if (next === false) return false;
    merged = next;
  }
  return merged;
}

export function boundTo(form: Form): Bound {
  return { forms: [form], start: form.start, end: form.end };
}

/** Whether two metavariables stand for the same code: written alike, and each name meaning the same variable. */
function isSame(a: Bound, b: Bound): boolean {
  if (a === b) return true;
  if (a.text !== undefined || b.text !== undefined) return textOf(a) === textOf(b);
  return a.forms.length === b.forms.length && a.forms.every((form, at) => isSameForm(form, b.forms[at]));
}

/** The text of a bound string or name. */
function textOf({ text, forms: [form] }: Bound): string | undefined {
  return text ?? (form && /^(?:id|name|string|text|number|literal)$/.test(form.kind) ? form.text : undefined);
}

function isSameForm(a: Form, b: Form | undefined): boolean {
  if (a === b) return true;
  if (!b || a.text !== b.text || a.kids.length !== b.kids.length) return false;
  const areNames = isName(a) && isName(b);
  if (a.kind !== b.kind && !areNames) return false;
  if (areNames && a.binding && b.binding && a.binding !== b.binding) return false;
  return a.kids.every((kid, at) => isSameForm(kid, b.kids[at]));
}

function isName({ kind }: Form): boolean {
  return kind === 'id' || kind === 'name';
}
