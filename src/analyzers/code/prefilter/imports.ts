/** What the import declarations at the head of a text bring. */
export interface Imports {
  /** Where the code after them begins. */
  readonly end: number;
  /** The declarations as they are written. */
  readonly text: string;
  /** `'use server'` and the like, which stand before them. */
  readonly directives: string;
  readonly modules: readonly ImportedModule[];
  /** Names that are given another one. */
  readonly renamed: readonly string[];
}

export const noImports: Imports = { end: 0, text: '', directives: '', modules: [], renamed: [] };

interface ImportedModule {
  readonly specifier: string;
  /** Not only names of it are imported, but the module itself. */
  readonly isWhole: boolean;
}

const blanksAndComments = /(?:\s+|\/\/[^\n]*|\/\*[^]*?\*\/|^#![^\n]*)*/y;
const directive = /(['"])use [\w ]+\1;?/y;
const declaration = /(?:(?:import|export)\b([^;'"`()=]{0,5000}?)\bfrom\s*|import\s*)(['"])([^'"\n]*)\2\s*;?/y;
const renaming = /([\w$]+)\s+as\s/g;

/** Reads the declarations with which modules begin; where something else stands, the rest is code. */
export function readImports(text: string): Imports {
  const modules: ImportedModule[] = [];
  const renamed: string[] = [];
  let end = 0;
  let written = '';
  let directives = '';
  for (;;) {
    blanksAndComments.lastIndex = end;
    blanksAndComments.exec(text);
    directive.lastIndex = blanksAndComments.lastIndex;
    const said = directive.exec(text);
    if (said) {
      end = directive.lastIndex;
      directives += `${said[0]}\n`;
      continue;
    }
    declaration.lastIndex = blanksAndComments.lastIndex;
    const match = declaration.exec(text);
    if (!match) return { end, text: written, directives, modules, renamed };
    const [, clause = '', , specifier = ''] = match;
    end = declaration.lastIndex;
    written += `${match[0]}\n`;
    const names = [...clause.matchAll(renaming)].flatMap(([, name]) => name ?? []);
    renamed.push(...names);
    const isType = /^\s*type\b(?!\s*(?:,|from))/.test(clause);
    const isWhole = !isType && (/^\s*[\w$*]/.test(clause) || names.includes('default'));
    modules.push({ specifier: specifier.replace(/^(?:node|npm):/, ''), isWhole });
  }
}
