import type { Source } from '../../../model/change.js';
import type { Problem } from '../../../model/problem.js';
import { formatOf, readLockfile } from '../lockfiles/read.js';
import { LockfileError, type Package } from '../package.js';
import { purlOf } from './purl.js';

/** A package as an inventory lists it. */
export interface Item extends Package {
  /** Of the lockfile or manifest. */
  readonly file: string;
  readonly purl: string | undefined;
  /** From the project to the package, its own name last. */
  readonly way: readonly string[];
}

export interface Inventory {
  readonly items: readonly Item[];
  readonly problems: readonly Problem[];
  /** How many lockfiles and manifests there were. */
  readonly files: number;
}

/** All packages that the lockfiles and manifests of a source name, by file. */
export async function collectPackages(source: Pick<Source, 'files' | 'read' | 'list'>): Promise<Inventory> {
  const items: Item[] = [];
  const problems: Problem[] = [];
  const paths = (await source.files()).map(({ path }) => path).filter((path) => formatOf(path) !== undefined);
  const list = (): Promise<readonly string[]> => source.list('head');
  const read = async (path: string): Promise<string | undefined> => {
    const content = await source.read(path, 'head');
    return content.kind === 'text' ? content.text : undefined;
  };
  for (const path of paths) {
    const text = await read(path);
    if (text === undefined) {
      problems.push({ kind: 'incomplete', path, message: 'The file could not be read, or is not text.' });
      continue;
    }
    try {
      const lockfile = await readLockfile(text, { path, read, list });
      for (const problem of lockfile?.problems ?? []) problems.push({ ...problem, path });
      for (const found of lockfile?.packages ?? [])
        items.push({ ...found, file: path, purl: purlOf(found), way: lockfile?.wayTo(found.path) ?? [] });
    } catch (error) {
      if (!(error instanceof LockfileError)) throw error;
      problems.push({ kind: 'incomplete', path, message: error.message });
    }
  }
  return { items, problems, files: paths.length };
}
