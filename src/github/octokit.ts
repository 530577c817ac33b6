import { setTimeout as sleep } from 'node:timers/promises';
import { ProbotOctokit } from 'probot';
import { RetryLater } from '../queue/ends.js';
import { statusOf } from './error-status.js';

export type Octokit = ProbotOctokit;

/**
 * The client for GitHub's API that the server uses instead of Probot's own, which sends a POST whose answer was lost
 * again (two check runs then exist), gives up at a secondary rate limit, and keeps reviews and comments 3 s apart.
 * - Reads are sent again up to 3 times after a 5xx or a lost answer.
 * - Writes are sent once (`retries: 0`). Whoever writes repairs by reading what stands: see `reconcile`.
 * - No call lasts longer than a minute.
 * - A rate limit means that nothing was done, so after it both are sent again, if the wait is short.
 */
export const ScrutineerOctokit: typeof ProbotOctokit = ProbotOctokit.plugin(
  waitForLimits,
  writeOnce,
).defaults((options: Record<string, unknown>) => ({
  ...options,
  request: { ...(options.request as object | undefined), fetch: fetchInTime },
  throttle: { enabled: false },
  retry: {
    ...(options.retry as object | undefined),
    doNotRetry: [400, 401, 403, 404, 406, 409, 410, 422, 429, 451],
  },
}));

/** GitHub itself ends a call after 10 s. Octokit takes what it throws for a lost answer. */
const longestCallMilliseconds = 60_000;

function fetchInTime(address: string, init: RequestInit): Promise<Response> {
  return fetch(address, { ...init, signal: AbortSignal.timeout(longestCallMilliseconds) });
}

function writeOnce(octokit: Pick<Octokit, 'hook'>): void {
  octokit.hook.before('request', (options) => {
    if (isWrite(options)) options.request = { ...options.request, retries: 0 };
  });
}

/** Whether sending a request twice could do something twice. A second token does no harm. */
export function isWrite(options: { method: string; url: string; query?: unknown }): boolean {
  if (options.method === 'GET' || options.method === 'HEAD') return false;
  if (options.url.endsWith('/access_tokens')) return false;
  return !options.url.endsWith('/graphql') || /^\s*mutation\b/.test(String(options.query));
}

/** A longer wait is left to whoever runs the job: the check run must not hang on it. */
export const longestWaitSeconds = 120;
const longestTries = 3;

interface LimitOptions {
  /** Waits for seconds; tests give their own. */
  readonly wait?: (seconds: number) => Promise<unknown>;
}

function waitForLimits(
  octokit: Pick<Octokit, 'hook'>,
  options: { limits?: LimitOptions; [option: string]: unknown },
): void {
  const wait = options.limits?.wait ?? ((seconds: number) => sleep(seconds * 1000));
  octokit.hook.wrap('request', async (request, requestOptions) => {
    for (let tries = 1; ; tries++) {
      try {
        return await request(requestOptions);
      } catch (error) {
        const seconds = secondsToWait(error, Date.now());
        if (seconds === undefined || seconds > longestWaitSeconds || tries === longestTries) throw error;
        await wait(seconds);
      }
    }
  });
}

/**
 * How long GitHub asks to wait after a rate limit, or a write of ours has to; undefined for any other error. A secondary limit without
 * `retry-after` asks for a minute (docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api).
 */
export function secondsToWait(error: unknown, now: number): number | undefined {
  if (error instanceof RetryLater) return error.seconds;
  const status = statusOf(error);
  if (!(error instanceof Error) || (status !== 403 && status !== 429)) return undefined;
  const { headers = {} }: { headers?: Headers } = ('response' in error && error.response) || {};
  const after = Number(headers['retry-after']);
  if (after > 0) return after;
  if (headers['x-ratelimit-remaining'] === '0')
    return Math.max(1, Math.ceil(Number(headers['x-ratelimit-reset']) - now / 1000) + 1);
  return /secondary rate limit/i.test(error.message) ? 60 : undefined;
}

type Headers = Readonly<Record<string, string | undefined>>;
