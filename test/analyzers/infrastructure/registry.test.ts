import { afterAll, describe, expect, it } from '@jest/globals';
import { createInfrastructureAnalyzer } from '../../../src/analyzers/infrastructure/analyzer.js';
import { analyzeFile } from './support.js';

const analyzer = createInfrastructureAnalyzer();
afterAll(() => analyzer.close?.());

async function found(source: string, inputs: string): Promise<string[]> {
  const text = `module "shop" {\n  source = "${source}"\n${inputs}\n}\n`;
  const { detections } = await analyzeFile(analyzer, 'main.tf', { 'main.tf': text });
  return detections.map(({ ruleId, range }) => `${ruleId}:${range.startLine}`);
}

describe('a call of a module of the registry', () => {
  it.each([
    ['rds', '  storage_encrypted = false', ['aws-database-unencrypted:3']],
    ['s3-bucket', '  restrict_public_buckets = false', ['aws-s3-public-policies-honoured:3']],
    ['s3-bucket', '  versioning = {\n    enabled = false\n  }', ['aws-s3-versioning-off:4']],
    ['dynamodb-table', '  point_in_time_recovery_enabled = false', ['aws-dynamodb-recovery-off:3']],
    ['eks', '  cluster_endpoint_public_access = true', ['aws-cluster-reachable:3']],
    [
      'autoscaling',
      '  ebs_block_device = [\n    { device_name = "/dev/xvdb" },\n  ]',
      ['aws-volume-unencrypted:4'],
    ],
    ['msk-kafka-cluster', '  encryption_in_transit_client_broker = "PLAINTEXT"', ['aws-msk-plaintext:3']],
    ['appsync', '  cache_transit_encryption_enabled = false', ['aws-graph-cache-unencrypted:3']],
    ['vpc', '  map_public_ip_on_launch = true', ['aws-public-address:3']],
    [
      'security-group',
      '  ingress_cidr_blocks = ["0.0.0.0/0"]\n  ingress_rules = ["ssh-tcp", "https-443-tcp"]',
      ['terraform-module-open-ingress:4'],
    ],
  ])('of %s is judged by its inputs: %s', async (name, inputs, expected) => {
    expect(await found(`terraform-aws-modules/${name}/aws`, inputs)).toEqual(expected);
  });

  it.each([
    ['shop/rds/aws', '  storage_encrypted = false', ['terraform-module-unencrypted:3']],
    [
      'git::https://git.example/net.git?ref=v2',
      '  enable_flow_log = false',
      ['terraform-module-unwatched:3'],
    ],
    ['../net', '  enable_flow_log = false', []],
    ['terraform-aws-modules/guardduty/aws//modules/detector', '  enable = false', ['aws-detector-off:3']],
    [
      'shop/search/aws',
      '  access_policies = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "es:*" }] })',
      ['terraform-module-policy-public:3'],
    ],
  ])('from %s is judged by inputs with one meaning: %s', async (source, inputs, expected) => {
    expect(await found(source, inputs)).toEqual(expected);
  });

  it.each([
    ['an input that is left out', 'terraform-aws-modules/rds/aws', '  identifier = "orders"'],
    ['an input that is not known', 'terraform-aws-modules/rds/aws', '  storage_encrypted = var.encrypted'],
    [
      'a key that an object leaves out',
      'terraform-aws-modules/s3-bucket/aws',
      '  versioning = { mfa_delete = true }',
    ],
    ['an input of a module of somebody else with a meaning of its own', 'shop/rds/aws', '  multi_az = false'],
    [
      'an input of a module of somebody else that is not known',
      'shop/rds/aws',
      '  encrypted = var.encrypted',
    ],
    ['a module of the repository', './rds', '  storage_encrypted = false'],
    [
      'ports of a security group of which nothing is known',
      'terraform-aws-modules/security-group/aws',
      '  ingress_with_cidr_blocks = [{ rule = "grafana-tcp", cidr_blocks = "0.0.0.0/0" }]',
    ],
    [
      'a security group whose addresses are not known',
      'terraform-aws-modules/security-group/aws',
      '  ingress_cidr_blocks = var.offices\n  ingress_rules = ["ssh-tcp"]',
    ],
    ['a name that every object has', 'terraform-aws-modules/constructor/aws', '  multi_az = false'],
  ])('says nothing of %s', async (_name, source, inputs) => {
    expect(await found(source, inputs)).toEqual([]);
  });
});
