import { createRequire } from 'node:module';
import { Language, Parser, type Tree } from 'web-tree-sitter';
import { LineTable, SyntaxNode, type SyntaxTree } from './tree.js';

/** The languages of which a grammar is shipped, with the file that holds it. */
const grammars = {
  typescript: 'tree-sitter-typescript/tree-sitter-typescript.wasm',
  tsx: 'tree-sitter-typescript/tree-sitter-tsx.wasm',
  javascript: 'tree-sitter-javascript/tree-sitter-javascript.wasm',
  hcl: '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm',
} as const;

export type GrammarName = keyof typeof grammars;

/** Turns text into a tree; the same text always gives the same tree. */
export interface SyntaxParser {
  /** Throws `DepthError` on trees that are nested too deeply, and whatever the parser throws when its memory is spent. */
  parse(text: string): SyntaxTree;
}

/** Deeper trees come from generated or hostile text; every walk may then count on this depth. */
const maxDepth = 1500;

export class DepthError extends Error {
  constructor() {
    super(`The text is nested more than ${maxDepth} levels deep.`);
    this.name = 'DepthError';
  }
}

/**
 * What the parser may allocate, in 64 KiB pages: 256 MiB, where 5 MB of ordinary code needs less than 100. Hostile text
 * (40 KB of `a<b,`) would take 2 GB and seconds; with the cap the parser aborts within a quarter of a second.
 */
const memoryPages = { initial: 512, maximum: 4096 };

let started: Promise<void> | undefined;
const parsers = new Map<GrammarName, Promise<SyntaxParser>>();

/** Loads a grammar once for the process or worker. */
export function loadParser(name: GrammarName): Promise<SyntaxParser> {
  let loaded = parsers.get(name);
  if (!loaded) parsers.set(name, (loaded = createParser(name)));
  return loaded;
}

async function createParser(name: GrammarName): Promise<SyntaxParser> {
  const quiet = (): void => undefined;
  started ??= Parser.init({ wasmMemory: new WebAssembly.Memory(memoryPages), print: quiet, printErr: quiet });
  await started;
  const language = await Language.load(createRequire(import.meta.url).resolve(grammars[name]));
  const parser = new Parser();
  parser.setLanguage(language);
  const copy = createCopier(language);
  return {
    parse(text) {
      const tree = parser.parse(text);
      if (!tree) throw new Error('The parser returned no tree.');
      try {
        return copy(tree, text);
      } finally {
        tree.delete();
      }
    },
  };
}

/** Anonymous nodes that change the meaning of what they stand in. */
const keywords = new Set([
  'default',
  'static',
  'async',
  'get',
  'set',
  'of',
  'in',
  'const',
  'let',
  'var',
  '*',
]);
const operator = /^(?:[^\s\w(){}[\],;.:`"'$#@\\]+|typeof|void|delete|instanceof)$/;

/** The type id of the nodes that stand for text which could not be parsed. */
const errorId = 0xffff;

function createCopier(language: Language): (tree: Tree, text: string) => SyntaxTree {
  const types = language.types;
  const fields = language.fields;
  const kept = types.map(
    (type, id) => language.nodeTypeIsNamed(id) || keywords.has(type) || operator.test(type),
  );
  return (tree, text) => {
    const cursor = tree.walk();
    const errors: number[] = [];
    const root = new SyntaxNode(
      types[cursor.nodeTypeId] ?? 'ERROR',
      '',
      cursor.startIndex,
      cursor.endIndex,
      undefined,
    );
    if (root.type === 'ERROR') errors.push(root.start);
    let parent: SyntaxNode | undefined = root;
    let depth = 0;
    let more = cursor.gotoFirstChild();
    while (more && parent) {
      const id = cursor.nodeTypeId;
      if (id === errorId) errors.push(cursor.startIndex);
      if (id === errorId || kept[id]) {
        const type: string = id === errorId ? 'ERROR' : (types[id] ?? '');
        const field: string = fields[cursor.currentFieldId] ?? '';
        const node: SyntaxNode = new SyntaxNode(type, field, cursor.startIndex, cursor.endIndex, parent);
        parent.children.push(node);
        if (cursor.gotoFirstChild()) {
          parent = node;
          if (++depth > maxDepth) {
            cursor.delete();
            throw new DepthError();
          }
          continue;
        }
      }
      more = cursor.gotoNextSibling();
      while (!more && cursor.gotoParent()) {
        parent = parent.parent;
        depth--;
        if (!parent) break;
        more = cursor.gotoNextSibling();
      }
    }
    cursor.delete();
    const missing = errors.length === 0 && tree.rootNode.hasError ? findMissing(tree, types) : undefined;
    if (missing !== undefined) errors.push(missing);
    return { root, text, lines: new LineTable(text), errors };
  };
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
