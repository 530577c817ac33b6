/** Finds many keywords in one pass over a text: an Aho-Corasick automaton over ASCII with the case folded. */
export interface KeywordFinder {
  /** Calls back with the index of each keyword that occurs, and where it starts; ends early when told `false`. */
  find(text: string, onHit: (keyword: number, start: number) => boolean): void;
}

/** Marks a state in which keywords end, in what is left of 16 bits. */
const ending = 0x8000;

/** So many characters are turned into bytes at once. */
const chunk = 16_384;

/**
 * @param keywords ASCII; equal after folding the case is allowed.
 * @throws Error where they need 32,768 states or more
 */
export function createKeywordFinder(keywords: readonly string[]): KeywordFinder {
  const folded = keywords.map((keyword) => keyword.toLowerCase());
  const automaton = build(folded);
  const bytes = Buffer.allocUnsafeSlow(chunk);
  const hits: Hits = { at: new Uint16Array(chunk), states: new Uint16Array(chunk), count: 0, last: 0 };
  return {
    find(text, onHit) {
      hits.last = 0;
      for (let from = 0; from < text.length; from += chunk) {
        // Only the low half of each unit, which is told from ASCII where a keyword ends.
        const length = bytes.write(text.length > chunk ? text.slice(from, from + chunk) : text, 'latin1');
        hits.count = 0;
        for (let at = 0; at < length; at += stride)
          advance(automaton, bytes, at, Math.min(at + stride, length), hits);
        for (let index = 0; index < hits.count; index++)
          for (const keyword of automaton.ends[hits.states[index] as number] as readonly number[]) {
            const end = from + (hits.at[index] as number) + 1;
            const start = end - (folded[keyword] as string).length;
            if (isAscii(text, start, end) && !onHit(keyword, start)) return;
          }
      }
    },
  };
}

/** The places of a chunk at which keywords end. */
interface Hits {
  readonly at: Uint16Array;
  readonly states: Uint16Array;
  count: number;
  /** The state after the last byte. */
  last: number;
}

/** So many bytes at a time, so that V8 knows all of the function when it compiles it, which is in the first file. */
const stride = 1024;

function advance(
  { classes, shift, next }: Automaton,
  bytes: Buffer,
  from: number,
  to: number,
  hits: Hits,
): void {
  const { at: ats, states } = hits;
  let { last: state, count } = hits;
  for (let at = from; at < to; at++) {
    state = next[(state << shift) | (classes[bytes[at] as number] as number)] as number;
    if (state < ending) continue;
    state -= ending;
    ats[count] = at;
    states[count++] = state;
  }
  hits.count = count;
  hits.last = state;
}

function isAscii(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (text.charCodeAt(at) > 127) return false;
  return true;
}

interface Automaton {
  /** Of each byte: both cases of a letter share one, all that occur in no keyword have 0. */
  readonly classes: Uint8Array;
  /** A step is from the state, shifted by this, and the class. */
  readonly shift: number;
  /** States are numbered breadth first, so that those which ordinary text meets stand close together in memory. */
  readonly next: Uint16Array;
  readonly ends: readonly (readonly number[] | undefined)[];
}

function build(folded: readonly string[]): Automaton {
  const classes = classify(folded);
  const shift = Math.ceil(Math.log2(Math.max(...classes) + 1));
  const { first, sibling, symbol, own, size } = plant(folded, classes);
  if (size > ending) throw new Error('There are too many keywords.');
  const next = new Uint16Array(size << shift);
  const ends = new Array<readonly number[] | undefined>(size).fill(undefined);
  const node = new Int32Array(size);
  const failure = new Int32Array(size);
  let known = 1;
  for (let state = 0; state < known; state++) {
    const row = state << shift;
    const suffix = failure[state] as number;
    // A step that is missing here is that of the longest proper suffix, whose keywords end here too.
    if (state > 0) next.copyWithin(row, suffix << shift, (suffix + 1) << shift);
    for (let child = first[node[state] as number] as number; child > 0; child = sibling[child] as number) {
      const edge = row | (symbol[child] as number);
      const target = known++;
      const fallback = state === 0 ? 0 : (next[edge] as number) & (ending - 1);
      node[target] = child;
      failure[target] = fallback;
      const inherited = ends[fallback] ?? [];
      const all = [...(own[child] ?? []), ...inherited];
      if (all.length > 0) ends[target] = all;
      next[edge] = all.length > 0 ? target | ending : target;
    }
  }
  return { classes, shift, next, ends };
}

function classify(folded: readonly string[]): Uint8Array {
  const classes = new Uint8Array(256);
  let count = 0;
  for (const character of new Set(folded.join('')))
    classes[character.charCodeAt(0)] = classes[character.toUpperCase().charCodeAt(0)] = ++count;
  return classes;
}

interface Trie {
  /** Of each node its first child, of each child the next one, and by which class it is reached; the root is 0. */
  readonly first: Int32Array;
  readonly sibling: Int32Array;
  readonly symbol: Uint8Array;
  /** The keywords that end at a node. */
  readonly own: readonly (readonly number[] | undefined)[];
  readonly size: number;
}

function plant(folded: readonly string[], classes: Uint8Array): Trie {
  const room = folded.reduce((sum, keyword) => sum + keyword.length, 1);
  const [first, sibling, symbol] = [new Int32Array(room), new Int32Array(room), new Uint8Array(room)];
  const own: number[][] = [];
  let size = 1;
  folded.forEach((keyword, index) => {
    let node = 0;
    for (let at = 0; at < keyword.length; at++) {
      const wanted = classes[keyword.charCodeAt(at)] as number;
      let child = first[node] as number;
      while (child > 0 && symbol[child] !== wanted) child = sibling[child] as number;
      if (child === 0) {
        child = size++;
        symbol[child] = wanted;
        sibling[child] = first[node] as number;
        first[node] = child;
      }
      node = child;
    }
    (own[node] ??= []).push(index);
  });
  return { first, sibling, symbol, own, size };
}
