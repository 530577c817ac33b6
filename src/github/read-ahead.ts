import type { FileContent, Side } from '../model/change.js';

export interface Lookup {
  readonly path: string;
  readonly side: Side;
}

export function keyOf(lookup: Lookup): string {
  return `${lookup.side}:${lookup.path}`;
}

/** What a call gave for a lookup; undefined where the file has to be fetched by itself. */
export type Loaded = FileContent | undefined;

/** Lookups in one call; GitHub ends a query after 10 s. */
const lookupsAtOnce = 100;
/** Of the texts kept for a second reader, in UTF-16 units. */
const maxKeptLength = 32 * 1024 * 1024;

/**
 * A reader that loads what is asked for within one turn of the event loop in one call, and fills the call up with what
 * the askers think is likely to be asked for, and then with what is expected next. Texts are kept up to a bound, the oldest going first; what has gone is loaded again when asked for.
 */
export function createReadAhead(
  expected: readonly Lookup[],
  load: (lookups: readonly Lookup[]) => Promise<readonly Loaded[]>,
): (lookup: Lookup, likely?: () => readonly Lookup[]) => Promise<Loaded> {
  const kept = createShelf(maxKeptLength);
  const loading = new Map<string, Promise<Loaded>>();
  const started = new Set<string>();
  let asked: { lookup: Lookup; resolve: (loaded: Promise<Loaded>) => void }[] = [];
  const hoped: Lookup[] = [];
  let next = 0;

  const takeExpected = (count: number): Lookup[] => {
    const taken: Lookup[] = [];
    for (; next < expected.length && taken.length < count; next++) {
      const lookup = expected[next];
      if (lookup && !started.has(keyOf(lookup))) taken.push(lookup);
    }
    return taken;
  };
  const start = (lookups: readonly Lookup[]): void => {
    const keys = lookups.map(keyOf);
    for (const key of keys) started.add(key);
    const answer = load(lookups).finally(() => keys.forEach((key) => loading.delete(key)));
    // Each asker sees the failure through its own promise; nobody may have asked for the rest.
    answer.then(
      (loaded) => kept.put(keys.map((key, index) => [key, loaded[index]] as const)),
      () => undefined,
    );
    keys.forEach((key, index) => {
      const one = answer.then((loaded) => loaded[index]);
      one.catch(() => undefined);
      loading.set(key, one);
    });
  };
  const flush = (): void => {
    const now = asked;
    asked = [];
    const lookups = new Map(now.map(({ lookup }) => [keyOf(lookup), lookup]));
    for (const key of lookups.keys()) started.add(key);
    for (const lookup of hoped.splice(0)) {
      if (lookups.size >= lookupsAtOnce) break;
      if (started.has(keyOf(lookup))) continue;
      started.add(keyOf(lookup));
      lookups.set(keyOf(lookup), lookup);
    }
    const all = [...lookups.values(), ...takeExpected(lookupsAtOnce - lookups.size)];
    for (let at = 0; at < all.length; at += lookupsAtOnce) start(all.slice(at, at + lookupsAtOnce));
    for (const { lookup, resolve } of now) resolve(loading.get(keyOf(lookup)) ?? Promise.resolve(undefined));
  };

  return async (lookup, likely = () => []) => {
    const key = keyOf(lookup);
    if (kept.has(key)) return kept.get(key);
    const underWay = loading.get(key);
    if (underWay) return underWay;
    hoped.push(...likely());
    return new Promise((resolve) => {
      if (asked.push({ lookup, resolve }) === 1) setImmediate(flush);
    });
  };
}

/** Keeps contents up to a total length; the newest batch always stays. */
function createShelf(maxLength: number): {
  has: (key: string) => boolean;
  get: (key: string) => Loaded;
  put: (batch: readonly (readonly [string, Loaded])[]) => void;
} {
  const contents = new Map<string, Loaded>();
  let total = 0;
  const lengthOf = (content: Loaded): number => (content?.kind === 'text' ? content.text.length : 0);
  return {
    has: (key) => contents.has(key),
    get: (key) => contents.get(key),
    put: (batch) => {
      const newest = new Set(batch.map(([key]) => key));
      for (const [key, content] of batch) {
        total += lengthOf(content) - lengthOf(contents.get(key));
        contents.set(key, content);
      }
      for (const [key, content] of contents) {
        if (total <= maxLength) break;
        if (newest.has(key)) continue;
        contents.delete(key);
        total -= lengthOf(content);
      }
    },
  };
}
