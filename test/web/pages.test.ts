import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createCookies } from '../../src/web/session.js';
import { Visitor } from '../support/browser.js';
import {
  accepted,
  addPerson,
  elsewhere,
  flaw,
  ids,
  secret,
  seen,
  shop,
  site,
  startWebsite,
  taken,
  type Website,
} from '../support/website.js';

let website: Website;

beforeAll(async () => {
  website = await startWebsite();
  const { github } = website;
  addPerson(github, 'ada', [seen(shop), seen(site)]);
  addPerson(github, 'mallory', [seen(elsewhere)]);
  // Their own repository, which took a name that was free.
  addPerson(github, 'squatter', [{ id: 999, name: shop }]);
  addPerson(github, 'passer-by', [seen(shop, { isPublic: true }), seen(site)]);
  addPerson(github, 'helper', [seen(shop, { isPublic: true, role: 'triage' })]);
  addPerson(github, 'nobody', []);
});

afterEach(() => {
  website.aheadMilliseconds = 0;
  website.github.fault = () => undefined;
  expect(website.errors.splice(0)).toEqual([]);
  expect(website.github.violations.splice(0)).toEqual([]);
});

afterAll(() => website.close());

const come = async (login: string, page = '/accounts'): Promise<Visitor> => {
  const visitor = new Visitor(website.origin);
  website.github.state.people.visitor = login;
  const { status } = await visitor.go(page);
  expect([200, 404]).toContain(status);
  return visitor;
};

const pages = [
  `/accounts/octo-org`,
  `/accounts/OCTO-ORG`,
  `/repositories/${shop}`,
  `/repositories/${shop}?from=50`,
  `/repositories/${shop.toUpperCase()}`,
  `/repositories/${shop}/pulls/1`,
  `/repositories/${shop}/pulls/2`,
  `/repositories/${shop}/findings/${flaw.fingerprint}`,
  `/repositories/${shop}/findings/${accepted.fingerprint}`,
  `/repositories/${shop}/ledger`,
  `/repositories/${shop}/ledger?before=40`,
  `/repositories/${site}`,
  `/repositories/${site}/pulls/7`,
  `/repositories/${site}/findings/${'9'.padStart(32, '0')}`,
  `/repositories/${site}/ledger`,
];
const none = [
  '/accounts/no-such-org',
  '/accounts/other-org',
  '/repositories/octo-org/none',
  '/repositories/no-such-org/none',
  `/repositories/${shop}/pulls/99`,
  `/repositories/${shop}/pulls/7`,
  `/repositories/${shop}/findings/${'f'.repeat(32)}`,
  `/repositories/${shop}/findings/${'9'.padStart(32, '0')}`,
  `/repositories/${site}/findings/${flaw.fingerprint}`,
  `/repositories/${elsewhere}`,
  `/repositories/${elsewhere}/pulls/3`,
  `/repositories/${elsewhere}/findings/${'a'.padStart(32, '0')}`,
  `/repositories/${elsewhere}/ledger`,
  `/repositories/octo-org/none/ledger`,
  `/repositories/octo-org/none/pulls/1`,
];
/** Of a name that two repositories had, one after the other. */
const held = [
  `/repositories/${taken}`,
  `/repositories/${taken}/pulls/1`,
  `/repositories/${taken}/pulls/2`,
  `/repositories/${taken}/findings/${'b'.padStart(32, '0')}`,
  `/repositories/${taken}/ledger`,
];
const others = [
  '/',
  '/accounts/',
  '/accounts/..',
  '/accounts/%2e%2e',
  '/repositories',
  '/repositories/../user',
  '/repositories/%2e%2e/user',
  '/repositories/octo-org',
  `/repositories/${shop}/pulls/0`,
  `/repositories/${shop}/pulls/1.5`,
  `/repositories/${shop}/findings/${flaw.fingerprint.slice(1)}`,
  `/repositories/${shop}/findings/${'F'.repeat(32)}`,
  `/repositories/octo-org%2Fshop`,
  '/sign-out',
  '/assets/none.css',
];
const marks = [flaw.ruleId, 'HttpOnly', 'The vault', 'octo-org/', 'grace'];

describe('who sees what', () => {
  it.each(['/accounts', ...pages, ...none, ...held])(
    'without signing in %s is the way to sign in, and nothing else',
    async (path) => {
      const { status, headers, text } = await new Visitor(website.origin).ask(path);
      expect({ status, text }).toEqual({ status: 303, text: '' });
      expect(headers.get('location')).toBe(`/sign-in?page=${encodeURIComponent(path)}`);
    },
  );

  it.each(['mallory', 'squatter', 'nobody'])(
    '%s, of another organization, gets one and the same nothing',
    async (login) => {
      const visitor = await come(login);
      const own = login === 'mallory' ? `/repositories/${elsewhere}` : 'x';
      const answers = new Set<string>();
      const asked = [...pages, ...none, ...held].filter(
        (path) => !path.startsWith(own) && path !== '/accounts/other-org',
      );
      expect(asked.length).toBeGreaterThanOrEqual(30);
      // What squatter's own repository is called, GitHub shows as an account.
      for (const path of asked.filter((one) => login !== 'squatter' || !/^\/accounts\/octo-org/i.test(one))) {
        const { status, text } = await visitor.ask(path);
        expect({ path, status }).toEqual({ path, status: 404 });
        answers.add(text);
      }
      expect(answers.size).toBe(1);
      for (const mark of marks) expect([...answers].join()).not.toContain(mark);
    },
  );

  it('a repository that took a free name shows nothing of the one before, in the account either', async () => {
    const { text, status } = await (await come('squatter')).ask('/accounts/octo-org');
    expect(status).toBe(200);
    expect(text).toContain('No repository that you may see was reviewed yet.');
  });

  it.each([
    ['the one before', 505, '/pulls/1', '/pulls/2'],
    ['the one that took it', 506, '/pulls/2', '/pulls/1'],
  ])(
    'of a name that two repositories had, readers of %s see their own, and nothing of the other',
    async (_, id, own, other) => {
      const flawed = `/findings/${'b'.padStart(32, '0')}`;
      addPerson(website.github, `reader-${id}`, [{ id, name: taken }, seen(site)]);
      const visitor = await come(`reader-${id}`);
      const status = async (rest: string): Promise<number> =>
        (await visitor.ask(`/repositories/${taken}${rest}`)).status;
      expect([await status(''), await status('/ledger'), await status(own)]).toEqual([200, 200, 200]);
      expect([await status(other), await status(flawed)]).toEqual([404, id === 505 ? 200 : 404]);
      for (const rest of ['', '/ledger', own]) {
        const { text } = await visitor.ask(`/repositories/${taken}${rest}`);
        expect(text.includes('The vault of another')).toBe(id === 505);
      }
    },
  );

  it('a repository has its history under the name that it has by now', async () => {
    const renamed = 'octo-org/renamed-shop';
    addPerson(website.github, 'renamer', [{ id: ids[shop] ?? 0, name: renamed }]);
    const visitor = await come('renamer');
    const { status, text } = await visitor.ask(`/repositories/${renamed}/findings/${flaw.fingerprint}`);
    expect(status).toBe(200);
    expect(text).toContain(`/repositories/${renamed}/pulls/1`);
    expect((await visitor.ask('/accounts/octo-org')).text).toContain(`/repositories/${renamed}`);
  });

  it('a public repository is for those with a role in it', async () => {
    const passer = await come('passer-by');
    expect((await passer.ask(`/repositories/${shop}`)).status).toBe(404);
    expect((await passer.ask('/accounts/octo-org')).text).not.toContain(`/repositories/${shop}`);
    expect((await passer.ask(`/repositories/${site}`)).status).toBe(200);
    expect((await (await come('helper')).ask(`/repositories/${shop}`)).status).toBe(200);
  });

  it('an internal repository, which all of an enterprise can read, is for those with a role in it', async () => {
    addPerson(website.github, 'colleague', [seen(shop, { isInternal: true }), seen(site)]);
    const colleague = await come('colleague');
    expect((await colleague.ask(`/repositories/${shop}`)).status).toBe(404);
    expect((await colleague.ask('/accounts/octo-org')).text).not.toContain(`/repositories/${shop}`);
    addPerson(website.github, 'teammate', [seen(shop, { isInternal: true, role: 'triage' })]);
    expect((await (await come('teammate')).ask(`/repositories/${shop}`)).status).toBe(200);
  });

  it.each(others)('%s is no page', async (path) => {
    const ada = await come('ada');
    for (const visitor of [ada, new Visitor(website.origin)])
      expect(await visitor.ask(path)).toMatchObject({ status: 404, text: 'no page' });
  });

  it('what GitHub no longer shows is gone within a minute, and a token that it refuses ends the session', async () => {
    addPerson(website.github, 'leaver', [seen(shop)]);
    const visitor = await come('leaver', `/repositories/${shop}`);
    expect((await visitor.ask(`/repositories/${shop}`)).status).toBe(200);
    addPerson(website.github, 'leaver', []);
    website.aheadMilliseconds = 61_000;
    expect((await visitor.ask(`/repositories/${shop}`)).status).toBe(404);
    website.github.state.people.tokens.clear();
    website.aheadMilliseconds = 130_000;
    expect(await visitor.ask(`/repositories/${shop}`)).toMatchObject({ status: 303, text: '' });
    expect(visitor.cookies.size).toBe(0);
  });

  it('while GitHub does not answer nothing is shown', async () => {
    const visitor = await come('ada');
    website.github.fault = () => ({ status: 500 });
    website.aheadMilliseconds = 61_000;
    const { status, text } = await visitor.ask(`/repositories/${shop}`);
    expect(status).toBe(503);
    for (const mark of marks) expect(text).not.toContain(mark);
    expect(website.errors.splice(0)).toHaveLength(1);
  });
});

describe('a rate limit of GitHub', () => {
  it.each([
    [{ 'retry-after': '30' }, 503],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }, 503],
    [{ 'x-ratelimit-remaining': '17' }, 404],
  ])('is no word on what somebody may see: 403 with %p is %i', async (headers, expected) => {
    addPerson(website.github, 'hasty', [seen(shop)]);
    const visitor = await come('hasty');
    website.github.fault = () => ({ status: 403, headers });
    const { status, text } = await visitor.ask(`/repositories/${shop}`);
    expect(status).toBe(expected);
    for (const mark of marks) expect(text).not.toContain(mark);
    expect(website.errors.splice(0)).toHaveLength(expected === 503 ? 1 : 0);
  });
});

describe('the pages', () => {
  it.each<[string, readonly string[]]>([
    ['/accounts', ['octo-org']],
    ['/accounts/octo-org', ['shop', 'site', '2099', 'overdue'].slice(0, 2)],
    [
      `/repositories/${shop}`,
      ['56', 'Open findings week by week', 'Accepted risks', '2099-06-01', '1 to 50 of 56', 'min'],
    ],
    [`/repositories/${shop}?from=50`, ['51 to 56 of 56']],
    [
      `/repositories/${shop}/pulls/1`,
      ['failing', '10 of 12 files', 'merged', 'https://github.example/octo-org/shop/pull/1'],
    ],
    [`/repositories/${shop}/pulls/2`, ['passing', 'None.']],
    [
      `/repositories/${shop}/findings/${accepted.fingerprint}`,
      [
        'introduced',
        'decided: ignore',
        'by grace',
        'withheld',
        'Only read by our own script',
        'until 2099-06-01',
        'https://rules.example/',
      ],
    ],
    [
      `/repositories/${shop}/findings/${flaw.fingerprint}`,
      ['2026-01-31, overdue', 'SQL built from &#60;script&#62;'],
    ],
    [
      `/repositories/${shop}/ledger`,
      ['pull-request', 'configuration', 'hash', 'ledger verify --account octo-org'],
    ],
  ])('%s says what it is for, and runs nothing', async (path, expected) => {
    const visitor = await come('ada');
    const { status, text, headers } = await visitor.ask(path);
    expect(status).toBe(200);
    for (const part of expected) expect(text).toContain(part);
    expect(text).not.toMatch(/<script|\son\w+=|\sstyle=/i);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    const style = /<link rel="stylesheet" href="([^"]+)"/.exec(text)?.[1] ?? '';
    expect(await visitor.ask(style)).toMatchObject({
      status: 200,
      text: expect.stringContaining('@media print'),
    });
  });
});

describe('signing in', () => {
  it('goes to GitHub and comes back to the page that was wanted', async () => {
    const path = `/repositories/${shop}/pulls/1`;
    const visitor = new Visitor(website.origin);
    website.github.state.people.visitor = 'ada';
    expect(await visitor.go(path)).toMatchObject({ status: 200, url: website.origin + path });
    expect([...visitor.cookies.keys()]).toEqual(['scrutineer-session']);
  });

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/sign-out',
    '/repositories/../x',
    'javascript:alert(1)',
    '/.//evil.example/accounts',
    `/accounts?${'x'.repeat(1000)}`,
  ])('sends nobody on to %s', async (page) => {
    website.github.state.people.visitor = 'ada';
    const { url } = await new Visitor(website.origin).go(`/sign-in?page=${encodeURIComponent(page)}`);
    expect(url).toBe(`${website.origin}/accounts`);
  });

  it.each([
    ['/accounts?\r\nX: 1', '/accounts?X:%201'],
    ['/accounts?\u4f60', '/accounts?%E4%BD%A0'],
  ])('sends on to %j as it may stand in a header', async (page, expected) => {
    website.github.state.people.visitor = 'ada';
    const { url } = await new Visitor(website.origin).go(`/sign-in?page=${encodeURIComponent(page)}`);
    expect(url).toBe(website.origin + expected);
  });

  it('lets in only who began here, once, and soon', async () => {
    website.github.state.people.visitor = 'ada';
    const begin = async (visitor: Visitor): Promise<string> => {
      const { headers } = await visitor.ask('/sign-in');
      const { headers: back } = await visitor.ask(headers.get('location') ?? '');
      return back.get('location') ?? '';
    };
    const visitor = new Visitor(website.origin);
    const address = await begin(visitor);
    // Another browser, as in an attack that signs somebody in as the attacker.
    expect((await new Visitor(website.origin).ask(address)).status).toBe(400);
    const wrong = new URL(address);
    wrong.searchParams.set('state', 'x'.repeat(43));
    const attacked = new Visitor(website.origin);
    await begin(attacked);
    expect((await attacked.ask(wrong.href)).status).toBe(400);
    expect((await attacked.ask(address)).status).toBe(400);
    expect(attacked.cookies.size).toBe(0);
    // A code of another flow does not fit this one's verifier.
    const other = new Visitor(website.origin);
    const mixed = new URL(await begin(other));
    mixed.searchParams.set('code', new URL(address).searchParams.get('code') ?? '');
    await other.ask(mixed.href);
    expect(other.cookies.size).toBe(0);
    const slow = new Visitor(website.origin);
    const late = await begin(slow);
    website.aheadMilliseconds = 601_000;
    expect((await slow.ask(late)).status).toBe(400);
    website.github.state.people.visitor = undefined;
    website.aheadMilliseconds = 0;
    const refused = new Visitor(website.origin);
    expect((await refused.go('/sign-in')).status).toBe(400);
    expect(refused.cookies.size).toBe(0);
  });

  it('sets cookies that no script reads, and over TLS none that another host sets', async () => {
    const visitor = new Visitor(website.origin);
    const [cookie] = (await visitor.ask('/sign-in')).headers.getSetCookie();
    expect(cookie).toMatch(/^scrutineer-flow=\S+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/);
    const lines: string[] = [];
    const response = { appendHeader: (_: string, line: string) => lines.push(line) };
    await createCookies(secret, true).setSession(
      response as never,
      { login: 'ada', token: 't', csrf: 'c' },
      1e9,
    );
    expect(lines).toEqual([
      expect.stringMatching(
        /^__Host-scrutineer-session=\S+; Max-Age=28800; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
      ),
    ]);
  });
});

describe('a session', () => {
  const name = 'scrutineer-session';
  const isIn = async (cookie: string): Promise<boolean> => {
    const visitor = new Visitor(website.origin);
    visitor.cookies.set(name, cookie);
    return (await visitor.ask(`/repositories/${shop}`)).status === 200;
  };

  it('counts only as it was given, by this server, as a session, and until it ends', async () => {
    const visitor = await come('ada');
    const cookie = visitor.cookies.get(name) ?? '';
    expect(await isIn(cookie)).toBe(true);
    expect(cookie).not.toContain('user-token');
    for (let at = 0; at < cookie.length; at += 7) {
      const changed = cookie.slice(0, at) + (cookie[at] === 'A' ? 'B' : 'A') + cookie.slice(at + 1);
      // The last character of a part may hold bits that count for nothing.
      const isSpare = cookie[at + 1] === undefined || cookie[at + 1] === '.';
      if (!isSpare) expect({ at, isIn: await isIn(changed) }).toEqual({ at, isIn: false });
    }
    for (const forged of ['', 'x', cookie.slice(0, -5), `${cookie}x`, cookie.split('.').reverse().join('.')])
      expect({ forged, isIn: await isIn(forged) }).toEqual({ forged, isIn: false });
    website.aheadMilliseconds = 8 * 3_600_000 + 1000;
    expect(await isIn(cookie)).toBe(false);
  });

  it('is not made of a cookie for signing in, of another secret, or without encryption', async () => {
    const flow = new Visitor(website.origin);
    await flow.ask('/sign-in');
    expect(await isIn(flow.cookies.get('scrutineer-flow') ?? '')).toBe(false);
    const { tokens } = website.github.state.people;
    tokens.set('user-token-known', 'ada');
    const lines: string[] = [];
    const response = { appendHeader: (_: string, line: string) => lines.push(line) };
    const session = { login: 'ada', token: 'user-token-known', csrf: 'c' };
    await createCookies(secret, false).setSession(response as never, session, 100);
    await createCookies(`${secret}x`, false).setSession(response as never, session, 100);
    const [own = '', other = ''] = lines.map((line) => /=([^;]+)/.exec(line)?.[1] ?? '');
    expect([await isIn(own), await isIn(other)]).toEqual([true, false]);
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = part({ content: session, aud: 'session', exp: 4_000_000_000 });
    expect(await isIn(`${part({ alg: 'none' })}.${claims}.`)).toBe(false);
  });

  it('ends by the form of a page alone, and at GitHub too', async () => {
    const visitor = await come('ada');
    const { tokens } = website.github.state.people;
    const cookie = visitor.cookies.get(name) ?? '';
    const { text } = await visitor.ask('/accounts');
    const csrf = /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
    const post = (body: string, headers: Record<string, string> = {}): ReturnType<Visitor['ask']> =>
      visitor.ask('/sign-out', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      });
    const before = tokens.size;
    for (const [body, headers] of [
      ['', {}],
      ['csrf=x', {}],
      [`csrf=${csrf}`, { origin: 'https://evil.example' }],
      [`csrf=${csrf}`, { origin: 'null' }],
      [`csrf=${csrf}${'x'.repeat(2000)}`, {}],
    ] as const)
      expect((await post(body, headers)).status).toBe(403);
    expect(
      await new Visitor(website.origin).ask('/sign-out', { method: 'POST', body: `csrf=${csrf}` }),
    ).toMatchObject({ status: 403 });
    expect([tokens.size, visitor.cookies.get(name)]).toEqual([before, cookie]);
    expect((await post(`csrf=${csrf}`, { origin: website.origin })).status).toBe(200);
    expect([tokens.size, visitor.cookies.size]).toEqual([before - 1, 0]);
  });
});

it('every repository of the tests has its own number', () => {
  expect(new Set(Object.values(ids)).size).toBe(4);
});
