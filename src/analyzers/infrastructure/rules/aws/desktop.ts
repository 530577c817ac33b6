import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isOff } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

export const awsDesktopRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-workspace-root-unencrypted',
    title: 'Virtual desktop with an unencrypted system disk',
    severity: 'high',
    weakness: 'encryption',
    description: `The system disk of the desktop, with caches and logins of its user, is written in the clear.`,
    remediation: 'Enable the encryption of the root volume with a key in KMS.',
    references: [`${hub}/workspaces-controls.html#workspaces-2`],
    checks: [
      {
        at: {
          aws_workspaces_workspace: 'root_volume_encryption_enabled',
          'AWS::WorkSpaces::Workspace': 'RootVolumeEncryptionEnabled',
        },
        bad: isOff,
        mayBeSeenTo: true,
        says: 'The root volume of {} is not encrypted.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_workspaces_workspace', 'root_volume_encryption_enabled = false ◄'),
      cfn('AWS::WorkSpaces::Workspace ◄', 'BundleId: wsb-1'),
    ],
    good: [
      tf('aws_workspaces_workspace', 'root_volume_encryption_enabled = true'),
      cfn('AWS::WorkSpaces::Workspace', 'RootVolumeEncryptionEnabled: true'),
    ],
  }),
  settingRule({
    id: 'aws-workspace-user-unencrypted',
    title: 'Virtual desktop whose user disk is not encrypted',
    severity: 'high',
    weakness: 'encryption',
    description: `The files of the user, and what is backed up of them, are written in the clear, so that a copy of the disk gives them away.`,
    remediation: 'Enable the encryption of the user volume with a key in KMS.',
    references: [`${hub}/workspaces-controls.html#workspaces-1`],
    checks: [
      {
        at: {
          aws_workspaces_workspace: 'user_volume_encryption_enabled',
          'AWS::WorkSpaces::Workspace': 'UserVolumeEncryptionEnabled',
        },
        bad: isOff,
        says: 'The user volume of {} is not encrypted.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_workspaces_workspace', 'user_volume_encryption_enabled = false ◄'),
      cfn('AWS::WorkSpaces::Workspace ◄', 'BundleId: wsb-1'),
    ],
    good: [
      tf('aws_workspaces_workspace', 'user_volume_encryption_enabled = true'),
      cfn('AWS::WorkSpaces::Workspace', 'UserVolumeEncryptionEnabled: true'),
    ],
  }),
];
