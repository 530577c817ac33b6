import { entropyOf, isPlaceholder, isRegular } from '../plausible.js';
import { type Candidate, secretRule, type Verdict } from '../rule.js';
import { madeUp } from './made-up.js';

const password = madeUp('mixed', 18, 'database');

export const databaseUrl = secretRule({
  id: 'database-url-password',
  title: 'Database password in a connection string',
  severity: 'high',
  confidence: 'high',
  cwe: [798, 259],
  opens: 'knows address, user and password of the database',
  rotate: 'change the password of the database user, and look through the connections that were made.',
  references: ['https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html'],
  keywords: [
    'postgres',
    'mysql',
    'mariadb',
    'mongodb',
    'redis',
    'amqp',
    'mssql',
    'sqlserver',
    'clickhouse',
    'cockroachdb',
  ],
  after: 500,
  entropy: 0,
  pattern:
    /(?<![A-Za-z0-9])(?:postgres|postgresql|mysql2?|mariadb|mongodb|rediss?|amqps?|mssql|sqlserver|clickhouse|cockroachdb)(?:\+[a-z0-9]{2,12})?:\/\/(?<user>[^\s:@/"'`<>]{0,64}):(?<secret>[^\s@/"'`<>]{1,128}(?:@[^\s@/"'`<>,:]{1,64}){0,2})@(?<host>\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9._-]{1,200})/y,
  judge: judgeUrl,
  examples: {
    bad: [
      {
        path: 'src/db.ts',
        text: `const pool = new Pool({ connectionString: 'postgres://shop:${password}@db.acme.io:5432/shop' }); ◄\n`,
      },
      {
        path: '.env.production',
        text: `MONGO_URL=mongodb+srv://admin:${password}@cluster0.acme.mongodb.net/orders ◄\n`,
      },
    ],
    good: [
      {
        path: 'docker-compose.yml',
        text: 'services:\n  web:\n    environment:\n      DATABASE_URL: postgres://postgres:postgres@db:5432/shop\n',
      },
      { path: 'src/db.ts', text: 'const url = `mysql://${user}:${password}@${host}/shop`;\n' },
    ],
  },
});

/** Addresses that only the machine itself, a test or a manual means. */
const nowhere =
  /^(?:localhost|127\.[0-9.]+|0\.0\.0\.0|\[::1?\]|host\.docker\.internal|host(?:name)?|server|ip|.*\.(?:example|test|invalid|local|localhost)|(?:.*\.)?example\.(?:com|org|net))$/i;

/** Passwords that stand for one, or that a container image starts with. */
const common =
  /^(?:.{0,3}|(?:my|the|db|database|pg|sql|root|super|secure|strong|user|admin|some|test|dev|local)?[-_. ]?(?:pass(?:wd|word|phrase)?|pw|pwd|secret|token|root|admin|test|guest|user|postgres|mysql|mongo|redis|rabbitmq|sa|docker|hunter2|letmein|welcome)[-_. ]?[0-9!]{0,4}|[0-9]{1,8})$/i;

function judgeUrl({ value, groups }: Candidate): Verdict | undefined {
  const { user = '', host = '' } = groups;
  if (nowhere.test(host) || common.test(value) || value.toLowerCase() === user.toLowerCase())
    return undefined;
  if (isPlaceholder(host) || isPlaceholder(user) || isPlaceholder(value) || isRegular(value))
    return undefined;
  const irregular =
    entropyOf(value) >= 2.5 && value.length >= 8 && /[0-9\W_]/.test(value) && /[A-Za-z]/.test(value);
  // A name without a dot is a service of the same cluster: out of reach from outside, and often of a test.
  if (!host.includes('.')) {
    return irregular && value.length >= 12
      ? { severity: 'medium', confidence: 'low', because: 'its host is a name inside a cluster' }
      : undefined;
  }
  return irregular ? {} : { confidence: 'low' };
}
