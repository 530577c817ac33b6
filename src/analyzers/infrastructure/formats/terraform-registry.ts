import { unknownItem, type Item, type ItemResource } from './item.js';
import { sectionItem } from './terraform-item.js';
import type { ModuleCall } from './terraform-module.js';

/** What a module of the public registry makes, of which its inputs are the settings. */
interface KnownModule {
  readonly types: readonly string[];
  /** Inputs that are named otherwise than the setting, with its path. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Paths of settings that are left out where their input is not given: the module's default is the provider's. */
  readonly plain?: readonly string[];
}

const disks = ['root_block_device.encrypted', 'ebs_block_device.encrypted', 'ebs_block_device.snapshot_id'];

/** The modules that most people use for AWS, by what stands round `/aws` after `terraform-aws-modules/`. */
const modules: Readonly<Record<string, KnownModule>> = {
  alb: { types: ['aws_lb'] },
  'apigateway-v2': { types: ['aws_apigatewayv2_api'] },
  appsync: {
    types: ['aws_appsync_graphql_api', 'aws_appsync_api_cache'],
    inputs: {
      log_field_log_level: 'log_config.field_log_level',
      cache_at_rest_encryption_enabled: 'at_rest_encryption_enabled',
      cache_transit_encryption_enabled: 'transit_encryption_enabled',
    },
  },
  autoscaling: { types: ['aws_launch_template', 'aws_launch_configuration'], plain: disks },
  cloudfront: { types: ['aws_cloudfront_distribution'] },
  'dynamodb-table': {
    types: ['aws_dynamodb_table'],
    inputs: {
      point_in_time_recovery_enabled: 'point_in_time_recovery.enabled',
      server_side_encryption_enabled: 'server_side_encryption.enabled',
    },
  },
  'ec2-instance': { types: ['aws_instance'], plain: disks },
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
      cluster_version: 'version',
      kubernetes_version: 'version',
      cluster_enabled_log_types: 'enabled_cluster_log_types',
      enabled_log_types: 'enabled_cluster_log_types',
      cluster_endpoint_public_access: 'vpc_config.endpoint_public_access',
      endpoint_public_access: 'vpc_config.endpoint_public_access',
      cluster_endpoint_public_access_cidrs: 'vpc_config.public_access_cidrs',
      endpoint_public_access_cidrs: 'vpc_config.public_access_cidrs',
    },
    plain: ['vpc_config.public_access_cidrs'],
  },
  elasticache: { types: ['aws_elasticache_replication_group'] },
  elb: { types: ['aws_elb'] },
  'guardduty//modules/detector': { types: ['aws_guardduty_detector'] },
  'iam//modules/iam-account': { types: ['aws_iam_account_password_policy'] },
  'iam//modules/iam-policy': { types: ['aws_iam_policy'] },
  kms: { types: ['aws_kms_key'] },
  lambda: { types: ['aws_lambda_function'], inputs: { tracing_mode: 'tracing_config.mode' } },
  'memory-db': { types: ['aws_memorydb_cluster'] },
  'msk-kafka-cluster': {
    types: ['aws_msk_cluster'],
    inputs: {
      encryption_in_transit_client_broker: 'encryption_info.encryption_in_transit.client_broker',
      encryption_in_transit_in_cluster: 'encryption_info.encryption_in_transit.in_cluster',
      broker_node_connectivity_info: 'broker_node_group_info.connectivity_info',
    },
  },
  'network-firewall': { types: ['aws_networkfirewall_firewall'] },
  opensearch: { types: ['aws_opensearch_domain'] },
  rds: { types: ['aws_db_instance'] },
  'rds-proxy': { types: ['aws_db_proxy'] },
  'rds//modules/db_instance': { types: ['aws_db_instance'] },
  'rds-aurora': { types: ['aws_rds_cluster'] },
  redshift: { types: ['aws_redshift_cluster'] },
  's3-bucket//modules/object': { types: ['aws_s3_object'] },
  's3-bucket': { types: ['aws_s3_bucket', 'aws_s3_bucket_public_access_block'] },
  'secrets-manager': { types: ['aws_secretsmanager_secret'] },
  sns: { types: ['aws_sns_topic'] },
  'ssm-parameter': { types: ['aws_ssm_parameter'] },
  'step-functions': { types: ['aws_sfn_state_machine'] },
  sqs: { types: ['aws_sqs_queue'] },
  vpc: { types: ['aws_subnet'] },
};

/** A call of a known module as the resources that it makes; and any call of a module from elsewhere as such. */
export function resourcesOfCall(call: ModuleCall): ItemResource[] {
  const source = call.section.get('source')?.text ?? '';
  const [, pack = '', part = ''] =
    /(?:^|\/)terraform-aws-modules\/([\w-]+)\/aws(\/\/modules\/[\w-]+)?$/.exec(source) ?? [];
  const name = `${pack}${part}`;
  const known = Object.hasOwn(modules, name) ? modules[name] : undefined;
  const given = sectionItem(call.section);
  const shared = { name: call.name, address: `module.${call.name}`, file: call.file };
  const foreign = /^\.{0,2}(?:\/|$)/.test(source) ? [] : [{ type: 'module', settings: given, ...shared }];
  return [
    ...(known?.types ?? []).map((type) => ({
      type,
      settings: {
        ...given,
        get: (setting: string) => (known ? settingOf(given, setting, known) : undefined),
      },
      ...shared,
    })),
    ...foreign,
  ];
}

/** An input that is not given is as if the setting were left out; whether that is a flaw only the module knows. */
function settingOf(call: Item, setting: string, { inputs = {}, plain = [] }: KnownModule): Item | undefined {
  const direct = call.get(setting);
  if (direct) return givenItem(direct, setting, plain);
  const inner = Object.entries(inputs).flatMap(([input, path]): Given[] => {
    const item = call.get(input);
    const [first, ...rest] = path.split('.');
    return item && first === setting ? [{ item, rest }] : [];
  });
  return inner.length > 0 ? partOf(inner, setting, plain) : undefined;
}

/** An input that is given, with the way to it from where one stands. */
interface Given {
  readonly item: Item;
  readonly rest: readonly string[];
}

/** A setting of which only some parts are known, by inputs of their own. */
function partOf(inner: readonly Given[], path: string, plain: readonly string[]): Item | undefined {
  const [only] = inner;
  if (!only) return undefined;
  if (only.rest.length === 0) return givenItem(only.item, path, plain);
  return {
    ...unknownItem(only.item.span),
    known: true,
    get: (name) => {
      const below = inner
        .filter(({ rest }) => rest[0] === name)
        .map(({ item, rest }) => ({ item, rest: rest.slice(1) }));
      const part = partOf(below, `${path}.${name}`, plain);
      if (part) return part;
      return plain.includes(`${path}.${name}`) ? undefined : unknownItem(only.item.span);
    },
  };
}

/** Of a value that is given nothing counts as missing: the module has names of its own inside. */
function givenItem(item: Item, path: string, plain: readonly string[]): Item {
  return {
    ...item,
    items: item.items?.map((part) => givenItem(part, path, plain)),
    get(name) {
      const inner = item.get(name);
      if (inner) return givenItem(inner, `${path}.${name}`, plain);
      return plain.includes(`${path}.${name}`) ? undefined : unknownItem(item.span);
    },
  };
}
