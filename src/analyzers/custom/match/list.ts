import type { Form } from '../form/form.js';
import { bind } from './environment.js';
import type { Env, Found, Matching } from './matching.js';

/** Matches lists in their order; an ellipsis stands for any number of entries, `$...X` too and keeps them. */
export function matchOrdered(
  patterns: readonly Form[],
  codes: readonly Form[],
  env: Env,
  found: Found,
  to: Matching,
  at = 0,
  from = 0,
): void {
  to.budget.spend(1);
  const pattern = patterns[at];
  if (!pattern) {
    if (from === codes.length) found(env);
    return;
  }
  if (pattern.kind === 'ellipsis' || pattern.kind === 'metavariables') {
    const isLast = at === patterns.length - 1;
    for (let until = isLast ? codes.length : from; until <= codes.length; until++) {
      const next = pattern.kind === 'ellipsis' ? env : bindRest(pattern, codes.slice(from, until), env);
      if (next !== false) matchOrdered(patterns, codes, next, found, to, at + 1, until);
    }
    return;
  }
  const code = codes[from];
  if (!code) return;
  to.match(pattern, code, env, (next) => matchOrdered(patterns, codes, next, found, to, at + 1, from + 1));
}

function bindRest(pattern: Form, forms: readonly Form[], env: Env): Env | false {
  const start = forms[0]?.start ?? 0;
  const end = forms.at(-1)?.end ?? start;
  return bind(env, pattern.text, { forms, start, end });
}

/** Matches each pattern with another entry, wherever it stands; entries may be left over. */
export function matchUnordered(
  patterns: readonly Form[],
  codes: readonly Form[],
  env: Env,
  found: Found,
  to: Matching,
): void {
  const wanted = patterns.filter(({ kind }) => kind !== 'ellipsis' && kind !== 'metavariables');
  const used = new Set<Form>();
  const next = (at: number, now: Env): void => {
    const pattern = wanted[at];
    if (!pattern) return found(now);
    for (const code of codes) {
      if (used.has(code)) continue;
      used.add(code);
      to.match(pattern, code, now, (after) => next(at + 1, after));
      used.delete(code);
    }
  };
  if (wanted.length <= codes.length) next(0, env);
}

/** What a pattern does not say may be anything. */
export function matchOptional(pattern: Form, code: Form, env: Env, found: Found, to: Matching): void {
  if (pattern.kind === 'absent') found(env);
  else to.match(pattern, code, env, found);
}
