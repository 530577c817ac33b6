import type { Form } from '../form/form.js';
import type { Env, Matching } from './matching.js';
import { flatten } from './parts.js';

/** Gets each way in which statements in a row fit, with the last of them. */
export type FoundSequence = (env: Env, last: Form | undefined) => void;

/**
 * Matches statements of a block from one on. After an ellipsis those nested in others count as well. `isWhole` asks that
 * nothing comes after; else statements may.
 */
export function matchSequence(
  patterns: readonly Form[],
  block: Form,
  from: number,
  isWhole: boolean,
  env: Env,
  found: FoundSequence,
  to: Matching,
): void {
  step(patterns, 0, block.kids, from, env, undefined);

  function step(
    wanted: readonly Form[],
    at: number,
    codes: readonly Form[],
    index: number,
    now: Env,
    last: Form | undefined,
  ): void {
    to.budget.spend(1);
    const pattern = wanted[at];
    if (!pattern) {
      if (!isWhole || index === codes.length || codes !== block.kids) found(now, last);
      return;
    }
    if (pattern.kind === 'ellipsis') {
      if (at === wanted.length - 1) return found(now, block.kids.at(-1) ?? last);
      const flat = codes === block.kids ? flatten(block) : codes;
      const first = codes[index];
      const start = codes === flat ? index : first ? flat.indexOf(first) : flat.length;
      for (let next = Math.max(0, start); next < flat.length; next++) {
        const code = flat[next];
        const following = wanted[at + 1];
        if (code && following)
          if (following.kind === 'ellipsis') step(wanted, at + 1, flat, next, now, last);
          else to.match(following, code, now, (after) => step(wanted, at + 2, flat, next + 1, after, code));
      }
      return;
    }
    const code = codes[index];
    if (code) to.match(pattern, code, now, (after) => step(wanted, at + 1, codes, index + 1, after, code));
  }
}
