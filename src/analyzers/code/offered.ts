import type { Context } from '../../model/analyzer.js';
import type { NearestManifest } from './manifests.js';

/** Asks a worker which files a package offers, by the path of its `package.json`. */
export type AskOffered = (manifest: string) => Promise<readonly string[]>;

/** Whether the package that a file belongs to offers it to others. */
export type IsOffered = (
  path: string,
  context: Context,
  nearest: NearestManifest,
  ask: AskOffered,
) => Promise<boolean>;

/** Asks once for each package, so that the many files which are not offered need not be sent to a worker to learn it. */
export function createIsOffered(): IsOffered {
  const known = new WeakMap<Context['list'], Map<string, Promise<ReadonlySet<string>>>>();
  return async (path, { list }, nearest, ask) => {
    let byManifest = known.get(list);
    if (!byManifest) known.set(list, (byManifest = new Map<string, Promise<ReadonlySet<string>>>()));
    const manifest = nearest(path);
    if (manifest === undefined) return false;
    let offered = byManifest.get(manifest);
    if (!offered) byManifest.set(manifest, (offered = ask(manifest).then((paths) => new Set(paths))));
    return (await offered).has(path);
  };
}
