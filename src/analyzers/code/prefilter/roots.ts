import { expandPaths, lastName } from '../api-path.js';
import type { Framework } from '../frameworks/framework.js';

/** The libraries and globals at which API paths begin. */
export interface Roots {
  /** All names by which they are written. */
  readonly names: readonly string[];
  /** The root of an API path. */
  of(path: string): string;
  /** Names by which an API path of one root leads to another one. */
  readonly words: readonly string[];
  /** Adds the roots that API paths of some roots lead to, in a text that has the names for it: `document` by `defaultView`. */
  addReached(present: Set<string>, has: (word: string) => boolean): void;
}

export function createRoots(frameworks: readonly Framework[]): Roots {
  const written = new Set(frameworks.flatMap((framework) => framework.roots));
  // A module may be known by nothing but the other one that it is the same as.
  for (const framework of frameworks)
    for (const path of expandPaths(Object.keys(framework.aliases ?? {})))
      if (/^[@\w-][\w./@-]*$/.test(path) && path.includes('/')) written.add(path);
  const memory = new Map<string, string>();
  const of = (path: string): string => {
    let root = memory.get(path);
    if (root === undefined) memory.set(path, (root = rootOf(path, written)));
    return root;
  };
  const given = givenPaths(frameworks);
  const steps = new Map<string, { readonly to: string; readonly by: string | undefined }[]>();
  const lead = (from: string, to: string): void => {
    const [a, b] = [of(from), of(to)];
    if (a === b) return;
    const word = lastName(from);
    const by = from === a || given.has(from) || !/^[\w$]+$/.test(word) ? undefined : word;
    const list = steps.get(a) ?? [];
    steps.set(a, list);
    if (!list.some((step) => step.to === b && step.by === by)) list.push({ to: b, by });
  };
  for (const framework of frameworks) {
    for (const [pattern, target] of Object.entries({ ...framework.aliases, ...framework.readers }))
      for (const path of expandPaths([pattern])) lead(path, target);
    for (const model of framework.callbacks ?? [])
      for (const path of expandPaths(model.at))
        for (const target of [...model.parameters, ...Object.values(model.byCount ?? {}).flat(), model.self])
          if (target !== undefined) lead(path, target);
    for (const model of framework.resultsByArgument ?? [])
      for (const path of expandPaths(model.at))
        for (const target of Object.values(model.paths)) lead(path, target);
  }
  return {
    names: [...written],
    of,
    words: [...steps.values()].flatMap((list) => list.flatMap(({ by }) => by ?? [])),
    addReached(present, has) {
      for (const root of present)
        for (const { to, by } of steps.get(root) ?? []) if (by === undefined || has(by)) present.add(to);
    },
  };
}

function rootOf(path: string, known: ReadonlySet<string>): string {
  for (
    let end = path.length;
    end > 0;
    end = Math.max(path.lastIndexOf('.', end - 1), path.lastIndexOf('(', end - 1))
  )
    if (known.has(path.slice(0, end))) return path.slice(0, end);
  return /^(?:@[^/]+\/)?[^.()]+/.exec(path)?.[0] ?? path;
}

/** API paths that a framework gives to functions, whatever these call them. */
export function givenPaths(frameworks: readonly Framework[]): ReadonlySet<string> {
  const paths = frameworks.flatMap((framework) => [
    ...(framework.callbacks ?? []).flatMap((model) => [
      ...model.parameters,
      ...Object.values(model.byCount ?? {}).flat(),
      model.self,
    ]),
    ...(framework.parameters ?? []).flatMap((model) => model.parameters),
    ...(framework.handlers ?? []).flatMap((model) => model.parameters),
    ...Object.values(framework.aliases ?? {}),
    ...Object.values(framework.readers ?? {}),
    ...Object.values(framework.members ?? {}),
  ]);
  return new Set(paths.filter((path) => path !== undefined));
}
