import type { Form } from '../form/form.js';
import { matchUnordered } from './list.js';
import type { Env, Found, Matching } from './matching.js';

/** The decorators of a pattern must all be there. */
export function matchDecorators(pattern: Form, code: Form, env: Env, found: Found, to: Matching): void {
  if (pattern.decorators.length === 0) found(env);
  else matchUnordered(pattern.decorators, code.decorators, env, found, to);
}
