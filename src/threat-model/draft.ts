import { posix } from 'node:path';
import { stringify } from 'yaml';
import type { EntryPoint } from '../model/entry-point.js';

/** What the repository shows of itself. */
export interface Evidence {
  /** The name of the repository's folder. */
  readonly name: string;
  readonly entryPoints: readonly EntryPoint[];
  /** Names of packages that manifests ask for at run time, by the folder of the manifest. */
  readonly packages: ReadonlyMap<string, readonly string[]>;
}

/** A store or a service of others that packages tell of. */
interface Outside {
  readonly id: string;
  readonly name: string;
  readonly kind: 'data-store' | 'external-service';
}

/**
 * Drafts an Open Threat Model for a person to complete: a component for each folder that opens ways in, with its code, the
 * data stores and services of others that it uses, and the flows between them. Assets are unrated and there are no
 * threats: what is worth what, and what may happen, the code does not say. The same repository gives the same text.
 */
export function draftModel({ name, entryPoints, packages }: Evidence): string {
  const components = [...groupByFolder(entryPoints, packages)].sort(([a], [b]) => compare(a, b));
  const outsides = new Map<string, Outside>();
  const uses: { readonly component: string; readonly outside: Outside }[] = [];
  for (const [folder] of components)
    for (const outside of outsidesOf(packages, folder)) {
      outsides.set(outside.id, outside);
      uses.push({ component: idOf(folder), outside });
    }
  const known = [...outsides.values()].sort((a, b) => compare(a.id, b.id));
  const stores = known.filter(({ kind }) => kind === 'data-store');
  const model = {
    otmVersion: '0.2.0',
    project: { name, id: idOf(name), attributes: { reviewed: null } },
    assets: stores.map(({ id, name: store }) => ({
      name: `Data in ${store}`,
      id: `data-${id}`,
      risk: { confidentiality: 0, integrity: 0, availability: 0 },
    })),
    trustZones: [
      { id: 'internet', name: 'Internet', risk: { trustRating: 10 } },
      { id: 'private', name: 'Private', risk: { trustRating: 80 } },
      ...(known.length > stores.length
        ? [{ id: 'services', name: 'Services of others', risk: { trustRating: 40 } }]
        : []),
    ],
    components: [
      {
        id: 'users',
        name: 'Users',
        type: 'web-client',
        parent: { trustZone: 'internet' },
        tags: ['external'],
      },
      ...components.map(([folder, entries]) => {
        const processed = uses
          .filter(({ component, outside }) => component === idOf(folder) && outside.kind === 'data-store')
          .map(({ outside }) => `data-${outside.id}`);
        return {
          id: idOf(folder),
          name: folder === '' ? name : folder,
          type: typeOf(entries),
          description: described(entries),
          parent: { trustZone: 'private' },
          ...(processed.length > 0 && { assets: { processed } }),
          attributes: { paths: [folder === '' ? '**' : `/${folder}/`] },
        };
      }),
      ...known.map(({ id, name: shown, kind }) => ({
        id,
        name: shown,
        type: kind,
        parent: { trustZone: kind === 'data-store' ? 'private' : 'services' },
        tags: ['external'],
        ...(kind === 'data-store' && { assets: { stored: [`data-${id}`] } }),
      })),
    ],
    dataflows: [
      ...components
        .filter(([, entries]) => entries.some(({ kind }) => kind !== 'queue'))
        .map(([folder]) => flowOf('users', idOf(folder))),
      ...uses.map(({ component, outside }) => flowOf(component, outside.id)),
    ],
    threats: [],
    mitigations: [],
  };
  return `${header}${stringify(model, { lineWidth: 120 })}`;
}

const header = `# A draft of what the repository shows. To complete: rate the assets (0 to 100), correct the trust zones, add threats with likelihood
# and impact, mitigations with their state, and the day of the review. What is missing: scrutineer threat-model check
`;

function flowOf(source: string, destination: string): object {
  return { id: `${source}-to-${destination}`, name: `${source} to ${destination}`, source, destination };
}

/** Two levels below a package, as `services/pay/src/routes`, say what a part is about; deeper ones are its insides. */
function groupByFolder(
  entries: readonly EntryPoint[],
  packages: Evidence['packages'],
): ReadonlyMap<string, readonly EntryPoint[]> {
  const groups = new Map<string, EntryPoint[]>();
  for (const entry of [...entries].sort((a, b) => compare(a.path, b.path) || a.line - b.line)) {
    const folder = posix.dirname(entry.path) === '.' ? '' : posix.dirname(entry.path);
    const root = manifestAbove(packages, folder) ?? '';
    const below = folder
      .slice(root === '' ? 0 : root.length + 1)
      .split('/')
      .slice(0, 2);
    const group = [root, ...below].filter((part) => part !== '').join('/');
    groups.set(group, [...(groups.get(group) ?? []), entry]);
  }
  return groups;
}

function manifestAbove(packages: Evidence['packages'], folder: string): string | undefined {
  for (let at = folder; ; at = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : '') {
    if (packages.has(at)) return at;
    if (at === '') return undefined;
  }
}

function outsidesOf(packages: Evidence['packages'], folder: string): readonly Outside[] {
  const root = manifestAbove(packages, folder);
  const names = root === undefined ? [] : (packages.get(root) ?? []);
  const found = clients
    .filter(({ pattern }) => names.some((name) => pattern.test(name)))
    .map(({ outside }) => outside);
  // What maps objects to rows says least of which database that is.
  const isNamed = found.some(({ id, kind }) => kind === 'data-store' && id !== 'database');
  return found.filter(({ id }) => id !== 'database' || !isNamed);
}

const store = (id: string, name: string): Outside => ({ id, name, kind: 'data-store' });
const service = (id: string, name: string): Outside => ({ id, name, kind: 'external-service' });

/** By the names of client packages of npm. */
const clients: readonly { readonly pattern: RegExp; readonly outside: Outside }[] = [
  {
    pattern: /^(?:pg|postgres|pg-promise|@neondatabase\/serverless|@vercel\/postgres)$/,
    outside: store('postgresql', 'PostgreSQL'),
  },
  { pattern: /^(?:mysql2?|mariadb)$/, outside: store('mysql', 'MySQL') },
  { pattern: /^(?:mssql|tedious)$/, outside: store('sql-server', 'SQL Server') },
  { pattern: /^(?:sqlite3|better-sqlite3|libsql|@libsql\/client)$/, outside: store('sqlite', 'SQLite') },
  { pattern: /^(?:mongodb|mongoose)$/, outside: store('mongodb', 'MongoDB') },
  { pattern: /^(?:redis|ioredis|@upstash\/redis)$/, outside: store('redis', 'Redis') },
  { pattern: /^@aws-sdk\/(?:client|lib)-dynamodb$/, outside: store('dynamodb', 'DynamoDB') },
  { pattern: /^(?:@aws-sdk\/client-s3|minio)$/, outside: store('s3', 'S3') },
  { pattern: /^@elastic\/elasticsearch$/, outside: store('elasticsearch', 'Elasticsearch') },
  {
    pattern: /^(?:@prisma\/client|typeorm|sequelize|knex|drizzle-orm)$/,
    outside: store('database', 'Database'),
  },
  { pattern: /^stripe$/, outside: service('stripe', 'Stripe') },
  {
    pattern: /^(?:@sendgrid\/mail|nodemailer|resend|postmark|mailgun\.js)$/,
    outside: service('mail', 'Mail'),
  },
  { pattern: /^twilio$/, outside: service('twilio', 'Twilio') },
  { pattern: /^(?:openai|@anthropic-ai\/sdk)$/, outside: service('language-model', 'Language model') },
  {
    pattern: /^(?:auth0|@auth0\/.*|@clerk\/.*|@okta\/.*)$/,
    outside: service('identity', 'Identity provider'),
  },
  { pattern: /^@octokit\/(?:rest|core|app)$/, outside: service('github', 'GitHub') },
  { pattern: /^(?:@slack\/.*)$/, outside: service('slack', 'Slack') },
  {
    pattern: /^(?:amqplib|kafkajs|sqs-consumer|@aws-sdk\/client-sqs|nats)$/,
    outside: service('message-broker', 'Message broker'),
  },
];

function typeOf(entries: readonly EntryPoint[]): string {
  const kinds = new Set(entries.map(({ kind }) => kind));
  if (kinds.has('route') || kinds.has('listener')) return 'web-service';
  if (kinds.has('handler')) return 'function';
  return kinds.has('queue') ? 'worker' : 'infrastructure';
}

/** The first ways in, and how many more. */
function described(entries: readonly EntryPoint[]): string {
  const names = [...new Set(entries.map(({ kind, name }) => (kind === 'route' ? name : `${kind} ${name}`)))];
  const left = names.length - maxNames;
  return `Ways in: ${names.slice(0, maxNames).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

const maxNames = 8;

function idOf(text: string): string {
  const id = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return id === '' ? 'main' : id;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
