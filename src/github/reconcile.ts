import { setTimeout as sleep } from 'node:timers/promises';
import { statusOf } from './error-status.js';

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
      // With a 5xx or a lost answer the write may have been done.
      if (tries === maxTries || (statusOf(error) ?? 0) < 500) throw error;
      await sleep(pauseMilliseconds * tries);
    }
  }
}

const maxTries = 3;
const pauseMilliseconds = 500;
