import type { ResourceRule } from '../../resource-rule.js';
import { cfn, terraformFile, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, isPresent, isFalse, isOff, either, isOneOf, isNoneOf } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';
export const awsComputeRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-metadata-token-optional',
    title: 'Machine whose metadata answers without a token',
    severity: 'medium',
    weakness: 'authentication',
    cwe: [918, 306],
    description: `The metadata service hands out the credentials of the machine's role to any request from it, also to one that a flaw in an application lets a caller send (SSRF). With a token it does not.`,
    remediation: 'Set `http_tokens = "required"` (IMDSv2).',
    references: [
      `${hub}/ec2-controls.html#ec2-8`,
      'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html',
    ],
    checks: [
      {
        at: {
          aws_instance: 'metadata_options.http_tokens',
          aws_launch_template: 'metadata_options.http_tokens',
          aws_launch_configuration: 'metadata_options.http_tokens',
          'AWS::EC2::LaunchTemplate': 'LaunchTemplateData.MetadataOptions.HttpTokens',
          'AWS::AutoScaling::LaunchConfiguration': 'MetadataOptions.HttpTokens',
        },
        bad: isOneOf('optional'),
        says: 'The metadata of {} answers without a token.',
      },
      {
        at: {
          aws_instance: 'metadata_options.http_tokens',
          aws_launch_configuration: 'metadata_options.http_tokens',
        },
        bad: isMissing,
        severity: 'low',
        when: {
          'metadata_options.http_endpoint': either(isMissing, isNoneOf('disabled')),
          launch_template: isMissing,
        },
        unless: { aws_ec2_instance_metadata_defaults: '*' },
        says: 'Nothing asks for a token before the metadata of {} is given.',
      },
      {
        at: { 'AWS::AutoScaling::LaunchConfiguration': 'MetadataOptions.HttpTokens' },
        bad: isMissing,
        severity: 'low',
        when: { 'MetadataOptions.HttpEndpoint': either(isMissing, isNoneOf('disabled')) },
        says: 'Nothing asks for a token before the metadata of {} is given.',
      },
      {
        at: { aws_launch_template: 'metadata_options.http_tokens' },
        bad: isMissing,
        severity: 'low',
        when: { 'metadata_options.http_endpoint': either(isMissing, isNoneOf('disabled')) },
        unless: { aws_ec2_instance_metadata_defaults: '*' },
        says: 'Nothing asks for a token before the metadata of what {} starts is given.',
      },
      {
        at: { 'AWS::EC2::LaunchTemplate': 'LaunchTemplateData.MetadataOptions.HttpTokens' },
        bad: isMissing,
        severity: 'low',
        when: {
          'LaunchTemplateData.MetadataOptions.HttpEndpoint': either(isMissing, isNoneOf('disabled')),
        },
        says: 'Nothing asks for a token before the metadata of what {} starts is given.',
      },
    ],
    bad: [
      tf('aws_instance', 'metadata_options {\n  http_tokens = "optional" ◄\n}'),
      cfn('AWS::EC2::LaunchTemplate', 'LaunchTemplateData:\n  MetadataOptions:\n    HttpTokens: optional ◄'),
    ],
    good: [
      tf('aws_instance', 'metadata_options {\n  http_tokens = "required"\n}'),
      cfn('AWS::EC2::LaunchTemplate', 'LaunchTemplateData:\n  MetadataOptions:\n    HttpTokens: required'),
    ],
  }),
  settingRule({
    id: 'aws-volume-unencrypted',
    title: 'Disk without encryption',
    severity: 'high',
    weakness: 'encryption',
    description: `The volume, its snapshots and what is made from them are written in the clear. Whoever gets hold of a snapshot reads the disk.`,
    remediation: 'Encrypt the volume; `aws_ebs_encryption_by_default` does so for every new one of a region.',
    references: [
      `${hub}/ec2-controls.html#ec2-3`,
      'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html',
    ],
    checks: [
      {
        at: { aws_ebs_volume: 'encrypted', 'AWS::EC2::Volume': 'Encrypted' },
        bad: isOff,
        when: { snapshot_id: isMissing, SnapshotId: isMissing },
        unless: { aws_ebs_encryption_by_default: '*' },
        says: '{} is not encrypted.',
        fix: 'true',
      },
      {
        at: {
          aws_instance: 'root_block_device.encrypted',
          aws_launch_configuration: 'root_block_device.encrypted',
          aws_launch_template: 'block_device_mappings.ebs.encrypted',
          aws_ami: 'ebs_block_device.encrypted',
        },
        bad: isFalse,
        says: 'A disk of {} is not encrypted.',
        fix: 'true',
      },
      {
        at: {
          aws_instance: 'root_block_device.encrypted',
          aws_launch_configuration: 'root_block_device.encrypted',
        },
        bad: isMissing,
        when: { root_block_device: isPresent },
        unless: { aws_ebs_encryption_by_default: '*' },
        says: 'A disk of {} is not encrypted.',
      },
      {
        // Left out, the copy is as the image that it is made from.
        at: { aws_ami_copy: 'encrypted' },
        bad: isFalse,
        says: 'The disks of {} are not encrypted.',
        fix: 'true',
      },
      {
        at: {
          aws_instance: 'ebs_block_device.encrypted',
          aws_launch_configuration: 'ebs_block_device.encrypted',
        },
        bad: isOff,
        when: { ebs_block_device: isPresent, 'ebs_block_device.snapshot_id': isMissing },
        unless: { aws_ebs_encryption_by_default: '*' },
        says: 'A disk of {} is not encrypted.',
        fix: 'true',
      },
      {
        at: {
          'AWS::EC2::Instance': 'BlockDeviceMappings.Ebs.Encrypted',
          'AWS::AutoScaling::LaunchConfiguration': 'BlockDeviceMappings.Ebs.Encrypted',
          'AWS::EC2::LaunchTemplate': 'LaunchTemplateData.BlockDeviceMappings.Ebs.Encrypted',
        },
        bad: isFalse,
        says: 'A disk of {} is not encrypted.',
        fix: 'true',
      },
      {
        at: {
          'AWS::EC2::Instance': 'BlockDeviceMappings.Ebs.Encrypted',
          'AWS::AutoScaling::LaunchConfiguration': 'BlockDeviceMappings.Ebs.Encrypted',
        },
        bad: isMissing,
        when: { 'BlockDeviceMappings.Ebs': isPresent, 'BlockDeviceMappings.Ebs.SnapshotId': isMissing },
        says: 'A disk of {} is not encrypted.',
      },
    ],
    bad: [
      tf('aws_ebs_volume', 'size = 40\nencrypted = false ◄'),
      tf('aws_launch_configuration', 'ebs_block_device { ◄\n  device_name = "/dev/sdf"\n}'),
      cfn('AWS::EC2::Volume ◄', 'Size: 40'),
    ],
    good: [
      tf('aws_ebs_volume', 'size = 40\nencrypted = true'),
      terraformFile(
        'resource "aws_ebs_encryption_by_default" "all" {\n  enabled = true\n}\n\nresource "aws_ebs_volume" "main" {\n  size = 40\n}',
      ),
      cfn('AWS::EC2::Volume', 'Encrypted: !Ref Encrypted'),
    ],
  }),
  settingRule({
    id: 'aws-image-unencrypted',
    title: 'Machine image or copy of a snapshot without encryption',
    severity: 'medium',
    weakness: 'encryption',
    description: `The disks of the image, and of every machine that is started from it, are written in the clear.`,
    remediation: 'Set `encrypted = true` for the copy, or for each disk of the image.',
    references: ['https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AMIEncryption.html'],
    checks: [
      {
        at: { aws_ebs_snapshot_copy: 'encrypted', aws_ami_copy: 'encrypted' },
        bad: isOff,
        unless: { aws_ebs_encryption_by_default: '*' },
        says: 'The copy {} is not encrypted.',
        fix: 'true',
      },
      {
        at: { aws_ami: 'ebs_block_device.encrypted' },
        bad: isOff,
        when: { ebs_block_device: isPresent, 'ebs_block_device.snapshot_id': isMissing },
        says: 'A disk of the image {} is not encrypted.',
        fix: 'true',
      },
      {
        at: {
          aws_imagebuilder_image_recipe: 'block_device_mapping.ebs.encrypted',
          'AWS::ImageBuilder::ImageRecipe': 'BlockDeviceMappings.Ebs.Encrypted',
        },
        bad: isFalse,
        says: 'A disk of images by {} is not encrypted.',
        fix: 'true',
      },
      {
        at: { aws_dlm_lifecycle_policy: 'policy_details.schedule.cross_region_copy_rule.encrypted' },
        bad: isFalse,
        says: 'Copies of snapshots by {} are not encrypted.',
        fix: 'true',
      },
      {
        at: {
          aws_dlm_lifecycle_policy:
            'policy_details.action.cross_region_copy.encryption_configuration.encrypted',
          'AWS::DLM::LifecyclePolicy': 'PolicyDetails.Schedules.CrossRegionCopyRules.Encrypted',
        },
        bad: isFalse,
        says: 'Copies of snapshots by {} are not encrypted.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_ami_copy', 'encrypted = false ◄'),
      cfn(
        'AWS::DLM::LifecyclePolicy',
        'PolicyDetails:\n  Schedules:\n    - CrossRegionCopyRules:\n        - Encrypted: false ◄',
      ),
      tf('aws_ami', 'ebs_block_device {\n  device_name = "/dev/xvda"\n  encrypted = false ◄\n}'),
    ],
    good: [
      tf('aws_ami_copy', 'encrypted = true'),
      tf('aws_ami', 'ebs_block_device {\n  snapshot_id = "snap-1"\n}'),
    ],
  }),
  settingRule({
    id: 'aws-encryption-by-default-off',
    title: 'Encryption of new disks switched off for the region',
    severity: 'medium',
    weakness: 'encryption',
    description: `Every disk of the region that is made without saying so is written in the clear.`,
    remediation: 'Set `enabled = true`: it costs nothing, and changes nothing for those who use the disks.',
    references: [`${hub}/ec2-controls.html#ec2-7`],
    checks: [
      {
        at: { aws_ebs_encryption_by_default: 'enabled' },
        bad: isFalse,
        says: 'New disks of the region are not encrypted.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_ebs_encryption_by_default', 'enabled = false ◄'),
      terraformFile(
        'variable "encrypt" {\n  default = false\n}\n\nresource "aws_ebs_encryption_by_default" "main" {\n  enabled = var.encrypt ◄\n}',
      ),
    ],
    good: [
      tf('aws_ebs_encryption_by_default', 'enabled = true'),
      tf('aws_ebs_encryption_by_default', 'enabled = var.encrypt'),
    ],
  }),
];
