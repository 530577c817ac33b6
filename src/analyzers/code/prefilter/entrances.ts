import { escapeRegExp, expandPaths, lastName } from '../api-path.js';
import { kindsOf, type Kinds } from '../flow/kind.js';
import type { Framework, ParameterModel } from '../frameworks/framework.js';
import { sourceKindsOf, type SourceKinds } from './facts.js';
import { finiteWords } from './finite-words.js';
import type { Roots } from './roots.js';

/** A place at which a framework may hand data to a function, read off how it is written. */
export interface Entrance {
  readonly file: RegExp | undefined;
  /** Of each of these, a text with such a place holds one word. */
  readonly words: readonly (readonly string[])[];
  readonly written: RegExp;
  /** What it holds besides. */
  readonly named: RegExp | undefined;
  readonly mentions: RegExp | undefined;
  readonly lacks: RegExp | undefined;
  /** At which the API paths begin of what is handed over. */
  readonly roots: readonly string[];
  /** Of what is data as a whole. */
  readonly sources: SourceKinds;
  /** What becomes of what the function returns. */
  readonly sinks: Kinds;
}

export function collectEntrances(frameworks: readonly Framework[], roots: Roots): readonly Entrance[] {
  const wholes = new Map(
    frameworks.flatMap((framework) =>
      (framework.sources ?? []).flatMap((model) =>
        expandPaths(model.at).map((path) => [path, model.kind] as const),
      ),
    ),
  );
  return frameworks
    .flatMap((framework) => framework.parameters ?? [])
    .map((model) => {
      const paths = model.parameters.flatMap((path) => path ?? []);
      const given = model.each ? paths.map((path) => `${path}.value`) : paths;
      return {
        file: model.file,
        words: wordsFor(model),
        written: new RegExp(hintOf(model), flagsOf(model)),
        named: model.exported && model.names ? new RegExp(namesOf(model), flagsOf(model)) : undefined,
        mentions: model.mentions,
        lacks: model.lacks,
        roots: paths.map((path) => roots.of(path)),
        sources: sourceKindsOf(given.flatMap((path) => wholes.get(path) ?? [])),
        sinks: kindsOf(...(model.results ?? []).map((result) => result.kind)),
      };
    });
}

function wordsFor({ names = [], exported, decorator, decorated }: ParameterModel): (readonly string[])[] {
  const decorators = decorator ?? decorated;
  return [
    ...[...names, exported].map((pattern) => pattern && finiteWords(pattern)),
    decorators?.map(lastName),
  ].flatMap((words) => (words ? [words] : []));
}

/** What a text holds in which a function may be that a model speaks of. */
function hintOf(model: ParameterModel): string {
  if (model.hint) return model.hint.source;
  if (model.each) return wordOf(model.each);
  if (model.exported)
    return `(?:[.{,]\\s*|\\b(?:export|function\\s*\\*?|const|let|var|as)\\s+)${wordOf(model.exported)}`;
  if (model.names) return namesOf(model);
  const decorators = model.decorator ?? model.decorated ?? [];
  return `@(?:${decorators.map((path) => escapeRegExp(lastName(path))).join('|')})\\b`;
}

/** The names of parameters in a row; where there is one, it is the first. */
function namesOf({ names = [] }: ParameterModel): string {
  const words = names.flatMap((name) => (name ? [wordOf(name)] : []));
  if (names.length > 1) return words.join('[^)=]{0,120}?');
  const [word = ''] = words;
  return `\\(\\s*(?:@\\w+\\([^()]{0,80}\\)\\s*)?${word}\\s*\\??[:,)=]|${word}\\s*=>`;
}

function flagsOf({ hint, each, exported, names }: ParameterModel): string {
  const [first] = [hint, each, exported, ...(names ?? [])].filter((pattern) => pattern !== undefined);
  return first?.flags.includes('i') ? 'i' : '';
}

/** A pattern of a whole name as one that finds the name in a text. */
function wordOf(pattern: RegExp): string {
  const end = pattern.source.endsWith('$') ? '(?![\\w$])' : '';
  return `(?<![\\w$])(?:${pattern.source.replace(/^\^|\$$/g, '')})${end}`;
}
