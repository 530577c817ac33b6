import type { Span } from '../rule.js';

/** A text within a text: encoded, escaped, or in pieces that the program puts together. */
export interface Hidden {
  readonly text: string;
  /** How it was hidden; completes "… was found". */
  readonly how: string;
  /** Where a stretch of it stands in the outer text; undefined where that is found without it. */
  outer(span: Span): Span | undefined;
}

/** What is found in a hidden text stands in all of the stretch that hides it. */
export function whole(text: string, how: string, start: number, length: number): Hidden {
  return { text, how, outer: () => ({ start, end: start + length }) };
}
