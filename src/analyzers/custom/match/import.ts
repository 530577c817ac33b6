import { Form } from '../form/form.js';
import { originOf } from '../form/resolve.js';
import { bind } from './environment.js';
import { matchOptional } from './list.js';
import type { Env, Found, Matching } from './matching.js';

/** `$X.y` where `y` was imported by its own name. */
export function matchImportedMember(pattern: Form, code: Form, env: Env, found: Found, to: Matching): void {
  const [object, name] = pattern.kids;
  const origin = originOf(code);
  const last = origin?.at(-1);
  if (object?.kind !== 'metavariable' || !name || !origin || origin.length < 2 || last === undefined) return;
  const bound = new Form('name', last, [], code.start, code.end);
  to.match(name, bound, env, (now) => {
    const module = { forms: [], text: origin.slice(0, -1).join('.'), start: code.start, end: code.end };
    const next = bind(now, object.text, module);
    if (next !== false) found(next);
  });
}

export function matchImport(pattern: Form, code: Form, env: Env, found: Found, to: Matching): void {
  to.match(pattern.at(0), code.at(0), env, (now) => {
    if (pattern.text === 'any' || pattern.text === 'effect') return found(now);
    if (pattern.text !== code.text) return;
    matchOptional(
      pattern.at(1),
      code.at(1),
      now,
      (imported) => to.match(pattern.at(2), code.at(2), imported, found),
      to,
    );
  });
}

/** `require` of a module, where an import of the same is asked for. */
export function matchRequire(pattern: Form, code: Form, env: Env, found: Found, to: Matching): void {
  if (code.kind !== 'define' && code.kind !== 'expression') return;
  const value = code.at(code.kind === 'define' ? 1 : 0);
  const module = value.kind === 'call' && value.at(0).text === 'require' ? value.at(1).at(0) : undefined;
  if (module?.kind !== 'string') return;
  to.match(pattern.at(0), module, env, (now) => {
    if (pattern.text === 'any' || pattern.text === 'effect') return found(now);
    const target = code.at(0);
    if (code.kind !== 'define') return;
    if (pattern.text === 'named') {
      if (target.kind !== 'object') return;
      for (const entry of target.kids)
        if (entry.kind === 'property')
          matchOptional(
            pattern.at(1),
            entry.at(0),
            now,
            (imported) => to.match(pattern.at(2), entry.at(1), imported, found),
            to,
          );
    } else if (target.kind === 'name') to.match(pattern.at(2), target, now, found);
  });
}
