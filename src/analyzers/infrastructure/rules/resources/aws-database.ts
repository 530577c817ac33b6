import { cfn, terraformFile, tf } from './examples.js';
import { settingRule } from './setting.js';
import {
  isBelow,
  isEmptyList,
  isFalse,
  isMissing,
  isOff,
  isOneOf,
  isPresent,
  isTrue,
  either,
  isNoneOf,
} from './tests.js';

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

export const awsDatabaseRules = [
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
        when: { ...isOwn, engine_mode: either(isMissing, isNoneOf('serverless')) },
        says: 'The storage of {} is not encrypted.',
        fix: 'true',
      },
      {
        at: {
          aws_neptune_cluster: 'storage_encrypted',
          aws_docdb_cluster: 'storage_encrypted',
          aws_redshift_cluster: 'encrypted',
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
          'AWS::Redshift::Cluster': 'Encrypted',
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
      cfn('AWS::Redshift::Cluster ◄', 'ClusterType: single-node'),
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
    references: [`${hub}/rds-controls.html#rds-11`, `${hub}/elasticache-controls.html#elasticache-1`],
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
      {
        at: {
          aws_elasticache_cluster: 'snapshot_retention_limit',
          aws_elasticache_replication_group: 'snapshot_retention_limit',
        },
        bad: either(isMissing, isBelow(1)),
        when: { engine: isOneOf('redis', 'valkey'), replication_group_id: isMissing },
        says: 'No backups of {} are kept.',
        fix: '7',
      },
      {
        at: {
          'AWS::ElastiCache::CacheCluster': 'SnapshotRetentionLimit',
          'AWS::ElastiCache::ReplicationGroup': 'SnapshotRetentionLimit',
        },
        bad: either(isMissing, isBelow(1)),
        when: { Engine: isOneOf('redis', 'valkey') },
        says: 'No backups of {} are kept.',
        fix: '7',
      },
    ],
    bad: [
      tf('aws_db_instance', 'backup_retention_period = 0 ◄'),
      tf('aws_elasticache_cluster ◄', 'engine = "redis"'),
      cfn('AWS::RDS::DBInstance', 'BackupRetentionPeriod: 0 ◄'),
    ],
    good: [
      tf('aws_db_instance', 'backup_retention_period = 14'),
      tf('aws_elasticache_cluster', 'engine = "memcached"'),
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
        },
        bad: isOff,
        when: {
          engine: isOneOf('mysql', 'postgres', 'mariadb', 'aurora', 'aurora-mysql', 'aurora-postgresql'),
          ...isOwn,
        },
        says: '{} is entered with passwords only.',
        fix: 'true',
      },
      {
        at: { aws_neptune_cluster: 'iam_database_authentication_enabled' },
        bad: isOff,
        says: '{} can be entered without IAM.',
        fix: 'true',
      },
      {
        at: {
          'AWS::RDS::DBInstance': 'EnableIAMDatabaseAuthentication',
          'AWS::RDS::DBCluster': 'EnableIAMDatabaseAuthentication',
        },
        bad: isOff,
        when: {
          Engine: isOneOf('mysql', 'postgres', 'mariadb', 'aurora', 'aurora-mysql', 'aurora-postgresql'),
          ...isOwnTemplate,
        },
        says: '{} is entered with passwords only.',
        fix: 'true',
      },
      {
        at: { 'AWS::Neptune::DBCluster': 'IamAuthEnabled' },
        bad: isOff,
        says: '{} can be entered without IAM.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_db_instance ◄', 'engine = "mysql"'),
      tf('aws_neptune_cluster', 'iam_database_authentication_enabled = false ◄'),
      cfn('AWS::Neptune::DBCluster', 'IamAuthEnabled: false ◄'),
    ],
    good: [
      tf('aws_db_instance', 'engine = "oracle-ee"'),
      tf('aws_neptune_cluster', 'iam_database_authentication_enabled = true'),
    ],
  }),
  settingRule({
    id: 'aws-cache-unencrypted',
    title: 'Cache without encryption',
    severity: 'medium',
    weakness: 'encryption',
    description: `What the cache writes to disk for backups and swapping, or sends between nodes and to clients, is in the clear.`,
    remediation:
      'Enable encryption at rest and in transit; both can only be chosen when the replication group is made.',
    references: [
      `${hub}/elasticache-controls.html#elasticache-4`,
      `${hub}/elasticache-controls.html#elasticache-5`,
      `${hub}/dynamodb-controls.html#dynamodb-3`,
    ],
    checks: [
      {
        at: {
          aws_elasticache_replication_group: 'at_rest_encryption_enabled',
          'AWS::ElastiCache::ReplicationGroup': 'AtRestEncryptionEnabled',
        },
        bad: isOff,
        says: '{} writes its data in the clear.',
        fix: 'true',
      },
      {
        at: {
          aws_elasticache_replication_group: 'transit_encryption_enabled',
          'AWS::ElastiCache::ReplicationGroup': 'TransitEncryptionEnabled',
        },
        bad: isOff,
        says: '{} sends its data in the clear.',
        fix: 'true',
      },
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
      tf(
        'aws_elasticache_replication_group',
        'at_rest_encryption_enabled = true\ntransit_encryption_enabled = false ◄',
      ),
      cfn('AWS::ElastiCache::ReplicationGroup ◄', 'TransitEncryptionEnabled: true'),
    ],
    good: [
      tf(
        'aws_elasticache_replication_group',
        'at_rest_encryption_enabled = true\ntransit_encryption_enabled = true',
      ),
      cfn('AWS::DAX::Cluster', 'SSESpecification:\n  SSEEnabled: true'),
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
      {
        at: { aws_dynamodb_table: 'server_side_encryption', 'AWS::DynamoDB::Table': 'SSESpecification' },
        bad: isMissing,
        says: '{} is encrypted with a key of AWS.',
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
    id: 'aws-database-reachable',
    title: 'Data service with a public address',
    severity: 'high',
    weakness: 'exposure',
    description: `The service gets an address on the internet. Its security group and its passwords are then the only things between anyone and the data.`,
    remediation: 'Keep it in private subnets, and connect through the network of the application or a VPN.',
    references: [
      `${hub}/rds-controls.html#rds-2`,
      `${hub}/redshift-controls.html#redshift-1`,
      `${hub}/dms-controls.html#dms-1`,
    ],
    checks: [
      {
        at: {
          'AWS::RDS::DBInstance': 'PubliclyAccessible',
          'AWS::Redshift::Cluster': 'PubliclyAccessible',
          'AWS::DMS::ReplicationInstance': 'PubliclyAccessible',
          aws_mq_broker: 'publicly_accessible',
          'AWS::AmazonMQ::Broker': 'PubliclyAccessible',
          aws_redshiftserverless_workgroup: 'publicly_accessible',
        },
        bad: isTrue,
        says: '{} gets an address on the internet.',
        fix: 'false',
      },
      {
        at: {
          aws_msk_cluster: 'broker_node_group_info.connectivity_info.public_access.type',
          'AWS::MSK::Cluster': 'BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess.Type',
        },
        bad: isOneOf('SERVICE_PROVIDED_EIPS'),
        says: 'The brokers of {} get addresses on the internet.',
      },
      {
        at: { 'AWS::DMS::ReplicationInstance': 'PubliclyAccessible' },
        bad: isMissing,
        says: '{} gets an address on the internet, as every replication instance of which nothing else is said.',
      },
    ],
    bad: [
      tf('aws_mq_broker', 'publicly_accessible = true ◄'),
      cfn('AWS::RDS::DBInstance', 'PubliclyAccessible: true ◄'),
    ],
    good: [
      tf('aws_mq_broker', 'publicly_accessible = false'),
      cfn('AWS::RDS::DBInstance', 'PubliclyAccessible: !Ref IsPublic'),
    ],
  }),
  settingRule({
    id: 'aws-database-logs-off',
    title: 'Database that logs nothing',
    severity: 'low',
    weakness: 'logging',
    description: `No log of the database is kept, so that after an intrusion nobody can tell what was read or changed.`,
    remediation: 'Export the audit and error logs to CloudWatch.',
    references: [
      `${hub}/documentdb-controls.html#documentdb-4`,
      `${hub}/neptune-controls.html#neptune-2`,
      `${hub}/redshift-controls.html#redshift-4`,
      `${hub}/rds-controls.html#rds-9`,
    ],
    checks: [
      {
        at: {
          aws_docdb_cluster: 'enabled_cloudwatch_logs_exports',
          aws_neptune_cluster: 'enable_cloudwatch_logs_exports',
          'AWS::DocDB::DBCluster': 'EnableCloudwatchLogsExports',
          'AWS::Neptune::DBCluster': 'EnableCloudwatchLogsExports',
          aws_db_instance: 'enabled_cloudwatch_logs_exports',
          'AWS::RDS::DBInstance': 'EnableCloudwatchLogsExports',
        },
        bad: isEmptyList,
        says: 'No log of {} is kept.',
        when: { replicate_source_db: isMissing, SourceDBInstanceIdentifier: isMissing },
      },
      {
        at: { aws_redshift_cluster: 'logging.enable' },
        bad: isOff,
        unless: { aws_redshift_logging: 'cluster_identifier' },
        says: 'No log of {} is kept.',
        fix: 'true',
      },
      {
        at: { 'AWS::Redshift::Cluster': 'LoggingProperties' },
        bad: isMissing,
        says: 'No log of {} is kept.',
      },
      {
        at: { aws_mq_broker: 'logs.general', 'AWS::AmazonMQ::Broker': 'Logs.General' },
        bad: isOff,
        says: 'No log of {} is kept.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_docdb_cluster ◄', 'cluster_identifier = "orders"'),
      cfn('AWS::Redshift::Cluster ◄', 'ClusterType: multi-node'),
    ],
    good: [
      tf('aws_docdb_cluster', 'enabled_cloudwatch_logs_exports = ["audit"]'),
      terraformFile(`
        resource "aws_redshift_cluster" "main" {
          cluster_identifier = "warehouse"
        }

        resource "aws_redshift_logging" "main" {
          cluster_identifier = aws_redshift_cluster.main.id
        }
      `),
    ],
  }),
  settingRule({
    id: 'aws-search-domain-weak',
    title: 'Search domain without encryption or access control',
    severity: 'high',
    weakness: 'encryption',
    description: `An OpenSearch or Elasticsearch domain keeps or sends its documents in the clear, or lets every caller of its network do everything. Search domains hold
copies of customer data and logs, and have leaked more records than most databases.`,
    remediation:
      'Enable encryption at rest and between nodes, enforce HTTPS, and enable fine-grained access control.',
    references: [
      `${hub}/es-controls.html#es-1`,
      `${hub}/es-controls.html#es-3`,
      `${hub}/opensearch-controls.html#opensearch-7`,
      `${hub}/opensearch-controls.html#opensearch-8`,
    ],
    checks: [
      {
        at: {
          aws_elasticsearch_domain: 'encrypt_at_rest.enabled',
          aws_opensearch_domain: 'encrypt_at_rest.enabled',
          'AWS::Elasticsearch::Domain': 'EncryptionAtRestOptions.Enabled',
          'AWS::OpenSearchService::Domain': 'EncryptionAtRestOptions.Enabled',
        },
        bad: isOff,
        says: 'The documents of {} are kept in the clear.',
        fix: 'true',
      },
      {
        at: {
          aws_elasticsearch_domain: 'node_to_node_encryption.enabled',
          aws_opensearch_domain: 'node_to_node_encryption.enabled',
          'AWS::Elasticsearch::Domain': 'NodeToNodeEncryptionOptions.Enabled',
          'AWS::OpenSearchService::Domain': 'NodeToNodeEncryptionOptions.Enabled',
        },
        bad: isOff,
        says: 'The nodes of {} talk in the clear.',
        fix: 'true',
      },
      {
        at: {
          aws_elasticsearch_domain: 'domain_endpoint_options.enforce_https',
          aws_opensearch_domain: 'domain_endpoint_options.enforce_https',
          'AWS::Elasticsearch::Domain': 'DomainEndpointOptions.EnforceHTTPS',
          'AWS::OpenSearchService::Domain': 'DomainEndpointOptions.EnforceHTTPS',
        },
        bad: isOff,
        says: '{} answers in the clear.',
        fix: 'true',
      },
      {
        at: {
          aws_elasticsearch_domain: 'advanced_security_options.enabled',
          aws_opensearch_domain: 'advanced_security_options.enabled',
          'AWS::Elasticsearch::Domain': 'AdvancedSecurityOptions.Enabled',
          'AWS::OpenSearchService::Domain': 'AdvancedSecurityOptions.Enabled',
        },
        bad: isOff,
        says: 'Whoever reaches {} may do everything in it.',
        fix: 'true',
      },
    ],
    bad: [
      tf(
        'aws_opensearch_domain',
        'encrypt_at_rest {\n  enabled = false ◄\n}\nnode_to_node_encryption {\n  enabled = true\n}\ndomain_endpoint_options {\n  enforce_https = true\n}\nadvanced_security_options {\n  enabled = true\n}',
      ),
      cfn(
        'AWS::OpenSearchService::Domain',
        'EncryptionAtRestOptions:\n  Enabled: true\nNodeToNodeEncryptionOptions:\n  Enabled: true\nDomainEndpointOptions:\n  EnforceHTTPS: false ◄\nAdvancedSecurityOptions:\n  Enabled: true',
      ),
    ],
    good: [
      tf(
        'aws_opensearch_domain',
        'encrypt_at_rest {\n  enabled = true\n}\nnode_to_node_encryption {\n  enabled = true\n}\ndomain_endpoint_options {\n  enforce_https = true\n}\nadvanced_security_options {\n  enabled = true\n}',
      ),
      tf(
        'aws_opensearch_domain',
        'encrypt_at_rest {\n  enabled = var.encrypt\n}\nnode_to_node_encryption {\n  enabled = true\n}\ndomain_endpoint_options {\n  enforce_https = true\n}\nadvanced_security_options {\n  enabled = true\n}',
      ),
    ],
  }),
  settingRule({
    id: 'aws-search-domain-logs-off',
    title: 'Search domain that logs nothing',
    severity: 'low',
    weakness: 'logging',
    description: `No audit or error log of the search domain is published, so that nobody can tell who searched for what.`,
    remediation: 'Publish the audit log and the application log to CloudWatch.',
    references: [`${hub}/es-controls.html#es-4`, `${hub}/es-controls.html#es-5`],
    checks: [
      {
        at: {
          aws_elasticsearch_domain: 'log_publishing_options',
          aws_opensearch_domain: 'log_publishing_options',
          'AWS::Elasticsearch::Domain': 'LogPublishingOptions',
          'AWS::OpenSearchService::Domain': 'LogPublishingOptions',
        },
        bad: isMissing,
        says: 'No log of {} is published.',
      },
      {
        at: {
          aws_elasticsearch_domain: 'log_publishing_options.enabled',
          aws_opensearch_domain: 'log_publishing_options.enabled',
          'AWS::Elasticsearch::Domain': 'LogPublishingOptions.INDEX_SLOW_LOGS.Enabled',
          'AWS::OpenSearchService::Domain': 'LogPublishingOptions.AUDIT_LOGS.Enabled',
        },
        bad: isFalse,
        says: 'A log of {} is switched off.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_opensearch_domain ◄', 'domain_name = "shop"'),
      cfn('AWS::OpenSearchService::Domain ◄', 'DomainName: shop'),
    ],
    good: [
      tf('aws_opensearch_domain', 'log_publishing_options {\n  log_type = "AUDIT_LOGS"\n}'),
      cfn('AWS::OpenSearchService::Domain', 'LogPublishingOptions:\n  AUDIT_LOGS:\n    Enabled: true'),
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
    id: 'aws-database-password-literal',
    title: 'Password of a data service in the template',
    severity: 'high',
    weakness: 'credential',
    description: `The password stands in the file, or is the default of a parameter. Whoever reads the repository, its history or the stack has it.`,
    remediation: 'Let the service keep it in Secrets Manager, or read it from there by a dynamic reference.',
    references: [
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html#creds',
      `https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html`,
    ],
    checks: [
      {
        at: {
          'AWS::RDS::DBInstance': 'MasterUserPassword',
          'AWS::RDS::DBCluster': 'MasterUserPassword',
          'AWS::DocDB::DBCluster': 'MasterUserPassword',
          'AWS::Redshift::Cluster': 'MasterUserPassword',
          'AWS::DMS::Endpoint': 'Password',
          'AWS::DirectoryService::MicrosoftAD': 'Password',
          'AWS::DirectoryService::SimpleAD': 'Password',
          'AWS::IAM::User': 'LoginProfile.Password',
          'AWS::AmazonMQ::Broker': 'Users.Password',
          'AWS::OpsWorks::App': 'AppSource.Password',
          'Alexa::ASK::Skill': 'AuthenticationConfiguration.ClientSecret',
          aws_db_instance: 'password',
          aws_rds_cluster: 'master_password',
          aws_docdb_cluster: 'master_password',
          aws_redshift_cluster: 'master_password',
          aws_dms_endpoint: 'password',
          aws_directory_service_directory: 'password',
          aws_mq_broker: 'user.password',
        },
        bad: (item) =>
          typeof item?.scalar === 'string' &&
          item.scalar.length > 2 &&
          !/\{\{resolve:|\$\{|^\*+$/.test(item.scalar),
        says: 'The password of {} stands in the file.',
      },
    ],
    bad: [
      cfn('AWS::RDS::DBInstance', 'MasterUserPassword: shop' + 'Pass1 ◄'),
      {
        path: 'template.yaml',
        text: 'Parameters:\n  Password:\n    Type: String\n    Default: changeme1\nResources:\n  Main:\n    Type: AWS::DocDB::DBCluster\n    Properties:\n      MasterUserPassword: !Ref Password ◄\n',
      },
    ],
    good: [
      cfn(
        'AWS::RDS::DBInstance',
        "MasterUserPassword: '{{resolve:secretsmanager:shop:SecretString:password}}'",
      ),
      tf('aws_db_instance', 'password = var.password'),
    ],
  }),
  settingRule({
    id: 'aws-msk-plaintext',
    title: 'Kafka brokers that talk in the clear',
    severity: 'high',
    weakness: 'transport',
    description: `Clients or brokers of the cluster may talk without TLS: whoever is on the network reads and changes the messages.`,
    remediation:
      'Set the encryption between clients and brokers to `TLS`, and keep the one inside the cluster on.',
    references: [
      `${hub}/msk-controls.html#msk-1`,
      'https://docs.aws.amazon.com/msk/latest/developerguide/msk-encryption.html',
    ],
    checks: [
      {
        at: {
          aws_msk_cluster: 'encryption_info.encryption_in_transit.client_broker',
          'AWS::MSK::Cluster': 'EncryptionInfo.EncryptionInTransit.ClientBroker',
        },
        bad: isOneOf('PLAINTEXT', 'TLS_PLAINTEXT'),
        says: 'Clients may talk to {} in the clear.',
      },
      {
        at: {
          aws_msk_cluster: 'encryption_info.encryption_in_transit.in_cluster',
          'AWS::MSK::Cluster': 'EncryptionInfo.EncryptionInTransit.InCluster',
        },
        bad: isFalse,
        says: 'The brokers of {} talk in the clear.',
        fix: 'true',
      },
      {
        at: { aws_msk_cluster: 'encryption_info', 'AWS::MSK::Cluster': 'EncryptionInfo' },
        bad: isMissing,
        severity: 'low',
        says: '{} says nothing of encryption, so its data is kept with a key of AWS.',
      },
    ],
    bad: [
      tf(
        'aws_msk_cluster',
        'encryption_info {\n  encryption_in_transit {\n    client_broker = "TLS_PLAINTEXT" ◄\n  }\n}',
      ),
      cfn('AWS::MSK::Cluster', 'EncryptionInfo:\n  EncryptionInTransit:\n    InCluster: false ◄'),
    ],
    good: [
      tf(
        'aws_msk_cluster',
        'encryption_info {\n  encryption_in_transit {\n    client_broker = "TLS"\n  }\n}',
      ),
      cfn('AWS::MSK::Cluster', 'EncryptionInfo:\n  EncryptionInTransit:\n    InCluster: true'),
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
