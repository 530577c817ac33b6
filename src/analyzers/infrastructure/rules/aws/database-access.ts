import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isPresent, isTrue, isOff, isOn, isEmptyList, isOneOf } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';
export const awsDatabaseAccessRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-database-reachable',
    title: 'Database with a public address',
    severity: 'high',
    weakness: 'exposure',
    description: `The database gets an address on the internet. Its security group and its passwords are then the only things between anyone and the data.`,
    remediation: 'Keep it in private subnets, and connect through the network of the application or a VPN.',
    references: [`${hub}/rds-controls.html#rds-2`, `${hub}/redshift-controls.html#redshift-1`],
    checks: [
      {
        at: {
          'AWS::RDS::DBInstance': 'PubliclyAccessible',
          'AWS::Redshift::Cluster': 'PubliclyAccessible',
          'AWS::RDS::DBCluster': 'PubliclyAccessible',
          'AWS::Neptune::DBInstance': 'PubliclyAccessible',
          'AWS::Lightsail::Database': 'PubliclyAccessible',
          aws_lightsail_database: 'publicly_accessible',
          aws_redshiftserverless_workgroup: 'publicly_accessible',
          'AWS::RedshiftServerless::Workgroup': 'PubliclyAccessible',
        },
        bad: isTrue,
        says: '{} gets an address on the internet.',
        fix: 'false',
      },
    ],
    bad: [
      tf('aws_redshiftserverless_workgroup', 'publicly_accessible = true ◄'),
      cfn('AWS::RDS::DBInstance', 'PubliclyAccessible: true ◄'),
    ],
    good: [
      tf('aws_redshiftserverless_workgroup', 'publicly_accessible = false'),
      cfn('AWS::RDS::DBInstance', 'PubliclyAccessible: !Ref IsPublic'),
    ],
  }),
  settingRule({
    id: 'aws-broker-reachable',
    title: 'Message broker with a public address',
    severity: 'high',
    weakness: 'exposure',
    description: `The broker gets an address on the internet. A weak password or a flaw of the broker is then enough to read and forge messages.`,
    remediation: 'Keep brokers in private subnets, and connect through the network of the application.',
    references: [
      'https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/using-amazon-mq-securely.html',
      'https://docs.aws.amazon.com/msk/latest/developerguide/public-access.html',
    ],
    checks: [
      {
        at: { aws_mq_broker: 'publicly_accessible', 'AWS::AmazonMQ::Broker': 'PubliclyAccessible' },
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
        fix: '"DISABLED"',
      },
    ],
    bad: [
      tf('aws_mq_broker', 'publicly_accessible = true ◄'),
      cfn(
        'AWS::MSK::Cluster',
        'BrokerNodeGroupInfo:\n  ConnectivityInfo:\n    PublicAccess:\n      Type: SERVICE_PROVIDED_EIPS ◄',
      ),
    ],
    good: [
      tf('aws_mq_broker', 'publicly_accessible = false'),
      cfn('AWS::AmazonMQ::Broker', 'PubliclyAccessible: !Ref IsPublic'),
    ],
  }),
  settingRule({
    id: 'aws-migration-reachable',
    title: 'Replication instance with a public address',
    severity: 'high',
    weakness: 'exposure',
    description: `The instance that copies whole databases gets an address on the internet, as every one of which nothing else is said.`,
    remediation: 'Set it to not publicly accessible, and keep it in private subnets.',
    references: [`${hub}/dms-controls.html#dms-1`],
    checks: [
      {
        at: { 'AWS::DMS::ReplicationInstance': 'PubliclyAccessible' },
        bad: isOn,
        says: '{} gets an address on the internet.',
        fix: 'false',
      },
    ],
    bad: [
      cfn('AWS::DMS::ReplicationInstance', 'PubliclyAccessible: true ◄'),
      cfn('AWS::DMS::ReplicationInstance ◄', 'ReplicationInstanceClass: dms.t3.small'),
    ],
    good: [
      cfn('AWS::DMS::ReplicationInstance', 'PubliclyAccessible: false'),
      cfn('AWS::DMS::ReplicationInstance', 'PubliclyAccessible: !Ref IsPublic'),
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
      `${hub}/rds-controls.html#rds-9`,
    ],
    checks: [
      {
        at: {
          aws_docdb_cluster: 'enabled_cloudwatch_logs_exports',
          'AWS::DocDB::DBCluster': 'EnableCloudwatchLogsExports',
        },
        bad: isEmptyList,
        says: 'No log of {} is kept.',
      },
      {
        at: {
          aws_neptune_cluster: 'enable_cloudwatch_logs_exports',
          'AWS::Neptune::DBCluster': 'EnableCloudwatchLogsExports',
          aws_db_instance: 'enabled_cloudwatch_logs_exports',
          aws_rds_cluster: 'enabled_cloudwatch_logs_exports',
          'AWS::RDS::DBInstance': 'EnableCloudwatchLogsExports',
          'AWS::RDS::DBCluster': 'EnableCloudwatchLogsExports',
        },
        bad: isEmptyList,
        mayBeSeenTo: true,
        says: 'No log of {} is kept.',
      },
    ],
    bad: [
      tf('aws_docdb_cluster ◄', 'cluster_identifier = "orders"'),
      cfn('AWS::RDS::DBInstance', 'EnableCloudwatchLogsExports: [] ◄'),
    ],
    good: [
      tf('aws_docdb_cluster', 'enabled_cloudwatch_logs_exports = ["audit"]'),
      cfn('AWS::RDS::DBInstance', 'EnableCloudwatchLogsExports: [audit]'),
    ],
  }),
  settingRule({
    id: 'aws-broker-logs-off',
    title: 'Message broker that logs nothing',
    severity: 'low',
    weakness: 'logging',
    description: `No log of the broker is kept, so that nobody can tell who connected or changed users.`,
    remediation: 'Enable the general log, and the audit log where the engine has one.',
    references: [
      'https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/security-logging-monitoring.html',
    ],
    checks: [
      {
        at: { aws_mq_broker: 'logs.general', 'AWS::AmazonMQ::Broker': 'Logs.General' },
        bad: isOff,
        says: 'No log of {} is kept.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_mq_broker', 'logs {\n  general = false ◄\n}'),
      cfn('AWS::AmazonMQ::Broker ◄', 'EngineType: RabbitMQ'),
    ],
    good: [
      tf('aws_mq_broker', 'logs {\n  general = true\n}'),
      cfn('AWS::AmazonMQ::Broker', 'Logs:\n  General: true'),
    ],
  }),
  settingRule({
    id: 'aws-broker-audit-off',
    title: 'Message broker that does not log who changes it',
    severity: 'low',
    weakness: 'logging',
    description: `The general log is on, but not the one of what is done by the console and its interface: nobody can tell who made users or queues.`,
    remediation: 'Enable the audit log as well, which ActiveMQ has.',
    references: [
      'https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/security-logging-monitoring.html',
    ],
    checks: [
      {
        at: { aws_mq_broker: 'logs.audit' },
        bad: isOff,
        when: { logs: isPresent, engine_type: isOneOf('ActiveMQ') },
        says: 'Nobody can tell who changed what in {}.',
        fix: 'true',
      },
      {
        at: { 'AWS::AmazonMQ::Broker': 'Logs.Audit' },
        bad: isOff,
        when: { Logs: isPresent, EngineType: isOneOf('ActiveMQ') },
        says: 'Nobody can tell who changed what in {}.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_mq_broker', 'engine_type = "ActiveMQ"\nlogs { ◄\n  general = true\n}'),
      cfn('AWS::AmazonMQ::Broker', 'EngineType: ACTIVEMQ\nLogs:\n  General: true\n  Audit: false ◄'),
    ],
    good: [
      tf('aws_mq_broker', 'engine_type = "RabbitMQ"\nlogs {\n  general = true\n}'),
      cfn('AWS::AmazonMQ::Broker', 'EngineType: ACTIVEMQ\nLogs:\n  General: true\n  Audit: true'),
    ],
  }),
];
