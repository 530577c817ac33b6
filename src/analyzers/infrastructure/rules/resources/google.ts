import { tf } from './examples.js';
import { settingRule } from './setting.js';
import {
  either,
  hasItem,
  isAbove,
  isEverywhere,
  isFalse,
  isMissing,
  isNoneOf,
  isOff,
  isOneOf,
  isPresent,
  isTrue,
  matches,
} from './tests.js';

const docs = 'https://cloud.google.com';
const everybody = /^(?:allUsers|allAuthenticatedUsers)$/;
const members = (kinds: readonly string[], suffix: 'member' | 'members'): Record<string, string> =>
  Object.fromEntries(
    kinds.map((kind) => [`google_${kind}_iam_${suffix === 'member' ? 'member' : 'binding'}`, suffix]),
  );
const kinds = [
  'storage_bucket',
  'kms_crypto_key',
  'kms_key_ring',
  'pubsub_topic',
  'pubsub_subscription',
  'cloud_run_service',
  'cloud_run_v2_service',
  'cloudfunctions_function',
  'bigquery_dataset',
  'bigquery_table',
  'secret_manager_secret',
  'artifact_registry_repository',
  'dataproc_cluster',
  'dataproc_job',
  'project',
  'organization',
  'folder',
  'service_account',
  'compute_instance',
  'healthcare_dataset',
  'spanner_database',
];

export const googleRules = [
  settingRule({
    id: 'google-resource-public',
    title: 'Resource of Google Cloud that everybody may use',
    severity: 'high',
    weakness: 'permission',
    description: `A role on the resource is given to \`allUsers\` or \`allAuthenticatedUsers\`: everybody on the internet, or everybody with any Google account, may use it.`,
    remediation: 'Give the role to people, groups or service accounts by name.',
    references: [
      `${docs}/iam/docs/overview#all-users`,
      `${docs}/storage/docs/access-control/making-data-public`,
    ],
    checks: [
      { at: members(kinds, 'member'), bad: matches(everybody), says: '{} gives a role to everybody.' },
      { at: members(kinds, 'members'), bad: hasItem(everybody), says: '{} gives a role to everybody.' },
      {
        at: {
          google_storage_bucket_access_control: 'entity',
          google_storage_default_object_access_control: 'entity',
          google_storage_object_access_control: 'entity',
        },
        bad: matches(everybody),
        says: '{} lets everybody in.',
      },
      {
        at: { google_bigquery_dataset: 'access.special_group' },
        bad: isOneOf('allAuthenticatedUsers'),
        says: 'Everybody with a Google account may read {}.',
      },
      {
        at: { google_storage_bucket_acl: 'predefined_acl' },
        bad: isOneOf('publicRead', 'publicReadWrite', 'authenticatedRead'),
        says: '{} lets everybody in.',
      },
      {
        at: { 'data.google_iam_policy': 'binding.members' },
        bad: hasItem(everybody),
        says: '{} gives a role to everybody.',
      },
    ],
    bad: [
      tf('google_storage_bucket_iam_member', 'role = "roles/storage.objectViewer"\nmember = "allUsers" ◄'),
      tf('google_kms_key_ring_iam_binding', 'members = ["allAuthenticatedUsers"] ◄'),
    ],
    good: [
      tf('google_storage_bucket_iam_member', 'member = "user:ada@shop.example"'),
      tf('google_kms_key_ring_iam_binding', 'members = var.members'),
    ],
  }),
  settingRule({
    id: 'google-role-broad',
    title: 'Service account with a role over the whole project',
    severity: 'high',
    weakness: 'permission',
    cwe: [269],
    description: `The account gets a basic or administrative role, or may act as every service account of the project: whoever takes it over owns the project.`,
    remediation:
      'Give predefined roles on single resources, and the roles that act as accounts on single accounts.',
    references: [
      `${docs}/iam/docs/understanding-roles#basic`,
      `${docs}/iam/docs/service-account-permissions`,
    ],
    checks: [
      {
        at: {
          google_project_iam_member: 'role',
          google_folder_iam_member: 'role',
          google_organization_iam_member: 'role',
        },
        bad: matches(
          /^roles\/(?:owner|editor|iam\.serviceAccountTokenCreator|iam\.serviceAccountUser|[\w.]*[aA]dmin)$/,
        ),
        when: { member: matches(/^serviceAccount:/) },
        says: '{} gives a service account a role over everything.',
      },
      {
        at: {
          google_project_iam_binding: 'role',
          google_folder_iam_binding: 'role',
          google_organization_iam_binding: 'role',
        },
        bad: matches(/^roles\/(?:owner|editor|iam\.serviceAccountTokenCreator|iam\.serviceAccountUser)$/),
        says: '{} gives a role over everything.',
      },
      {
        at: { google_project_iam_member: 'role' },
        bad: matches(/^roles\/(?:iam\.serviceAccountTokenCreator|iam\.serviceAccountUser)$/),
        when: { member: either(matches(/^(?:user|group|domain):/)) },
        says: '{} lets its bearer act as every service account.',
      },
    ],
    bad: [
      tf('google_project_iam_member', 'role = "roles/editor" ◄\nmember = "serviceAccount:ci@shop.example"'),
      tf(
        'google_project_iam_binding',
        'role = "roles/iam.serviceAccountTokenCreator" ◄\nmembers = ["user:ada@shop.example"]',
      ),
    ],
    good: [
      tf(
        'google_project_iam_member',
        'role = "roles/logging.logWriter"\nmember = "serviceAccount:ci@shop.example"',
      ),
      tf('google_project_iam_member', 'role = var.role\nmember = "serviceAccount:ci@shop.example"'),
    ],
  }),
  settingRule({
    id: 'google-storage-weak',
    title: 'Bucket of Google Cloud without uniform access or versions',
    severity: 'low',
    weakness: 'access',
    description: `Access lists of single objects can open what the bucket closes, and nothing brings back what is overwritten or deleted.`,
    remediation: 'Set uniform bucket-level access and versioning.',
    references: [
      `${docs}/storage/docs/uniform-bucket-level-access`,
      `${docs}/storage/docs/object-versioning`,
    ],
    checks: [
      {
        at: { google_storage_bucket: 'uniform_bucket_level_access' },
        bad: isOff,
        severity: 'medium',
        when: { bucket_policy_only: isMissing },
        says: 'Access lists of objects can open what {} closes.',
        fix: 'true',
      },
      {
        at: { google_storage_bucket: 'versioning.enabled' },
        bad: isOff,
        says: 'Nothing brings back what is overwritten in {}.',
        fix: 'true',
      },
    ],
    bad: [
      tf('google_storage_bucket', 'uniform_bucket_level_access = false ◄\nversioning {\n  enabled = true\n}'),
      tf('google_storage_bucket', 'uniform_bucket_level_access = true\nversioning {\n  enabled = false ◄\n}'),
    ],
    good: [
      tf('google_storage_bucket', 'uniform_bucket_level_access = true\nversioning {\n  enabled = true\n}'),
      tf(
        'google_storage_bucket',
        'uniform_bucket_level_access = var.uniform\nversioning {\n  enabled = true\n}',
      ),
    ],
  }),
  settingRule({
    id: 'google-database-public',
    title: 'Database of Google Cloud that the internet reaches',
    severity: 'critical',
    weakness: 'exposure',
    description: `The instance lets every address in. Its passwords are then the only thing between anyone and the data.`,
    remediation: 'Remove the network, and connect by a private address or the Cloud SQL Auth Proxy.',
    references: [`${docs}/sql/docs/mysql/authorize-networks`, `${docs}/sql/docs/mysql/private-ip`],
    checks: [
      {
        at: { google_sql_database_instance: 'settings.ip_configuration.authorized_networks.value' },
        bad: isEverywhere,
        says: '{} lets every address in.',
      },
      {
        at: { google_sql_database_instance: 'settings.ip_configuration.ipv4_enabled' },
        bad: isTrue,
        severity: 'medium',
        when: {
          'settings.ip_configuration.private_network': isMissing,
          'settings.ip_configuration.authorized_networks': isMissing,
        },
        says: '{} has an address on the internet.',
        fix: 'false',
      },
    ],
    bad: [
      tf(
        'google_sql_database_instance',
        'settings {\n  ip_configuration {\n    authorized_networks {\n      value = "0.0.0.0/0" ◄\n    }\n  }\n}',
      ),
      tf(
        'google_sql_database_instance',
        'settings {\n  ip_configuration {\n    ipv4_enabled = true ◄\n  }\n}',
      ),
    ],
    good: [
      tf(
        'google_sql_database_instance',
        'settings {\n  ip_configuration {\n    authorized_networks {\n      value = "192.0.2.0/24"\n    }\n  }\n}',
      ),
      tf(
        'google_sql_database_instance',
        'settings {\n  ip_configuration {\n    ipv4_enabled = false\n  }\n}',
      ),
    ],
  }),
  settingRule({
    id: 'google-database-weak',
    title: 'Database of Google Cloud without backups or TLS',
    severity: 'medium',
    weakness: 'recovery',
    description: `No backups are made, so that what a flaw or an intruder deletes is lost, or connections need no TLS.`,
    remediation: 'Enable backups, and set `ssl_mode = "ENCRYPTED_ONLY"`.',
    references: [
      `${docs}/sql/docs/mysql/backup-recovery/backups`,
      `${docs}/sql/docs/mysql/configure-ssl-instance`,
    ],
    checks: [
      {
        at: { google_sql_database_instance: 'settings.backup_configuration.enabled' },
        bad: isOff,
        when: { master_instance_name: isMissing, settings: isPresent },
        says: 'No backups of {} are made.',
        fix: 'true',
      },
      {
        at: { google_sql_database_instance: 'settings.ip_configuration.require_ssl' },
        bad: isFalse,
        when: { 'settings.ip_configuration.ssl_mode': isMissing },
        says: '{} takes connections without TLS.',
        fix: 'true',
      },
      {
        at: { google_sql_database_instance: 'settings.ip_configuration.ssl_mode' },
        bad: isOneOf('ALLOW_UNENCRYPTED_AND_ENCRYPTED'),
        says: '{} takes connections without TLS.',
        fix: '"ENCRYPTED_ONLY"',
      },
    ],
    bad: [
      tf(
        'google_sql_database_instance',
        'settings {\n  backup_configuration {\n    enabled = false ◄\n  }\n}',
      ),
      tf(
        'google_sql_database_instance',
        'settings {\n  backup_configuration {\n    enabled = true\n  }\n  ip_configuration {\n    ssl_mode = "ALLOW_UNENCRYPTED_AND_ENCRYPTED" ◄\n  }\n}',
      ),
    ],
    good: [
      tf('google_sql_database_instance', 'settings {\n  backup_configuration {\n    enabled = true\n  }\n}'),
      tf('google_sql_database_instance', 'master_instance_name = "first"'),
    ],
  }),
  settingRule({
    id: 'google-machine-weak',
    title: 'Machine of Google Cloud that is open in a way it need not be',
    severity: 'medium',
    weakness: 'exposure',
    description: `The machine forwards packets of others, has a serial console that everybody with a key may use, takes keys of the whole project, or has no login by IAM.`,
    remediation: 'Switch forwarding and the serial port off, block project-wide keys, and enable OS Login.',
    references: [
      `${docs}/compute/docs/oslogin`,
      `${docs}/compute/docs/troubleshooting/troubleshooting-using-serial-console`,
      `${docs}/compute/docs/connect/restrict-ssh-keys`,
    ],
    checks: [
      {
        at: { google_compute_instance: 'can_ip_forward', google_compute_instance_template: 'can_ip_forward' },
        bad: isTrue,
        says: '{} forwards packets.',
        fix: 'false',
      },
      {
        at: {
          google_compute_instance: 'metadata.serial-port-enable',
          google_compute_instance_template: 'metadata.serial-port-enable',
          google_compute_project_metadata: 'metadata.serial-port-enable',
        },
        bad: either(isTrue, isOneOf('1')),
        says: 'The serial console of {} is open.',
      },
      {
        at: { google_compute_project_metadata_item: 'value' },
        bad: either(isTrue, isOneOf('1')),
        when: { key: isOneOf('serial-port-enable') },
        says: 'The serial consoles of the project are open.',
      },
      {
        at: {
          google_compute_instance: 'metadata.enable-oslogin',
          google_compute_project_metadata: 'metadata.enable-oslogin',
        },
        bad: isFalse,
        says: 'Logins to {} are not governed by IAM.',
        fix: 'true',
      },
      {
        at: { google_compute_project_metadata: 'metadata.enable-oslogin' },
        bad: isMissing,
        severity: 'low',
        says: 'Logins to machines are not governed by IAM.',
      },
      {
        at: { google_compute_instance: 'metadata.block-project-ssh-keys' },
        bad: isFalse,
        says: '{} takes every key of the project.',
        fix: 'true',
      },
      {
        at: { google_compute_instance: 'metadata.block-project-ssh-keys' },
        bad: isMissing,
        severity: 'low',
        when: { metadata: isPresent, 'metadata.enable-oslogin': either(isMissing, isFalse) },
        says: '{} takes every key of the project.',
      },
      {
        at: { google_compute_instance: 'shielded_instance_config.enable_vtpm' },
        bad: isFalse,
        severity: 'low',
        says: '{} does not measure how it boots.',
        fix: 'true',
      },
    ],
    bad: [
      tf('google_compute_instance', 'can_ip_forward = true ◄'),
      tf('google_compute_project_metadata', 'metadata = {\n  enable-oslogin = false ◄\n}'),
    ],
    good: [
      tf('google_compute_instance', 'can_ip_forward = false'),
      tf('google_compute_project_metadata', 'metadata = {\n  enable-oslogin = true\n}'),
    ],
  }),
  settingRule({
    id: 'google-network-logging-off',
    title: 'Subnet of Google Cloud without flow logs',
    severity: 'low',
    weakness: 'logging',
    description: `Nothing records who talked to whom, so that after an intrusion nobody can tell how far it went.`,
    remediation: 'Add a `log_config` to the subnet, with the sampling that you can pay.',
    references: [`${docs}/vpc/docs/using-flow-logs`],
    checks: [
      {
        at: { google_compute_subnetwork: 'log_config' },
        bad: isMissing,
        when: { purpose: either(isMissing, isOneOf('PRIVATE')) },
        says: 'No flow log of {} is kept.',
      },
    ],
    bad: [
      tf('google_compute_subnetwork ◄', 'ip_cidr_range = "10.0.0.0/24"'),
      tf('google_compute_subnetwork ◄', 'purpose = "PRIVATE"'),
    ],
    good: [
      tf('google_compute_subnetwork', 'log_config {\n  metadata = "INCLUDE_ALL_METADATA"\n}'),
      tf('google_compute_subnetwork', 'purpose = "REGIONAL_MANAGED_PROXY"'),
    ],
  }),
  settingRule({
    id: 'google-dns-unsigned',
    title: 'Public DNS zone without DNSSEC',
    severity: 'medium',
    weakness: 'integrity',
    cwe: [345],
    description: `Answers for the zone are not signed, or signed with a broken algorithm: whoever is between a resolver and the zone may send visitors elsewhere.`,
    remediation: 'Set `dnssec_config.state = "on"`, with keys that are not `rsasha1`.',
    references: [`${docs}/dns/docs/dnssec`],
    checks: [
      {
        at: { google_dns_managed_zone: 'dnssec_config.state' },
        bad: either(isMissing, isOneOf('off')),
        when: { visibility: either(isMissing, isOneOf('public')) },
        says: 'Answers for {} are not signed.',
      },
      {
        at: { google_dns_managed_zone: 'dnssec_config.default_key_specs.algorithm' },
        bad: isOneOf('rsasha1'),
        says: 'Answers for {} are signed with SHA-1.',
      },
    ],
    bad: [
      tf('google_dns_managed_zone', 'dnssec_config {\n  state = "off" ◄\n}'),
      tf('google_dns_managed_zone ◄', 'dns_name = "shop.example."'),
    ],
    good: [
      tf('google_dns_managed_zone', 'dnssec_config {\n  state = "on"\n}'),
      tf('google_dns_managed_zone', 'visibility = "private"'),
    ],
  }),
  settingRule({
    id: 'google-key-rotation-slow',
    title: 'Key of Google Cloud that is rotated seldom or never',
    severity: 'low',
    weakness: 'encryption',
    cwe: [324],
    description: `The key stays the same for more than 90 days or for good. What was encrypted over all the time is then open at once when it leaks.`,
    remediation: 'Set `rotation_period` to 90 days (`7776000s`) or less.',
    references: [`${docs}/kms/docs/key-rotation`],
    checks: [
      {
        at: { google_kms_crypto_key: 'rotation_period' },
        bad: (item) => isMissing(item) || isAbove(7_776_000)(seconds(item)),
        when: { purpose: either(isMissing, isOneOf('ENCRYPT_DECRYPT')) },
        says: '{} is rotated seldom or never.',
      },
    ],
    bad: [
      tf('google_kms_crypto_key', 'rotation_period = "77760000s" ◄'),
      tf('google_kms_crypto_key ◄', 'name = "orders"'),
    ],
    good: [
      tf('google_kms_crypto_key', 'rotation_period = "7776000s"'),
      tf('google_kms_crypto_key', 'purpose = "ASYMMETRIC_SIGN"'),
    ],
  }),
  settingRule({
    id: 'google-account-key',
    title: 'Key file of a service account',
    severity: 'medium',
    weakness: 'credential',
    cwe: [522],
    description: `The key does not end and stands in the state of Terraform. Whoever reads the state, or the place that it is copied to, is the service account.`,
    remediation: 'Attach the account to what runs, or use workload identity federation.',
    references: [`${docs}/iam/docs/best-practices-for-managing-service-account-keys`],
    checks: [
      { at: { google_service_account_key: '' }, bad: isPresent, says: '{} is a key that does not end.' },
    ],
    bad: [
      tf('google_service_account_key ◄', 'service_account_id = google_service_account.ci.name'),
      tf('google_service_account_key ◄', 'public_key_type = "TYPE_X509_PEM_FILE"'),
    ],
    good: [
      tf('google_service_account', 'account_id = "ci"'),
      tf(
        'google_service_account_iam_member',
        'role = "roles/iam.workloadIdentityUser"\nmember = "principalSet://x"',
      ),
    ],
  }),
  settingRule({
    id: 'google-cluster-public',
    title: 'GKE cluster that the internet reaches',
    severity: 'medium',
    weakness: 'exposure',
    description: `The control plane or the nodes of the cluster have addresses on the internet, or every address is allowed.`,
    remediation:
      'Enable private nodes and a private endpoint, and name the networks in `master_authorized_networks_config`.',
    references: [
      `${docs}/kubernetes-engine/docs/how-to/private-clusters`,
      `${docs}/kubernetes-engine/docs/how-to/authorized-networks`,
    ],
    checks: [
      {
        at: { google_container_cluster: 'master_authorized_networks_config.cidr_blocks.cidr_block' },
        bad: isEverywhere,
        severity: 'high',
        says: 'The API of {} answers to every address.',
      },
      {
        at: { google_container_cluster: 'private_cluster_config.enable_private_nodes' },
        bad: isOff,
        when: { enable_autopilot: isOff },
        says: 'The nodes of {} have addresses on the internet.',
        fix: 'true',
      },
      {
        at: { google_container_cluster: 'private_cluster_config.enable_private_endpoint' },
        bad: isFalse,
        when: { master_authorized_networks_config: isMissing },
        says: 'The API of {} answers to every address.',
        fix: 'true',
      },
      {
        at: { google_dataproc_cluster: 'cluster_config.gce_cluster_config.internal_ip_only' },
        bad: isOff,
        says: 'The machines of {} have addresses on the internet.',
        fix: 'true',
      },
    ],
    bad: [
      tf('google_container_cluster', 'private_cluster_config {\n  enable_private_nodes = false ◄\n}'),
      tf(
        'google_container_cluster',
        'private_cluster_config {\n  enable_private_nodes = true\n}\nmaster_authorized_networks_config {\n  cidr_blocks {\n    cidr_block = "0.0.0.0/0" ◄\n  }\n}',
      ),
    ],
    good: [
      tf(
        'google_container_cluster',
        'private_cluster_config {\n  enable_private_nodes = true\n  enable_private_endpoint = true\n}',
      ),
      tf('google_container_cluster', 'private_cluster_config {\n  enable_private_nodes = var.private\n}'),
    ],
  }),
  settingRule({
    id: 'google-cluster-weak',
    title: 'GKE cluster with outdated access control or without logs',
    severity: 'medium',
    weakness: 'access',
    description: `The cluster allows more than roles say, keeps a static login, runs nodes as an account with too many rights, or logs nothing.`,
    remediation:
      'Switch legacy access off, give nodes an account of their own, and keep logging, monitoring and upgrades on.',
    references: [`${docs}/kubernetes-engine/docs/how-to/hardening-your-cluster`],
    checks: [
      {
        at: { google_container_cluster: 'enable_legacy_abac' },
        bad: isTrue,
        severity: 'high',
        says: '{} allows more than roles say.',
        fix: 'false',
      },
      {
        at: { google_container_cluster: 'master_auth.client_certificate_config.issue_client_certificate' },
        bad: isTrue,
        says: '{} has a client certificate that does not end soon.',
        fix: 'false',
      },
      { at: { google_container_cluster: 'logging_service' }, bad: isOneOf('none'), says: '{} logs nothing.' },
      {
        at: { google_container_cluster: 'monitoring_service' },
        bad: isOneOf('none'),
        says: '{} is not watched.',
      },
      {
        at: {
          google_container_node_pool: 'management.auto_upgrade',
          google_container_cluster: 'node_pool.management.auto_upgrade',
        },
        bad: isFalse,
        says: 'The nodes of {} are not upgraded.',
        fix: 'true',
      },
      {
        at: { google_container_node_pool: 'management.auto_repair' },
        bad: isFalse,
        severity: 'low',
        says: 'Broken nodes of {} are not replaced.',
        fix: 'true',
      },
      {
        at: {
          google_container_node_pool: 'node_config.service_account',
          google_container_cluster: 'node_config.service_account',
        },
        bad: either(isMissing, isOneOf('default')),
        when: { node_config: isPresent },
        says: 'The nodes of {} run as the default account of the project.',
      },
      {
        at: { google_container_cluster: 'network_policy.enabled' },
        bad: isFalse,
        severity: 'low',
        says: 'Every pod of {} may talk to every other.',
        fix: 'true',
      },
    ],
    bad: [
      tf('google_container_cluster', 'enable_legacy_abac = true ◄'),
      tf('google_container_node_pool', 'management {\n  auto_upgrade = false ◄\n}'),
    ],
    good: [
      tf('google_container_cluster', 'enable_legacy_abac = false'),
      tf('google_container_node_pool', 'management {\n  auto_upgrade = true\n}'),
    ],
  }),
  settingRule({
    id: 'google-tls-old',
    title: 'TLS policy of Google Cloud that takes old versions',
    severity: 'medium',
    weakness: 'cipher',
    cwe: [326, 327],
    description: `The policy still takes TLS 1.0 or 1.1, or ciphers that are weak. Somebody on the way can talk both sides into using them.`,
    remediation: 'Set `min_tls_version = "TLS_1_2"` with the profile `MODERN` or `RESTRICTED`.',
    references: [
      `${docs}/load-balancing/docs/ssl-policies-concepts`,
      'https://www.rfc-editor.org/rfc/rfc8996',
    ],
    checks: [
      {
        at: { google_compute_ssl_policy: 'min_tls_version' },
        bad: either(isMissing, isNoneOf('TLS_1_2', 'TLS_1_3')),
        when: { profile: either(isMissing, isNoneOf('RESTRICTED')) },
        says: '{} takes TLS 1.0 or 1.1.',
      },
    ],
    bad: [
      tf('google_compute_ssl_policy', 'min_tls_version = "TLS_1_1" ◄'),
      tf('google_compute_ssl_policy ◄', 'profile = "MODERN"'),
    ],
    good: [
      tf('google_compute_ssl_policy', 'min_tls_version = "TLS_1_2"'),
      tf('google_compute_ssl_policy', 'profile = "RESTRICTED"'),
    ],
  }),
];

/** A duration such as `7776000s`, as a number of seconds. */
function seconds(item: Parameters<typeof isMissing>[0]): typeof item {
  const scalar = typeof item?.scalar === 'string' ? item.scalar.replace(/s$/, '') : undefined;
  return item && { ...item, scalar };
}
