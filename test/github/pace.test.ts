import { describe, expect, it } from '@jest/globals';
import { ScrutineerOctokit, secondsToWait } from '../../src/github/octokit.js';
import { createPace, holdBack, type Pace } from '../../src/github/pace.js';
import { RetryLater } from '../../src/queue/ends.js';

/** A pace on a clock that waiting moves on, and the times at which writes went. */
function paced() {
  const clock = { now: 1_000_000 };
  const went: number[] = [];
  const pace = createPace({
    now: () => clock.now,
    wait: async (milliseconds) => void (clock.now += milliseconds),
  });
  const write: Pace = async (installation, signal) => {
    await pace(installation, signal);
    went.push(clock.now);
  };
  return { clock, went, write };
}

const quiet = (): void => undefined;
const silent = { debug: quiet, info: quiet, warn: quiet, error: quiet };

const most = (times: readonly number[], milliseconds: number): number =>
  Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + milliseconds).length));

describe('writes of an installation', () => {
  it('go at once, as many as GitHub takes in a minute', async () => {
    const { clock, went, write } = paced();
    for (let count = 0; count < 80; count++) await write(1);
    expect(new Set(went)).toEqual(new Set([clock.now]));
  });

  it('are never more than 80 in a minute and 500 in an hour, and none waits longer than it has to', async () => {
    const { clock, went, write } = paced();
    for (let count = 0; count < 500; count++) await write(1);
    expect(most(went, 60_000)).toBe(80);
    expect(clock.now - 1_000_000).toBe(6 * 60_000);
    await expect(write(1)).rejects.toBeInstanceOf(RetryLater);
    clock.now = 1_000_000 + 3_600_000;
    for (let count = 0; count < 80; count++) await write(1);
    expect(most(went, 3_600_000)).toBe(500);
  });

  it('that would wait too long give their job back until then', async () => {
    const { clock, write } = paced();
    for (let count = 0; count < 500; count++) await write(1);
    const error: unknown = await write(1).catch((thrown: unknown) => thrown);
    expect(secondsToWait(error, clock.now)).toBe((3_600_000 - 6 * 60_000) / 1000);
  });

  it('do not hold up those of another', async () => {
    const { clock, write } = paced();
    for (let count = 0; count < 500; count++) await write(1);
    const before = clock.now;
    for (let count = 0; count < 80; count++) await write(2);
    expect(clock.now).toBe(before);
  });

  it('end with their job while they wait', async () => {
    const pace = createPace();
    for (let count = 0; count < 80; count++) await pace(1);
    const ending = new AbortController();
    const waiting = pace(1, ending.signal);
    ending.abort(new Error('The job is over.'));
    await expect(waiting).rejects.toThrow('The job is over.');
  });
});

describe('a client', () => {
  const github = 'https://api.github.com';
  const own = 'https://git.acme.example/api/v3';
  const reviews = 'POST /repos/o/r/pulls/1/reviews';
  it.each<[string, string, string, Record<string, string>, boolean]>([
    ['waits before a review', github, reviews, {}, true],
    ['waits before results for code scanning', github, 'POST /repos/o/r/code-scanning/sarifs', {}, true],
    ['waits before a mutation', github, 'POST /graphql', { query: 'mutation { x }' }, true],
    ['of a tenant with its own host does too', 'https://api.acme.ghe.com', reviews, {}, true],
    ['does not before a query', github, 'POST /graphql', { query: 'query { x }' }, false],
    ['does not before a read', github, 'GET /repos/o/r/pulls', {}, false],
    ['does not before a check run', github, 'POST /repos/o/r/check-runs', {}, false],
    ['does not before a change of one', github, 'PATCH /repos/o/r/check-runs/1', {}, false],
    ['does not before a token', github, 'POST /app/installations/1/access_tokens', {}, false],
    ['of a server of one’s own does not', own, reviews, {}, false],
  ])('%s', async (_, baseUrl, route, parameters, expected) => {
    const done: string[] = [];
    const octokit = new ScrutineerOctokit({ baseUrl, log: silent });
    holdBack(octokit, async () => void done.push('waited'));
    octokit.hook.wrap('request', (request, options) => {
      const fetch = async (): Promise<Response> => {
        done.push('sent');
        return new Response('{}', { headers: { 'content-type': 'application/json' } });
      };
      options.request = { ...options.request, fetch };
      return request(options);
    });
    await octokit.request(route, parameters);
    expect(done).toEqual(expected ? ['waited', 'sent'] : ['sent']);
  });
});
