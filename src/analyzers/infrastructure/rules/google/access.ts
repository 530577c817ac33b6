import { type Item } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, isPresent, either, isOneOf, matches, hasItem, isAbove } from '../resources/tests.js';

const docs = 'https://cloud.google.com';
const everywhereMember = {
  google_project_iam_member: 'role',
  google_folder_iam_member: 'role',
  google_organization_iam_member: 'role',
};
const everybody = /^(?:allUsers|allAuthenticatedUsers)$/;
const members = (kinds: readonly string[], suffix: 'member' | 'members'): Record<string, string> =>
  Object.fromEntries(
    kinds.map((kind) => [`google_${kind}_iam_${suffix === 'member' ? 'member' : 'binding'}`, suffix]),
  );
const kinds = `storage_bucket kms_crypto_key kms_key_ring pubsub_topic pubsub_subscription cloud_run_service
  cloud_run_v2_service cloudfunctions_function cloudfunctions2_function bigquery_dataset bigquery_table
  secret_manager_secret artifact_registry_repository dataproc_cluster dataproc_job project organization folder
  service_account compute_instance healthcare_dataset healthcare_fhir_store healthcare_dicom_store spanner_database
  spanner_instance bigtable_instance bigtable_table cloud_tasks_queue data_catalog_entry_group data_fusion_instance
  dns_managed_zone endpoints_service notebooks_instance workbench_instance privateca_ca_pool pubsub_schema
  sourcerepo_repository storage_managed_folder secret_manager_regional_secret compute_disk compute_image
  compute_subnetwork cloudbuildv2_connection dataplex_lake dataplex_zone bigquery_connection`.split(/\s+/);
/** A duration such as `7776000s`, as a number of seconds. */
function seconds(item: Item | undefined): Item | undefined {
  const scalar = typeof item?.scalar === 'string' ? item.scalar.replace(/s$/, '') : undefined;
  return item && { ...item, scalar };
}

export const googleAccessRules: readonly ResourceRule[] = [
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
        at: { google_storage_bucket_acl: 'predefined_acl' },
        bad: isOneOf('publicRead', 'publicReadWrite', 'authenticatedRead'),
        says: '{} lets everybody in.',
      },
      {
        at: { google_storage_bucket_acl: 'role_entity', google_storage_object_acl: 'role_entity' },
        bad: hasItem(/^(?:READER|WRITER|OWNER):(?:allUsers|allAuthenticatedUsers)$/),
        says: '{} lets everybody in.',
      },
      {
        at: { google_bigquery_dataset_access: 'iam_member', google_bigquery_dataset: 'access.iam_member' },
        bad: matches(everybody),
        says: '{} lets everybody in.',
      },
      {
        at: { google_bigquery_dataset_access: 'special_group' },
        bad: matches(everybody),
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
    description: `The account gets a basic or administrative role over the project: whoever takes it over owns the project.`,
    remediation: 'Give predefined roles on single resources.',
    references: [`${docs}/iam/docs/understanding-roles#basic`],
    checks: [
      {
        at: everywhereMember,
        bad: matches(/^roles\/(?:owner|editor|[\w.]*[aA]dmin)$/),
        when: { member: matches(/^serviceAccount:/) },
        says: '{} gives a service account a role over everything.',
      },
    ],
    bad: [
      tf('google_project_iam_member', 'role = "roles/editor" ◄\nmember = "serviceAccount:ci@shop.example"'),
      tf(
        'google_project_iam_member',
        'role = "roles/storage.admin" ◄\nmember = "serviceAccount:ci@shop.example"',
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
    id: 'google-role-basic',
    title: 'Basic role over a whole project',
    severity: 'medium',
    weakness: 'permission',
    cwe: [269],
    description: `The roles of owner and editor allow nearly everything in the project: whoever takes over one bearer owns it.`,
    remediation: 'Give predefined roles for the work that is done, to groups.',
    references: [`${docs}/iam/docs/understanding-roles#basic`],
    checks: [
      {
        at: {
          google_project_iam_binding: 'role',
          google_folder_iam_binding: 'role',
          google_organization_iam_binding: 'role',
        },
        bad: isOneOf('roles/owner', 'roles/editor'),
        says: '{} gives a role over everything.',
      },
      {
        at: everywhereMember,
        bad: isOneOf('roles/owner', 'roles/editor'),
        // Service accounts have a rule of their own.
        when: { member: matches(/^(?!serviceAccount:)/) },
        says: '{} gives a role over everything.',
      },
    ],
    bad: [
      tf('google_project_iam_binding', 'role = "roles/editor" ◄\nmembers = ["user:ada@shop.example"]'),
      tf('google_folder_iam_binding', 'role = "roles/owner" ◄\nmembers = ["group:ops@shop.example"]'),
      tf('google_project_iam_member', 'role = "roles/editor" ◄\nmember = "group:ops@shop.example"'),
    ],
    good: [
      tf('google_project_iam_binding', 'role = "roles/viewer"\nmembers = ["user:ada@shop.example"]'),
      tf('google_project_iam_binding', 'role = var.role\nmembers = ["user:ada@shop.example"]'),
    ],
  }),
  settingRule({
    id: 'google-role-impersonation',
    title: 'Right to act as every service account of a project',
    severity: 'high',
    weakness: 'permission',
    cwe: [269],
    description: `The bearer may act as, or make tokens for, every service account of the project, and so has the rights of all of them.`,
    remediation: 'Give the role on the single service account that is needed.',
    references: [`${docs}/iam/docs/service-account-permissions`],
    checks: [
      {
        at: {
          ...everywhereMember,
          google_project_iam_binding: 'role',
          google_folder_iam_binding: 'role',
          google_organization_iam_binding: 'role',
        },
        bad: matches(
          /^roles\/iam\.(?:serviceAccountTokenCreator|serviceAccountUser|serviceAccountAdmin|serviceAccountKeyAdmin)$/,
        ),
        says: '{} lets its bearer act as every service account.',
      },
    ],
    bad: [
      tf(
        'google_project_iam_binding',
        'role = "roles/iam.serviceAccountTokenCreator" ◄\nmembers = ["user:ada@shop.example"]',
      ),
      tf(
        'google_project_iam_member',
        'role = "roles/iam.serviceAccountUser" ◄\nmember = "user:ada@shop.example"',
      ),
    ],
    good: [
      tf(
        'google_service_account_iam_member',
        'role = "roles/iam.serviceAccountUser"\nmember = "user:ada@shop.example"',
      ),
      tf('google_project_iam_member', 'role = var.role\nmember = "user:ada@shop.example"'),
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
    id: 'google-account-key-uploaded',
    title: 'Key of a service account that is brought from outside',
    severity: 'high',
    weakness: 'credential',
    cwe: [522],
    description: `The key pair was made outside of Google Cloud, so that nobody knows who has the private half. The key lives for ten years.`,
    remediation: 'Attach the account to what runs, or use workload identity federation.',
    references: [`${docs}/iam/docs/best-practices-for-managing-service-account-keys`],
    checks: [
      {
        at: { google_service_account_key: 'public_key_data' },
        bad: isPresent,
        says: '{} is a key that was brought from outside.',
      },
    ],
    bad: [
      tf('google_service_account_key', 'public_key_data = "key" ◄'),
      tf('google_service_account_key', 'service_account_id = "ci"\npublic_key_data = "key" ◄'),
    ],
    good: [
      tf('google_service_account_key', 'service_account_id = "ci"'),
      tf('google_service_account', 'account_id = "ci"'),
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
];
