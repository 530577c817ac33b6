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
          aws_docdb_global_cluster: 'storage_encrypted',
          aws_neptune_global_cluster: 'storage_encrypted',
        },
        bad: isOff,
        when: {
          snapshot_identifier: isMissing,
          source_db_cluster_identifier: isMissing,
        },
        says: 'The storage of {} is not encrypted.',
        fix: 'true',
      },
      {
        at: { 'AWS::RDS::GlobalCluster': 'StorageEncrypted' },
        bad: isOff,
        when: { SourceDBClusterIdentifier: isMissing },
        says: 'The storage of {} is not encrypted.',
        fix: 'true',
      },
      {
        at: {
          'AWS::RDS::DBInstance': 'StorageEncrypted',
        },
        bad: isOff,
        when: isOwnTemplate,
        says: 'The storage of {} is not encrypted.',
        fix: 'true',
      },
      {
        at: {
          'AWS::RDS::DBCluster': 'StorageEncrypted',
          'AWS::Neptune::DBCluster': 'StorageEncrypted',
          'AWS::DocDB::DBCluster': 'StorageEncrypted',
        },
        bad: isOff,
        when: {
          EngineMode: either(isMissing, isNoneOf('serverless')),
          KmsKeyId: isMissing,
          SnapshotIdentifier: isMissing,
          SourceDBClusterIdentifier: isMissing,
          GlobalClusterIdentifier: isMissing,
        },
        says: 'The storage of {} is not encrypted.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_db_instance', 'engine = "postgres"\nstorage_encrypted = false ◄'),
      tf('aws_neptune_cluster ◄', 'cluster_identifier = "graph"'),
      cfn('AWS::RDS::DBInstance', 'Engine: postgres\nStorageEncrypted: false ◄'),
      cfn('AWS::RDS::DBCluster ◄', 'Engine: aurora-postgresql\nDBClusterIdentifier: orders'),
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
          aws_rds_global_cluster: 'deletion_protection',
          'AWS::RDS::GlobalCluster': 'DeletionProtection',
          aws_dynamodb_table: 'deletion_protection_enabled',
          'AWS::DynamoDB::Table': 'DeletionProtectionEnabled',
          'AWS::DynamoDB::GlobalTable': 'Replicas.DeletionProtectionEnabled',
          aws_qldb_ledger: 'deletion_protection',
          'AWS::QLDB::Ledger': 'DeletionProtection',
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
    references: [`${hub}/rds-controls.html#rds-10`, `${hub}/rds-controls.html#rds-12`],
    checks: [
      {
        at: {
          aws_db_instance: 'iam_database_authentication_enabled',
          aws_rds_cluster: 'iam_database_authentication_enabled',
          'AWS::RDS::DBInstance': 'EnableIAMDatabaseAuthentication',
          'AWS::RDS::DBCluster': 'EnableIAMDatabaseAuthentication',
        },
        bad: isFalse,
        says: '{} is entered with passwords only.',
        fix: 'true',
      },
      {
        at: { aws_db_instance: 'iam_database_authentication_enabled' },
        bad: isMissing,
        when: { engine: isOneOf('mysql', 'postgres') },
        mayBeSeenTo: true,
        says: '{} is entered with passwords only.',
      },
      {
        at: { 'AWS::RDS::DBInstance': 'EnableIAMDatabaseAuthentication' },
        bad: isMissing,
        when: { Engine: isOneOf('mysql', 'postgres') },
        mayBeSeenTo: true,
        says: '{} is entered with passwords only.',
      },
    ],
    bad: [
      tf('aws_db_instance', 'engine = "mysql"\niam_database_authentication_enabled = false ◄'),
      tf('aws_rds_cluster', 'iam_database_authentication_enabled = false ◄'),
      cfn('AWS::RDS::DBInstance', 'Engine: postgres\nEnableIAMDatabaseAuthentication: false ◄'),
    ],
    good: [
      tf('aws_db_instance', 'engine = "oracle-ee"'),
      tf('aws_rds_cluster', 'iam_database_authentication_enabled = true'),
    ],
  }),
  settingRule({
    id: 'aws-database-certificate-old',
    title: 'Database with an expired certificate authority',
    severity: 'medium',
    weakness: 'cipher',
    cwe: [324],
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
          aws_docdb_cluster_instance: 'ca_cert_identifier',
          'AWS::DocDB::DBInstance': 'CACertificateIdentifier',
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
