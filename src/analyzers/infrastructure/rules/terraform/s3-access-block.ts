import { compareTargets, pointedAt, type Target } from '../../formats/terraform-join.js';
import type { Resource, TerraformModule } from '../../formats/terraform-module.js';

/** The settings of Block Public Access; Terraform sets false when one is left out. */
type Setting = 'block_public_acls' | 'block_public_policy' | 'ignore_public_acls' | 'restrict_public_buckets';

/** Whether a setting of Block Public Access is on for a bucket, or may be: an unknown value does not count against it. */
export function mayBlock(bucket: Target, module: TerraformModule, ...settings: readonly Setting[]): boolean {
  const own = module
    .all('aws_s3_bucket_public_access_block')
    .filter((block) => compareTargets(pointedAt(block.get('bucket'), 'aws_s3_bucket'), bucket) !== 'no');
  const blocks = [...own, ...module.all('aws_s3_account_public_access_block')];
  return blocks.some((block) => settings.some((setting) => !isOff(block, setting)));
}

/** Off, or left out, which is the same. */
function isOff(block: Resource, setting: Setting): boolean {
  const value = block.get(setting);
  return value === undefined || value.boolean === false;
}
