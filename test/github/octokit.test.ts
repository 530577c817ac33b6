import { describe, expect, it } from '@jest/globals';
import { isWrite, ScrutineerOctokit, secondsToWait } from '../../src/github/octokit.js';

interface Reply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly message?: string;
}

/** A client whose calls get these replies in turn, and the waits that it asked for. */
function clientWith(replies: readonly (Reply | 'lost')[]) {
  const waits: number[] = [];
  let calls = 0;
  const octokit = new ScrutineerOctokit({
    retry: { retryAfterBaseValue: 1 },
    limits: { wait: async (seconds: number) => void waits.push(seconds) },
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  // Probot gives each installation its own client through the same door.
  octokit.hook.wrap('request', (request, options) => {
    options.request = {
      ...options.request,
      fetch: async () => {
        const reply = replies[Math.min(calls++, replies.length - 1)];
        if (!reply || reply === 'lost') throw new TypeError('socket hang up');
        const headers = { 'content-type': 'application/json', ...reply.headers };
        const body = JSON.stringify({ message: reply.message ?? 'said' });
        return new Response(body, { status: reply.status, headers });
      },
    };
    return request(options);
  });
  return { octokit, waits, calls: () => calls };
}

describe('a read', () => {
  it('is sent again after a 502 and a lost answer', async () => {
    const { octokit, calls } = clientWith([{ status: 502 }, 'lost', { status: 200 }]);
    await octokit.request('GET /zen');
    expect(calls()).toBe(3);
  });
});

describe('a write', () => {
  it.each([
    ['a 502', { status: 502 }],
    ['a lost answer', 'lost'],
  ] as const)('is sent once, whatever %s says', async (_, reply) => {
    const { octokit, calls } = clientWith([reply, { status: 200 }]);
    await expect(octokit.request('POST /repos/o/r/check-runs')).rejects.toMatchObject({
      status: expect.anything(),
    });
    expect(calls()).toBe(1);
  });

  it('is sent again after a rate limit, because nothing was done', async () => {
    const limit = {
      status: 403,
      headers: { 'retry-after': '7' },
      message: 'You have exceeded a secondary rate limit',
    };
    const { octokit, calls, waits } = clientWith([limit, { status: 200 }]);
    await octokit.request('POST /repos/o/r/pulls/1/reviews');
    expect(calls()).toBe(2);
    expect(waits).toEqual([7]);
  });

  it('gives up where the wait is long', async () => {
    const { octokit, waits } = clientWith([{ status: 429, headers: { 'retry-after': '3600' } }]);
    await expect(octokit.request('POST /repos/o/r/check-runs')).rejects.toMatchObject({ status: 429 });
    expect(waits).toEqual([]);
  });

  it('is not spaced out as by the throttling of Probot', async () => {
    const { octokit } = clientWith([{ status: 200 }]);
    const started = Date.now();
    await octokit.request('POST /repos/o/r/pulls/1/reviews');
    await octokit.request('POST /repos/o/r/pulls/1/reviews');
    // Probot waits three seconds between two of them.
    expect(Date.now() - started).toBeLessThan(2900);
  });
});

describe('isWrite', () => {
  it.each([
    ['GET', '/repos', undefined, false],
    ['POST', '/graphql', ' query { x }', false],
    ['POST', '/graphql', 'mutation { x }', true],
    ['PATCH', '/repos', undefined, true],
    ['POST', '/app/installations/1/access_tokens', undefined, false],
  ])('of %s %s %s is told', (method, url, query, expected) => {
    expect(isWrite({ method, url, query })).toBe(expected);
  });
});

describe('secondsToWait', () => {
  const errorOf = (status: number, headers: Record<string, string>, message = ''): Error =>
    Object.assign(new Error(message), { status, response: { headers } });
  it.each([
    ['retry-after', errorOf(403, { 'retry-after': '5' }), 5],
    [
      'the reset of a used-up limit',
      errorOf(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '110' }),
      11,
    ],
    ['a minute at a secondary limit without a word', errorOf(403, {}, 'secondary rate limit'), 60],
    ['nothing for a plain refusal', errorOf(403, {}), undefined],
    ['nothing for other errors', errorOf(500, { 'retry-after': '5' }), undefined],
  ])('asks for %s', (_, error, expected) => {
    expect(secondsToWait(error, 100_000)).toBe(expected);
  });
});
