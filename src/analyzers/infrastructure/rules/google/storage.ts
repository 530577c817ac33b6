import type { ResourceRule } from '../../resource-rule.js';
import { tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, isPresent, isFalse, isOff, isOn, isOneOf, isEverywhere } from '../resources/tests.js';

const docs = 'https://cloud.google.com';

export const googleStorageRules: readonly ResourceRule[] = [
  settingRule({
    id: 'google-storage-weak',
    title: 'Bucket of Google Cloud with access lists of single objects',
    severity: 'medium',
    weakness: 'access',
    description: `Access lists of single objects can open what the bucket closes, and no policy shows it.`,
    remediation: 'Set `uniform_bucket_level_access = true` on the bucket.',
    references: [`${docs}/storage/docs/uniform-bucket-level-access`],
    checks: [
      {
        at: { google_storage_bucket: 'uniform_bucket_level_access' },
        bad: isOff,
        when: { bucket_policy_only: isMissing },
        says: 'Access lists of objects can open what {} closes.',
        fix: 'true',
      },
    ],
    bad: [
      tf('google_storage_bucket', 'uniform_bucket_level_access = false ◄'),
      tf('google_storage_bucket ◄', 'name = "shop"'),
    ],
    good: [
      tf('google_storage_bucket', 'uniform_bucket_level_access = true'),
      tf('google_storage_bucket', 'uniform_bucket_level_access = var.uniform'),
    ],
  }),
  settingRule({
    id: 'google-storage-versioning-off',
    title: 'Bucket of Google Cloud whose versioning is off',
    severity: 'low',
    weakness: 'recovery',
    description: `Nothing brings back an object that is overwritten or deleted, by mistake or by somebody who demands money for it.`,
    remediation: 'Enable versioning, with a rule that deletes old versions after a while.',
    references: [`${docs}/storage/docs/object-versioning`],
    checks: [
      {
        at: { google_storage_bucket: 'versioning.enabled' },
        bad: isFalse,
        says: 'Nothing brings back what is overwritten in {}.',
        fix: 'true',
      },
    ],
    bad: [
      tf('google_storage_bucket', 'versioning {\n  enabled = false ◄\n}'),
      tf('google_storage_bucket', 'name = "shop"\nversioning {\n  enabled = false ◄\n}'),
    ],
    good: [
      tf('google_storage_bucket', 'versioning {\n  enabled = true\n}'),
      tf('google_storage_bucket', 'versioning {\n  enabled = var.keep\n}'),
    ],
  }),
  settingRule({
    id: 'google-storage-public-access-inherited',
    title: 'Bucket of Google Cloud that may be opened to everybody',
    severity: 'low',
    weakness: 'exposure',
    description: `The prevention of public access is left to the organization, so that one mistaken role opens the bucket to everybody.`,
    remediation: 'Set `public_access_prevention = "enforced"` on the bucket.',
    references: [`${docs}/storage/docs/public-access-prevention`],
    checks: [
      {
        at: { google_storage_bucket: 'public_access_prevention' },
        bad: isOneOf('inherited'),
        says: '{} may be opened to everybody.',
        fix: '"enforced"',
      },
    ],
    bad: [
      tf(
        'google_storage_bucket',
        'uniform_bucket_level_access = true\npublic_access_prevention = "inherited" ◄',
      ),
      tf('google_storage_bucket', 'public_access_prevention = "inherited" ◄'),
    ],
    good: [
      tf('google_storage_bucket', 'public_access_prevention = "enforced"'),
      tf('google_storage_bucket', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'google-database-public',
    title: 'Database of Google Cloud that every address reaches',
    severity: 'critical',
    weakness: 'exposure',
    description: `The instance lets every address in. Its passwords are then the only thing between anyone and the data.`,
    remediation: 'Remove the network, and connect by a private address or the Cloud SQL Auth Proxy.',
    references: [`${docs}/sql/docs/mysql/authorize-networks`],
    checks: [
      {
        at: { google_sql_database_instance: 'settings.ip_configuration.authorized_networks.value' },
        bad: isEverywhere,
        says: '{} lets every address in.',
      },
    ],
    bad: [
      tf(
        'google_sql_database_instance',
        'settings {\n  ip_configuration {\n    authorized_networks {\n      value = "0.0.0.0/0" ◄\n    }\n  }\n}',
      ),
      tf(
        'google_sql_database_instance',
        'settings {\n  ip_configuration {\n    ipv4_enabled = true\n    authorized_networks {\n      value = "0.0.0.0/0" ◄\n    }\n  }\n}',
      ),
    ],
    good: [
      tf(
        'google_sql_database_instance',
        'settings {\n  ip_configuration {\n    authorized_networks {\n      value = "192.0.2.0/24"\n    }\n  }\n}',
      ),
      tf(
        'google_sql_database_instance',
        'settings {\n  ip_configuration {\n    ipv4_enabled = false\n  }\n}',
      ),
    ],
  }),
  settingRule({
    id: 'google-database-public-address',
    title: 'Database of Google Cloud with a public address',
    severity: 'medium',
    weakness: 'exposure',
    description: `The instance has an address on the internet, so that a list of networks and its passwords are all that guards the data.`,
    remediation: 'Set `ipv4_enabled = false`, and name a private network.',
    references: [`${docs}/sql/docs/mysql/private-ip`],
    checks: [
      {
        at: { google_sql_database_instance: 'settings.ip_configuration.ipv4_enabled' },
        bad: isOn,
        when: {
          'settings.ip_configuration': isPresent,
          'settings.ip_configuration.private_network': isMissing,
          'settings.ip_configuration.authorized_networks': isMissing,
        },
        says: '{} has an address on the internet.',
        fix: 'false',
      },
    ],
    bad: [
      tf(
        'google_sql_database_instance',
        'settings {\n  ip_configuration {\n    ipv4_enabled = true ◄\n  }\n}',
      ),
      tf(
        'google_sql_database_instance',
        'settings {\n  ip_configuration { ◄\n    ssl_mode = "ENCRYPTED_ONLY"\n  }\n}',
      ),
    ],
    good: [
      tf(
        'google_sql_database_instance',
        'settings {\n  ip_configuration {\n    ipv4_enabled = false\n  }\n}',
      ),
      tf(
        'google_sql_database_instance',
        'settings {\n  ip_configuration {\n    private_network = "shop"\n  }\n}',
      ),
    ],
  }),
  settingRule({
    id: 'google-database-backup-off',
    title: 'Database of Google Cloud without backups',
    severity: 'medium',
    weakness: 'recovery',
    description: `No backups of the instance are made, so that what a flaw or an intruder deletes is lost for good.`,
    remediation: 'Enable the backup configuration of the instance.',
    references: [`${docs}/sql/docs/mysql/backup-recovery/backups`],
    checks: [
      {
        at: { google_sql_database_instance: 'settings.backup_configuration.enabled' },
        bad: isOff,
        when: { master_instance_name: isMissing, settings: isPresent },
        says: 'No backups of {} are made.',
        fix: 'true',
      },
    ],
    bad: [
      tf(
        'google_sql_database_instance',
        'settings {\n  backup_configuration {\n    enabled = false ◄\n  }\n}',
      ),
      tf('google_sql_database_instance', 'settings { ◄\n  tier = "db-f1-micro"\n}'),
    ],
    good: [
      tf('google_sql_database_instance', 'settings {\n  backup_configuration {\n    enabled = true\n  }\n}'),
      tf('google_sql_database_instance', 'master_instance_name = "first"'),
    ],
  }),
  settingRule({
    id: 'google-database-plaintext',
    title: 'Database of Google Cloud that takes connections in the clear',
    severity: 'medium',
    weakness: 'transport',
    description: `Clients may connect without TLS: whoever is on the way reads passwords, queries and their results.`,
    remediation: 'Set `ssl_mode = "ENCRYPTED_ONLY"`, or ask for client certificates.',
    references: [`${docs}/sql/docs/mysql/configure-ssl-instance`],
    checks: [
      {
        at: { google_sql_database_instance: 'settings.ip_configuration.require_ssl' },
        bad: isFalse,
        when: { 'settings.ip_configuration.ssl_mode': isMissing },
        says: '{} takes connections without TLS.',
        fix: 'true',
      },
      {
        at: { google_sql_database_instance: 'settings.ip_configuration.ssl_mode' },
        bad: isOneOf('ALLOW_UNENCRYPTED_AND_ENCRYPTED'),
        says: '{} takes connections without TLS.',
        fix: '"ENCRYPTED_ONLY"',
      },
      {
        at: { google_sql_database_instance: 'settings.ip_configuration.ssl_mode' },
        bad: isMissing,
        when: {
          'settings.ip_configuration': isPresent,
          'settings.ip_configuration.require_ssl': isMissing,
          'settings.ip_configuration.ipv4_enabled': isOn,
        },
        says: '{} takes connections from the internet without TLS.',
      },
    ],
    bad: [
      tf(
        'google_sql_database_instance',
        'settings {\n  ip_configuration {\n    require_ssl = false ◄\n  }\n}',
      ),
      tf(
        'google_sql_database_instance',
        'settings {\n  ip_configuration {\n    ssl_mode = "ALLOW_UNENCRYPTED_AND_ENCRYPTED" ◄\n  }\n}',
      ),
    ],
    good: [
      tf(
        'google_sql_database_instance',
        'settings {\n  ip_configuration {\n    ssl_mode = "ENCRYPTED_ONLY"\n  }\n}',
      ),
      tf('google_sql_database_instance', 'master_instance_name = "first"'),
    ],
  }),
  settingRule({
    id: 'google-dataset-public',
    title: 'Dataset that everybody with an account may read',
    severity: 'high',
    weakness: 'permission',
    description: `Everybody with any Google account may read the tables of the dataset, and take them away whole.`,
    remediation: 'Give the role to people, groups or service accounts by name.',
    references: [`${docs}/bigquery/docs/control-access-to-resources-iam`],
    checks: [
      {
        at: { google_bigquery_dataset: 'access.special_group' },
        bad: isOneOf('allAuthenticatedUsers'),
        says: 'Everybody with a Google account may read {}.',
      },
    ],
    bad: [
      tf('google_bigquery_dataset', 'access {\n  special_group = "allAuthenticatedUsers" ◄\n}'),
      tf(
        'google_bigquery_dataset',
        'access {\n  role = "READER"\n  special_group = "allAuthenticatedUsers" ◄\n}',
      ),
    ],
    good: [
      tf('google_bigquery_dataset', 'access {\n  special_group = "projectReaders"\n}'),
      tf('google_bigquery_dataset', 'dataset_id = "orders"'),
    ],
  }),
];
