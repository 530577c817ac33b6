import type { Form } from '../form/form.js';
import { matchOrdered } from './list.js';
import type { Env, Found, Matching } from './matching.js';

const associative = new Set(['+', '&&', '||', '&', '|', '^']);
const commutative = new Set(['&&', '||', '&', '|', '^']);
const symmetric = new Set(['==', '===', '!=', '!==']);

/** Matches operators with two operands. */
export function matchOperation(pattern: Form, code: Form, env: Env, found: Found, to: Matching): void {
  const operator = pattern.text;
  if (operator !== code.text) return;
  const operands = associative.has(operator) ? operandsOf(pattern, operator) : pattern.kids;
  if (operands.some(({ kind }) => kind === 'ellipsis' || kind === 'metavariables')) {
    matchOrdered(operands, operandsOf(code, operator), env, found, to);
    return;
  }
  to.match(pattern.at(0), code.at(0), env, (now) => to.match(pattern.at(1), code.at(1), now, found));
  const mayTurn =
    (to.options.symmetric_eq && symmetric.has(operator)) ||
    ((to.options.ac_matching || to.options.commutative_boolop) && commutative.has(operator));
  if (mayTurn)
    to.match(pattern.at(0), code.at(1), env, (now) => to.match(pattern.at(1), code.at(0), now, found));
}

/** The operands of one operator in a row, from left to right. */
function operandsOf(form: Form, operator: string): Form[] {
  if (form.kind !== 'binary' || form.text !== operator) return [form];
  return form.kids.flatMap((kid) => operandsOf(kid, operator));
}
