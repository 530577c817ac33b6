import { covering } from '../../formats/span.js';
import type { TerraformRule } from '../../formats/terraform.js';
import { accessBlockSettings, isOff } from './s3-access-block.js';

export const s3PublicAccessBlockOff: TerraformRule = {
  id: 'terraform-s3-public-access-block-off',
  title: 'S3 Block Public Access switched off',
  severity: 'medium',
  confidence: 'high',
  cwe: [732, 1188],
  owasp: ['A05:2021', 'A02:2025'],
  asvs: [],
  languages: ['terraform'],
  description: `Block Public Access is on for every new bucket. The resource that sets it switches off each setting that it
gives as \`false\` or leaves out. From then on one access control list or one bucket policy is enough to open the bucket to the
internet.`,
  remediation: `Set \`block_public_acls\`, \`block_public_policy\`, \`ignore_public_acls\` and \`restrict_public_buckets\` to \`true\`.`,
  references: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-8',
  ],
  examples: {
    bad: [
      {
        path: 'main.tf',
        text: `resource "aws_s3_bucket_public_access_block" "site" {
  bucket                  = aws_s3_bucket.site.id
  block_public_acls       = true
  block_public_policy     = false ◄
  ignore_public_acls      = true
  restrict_public_buckets = false
}
`,
      },
      {
        path: 'main.tf',
        text: `resource "aws_s3_bucket_public_access_block" "site" { ◄
  bucket              = aws_s3_bucket.site.id
  block_public_acls   = true
  block_public_policy = true
}
`,
      },
    ],
    good: [
      {
        path: 'main.tf',
        text: `resource "aws_s3_bucket_public_access_block" "site" {
  bucket                  = aws_s3_bucket.site.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
`,
      },
      {
        path: 'main.tf',
        text: `variable "open" {
  type = bool
}

resource "aws_s3_account_public_access_block" "account" {
  block_public_acls       = !var.open
  block_public_policy     = !var.open
  ignore_public_acls      = true
  restrict_public_buckets = true
}
`,
      },
    ],
  },
  resources: ['aws_s3_bucket_public_access_block', 'aws_s3_account_public_access_block'],
  *check(resource) {
    const off = accessBlockSettings.filter((setting) => isOff(resource, setting));
    const written = off
      .flatMap((setting) => resource.attribute(setting) ?? [])
      .sort((a, b) => a.start - b.start);
    const [first] = written;
    const last = written.at(-1);
    if (off.length === 0) return;
    yield {
      message: `Public access is not blocked: ${off.map((setting) => `\`${setting}\``).join(', ')} ${off.length > 1 ? 'are' : 'is'} off.`,
      span: first && last ? covering(first, last) : resource.header,
      scope: resource.address,
      anchor: off.join(' '),
    };
  },
};
