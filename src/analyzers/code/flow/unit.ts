import type { SyntaxNode, SyntaxTree } from '../../syntax/tree.js';
import type { FindModule } from '../modules/find-module.js';
import type { FindProject, Project } from '../project.js';
import { findScopes, type Binding, type Scopes } from './scope.js';
import type { Value } from './value.js';

/** A file under analysis, or one of the repository that it imports. */
export interface Unit {
  readonly path: string;
  readonly text: string;
  readonly tree: SyntaxTree;
  readonly scopes: Scopes;
  /** The variable that an assignment to a name makes which nothing declares. */
  readonly implicit: (name: string, node: SyntaxNode) => Binding;
  /** The package that the file belongs to. */
  readonly project: () => Project | undefined;
  /** The file of the repository that it imports by a name that is no relative path. */
  readonly findModule: (specifier: string) => string | undefined;
  /** What the file offers, as properties; set when its top level has been run. */
  exports: Value | undefined;
}

export function createUnit(
  path: string,
  tree: SyntaxTree,
  findProject: FindProject,
  findModule?: FindModule,
): Unit {
  const implicit = new Map<string, Binding>();
  return {
    path,
    text: tree.text,
    tree,
    scopes: scopesOf(tree),
    implicit(name, node) {
      const binding = implicit.get(name) ?? { name, node, owner: tree.root };
      implicit.set(name, binding);
      return binding;
    },
    project: () => findProject(path),
    findModule: (specifier) => findModule?.(specifier, path),
    exports: undefined,
  };
}

/** A tree is kept for the next file that imports it, and its names with it. */
const scopes = new WeakMap<SyntaxTree, Scopes>();

function scopesOf(tree: SyntaxTree): Scopes {
  let found = scopes.get(tree);
  if (!found) scopes.set(tree, (found = findScopes(tree.root, tree.text)));
  return found;
}

/** The text of a node on one line, cut to a length that a message can carry. */
export function brief(unit: Unit, node: SyntaxNode, length = 60): string {
  const folded = unit.text
    .slice(node.start, Math.min(node.end, node.start + 4 * length))
    .replace(/\s+/g, ' ')
    .trim();
  return folded.length > length || node.end > node.start + 4 * length
    ? `${folded.slice(0, length - 1)}…`
    : folded;
}
