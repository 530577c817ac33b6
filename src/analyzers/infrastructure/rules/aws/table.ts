import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isFalse, isOff } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

export const awsTableRules: readonly ResourceRule[] = [
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
          'AWS::DynamoDB::GlobalTable':
            'Replicas.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled',
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
          'AWS::DynamoDB::GlobalTable': 'SSESpecification.SSEEnabled',
          'AWS::Serverless::SimpleTable': 'SSESpecification.SSEEnabled',
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
];
