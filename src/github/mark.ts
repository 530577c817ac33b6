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
