import type { Form } from '../form/form.js';

const known = new WeakMap<Form, boolean>();

/**
 * Whether what a function gives may hold data that comes into it by ways on which none is followed: a call of `resolve`, `yield`, `arguments`, the rest
 * of the parameters, a function that it gives or that sets a variable of it, or a list or object that is filled by a call.
 */
export function isUnfollowed(form: Form): boolean {
  let found = known.get(form);
  if (found === undefined) {
    found =
      form
        .at(1)
        .kids.some(({ kind, kids }) => kind === 'spread' || kids.some((kid) => kid.kind === 'spread')) ||
      form.kids.some((kid) => carries(kid, form, false));
    known.set(form, found);
  }
  return found;
}

function carries(form: Form, whole: Form, isWithin: boolean): boolean {
  switch (form.kind) {
    case 'id':
      return form.text === 'arguments' && !form.binding;
    case 'new':
      if (form.at(0).text === 'Promise') return true;
      break;
    case 'unary':
      if (form.text.startsWith('yield')) return true;
      break;
    case 'return':
      if (form.at(0).kind === 'function') return true;
      break;
    case 'assign':
      if (isWithin) return true;
      break;
    case 'call':
      if (fills(form, whole)) return true;
      break;
    default:
  }
  return form.kids.some((kid) => carries(kid, whole, isWithin || form.kind === 'function'));
}

/** `out.push(data)` and `Object.assign(out, data)`, where `out` was made in the function. */
function fills(call: Form, whole: Form): boolean {
  const callee = call.at(0);
  const [first, second] = call.at(1).kids;
  return (
    (callee.kind === 'member' && first !== undefined && isMadeIn(callee.at(0), whole)) ||
    (first !== undefined && second !== undefined && isMadeIn(first, whole))
  );
}

const containers = new Set(['array', 'object', 'new']);

function isMadeIn({ binding }: Form, whole: Form): boolean {
  const made = binding?.isParameter ? undefined : binding?.initial;
  return (
    made !== undefined && containers.has(made.kind) && made.start >= whole.start && made.end <= whole.end
  );
}
