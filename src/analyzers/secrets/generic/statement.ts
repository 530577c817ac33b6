import { type Candidate, secretRule, type Verdict } from '../rule.js';
import { placeOf } from './places.js';
import { judgePassword } from './values.js';
import { weigh } from './weigh.js';

const password = ['hK5', 'moss', '-Cliff', '27'].join('');

export const statementPassword = secretRule({
  id: 'statement-password',
  title: 'Password of a database user in a statement',
  severity: 'high',
  confidence: 'medium',
  cwe: [798, 259],
  opens: 'can log in to the database as this user',
  rotate: 'give the user another password, and set it from outside the script.',
  references: [
    'https://dev.mysql.com/doc/refman/8.4/en/create-user.html',
    'https://www.postgresql.org/docs/current/sql-createrole.html',
  ],
  keywords: ['identified', 'password', 'set passwd'],
  ignoreCase: true,
  yields: true,
  wants: (path) => placeOf(path) !== 'none',
  before: 220,
  after: 260,
  entropy: 0,
  pattern:
    /(?<![A-Za-z_])(?:identified\s{1,4}(?:with\s{1,4}[\w"']{1,40}\s{1,4})?(?:by|as)\s{1,4}(?:password\s{1,4})?|(?<=(?:create|alter)\s{1,4}(?:user|role|login)\s[^;]{1,200})password\s{0,4}=?\s{0,4}(?=\\?N?')|(?<=set\s{1,4})password\s[^;\n]{0,80}?=\s{0,3}(?:password\()?(?=\\?'))(?<open>\\?N?["']|)(?<secret>[^\s"'`;\\<>()]{4,128})(?<close>\\?["']|)/iy,
  judge: judgeStatement,
  examples: {
    bad: [
      { path: 'db/setup.sql', text: `CREATE USER 'shop'@'%' IDENTIFIED BY '${password}'; ◄\n` },
      { path: 'db/roles.sql', text: `CREATE ROLE shop\n  WITH LOGIN ENCRYPTED PASSWORD '${password}'; ◄\n` },
      { path: 'bin/init.sh', text: `psql -c "ALTER USER shop WITH PASSWORD '${password}'" ◄\n` },
    ],
    good: [
      {
        path: 'db/setup.sql',
        text: "CREATE USER 'shop'@'%' IDENTIFIED BY 'password';\nCREATE TABLE users (password varchar(60));\n",
      },
      { path: 'bin/init.sh', text: `psql -c "ALTER USER shop WITH PASSWORD '$DB_PASSWORD'"\n` },
    ],
  },
});

function judgeStatement({ path, value, start, groups }: Candidate): Verdict | undefined {
  const { open = '', close = '' } = groups;
  if (open.replace(/^\\?N/i, '').slice(-1) !== close.slice(-1)) return undefined;
  const grade = judgePassword(value);
  if (grade === 'unlikely') return undefined;
  return {
    ...weigh(grade, value, path),
    shown: { start, end: start + value.length },
  };
}
