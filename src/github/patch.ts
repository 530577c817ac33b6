/** Lines of the head side, from 1, both included. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The stretches of the head side that a patch shows, one for each hunk. A review comment can stand only there, and a
 * comment on several lines only within one of them.
 */
export function commentableRanges(patch: string): LineRange[] {
  const ranges: LineRange[] = [];
  for (const match of patch.matchAll(hunkHeader)) {
    const start = Number(match[1]);
    const count = match[2] === undefined ? 1 : Number(match[2]);
    if (count > 0) ranges.push({ start, end: start + count - 1 });
  }
  return ranges;
}

/** Every line within a hunk starts with a blank, `+`, `-` or a backslash, so no line of a file can pass for a header. */
const hunkHeader = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/gm;

/** The range that holds all these lines. */
export function findRange(ranges: readonly LineRange[], lines: LineRange): LineRange | undefined {
  return ranges.find((range) => range.start <= lines.start && lines.end <= range.end);
}
