import { posix } from 'node:path';
import type { SyntaxParser } from '../syntax/parser.js';
import type { SyntaxTree } from '../syntax/tree.js';
import { createUnit, type Unit } from './flow/unit.js';
import type { ResolveUnit } from './flow/interpret.js';
import { extractCode, type EmbeddedCode } from './embedded.js';
import { formatOf, grammarOf, isForeign } from './language.js';
import { candidates } from './modules/candidates.js';
import type { FindModule } from './modules/find-module.js';
import { createFindProject, type FindProject } from './project.js';
import type { GrammarName } from '../syntax/parser.js';

/** The file under analysis and, as far as it is followed, what it imports from its own repository. */
export interface Repository {
  /** The code of a file; undefined where it has none or cannot be read. */
  open(path: string): Unit | undefined;
  /** The text of a file as it stands. */
  read(path: string): string | undefined;
  readonly resolve: ResolveUnit;
  /** The package that a file belongs to. */
  readonly findProject: FindProject;
}

/** Files that are followed from one file, and the longest of them, in characters. */
const maxUnits = 24;
const maxImported = 400_000;

export function createRepository(
  parsers: ReadonlyMap<GrammarName, SyntaxParser>,
  read: (path: string) => string | undefined,
  findProject: FindProject = createFindProject(read),
  findModule?: FindModule,
): Repository {
  const units = new Map<string, Unit | undefined>();
  let opened = 0;

  const open = (path: string, limit = Number.POSITIVE_INFINITY): Unit | undefined => {
    if (units.has(path)) return units.get(path);
    const text = grammarOf(path) || formatOf(path) ? read(path) : undefined;
    const code = text === undefined || text.length > limit ? undefined : codeOf(path, text);
    const parser = code && parsers.get(code.grammar);
    const unit =
      code && parser ? createUnit(path, parse(parser, path, code.text), findProject, findModule) : undefined;
    units.set(path, unit);
    return unit;
  };
  return {
    open,
    read,
    findProject,
    resolve(specifier, from) {
      for (const path of pathsOf(specifier, from)) {
        const isNew = !units.has(path);
        if (isNew && opened >= maxUnits) return undefined;
        const unit = open(path, maxImported);
        if (!unit) continue;
        if (isNew) opened++;
        return unit;
      }
      return undefined;
    },
  };
}

function pathsOf(specifier: string, from: Unit): readonly string[] {
  if (/^\.{0,2}\/|^\.{1,2}$/.test(specifier))
    return candidates(posix.join(posix.dirname(from.path), specifier), posix.extname(from.path));
  const path = from.findModule(specifier);
  return path === undefined ? [] : [path];
}

function codeOf(path: string, text: string): EmbeddedCode | undefined {
  const grammar = grammarOf(path);
  if (grammar) return isForeign(path, text) ? undefined : { grammar, text };
  const format = formatOf(path);
  return format && extractCode(format, text);
}

/** Trees of files that were parsed of late: with `audit`, most imported files are looked at themselves too. */
const cache = new Map<string, { text: string; tree: SyntaxTree }>();
const maxCached = 2_500_000;
let cached = 0;

function parse(parser: SyntaxParser, path: string, text: string): SyntaxTree {
  const found = cache.get(path);
  if (found?.text === text) return found.tree;
  const tree = parser.parse(text);
  if (found) cached -= found.text.length;
  cache.set(path, { text, tree });
  cached += text.length;
  for (const [oldest, entry] of cache) {
    if (cached <= maxCached || oldest === path) break;
    cache.delete(oldest);
    cached -= entry.text.length;
  }
  return tree;
}
