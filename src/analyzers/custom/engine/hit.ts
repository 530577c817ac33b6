import type { Form } from '../form/form.js';
import type { Environment } from '../match/environment.js';

/** A place that a formula finds. */
export interface Hit {
  readonly start: number;
  readonly end: number;
  readonly env: Environment | undefined;
  /** Places of `pattern-inside` only restrict others; an expression may cut across nodes. */
  readonly role: 'plain' | 'inside' | 'regex';
  /** The node, where the place is one. */
  readonly form?: Form;
}

export function isWithin(inner: Pick<Hit, 'start' | 'end'>, outer: Pick<Hit, 'start' | 'end'>): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
