import { closeSync, constants, lstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { FileContent } from '../model/change.js';
import { decodeContent, maxFileBytes, tooLarge } from '../model/content.js';

/**
 * Reads one file below a folder. Links are not followed, neither the file itself nor a folder on the way to it, so that
 * nothing outside of the folder is read. `root` is a real path. Reads while it is asked: on a local disk, handing each of the
 * six steps to another thread costs ten times what the step does.
 */
export async function readOnDisk(root: string, path: string): Promise<FileContent> {
  const full = join(root, path);
  try {
    const stat = lstatSync(full);
    if (stat.isSymbolicLink()) return { kind: 'symlink' };
    if (stat.isDirectory()) return { kind: 'submodule' };
    if (!stat.isFile()) return { kind: 'unreadable', reason: 'it is not a regular file.' };
    if (stat.size > maxFileBytes) return tooLarge;
    if (!isBelow(root, realpathSync.native(dirname(full)))) return { kind: 'symlink' };
    return decodeContent(readWithoutFollowing(full));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return { kind: 'absent' };
    if (code === 'ELOOP') return { kind: 'symlink' };
    if (code === 'EACCES' || code === 'EPERM')
      return { kind: 'unreadable', reason: 'reading it is not permitted.' };
    throw error;
  }
}

/** What is said of a file that was listed and that `readOnDisk` does not find. */
export const gone: FileContent = {
  kind: 'unreadable',
  reason: 'it is not there any more, or its name is not valid UTF-8.',
};

function isBelow(root: string, folder: string): boolean {
  return folder === root || folder.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** The flags matter where the file is swapped between the look and the read. */
function readWithoutFollowing(full: string): Buffer {
  const file = openSync(full, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}
