import { afterAll, describe, expect, it } from '@jest/globals';
import { createInfrastructureAnalyzer } from '../../../src/analyzers/infrastructure/analyzer.js';
import { cfn, tf, terraformFile } from '../../../src/analyzers/infrastructure/rules/resources/examples.js';
import { analyzeFile } from './support.js';

const analyzer = createInfrastructureAnalyzer();
afterAll(() => analyzer.close?.());

async function rulesOn({ path, text }: { path: string; text: string }): Promise<string[]> {
  const { detections } = await analyzeFile(analyzer, path, { [path]: text });
  return detections.map(({ ruleId }) => ruleId);
}

/** A queue whose policy lets everybody in, on a condition. */
const template = (condition: string): ReturnType<typeof cfn> =>
  cfn(
    'AWS::SQS::QueuePolicy',
    `Queues: [q]\nPolicyDocument:\n  Statement:\n    - Effect: Allow\n      Principal: '*'\n      Action: sqs:SendMessage\n      Condition: ${condition}`,
  );

const narrow = [
  ['the source', '{ ArnEquals: { "aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:orders" } }'],
  ['an account', '{ StringEquals: { "AWS:SourceOwner": "111122223333" } }'],
  ['an organization', '{ StringEquals: { "aws:PrincipalOrgID": o-a1b2c3d4e5 } }'],
  ['a network', '{ IpAddress: { "aws:SourceIp": [192.0.2.0/24, 198.51.100.0/24] } }'],
  ['a network even where it is not told', '{ IpAddressIfExists: { "aws:SourceIp": 192.0.2.0/24 } }'],
  ['an endpoint', '{ StringEquals: { "aws:SourceVpce": vpce-1a2b3c4d } }'],
  ['a second factor', '{ Bool: { "aws:MultiFactorAuthPresent": "true" } }'],
  ['a pattern of names in an account', '{ ArnLike: { "aws:SourceArn": "arn:aws:s3:*:*:uploads" } }'],
  [
    'one thing besides TLS',
    '{ Bool: { "aws:SecureTransport": true }, StringEquals: { "aws:SourceAccount": 1 } }',
  ],
  ['what is not known', '!If [Prod, !Ref A, !Ref B]'],
  ['a value that is not known', '{ StringEquals: { "aws:SourceAccount": !Ref Partner } }'],
  ['a key that is not known', '{ StringEquals: { "elasticfilesystem:AccessPointArn": x } }'],
] as const;

const wide = [
  ['TLS', '{ Bool: { "aws:SecureTransport": "true" } }'],
  ['a referrer, which anybody sends', '{ StringLike: { "aws:Referer": ["https://shop.example/*"] } }'],
  ['every name', '{ StringLike: { "aws:SourceArn": "*" } }'],
  ['a name or every name', '{ StringLike: { "aws:PrincipalArn": ["arn:aws:iam::1:root", "*"] } }'],
  ['a role of whatever account', '{ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/deploy" } }'],
  ['every bucket', '{ ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } }'],
  ['every network', '{ IpAddress: { "aws:SourceIp": [192.0.2.0/24, 0.0.0.0/0] } }'],
  ['all but one network', '{ NotIpAddress: { "aws:SourceIp": 192.0.2.0/24 } }'],
  ['all but one account', '{ StringNotEquals: { "aws:PrincipalAccount": "111122223333" } }'],
  ['a second factor, or a key that has none', '{ BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } }'],
  ['no service', '{ Bool: { "aws:PrincipalIsAWSService": "false" } }'],
  ['the absence of a key', '{ "ForAllValues:StringEquals": { "aws:PrincipalOrgID": o-a1b2c3d4e5 } }'],
  ['nothing', '{}'],
] as const;

describe('a condition in a policy that everybody is in', () => {
  it.each(narrow)('is enough when it asks for %s', async (_name, condition) => {
    expect(await rulesOn(template(condition))).not.toContain('aws-resource-policy-public');
  });

  it.each(wide)('is not when it asks for %s', async (_name, condition) => {
    expect(await rulesOn(template(condition))).toContain('aws-resource-policy-public');
  });

  const document = (condition: string): ReturnType<typeof terraformFile> =>
    terraformFile(`
      data "aws_iam_policy_document" "all" {
        statement {
          actions   = ["*"]
          resources = ["*"]
          condition {
            ${condition}
          }
        }
      }
      resource "aws_iam_policy" "all" {
        policy = data.aws_iam_policy_document.all.json
      }`);

  it.each([
    ['test = "Bool"\nvariable = "aws:MultiFactorAuthPresent"\nvalues = ["true"]', false],
    ['test = "StringEquals"\nvariable = "aws:PrincipalOrgID"\nvalues = [var.organization]', false],
    ['test = "Bool"\nvariable = "aws:SecureTransport"\nvalues = ["true"]', true],
    ['test = "StringLike"\nvariable = "aws:PrincipalArn"\nvalues = ["*"]', true],
  ])('is read from blocks: %s', async (condition, isReported) => {
    const found = await rulesOn(document(condition));
    expect(found.includes('terraform-aws-iam-admin-policy')).toBe(isReported);
  });

  it.each([
    ['{ StringEquals = { "aws:SourceVpc" = "vpc-1a2b3c4d" } }', false],
    ['{ StringEquals = { (var.key) = "vpc-1a2b3c4d" } }', false],
    ['{ StringEquals = { "s3:x-amz-acl" = "bucket-owner-full-control" } }', true],
  ])('is read from objects: %s', async (condition, isReported) => {
    const found = await rulesOn(
      tf(
        'aws_s3_bucket_policy',
        `bucket = "b"\npolicy = jsonencode({\n  Statement = [{\n    Effect = "Allow"\n    Principal = "*"\n    Action = "s3:PutObject"\n    Resource = "arn:aws:s3:::b/*"\n    Condition = ${condition}\n  }]\n})`,
      ),
    );
    expect(found.includes('terraform-s3-bucket-public')).toBe(isReported);
  });
});
