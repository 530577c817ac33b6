import { readLockfile } from '../../../../src/analyzers/dependencies/lockfiles/read.js';
import type { Lockfile, Package, Surroundings } from '../../../../src/analyzers/dependencies/package.js';

/** Reads a lockfile as the analyzer does, with other files of the repository by their paths. */
export async function readAt(
  path: string,
  text: string,
  files: Readonly<Record<string, string>> = {},
): Promise<Lockfile> {
  const all: Record<string, string> = { ...files, [path]: text };
  const around: Surroundings = {
    path,
    read: async (one) => (Object.hasOwn(all, one) ? all[one] : undefined),
    list: async () => Object.keys(all).sort(),
  };
  const lockfile = await readLockfile(text, around);
  if (!lockfile) throw new Error(`${path} is no lockfile`);
  return lockfile;
}

/** What a reader would check of a package, in one line. */
export function sketch({ packages, wayTo }: Lockfile): string[] {
  return packages.map((one) => {
    const groups = one.groups.length > 0 ? ` [${one.groups.join(' ')}]` : '';
    const range = one.range === undefined ? '' : ` (${one.range})`;
    const way = wayTo(one.path);
    const ways = way === undefined ? '' : ` < ${way.join(' > ') || 'nobody'}`;
    return `${one.line}: ${one.name} ${one.version || '-'}${range} ${one.kind}${groups}${ways}`;
  });
}

/** The package of a name. */
export function find(lockfile: Lockfile, name: string): Package | undefined {
  return lockfile.packages.find((one) => one.name === name);
}
