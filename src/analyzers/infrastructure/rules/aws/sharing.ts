import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule, type Check } from '../resources/setting.js';
import { hasItem, isFalse, isMissing, isOneOf, matches } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';
const blocks = [
  ['block_public_acls', 'BlockPublicAcls'],
  ['block_public_policy', 'BlockPublicPolicy'],
  ['ignore_public_acls', 'IgnorePublicAcls'],
  ['restrict_public_buckets', 'RestrictPublicBuckets'],
] as const;

/** Services that anybody may set up in an account of their own so that they call a function. */
const callers = matches(
  /^(?:apigateway|cloudwatch|cognito-idp|config|elasticloadbalancing|events|iot|lex|logs|s3|ses|sns)\.amazonaws\.com$/,
);

/** What is given to all accounts, or to more than is meant. */
export const awsSharingRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-image-shared',
    title: 'Machine image shared with everybody',
    severity: 'high',
    weakness: 'exposure',
    description: `Every account of AWS may start machines from the image, and reads all that is on its disks: code, configuration, keys.`,
    remediation: 'Share the image with the accounts that need it, by number.',
    references: [
      'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-intro.html',
      'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html',
    ],
    checks: [
      {
        at: { aws_ami_launch_permission: 'group' },
        bad: isOneOf('all'),
        says: 'Every account of AWS may read the image of {}.',
      },
      {
        at: {
          aws_imagebuilder_distribution_configuration:
            'distribution.ami_distribution_configuration.launch_permission.user_groups',
        },
        bad: hasItem(/^all$/),
        says: 'Every account of AWS may read the images of {}.',
      },
    ],
    bad: [
      tf('aws_ami_launch_permission', 'image_id = "ami-1"\ngroup = "all" ◄'),
      tf(
        'aws_imagebuilder_distribution_configuration',
        'distribution {\n  ami_distribution_configuration {\n    launch_permission {\n      user_groups = ["all"] ◄\n    }\n  }\n}',
      ),
    ],
    good: [
      tf('aws_ami_launch_permission', 'image_id = "ami-1"\naccount_id = "111122223333"'),
      tf('aws_ami_launch_permission', 'group = var.group'),
    ],
  }),
  settingRule({
    id: 'aws-document-shared',
    title: 'Document of Systems Manager shared with everybody',
    severity: 'high',
    weakness: 'exposure',
    description: `Every account of AWS may read the document, with the commands, names and parameters in it.`,
    remediation: 'Share the document with the accounts that need it, by number.',
    references: [`${hub}/ssm-controls.html#ssm-4`],
    checks: [
      {
        at: { aws_ssm_document: 'permissions.account_ids' },
        bad: hasItem(/^all$/i),
        says: 'Every account of AWS may read {}.',
      },
    ],
    bad: [
      tf('aws_ssm_document', 'permissions = {\n  type = "Share"\n  account_ids = "All" ◄\n}'),
      tf('aws_ssm_document', 'name = "patch"\npermissions = {\n  type = "Share"\n  account_ids = "all" ◄\n}'),
    ],
    good: [
      tf('aws_ssm_document', 'permissions = {\n  type = "Share"\n  account_ids = "111122223333"\n}'),
      tf('aws_ssm_document', 'name = "patch"'),
    ],
  }),
  settingRule({
    id: 'aws-s3-access-point-open',
    title: 'Access point of S3 that may be opened to everybody',
    severity: 'medium',
    weakness: 'exposure',
    description: `The block of public access is off for the access point, and cannot be changed later. One mistaken policy is then enough to open its objects to everybody.`,
    remediation: 'Leave all four settings on, as they are by default, or keep the access point within a VPC.',
    references: [`${hub}/s3-controls.html#s3-19`, `${hub}/s3-controls.html#s3-24`],
    checks: [
      ...blocks.flatMap(([setting, property]): Check[] => [
        {
          at: {
            aws_s3_access_point: `public_access_block_configuration.${setting}`,
            aws_s3control_multi_region_access_point: `details.public_access_block.${setting}`,
            'AWS::S3::AccessPoint': `PublicAccessBlockConfiguration.${property}`,
            'AWS::S3::MultiRegionAccessPoint': `PublicAccessBlockConfiguration.${property}`,
          },
          bad: isFalse,
          when: { vpc_configuration: isMissing, VpcConfiguration: isMissing },
          says: `{} has ${property} off, so that it can be opened to everybody.`,
          fix: 'true',
        },
      ]),
    ],
    bad: [
      tf('aws_s3_access_point', 'public_access_block_configuration {\n  block_public_policy = false ◄\n}'),
      cfn('AWS::S3::AccessPoint', 'PublicAccessBlockConfiguration:\n  RestrictPublicBuckets: false ◄'),
    ],
    good: [
      tf('aws_s3_access_point', 'bucket = "shop"'),
      cfn('AWS::S3::AccessPoint', 'PublicAccessBlockConfiguration:\n  RestrictPublicBuckets: true'),
    ],
  }),
  settingRule({
    id: 'aws-snapshot-block-off',
    title: 'Public snapshots allowed in the region',
    severity: 'medium',
    weakness: 'exposure',
    description: `The account lets snapshots of disks or images of machines be shared with everybody, which one call then does.`,
    remediation: 'Block the public sharing of snapshots and images in every region.',
    references: [`${hub}/ec2-controls.html#ec2-182`],
    checks: [
      {
        at: { aws_ebs_snapshot_block_public_access: 'state', aws_ec2_image_block_public_access: 'state' },
        bad: isOneOf('unblocked'),
        says: 'Snapshots or images may be shared with everybody.',
      },
      {
        at: { 'AWS::EC2::SnapshotBlockPublicAccess': 'State' },
        bad: isOneOf('unblocked'),
        says: 'Snapshots may be shared with everybody.',
      },
    ],
    bad: [
      tf('aws_ebs_snapshot_block_public_access', 'state = "unblocked" ◄'),
      cfn('AWS::EC2::SnapshotBlockPublicAccess', 'State: unblocked ◄'),
    ],
    good: [
      tf('aws_ebs_snapshot_block_public_access', 'state = "block-all-sharing"'),
      cfn('AWS::EC2::SnapshotBlockPublicAccess', 'State: block-all-sharing'),
    ],
  }),
  settingRule({
    id: 'aws-function-source-missing',
    title: 'Function that a service may invoke for any account',
    severity: 'medium',
    confidence: 'medium',
    weakness: 'permission',
    cwe: [441, 732],
    description: `The permission names a service of AWS, but not for whose resource it may call. Anybody may then point a bucket, topic or API of their own at the function, and the service calls it for them (confused deputy).`,
    remediation: 'Name the resource in the source, or at least the account.',
    references: [
      'https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
    ],
    checks: [
      {
        at: { aws_lambda_permission: 'source_arn' },
        bad: isMissing,
        when: {
          principal: callers,
          source_account: isMissing,
          principal_org_id: isMissing,
        },
        says: '{} lets the service call the function for any account.',
      },
      {
        at: { 'AWS::Lambda::Permission': 'SourceArn' },
        bad: isMissing,
        when: { Principal: callers, SourceAccount: isMissing, PrincipalOrgID: isMissing },
        says: '{} lets the service call the function for any account.',
      },
    ],
    bad: [
      tf('aws_lambda_permission ◄', 'action = "lambda:InvokeFunction"\nprincipal = "s3.amazonaws.com"'),
      cfn('AWS::Lambda::Permission ◄', 'Principal: events.amazonaws.com'),
    ],
    good: [
      tf('aws_lambda_permission', 'principal = "s3.amazonaws.com"\nsource_arn = "arn:aws:s3:::shop-uploads"'),
      cfn(
        'AWS::Lambda::Permission',
        'Principal: secretsmanager.amazonaws.com\nSourceAccount: !Ref AWS::AccountId',
      ),
    ],
  }),
  settingRule({
    id: 'aws-function-permission-broad',
    title: 'Permission to do everything with a function',
    severity: 'medium',
    weakness: 'permission',
    description: `The permission allows more than invoking: whoever it names may also read the code and change what the function does.`,
    remediation: 'Allow `lambda:InvokeFunction` only, which is what callers need.',
    references: ['https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html'],
    checks: [
      {
        at: { aws_lambda_permission: 'action', 'AWS::Lambda::Permission': 'Action' },
        bad: matches(/^(?:\*|lambda:\*)$/),
        says: '{} allows everything with the function.',
        fix: '"lambda:InvokeFunction"',
      },
    ],
    bad: [
      tf('aws_lambda_permission', 'action = "lambda:*" ◄\nprincipal = "111122223333"'),
      cfn('AWS::Lambda::Permission', "Action: 'lambda:*' ◄\nPrincipal: '111122223333'"),
    ],
    good: [
      tf('aws_lambda_permission', 'action = "lambda:InvokeFunction"\nprincipal = "111122223333"'),
      cfn('AWS::Lambda::Permission', 'Action: lambda:InvokeFunction\nPrincipal: !Ref Account'),
    ],
  }),
];
