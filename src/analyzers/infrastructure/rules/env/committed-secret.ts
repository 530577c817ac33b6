import type { EnvRule, Variable } from '../../formats/env.js';
import { isPlaceholder, looksRandom } from './values.js';

export const envCommittedSecret: EnvRule = {
  id: 'env-committed-secret',
  title: 'Environment file committed with a secret',
  severity: 'high',
  confidence: 'medium',
  cwe: [538, 798],
  owasp: ['A05:2021', 'A02:2025'],
  asvs: ['13.3.1'],
  languages: ['env'],
  description: `An environment file with live values is part of the repository. Everyone who may read the repository, and every
fork, build log and backup of it, has the secret, and it stays in the history after the file is deleted.

Files that are made to be copied (\`.env.example\` and the like), placeholders, values for the browser, local development
databases, and values encrypted by SOPS or dotenvx are not reported.`,
  remediation: `Replace the secret where it was issued, remove the file (\`git rm --cached .env\`), name it in \`.gitignore\`, and
keep values in a secret store or encrypted (SOPS, dotenvx). Commit an \`.env.example\` with names only.`,
  references: [
    'https://12factor.net/config',
    'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
    'https://docs.github.com/authentication/keeping-your-account-and-data-secure/removing-sensitive-data-from-a-repository',
  ],
  examples: {
    bad: [
      {
        path: '.env',
        text: `NODE_ENV=production
PORT=3000
SESSION_SECRET=${['q7Vd2', 'Lx9Tz', 'R4mWk', '8Ybn'].join('')} ◄
`,
      },
      {
        path: 'services/api/.env.production',
        text: `LOG_LEVEL=info
DATABASE_URL=postgres://shop:${['Tr4ns', 'it-9', 'Wolf'].join('')}@db.internal.example:5432/shop ◄
`,
      },
    ],
    good: [
      {
        path: '.env',
        text: `NODE_ENV=development
PORT=3000
SESSION_SECRET=
API_TOKEN=\${CI_TOKEN}
DATABASE_URL=postgres://postgres:postgres@localhost:5432/shop
NEXT_PUBLIC_ANALYTICS_KEY=G-4F7T2M9QXZ
`,
      },
      {
        path: '.env.example',
        text: `SESSION_SECRET=${['q7Vd2', 'Lx9Tz', 'R4mWk', '8Ybn'].join('')}
`,
      },
      {
        path: '.env.production',
        text: `DOTENV_PUBLIC_KEY_PRODUCTION="02ab34cd56ef"
API_TOKEN="encrypted:${['BDqDBibm4wsYqMpCjTQ6', 'BsDHmMadg9K3dAt+Z9HPMfLEIRVz50hmLXPXRuDBXaJi'].join('')}"
`,
      },
    ],
  },
  *check({ variables }) {
    if (variables.some(({ name }) => name === 'sops_version' || name === 'sops_mac')) return;
    for (const variable of variables) {
      const local = isLocalOnly(variable, variables);
      if (local || !isSecret(variable)) continue;
      yield {
        message: `\`${variable.name}\` is committed with a value that looks like a live secret.`,
        span: variable.span,
        scope: '',
        anchor: variable.name,
      };
    }
  },
};

/** Parts of names that say what the value is. */
const secretName =
  /(?:^|_)(?:SECRETS?|PASSWORD|PASSWD|PASSPHRASE|PASS|PWD|TOKEN|CREDENTIALS?|API_?KEY|APIKEY|ACCESS_KEY|PRIVATE_KEY|SECRET_KEY|ENCRYPTION_KEY|SIGNING_KEY|MASTER_KEY|SERVICE_KEY|ACCOUNT_KEY|AUTH_KEY|APP_KEY|LICENSE_KEY|WEBHOOK_URL|PAT|SALT|PEPPER)(?:_\w+)?$/i;

/** Names that hold such a part, but whose values say how, where or how long. */
const aboutSecrets =
  /(?:_(?:URL|URI|ENDPOINT|PATH|FILE|DIR|NAME|ID|TTL|EXPIR\w*|LIFETIME|DURATION|AGE|LENGTH|TYPE|ALGORITHM|HEADER|ISSUER|AUDIENCE|ENABLED?|DISABLED?|ROUNDS|VERSION|REGION|PREFIX|LIMIT|MIN|MAX|COUNT|ARN))$/i;

/** Values that a bundler writes into what every browser gets. */
const forBrowsers =
  /^(?:NEXT_PUBLIC|VITE|REACT_APP|PUBLIC|EXPO_PUBLIC|NUXT_PUBLIC|GATSBY|VUE_APP|NG_APP|SNOWPACK_PUBLIC|STORYBOOK)_/i;

function isSecret({ name, value }: Variable): boolean {
  if (forBrowsers.test(name) || /^DOTENV_PUBLIC_KEY/.test(name)) return false;
  if (passwordOf(value) !== undefined) return true;
  if (isPlaceholder(value)) return false;
  if (/^-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(value)) return true;
  const webhook = /WEBHOOK_URL$/i.test(name) && /^https:\/\/[^/]+\/.*[\w-]{20,}/.test(value);
  if (webhook) return true;
  if (!secretName.test(name) || aboutSecrets.test(name) || /^(?:https?:)?\/\//.test(value)) return false;
  return /PASS|PWD/i.test(name) ? value.length >= 6 : looksRandom(value);
}

/** The password in an address such as `postgres://user:password@host`. */
function passwordOf(value: string): string | undefined {
  const [, password] =
    /^[a-z][a-z\d+.-]{1,30}:\/\/[^:/@\s]{0,200}:([^@\s]{1,300})@[^@\s/]/i.exec(value) ?? [];
  return password === undefined || isPlaceholder(password) ? undefined : password;
}

/** This machine, or a service of the compose file beside it: a bare name without a domain. */
const localHost =
  /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|host\.docker\.internal|[\w-]*(?:db|database|postgres|postgresql|mysql|mariadb|redis|mongo|mongodb|rabbitmq|cache|mailhog|minio))$/i;

/** A database of the developer's own machine, or of the compose file beside it: its password guards nothing. */
function isLocalOnly({ name, value }: Variable, all: readonly Variable[]): boolean {
  const [, host] = /^[a-z][a-z\d+.-]{1,30}:\/\/(?:[^@\s]{0,500}@)?([^/:?,@\s]{1,253})/i.exec(value) ?? [];
  if (host !== undefined) return localHost.test(host);
  const [, service] =
    /^((?:\w+_)?(?:DB|DATABASE|POSTGRES|PG|MYSQL|REDIS|MONGO|RABBITMQ))_?(?:ROOT_)?(?:USER_)?(?:PASSWORD|PASS|PWD)$/i.exec(
      name,
    ) ?? [];
  if (service === undefined) return false;
  const server = all.find((other) =>
    new Set([`${service}_HOST`, `${service}HOST`, `${service}_HOSTNAME`]).has(other.name),
  );
  return server !== undefined && localHost.test(server.value);
}
