import { createWayTo } from './reach.js';

/** A place in a tree of `node_modules` folders. */
export interface Node {
  readonly name: string;
  /** The project or one of its workspaces. */
  readonly isRoot: boolean;
  /** The names that it asks for. */
  readonly requires: readonly string[];
  /** Where a link leads. */
  readonly target?: string | undefined;
}

/**
 * Answers by which way a place is reached from the project, the shortest first found; empty where by none. Who requires what
 * is resolved as Node.js does, from the folder upwards.
 */
export function createWays(nodes: ReadonlyMap<string, Node>): (path: string) => readonly string[] {
  let holders: ReadonlySet<string> | undefined;
  const next = (path: string): string[] => {
    holders ??= holdersOf(nodes);
    const found: string[] = [];
    for (const name of nodes.get(path)?.requires ?? []) {
      const there = resolve(nodes, holders, path, name);
      if (there !== undefined) found.push(there);
    }
    return found;
  };
  const roots = (): string[] => [...nodes].flatMap(([path, node]) => (node.isRoot ? next(path) : []));
  const wayTo = createWayTo({ roots, next, nameOf: (path) => nodes.get(path)?.name ?? path });
  return (path) => (nodes.get(path)?.isRoot ? [] : wayTo(path));
}

/** The folders that have a `node_modules` of their own. */
function holdersOf(nodes: ReadonlyMap<string, Node>): ReadonlySet<string> {
  const holders = new Set<string>();
  for (const path of nodes.keys()) {
    const modules = path.lastIndexOf('node_modules/');
    if (modules > 0) holders.add(path.slice(0, modules - 1));
  }
  return holders;
}

function resolve(
  nodes: ReadonlyMap<string, Node>,
  holders: ReadonlySet<string>,
  from: string,
  name: string,
): string | undefined {
  for (let folder = from; folder !== ''; folder = parentOf(folder)) {
    if (!holders.has(folder)) continue;
    const found = at(nodes, `${folder}/node_modules/${name}`);
    if (found !== undefined) return found;
  }
  return at(nodes, `node_modules/${name}`);
}

/** A place, or the one that it links to. */
function at(nodes: ReadonlyMap<string, Node>, path: string): string | undefined {
  const node = nodes.get(path);
  if (!node) return undefined;
  return node.target !== undefined && nodes.has(node.target) ? node.target : path;
}

/** The next folder upwards that can hold a `node_modules`. */
function parentOf(folder: string): string {
  const modules = folder.lastIndexOf('node_modules/');
  const slash = folder.lastIndexOf('/');
  if (modules >= 0) return folder.slice(0, Math.max(0, modules - 1));
  return slash < 0 ? '' : folder.slice(0, slash);
}
