import { lastName } from '../api-path.js';
import { kindsOf, type Kinds } from '../flow/kind.js';
import type { Framework } from '../frameworks/framework.js';
import { sourceKindsOf, type SourceKinds } from './facts.js';

interface Said {
  readonly sources: SourceKinds;
  readonly sinks: Kinds;
}

/** What a configuration says of functions of its own, as a text shows it. They may come from anywhere, by way of other files. */
export interface Stated {
  readonly byWord: ReadonlyMap<string, Said>;
  /** Of what a module itself is, whatever it is called where it is imported: only the name of its file can be told. */
  readonly unnamed: readonly (Said & { readonly text: string })[];
}

export function collectStated(framework: Framework | undefined): Stated {
  const byWord = new Map<string, Said>();
  const unnamed: (Said & { text: string })[] = [];
  const wholes = new Set(
    [...(framework?.stated?.values() ?? [])].flatMap((members) => members.get('default') ?? []),
  );
  const add = (path: string, { sources = 0, sinks = 0 }: Partial<Said>): void => {
    const plain = path.replace(/\(\)$/, '');
    const word = lastName(plain);
    if (wholes.has(plain)) unnamed.push({ text: word, sources, sinks });
    else {
      const before = byWord.get(word);
      byWord.set(word, { sources: sources | (before?.sources ?? 0), sinks: sinks | (before?.sinks ?? 0) });
    }
  };
  for (const { at, kind } of framework?.sources ?? [])
    for (const path of at) add(path, { sources: sourceKindsOf([kind]) });
  for (const { at, kind } of framework?.sinks ?? [])
    for (const path of at) add(path, { sinks: kindsOf(kind) });
  return { byWord, unnamed };
}
