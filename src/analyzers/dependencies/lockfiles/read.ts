import { type Lockfile, LockfileError, type LockfileFormat, type Surroundings } from '../package.js';
import { lockfileFormats } from './index.js';

/** The format of a path, where it is a lockfile or a manifest. */
export function formatOf(path: string): LockfileFormat | undefined {
  return lockfileFormats.find((format) => format.matches(path));
}

/**
 * Reads a lockfile, or a manifest. A manifest whose lockfile is there holds no packages of its own: the lockfile tells better.
 *
 * @returns undefined where it is neither.
 * @throws LockfileError where nothing can be told of what is in it.
 */
export async function readLockfile(text: string, around: Surroundings): Promise<Lockfile | undefined> {
  const format = formatOf(around.path);
  if (!format) return undefined;
  if (format.lockedBy && (await isLocked(format.lockedBy(around.path), around)))
    return { packages: [], problems: [], wayTo: () => undefined };
  const lockfile = await parse(format, text, around);
  const isVague = format.lockedBy && lockfile.packages.some(({ version }) => version === '');
  return isVague ? { ...lockfile, problems: [...lockfile.problems, unlocked] } : lockfile;
}

const unlocked = {
  kind: 'notice',
  message:
    'No lockfile stands beside this manifest, so that only what it asks for is known, and not which versions are installed.',
} as const;

async function isLocked(lockfiles: readonly string[], { list }: Surroundings): Promise<boolean> {
  const paths = await list();
  return lockfiles.some((path) => paths.includes(path));
}

async function parse(format: LockfileFormat, text: string, around: Surroundings): Promise<Lockfile> {
  try {
    return await format.parse(text, around);
  } catch (error) {
    // Parsers of others call themselves for each level.
    if (!(error instanceof RangeError)) throw error;
    throw new LockfileError('The file could not be read: it is nested too deeply.', { cause: error });
  }
}
