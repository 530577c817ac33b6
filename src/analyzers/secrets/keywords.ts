/** Finds many keywords in one pass over a text: an Aho-Corasick automaton over ASCII with the case folded. */
export interface KeywordFinder {
  /** Calls back with the index of each keyword that occurs, and where it starts; ends early when told `false`. */
  find(text: string, onHit: (keyword: number, start: number) => boolean): void;
}

/** @param keywords ASCII; equal after folding the case is allowed. */
export function createKeywordFinder(keywords: readonly string[]): KeywordFinder {
  const folded = keywords.map((keyword) => keyword.toLowerCase());
  const classes = classify(folded);
  const width = Math.max(...classes) + 1;
  const { next, ends } = build(folded, classes, width);
  return {
    find(text, onHit) {
      let state = 0;
      for (let at = 0; at < text.length; at++) {
        const code = text.charCodeAt(at);
        state = next[state + (code < 128 ? (classes[code] as number) : 0)] as number;
        if (state >= 0) continue;
        state = -state;
        for (const keyword of ends[state / width] ?? [])
          if (!onHit(keyword, at + 1 - (folded[keyword] as string).length)) return;
      }
    },
  };
}

/** Gives each character that occurs in a keyword its class; both cases of a letter share one, all others have 0. */
function classify(folded: readonly string[]): Uint8Array {
  const classes = new Uint8Array(128);
  let count = 0;
  for (const character of folded.join('')) {
    const code = character.charCodeAt(0);
    if (classes[code]) continue;
    classes[code] = classes[character.toUpperCase().charCodeAt(0)] = ++count;
  }
  return classes;
}

/**
 * The full transition table, its states multiplied by the width so that a step is one addition and one look-up, and
 * negative where keywords end.
 */
function build(folded: readonly string[], classes: Uint8Array, width: number): Automaton {
  const size = folded.reduce((sum, keyword) => sum + keyword.length, 1);
  const next = new Int32Array(size * width);
  const ends: (number[] | undefined)[] = new Array<number[] | undefined>(size).fill(undefined);
  let states = 1;
  folded.forEach((keyword, index) => {
    let state = 0;
    for (let at = 0; at < keyword.length; at++) {
      const edge = state + (classes[keyword.charCodeAt(at)] as number);
      if (!next[edge]) next[edge] = states++ * width;
      state = next[edge];
    }
    (ends[state / width] ??= []).push(index);
  });
  completeByFailure(next, ends, width);
  const isEnd = Uint8Array.from(ends, (keywords) => (keywords ? 1 : 0));
  // Keywords that begin alike share states, so that fewer are used than there is room for.
  const used = next.slice(0, states * width);
  for (let edge = 0; edge < used.length; edge++) {
    const target = used[edge] as number;
    if (isEnd[target / width] === 1) used[edge] = -target;
  }
  return { next: used, ends };
}

interface Automaton {
  readonly next: Int32Array;
  readonly ends: readonly (readonly number[] | undefined)[];
}

/** Breadth first, each missing step becomes that of the longest proper suffix, whose keywords end here too. */
function completeByFailure(next: Int32Array, ends: (number[] | undefined)[], width: number): void {
  const failure = new Int32Array(ends.length);
  const queue: number[] = [];
  for (let edge = 0; edge < width; edge++) if (next[edge]) queue.push(next[edge] as number);
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head] as number;
    const suffix = failure[state / width] as number;
    const inherited = ends[suffix / width];
    if (inherited) ends[state / width] = [...(ends[state / width] ?? []), ...inherited];
    for (let edge = 0; edge < width; edge++) {
      const target = next[state + edge] as number;
      const fallback = next[suffix + edge] as number;
      if (!target) next[state + edge] = fallback;
      else {
        failure[target / width] = fallback;
        queue.push(target);
      }
    }
  }
}
