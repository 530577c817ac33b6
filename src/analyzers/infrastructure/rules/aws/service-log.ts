import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { inPart, settingRule, type Check } from '../resources/setting.js';
import { isAbove, isFalse, isMissing, isOneOf, type Test } from '../resources/tests.js';
import { listOf } from '../../formats/item.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';
const targets = ['cloudwatch_logs', 'firehose', 's3'] as const;
const isOffIn =
  (name: string): Test =>
  (item) =>
    item !== undefined &&
    item.get(name) !== undefined &&
    isFalse(item.get(name)?.get('Enabled') ?? item.get(name)?.get('enabled'));
/** The setting of a cluster that switches its measurements off. */
const inInsights = (name: string, value: string): Pick<Check, 'bad' | 'part'> =>
  inPart((item) =>
    listOf(item).find(
      (part) => isOneOf('containerInsights')(part.get(name)) && isOneOf('disabled')(part.get(value)),
    ),
  );
/** None of the places that a log may go to is on. */
const goesNowhere: Test = (item) =>
  item === undefined ||
  [...targets, 'CloudWatchLogs', 'Firehose', 'S3'].every(
    (name) => item.get(name) === undefined || isOffIn(name)(item),
  );

export const awsServiceLogRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-msk-log-off',
    title: 'Kafka cluster that logs nothing',
    severity: 'low',
    weakness: 'logging',
    description: `No log of the brokers is kept, so that nobody can tell who connected or was refused.`,
    remediation: 'Deliver the logs of the brokers to CloudWatch, Firehose or a bucket.',
    references: [
      `${hub}/msk-controls.html#msk-5`,
      'https://docs.aws.amazon.com/msk/latest/developerguide/msk-logging.html',
    ],
    checks: [
      {
        at: { aws_msk_cluster: 'logging_info.broker_logs', 'AWS::MSK::Cluster': 'LoggingInfo.BrokerLogs' },
        bad: goesNowhere,
        mayBeSeenTo: true,
        says: 'No log of {} is kept.',
      },
    ],
    bad: [
      tf(
        'aws_msk_cluster',
        'logging_info {\n  broker_logs { ◄\n    s3 {\n      enabled = false\n    }\n  }\n}',
      ),
      cfn('AWS::MSK::Cluster ◄', 'ClusterName: shop'),
    ],
    good: [
      tf(
        'aws_msk_cluster',
        'logging_info {\n  broker_logs {\n    s3 {\n      enabled = false\n    }\n    cloudwatch_logs {\n      enabled = true\n    }\n  }\n}',
      ),
      cfn('AWS::MSK::Cluster', 'LoggingInfo:\n  BrokerLogs:\n    CloudWatchLogs:\n      Enabled: !Ref Log'),
    ],
  }),
  settingRule({
    id: 'aws-trail-unwatched',
    title: 'CloudTrail that nobody is told by',
    severity: 'low',
    weakness: 'logging',
    description: `The record goes to a bucket only, where no filter or alarm looks at it: an intrusion is read of afterwards, and not seen.`,
    remediation: 'Send the trail to a log group as well, with alarms for what matters.',
    references: [`${hub}/cloudtrail-controls.html#cloudtrail-5`],
    checks: [
      {
        at: {
          aws_cloudtrail: 'cloud_watch_logs_group_arn',
          'AWS::CloudTrail::Trail': 'CloudWatchLogsLogGroupArn',
        },
        bad: isMissing,
        mayBeSeenTo: true,
        says: 'No log group gets what {} records.',
      },
    ],
    bad: [tf('aws_cloudtrail ◄', 'name = "all"'), cfn('AWS::CloudTrail::Trail ◄', 'IsLogging: true')],
    good: [
      tf('aws_cloudtrail', 'cloud_watch_logs_group_arn = "${aws_cloudwatch_log_group.trail.arn}:*"'),
      cfn('AWS::CloudTrail::Trail', 'CloudWatchLogsLogGroupArn: !GetAtt Log.Arn'),
    ],
  }),
  settingRule({
    id: 'aws-tasks-unwatched',
    title: 'Cluster of tasks whose measurements are off',
    severity: 'low',
    weakness: 'logging',
    description: `Nothing is measured of single tasks, so that one that mines or sends data away is not seen.`,
    remediation: 'Set `containerInsights` of the cluster to `enhanced` or `enabled`.',
    references: [`${hub}/ecs-controls.html#ecs-12`],
    checks: [
      {
        at: { aws_ecs_cluster: 'setting' },
        ...inInsights('name', 'value'),
        says: 'Tasks of {} are not measured.',
      },
      {
        at: { 'AWS::ECS::Cluster': 'ClusterSettings' },
        ...inInsights('Name', 'Value'),
        says: 'Tasks of {} are not measured.',
      },
    ],
    bad: [
      tf('aws_ecs_cluster', 'setting { ◄\n  name = "containerInsights"\n  value = "disabled"\n}'),
      cfn('AWS::ECS::Cluster', 'ClusterSettings:\n  - Name: containerInsights ◄\n    Value: disabled'),
    ],
    good: [
      tf('aws_ecs_cluster', 'setting {\n  name = "containerInsights"\n  value = "enabled"\n}'),
      cfn('AWS::ECS::Cluster', 'ClusterName: shop'),
    ],
  }),
  settingRule({
    id: 'aws-task-session-unlogged',
    title: 'Shells in tasks that leave no trace',
    severity: 'low',
    weakness: 'logging',
    description: `People may open a shell in running tasks, and what they do there is not logged: nobody can tell afterwards who read or changed what.`,
    remediation:
      'Set the logging of commands to `OVERRIDE`, with a log group or bucket, or leave it at `DEFAULT`.',
    references: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html'],
    checks: [
      {
        at: {
          aws_ecs_cluster: 'configuration.execute_command_configuration.logging',
          'AWS::ECS::Cluster': 'Configuration.ExecuteCommandConfiguration.Logging',
        },
        bad: isOneOf('NONE'),
        says: 'Shells in tasks of {} leave no trace.',
      },
    ],
    bad: [
      tf(
        'aws_ecs_cluster',
        'configuration {\n  execute_command_configuration {\n    logging = "NONE" ◄\n  }\n}',
      ),
      cfn('AWS::ECS::Cluster', 'Configuration:\n  ExecuteCommandConfiguration:\n    Logging: NONE ◄'),
    ],
    good: [
      tf(
        'aws_ecs_cluster',
        'configuration {\n  execute_command_configuration {\n    logging = "DEFAULT"\n  }\n}',
      ),
      cfn('AWS::ECS::Cluster', 'Configuration:\n  ExecuteCommandConfiguration:\n    Logging: OVERRIDE'),
    ],
  }),
  settingRule({
    id: 'aws-session-log-unencrypted',
    title: 'Log of sessions kept in the clear',
    severity: 'low',
    weakness: 'encryption',
    description: `What people type and see in sessions on machines, with passwords and data in it, is logged without encryption.`,
    remediation: 'Set `s3EncryptionEnabled` and `cloudWatchEncryptionEnabled` to true.',
    references: ['https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging.html'],
    checks: [
      ...['s3EncryptionEnabled', 'cloudWatchEncryptionEnabled'].map((setting) => ({
        at: {
          aws_ssm_document: `content.inputs.${setting}`,
          'AWS::SSM::Document': `Content.inputs.${setting}`,
        },
        bad: isFalse,
        says: `{} has ${setting} off.`,
      })),
    ],
    bad: [
      tf(
        'aws_ssm_document',
        'document_type = "Session"\ncontent = jsonencode({\n  inputs = {\n    s3EncryptionEnabled = false ◄\n  }\n})',
      ),
      cfn('AWS::SSM::Document', 'Content:\n  inputs:\n    cloudWatchEncryptionEnabled: false ◄'),
    ],
    good: [
      tf(
        'aws_ssm_document',
        'document_type = "Session"\ncontent = jsonencode({\n  inputs = {\n    s3EncryptionEnabled = true\n  }\n})',
      ),
      cfn('AWS::SSM::Document', 'Content:\n  inputs:\n    cloudWatchEncryptionEnabled: true'),
    ],
  }),
  settingRule({
    id: 'aws-secret-rotated-late',
    title: 'Secret that stays the same for months',
    severity: 'low',
    weakness: 'credential',
    cwe: [324],
    description: `The secret is changed less than every 90 days. One that leaked long ago still opens what it is for.`,
    remediation: 'Rotate the secret every 90 days or more often.',
    references: [`${hub}/secretsmanager-controls.html#secretsmanager-4`],
    checks: [
      {
        at: {
          aws_secretsmanager_secret_rotation: 'rotation_rules.automatically_after_days',
          'AWS::SecretsManager::RotationSchedule': 'RotationRules.AutomaticallyAfterDays',
        },
        bad: isAbove(90),
        says: 'The secret of {} stays the same for months.',
        fix: '90',
      },
    ],
    bad: [
      tf('aws_secretsmanager_secret_rotation', 'rotation_rules {\n  automatically_after_days = 180 ◄\n}'),
      cfn('AWS::SecretsManager::RotationSchedule', 'RotationRules:\n  AutomaticallyAfterDays: 365 ◄'),
    ],
    good: [
      tf('aws_secretsmanager_secret_rotation', 'rotation_rules {\n  automatically_after_days = 30\n}'),
      cfn('AWS::SecretsManager::RotationSchedule', 'RotationRules:\n  AutomaticallyAfterDays: 30'),
    ],
  }),
];
