/** The first line of an own comment: invisible, and names the finding. */
export function markOf(fingerprint: string): string {
  return `<!-- scrutineer finding ${fingerprint} -->`;
}

/**
 * The finding that a comment is about. Counts only at the very start of a comment by this App's own account: a mark
 * that someone else writes, or that stands in quoted text, is nobody's.
 */
export function findMark(body: string): string | undefined {
  return /^<!-- scrutineer finding ([0-9a-f]{32}) -->/.exec(body)?.[1];
}

/**
 * What an own reply says has become of a thread's finding:
 * - `fixed`: it is gone
 * - `known`: the base branch has it too, so the change does not introduce it any more
 * - `withheld`: the configuration or a decision withholds it
 * - `back`: after one of these it is shown again
 */
export type Note = 'fixed' | 'known' | 'withheld' | 'back';

/** The first line of an own reply. */
export function markOfNote(note: Note): string {
  return `<!-- scrutineer ${note} -->`;
}

/** Counts, as `findMark`, only in a comment by this App's own account. An answer to a command can be one too. */
export function findNote(body: string): Note | undefined {
  return /^<!-- scrutineer (fixed|known|withheld|back)(?: answer [\w= -]+)? -->/.exec(body)?.[1] as
    Note | undefined;
}
