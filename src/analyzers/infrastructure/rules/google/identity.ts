import { textOf } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { hasItem, isEmptyList, isMissing, isOneOf, isPresent, isTrue, matches } from '../resources/tests.js';

const docs = 'https://cloud.google.com';
const levels = ['project', 'folder', 'organization'];
const at = (kind: 'member' | 'binding', name: string): Record<string, string> =>
  Object.fromEntries(levels.map((level) => [`google_${level}_iam_${kind}`, name]));

/** The accounts that Compute Engine and App Engine make for each project. */
const defaultAccount = /^serviceAccount:(?:[\w-]+-compute@developer|[\w.:-]+@appspot)\.gserviceaccount\.com$/;
const personal = /^user:[^@]+@(?:gmail|googlemail|hotmail|outlook|yahoo)\.com$/i;

/** Identities of Google Cloud: who gets in, and from where. */
export const googleIdentityRules: readonly ResourceRule[] = [
  settingRule({
    id: 'google-default-account-role',
    title: 'Role for the account that everything runs as by default',
    severity: 'medium',
    weakness: 'permission',
    cwe: [269],
    description: `Machines and applications of which nothing else is said run as the default account: each of them gets the role, whether it needs it or not.`,
    remediation: 'Make an account for the one workload, and give the role to that.',
    references: [
      `${docs}/iam/docs/service-account-types#default`,
      `${docs}/iam/docs/best-practices-service-accounts`,
    ],
    checks: [
      {
        at: at('member', 'member'),
        bad: matches(defaultAccount),
        says: '{} gives a role to the default account.',
      },
      {
        at: at('binding', 'members'),
        bad: hasItem(defaultAccount),
        says: '{} gives a role to the default account.',
      },
    ],
    bad: [
      tf(
        'google_project_iam_member',
        'role = "roles/storage.objectViewer"\nmember = "serviceAccount:123-compute@developer.gserviceaccount.com" ◄',
      ),
      tf(
        'google_folder_iam_binding',
        'role = "roles/viewer"\nmembers = ["serviceAccount:shop@appspot.gserviceaccount.com"] ◄',
      ),
    ],
    good: [
      tf('google_project_iam_member', 'member = "serviceAccount:ci@shop.iam.gserviceaccount.com"'),
      tf('google_project_iam_binding', 'members = ["group:ops@shop.example"]'),
    ],
  }),
  settingRule({
    id: 'google-member-personal',
    title: 'Role for a private account',
    severity: 'medium',
    weakness: 'access',
    description: `The account belongs to a person and not to the organization: nobody can ask it for a second factor, or take it away when the person leaves.`,
    remediation: 'Give the role to an account or a group of the organization.',
    references: [
      `${docs}/iam/docs/using-iam-securely`,
      'https://www.cisecurity.org/benchmark/google_cloud_computing_platform',
    ],
    checks: [
      { at: at('member', 'member'), bad: matches(personal), says: '{} gives a role to a private account.' },
      { at: at('binding', 'members'), bad: hasItem(personal), says: '{} gives a role to a private account.' },
    ],
    bad: [
      tf('google_project_iam_member', 'member = "user:ada@gmail.com" ◄'),
      tf('google_organization_iam_binding', 'members = ["user:ada@hotmail.com"] ◄'),
    ],
    good: [
      tf('google_project_iam_member', 'member = "user:ada@shop.example"'),
      tf('google_project_iam_binding', 'members = ["group:ops@shop.example"]'),
    ],
  }),
  settingRule({
    id: 'google-workload-identity-open',
    title: 'Trust in every repository of a build service',
    severity: 'high',
    confidence: 'medium',
    weakness: 'access',
    description: `Builds of everybody who uses the service get into the pool. Unless each role that is given to it names the repository, a stranger's build has the role.`,
    remediation: 'Set `attribute_condition`, such as `assertion.repository_owner == "your-organization"`.',
    references: [
      `${docs}/iam/docs/workload-identity-federation-with-deployment-pipelines#conditions`,
      'https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-google-cloud-platform',
    ],
    checks: [
      {
        at: { google_iam_workload_identity_pool_provider: 'attribute_condition' },
        bad: isMissing,
        when: {
          'oidc.issuer_uri': matches(
            /^https:\/\/(?:token\.actions\.githubusercontent\.com|gitlab\.com|oidc\.circleci\.com|agent\.buildkite\.com|app\.terraform\.io)/,
          ),
        },
        says: '{} trusts everybody who uses the service.',
      },
      {
        at: { google_iam_workload_identity_pool_provider: 'attribute_condition' },
        bad: matches(/^\s*true\s*$/),
        when: { 'oidc.issuer_uri': matches(/^https:/) },
        says: '{} trusts everybody who uses the service.',
      },
    ],
    bad: [
      tf(
        'google_iam_workload_identity_pool_provider ◄',
        'oidc {\n  issuer_uri = "https://token.actions.githubusercontent.com"\n}',
      ),
      tf(
        'google_iam_workload_identity_pool_provider',
        'attribute_condition = "true" ◄\noidc {\n  issuer_uri = "https://gitlab.com"\n}',
      ),
    ],
    good: [
      tf(
        'google_iam_workload_identity_pool_provider',
        'attribute_condition = "assertion.repository_owner == \'shop\'"\noidc {\n  issuer_uri = "https://token.actions.githubusercontent.com"\n}',
      ),
      tf(
        'google_iam_workload_identity_pool_provider',
        'oidc {\n  issuer_uri = "https://login.shop.example"\n}',
      ),
    ],
  }),
  settingRule({
    id: 'google-api-key-unrestricted',
    title: 'Key for the APIs of Google that works for everything',
    severity: 'medium',
    weakness: 'permission',
    description: `The key works from everywhere or for every API of the project: whoever finds it in a page or an application uses what costs money, or reads data.`,
    remediation: 'Name the APIs in `api_targets`, and the sites, addresses or applications that use the key.',
    references: [`${docs}/docs/authentication/api-keys#securing`],
    checks: [
      {
        at: { google_apikeys_key: 'restrictions' },
        bad: isMissing,
        says: '{} works from everywhere for every API.',
      },
      {
        at: { google_apikeys_key: 'restrictions.api_targets' },
        bad: isMissing,
        when: { restrictions: isPresent },
        severity: 'low',
        says: '{} works for every API.',
      },
    ],
    bad: [
      tf('google_apikeys_key ◄', 'name = "maps"'),
      tf(
        'google_apikeys_key',
        'restrictions { ◄\n  browser_key_restrictions {\n    allowed_referrers = ["https://shop.example"]\n  }\n}',
      ),
    ],
    good: [
      tf(
        'google_apikeys_key',
        'restrictions {\n  api_targets {\n    service = "maps-backend.googleapis.com"\n  }\n}',
      ),
      tf('google_service_account', 'account_id = "maps"'),
    ],
  }),
  settingRule({
    id: 'google-audit-exempted',
    title: 'Somebody whose reads and writes are not recorded',
    severity: 'low',
    weakness: 'logging',
    description: `What the named accounts do with data is not recorded, so that nobody can tell what was taken with one of them.`,
    remediation: 'Leave `exempted_members` empty, or exempt an account on a single service only.',
    references: [`${docs}/logging/docs/audit/configure-data-access`],
    checks: [
      {
        at: Object.fromEntries(
          levels.map((level) => [`google_${level}_iam_audit_config`, 'audit_log_config.exempted_members']),
        ),
        bad: (item) => !isEmptyList(item) && (item?.items?.some((part) => textOf(part) !== '') ?? false),
        says: 'What some accounts do is not recorded by {}.',
      },
    ],
    bad: [
      tf(
        'google_project_iam_audit_config',
        'service = "allServices"\naudit_log_config {\n  log_type = "DATA_READ"\n  exempted_members = ["user:ada@shop.example"] ◄\n}',
      ),
      tf(
        'google_folder_iam_audit_config',
        'audit_log_config {\n  log_type = "DATA_WRITE"\n  exempted_members = ["user:ada@shop.example"] ◄\n}',
      ),
    ],
    good: [
      tf(
        'google_project_iam_audit_config',
        'service = "allServices"\naudit_log_config {\n  log_type = "DATA_READ"\n}',
      ),
      tf('google_project_iam_audit_config', 'audit_log_config {\n  exempted_members = []\n}'),
    ],
  }),
  settingRule({
    id: 'google-project-default-network',
    title: 'Default network of a project of Google Cloud',
    severity: 'medium',
    confidence: 'medium',
    weakness: 'exposure',
    description: `The network that comes with a project lets SSH, remote desktop and ping in from every address, and everything among its machines.`,
    remediation: 'Set `auto_create_network = false`, and make a network with rules of its own.',
    references: [`${docs}/vpc/docs/vpc#default-network`],
    checks: [
      {
        at: { google_project: 'auto_create_network' },
        bad: isTrue,
        says: '{} has the default network, whose first rules let every address reach SSH.',
        fix: 'false',
      },
      {
        at: { google_project: 'auto_create_network' },
        bad: isMissing,
        mayBeSeenTo: true,
        severity: 'low',
        says: '{} has the default network, whose first rules let every address reach SSH.',
      },
      {
        at: {
          google_compute_instance: 'network_interface.network',
          google_compute_instance_template: 'network_interface.network',
        },
        bad: isOneOf('default'),
        severity: 'low',
        says: '{} is in the default network, whose first rules let every address reach SSH.',
      },
    ],
    bad: [
      tf('google_project', 'auto_create_network = true ◄'),
      tf('google_project', 'name = "shop"\nauto_create_network = true ◄'),
    ],
    good: [
      tf('google_project', 'auto_create_network = false'),
      tf('google_project', 'auto_create_network = var.network'),
    ],
  }),
];
