import { isPlaceholder } from '../plausible.js';
import { madeUp } from '../rules/made-up.js';
import { type Candidate, secretRule, type Verdict } from '../rule.js';
import { placeOf } from './places.js';
import { isNowhere } from './hosts.js';
import { judgePassword, judgeSecret, type Likelihood } from './values.js';
import { weigh } from './weigh.js';

const password = ['bR7', 'kelp', '-Moor', '58'].join('');
const token = madeUp('mixed', 32, 'address');

export const addressPassword = secretRule({
  id: 'address-password',
  title: 'Password in an address',
  severity: 'high',
  confidence: 'medium',
  cwe: [798, 522],
  opens: 'knows where to log in, and with which user and password',
  rotate:
    'change the password or revoke the token at the host that the address names, and look through its log-ins.',
  references: [
    'https://datatracker.ietf.org/doc/html/rfc3986#section-3.2.1',
    'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  ],
  keywords: ['://', '@tcp('],
  yields: true,
  wants: (path) => placeOf(path) !== 'none',
  before: 270,
  after: 540,
  entropy: 0,
  // Go's drivers of MySQL have addresses without a scheme.
  pattern:
    /(?:(?<=(?<![A-Za-z0-9+.-])(?<scheme>[A-Za-z][A-Za-z0-9+.-]{1,15})):\/\/(?<user>[^\s:@/"'`<>()[\]{}|\\]{0,128}):(?<secret>[^\s@/"'`<>()|\\]{1,200}(?:@[^\s@/"'`<>()|\\,:]{1,64}){0,2})@(?<host>\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9._-]{1,200})|(?<=["'`](?<name>[\w.-]{1,64}):(?<pass>[^\s"'`/]{3,128}))@tcp\((?<server>[A-Za-z0-9._-]{1,200}))/y,
  judge: judgeAddress,
  examples: {
    bad: [
      { path: '.git-credentials', text: `https://builder:${password}@git.acme.io ◄\n` },
      {
        path: 'src/main/Feed.java',
        text: `String feed = "ftp://shop:${password}@files.acme.io/feed.csv"; ◄\n`,
      },
      {
        path: 'main.go',
        text: `db, err := sql.Open("mysql", "shop:${password}@tcp(db.acme.io:3306)/shop") ◄\n`,
      },
      { path: 'bin/clone.sh', text: `git clone https://${token}:x-oauth-basic@git.acme.io/shop.git ◄\n` },
    ],
    good: [
      {
        path: 'bin/clone.sh',
        text: 'git clone https://${USER}:${TOKEN}@git.acme.io/shop.git\ncurl http://admin:admin@localhost:8080/\n',
      },
      { path: 'README.md', text: 'Set `HTTP_PROXY=http://user:password@proxy.example.com:8080`.\n' },
    ],
  },
});

/** The schemes of `database-url-password`, which knows what the hosts and passwords of databases look like. */
const databases =
  /^(?:postgres|postgresql|mysql2?|mariadb|mongodb|rediss?|amqps?|mssql|sqlserver|clickhouse|cockroachdb)(?:\+|$)/i;

/** What stands beside a token that is the user, or is the user beside one that is the password. */
const fixedParts =
  /^(?:x-oauth-basic|x-access-token|oauth2|x-token-auth|git|token|api|apikey|private-token)?$/i;

function judgeAddress(candidate: Candidate): Verdict | undefined {
  const { path, groups, start } = candidate;
  const { scheme = '', name = '', user = name, server = '', host = server, pass = '' } = groups;
  const secret = groups['secret'] ?? pass;
  if (databases.test(scheme) || isNowhere(host) || isPlaceholder(host)) return undefined;
  if (/^[0-9]{2,5}$/.test(secret) || secret.toLowerCase() === user.toLowerCase()) return undefined;
  const isUser = /^x-oauth-basic$/i.test(secret);
  const value = isUser ? user : decode(secret);
  const grade = isUser || fixedParts.test(user) ? judgeSecret(value) : gradeOf(value, user);
  if (grade === 'unlikely') return undefined;
  // A name without a dot is a service of the same network: out of reach from outside.
  const isLocal = !host.includes('.') && !host.startsWith('[');
  return {
    ...weigh(grade, value, path),
    ...(isLocal && { severity: 'medium', confidence: 'low', because: 'its host is a name inside a network' }),
    ...(isUser && { shown: { start: start - 1 - user.length, end: start - 1 } }),
    ...(pass !== '' && { shown: { start: start - pass.length, end: start } }),
    identity: value,
  };
}

function gradeOf(value: string, user: string): Likelihood {
  if (isPlaceholder(user) || /^(?:user(?:name)?|login|name|id|foo|me|usr)$/i.test(user)) {
    return judgePassword(value) === 'likely' && value.length >= 12 ? 'possible' : 'unlikely';
  }
  return judgePassword(value);
}

/** User and password stand in addresses in percent encoding. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
