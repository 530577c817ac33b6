import type { Place } from '../package.js';

/** Answers on which line and in which columns a stretch of a text stands; of several lines, the part on the first. */
export function createPlacer(text: string): (start: number, end: number) => Place {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (start, end) => {
    const line = lineOf(starts, start);
    const from = starts[line] ?? 0;
    const next = starts[line + 1];
    const last = next === undefined ? text.length : next - 1;
    return { line: line + 1, column: start - from + 1, endColumn: Math.min(end, last) - from + 1 };
  };
}

/** The last of ordered starts that is not behind an offset. */
function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
