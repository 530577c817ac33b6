/** A side of a repository, as far as modules are looked for in it. */
export interface Files {
  read(path: string): string | undefined;
  has(path: string): boolean;
  list(): Iterable<string>;
}

/** Folders from one up to the root of the repository, which is `.`. */
export function* upwards(folder: string): Generator<string> {
  for (let at = folder; ; at = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : '.') {
    yield at;
    if (at === '.' || at === '') return;
  }
}
