import type { ChangedFile, Side, Source } from '../model/change.js';
import type { EntryPoint } from '../model/entry-point.js';
import type { ReviewOptions } from './options.js';
import { filesAtOnce, mapInParallel } from './parallel.js';
import { readSide, type Views } from './side.js';

/** The ways in that the changed files open on one side. What cannot be read for it is told of by the review itself. */
export async function findEntryPoints(
  source: Source,
  views: Views,
  files: readonly ChangedFile[],
  side: Side,
  options: ReviewOptions,
): Promise<readonly EntryPoint[]> {
  const found = await mapInParallel(files, filesAtOnce, async (file) => {
    options.signal?.throwIfAborted();
    const path = side === 'base' ? (file.previousPath ?? file.path) : file.path;
    const asked = options.analyzers.filter((analyzer) => analyzer.entryPoints && analyzer.wants(path));
    if (asked.length === 0 || file.status === (side === 'base' ? 'added' : 'removed')) return [];
    const content = await readSide(source, path, side);
    if (content.kind !== 'text') return [];
    const each = asked.map(async (analyzer) => {
      try {
        return (await analyzer.entryPoints?.({ path, text: content.text }, views[side])) ?? [];
      } catch (error) {
        options.signal?.throwIfAborted();
        options.onError?.(error, `entry points, ${path}`);
        return [];
      }
    });
    return (await Promise.all(each)).flat();
  });
  return found.flat();
}
