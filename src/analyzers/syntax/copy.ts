import type { Language, Tree } from 'web-tree-sitter';
import { isToken } from './tokens.js';
import { LineTable, SyntaxNode, type SyntaxTree } from './tree.js';

/** Deeper trees come from generated or hostile text; every walk may then count on this depth. */
const maxDepth = 1500;

export class DepthError extends Error {
  constructor() {
    super(`The text is nested more than ${maxDepth} levels deep.`);
    this.name = 'DepthError';
  }
}

/**
 * The parser's own functions on a cursor. Each takes the address of the tree and works on the one cursor in the parser's
 * exchange buffer. The public `TreeCursor` writes that buffer before each call and
 * reads it after, which took longer than the parse itself; here it stays in place for a whole walk.
 */
export interface CursorFunctions {
  /** Puts the root into the exchange buffer, where the new cursor takes it from. */
  _ts_tree_root_node_wasm(tree: number): void;
  _ts_tree_cursor_new_wasm(tree: number): void;
  _ts_tree_cursor_delete_wasm(tree: number): void;
  /** The moves answer 1 when there was a node to go to. */
  _ts_tree_cursor_goto_first_child_wasm(tree: number): number;
  _ts_tree_cursor_goto_next_sibling_wasm(tree: number): number;
  _ts_tree_cursor_goto_parent_wasm(tree: number): number;
  _ts_tree_cursor_current_node_type_id_wasm(tree: number): number;
  _ts_tree_cursor_current_field_id_wasm(tree: number): number;
  /** In UTF-16 units, as the end. */
  _ts_tree_cursor_start_index_wasm(tree: number): number;
  _ts_tree_cursor_end_index_wasm(tree: number): number;
}

/** The type id of the nodes that stand for text which could not be parsed. */
const errorId = 0xffff;

/** Makes what copies the trees of a language out of the parser's memory. */
export function createCopier(
  language: Language,
  functions: CursorFunctions,
): (tree: Tree, text: string) => SyntaxTree {
  const types = language.types.map(asKey);
  const fields = language.fields.map((field) => asKey(field ?? ''));
  const kept = types.map((type, id) => language.nodeTypeIsNamed(id) || isToken(type));
  const {
    _ts_tree_cursor_goto_first_child_wasm: toFirstChild,
    _ts_tree_cursor_goto_next_sibling_wasm: toNextSibling,
    _ts_tree_cursor_goto_parent_wasm: toParent,
    _ts_tree_cursor_current_node_type_id_wasm: typeOf,
    _ts_tree_cursor_current_field_id_wasm: fieldOf,
    _ts_tree_cursor_start_index_wasm: startOf,
    _ts_tree_cursor_end_index_wasm: endOf,
  } = functions;

  const copyNodes = (at: number, errors: number[]): SyntaxNode => {
    const root = new SyntaxNode(types[typeOf(at)] ?? 'ERROR', '', startOf(at), endOf(at), undefined);
    if (root.type === 'ERROR') errors.push(root.start);
    let parent: SyntaxNode | undefined = root;
    let depth = 0;
    let more = toFirstChild(at);
    while (more === 1 && parent) {
      const id = typeOf(at);
      const isError = id === errorId;
      if (isError || kept[id]) {
        const type: string = isError ? 'ERROR' : (types[id] ?? '');
        const node: SyntaxNode = new SyntaxNode(
          type,
          fields[fieldOf(at)] ?? '',
          startOf(at),
          endOf(at),
          parent,
        );
        if (isError) errors.push(node.start);
        parent.add(node);
        if (toFirstChild(at) === 1) {
          parent = node;
          if (++depth > maxDepth) throw new DepthError();
          continue;
        }
      }
      more = toNextSibling(at);
      while (more !== 1 && toParent(at) === 1) {
        parent = parent.parent;
        depth--;
        if (!parent) break;
        more = toNextSibling(at);
      }
    }
    return root;
  };

  return (tree, text) => {
    const errors: number[] = [];
    const address = addressOf(tree);
    functions._ts_tree_root_node_wasm(address);
    functions._ts_tree_cursor_new_wasm(address);
    let root: SyntaxNode;
    try {
      root = copyNodes(address, errors);
    } finally {
      functions._ts_tree_cursor_delete_wasm(address);
    }
    const missing = errors.length === 0 && tree.rootNode.hasError ? findMissing(tree, types) : undefined;
    if (missing !== undefined) errors.push(missing);
    return { root, text, lines: new LineTable(text), errors };
  };
}

/**
 * The same text as the engine keeps names of properties: once. Two such texts are told apart by their addresses, where texts out of
 * the parser's memory would be compared letter by letter each time that somebody asks what a node is.
 */
function asKey(text: string): string {
  return Object.keys({ [text]: true })[0] ?? text;
}

/** Where a tree lies in the parser's memory; it keeps this as a property that its type does not show. */
function addressOf(tree: Tree): number {
  const address = (tree as unknown as { readonly 0: unknown })[0];
  if (typeof address !== 'number') throw new Error('The parser keeps the addresses of trees elsewhere.');
  return address;
}

/**
 * Where the parser put a token in that is not there, most often the bracket that nobody closed. A `!` is none: the grammar
 * needs one to read the valid `` styled.div<Props>`…` ``, and the tree is right with it.
 */
function findMissing(tree: Tree, types: readonly string[]): number | undefined {
  const cursor = tree.walk();
  let offset: number | undefined;
  for (let more = true; more && offset === undefined;) {
    if (cursor.nodeIsMissing && types[cursor.nodeTypeId] !== '!') offset = cursor.startIndex;
    more = cursor.gotoFirstChild() || cursor.gotoNextSibling();
    while (!more && cursor.gotoParent()) more = cursor.gotoNextSibling();
  }
  cursor.delete();
  return offset;
}
