import type { ResourceRule } from '../../resource-rule.js';
import { cfn, terraformFile, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, isTrue, isOff } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

export const awsStorageRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-file-system-unencrypted',
    title: 'File system without encryption',
    severity: 'high',
    weakness: 'encryption',
    description: `The files, and the backups of them, are written in the clear. Encryption cannot be switched on later.`,
    remediation: 'Set `encrypted = true`, with a key of your own in KMS where access has to be governed.',
    references: [
      `${hub}/efs-controls.html#efs-1`,
      'https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html',
    ],
    checks: [
      {
        at: { aws_efs_file_system: 'encrypted', 'AWS::EFS::FileSystem': 'Encrypted' },
        bad: isOff,
        says: '{} is not encrypted.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_efs_file_system', 'encrypted = false ◄'),
      cfn('AWS::EFS::FileSystem ◄', 'ThroughputMode: bursting'),
    ],
    good: [
      tf('aws_efs_file_system', 'encrypted = true'),
      cfn('AWS::EFS::FileSystem', 'Encrypted: !Ref Encrypted'),
    ],
  }),
  settingRule({
    id: 'aws-object-unencrypted',
    title: 'S3 object without an encryption of its own',
    severity: 'low',
    weakness: 'encryption',
    description: `The object is written with whatever encryption the bucket has by default, of which nobody who reads this file knows.`,
    remediation:
      'Set `server_side_encryption` or `kms_key_id` for objects that hold secrets or personal data.',
    references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/serv-side-encryption.html'],
    checks: [
      {
        at: { aws_s3_bucket_object: 'server_side_encryption', aws_s3_object: 'server_side_encryption' },
        bad: isMissing,
        when: { kms_key_id: isMissing },
        mayBeSeenTo: true,
        says: 'The object {} has no encryption of its own.',
      },
    ],
    bad: [tf('aws_s3_object ◄', 'key = "a.pdf"'), tf('aws_s3_bucket_object ◄', 'key = "a.pdf"')],
    good: [
      tf('aws_s3_object', 'server_side_encryption = "aws:kms"'),
      tf('aws_s3_object', 'kms_key_id = var.key'),
    ],
  }),
  settingRule({
    id: 'aws-build-unencrypted',
    title: 'Build whose results are not encrypted',
    severity: 'medium',
    weakness: 'encryption',
    description: `What the project builds is written in the clear, with whatever secrets are baked into it.`,
    remediation: 'Remove the setting: results are encrypted by default.',
    references: [`${hub}/codebuild-controls.html#codebuild-3`],
    checks: [
      {
        at: {
          aws_codebuild_project: 'artifacts.encryption_disabled',
          'AWS::CodeBuild::Project': 'Artifacts.EncryptionDisabled',
        },
        bad: isTrue,
        says: 'What {} builds is not encrypted.',
        fix: 'false',
      },
      {
        at: {
          aws_codebuild_project: 'logs_config.s3_logs.encryption_disabled',
          'AWS::CodeBuild::Project': 'LogsConfig.S3Logs.EncryptionDisabled',
        },
        bad: isTrue,
        says: 'The logs of {} are not encrypted.',
        fix: 'false',
      },
    ],
    bad: [
      tf('aws_codebuild_project', 'artifacts {\n  encryption_disabled = true ◄\n}'),
      cfn('AWS::CodeBuild::Project', 'Artifacts:\n  EncryptionDisabled: true ◄'),
    ],
    good: [
      tf('aws_codebuild_project', 'artifacts {\n  encryption_disabled = false\n}'),
      cfn('AWS::CodeBuild::Project', 'Artifacts:\n  Type: S3'),
    ],
  }),
  settingRule({
    id: 'aws-build-key-missing',
    title: 'Build project without a key of your own',
    severity: 'low',
    weakness: 'encryption',
    description: `What the project builds is kept with a key of AWS, of which no use can be governed or taken away.`,
    remediation: 'Name a key of your own in KMS for the results of the build.',
    references: ['https://docs.aws.amazon.com/codebuild/latest/userguide/security-encryption.html'],
    checks: [
      {
        at: { aws_codebuild_project: 'encryption_key', 'AWS::CodeBuild::Project': 'EncryptionKey' },
        bad: isMissing,
        mayBeSeenTo: true,
        says: 'What {} builds is kept with a key of AWS.',
      },
    ],
    bad: [tf('aws_codebuild_project ◄', 'name = "shop"'), cfn('AWS::CodeBuild::Project ◄', 'Name: shop')],
    good: [
      tf('aws_codebuild_project', 'encryption_key = var.key'),
      cfn('AWS::CodeBuild::Project', 'EncryptionKey: !Ref Key'),
    ],
  }),
  settingRule({
    id: 'aws-backup-vault-key-missing',
    title: 'Backup vault without a key of your own',
    severity: 'low',
    weakness: 'encryption',
    description: `Backups of everything are kept with a key of AWS, of which no use can be governed or taken away.`,
    remediation: 'Name a key of your own in KMS for the vault, and say who may use it.',
    references: [`${hub}/backup-controls.html#backup-1`],
    checks: [
      {
        at: { aws_backup_vault: 'kms_key_arn', 'AWS::Backup::BackupVault': 'EncryptionKeyArn' },
        bad: isMissing,
        mayBeSeenTo: true,
        says: 'The backups in {} are kept with a key of AWS.',
      },
    ],
    bad: [
      tf('aws_backup_vault ◄', 'name = "all"'),
      cfn('AWS::Backup::BackupVault ◄', 'BackupVaultName: all'),
    ],
    good: [
      tf('aws_backup_vault', 'kms_key_arn = var.key'),
      cfn('AWS::Backup::BackupVault', 'EncryptionKeyArn: !GetAtt Key.Arn'),
    ],
  }),
  settingRule({
    id: 'aws-repository-public',
    title: 'Source repository that everybody may read',
    severity: 'medium',
    weakness: 'exposure',
    description: `The repository is made public, with its whole history and whatever secrets are in it.`,
    remediation: 'Make it private, unless it is meant for everybody.',
    references: [
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-codestar-githubrepository.html',
    ],
    checks: [
      {
        at: { 'AWS::CodeStar::GitHubRepository': 'IsPrivate' },
        bad: isOff,
        says: 'Everybody may read {}.',
        fix: 'true',
      },
    ],
    bad: [
      cfn('AWS::CodeStar::GitHubRepository', 'IsPrivate: false ◄'),
      cfn('AWS::CodeStar::GitHubRepository ◄', 'RepositoryName: shop'),
    ],
    good: [
      cfn('AWS::CodeStar::GitHubRepository', 'IsPrivate: true'),
      terraformFile('resource "aws_codecommit_repository" "main" {\n  repository_name = "shop"\n}'),
    ],
  }),
];
