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
    ['eks', '  cluster_endpoint_public_access = true', ['aws-cluster-public-endpoint:3']],
    ['vpc', '  map_public_ip_on_launch = true', ['aws-public-address:3']],
  ])('of %s is judged by its inputs: %s', async (name, inputs, expected) => {
    expect(await found(`terraform-aws-modules/${name}/aws`, inputs)).toEqual(expected);
  });

  it.each([
    ['an input that is left out', 'terraform-aws-modules/rds/aws', '  identifier = "orders"'],
    ['an input that is not known', 'terraform-aws-modules/rds/aws', '  storage_encrypted = var.encrypted'],
    [
      'a key that an object leaves out',
      'terraform-aws-modules/s3-bucket/aws',
      '  versioning = { mfa_delete = true }',
    ],
    ['a module of somebody else', 'shop/rds/aws', '  storage_encrypted = false'],
    ['a module of the repository', './rds', '  storage_encrypted = false'],
    ['a name that every object has', 'terraform-aws-modules/constructor/aws', '  storage_encrypted = false'],
  ])('says nothing of %s', async (_name, source, inputs) => {
    expect(await found(source, inputs)).toEqual([]);
  });
});
