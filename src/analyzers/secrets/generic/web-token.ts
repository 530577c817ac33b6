import { type Candidate, secretRule, type Verdict } from '../rule.js';
import { isForShow } from './places.js';

/**
 * Tokens that are signed and still valid. Whether one has run out depends on the day, so a finding may go by itself.
 */
export const webToken = secretRule({
  id: 'json-web-token',
  title: 'JSON Web Token',
  severity: 'medium',
  confidence: 'medium',
  opens: 'can act as whoever the token was issued to, until it runs out or its signing key is replaced',
  rotate:
    'end the session or revoke the token where it was issued; if that cannot be done, replace the key that signs tokens.',
  references: ['https://datatracker.ietf.org/doc/html/rfc7519'],
  keywords: ['eyJ'],
  yields: true,
  after: 10300,
  entropy: 0,
  pattern:
    /(?<![A-Za-z0-9_-])(?<header>eyJ[A-Za-z0-9_-]{10,1000})\.(?<payload>eyJ[A-Za-z0-9_-]{4,8000})\.[A-Za-z0-9_-]{20,1100}(?![A-Za-z0-9_-])/y,
  judge: judgeToken,
  examples: {
    bad: [
      { path: 'src/client.py', text: `TOKEN = '${sample({ sub: 'shop-7', role: 'admin' })}' ◄\n` },
      {
        path: 'orders.http',
        text: `GET https://api.acme.io/orders\nX-Auth: ${sample({ uid: 4711, exp: 32503680000 })} ◄\n`,
      },
    ],
    good: [
      { path: 'src/client.py', text: `TOKEN = '${sample({ sub: 'shop-7', exp: 1516239022 })}'\n` },
      {
        path: 'README.md',
        text: `${sample({ sub: '1234567890', name: 'John Doe', iat: 1516239022 })}\n`,
      },
      { path: 'src/client.py', text: `ANON = '${sample({ iss: 'supabase', role: 'anon' })}'\n` },
    ],
  },
});

function judgeToken({ path, start, end, groups }: Candidate): Verdict | undefined {
  const header = parse(groups['header']);
  const claims = parse(groups['payload']);
  if (!header || !claims || typeof header['alg'] !== 'string' || /^none$/i.test(header['alg']))
    return undefined;
  if (isExample(claims) || isPublic(claims)) return undefined;
  const expires = timeOf(claims['exp']);
  if (expires !== undefined && expires * 1000 < Date.now()) return undefined;
  const forShow = isForShow(path);
  const forTests = forShow || holds(claims, testName);
  return {
    severity: forTests ? 'low' : expires === undefined ? 'high' : 'medium',
    confidence: forShow ? 'low' : 'medium',
    because:
      expires === undefined ? 'does not say that it ever runs out' : `is valid until ${dayOf(expires)}`,
    shown: { start, end },
  };
}

function dayOf(seconds: number): string {
  const date = new Date(Math.min(seconds, 253402300799) * 1000);
  return date.toISOString().slice(0, 10);
}

/** In seconds since 1970; some write the number as a text. */
function timeOf(claim: unknown): number | undefined {
  const time = typeof claim === 'string' && /^[0-9]{9,12}$/.test(claim) ? Number(claim) : claim;
  return typeof time === 'number' ? time : undefined;
}

/** The token that manuals print, and those of hosts that nobody has. */
function isExample(claims: Claims): boolean {
  return holds(claims, /^1234567890$|john ?doe|jane ?doe|joe$|example|localhost/i);
}

/** Accounts that tests make up. */
const testName = /(?:^|[^a-z])(?:test(?:ing)?|dummy|foo|bar|alice|bob)(?:[^a-z]|$)/i;

function holds(claims: Claims, name: RegExp): boolean {
  return ['sub', 'name', 'iss', 'aud', 'email', 'username', 'user', 'preferred_username'].some((claim) =>
    name.test(textOf(claims[claim])),
  );
}

function textOf(claim: unknown): string {
  return typeof claim === 'string' ? claim : '';
}

/** Keys in this form that are made for browsers. */
function isPublic(claims: Claims): boolean {
  return claims['role'] === 'anon';
}

type Claims = Readonly<Record<string, unknown>>;

function parse(part = ''): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Claims)
      : undefined;
  } catch {
    // What is no JSON is no token.
    return undefined;
  }
}

/** A token with these claims and a made-up signature. */
function sample(claims: object): string {
  const parts = [{ alg: 'HS256', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const signature = Buffer.from(JSON.stringify(claims))
    .toString('base64url')
    .split('')
    .reverse()
    .join('')
    .slice(0, 32);
  return [...parts, signature.padEnd(43, 'Qw7')].join('.');
}
