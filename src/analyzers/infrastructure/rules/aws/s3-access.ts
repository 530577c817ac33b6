import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, isOff, isOneOf, hasItem } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

export const awsS3AccessRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-s3-acl-write',
    title: 'S3 bucket that everybody may write by its ACL',
    severity: 'critical',
    weakness: 'permission',
    description: `The access list of the bucket lets everybody read, write and delete its objects: they host malware in it, or replace what your pages load.`,
    remediation: 'Remove the access list, block public access, and serve what is public through CloudFront.',
    references: [
      `${hub}/s3-controls.html#s3-3`,
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl',
    ],
    checks: [
      {
        at: { 'AWS::S3::Bucket': 'AccessControl' },
        bad: isOneOf('PublicReadWrite'),
        when: { 'PublicAccessBlockConfiguration.IgnorePublicAcls': isOff },
        says: 'Everybody may write to {}.',
        fix: '"Private"',
      },
    ],
    bad: [
      cfn('AWS::S3::Bucket', 'AccessControl: PublicReadWrite ◄'),
      cfn('AWS::S3::Bucket', 'AccessControl: PublicReadWrite ◄\nBucketName: shop'),
    ],
    good: [
      cfn('AWS::S3::Bucket', 'AccessControl: Private'),
      cfn(
        'AWS::S3::Bucket',
        'AccessControl: PublicReadWrite\nPublicAccessBlockConfiguration:\n  IgnorePublicAcls: true',
      ),
    ],
  }),
  settingRule({
    id: 'aws-s3-acl-public',
    title: 'S3 bucket that everybody may read by its ACL',
    severity: 'high',
    weakness: 'exposure',
    description: `The access list of the bucket lets everybody, or everybody with any account of AWS, list and read its objects.`,
    remediation: 'Remove the access list, block public access, and serve what is public through CloudFront.',
    references: [
      `${hub}/s3-controls.html#s3-2`,
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl',
    ],
    checks: [
      {
        at: { 'AWS::S3::Bucket': 'AccessControl' },
        bad: isOneOf('PublicRead', 'AuthenticatedRead'),
        when: { 'PublicAccessBlockConfiguration.IgnorePublicAcls': isOff, WebsiteConfiguration: isMissing },
        says: 'Everybody may read what is in {}.',
        fix: '"Private"',
      },
    ],
    bad: [
      cfn('AWS::S3::Bucket', 'AccessControl: PublicRead ◄'),
      cfn('AWS::S3::Bucket', 'AccessControl: AuthenticatedRead ◄\nBucketName: shop'),
    ],
    good: [
      cfn('AWS::S3::Bucket', 'AccessControl: Private'),
      cfn(
        'AWS::S3::Bucket',
        'AccessControl: PublicRead\nPublicAccessBlockConfiguration:\n  IgnorePublicAcls: true',
      ),
    ],
  }),
  settingRule({
    id: 'aws-s3-object-public',
    title: 'S3 object that everybody may read',
    severity: 'medium',
    weakness: 'exposure',
    description: `The access list of the object lets everybody on the internet read it, whatever the access list of the bucket says.`,
    remediation: 'Remove the access list, and serve what is public through CloudFront.',
    references: [
      `${hub}/s3-controls.html#s3-12`,
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl',
    ],
    checks: [
      {
        at: { aws_s3_bucket_object: 'acl', aws_s3_object: 'acl', aws_s3_object_copy: 'acl' },
        bad: isOneOf('public-read', 'public-read-write', 'authenticated-read'),
        says: 'Everybody may read the object {}.',
        fix: '"private"',
      },
    ],
    bad: [
      tf('aws_s3_object', 'bucket = "shop"\nkey = "a.pdf"\nacl = "public-read" ◄'),
      tf('aws_s3_bucket_object', 'bucket = "shop"\nacl = "authenticated-read" ◄'),
    ],
    good: [
      tf('aws_s3_object', 'bucket = "shop"\nkey = "a.pdf"'),
      tf('aws_s3_object', 'bucket = "shop"\nacl = "bucket-owner-full-control"'),
    ],
  }),
  settingRule({
    id: 'aws-s3-grant-public',
    title: 'S3 bucket with a grant to everybody',
    severity: 'critical',
    weakness: 'permission',
    description: `A grant of the access list names everybody, or everybody with any account of AWS.`,
    remediation: 'Remove the grant, and block public access.',
    references: [
      `${hub}/s3-controls.html#s3-2`,
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#specifying-grantee',
    ],
    checks: [
      {
        at: {
          aws_s3_bucket: 'grant.uri',
          aws_s3_bucket_acl: 'access_control_policy.grant.grantee.uri',
        },
        bad: hasItem(/\/groups\/global\/(?:AllUsers|AuthenticatedUsers)$/),
        unless: { aws_s3_bucket_public_access_block: 'bucket' },
        says: 'Everybody may reach what is in {}.',
      },
    ],
    bad: [
      tf('aws_s3_bucket', 'grant {\n  uri = "http://acs.amazonaws.com/groups/global/AllUsers" ◄\n}'),
      tf(
        'aws_s3_bucket_acl',
        'access_control_policy {\n  grant {\n    grantee {\n      uri = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers" ◄\n    }\n  }\n}',
      ),
    ],
    good: [
      tf('aws_s3_bucket', 'grant {\n  uri = "http://acs.amazonaws.com/groups/s3/LogDelivery"\n}'),
      tf('aws_s3_bucket_acl', 'acl = "private"'),
    ],
  }),
  settingRule({
    id: 'aws-s3-acl-changeable',
    title: 'S3 bucket that gives away the right to change its ACL',
    severity: 'high',
    weakness: 'permission',
    description: `Whoever has \`WRITE_ACP\` gives every right on the bucket to everybody, itself included.`,
    remediation: 'Remove the grant; govern access by a policy instead of access lists.',
    references: [
      `${hub}/s3-controls.html#s3-12`,
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#permissions',
    ],
    checks: [
      {
        at: {
          aws_s3_bucket: 'grant.permissions',
          aws_s3_bucket_acl: 'access_control_policy.grant.permission',
        },
        bad: hasItem(/^WRITE_ACP$/),
        says: 'A grant of {} gives the right to change its access list.',
      },
    ],
    bad: [
      tf('aws_s3_bucket_acl', 'access_control_policy {\n  grant {\n    permission = "WRITE_ACP" ◄\n  }\n}'),
      tf('aws_s3_bucket', 'grant {\n  id = "x"\n  permissions = ["READ", "WRITE_ACP"] ◄\n}'),
    ],
    good: [
      tf('aws_s3_bucket_acl', 'access_control_policy {\n  grant {\n    permission = "READ_ACP"\n  }\n}'),
      tf('aws_s3_bucket', 'grant {\n  id = "x"\n  permissions = ["READ"]\n}'),
    ],
  }),
];
