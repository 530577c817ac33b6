import { posix } from 'node:path';
import type { Context } from '../../model/analyzer.js';

/** The `package.json` that a path belongs to: that of its folder, or of the nearest one above; undefined without one. */
export type NearestManifest = (path: string) => string | undefined;

/** Finds the manifests of a side once for all of its files. */
export function createFindManifests(): (context: Context) => Promise<NearestManifest> {
  const known = new WeakMap<Context['list'], Promise<NearestManifest>>();
  return ({ list }) => {
    let found = known.get(list);
    if (!found) known.set(list, (found = list().then(nearestIn)));
    return found;
  };
}

function nearestIn(paths: readonly string[]): NearestManifest {
  const manifests = new Set(paths.filter((path) => /(?:^|\/)package\.json$/.test(path)));
  return (path) => {
    for (let folder = posix.dirname(path); ; folder = posix.dirname(folder)) {
      const manifest = posix.join(folder, 'package.json');
      if (manifests.has(manifest)) return manifest;
      if (folder === '.' || folder === '/') return undefined;
    }
  };
}
