import { asciiTable, isIn } from './ascii.js';

const isWord = asciiTable((character) => /[\w-]/.test(character));

/** Shorter runs are not kept: ordinary text is full of them. */
const shortestRun = 16;

/** Where letters, digits, underscores and hyphens follow each other, as in most keys, and in little else for as long. */
export interface Runs {
  /** Whether so many follow each other in a stretch. True where fewer are asked for than a kept run has. */
  has(from: number, to: number, least: number): boolean;
}

/** Most places are passed over by a look at where the shortest run that begins there would end. */
export function findRuns(text: string): Runs {
  const starts: number[] = [];
  const ends: number[] = [];
  let start = 0;
  while (start + shortestRun <= text.length) {
    let at = start + shortestRun - 1;
    while (at >= start && isIn(isWord, text.charCodeAt(at))) at--;
    if (at >= start) {
      start = at + 1;
      continue;
    }
    let end = start + shortestRun;
    while (end < text.length && isIn(isWord, text.charCodeAt(end))) end++;
    starts.push(start);
    ends.push(end);
    start = end + 1;
  }
  return {
    has(from, to, least) {
      if (least < shortestRun) return true;
      for (let index = firstAbove(ends, from); index < starts.length; index++) {
        const runStart = Math.max(starts[index] as number, from);
        if (runStart + least > to) return false;
        if (Math.min(ends[index] as number, to) - runStart >= least) return true;
      }
      return false;
    },
  };
}

/** The index of the first of the ascending numbers that is above a limit. */
function firstAbove(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
