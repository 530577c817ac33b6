import type { ChangedFile, FileContent, Source } from '../../src/model/change.js';

export type Files = Readonly<Record<string, string | FileContent>>;

/** A change in memory. What is in neither `renamed` nor the same on both sides is added, removed or modified. */
export function fakeSource(sides: {
  base: Files;
  head: Files;
  /** Paths on the head side with the paths that they had. */
  renamed?: Readonly<Record<string, string>>;
  copied?: Readonly<Record<string, string>>;
}): Source {
  const { base, head, renamed = {}, copied = {} } = sides;
  const gone = new Set(Object.values(renamed));
  const files: ChangedFile[] = [];
  for (const path of new Set([...Object.keys(base), ...Object.keys(head)])) {
    const previousPath = renamed[path] ?? copied[path];
    if (previousPath !== undefined)
      files.push({ path, previousPath, status: path in renamed ? 'renamed' : 'copied' });
    else if (!(path in head)) {
      if (!gone.has(path)) files.push({ path, status: 'removed' });
    } else if (!(path in base)) files.push({ path, status: 'added' });
    else if (JSON.stringify(base[path]) !== JSON.stringify(head[path]))
      files.push({ path, status: 'modified' });
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  const contentOf = (entry: string | FileContent | undefined): FileContent => {
    if (entry === undefined) return { kind: 'absent' };
    return typeof entry === 'string' ? { kind: 'text', text: entry, damaged: false } : entry;
  };
  return {
    files: async () => files,
    read: async (path, side) => contentOf((side === 'base' ? base : head)[path]),
    list: async (side) => Object.keys(side === 'base' ? base : head).sort(),
  };
}
