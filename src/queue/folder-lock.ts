import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Takes a folder for this process. Throws where a living process has it. What a killed process left is taken over: its
 * number is gone, or is our own, as that of the first process of a container is each time.
 * @returns what gives the folder back
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'lock');
  const text = String(process.pid);
  for (let tries = 0; ; tries++) {
    try {
      const file = openSync(path, 'wx');
      writeSync(file, text);
      closeSync(file);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (!isCode(error, 'EEXIST') || tries === 2) throw error;
      const owner = ownerOf(path);
      if (owner !== undefined && owner !== process.pid && isAlive(owner))
        throw new Error(
          `The data folder ${folder} is in use by process ${owner}. Only one process may use it; for several set DATABASE_URL.`,
          { cause: error },
        );
      rmSync(path, { force: true });
    }
  }
}

function ownerOf(path: string): number | undefined {
  try {
    const number = Number(readFileSync(path, 'utf8'));
    return Number.isSafeInteger(number) && number > 0 ? number : undefined;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, 'EPERM');
  }
}

function isCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
