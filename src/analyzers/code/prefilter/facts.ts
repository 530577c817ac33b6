import { expandPaths, lastName } from '../api-path.js';
import { kindsOf, type FlowKind, type Kinds, type SourceKind } from '../flow/kind.js';
import type { Framework } from '../frameworks/framework.js';
import type { CodeRule } from '../rules/code-rule.js';
import { givenPaths, type Roots } from './roots.js';
import { called, dotted, mentioned, valued } from './words.js';

/** A set of source kinds as bits. */
export type SourceKinds = number;

const sourceKinds: readonly SourceKind[] = [
  'request',
  'browser',
  'message',
  'stored',
  'response',
  'operator',
  'archive',
  'document',
  'library',
  'parameter',
];

export function sourceKindsOf(kinds: readonly SourceKind[]): SourceKinds {
  return kinds.reduce((bits, kind) => bits | (1 << sourceKinds.indexOf(kind)), 0);
}

/** What an API path says of a text that uses it. */
export interface Fact {
  /** At which the path begins. */
  readonly root: string;
  /** How the name that the path ends with has to stand in the text. */
  readonly standing: number;
  readonly sources: SourceKinds;
  readonly sinks: Kinds;
  /** A rule looks at its calls whoever gives the data. */
  readonly isChecked: boolean;
  /** Functions that it is given are handed data, or give answers. */
  readonly calls: boolean;
}

/** What the API paths of models and rules say, by the names that they end with. */
export interface Facts {
  readonly byWord: ReadonlyMap<string, readonly Fact[]>;
  /** Of paths that no name in the text has to end: what a framework hands over, whatever it is called. */
  readonly byRoot: ReadonlyMap<string, SourceKinds>;
}

/** Names that stand in every file as words of the language. */
const contextual = new Set(['from', 'default', 'get', 'set', 'static', 'of', 'as', 'async', 'type']);

export function collectFacts(
  frameworks: readonly Framework[],
  rules: readonly CodeRule[],
  roots: Roots,
): Facts {
  const byWord = new Map<string, Fact[]>();
  const byRoot = new Map<string, SourceKinds>();
  const names = otherNames(frameworks);
  const given = givenPaths(frameworks);

  const add = (
    path: string,
    said: Partial<Pick<Fact, 'sources' | 'sinks' | 'isChecked' | 'calls'>>,
  ): void => {
    const { sources = 0, sinks = 0, isChecked = false, calls = false } = said;
    for (const name of [path, ...(names.get(path) ?? [])]) {
      const root = roots.of(name);
      const isAlias = name !== path && root !== name;
      if (sources !== 0 && (given.has(name) || lastName(name) === '*')) {
        byRoot.set(root, (byRoot.get(root) ?? 0) | sources);
        continue;
      }
      const word = lastName(name);
      const isRoot = word === name.replace(/(?:\(\))+$/, '') || root === name.replace(/(?:\(\))+$/, '');
      const standing = isRoot
        ? called
        : isAlias || contextual.has(word)
          ? dotted
          : sources === 0
            ? valued
            : mentioned;
      const key = isRoot ? root : word;
      const list = byWord.get(key) ?? [];
      byWord.set(key, list);
      list.push({ root, standing, sources, sinks, isChecked, calls });
    }
  };
  for (const framework of frameworks) {
    for (const model of framework.sinks ?? [])
      for (const path of expandPaths(model.at)) add(path, { sinks: kindsOf(model.kind) });
    for (const model of framework.assignments ?? [])
      for (const of of model.of ?? [])
        for (const property of model.properties)
          for (const path of expandPaths([`${of}.${property}`])) add(path, { sinks: kindsOf(model.kind) });
    for (const model of framework.callbacks ?? [])
      for (const path of expandPaths(model.at)) add(path, { calls: true });
    for (const model of framework.sources ?? [])
      for (const path of expandPaths(model.at)) add(path, { sources: sourceKindsOf([model.kind]) });
  }
  for (const rule of rules)
    for (const pattern of [...(rule.calls ?? []), ...(rule.groups ?? [])])
      for (const path of expandPaths(pattern.at)) add(path, { isChecked: true });
  return { byWord, byRoot };
}

/** By API path, the paths that are other names of it. */
function otherNames(frameworks: readonly Framework[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const framework of frameworks)
    for (const [pattern, target] of Object.entries(framework.aliases ?? {}))
      for (const path of expandPaths([pattern])) {
        const list = names.get(target) ?? [];
        names.set(target, list);
        list.push(path);
      }
  return names;
}

export function kindsFollowed(rules: readonly CodeRule[], source: SourceKind): Kinds {
  return kindsOf(
    ...rules.flatMap((rule): readonly FlowKind[] =>
      rule.flow?.sources.includes(source) ? rule.flow.kinds : [],
    ),
  );
}
