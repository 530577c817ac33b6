import { setTimeout as sleep } from 'node:timers/promises';
import { RetryLater } from '../queue/ends.js';
import { isWrite, longestWaitSeconds, type Octokit } from './octokit.js';

/**
 * Requests that create content, of one installation: 80 in any minute and 500 in any hour
 * (docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits).
 */
const windows = [
  { most: 80, milliseconds: 60_000 },
  { most: 500, milliseconds: 3_600_000 },
] as const;

/** Installations whose writes are remembered. */
const mostInstallations = 5000;

/** Waits until an installation may create content once more. Rejects with `RetryLater` where that takes too long for a call. */
export type Pace = (installationId: number, signal?: AbortSignal) => Promise<void>;

interface PaceOptions {
  readonly now?: () => number;
  readonly wait?: (milliseconds: number, signal: AbortSignal | undefined) => Promise<unknown>;
}

/**
 * Keeps what one process writes below the limits, so that GitHub need not refuse it: all 80 may go at once. Windows and
 * not a bucket that refills, which would let twice as many through in its first minute. Several processes do not know of
 * each other's writes; what GitHub answers them is honoured besides.
 */
export function createPace({ now = Date.now, wait = waitFor }: PaceOptions = {}): Pace {
  const turns = new Map<number, number[]>();
  return async (installationId, signal) => {
    const at = now();
    const known = turns.get(installationId) ?? [];
    // Kept for the longest window alone, and in order.
    const taken = known.slice(-windows[1].most);
    const due = Math.max(
      at,
      ...windows.map(({ most, milliseconds }) => (taken.at(-most) ?? -Infinity) + milliseconds),
    );
    const seconds = Math.ceil((due - at) / 1000);
    if (seconds > longestWaitSeconds)
      throw new RetryLater(seconds, 'The installation has created as much content as GitHub allows.');
    taken.push(due);
    turns.delete(installationId);
    turns.set(installationId, taken);
    for (const oldest of turns.keys()) {
      if (turns.size <= mostInstallations) break;
      turns.delete(oldest);
    }
    if (due > at) await wait(due - at, signal);
  };
}

async function waitFor(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(milliseconds, undefined, signal && { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

/** Has a client wait before each request that creates content. */
export function holdBack(client: Pick<Octokit, 'hook'>, wait: () => Promise<void>): void {
  client.hook.before('request', (request) => (isPaced(request) ? wait() : undefined));
}

/**
 * Whether a request creates content: reviews, comments, reactions, branches, commits and pull requests. Check runs are not
 * counted, or an installation with some hundred pushes in an hour could not be checked. A server of one's own has such
 * limits only where its operator wants them, and then answers with them.
 */
function isPaced(options: { method: string; url: string; baseUrl: string; query?: unknown }): boolean {
  const isOnGitHub = /^https:\/\/api\.(?:github\.com|[\w-]+\.ghe\.com)(?:\/|$)/.test(options.baseUrl);
  return isOnGitHub && isWrite(options) && !options.url.includes('/check-runs');
}
