import { asciiTable, isIn } from './ascii.js';
import type { Span } from './rule.js';

const isWord = asciiTable((character) => /[\w-]/.test(character));

/** Shorter runs are not kept: ordinary text is full of them. */
const shortestRun = 16;

/** No text but a made one has more. */
const mostRuns = 100_000;

/** Where letters, digits, underscores and hyphens follow each other, as in most keys, and in little else for as long. */
export interface Runs {
  /** Whether so many follow each other in a stretch. True where that is not known: of short runs, and in a text with too many. */
  has(from: number, to: number, least: number): boolean;
}

/** Most places are passed over by a look at where the shortest run that begins there would end. */
export function findRuns(text: string): Runs {
  const runs: Span[] = [];
  let start = 0;
  while (start + shortestRun <= text.length && runs.length <= mostRuns) {
    let at = start + shortestRun - 1;
    while (at >= start && isIn(isWord, text.charCodeAt(at))) at--;
    if (at >= start) {
      start = at + 1;
      continue;
    }
    let end = start + shortestRun;
    while (end < text.length && isIn(isWord, text.charCodeAt(end))) end++;
    runs.push({ start, end });
    start = end + 1;
  }
  const byLength = new Map<number, readonly Span[]>();
  const asLongAs = (least: number): readonly Span[] => {
    let long = byLength.get(least);
    if (!long) byLength.set(least, (long = runs.filter((run) => run.end - run.start >= least)));
    return long;
  };
  return {
    has(from, to, least) {
      if (least < shortestRun || runs.length > mostRuns) return true;
      const run = findEnding(asLongAs(least), from + least);
      return run !== undefined && Math.max(run.start, from) + least <= to;
    },
  };
}

/** The first of the ascending runs that ends there or later. */
function findEnding(runs: readonly Span[], least: number): Span | undefined {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((runs[middle] as Span).end >= least) high = middle;
    else low = middle + 1;
  }
  return runs[low];
}
