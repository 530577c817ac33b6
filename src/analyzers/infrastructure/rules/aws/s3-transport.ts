import { compareTargets, type Target } from '../../formats/terraform-join.js';
import { listOf, textOf, type Estate, type Item, type ItemResource } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { pointedAt, targetOf, weaknesses } from '../resources/setting.js';

/** The policy of a bucket, by the type of the bucket. */
const policies: Readonly<
  Record<string, { readonly type: string; readonly bucket: string; readonly policy: string }>
> = {
  aws_s3_bucket: { type: 'aws_s3_bucket_policy', bucket: 'bucket', policy: 'policy' },
  'AWS::S3::Bucket': { type: 'AWS::S3::BucketPolicy', bucket: 'Bucket', policy: 'PolicyDocument' },
};

const statement = (effect: string, extra: string): string =>
  `Statement = [{\n    Effect = "${effect}"\n    Principal = "*"\n    Action = "s3:*"\n    Resource = "*"\n${extra}  }]`;
const bucketPolicy = (body: string): string =>
  `resource "aws_s3_bucket_policy" "main" {\n  bucket = aws_s3_bucket.main.id\n  policy = jsonencode({\n  ${body}\n  })\n}`;
const cfnPolicy = (effect: string, value: boolean): string =>
  `Policy:\n  Type: AWS::S3::BucketPolicy\n  Properties:\n    Bucket: !Ref Main\n    PolicyDocument:\n      Statement:\n        - Effect: ${effect}\n          Principal:\n            AWS: '111122223333'\n          Action: s3:GetObject\n          Condition:\n            Bool:\n              aws:SecureTransport: ${value}`;

export const awsS3TransportRules: readonly ResourceRule[] = [
  {
    id: 'aws-s3-plaintext',
    title: 'S3 bucket whose policy takes requests without TLS',
    severity: 'low',
    confidence: 'medium',
    ...weaknesses.transport,
    asvs: [],
    languages: ['terraform', 'cloudformation'],
    description: `The bucket has a policy, but none of its statements denies requests over plain HTTP: whoever is on the way reads what is sent, and changes what a page loads.`,
    remediation:
      'Deny every action where `aws:SecureTransport` is `false`. Serve a website through CloudFront: the website addresses of S3 know no TLS.',
    references: [
      'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-5',
      'https://repost.aws/knowledge-center/s3-bucket-policy-for-config-rule',
    ],
    examples: {
      bad: [
        tf(
          'aws_s3_bucket ◄',
          'bucket = "shop"',
          bucketPolicy(
            statement('Allow', '    Condition = { StringEquals = { "aws:SourceVpce" = "vpce-1" } }\n'),
          ),
        ),
        cfn('AWS::S3::Bucket ◄', 'BucketName: shop', cfnPolicy('Allow', false)),
      ],
      good: [
        tf(
          'aws_s3_bucket',
          'bucket = "shop"',
          bucketPolicy(statement('Deny', '    Condition = { Bool = { "aws:SecureTransport" = "false" } }\n')),
        ),
        cfn('AWS::S3::Bucket', 'BucketName: shop', cfnPolicy('Allow', true)),
        tf(
          'aws_s3_bucket',
          'bucket = "shop"',
          'resource "aws_s3_bucket_policy" "main" {\n  bucket = aws_s3_bucket.main.id\n  policy = var.policy\n}',
        ),
        tf('aws_s3_bucket', 'bucket = "shop"'),
      ],
    },
    resources: Object.keys(policies),
    *check(resource, estate) {
      const place = policies[resource.type];
      if (!place || !estate.whole) return;
      const bucket: Target = targetOf(resource);
      const own = estate
        .all(place.type)
        .map((policy) => ({
          policy,
          joined: compareTargets(pointedAt(policy.settings.get(place.bucket), resource.type), bucket),
        }))
        .filter(({ joined }) => joined !== 'no');
      if (own.length === 0 || own.some(({ joined }) => joined === 'maybe')) return;
      if (own.some(({ policy }) => mayAskForTls(policy, place.policy, estate))) return;
      yield {
        message: `The policy of \`${resource.name}\` takes requests without TLS.`,
        span: resource.settings.span,
        scope: resource.address,
      };
    },
  },
];

/** Whether a policy denies plain HTTP, or allows with TLS only, or may; one that is not known may. */
function mayAskForTls(policy: ItemResource, path: string, estate: Estate): boolean {
  const document = policy.settings.get(path);
  const written = document?.known ? document.get('Statement') : undefined;
  if (written) return asks(listOf(written), 'Effect', (it) => conditionsOf(it));
  const blocks = [...(document?.mentions() ?? [])].flatMap((address) =>
    estate.all('data.aws_iam_policy_document').filter((it) => it.address === address),
  );
  if (blocks.length === 0) return true;
  return blocks.some(
    ({ settings }) =>
      ['source_policy_documents', 'override_policy_documents', 'source_json', 'override_json'].some((name) =>
        settings.get(name),
      ) || asks(listOf(settings.get('statement')), 'effect', blockConditionsOf),
  );
}

function asks(
  statements: readonly Item[],
  effect: string,
  conditions: (statement: Item) => Iterable<readonly [string, string | undefined]>,
): boolean {
  const wants = (statement: Item, value: string): boolean =>
    [...conditions(statement)].some(
      ([key, set]) =>
        /^s3:tlsversion$/i.test(key) ||
        (/^aws:securetransport$/i.test(key) && (set === undefined || set.toLowerCase() === value)),
    );
  const allows = statements.filter((it) => textOf(it.get(effect)) !== 'Deny');
  return (
    statements.some((it) => !it.known || (textOf(it.get(effect)) !== 'Allow' && wants(it, 'false'))) ||
    (allows.length > 0 && allows.every((it) => wants(it, 'true')))
  );
}

function* conditionsOf(statement: Item): Iterable<readonly [string, string | undefined]> {
  const condition = statement.get('Condition');
  for (const operator of condition?.names?.() ?? []) {
    const tests = condition?.get(operator);
    for (const key of tests?.names?.() ?? []) yield [key, textOf(listOf(tests?.get(key))[0])];
  }
}

function* blockConditionsOf(statement: Item): Iterable<readonly [string, string | undefined]> {
  for (const block of listOf(statement.get('condition')))
    yield [textOf(block.get('variable')) ?? '', textOf(listOf(block.get('values'))[0])];
}
