import { policyRule } from '../resources/policy-rule.js';
import type { ResourceRule } from '../../resource-rule.js';
import { terraformFile } from '../resources/examples.js';
import { settingRule, type Check, type SettingRule } from '../resources/setting.js';
import { hasItem, isEverywhere, isFalse, isOneOf, isTrue, type Test } from '../resources/tests.js';

const call = (inputs: string): ReturnType<typeof terraformFile> =>
  terraformFile(
    `module "main" {\n  source  = "example/main/aws"\n  version = "2.1.0"\n  ${inputs.replaceAll('\n', '\n  ')}\n}`,
  );

/** Asks the same of several inputs. */
function inputs(names: readonly string[], bad: Test, says: string, fix?: string): Check[] {
  return names.map((name) => ({ at: { module: name }, bad, says, ...(fix !== undefined && { fix }) }));
}

const common = {
  confidence: 'medium',
  references: ['https://developer.hashicorp.com/terraform/language/modules/configuration'],
} satisfies Partial<SettingRule>;

/**
 * Inputs of modules that are not in the repository, by names that are those of the provider's arguments and mean one
 * thing wherever they stand. What is not given is the module's own affair.
 */
export const moduleInputRules: readonly ResourceRule[] = [
  settingRule({
    ...common,
    id: 'terraform-module-exposed',
    title: 'Module that is told to open what it makes to the internet',
    severity: 'high',
    weakness: 'exposure',
    description: `The call gives what the module makes a public address, or lets every address in. What stands there is found by scanners within hours.`,
    remediation: 'Keep it in private networks, and name the networks that need it.',
    checks: [
      ...inputs(
        [
          'publicly_accessible',
          'public_network_access_enabled',
          'cluster_public_access',
          'associate_public_ip_address',
          'assign_public_ip',
        ],
        isTrue,
        '{} makes something that the internet reaches.',
        'false',
      ),
      ...inputs(
        ['direct_internet_access'],
        isOneOf('Enabled'),
        '{} makes something that reaches the internet.',
      ),
      ...inputs(
        ['cluster_endpoint_public_access_cidrs', 'endpoint_public_access_cidrs', 'authorized_networks'],
        isEverywhere,
        '{} lets every address in.',
      ),
      ...inputs(
        ['acl', 'bucket_acl'],
        hasItem(/^public-read(?:-write)?$/),
        'Everybody may read what is in the bucket of {}.',
        '"private"',
      ),
    ],
    bad: [
      call('publicly_accessible = true ◄'),
      call('cluster_endpoint_public_access_cidrs = ["0.0.0.0/0"] ◄'),
    ],
    good: [call('publicly_accessible = var.public'), call('acl = "private"')],
  }),
  settingRule({
    ...common,
    id: 'terraform-module-unencrypted',
    title: 'Module that is told to encrypt nothing',
    severity: 'high',
    weakness: 'encryption',
    cwe: [311, 319],
    description: `The call switches off encryption that most modules have on by default: data is kept or sent in the clear.`,
    remediation: 'Remove the input where the module encrypts by default, or set it to `true`.',
    checks: inputs(
      [
        'storage_encrypted',
        'encrypted',
        'encryption_enabled',
        'at_rest_encryption_enabled',
        'encryption_at_rest_enabled',
        'encrypt_at_rest_enabled',
        'transit_encryption_enabled',
        'node_to_node_encryption_enabled',
        'server_side_encryption_enabled',
        'encrypt_at_rest',
        'tls_enabled',
        'require_tls',
        'enforce_https',
        'domain_endpoint_options_enforce_https',
        'sqs_managed_sse_enabled',
      ],
      isFalse,
      '{} switches encryption off.',
      'true',
    ),
    bad: [call('storage_encrypted = false ◄'), call('name = "cache"\ntransit_encryption_enabled = false ◄')],
    good: [call('storage_encrypted = true'), call('name = "orders"')],
  }),
  settingRule({
    ...common,
    id: 'terraform-module-unwatched',
    title: 'Module that is told to log or watch nothing',
    severity: 'low',
    weakness: 'logging',
    description: `The call switches off a log or a watch that shows an intrusion while it happens, and what it reached afterwards.`,
    remediation: 'Remove the input where the module logs by default, or set it to `true`.',
    checks: inputs(
      [
        'enable_flow_log',
        'enable_logging',
        'logging_enabled',
        'enable_log_file_validation',
        'enable_guardduty',
        'enable_cloudtrail',
        'is_multi_region_trail',
        'access_logs_enabled',
        'audit_log_enabled',
      ],
      isFalse,
      '{} switches a log off.',
      'true',
    ),
    bad: [call('enable_flow_log = false ◄'), call('name = "trail"\nenable_log_file_validation = false ◄')],
    good: [call('enable_flow_log = true'), call('name = "trail"')],
  }),
  settingRule({
    ...common,
    id: 'terraform-module-bucket-openable',
    title: 'Module whose bucket may be opened to everybody',
    severity: 'medium',
    weakness: 'exposure',
    description: `The call switches a part of the block of public access off, so that one mistaken list or policy opens the bucket to everybody.`,
    remediation: 'Leave all four settings of the block on.',
    checks: inputs(
      ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'],
      isFalse,
      'The bucket of {} may be opened to everybody.',
      'true',
    ),
    bad: [call('block_public_acls = false ◄'), call('name = "a"\nrestrict_public_buckets = false ◄')],
    good: [call('block_public_acls = true'), call('block_public_policy = var.block')],
  }),
  settingRule({
    ...common,
    id: 'terraform-module-unprotected',
    title: 'Module that is told to go without a protection',
    severity: 'low',
    weakness: 'protection',
    description: `The call switches off what keeps data and services when something goes wrong: protection against deletion, security updates, rotation of keys, logins without passwords, scans of images.`,
    remediation: 'Remove the input where the module protects by default, or set it to `true`.',
    checks: inputs(
      [
        'deletion_protection',
        'enable_deletion_protection',
        'deletion_protection_enabled',
        'auto_minor_version_upgrade',
        'enable_key_rotation',
        'iam_database_authentication_enabled',
        'point_in_time_recovery_enabled',
        'enable_point_in_time_recovery',
        'drop_invalid_header_fields',
        'scan_on_push',
        'scan_images_on_push',
      ],
      isFalse,
      '{} switches a protection off.',
      'true',
    ),
    bad: [call('deletion_protection = false ◄'), call('name = "key"\nenable_key_rotation = false ◄')],
    good: [call('deletion_protection = true'), call('enable_key_rotation = var.rotate')],
  }),
  policyRule({
    ...common,
    id: 'terraform-module-policy-public',
    title: 'Module that is given a policy which lets everybody in',
    severity: 'high',
    weakness: 'permission',
    cwe: [732, 284],
    description: `The policy allows every account of AWS, or everybody, to use what the module makes, without a condition.`,
    remediation: 'Name the accounts, roles or services that need it, or add a condition.',
    at: {
      module: [
        'policy',
        'access_policy',
        'access_policies',
        'key_policy',
        'queue_policy',
        'topic_policy',
        'repository_policy',
        'resource_policy',
      ],
    },
    // That one blocks public policies by itself.
    flaw: ({ principals }, { settings }) =>
      principals.includes('*') && !/s3-bucket/.test(String(settings.get('source')?.scalar ?? '')),
    says: 'The policy of {} lets everybody in.',
    bad: [
      call(
        'policy = jsonencode({ ◄\n  Statement = [{\n    Effect = "Allow"\n    Principal = "*"\n    Action = "kms:Decrypt"\n  }]\n})',
      ),
      call(
        'access_policies = jsonencode({ ◄\n  Statement = [{\n    Effect = "Allow"\n    Principal = { AWS = "*" }\n    Action = "sqs:SendMessage"\n  }]\n})',
      ),
    ],
    good: [
      call('policy = var.policy'),
      call(
        'policy = jsonencode({\n  Statement = [{\n    Effect = "Allow"\n    Principal = { AWS = "111122223333" }\n    Action = "kms:Decrypt"\n  }]\n})',
      ),
    ],
  }),
];
