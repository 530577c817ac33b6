import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Reads what stands and writes what is missing. A write whose answer was lost may have been done: what stands is then
 * read again, and only what is still missing is written. So nothing is done twice and nothing is forgotten.
 * `known` saves the first read where the caller has just seen what stands.
 */
export async function reconcile<Standing, Result>(
  read: () => Promise<Standing>,
  write: (standing: Standing) => Promise<Result>,
  known?: Standing,
): Promise<Result> {
  for (let tries = 1; ; tries++) {
    const standing = tries === 1 && known !== undefined ? known : await read();
    try {
      return await write(standing);
    } catch (error) {
      if (tries === maxTries || !mayHaveBeenDone(error)) throw error;
      await sleep(pauseMilliseconds * tries);
    }
  }
}

const maxTries = 3;
const pauseMilliseconds = 500;

/** Octokit gives a lost answer the status 500. */
function mayHaveBeenDone(error: unknown): boolean {
  return error instanceof Error && 'status' in error && Number(error.status) >= 500;
}
