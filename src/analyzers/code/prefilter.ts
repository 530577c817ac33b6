import type { SourceKind } from './flow/kind.js';
import type { Framework, ParameterModel } from './frameworks/framework.js';
import { anyWord, escapeRegExp, expandPaths, lastName } from './api-path.js';
import type { CodeRule } from './rules/code-rule.js';

/** What a text gives reason to look for, before it is parsed. */
export interface Relevance {
  /** Data from outside may enter here, so that other files are worth following it into. */
  readonly follows: boolean;
  /** Its functions may do harm with what a caller outside the package gives them. */
  readonly offers: boolean;
  /** A rule looks at something in it whoever gives the data. */
  readonly checked: boolean;
  /** It uses other files of the repository and gives something to others: if a package offers it, so does it offer them. */
  readonly passes: boolean;
  /** A rule has something to say of it if a package offers it, and nothing otherwise. */
  readonly asked: boolean;
}

/** Tells from a text alone whether any rule can find something in it; undefined where none can. */
export type Prefilter = (text: string, path: string) => Relevance | undefined;

/**
 * A finding needs either a call, property or node that a rule checks, or both an entrance for data and a place where it
 * does harm (or another file of the repository in which that place may be). Names of calls count only where the library
 * that they belong to is named too, so that a `get` or `open` alone gives no reason to parse.
 */
export function createPrefilter(frameworks: readonly Framework[], rules: readonly CodeRule[]): Prefilter {
  const families = createFamilies(frameworks);
  const checkNames = new Map<string, Set<string>>();
  const sinkNames = new Map<string, Set<string>>();
  const looseNames = new Set<string>();
  const properties = new Set<string>();
  /** Of JSX. */
  const attributes = new Set<string>();
  const sourceRoots = new Set<string>();
  /** Of sources that few rules follow: a store, the answer of a server, the command line. */
  const quietRoots = new Set<string>();
  const quietOrigins = findQuietOrigins(frameworks);
  const quietSinks = new Map<string, Set<string>>();
  const quietKinds = new Set(
    rules.flatMap((rule) => (rule.flow?.sources.some(isQuiet) ? rule.flow.kinds : [])),
  );
  const entrances = new Set<string>();
  const entrancesByPath: { readonly file: RegExp; readonly entrance: RegExp }[] = [];
  const nodeHints: RegExp[] = [];
  const openingHints: RegExp[] = [];
  const askedHints: RegExp[] = [];
  const librarySinks = new Map<string, Set<string>>();
  const following = rules.filter((rule) => rule.flow?.sources.includes('library'));
  const libraryKinds = new Set(following.flatMap((rule) => rule.flow?.kinds ?? []));
  const libraryHints = following.flatMap((rule) => (rule.flow?.hint ? [rule.flow.hint] : []));

  const given = rules.filter((rule) => rule.flow?.sources.includes('parameter'));
  const givenKinds = new Set(given.flatMap((rule) => rule.flow?.kinds ?? []));
  const givenNames = new Set<string>();
  const givenSinks = new Map<string, Set<string>>();

  for (const framework of frameworks) {
    for (const model of framework.sinks ?? [])
      for (const path of expandPaths(model.at)) {
        note(sinkNames, families, path);
        if (givenKinds.has(model.kind)) note(givenSinks, families, path);
        if (quietKinds.has(model.kind)) note(quietSinks, families, path);
        if (libraryKinds.has(model.kind)) note(librarySinks, families, path);
      }
    for (const model of framework.looseSinks ?? [])
      for (const method of model.methods) {
        looseNames.add(method);
        if (givenKinds.has(model.kind) && !model.receiver) givenNames.add(method);
      }
    for (const model of framework.assignments ?? [])
      for (const property of model.properties)
        if (model.of) for (const path of model.of) note(sinkNames, families, `${path}.${property}`);
        else {
          const name = property.replace(/[<>]/g, '');
          looseNames.add(name);
          if (givenKinds.has(model.kind)) givenNames.add(name);
        }
    for (const model of framework.sources ?? [])
      for (const path of expandPaths(model.at))
        (isQuiet(model.kind) ? quietRoots : sourceRoots).add(families.of(path));
    for (const model of framework.callbacks ?? [])
      for (const origin of model.parameters)
        if (origin)
          for (const path of expandPaths(model.at))
            (quietOrigins.has(origin) ? quietRoots : sourceRoots).add(families.of(path));
    for (const model of framework.parameters ?? []) {
      const words = hintOf(model);
      if (model.file) entrancesByPath.push({ file: model.file, entrance: new RegExp(words) });
      else entrances.add(words);
    }
  }
  for (const rule of rules) {
    for (const pattern of [...(rule.calls ?? []), ...(rule.groups ?? [])])
      for (const path of expandPaths(pattern.at)) note(checkNames, families, path);
    for (const pattern of rule.assignments ?? [])
      for (const property of pattern.properties)
        if (property.startsWith('<')) attributes.add(property.slice(1, -1));
        else properties.add(property);
    for (const pattern of rule.nodes ?? []) (pattern.opens ? openingHints : nodeHints).push(pattern.hint);
    for (const pattern of rule.methods ?? []) {
      if (pattern.hint) nodeHints.push(pattern.hint);
      if (pattern.offered) askedHints.push(pattern.offered);
    }
  }
  const checks = compileNames(checkNames);
  const sinks = compileNames(sinkNames);
  const offering = compileNames(librarySinks);
  const quietReach = compileNames(quietSinks);
  const loose = anyWord(looseNames);
  const givenWord = anyWord(givenNames);
  const givenByName = compileNames(givenSinks);
  const property = new RegExp(
    `(?<![\\w$])(?:${[...properties].map(escapeRegExp).join('|') || '(?!)'})['"\`\\]]*\\s*(?:[+|&?]{0,2}=(?!=)|:)`,
  );
  const attribute = new RegExp(
    `<[a-zA-Z][^>]{0,400}\\s(?:${[...attributes].map(escapeRegExp).join('|') || '(?!)'})=`,
  );
  const entrance = new RegExp([...entrances].join('|') || '(?!)');
  const root = new RegExp(`(?<![\\w$@/-])(?:${families.names.map(rootPattern).join('|')})(?![\\w$/-])`, 'g');

  return (text, path) => {
    const present = new Set<string>();
    for (const { 0: name, index } of text.matchAll(root)) {
      const family = families.of(name);
      if (!present.has(family) && isNamed(text, index, index + name.length)) present.add(family);
    }
    const byEntrance =
      entrance.test(text) ||
      entrancesByPath.some((model) => model.file.test(path) && model.entrance.test(text));
    const enters = byEntrance || [...present].some((family) => sourceRoots.has(family));
    if (byEntrance) for (const family of sourceRoots) present.add(family);
    const reaches = (names: ReadonlyMap<string, RegExp>): boolean =>
      [...present].some((family) => names.get(family)?.test(text));
    const follows =
      (enters && (importsFile.test(text) || loose.test(text) || answers.test(text) || reaches(sinks))) ||
      ([...present].some((family) => quietRoots.has(family)) && reaches(quietReach)) ||
      openingHints.some((hint) => hint.test(text));
    const offers = reaches(offering) || libraryHints.some((hint) => hint.test(text));
    const checked =
      property.test(text) ||
      attribute.test(text) ||
      givenWord.test(text) ||
      reaches(givenByName) ||
      reaches(checks) ||
      nodeHints.some((hint) => hint.test(text));
    const passes = importsFile.test(text) && leaves.test(text);
    const asked = leaves.test(text) && askedHints.some((hint) => hint.test(text));
    return follows || offers || checked || passes || asked
      ? { follows, offers, checked, passes, asked }
      : undefined;
  };
}

/** A name as it stands in a text; a `$` alone stands in every template literal. */
function rootPattern(name: string): string {
  return name === '$' ? '\\$(?=[.(])' : escapeRegExp(name);
}

const importBefore = /(?:\bfrom|\brequire\(|\bimport\(?)\s*['"`](?:node:|npm:)?$/;
const globalObjectBefore = /\b(?:window|self|global|globalThis)\s*\??\.$/;
const assignedBefore = /[^=!<>]=\s*$/;
const usedAfter = /^\s*(?:[([`!<]|\??\.)/;

/**
 * Whether a name in a text can stand for a library or a global, and not for a word, a property or a value of the same
 * spelling: it is imported, or used without that: called, read, taken apart or given another name. What starts with a capital
 * also stands as a type.
 */
function isNamed(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 20), start);
  const last = before.at(-1) ?? '';
  if (/['"`:]/.test(last) && importBefore.test(before)) return true;
  if (/['"`]/.test(last) || (last === '.' && !globalObjectBefore.test(before))) return false;
  const name = text.slice(start, end);
  if (/^[A-Z$]/.test(name)) return true;
  const isUsed = usedAfter.test(text.slice(end, end + 20)) || assignedBefore.test(before);
  return isUsed && (telling.has(name) || !declarationOf(name).test(text));
}

/** Globals that are seldom the names of something else, so that a text which declares one may still mean the other. */
const telling = new Set(
  'eval location document fetch history localStorage sessionStorage navigator process require setTimeout setInterval'.split(
    ' ',
  ),
);

const declarations = new Map<string, RegExp>();

/** Where a text declares a variable, a function or a parameter: its own `parent` is not the window's. */
function declarationOf(name: string): RegExp {
  let found = declarations.get(name);
  if (!found) {
    const word = `(?<![\\w$.])${escapeRegExp(name)}(?![\\w$])`;
    found = new RegExp(
      `\\b(?:const|let|var|function|class)\\s+(?:\\{[^}=]{0,200})?${word}|` +
        `[(,]\\s*${word}\\s*\\??(?::|\\)\\s*(?:=>|\\{|:))|${word}\\s*=>`,
    );
    declarations.set(name, found);
  }
  return found;
}

/** Kinds of sources that few rules follow. Parameters are looked for by what they can reach. */
const quiet: ReadonlySet<SourceKind> = new Set(['stored', 'response', 'operator', 'archive', 'document']);

function isQuiet(kind: SourceKind): boolean {
  return quiet.has(kind);
}

/** Objects of which each source is a quiet one, as a row of a table. */
function findQuietOrigins(frameworks: readonly Framework[]): ReadonlySet<string> {
  const origins = new Set(
    frameworks.flatMap(
      ({ callbacks }) =>
        callbacks?.flatMap((model) => model.parameters.filter((path) => path !== undefined)) ?? [],
    ),
  );
  const sources = frameworks.flatMap((framework) => framework.sources ?? []);
  const isOnlyQuiet = (origin: string): boolean => {
    const own = sources.filter(({ at }) => expandPaths(at).some((path) => path.startsWith(origin)));
    return own.length > 0 && own.every((model) => isQuiet(model.kind));
  };
  return new Set([...origins].filter(isOnlyQuiet));
}

/** Text that goes out as a handler's result, and calls that are harmful by their syntax: `require(x)`, `methods[x]()`. */
const answers =
  /['"`]\s*<[a-z!/]|text\/html|\blocation\b|\b(?:import|require)\s*\(\s*[^'"\s)]|[\w$)\]]\]\s*\(/i;

/** Names a file of the repository, or what may be one: by an alias, or as a part of a package. */
/** Something that a file gives to others. */
const leaves = /\bexports\b|\bexport\s/;

const importsFile = /(?:from|require\(|import\(?)\s*['"](?:\.{1,2}\/|#|[@~]?[\w-]*\/)/;

interface Families {
  /** All names by which the roots are written. */
  readonly names: readonly string[];
  /** The name that stands for all libraries whose API paths lead into one another. */
  of(path: string): string;
}

/** Joins libraries whose API paths are aliases of one another: `mysql2` and `mysql`, `@prisma/client` and `prisma`. */
function createFamilies(frameworks: readonly Framework[]): Families {
  const roots = [...new Set(frameworks.flatMap((framework) => framework.roots))].sort(
    (a, b) => b.length - a.length,
  );
  const known = new Set(roots);
  const parents = new Map<string, string>();
  const find = (name: string): string => {
    let at = name;
    for (let next = parents.get(at); next !== undefined; next = parents.get(at)) at = next;
    return at;
  };
  const rootOf = (path: string): string => {
    for (
      let end = path.length;
      end > 0;
      end = Math.max(path.lastIndexOf('.', end - 1), path.lastIndexOf('(', end - 1))
    )
      if (known.has(path.slice(0, end))) return path.slice(0, end);
    return /^(?:@[^/]+\/)?[^.()]+/.exec(path)?.[0] ?? path;
  };
  for (const framework of frameworks)
    for (const [pattern, target] of Object.entries(framework.aliases ?? {}))
      for (const path of expandPaths([pattern])) {
        const a = find(rootOf(path));
        const b = find(rootOf(target));
        if (a !== b) parents.set(a, b);
      }
  return { names: roots, of: (path) => find(rootOf(path)) };
}

function note(names: Map<string, Set<string>>, families: Families, path: string): void {
  const family = families.of(path);
  const list = names.get(family) ?? new Set<string>();
  names.set(family, list.add(usePattern(path)));
}

/** Names that stand in every file as words of the language. */
const contextual = new Set(['from', 'default', 'get', 'set', 'static', 'of', 'as', 'async', 'type']);

/** What a text holds that uses an API path, once its library is there. */
function usePattern(path: string): string {
  const name = lastName(path);
  const word = `(?<![\\w$])${escapeRegExp(name)}(?![\\w$])`;
  // The library itself: it may have another name here, but is imported or called.
  if (name === path.replace(/(?:\(\))+$/, '')) return `${word}(?=\\s*[(.<'"\`])`;
  return contextual.has(name) ? `\\.\\s*${word}` : word;
}

function compileNames(names: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, RegExp> {
  return new Map([...names].map(([family, list]) => [family, new RegExp([...list].join('|'))]));
}

/** What a text holds in which a function may be that a model speaks of. */
function hintOf(model: ParameterModel): string {
  if (model.hint) return model.hint.source;
  if (model.each) return wordOf(model.each);
  if (model.exported)
    return `(?:[.{,]\\s*|\\b(?:export|function\\s*\\*?|const|let|var|as)\\s+)${wordOf(model.exported)}`;
  const names = model.names?.flatMap((name) => (name ? [wordOf(name)] : []));
  if (names?.length === 1)
    return `[(,]\\s*(?:@\\w+\\([^()]{0,80}\\)\\s*)?${names.join('')}\\s*\\??[:,)=]|${names.join('')}\\s*=>`;
  if (names) return names.join('[^)=]{0,120}?');
  const decorators = model.decorator ?? model.decorated ?? [];
  return `@(?:${decorators.map((path) => escapeRegExp(lastName(path))).join('|')})\\b`;
}

/** A pattern of a whole name as one that finds the name in a text. */
function wordOf(pattern: RegExp): string {
  const end = pattern.source.endsWith('$') ? '(?![\\w$])' : '';
  return `(?<![\\w$])(?:${pattern.source.replace(/^\^|\$$/g, '')})${end}`;
}
