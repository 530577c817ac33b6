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
  const next = (path: string): string[] =>
    (nodes.get(path)?.requires ?? []).flatMap((name) => resolve(nodes, path, name) ?? []);
  const projects = [...nodes].flatMap(([path, node]) => (node.isRoot ? [path] : []));
  const wayTo = createWayTo({
    roots: projects.flatMap(next),
    next,
    nameOf: (path) => nodes.get(path)?.name ?? path,
  });
  return (path) => (nodes.get(path)?.isRoot ? [] : wayTo(path));
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
