import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';
import { createCopier, type CursorFunctions } from './copy.js';
import type { SyntaxTree } from './tree.js';

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

/**
 * What the parser may allocate, in 64 KiB pages: 256 MiB, where 5 MB of ordinary code needs less than 100. Hostile text
 * (40 KB of `a<b,`) would take 2 GB and seconds; with the cap the parser aborts within a quarter of a second.
 */
const memoryPages = { initial: 512, maximum: 4096 };

let started: Promise<CursorFunctions> | undefined;
const parsers = new Map<GrammarName, Promise<SyntaxParser>>();

/** Loads a grammar once for the process or worker. */
export function loadParser(name: GrammarName): Promise<SyntaxParser> {
  let loaded = parsers.get(name);
  if (!loaded) parsers.set(name, (loaded = createParser(name)));
  return loaded;
}

/** The parser puts its functions into the object that it is given its options in. */
async function start(): Promise<CursorFunctions> {
  const quiet = (): void => undefined;
  const module = { wasmMemory: new WebAssembly.Memory(memoryPages), print: quiet, printErr: quiet };
  await Parser.init(module);
  return module as typeof module & CursorFunctions;
}

async function createParser(name: GrammarName): Promise<SyntaxParser> {
  started ??= start();
  const functions = await started;
  const language = await Language.load(createRequire(import.meta.url).resolve(grammars[name]));
  const parser = new Parser();
  parser.setLanguage(language);
  const copy = createCopier(language, functions);
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
