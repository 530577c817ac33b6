import { posix } from 'node:path';
import type { Context } from '../../model/analyzer.js';

/** Asks a worker which files a package offers, by the path of its `package.json`. */
export type AskOffered = (manifest: string) => Promise<readonly string[]>;

/** Whether the package that a file belongs to offers it to others. */
export type IsOffered = (path: string, context: Context, ask: AskOffered) => Promise<boolean>;

/** What is known of one side of a repository. */
interface Offers {
  readonly manifests: Promise<ReadonlySet<string>>;
  readonly byManifest: Map<string, Promise<ReadonlySet<string>>>;
}

/** Asks once for each package, so that the many files which are not offered need not be sent to a worker to learn it. */
export function createIsOffered(): IsOffered {
  const known = new WeakMap<Context['list'], Offers>();
  return async (path, { list }, ask) => {
    let offers = known.get(list);
    if (!offers) {
      const manifests = list().then(
        (paths) => new Set(paths.filter((one) => /(?:^|\/)package\.json$/.test(one))),
      );
      known.set(list, (offers = { manifests, byManifest: new Map<string, Promise<ReadonlySet<string>>>() }));
    }
    const manifest = nearest(path, await offers.manifests);
    if (manifest === undefined) return false;
    let offered = offers.byManifest.get(manifest);
    if (!offered) offers.byManifest.set(manifest, (offered = ask(manifest).then((paths) => new Set(paths))));
    return (await offered).has(path);
  };
}

function nearest(path: string, manifests: ReadonlySet<string>): string | undefined {
  for (let folder = posix.dirname(path); ; folder = posix.dirname(folder)) {
    const manifest = posix.join(folder, 'package.json');
    if (manifests.has(manifest)) return manifest;
    if (folder === '.' || folder === '/') return undefined;
  }
}
