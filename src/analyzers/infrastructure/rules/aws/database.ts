import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import {
  isMissing,
  isPresent,
  isFalse,
  isOff,
  either,
  isOneOf,
  isNoneOf,
  isBelow,
} from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';
/** What is restored, or is a copy or member of another, takes these settings from there. */
const isOwn = {
  snapshot_identifier: isMissing,
  replicate_source_db: isMissing,
  replication_source_identifier: isMissing,
};
const isOwnTemplate = {
  DBSnapshotIdentifier: isMissing,
  SourceDBInstanceIdentifier: isMissing,
  DBClusterIdentifier: isMissing,
};

export const awsDatabaseRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-database-unencrypted',
    title: 'Database storage without encryption',
    severity: 'high',
    weakness: 'encryption',
    description: `The storage of the database, its snapshots and its copies are written in the clear. Whoever gets hold of a snapshot reads all of it,
and encryption cannot be switched on later without a copy of the database.`,
    remediation:
      'Switch the encryption of the storage on, with a key of your own in KMS where access to it has to be governed.',
    references: [
      `${hub}/rds-controls.html#rds-3`,
      'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html',
    ],
    checks: [
      {
        at: { aws_db_instance: 'storage_encrypted', aws_rds_cluster: 'storage_encrypted' },
        bad: isOff,
        when: { ...isOwn, engine_mode: either(isMissing, isNoneOf('serverless')), kms_key_id: isMissing },
        says: 'The storage of {} is not encrypted.',
        fix: 'true',
      },
      {
        at: {
          aws_neptune_cluster: 'storage_encrypted',
          aws_docdb_cluster: 'storage_encrypted',
          aws_rds_global_cluster: 'storage_encrypted',
        },
        bad: isOff,
        when: { snapshot_identifier: isMissing, source_db_cluster_identifier: isMissing },
        says: 'The storage of {} is not encrypted.',
        fix: 'true',
      },
      {
        at: {
          'AWS::RDS::DBInstance': 'StorageEncrypted',
          'AWS::RDS::DBCluster': 'StorageEncrypted',
          'AWS::Neptune::DBCluster': 'StorageEncrypted',
          'AWS::DocDB::DBCluster': 'StorageEncrypted',
        },
        bad: isOff,
        when: { ...isOwnTemplate, SnapshotIdentifier: isMissing },
        says: 'The storage of {} is not encrypted.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_db_instance', 'engine = "postgres"\nstorage_encrypted = false ◄'),
      tf('aws_neptune_cluster ◄', 'cluster_identifier = "graph"'),
      cfn('AWS::RDS::DBInstance', 'Engine: postgres\nStorageEncrypted: false ◄'),
    ],
    good: [
      tf('aws_db_instance', 'engine = "postgres"\nstorage_encrypted = true'),
      tf('aws_db_instance', 'replicate_source_db = aws_db_instance.first.identifier'),
      tf('aws_docdb_cluster', 'storage_encrypted = var.encrypted'),
      cfn('AWS::RDS::DBInstance', 'DBClusterIdentifier: !Ref Cluster'),
    ],
  }),
  settingRule({
    id: 'aws-database-backup-off',
    title: 'Database without automatic backups',
    severity: 'medium',
    weakness: 'recovery',
    description: `With a retention of 0 days no backups are made. A mistaken statement, a flaw or an intruder who deletes data is then final.`,
    remediation: 'Keep automatic backups for at least 7 days.',
    references: [`${hub}/rds-controls.html#rds-11`],
    checks: [
      {
        at: {
          aws_db_instance: 'backup_retention_period',
          'AWS::RDS::DBInstance': 'BackupRetentionPeriod',
          aws_redshift_cluster: 'automated_snapshot_retention_period',
          'AWS::Redshift::Cluster': 'AutomatedSnapshotRetentionPeriod',
        },
        bad: isBelow(1),
        says: 'No backups of {} are kept.',
        fix: '7',
      },
      {
        at: { aws_db_instance: 'backup_retention_period' },
        bad: isMissing,
        when: isOwn,
        says: 'No backups of {} are kept: 0 days is what Terraform sets.',
      },
    ],
    bad: [
      tf('aws_db_instance', 'backup_retention_period = 0 ◄'),
      cfn('AWS::RDS::DBInstance', 'BackupRetentionPeriod: 0 ◄'),
    ],
    good: [
      tf('aws_db_instance', 'backup_retention_period = 14'),
      cfn('AWS::RDS::DBInstance', 'BackupRetentionPeriod: !Ref Days'),
    ],
  }),
  settingRule({
    id: 'aws-database-deletion-unprotected',
    title: 'Database that one call deletes',
    severity: 'low',
    weakness: 'recovery',
    description: `Without deletion protection a mistaken apply, or anyone with the right to delete, removes the database in one call.`,
    remediation: 'Set deletion protection on databases that hold data which has to last.',
    references: [
      `${hub}/rds-controls.html#rds-8`,
      `${hub}/rds-controls.html#rds-7`,
      `${hub}/documentdb-controls.html#documentdb-5`,
    ],
    checks: [
      {
        at: {
          aws_db_instance: 'deletion_protection',
          aws_rds_cluster: 'deletion_protection',
          aws_docdb_cluster: 'deletion_protection',
          aws_neptune_cluster: 'deletion_protection',
          'AWS::RDS::DBInstance': 'DeletionProtection',
          'AWS::RDS::DBCluster': 'DeletionProtection',
          'AWS::DocDB::DBCluster': 'DeletionProtection',
          'AWS::Neptune::DBCluster': 'DeletionProtection',
          aws_dynamodb_table: 'deletion_protection_enabled',
          'AWS::DynamoDB::Table': 'DeletionProtectionEnabled',
        },
        bad: isFalse,
        says: 'One call deletes {}.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_db_instance', 'deletion_protection = false ◄'),
      cfn('AWS::RDS::DBCluster', 'DeletionProtection: false ◄'),
    ],
    good: [
      tf('aws_db_instance', 'deletion_protection = var.is_production'),
      cfn('AWS::RDS::DBCluster', 'DeletionProtection: true'),
    ],
  }),
  settingRule({
    id: 'aws-database-iam-login-off',
    title: 'Database that knows only passwords',
    severity: 'low',
    confidence: 'medium',
    weakness: 'authentication',
    cwe: [287],
    description: `Without authentication by IAM the database is entered with passwords that live in configuration, do not expire, and are not tied to a person or role.`,
    remediation: 'Enable authentication by IAM, and let applications log in with short-lived tokens.',
    references: [`${hub}/rds-controls.html#rds-10`, `${hub}/neptune-controls.html#neptune-7`],
    checks: [
      {
        at: {
          aws_db_instance: 'iam_database_authentication_enabled',
          aws_rds_cluster: 'iam_database_authentication_enabled',
          aws_neptune_cluster: 'iam_database_authentication_enabled',
          'AWS::RDS::DBInstance': 'EnableIAMDatabaseAuthentication',
          'AWS::RDS::DBCluster': 'EnableIAMDatabaseAuthentication',
          'AWS::Neptune::DBCluster': 'IamAuthEnabled',
        },
        bad: isFalse,
        says: '{} is entered with passwords only.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_db_instance', 'engine = "mysql"\niam_database_authentication_enabled = false ◄'),
      tf('aws_neptune_cluster', 'iam_database_authentication_enabled = false ◄'),
      cfn('AWS::Neptune::DBCluster', 'IamAuthEnabled: false ◄'),
    ],
    good: [
      tf('aws_db_instance', 'engine = "oracle-ee"'),
      tf('aws_neptune_cluster', 'iam_database_authentication_enabled = true'),
    ],
  }),
  settingRule({
    id: 'aws-dynamodb-recovery-off',
    title: 'DynamoDB table without point-in-time recovery',
    severity: 'low',
    weakness: 'recovery',
    description: `Without point-in-time recovery nothing brings back items that a flaw or an intruder changed or deleted.`,
    remediation: 'Enable point-in-time recovery on tables whose data is not made from something else.',
    references: [`${hub}/dynamodb-controls.html#dynamodb-2`],
    checks: [
      {
        at: {
          aws_dynamodb_table: 'point_in_time_recovery.enabled',
          'AWS::DynamoDB::Table': 'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled',
        },
        bad: isOff,
        says: 'Nothing brings back what is changed in {}.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_dynamodb_table', 'name = "orders"\npoint_in_time_recovery {\n  enabled = false ◄\n}'),
      cfn('AWS::DynamoDB::Table ◄', 'TableName: orders'),
    ],
    good: [
      tf('aws_dynamodb_table', 'name = "orders"\npoint_in_time_recovery {\n  enabled = true\n}'),
      cfn(
        'AWS::DynamoDB::Table',
        'PointInTimeRecoverySpecification:\n  PointInTimeRecoveryEnabled: !Ref Recovery',
      ),
    ],
  }),
  settingRule({
    id: 'aws-dynamodb-own-key-missing',
    title: 'DynamoDB table encrypted with a key of AWS',
    severity: 'low',
    weakness: 'encryption',
    description: `DynamoDB always encrypts, but with a key that AWS owns: whoever may read the table may read the data, and no use of the key is logged.`,
    remediation:
      'Enable server-side encryption with a key of your own in KMS for tables with sensitive data.',
    references: ['https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/EncryptionAtRest.html'],
    checks: [
      {
        at: {
          aws_dynamodb_table: 'server_side_encryption.enabled',
          'AWS::DynamoDB::Table': 'SSESpecification.SSEEnabled',
        },
        bad: isFalse,
        says: '{} is encrypted with a key of AWS.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_dynamodb_table', 'server_side_encryption {\n  enabled = false ◄\n}'),
      cfn('AWS::DynamoDB::Table', 'SSESpecification:\n  SSEEnabled: false ◄'),
    ],
    good: [
      tf('aws_dynamodb_table', 'server_side_encryption {\n  enabled = true\n}'),
      cfn('AWS::DynamoDB::Table', 'SSESpecification:\n  SSEEnabled: true'),
    ],
  }),
  settingRule({
    id: 'aws-dax-unencrypted',
    title: 'Cache of DynamoDB without encryption',
    severity: 'medium',
    weakness: 'encryption',
    description: `What the cache writes to the disks of its nodes is in the clear, although the table itself is encrypted.`,
    remediation: 'Enable server-side encryption; it can only be chosen when the cluster is made.',
    references: [`${hub}/dynamodb-controls.html#dynamodb-3`],
    checks: [
      {
        at: {
          aws_dax_cluster: 'server_side_encryption.enabled',
          'AWS::DAX::Cluster': 'SSESpecification.SSEEnabled',
        },
        bad: isOff,
        says: '{} writes its data in the clear.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_dax_cluster', 'server_side_encryption {\n  enabled = false ◄\n}'),
      cfn('AWS::DAX::Cluster ◄', 'ReplicationFactor: 1'),
    ],
    good: [
      tf('aws_dax_cluster', 'server_side_encryption {\n  enabled = true\n}'),
      cfn('AWS::DAX::Cluster', 'SSESpecification:\n  SSEEnabled: true'),
    ],
  }),
  settingRule({
    id: 'aws-database-certificate-old',
    title: 'Database with an expired certificate authority',
    severity: 'medium',
    weakness: 'cipher',
    cwe: [298],
    description: `The certificate of the database is signed by an authority whose root expired in 2020 or 2024. Clients that verify it cannot connect, and so people switch the check off.`,
    remediation: 'Use `rds-ca-rsa2048-g1` or a later authority.',
    references: [
      'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL-certificate-rotation.html',
    ],
    checks: [
      {
        at: {
          aws_db_instance: 'ca_cert_identifier',
          aws_rds_cluster_instance: 'ca_cert_identifier',
          'AWS::RDS::DBInstance': 'CACertificateIdentifier',
        },
        bad: isOneOf('rds-ca-2015', 'rds-ca-2019'),
        says: 'The certificate authority of {} has expired.',
      },
    ],
    bad: [
      tf('aws_db_instance', 'ca_cert_identifier = "rds-ca-2019" ◄'),
      cfn('AWS::RDS::DBInstance', 'CACertificateIdentifier: rds-ca-2015 ◄'),
    ],
    good: [
      tf('aws_db_instance', 'ca_cert_identifier = "rds-ca-rsa2048-g1"'),
      cfn('AWS::RDS::DBInstance', 'Engine: postgres'),
    ],
  }),
  settingRule({
    id: 'aws-snapshot-shared',
    title: 'Snapshot shared with everybody',
    severity: 'critical',
    weakness: 'exposure',
    description: `A snapshot that is shared with \`all\` can be restored by every account of AWS, and read whole.`,
    remediation: 'Share with the accounts that need it, by number.',
    references: [`${hub}/rds-controls.html#rds-1`],
    checks: [
      {
        at: {
          aws_db_snapshot: 'shared_accounts',
          aws_db_snapshot_copy: 'shared_accounts',
          aws_db_cluster_snapshot: 'shared_accounts',
        },
        bad: (item) => isPresent(item) && (item?.items ?? []).some((part) => part.scalar === 'all'),
        says: 'Every account of AWS may restore {}.',
      },
    ],
    bad: [
      tf('aws_db_snapshot', 'shared_accounts = ["all"] ◄'),
      tf('aws_db_cluster_snapshot', 'shared_accounts = ["123456789012", "all"] ◄'),
    ],
    good: [
      tf('aws_db_snapshot', 'shared_accounts = ["123456789012"]'),
      tf('aws_db_snapshot', 'shared_accounts = var.accounts'),
    ],
  }),
];
