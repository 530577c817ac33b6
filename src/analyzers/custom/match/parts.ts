import { isExpression, isStatementList, type Form } from '../form/form.js';

const parts = new WeakMap<Form, readonly Form[]>();

/** An expression and all that it is made of; not what stands in the statements of functions. Kept: many patterns ask. */
export function subexpressions(form: Form): readonly Form[] {
  let found = parts.get(form);
  if (!found) {
    const gathered: Form[] = [];
    gather(form, gathered);
    parts.set(form, (found = gathered));
  }
  return found;
}

function gather(form: Form, to: Form[]): void {
  if (isExpression(form)) to.push(form);
  if (form.kind === 'function') {
    const [only] = form.at(2).kids;
    if (only?.kind === 'return' && only.text === 'implicit') gather(only.at(0), to);
    return;
  }
  if (isStatementList(form)) return;
  for (const kid of form.kids) gather(kid, to);
}

/** The expressions that a statement itself evaluates, outermost ones; not those of statements within it. */
export function expressionsOf(statement: Form): readonly Form[] {
  switch (statement.kind) {
    case 'define':
    case 'function':
    case 'class':
    case 'import':
    case 'block':
    case 'label':
      return statement.kind === 'define' ? present(statement.at(1)) : [];
    default:
      return statement.kids.flatMap((kid) =>
        isExpression(kid) ? [kid] : kid.kind === 'define' ? present(kid.at(1)) : [],
      );
  }
}

function present(form: Form): Form[] {
  return form.kind === 'absent' ? [] : [form];
}

const flattened = new WeakMap<Form, readonly Form[]>();

/** The statements of a block with all that are nested in them, functions included, in the order of the text. */
export function flatten(block: Form): readonly Form[] {
  let flat = flattened.get(block);
  if (!flat) {
    const collected: Form[] = [];
    collect(block, collected);
    flattened.set(block, (flat = collected));
  }
  return flat;
}

function collect(form: Form, flat: Form[]): void {
  const isList = isStatementList(form);
  for (const kid of form.kids) {
    if (isList && kid.kind !== 'block') flat.push(kid);
    collect(kid, flat);
  }
}
