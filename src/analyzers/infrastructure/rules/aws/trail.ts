import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, isFalse, isOff, isOneOf } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

export const awsTrailRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-trail-off',
    title: 'CloudTrail that is switched off',
    severity: 'medium',
    weakness: 'logging',
    description: `Nothing records what is done in the account. An intruder works unseen, and nobody can tell afterwards what was done.`,
    remediation: 'Keep logging on, and let nobody but a few people change the trail.',
    references: [`${hub}/cloudtrail-controls.html#cloudtrail-1`],
    checks: [
      {
        at: { aws_cloudtrail: 'enable_logging', 'AWS::CloudTrail::Trail': 'IsLogging' },
        bad: isFalse,
        says: '{} records nothing.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_cloudtrail', 'enable_logging = false ◄'),
      cfn('AWS::CloudTrail::Trail', 'IsLogging: false ◄'),
    ],
    good: [tf('aws_cloudtrail', 'name = "all"'), cfn('AWS::CloudTrail::Trail', 'IsLogging: !Ref Log')],
  }),
  settingRule({
    id: 'aws-trail-one-region',
    title: 'CloudTrail that covers one region',
    severity: 'low',
    weakness: 'logging',
    description: `What is done in other regions is not recorded. Intruders start machines where nobody looks.`,
    remediation: 'Set `is_multi_region_trail = true` on the trail.',
    references: [`${hub}/cloudtrail-controls.html#cloudtrail-1`],
    checks: [
      {
        at: { aws_cloudtrail: 'is_multi_region_trail', 'AWS::CloudTrail::Trail': 'IsMultiRegionTrail' },
        bad: isOff,
        says: '{} records one region only.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_cloudtrail', 'is_multi_region_trail = false ◄'),
      cfn('AWS::CloudTrail::Trail ◄', 'IsLogging: true'),
    ],
    good: [
      tf('aws_cloudtrail', 'is_multi_region_trail = true'),
      cfn('AWS::CloudTrail::Trail', 'IsMultiRegionTrail: true'),
    ],
  }),
  settingRule({
    id: 'aws-trail-validation-off',
    title: 'CloudTrail whose files can be changed unseen',
    severity: 'low',
    weakness: 'logging',
    cwe: [353],
    description: `Nobody notices when a file of the record is changed or removed, for instance by an intruder who covers tracks.`,
    remediation: 'Enable the validation of log files for the trail.',
    references: [`${hub}/cloudtrail-controls.html#cloudtrail-4`],
    checks: [
      {
        at: {
          aws_cloudtrail: 'enable_log_file_validation',
          'AWS::CloudTrail::Trail': 'EnableLogFileValidation',
        },
        bad: isOff,
        says: 'What {} records can be changed unseen.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_cloudtrail', 'enable_log_file_validation = false ◄'),
      cfn('AWS::CloudTrail::Trail ◄', 'IsLogging: true'),
    ],
    good: [
      tf('aws_cloudtrail', 'enable_log_file_validation = true'),
      cfn('AWS::CloudTrail::Trail', 'EnableLogFileValidation: true'),
    ],
  }),
  settingRule({
    id: 'aws-trail-key-missing',
    title: 'CloudTrail without a key of your own',
    severity: 'low',
    weakness: 'encryption',
    description: `Whoever may read the bucket reads the record of the account. With a key of your own in KMS they also need the right to use it.`,
    remediation: 'Name a key in KMS that only the auditors may use.',
    references: [`${hub}/cloudtrail-controls.html#cloudtrail-2`],
    checks: [
      {
        at: { aws_cloudtrail: 'kms_key_id', 'AWS::CloudTrail::Trail': 'KMSKeyId' },
        bad: isMissing,
        says: 'What {} records is kept without a key of yours.',
      },
    ],
    bad: [tf('aws_cloudtrail ◄', 'name = "all"'), cfn('AWS::CloudTrail::Trail ◄', 'IsLogging: true')],
    good: [
      tf('aws_cloudtrail', 'kms_key_id = aws_kms_key.logs.arn'),
      cfn('AWS::CloudTrail::Trail', 'KMSKeyId: !GetAtt Key.Arn'),
    ],
  }),
  settingRule({
    id: 'aws-trail-events-partial',
    title: 'CloudTrail that records only reading or only writing',
    severity: 'low',
    weakness: 'logging',
    description: `Half of what is done with the data is not recorded: with reads only nobody sees what was changed, with writes only nobody sees what was copied.`,
    remediation: 'Set the type of the event selector to `All`.',
    references: [
      `${hub}/s3-controls.html#s3-22`,
      `${hub}/s3-controls.html#s3-23`,
      'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html',
    ],
    checks: [
      {
        at: {
          aws_cloudtrail: 'event_selector.read_write_type',
          'AWS::CloudTrail::Trail': 'EventSelectors.ReadWriteType',
        },
        bad: isOneOf('ReadOnly', 'WriteOnly'),
        says: '{} records half of what is done.',
      },
    ],
    bad: [
      tf('aws_cloudtrail', 'event_selector {\n  read_write_type = "ReadOnly" ◄\n}'),
      cfn('AWS::CloudTrail::Trail', 'EventSelectors:\n  - ReadWriteType: WriteOnly ◄'),
    ],
    good: [
      tf('aws_cloudtrail', 'event_selector {\n  read_write_type = "All"\n}'),
      cfn('AWS::CloudTrail::Trail', 'EventSelectors:\n  - ReadWriteType: All'),
    ],
  }),
  settingRule({
    id: 'aws-trail-management-events-off',
    title: 'CloudTrail that leaves changes of the account out',
    severity: 'medium',
    weakness: 'logging',
    description: `The selector leaves management events out: logins, new users and keys, changes of policies and networks are not recorded.`,
    remediation: 'Set `include_management_events = true`, or leave it out.',
    references: [`${hub}/cloudtrail-controls.html#cloudtrail-1`],
    checks: [
      {
        at: {
          aws_cloudtrail: 'event_selector.include_management_events',
          'AWS::CloudTrail::Trail': 'EventSelectors.IncludeManagementEvents',
        },
        bad: isFalse,
        says: '{} leaves changes of the account out.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_cloudtrail', 'event_selector {\n  include_management_events = false ◄\n}'),
      cfn('AWS::CloudTrail::Trail', 'EventSelectors:\n  - IncludeManagementEvents: false ◄'),
    ],
    good: [
      tf('aws_cloudtrail', 'event_selector {\n  include_management_events = true\n}'),
      cfn('AWS::CloudTrail::Trail', 'EventSelectors:\n  - ReadWriteType: All'),
    ],
  }),
];
