/** A graph of what asks for what, by identifiers of places. */
export interface Graph {
  /** What the project itself asks for. */
  readonly roots: readonly string[] | (() => readonly string[]);
  /** What a place asks for. */
  readonly next: (id: string) => readonly string[];
  /** As a reader knows it. */
  readonly nameOf: (id: string) => string;
}

/**
 * Answers by which way a place is reached from the project, the shortest first found; empty where by none. The walk is made
 * once, when first asked for.
 */
export function createWayTo(graph: Graph): (id: string) => readonly string[] {
  let before: ReadonlyMap<string, string | undefined> | undefined;
  return (id) => {
    before ??= reach(typeof graph.roots === 'function' ? graph.roots() : graph.roots, graph.next);
    if (!before.has(id)) return [];
    const way: string[] = [];
    for (let at: string | undefined = id; at !== undefined; at = before.get(at)) way.push(graph.nameOf(at));
    return way.reverse();
  };
}

/** All that is reached from some places, breadth first, each with the place before it; that of a first one is undefined. */
export function reach(
  roots: Iterable<string>,
  next: (id: string) => readonly string[],
): ReadonlyMap<string, string | undefined> {
  const before = new Map<string, string | undefined>();
  for (const root of roots) before.set(root, undefined);
  // A map is walked in the order of its entries, those that are added on the way included.
  before.forEach((_, id) => {
    for (const one of next(id)) if (!before.has(one)) before.set(one, id);
  });
  return before;
}
