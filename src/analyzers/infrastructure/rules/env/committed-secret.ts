import type { EnvRule, Variable } from '../../formats/env.js';
import { forBrowsers, isLocalHost, isPlaceholder, isSecretName, looksRandom } from './values.js';

export const envCommittedSecret: EnvRule = {
  id: 'env-committed-secret',
  title: 'Environment file committed with a secret',
  severity: 'high',
  confidence: 'medium',
  cwe: [538, 798],
  asvs: ['13.3.1'],
  languages: ['env'],
  description: `An environment file with live values is part of the repository. Everyone who may read the repository, and every
fork, build log and backup of it, has them, and they stay in the history after the file is deleted. It is told once for the file, at the
first of them; what each value is, and where it opens something, is the business of the search for secrets.

Files that are made to be copied (\`.env.example\` and the like), placeholders, values for the browser, local development
databases, and values encrypted by SOPS or dotenvx, or sealed, are not reported.`,
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
API_TOKEN=${['Vd2q7', '9TzLx', 'mWkR4', 'Ybn8'].join('')}
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
  *check({ path, variables }) {
    if (variables.some(({ name }) => name === 'sops_version' || name === 'sops_mac')) return;
    const live = variables.filter(
      (variable) => !isLocalOnly(variable, variables) && isSecret(variable, path),
    );
    const [first] = live;
    if (!first) return;
    const key = live.find(({ name }) => /^DOTENV_PRIVATE_KEY/.test(name));
    const names = live.slice(0, 3).map(({ name }) => `\`${name}\``);
    const shown = live.length > 3 ? `${names.join(', ')} and ${live.length - 3} more` : names.join(', ');
    yield {
      message: key
        ? `The file is committed with \`${key.name}\`, which opens what other files keep encrypted.`
        : `The file is committed with what look like live secrets: ${shown}.`,
      // What tests use opens nothing, most often.
      ...(isForTests(path) && { severity: 'low' as const }),
      ...(key && { severity: 'critical' as const, confidence: 'high' as const }),
      span: (key ?? first).span,
      scope: '',
      anchor: 'committed',
    };
  },
};

function isSecret({ name, value }: Variable, path: string): boolean {
  if (forBrowsers.test(name) || /^DOTENV_PUBLIC_KEY/.test(name)) return false;
  if (passwordOf(value) !== undefined) return true;
  if (isPlaceholder(value)) return false;
  if (/^-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(value)) return true;
  const webhook = /WEBHOOK_URL$/i.test(name) && /^https:\/\/[^/]+\/.*[\w-]{20,}/.test(value);
  if (webhook) return true;
  if (!isSecretName(name) || /^(?:https?:)?\/\//.test(value)) return false;
  // Passwords that people pick for tests guard nothing.
  const picked = /PASS|PWD/i.test(name) && !isForTests(path);
  return picked ? value.length >= 6 : looksRandom(value);
}

/** The password in an address such as `postgres://user:password@host`. */
function passwordOf(value: string): string | undefined {
  const [, password] =
    /^[a-z][a-z\d+.-]{1,30}:\/\/[^:/@\s]{0,200}:([^@\s]{1,300})@[^@\s/]/i.exec(value) ?? [];
  return password === undefined || isPlaceholder(password) ? undefined : password;
}

/** A database of the developer's own machine, or of the compose file beside it: its password guards nothing. */
function isLocalOnly({ name, value }: Variable, all: readonly Variable[]): boolean {
  const [, host] = /^[a-z][a-z\d+.-]{1,30}:\/\/(?:[^@\s]{0,500}@)?([^/:?,@\s]{1,253})/i.exec(value) ?? [];
  if (host !== undefined) return isLocalHost(host);
  const [, service] =
    /^((?:\w+_)?(?:DB|DATABASE|POSTGRES|PG|MYSQL|REDIS|MONGO|RABBITMQ))_?(?:ROOT_)?(?:USER_)?(?:PASSWORD|PASS|PWD)$/i.exec(
      name,
    ) ?? [];
  if (service === undefined) return false;
  const names = new Set([`${service}_HOST`, `${service}HOST`, `${service}_HOSTNAME`]);
  const server = all.find((other) => names.has(other.name));
  return server !== undefined && isLocalHost(server.value);
}

function isForTests(path: string): boolean {
  return /(?:^|[._-])(?:tests?|testing|e2e|ci|emulat\w+|mock)(?:$|[._-])/i.test(
    path.slice(path.lastIndexOf('/') + 1),
  );
}
