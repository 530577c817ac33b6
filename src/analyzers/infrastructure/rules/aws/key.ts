import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, isFalse, isOff, isOn, either, isOneOf, matches, isBelow } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';
const isSecretName = matches(
  /(?:^|[/_.-])(?:password|passwd|secret|api[_-]?key|private[_-]?key|access[_-]?token)$/i,
);

export const awsKeyRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-key-rotation-off',
    title: 'KMS key that is never rotated',
    severity: 'low',
    weakness: 'encryption',
    cwe: [324],
    description: `The key material stays the same for as long as the key exists. What was encrypted over all the years is then open at once when it leaks.`,
    remediation: 'Enable the yearly rotation, which changes nothing for those who use the key.',
    references: [
      `${hub}/kms-controls.html#kms-4`,
      'https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html',
    ],
    checks: [
      {
        at: { aws_kms_key: 'enable_key_rotation' },
        bad: isOff,
        when: {
          customer_master_key_spec: either(isMissing, isOneOf('SYMMETRIC_DEFAULT')),
          key_usage: either(isMissing, isOneOf('ENCRYPT_DECRYPT')),
          is_enabled: isOn,
          custom_key_store_id: isMissing,
        },
        says: '{} is never rotated.',
        fix: 'true',
      },
      {
        at: { 'AWS::KMS::Key': 'EnableKeyRotation' },
        bad: isOff,
        when: { KeySpec: either(isMissing, isOneOf('SYMMETRIC_DEFAULT')), Enabled: isOn },
        says: '{} is never rotated.',
        fix: 'true',
      },
    ],
    bad: [tf('aws_kms_key', 'enable_key_rotation = false ◄'), cfn('AWS::KMS::Key ◄', 'Description: orders')],
    good: [
      tf('aws_kms_key', 'customer_master_key_spec = "RSA_4096"'),
      cfn('AWS::KMS::Key', 'EnableKeyRotation: true'),
    ],
  }),
  settingRule({
    id: 'aws-key-disabled',
    title: 'KMS key that is switched off',
    severity: 'low',
    weakness: 'recovery',
    description: `What the key encrypted cannot be read while it is off, and services that depend on it fail.`,
    remediation: 'Switch the key on, or move the data to another key before you remove this one.',
    references: ['https://docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html'],
    checks: [
      {
        at: { aws_kms_key: 'is_enabled', 'AWS::KMS::Key': 'Enabled' },
        bad: isFalse,
        says: 'What {} encrypted cannot be read.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_kms_key', 'enable_key_rotation = true\nis_enabled = false ◄'),
      cfn('AWS::KMS::Key', 'EnableKeyRotation: true\nEnabled: false ◄'),
    ],
    good: [tf('aws_kms_key', 'is_enabled = true'), cfn('AWS::KMS::Key', 'Enabled: true')],
  }),
  settingRule({
    id: 'aws-key-deleted-soon',
    title: 'KMS key that is deleted after a short wait',
    severity: 'low',
    weakness: 'recovery',
    description: `A key that is deleted takes everything that it encrypted with it. With a wait of less than two weeks a mistake, or an intruder, is noticed too late.`,
    remediation: 'Leave the wait at 30 days, which is the default.',
    references: ['https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html'],
    checks: [
      {
        at: { aws_kms_key: 'deletion_window_in_days', 'AWS::KMS::Key': 'PendingWindowInDays' },
        bad: isBelow(14),
        says: '{} can be gone within two weeks.',
        fix: '30',
      },
    ],
    bad: [
      tf('aws_kms_key', 'deletion_window_in_days = 7 ◄'),
      cfn('AWS::KMS::Key', 'PendingWindowInDays: 7 ◄'),
    ],
    good: [
      tf('aws_kms_key', 'deletion_window_in_days = 30'),
      cfn('AWS::KMS::Key', 'PendingWindowInDays: 30'),
    ],
  }),
  settingRule({
    id: 'aws-secret-key-missing',
    title: 'Secret without a key of your own',
    severity: 'low',
    weakness: 'encryption',
    description: `The secret is kept with a key of AWS. With a key of your own in KMS reading also needs the right to use the key, and each use is logged.`,
    remediation: 'Name a key of your own in KMS, and let only those who need the secret use it.',
    references: ['https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html'],
    checks: [
      {
        at: { aws_secretsmanager_secret: 'kms_key_id', 'AWS::SecretsManager::Secret': 'KmsKeyId' },
        bad: isMissing,
        mayBeSeenTo: true,
        says: 'The secret {} is kept with a key of AWS, which other accounts cannot be given.',
      },
    ],
    bad: [
      tf('aws_secretsmanager_secret ◄', 'name = "shop"'),
      cfn('AWS::SecretsManager::Secret ◄', 'Name: shop'),
    ],
    good: [
      tf('aws_secretsmanager_secret', 'kms_key_id = var.key'),
      cfn('AWS::SecretsManager::Secret', 'KmsKeyId: !GetAtt Key.Arn'),
    ],
  }),
  settingRule({
    id: 'aws-log-group-key-missing',
    title: 'Log group without a key of your own',
    severity: 'low',
    weakness: 'encryption',
    description: `The log is kept with a key of AWS. Logs hold addresses, names and tokens; with a key of your own reading also needs the right to use it.`,
    remediation: 'Name a key of your own in KMS for logs with personal data.',
    references: ['https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html'],
    checks: [
      {
        at: { aws_cloudwatch_log_group: 'kms_key_id', 'AWS::Logs::LogGroup': 'KmsKeyId' },
        bad: isMissing,
        mayBeSeenTo: true,
        says: 'The log {} is kept with a key of AWS.',
      },
    ],
    bad: [
      tf('aws_cloudwatch_log_group ◄', 'name = "shop"'),
      cfn('AWS::Logs::LogGroup ◄', 'LogGroupName: shop'),
    ],
    good: [
      tf('aws_cloudwatch_log_group', 'kms_key_id = var.key'),
      cfn('AWS::Logs::LogGroup', 'KmsKeyId: !GetAtt Key.Arn'),
    ],
  }),
  settingRule({
    id: 'aws-parameter-plaintext',
    title: 'Secret in a parameter that is kept in the clear',
    severity: 'medium',
    weakness: 'encryption',
    cwe: [312],
    description: `The parameter is named like a secret, but is a plain text: everybody who may list parameters reads it.`,
    remediation: 'Use the type `SecureString`, or Secrets Manager.',
    references: [
      'https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-securestring.html',
    ],
    checks: [
      {
        at: { aws_ssm_parameter: 'type', 'AWS::SSM::Parameter': 'Type' },
        bad: isOneOf('String', 'StringList'),
        when: { name: either(isMissing, isSecretName), Name: either(isMissing, isSecretName) },
        says: '{} is kept in the clear.',
        fix: '"SecureString"',
      },
    ],
    bad: [
      tf('aws_ssm_parameter', 'name = "/shop/db_password"\ntype = "String" ◄\nvalue = var.password'),
      cfn('AWS::SSM::Parameter', 'Name: /shop/api-secret\nType: String ◄\nValue: !Ref Secret'),
    ],
    good: [
      tf('aws_ssm_parameter', 'name = "/shop/db_password"\ntype = "SecureString"\nvalue = var.password'),
      tf('aws_ssm_parameter', 'name = "/shop/region"\ntype = "String"\nvalue = "eu"'),
    ],
  }),
];
