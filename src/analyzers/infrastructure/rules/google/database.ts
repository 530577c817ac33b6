import { listOf, textOf } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { tf } from '../resources/examples.js';
import { settingRule, weaknesses } from '../resources/setting.js';
import { isEverywhere, isMissing, isOneOf, isTrue } from '../resources/tests.js';
import type { Severity } from '../../../../model/severity.js';

const docs = 'https://cloud.google.com';

interface FlagGroup {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly weakness: keyof typeof weaknesses;
  readonly why: string;
  readonly advice: string;
  readonly references: readonly string[];
  /** By name of the flag: which values are the flaw, and what follows from it. */
  readonly flags: Readonly<Record<string, readonly [bad: RegExp, says: string]>>;
  readonly flawed: readonly (readonly [name: string, value: string])[];
  readonly sound: readonly (readonly [name: string, value: string])[];
}

const on = /^(?:on|true|1)$/i;
const off = /^(?:off|false|0)$/i;

/** Flags of the databases themselves, from the CIS benchmark of Google Cloud, section 6. */
const groups: readonly FlagGroup[] = [
  {
    id: 'google-database-flag-unsafe',
    title: 'Database of Google Cloud with an unsafe flag',
    severity: 'medium',
    weakness: 'protection',
    why: 'The flag lets a login reach other databases, files or programs of the server, which a single injected query then does too.',
    advice: 'Remove the flag, or set it to the safe value, which is its default in most versions.',
    references: [`${docs}/sql/docs/mysql/flags`, `${docs}/sql/docs/sqlserver/flags`],
    flags: {
      local_infile: [on, 'Clients of {} may be made to send their files.'],
      'cross db ownership chaining': [on, 'Rights in one database of {} count in others.'],
      'contained database authentication': [on, 'Databases of {} keep logins of their own.'],
      'external scripts enabled': [on, 'Queries to {} may run scripts.'],
      'remote access': [on, 'Other servers may run procedures of {}.'],
    },
    flawed: [
      ['local_infile', 'on'],
      ['cross db ownership chaining', 'on'],
    ],
    sound: [
      ['local_infile', 'off'],
      ['max_connections', '100'],
    ],
  },
  {
    id: 'google-database-flag-unlogged',
    title: 'Database of Google Cloud that records too little',
    severity: 'low',
    weakness: 'logging',
    why: 'The flag switches off a record of logins, statements or waits, so that an attack leaves no trace in the log of the server.',
    advice: 'Set the flag to `on`, or leave it out where that is the default.',
    references: [`${docs}/sql/docs/postgres/flags`],
    flags: {
      log_checkpoints: [off, '{} does not record checkpoints.'],
      log_connections: [off, '{} does not record who connects.'],
      log_disconnections: [off, '{} does not record who leaves.'],
      log_lock_waits: [off, '{} does not record long waits.'],
      'cloudsql.enable_pgaudit': [off, '{} keeps no audit log.'],
      'pgaudit.log': [/^none$/i, '{} keeps no audit log.'],
      log_statement: [/^none$/i, '{} does not record changes to tables.'],
      log_min_messages: [/^(?:log|fatal|panic)$/i, '{} does not record errors.'],
      log_min_error_statement: [/^(?:log|fatal|panic)$/i, '{} does not record what failed.'],
      '3625': [off, '{} shows callers more of its errors than they need.'],
    },
    flawed: [
      ['log_connections', 'off'],
      ['log_statement', 'none'],
    ],
    sound: [
      ['log_connections', 'on'],
      ['log_statement', 'ddl'],
    ],
  },
  {
    id: 'google-database-flag-leaking',
    title: 'Database of Google Cloud that writes queries to its log',
    severity: 'low',
    weakness: 'logging',
    why: 'The log gets whole statements with what is in them, passwords and personal data too, and more people read logs than tables.',
    advice: 'Set `log_min_duration_statement` to `-1`, and look for slow queries by Query Insights.',
    references: [`${docs}/sql/docs/postgres/flags`],
    flags: {
      log_min_duration_statement: [/^(?!-1$)-?\d+$/, '{} writes queries to its log.'],
      log_statement: [/^all$/i, '{} writes every query to its log.'],
    },
    flawed: [
      ['log_min_duration_statement', '500'],
      ['log_statement', 'all'],
    ],
    sound: [
      ['log_min_duration_statement', '-1'],
      ['log_statement', 'ddl'],
    ],
  },
];

const flagRules = groups.map((group): ResourceRule => {
  const example = ([name, value]: readonly [string, string], mark = ''): ReturnType<typeof tf> =>
    tf(
      'google_sql_database_instance',
      `settings {\n  database_flags {\n    name = "${name}"\n    value = "${value}"${mark}\n  }\n}`,
    );
  return {
    id: group.id,
    title: group.title,
    severity: group.severity,
    confidence: group.id === 'google-database-flag-leaking' ? 'medium' : 'high',
    ...weaknesses[group.weakness],
    ...(group.id === 'google-database-flag-leaking' && { cwe: [532] }),
    asvs: [],
    languages: ['terraform'],
    description: group.why,
    remediation: group.advice,
    references: group.references,
    examples: {
      bad: group.flawed.map((flag) => example(flag, ' ◄')),
      good: group.sound.map((flag) => example(flag)),
    },
    resources: ['google_sql_database_instance'],
    *check({ name, address, settings }) {
      for (const part of listOf(settings.get('settings')))
        for (const flag of listOf(part.get('database_flags'))) {
          const flagName = textOf(flag.get('name')) ?? '';
          const value = flag.get('value');
          const found = group.flags[flagName];
          if (!found || !value?.known || !found[0].test(textOf(value) ?? '')) continue;
          yield {
            message: found[1].replace('{}', `\`${name}\``),
            span: value.span,
            scope: address,
            anchor: flagName,
          };
        }
    },
  };
});

export const googleDatabaseRules: readonly ResourceRule[] = [
  ...flagRules,
  settingRule({
    id: 'google-alloydb-exposed',
    title: 'AlloyDB instance that the internet reaches',
    severity: 'high',
    weakness: 'exposure',
    description: `The instance has an address on the internet, or takes connections without TLS: passwords are all that guards the data, and they may be read on the way.`,
    remediation: 'Leave `enable_public_ip` off, and keep `ssl_mode = "ENCRYPTED_ONLY"`.',
    references: [`${docs}/alloydb/docs/connect-public-ip`],
    checks: [
      {
        at: { google_alloydb_instance: 'network_config.authorized_external_networks.cidr_range' },
        bad: isEverywhere,
        severity: 'critical',
        says: 'Every address may connect to {}.',
      },
      {
        at: { google_alloydb_instance: 'network_config.enable_public_ip' },
        bad: isTrue,
        when: { 'network_config.authorized_external_networks': isMissing },
        severity: 'medium',
        says: '{} has an address on the internet.',
        fix: 'false',
      },
      {
        at: { google_alloydb_instance: 'client_connection_config.ssl_config.ssl_mode' },
        bad: isOneOf('ALLOW_UNENCRYPTED_AND_ENCRYPTED'),
        severity: 'medium',
        says: '{} takes connections without TLS.',
        fix: '"ENCRYPTED_ONLY"',
      },
    ],
    bad: [
      tf('google_alloydb_instance', 'network_config {\n  enable_public_ip = true ◄\n}'),
      tf(
        'google_alloydb_instance',
        'network_config {\n  enable_public_ip = true\n  authorized_external_networks {\n    cidr_range = "0.0.0.0/0" ◄\n  }\n}',
      ),
    ],
    good: [
      tf('google_alloydb_instance', 'network_config {\n  enable_public_ip = false\n}'),
      tf('google_alloydb_instance', 'instance_type = "PRIMARY"'),
    ],
  }),
  settingRule({
    id: 'google-cache-anonymous',
    title: 'Cache of Google Cloud without a password',
    severity: 'low',
    confidence: 'medium',
    weakness: 'authentication',
    description: `Whatever runs in the network of the cache reads and changes all that it holds, sessions included, without a password.`,
    remediation: 'Set `auth_enabled = true`, with `transit_encryption_mode = "SERVER_AUTHENTICATION"`.',
    references: [`${docs}/memorystore/docs/redis/about-redis-auth`],
    checks: [
      {
        at: { google_redis_instance: 'auth_enabled' },
        bad: (item) => isMissing(item) || textOf(item)?.toLowerCase() === 'false',
        says: '{} asks for no password.',
        fix: 'true',
      },
      {
        at: { google_redis_cluster: 'authorization_mode' },
        bad: isOneOf('AUTH_MODE_DISABLED'),
        says: '{} asks for no password.',
        fix: '"AUTH_MODE_IAM_AUTH"',
      },
    ],
    bad: [
      tf('google_redis_instance', 'auth_enabled = false ◄'),
      tf('google_redis_instance ◄', 'memory_size_gb = 1'),
    ],
    good: [
      tf('google_redis_instance', 'auth_enabled = true'),
      tf('google_redis_instance', 'auth_enabled = var.auth'),
    ],
  }),
  settingRule({
    id: 'google-cache-plaintext',
    title: 'Cache of Google Cloud that talks in the clear',
    severity: 'low',
    weakness: 'transport',
    description: `What is sent to the cache and its password are not encrypted: whoever is in the network on the way reads and changes them.`,
    remediation: 'Set `transit_encryption_mode = "SERVER_AUTHENTICATION"`; it needs a new instance.',
    references: [`${docs}/memorystore/docs/redis/about-in-transit-encryption`],
    checks: [
      {
        at: { google_redis_instance: 'transit_encryption_mode' },
        bad: isOneOf('DISABLED'),
        says: '{} talks in the clear.',
        fix: '"SERVER_AUTHENTICATION"',
      },
      {
        at: { google_redis_cluster: 'transit_encryption_mode' },
        bad: isOneOf('TRANSIT_ENCRYPTION_MODE_DISABLED'),
        says: '{} talks in the clear.',
        fix: '"TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION"',
      },
      {
        at: { google_redis_instance: 'transit_encryption_mode' },
        bad: isMissing,
        mayBeSeenTo: true,
        says: '{} talks in the clear.',
      },
    ],
    bad: [
      tf('google_redis_instance', 'transit_encryption_mode = "DISABLED" ◄'),
      tf('google_redis_cluster', 'transit_encryption_mode = "TRANSIT_ENCRYPTION_MODE_DISABLED" ◄'),
    ],
    good: [
      tf('google_redis_instance', 'transit_encryption_mode = "SERVER_AUTHENTICATION"'),
      tf('google_redis_instance', 'transit_encryption_mode = var.mode'),
    ],
  }),
];
