import { compareTargets, pointedAt, targetOf } from '../../formats/terraform-join.js';
import type { TerraformRule } from '../../formats/terraform.js';

export const s3BucketUnencrypted: TerraformRule = {
  id: 'terraform-s3-bucket-unencrypted',
  title: 'S3 bucket without an encryption of its own',
  severity: 'low',
  confidence: 'medium',
  cwe: [311],
  owasp: ['A02:2021', 'A04:2025'],
  asvs: [],
  languages: ['terraform'],
  description: `Nothing in the folder says how the bucket is encrypted. Since January 2023 AWS encrypts every new object with
keys of its own (SSE-S3), so the data is not in the clear; but whoever may read the bucket may then read the data. With a key of
your own in KMS, reading also needs the right to use the key, each use is logged, and access can be taken away in one place.`,
  remediation: `Add \`aws_s3_bucket_server_side_encryption_configuration\` with \`aws:kms\` and a key of your own, or write
\`AES256\` down where the keys of AWS are what you want.`,
  references: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html',
  ],
  examples: {
    bad: [
      {
        path: 'main.tf',
        text: `resource "aws_s3_bucket" "reports" { ◄
  bucket = "shop-reports"
}
`,
      },
      {
        path: 'main.tf',
        text: `resource "aws_s3_bucket" "reports" {
  bucket = "shop-reports"
}

resource "aws_s3_bucket" "exports" { ◄
  bucket = "shop-exports"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "reports" {
  bucket = aws_s3_bucket.reports.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}
`,
      },
    ],
    good: [
      {
        path: 'main.tf',
        text: `resource "aws_s3_bucket" "reports" {
  bucket = "shop-reports"
}
`,
        files: {
          'encryption.tf': `resource "aws_s3_bucket_server_side_encryption_configuration" "reports" {
  bucket = aws_s3_bucket.reports.bucket
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}
`,
        },
      },
      {
        path: 'main.tf',
        text: `resource "aws_s3_bucket" "reports" {
  bucket = var.name
}

resource "aws_s3_bucket_server_side_encryption_configuration" "all" {
  for_each = toset(var.buckets)
  bucket   = each.value
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}
`,
      },
    ],
  },
  resources: ['aws_s3_bucket'],
  *check(bucket, module) {
    if (!module.whole || bucket.sections('server_side_encryption_configuration').length > 0) return;
    const target = targetOf(bucket, 'bucket');
    const encrypted = module
      .all('aws_s3_bucket_server_side_encryption_configuration')
      .some((other) => compareTargets(pointedAt(other.get('bucket'), 'aws_s3_bucket'), target) !== 'no');
    if (encrypted) return;
    yield {
      message: `Nothing in this folder sets the encryption of the bucket \`${bucket.name}\`, so it gets the keys of AWS.`,
      span: bucket.header,
      scope: bucket.address,
    };
  },
};
