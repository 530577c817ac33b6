import { madeUp } from '../rules/made-up.js';
import { type Candidate, secretRule, type Verdict } from '../rule.js';
import { placeOf } from './places.js';
import { judgePassword, judgeSecret, type Likelihood } from './values.js';
import { weigh } from './weigh.js';

const token = madeUp('mixed', 40, 'authorization');
const basic = Buffer.from(`shop:${['wQ3', 'pine', '+Shore', '44'].join('')}`).toString('base64');

/** Headers as they stand in requests, whatever language or format sends them. */
export const authorizationHeader = secretRule({
  id: 'authorization-header',
  title: 'Credential in an Authorization header',
  severity: 'high',
  confidence: 'medium',
  opens: 'can send the same requests as its owner',
  rotate: 'revoke the token, or change the password, at the service that the requests go to.',
  references: [
    'https://datatracker.ietf.org/doc/html/rfc7617',
    'https://datatracker.ietf.org/doc/html/rfc6750',
  ],
  keywords: ['bearer ', 'basic ', 'authorization: ', "authorization': ", 'authorization": '],
  ignoreCase: true,
  yields: true,
  wants: (path) => placeOf(path) !== 'none',
  after: 1200,
  entropy: 0,
  pattern:
    /(?<![A-Za-z])(?:(?<scheme>basic|bearer)[ ]{1,3}|authorization["']?: ["'`]?(?<other>token|apikey|api-key|key|sso-key|genie-?key|bot|splunk|pat)[ =]{1,3}["']?)(?<secret>[A-Za-z0-9+/_.~=-]{8,1000})(?![A-Za-z0-9+/_.~=-]|\()/iy,
  judge: judgeHeader,
  examples: {
    bad: [
      {
        path: 'sync.yml',
        text: `headers:\n  Authorization: Bearer ${token} ◄\n`,
      },
      { path: 'app/client.py', text: `headers = {'Authorization': 'Basic ${basic}'} ◄\n` },
      { path: 'api.http', text: `GET https://api.acme.io/orders\nAuthorization: Token ${token} ◄\n` },
    ],
    good: [
      {
        path: 'bin/sync.sh',
        text: `curl -H "Authorization: Bearer $TOKEN" https://api.acme.io\ncurl -H "Authorization: Bearer YOUR_API_TOKEN_1" https://api.acme.io\n`,
      },
      {
        path: 'README.md',
        text: `It knows basic authentication and bearer tokens-of-RFC-6750. \`Basic ${Buffer.from('user:password').toString('base64')}\`\n`,
      },
    ],
  },
});

function judgeHeader({ path, value, start, end, groups }: Candidate): Verdict | undefined {
  const isBasic = /^basic$/i.test(groups['scheme'] ?? '');
  const plain = isBasic ? passwordOf(value) : value;
  if (plain === undefined || (!isBasic && /^eyJ[^.]*\.eyJ/.test(value))) return undefined;
  const grade = isBasic ? gradePair(plain) : judgeSecret(plain);
  if (grade === 'unlikely') return undefined;
  return {
    ...weigh(grade, plain, path),
    ...(isBasic && { what: 'The password of basic authentication' }),
    identity: plain,
    shown: { start, end },
  };
}

/** What user and password decode to; undefined where it is no such pair. */
function passwordOf(encoded: string): string | undefined {
  if (!/^[A-Za-z0-9+/]{8,400}={0,2}$/.test(encoded)) return undefined;
  const pair = Buffer.from(encoded, 'base64').toString('latin1');
  const [, user = '', password = ''] =
    /^([\x21-\x39\x3b-\x7e]{0,200}):([\x21-\x7e]{0,200})$/.exec(pair) ?? [];
  if (user === '' && password === '') return undefined;
  // Keys often take the place of the user, with nothing for a password.
  return password === '' || password === 'X' ? user : password;
}

function gradePair(password: string): Likelihood {
  return password.length >= 20 ? judgeSecret(password) : judgePassword(password);
}
