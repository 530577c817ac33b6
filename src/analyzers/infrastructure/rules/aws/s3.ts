import { listOf, type Item } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { inPart, settingRule } from '../resources/setting.js';
import { isMissing, isPresent, isFalse, isOff, isOneOf, hasItem } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';
const accessBlock = [
  {
    id: 'aws-s3-public-acls-allowed',
    title: 'S3 bucket that takes public access lists',
    setting: 'BlockPublicAcls',
    account: 'block_public_acls',
    what: 'a new access list may open the bucket',
    control: 's3-8',
  },
  {
    id: 'aws-s3-public-policies-allowed',
    title: 'S3 bucket that takes public policies',
    setting: 'BlockPublicPolicy',
    account: 'block_public_policy',
    what: 'a new policy may open the bucket',
    control: 's3-8',
  },
  {
    id: 'aws-s3-public-acls-honoured',
    title: 'S3 bucket that honours public access lists',
    setting: 'IgnorePublicAcls',
    account: 'ignore_public_acls',
    what: 'an access list that is public already still opens the bucket',
    control: 's3-1',
  },
  {
    id: 'aws-s3-public-policies-honoured',
    title: 'S3 bucket that honours public policies for everybody',
    setting: 'RestrictPublicBuckets',
    account: 'restrict_public_buckets',
    what: 'with a public policy everybody gets in, and not only the account',
    control: 's3-1',
  },
];
/** A rule that lets every origin use a method that changes something. */
const isOpenRule =
  (origins: string, methods: string) =>
  (rule: Item): boolean =>
    hasItem(/^\*$/)(rule.get(origins)) && hasItem(/^(?:PUT|POST|DELETE)$/)(rule.get(methods));

export const awsS3Rules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-s3-versioning-off',
    title: 'S3 bucket whose versioning is off',
    severity: 'low',
    weakness: 'recovery',
    description: `Without versions nothing brings back an object that is overwritten or deleted, by mistake or by somebody who demands money for it.`,
    remediation: 'Enable versioning, with a rule that deletes old versions after a while.',
    references: [
      `${hub}/s3-controls.html#s3-14`,
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html',
    ],
    checks: [
      {
        at: { aws_s3_bucket: 'versioning.enabled' },
        bad: isOff,
        when: { versioning: isPresent },
        says: 'Nothing brings back what is overwritten in {}.',
        fix: 'true',
      },
      {
        at: {
          aws_s3_bucket_versioning: 'versioning_configuration.status',
          'AWS::S3::Bucket': 'VersioningConfiguration.Status',
        },
        bad: isOneOf('Suspended', 'Disabled'),
        says: 'Nothing brings back what is overwritten in {}.',
      },
    ],
    bad: [
      tf('aws_s3_bucket', 'bucket = "shop-reports"\nversioning {\n  enabled = false ◄\n}'),
      cfn('AWS::S3::Bucket', 'VersioningConfiguration:\n  Status: Suspended ◄'),
    ],
    good: [
      tf(
        'aws_s3_bucket',
        'bucket = "shop-reports"',
        'resource "aws_s3_bucket_versioning" "main" {\n  bucket = aws_s3_bucket.main.id\n  versioning_configuration {\n    status = "Enabled"\n  }\n}',
      ),
      cfn('AWS::S3::Bucket', 'VersioningConfiguration:\n  Status: Enabled'),
    ],
  }),
  settingRule({
    id: 'aws-s3-deletion-without-mfa',
    title: 'S3 bucket whose versions are deleted without a second factor',
    severity: 'low',
    confidence: 'medium',
    weakness: 'recovery',
    description: `The file says that deletion needs no second factor: whoever has a key of the owner deletes all versions for good.`,
    remediation: 'Enable MFA delete for buckets that hold backups or records, or lock the objects.',
    references: [
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html',
    ],
    checks: [
      {
        at: { aws_s3_bucket: 'versioning.mfa_delete' },
        bad: isFalse,
        says: 'Versions in {} are deleted without a second factor.',
        fix: 'true',
      },
      {
        at: { aws_s3_bucket_versioning: 'versioning_configuration.mfa_delete' },
        bad: isOneOf('Disabled'),
        says: 'Versions in {} are deleted without a second factor.',
        fix: '"Enabled"',
      },
    ],
    bad: [
      tf('aws_s3_bucket', 'versioning {\n  enabled = true\n  mfa_delete = false ◄\n}'),
      tf(
        'aws_s3_bucket_versioning',
        'versioning_configuration {\n  status = "Enabled"\n  mfa_delete = "Disabled" ◄\n}',
      ),
    ],
    good: [
      tf('aws_s3_bucket', 'versioning {\n  enabled = true\n}'),
      tf(
        'aws_s3_bucket_versioning',
        'versioning_configuration {\n  status = "Enabled"\n  mfa_delete = "Enabled"\n}',
      ),
    ],
  }),
  ...accessBlock.map(({ id, title, setting, account, what, control }) =>
    settingRule({
      id,
      title,
      severity: 'medium',
      weakness: 'exposure',
      description: `The block of public access leaves this out: ${what}. One mistaken line is then enough to open the bucket to everybody.`,
      remediation: 'Set all four settings of the public access block to true.',
      references: [
        `${hub}/s3-controls.html#${control}`,
        'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
      ],
      checks: [
        {
          at: { 'AWS::S3::Bucket': `PublicAccessBlockConfiguration.${setting}` },
          bad: isOff,
          when: { PublicAccessBlockConfiguration: isPresent },
          says: `{} has ${setting} off, so that it can be opened to everybody.`,
          fix: 'true',
        },
        {
          at: { aws_s3_bucket_public_access_block: account, aws_s3_account_public_access_block: account },
          bad: isOff,
          says: `{} has ${account} off, so that a bucket can be opened to everybody.`,
          fix: 'true',
        },
      ],
      bad: [
        cfn('AWS::S3::Bucket', `PublicAccessBlockConfiguration:\n  ${setting}: false ◄`),
        tf('aws_s3_account_public_access_block', `${account} = false ◄`),
      ],
      good: [
        cfn('AWS::S3::Bucket', `PublicAccessBlockConfiguration:\n  ${setting}: true`),
        cfn('AWS::S3::Bucket', `PublicAccessBlockConfiguration:\n  ${setting}: !Ref Block`),
        tf('aws_s3_bucket_public_access_block', `${account} = var.block`),
      ],
    }),
  ),
  settingRule({
    id: 'aws-s3-cors-open',
    title: 'S3 bucket whose CORS rule trusts every site',
    severity: 'medium',
    weakness: 'access',
    cwe: [942],
    description: `Scripts of every site may use methods that change objects in the bucket, with whatever URL they get hold of.`,
    remediation: 'Name the origins, the methods and the headers that your pages need.',
    references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html'],
    checks: [
      {
        at: { aws_s3_bucket: 'cors_rule', aws_s3_bucket_cors_configuration: 'cors_rule' },
        ...inPart((item) => listOf(item).find(isOpenRule('allowed_origins', 'allowed_methods'))),
        says: 'Scripts of every site may write to {}.',
      },
      {
        at: { 'AWS::S3::Bucket': 'CorsConfiguration.CorsRules' },
        ...inPart((item) => listOf(item).find(isOpenRule('AllowedOrigins', 'AllowedMethods'))),
        says: 'Scripts of every site may write to {}.',
      },
    ],
    bad: [
      tf(
        'aws_s3_bucket_cors_configuration',
        'bucket = "shop"\ncors_rule { ◄\n  allowed_methods = ["PUT"]\n  allowed_origins = ["*"]\n}',
      ),
      cfn(
        'AWS::S3::Bucket',
        "CorsConfiguration:\n  CorsRules:\n    - AllowedMethods: [DELETE] ◄\n      AllowedOrigins: ['*']",
      ),
    ],
    good: [
      tf(
        'aws_s3_bucket_cors_configuration',
        'bucket = "shop"\ncors_rule {\n  allowed_methods = ["GET"]\n  allowed_origins = ["*"]\n}\ncors_rule {\n  allowed_methods = ["PUT"]\n  allowed_origins = ["https://shop.example"]\n}',
      ),
      tf(
        'aws_s3_bucket_cors_configuration',
        'bucket = "shop"\ncors_rule {\n  allowed_methods = ["PUT"]\n  allowed_origins = ["https://shop.example"]\n}',
      ),
    ],
  }),
  settingRule({
    id: 'aws-s3-website',
    title: 'S3 bucket that serves a site without TLS',
    severity: 'low',
    confidence: 'medium',
    weakness: 'transport',
    description: `The address of a site in S3 answers over HTTP only, and its objects have to be public: whoever is on the way changes the pages.`,
    remediation: 'Serve the bucket through CloudFront with an origin access control, and keep it private.',
    references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteHosting.html'],
    checks: [
      {
        at: { 'AWS::S3::Bucket': 'WebsiteConfiguration', aws_s3_bucket: 'website' },
        bad: isPresent,
        says: '{} serves a site over HTTP.',
      },
    ],
    bad: [
      cfn('AWS::S3::Bucket', 'WebsiteConfiguration: ◄\n  IndexDocument: index.html'),
      tf('aws_s3_bucket', 'website { ◄\n  index_document = "index.html"\n}'),
    ],
    good: [cfn('AWS::S3::Bucket', 'BucketName: shop'), tf('aws_s3_bucket', 'bucket = "shop"')],
  }),
  settingRule({
    id: 'aws-s3-trail-bucket-unlogged',
    title: 'Bucket of CloudTrail without access log',
    severity: 'low',
    weakness: 'logging',
    description: `Nobody can tell who read or changed the record of the account itself, which an intruder looks for first.`,
    remediation: 'Write the access log of the bucket to another bucket.',
    references: [`${hub}/cloudtrail-controls.html#cloudtrail-7`],
    checks: [
      {
        at: { aws_s3_bucket: 'logging' },
        bad: isMissing,
        onlyIf: { aws_cloudtrail: 's3_bucket_name' },
        unless: { aws_s3_bucket_logging: 'bucket' },
        says: 'Nobody can tell who reads the record of the account in {}.',
      },
      {
        at: { 'AWS::S3::Bucket': 'LoggingConfiguration' },
        bad: isMissing,
        onlyIf: { 'AWS::CloudTrail::Trail': 'S3BucketName' },
        says: 'Nobody can tell who reads the record of the account in {}.',
      },
    ],
    bad: [
      tf(
        'aws_s3_bucket ◄',
        'bucket = "shop-trail"',
        'resource "aws_cloudtrail" "all" {\n  s3_bucket_name = aws_s3_bucket.main.id\n}',
      ),
      tf(
        'aws_s3_bucket ◄',
        'bucket = "shop-trail"',
        'resource "aws_cloudtrail" "all" {\n  s3_bucket_name = "shop-trail"\n}',
      ),
    ],
    good: [
      tf('aws_s3_bucket', 'bucket = "shop-reports"'),
      tf(
        'aws_s3_bucket',
        'bucket = "shop-trail"\nlogging {\n  target_bucket = "shop-logs"\n}',
        'resource "aws_cloudtrail" "all" {\n  s3_bucket_name = aws_s3_bucket.main.id\n}',
      ),
    ],
  }),
];
