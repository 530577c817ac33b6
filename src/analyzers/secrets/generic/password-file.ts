import { type Candidate, secretRule, type Verdict } from '../rule.js';
import { isNowhere } from './hosts.js';
import { isForShow } from './places.js';
import { judgePassword } from './values.js';

const password = ['qL4', 'heath', '=Cove', '73'].join('');

export const passwordFile = secretRule({
  id: 'postgres-password-file',
  title: 'Password file of PostgreSQL',
  severity: 'high',
  confidence: 'high',
  cwe: [798, 256],
  opens: 'can log in to the database as this user',
  rotate: 'give the user another password.',
  references: ['https://www.postgresql.org/docs/current/libpq-pgpass.html'],
  keywords: [':5', ':6', ':*:'],
  yields: true,
  wants: (path) => /(?:^|\/)\.?pgpass(?:\.conf)?$/i.test(path),
  before: 260,
  after: 400,
  entropy: 0,
  pattern: /(?<=^(?<host>[^\s:#]{1,250})):(?:[0-9]{1,5}|\*):[^\s:]{1,64}:[^\s:]{1,64}:(?<secret>\S{3,200})/my,
  judge: judgeLine,
  examples: {
    bad: [
      { path: 'home/.pgpass', text: `db.acme.io:5432:shop:shop:${password} ◄\n` },
      { path: 'pgpass.conf', text: `# of the shop\n10.1.2.3:6432:*:shop:${password} ◄\n` },
    ],
    good: [
      {
        path: 'home/.pgpass',
        text: 'localhost:5432:shop:postgres:postgres\n# hostname:port:database:username:password\n',
      },
      { path: 'home/.pgpass', text: 'db.acme.io:5432:shop:shop:${DB_PASSWORD}\n' },
    ],
  },
});

function judgeLine({ path, value, groups }: Candidate): Verdict | undefined {
  const grade = judgePassword(value);
  if (grade === 'unlikely' || isNowhere(groups['host'] ?? '')) return undefined;
  return isForShow(path) || grade !== 'likely' ? { confidence: 'low' } : {};
}
