/** A place in a tree of `node_modules` folders. */
export interface Node {
  readonly name: string;
  /** The project or one of its workspaces. */
  readonly isRoot: boolean;
  /** The names that it asks for. */
  readonly requires: readonly string[];
  /** Where a link leads. */
  readonly target?: string;
}

/**
 * Answers by which way a place is reached from the project, the shortest first found; empty where by none. Who requires what is resolved as
 * Node.js does, from the folder upwards.
 */
export function createWays(nodes: ReadonlyMap<string, Node>): (path: string) => readonly string[] {
  let reachedFrom: Map<string, string> | undefined;
  return (path) => {
    reachedFrom ??= walk(nodes);
    const way: string[] = [];
    if (!reachedFrom.has(path)) return way;
    for (
      let at: string | undefined = path;
      at !== undefined && way.length < nodes.size;
      at = reachedFrom.get(at)
    ) {
      const node = nodes.get(at);
      if (!node || node.isRoot) break;
      way.unshift(node.name);
    }
    return way;
  };
}

/** For each place that is reached, breadth first, the place before it. */
function walk(nodes: ReadonlyMap<string, Node>): Map<string, string> {
  const reachedFrom = new Map<string, string>();
  const queue = [...nodes].filter(([, node]) => node.isRoot).map(([path]) => path);
  const seen = new Set(queue);
  for (let head = 0; head < queue.length; head++) {
    const path = queue[head] as string;
    for (const name of nodes.get(path)?.requires ?? []) {
      const found = resolve(nodes, path, name);
      if (found === undefined || seen.has(found)) continue;
      seen.add(found);
      reachedFrom.set(found, path);
      queue.push(found);
    }
  }
  return reachedFrom;
}

function resolve(nodes: ReadonlyMap<string, Node>, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = parentOf(folder)) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    const node = nodes.get(path);
    if (node) return node.target !== undefined && nodes.has(node.target) ? node.target : path;
    if (folder === '') return undefined;
  }
}

/** The next folder upwards that can hold a `node_modules`. */
function parentOf(folder: string): string {
  const modules = folder.lastIndexOf('node_modules/');
  const slash = folder.lastIndexOf('/');
  if (modules >= 0) return folder.slice(0, Math.max(0, modules - 1));
  return slash < 0 ? '' : folder.slice(0, slash);
}
