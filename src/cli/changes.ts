import { watch } from 'node:fs';

/** Tells when files of a folder change; a change that comes while nobody waits is told to who waits next. */
export interface Changes {
  /** The names of what changed since the last call, as far as the system says them. Rejects where the folder is gone. */
  next(): Promise<readonly string[]>;
  close(): void;
}

/** Milliseconds in which an editor is done with saving. */
const settled = 200;

/** Watches what is in a folder, and in its folders unless told otherwise. */
export function watchFolder(folder: string, recursive = true): Changes {
  const changed = new Set<string>();
  let failure: Error | undefined;
  let wake = (): void => undefined;
  const watcher = watch(folder, { recursive }, (_, name) => {
    changed.add(name ?? '');
    wake();
  });
  watcher.on('error', (error) => {
    // Files come and go while editors save them.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    failure = error;
    wake();
  });
  return {
    async next() {
      while (changed.size === 0) {
        if (failure) throw failure;
        await new Promise<void>((resolve) => (wake = resolve));
      }
      await new Promise((resolve) => setTimeout(resolve, settled));
      const names = [...changed].filter((name) => name !== '');
      changed.clear();
      return names;
    },
    close: () => watcher.close(),
  };
}
