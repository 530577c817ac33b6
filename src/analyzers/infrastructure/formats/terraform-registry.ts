import { unknownItem, type Item, type ItemResource } from './item.js';
import { sectionItem } from './terraform-item.js';
import type { ModuleCall } from './terraform-module.js';

/** What a module of the public registry makes, of which its inputs are the settings. */
interface KnownModule {
  readonly types: readonly string[];
  /** Inputs that are named otherwise than the setting, with its path. */
  readonly inputs?: Readonly<Record<string, string>>;
}

/** The modules that most people use for AWS, by what stands between `terraform-aws-modules/` and `/aws`. */
const modules: Readonly<Record<string, KnownModule>> = {
  alb: { types: ['aws_lb'] },
  autoscaling: { types: ['aws_launch_template'] },
  cloudfront: { types: ['aws_cloudfront_distribution'] },
  'dynamodb-table': {
    types: ['aws_dynamodb_table'],
    inputs: {
      point_in_time_recovery_enabled: 'point_in_time_recovery.enabled',
      server_side_encryption_enabled: 'server_side_encryption.enabled',
    },
  },
  'ec2-instance': { types: ['aws_instance'] },
  ecr: {
    types: ['aws_ecr_repository'],
    inputs: {
      repository_image_tag_mutability: 'image_tag_mutability',
      repository_image_scan_on_push: 'image_scanning_configuration.scan_on_push',
    },
  },
  efs: { types: ['aws_efs_file_system'] },
  eks: {
    types: ['aws_eks_cluster'],
    inputs: {
      cluster_endpoint_public_access: 'vpc_config.endpoint_public_access',
      endpoint_public_access: 'vpc_config.endpoint_public_access',
      cluster_endpoint_public_access_cidrs: 'vpc_config.public_access_cidrs',
      endpoint_public_access_cidrs: 'vpc_config.public_access_cidrs',
    },
  },
  elasticache: { types: ['aws_elasticache_replication_group'] },
  elb: { types: ['aws_elb'] },
  kms: { types: ['aws_kms_key'] },
  lambda: { types: ['aws_lambda_function'], inputs: { tracing_mode: 'tracing_config.mode' } },
  opensearch: { types: ['aws_opensearch_domain'] },
  rds: { types: ['aws_db_instance'] },
  'rds-aurora': { types: ['aws_rds_cluster'] },
  redshift: { types: ['aws_redshift_cluster'] },
  's3-bucket': { types: ['aws_s3_bucket', 'aws_s3_bucket_public_access_block'] },
  'secrets-manager': { types: ['aws_secretsmanager_secret'] },
  sns: { types: ['aws_sns_topic'] },
  sqs: { types: ['aws_sqs_queue'] },
  vpc: { types: ['aws_subnet'] },
};

/** A call of a known module as the resources that it makes. */
export function resourcesOfCall(call: ModuleCall): ItemResource[] {
  const source = call.section.get('source')?.text ?? '';
  const [, name = ''] = /(?:^|\/)terraform-aws-modules\/([\w-]+)\/aws$/.exec(source) ?? [];
  const known = Object.hasOwn(modules, name) ? modules[name] : undefined;
  if (!known) return [];
  const given = sectionItem(call.section);
  return known.types.map((type) => ({
    type,
    name: call.name,
    address: `module.${call.name}`,
    settings: { ...given, get: (setting) => settingOf(given, setting, known.inputs ?? {}) },
    file: call.file,
  }));
}

/** An input that is not given is as if the setting were left out; whether that is a flaw only the module knows. */
function settingOf(call: Item, setting: string, inputs: Readonly<Record<string, string>>): Item | undefined {
  const direct = call.get(setting);
  if (direct) return givenItem(direct);
  const inner = Object.entries(inputs).flatMap(([input, path]) => {
    const item = call.get(input);
    const [first, rest] = path.split('.');
    return item && first === setting ? [{ item, rest }] : [];
  });
  const [only] = inner;
  if (!only) return undefined;
  if (only.rest === undefined) return givenItem(only.item);
  return {
    ...unknownItem(only.item.span),
    known: true,
    get: (name) => {
      const found = inner.find(({ rest }) => rest === name);
      return found ? givenItem(found.item) : unknownItem(only.item.span);
    },
  };
}

/** Of a value that is given nothing counts as missing: the module has names of its own inside. */
function givenItem(item: Item): Item {
  return {
    ...item,
    items: item.items?.map(givenItem),
    get(name) {
      const inner = item.get(name);
      return inner ? givenItem(inner) : unknownItem(item.span);
    },
  };
}
