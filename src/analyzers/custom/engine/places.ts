import type { Hit } from './hit.js';

/** Finds, among many places, those that lie around another one or within it. */
export interface Places {
  /** In the order in which they were given. */
  near(place: Pick<Hit, 'start' | 'end'>): readonly Hit[];
}

export function indexPlaces(hits: readonly Hit[]): Places {
  if (hits.length <= fewPlaces) return { near: () => hits };
  const ordered = hits.map((hit, at) => ({ hit, at })).sort((a, b) => a.hit.start - b.hit.start);
  /** The last end of all up to each. */
  const ends: number[] = [];
  for (const { hit } of ordered) ends.push(Math.max(hit.end, ends.at(-1) ?? 0));
  return {
    near({ start, end }) {
      const found: { hit: Hit; at: number }[] = [];
      const first = firstFrom(ordered, start);
      for (let at = first; at < ordered.length; at++) {
        const one = ordered[at];
        if (!one || one.hit.start > end) break;
        found.push(one);
      }
      for (let at = first - 1; at >= 0 && (ends[at] ?? 0) >= end; at--) {
        const one = ordered[at];
        if (one && one.hit.end >= end) found.push(one);
      }
      return found.sort((a, b) => a.at - b.at).map(({ hit }) => hit);
    },
  };
}

/** So few are gone through as fast. */
const fewPlaces = 8;

/** The index of the first that begins at an offset or after it. */
function firstFrom(ordered: readonly { readonly hit: Hit }[], start: number): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordered[middle]?.hit.start ?? Infinity) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
