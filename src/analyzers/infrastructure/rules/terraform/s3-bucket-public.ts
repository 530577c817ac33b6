import type { Severity } from '../../../../model/severity.js';
import { statementsOf, type PolicyStatement } from '../../formats/policy-item.js';
import { estateOf, itemResource } from '../../formats/terraform-item.js';
import { pointedAt, targetOf, type Target } from '../../formats/terraform-join.js';
import type { Resource, TerraformModule } from '../../formats/terraform-module.js';
import type { Value } from '../../formats/terraform-value.js';
import type { TerraformRule } from '../../formats/terraform.js';
import type { Hit } from '../../rule.js';
import { fromNameOf } from '../../formats/span.js';
import { mayBlock } from './s3-access-block.js';

export const s3BucketPublic: TerraformRule = {
  id: 'terraform-s3-bucket-public',
  title: 'S3 bucket open to the public',
  severity: 'high',
  confidence: 'high',
  cwe: [732, 284],
  asvs: [],
  languages: ['terraform'],
  description: `An access control list or a bucket policy lets anyone on the internet read the objects of the bucket, or write
them. Open buckets are found by scanners within hours; what leaks is customer data and backups, and a writable bucket serves
whatever somebody puts there.

The bucket is judged with everything in its folder that completes it: where Block Public Access ignores the list or the policy, or
a value is not known, nothing is reported.`,
  remediation: `Keep the bucket private, turn on all four settings of \`aws_s3_bucket_public_access_block\`, and serve public files
through CloudFront with origin access control.`,
  references: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html',
  ],
  examples: {
    bad: [
      {
        path: 'storage/main.tf',
        text: `resource "aws_s3_bucket" "invoices" {
  bucket = "shop-invoices"
}

resource "aws_s3_bucket_acl" "invoices" {
  bucket = aws_s3_bucket.invoices.id
  acl    = "public-read" ◄
}
`,
      },
      {
        path: 'storage/uploads.tf',
        text: `locals {
  access = "public-read-write"
}

resource "aws_s3_bucket" "uploads" {
  bucket = "shop-uploads"
  acl    = local.access ◄
}
`,
      },
      {
        path: 'storage/policy.tf',
        text: `resource "aws_s3_bucket_policy" "exports" {
  bucket = aws_s3_bucket.exports.id
  policy = jsonencode({ ◄
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = ["s3:GetObject", "s3:ListBucket"]
      Resource  = "\${aws_s3_bucket.exports.arn}/*"
    }]
  })
}
`,
        files: {
          'storage/bucket.tf': 'resource "aws_s3_bucket" "exports" {\n  bucket = "shop-exports"\n}\n',
        },
      },
    ],
    good: [
      {
        path: 'storage/main.tf',
        text: `resource "aws_s3_bucket" "invoices" {
  bucket = "shop-invoices"
}

resource "aws_s3_bucket_acl" "invoices" {
  bucket = aws_s3_bucket.invoices.id
  acl    = "private"
}
`,
      },
      {
        path: 'storage/main.tf',
        text: `resource "aws_s3_bucket" "legacy" {
  bucket = "shop-legacy"
  acl    = "public-read"
}
`,
        files: {
          'storage/access.tf': `resource "aws_s3_bucket_public_access_block" "legacy" {
  bucket                  = aws_s3_bucket.legacy.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
`,
        },
      },
      {
        path: 'storage/policy.tf',
        text: `resource "aws_s3_bucket_policy" "exports" {
  bucket = aws_s3_bucket.exports.id
  policy = data.aws_iam_policy_document.exports.json
}

data "aws_iam_policy_document" "exports" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["\${aws_s3_bucket.exports.arn}/*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceVpce"
      values   = [var.endpoint]
    }
  }
}
`,
      },
    ],
  },
  resources: ['aws_s3_bucket', 'aws_s3_bucket_acl', 'aws_s3_bucket_policy'],
  *check(resource, module) {
    const bucket =
      resource.type === 'aws_s3_bucket'
        ? targetOf(resource, 'bucket')
        : pointedAt(resource.get('bucket'), 'aws_s3_bucket');
    yield* checkAcl(resource, bucket, module);
    yield* checkPolicy(resource, bucket, module);
  },
};

const publicAcls: Readonly<Record<string, { readonly severity: Severity; readonly what: string }>> = {
  'public-read': { severity: 'high', what: 'anyone list and read the bucket' },
  'public-read-write': { severity: 'critical', what: 'anyone read and write the bucket' },
  'authenticated-read': { severity: 'high', what: 'every AWS account in the world read the bucket' },
};
const publicGroups = /\/groups\/global\/(?:AllUsers|AuthenticatedUsers)$/;

function* checkAcl(resource: Resource, bucket: Target, module: TerraformModule): Iterable<Hit> {
  if (mayBlock(bucket, module, 'block_public_acls', 'ignore_public_acls')) return;
  const scope = resource.address;
  const acl = resource.get('acl');
  const open = acl?.text === undefined ? undefined : publicAcls[acl.text];
  if (acl && open) {
    const message = `The access control list \`${acl.text ?? ''}\` lets ${open.what}.`;
    yield { message, span: acl.span, severity: open.severity, scope, anchor: `acl ${acl.text ?? ''}` };
  }
  for (const uri of granteesOf(resource))
    if (publicGroups.test(uri.text ?? ''))
      yield { message: 'The grant lets anyone on the internet into the bucket.', span: uri.span, scope };
}

function granteesOf(resource: Resource): Value[] {
  const grants = resource.sections('access_control_policy').flatMap((policy) => policy.sections('grant'));
  const grantees = [...resource.sections('grant'), ...grants.flatMap((grant) => grant.sections('grantee'))];
  return grantees.flatMap((grantee) => grantee.get('uri') ?? []);
}

function* checkPolicy(resource: Resource, bucket: Target, module: TerraformModule): Iterable<Hit> {
  const policy = itemResource(resource).settings.get('policy');
  const open = statementsOf(policy, estateOf(module)).find(isPublic);
  if (!policy || !open || mayBlock(bucket, module, 'block_public_policy', 'restrict_public_buckets')) return;
  const writes = open.actions.some((action) => /^(?:\*|s3:\*|s3:(?:Put|Delete))/i.test(action));
  yield {
    message: `The bucket policy lets anyone on the internet ${writes ? 'change' : 'read'} the bucket.`,
    span: fromNameOf(policy.span, open.span),
    severity: writes ? 'critical' : 'high',
    scope: resource.address,
    anchor: `policy ${open.actions.join(' ')}`,
  };
}

function isPublic(statement: PolicyStatement): boolean {
  return statement.allows && !statement.conditional && statement.principals.includes('*');
}
