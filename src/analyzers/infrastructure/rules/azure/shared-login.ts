import type { ResourceRule } from '../../resource-rule.js';
import { tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isFalse, isMissing, isOneOf, isOff, isTrue, matches } from '../resources/tests.js';
import { each } from './each.js';

const learn = 'https://learn.microsoft.com/en-us/azure';
const benchmark =
  'https://learn.microsoft.com/en-us/security/benchmark/azure/mcsb-v2-identity-management#im-1-centralize-identity-and-authentication';

/** Services that take keys of their own beside identities, by the switch for it. */
const keyed = {
  ...each(
    [
      'azurerm_app_configuration',
      'azurerm_cognitive_account',
      'azurerm_eventgrid_topic',
      'azurerm_eventgrid_domain',
      'azurerm_servicebus_namespace',
      'azurerm_signalr_service',
      'azurerm_web_pubsub',
      'azurerm_machine_learning_compute_cluster',
      'azurerm_machine_learning_compute_instance',
    ],
    'local_auth_enabled',
  ),
  ...each(
    ['azurerm_eventhub_namespace', 'azurerm_search_service', 'azurerm_automation_account'],
    'local_authentication_enabled',
  ),
};

/** Shared keys and anonymous use, instead of identities. */
export const azureSharedLoginRules: readonly ResourceRule[] = [
  settingRule({
    id: 'azure-local-authentication',
    title: 'Service of Azure that takes shared keys',
    severity: 'low',
    confidence: 'medium',
    weakness: 'authentication',
    cwe: [287],
    description: `Beside identities of the directory the service takes a key that many share: it tells nobody apart, has no second factor and no end, and works for whoever finds it.`,
    remediation: 'Switch keys off, and give managed identities a role.',
    references: [`${learn}/service-bus-messaging/disable-local-authentication`, benchmark],
    checks: [
      { at: keyed, bad: isTrue, says: '{} takes shared keys.', fix: 'false' },
      { at: keyed, bad: isMissing, mayBeSeenTo: true, says: '{} takes shared keys.' },
      {
        at: { azurerm_cosmosdb_account: 'local_authentication_disabled' },
        bad: isFalse,
        says: '{} takes shared keys.',
        fix: 'true',
      },
      {
        at: { azurerm_cosmosdb_account: 'local_authentication_disabled' },
        bad: isMissing,
        mayBeSeenTo: true,
        says: '{} takes shared keys.',
      },
    ],
    bad: [
      tf('azurerm_servicebus_namespace', 'local_auth_enabled = true ◄'),
      tf('azurerm_cosmosdb_account', 'local_authentication_disabled = false ◄'),
    ],
    good: [
      tf('azurerm_servicebus_namespace', 'local_auth_enabled = false'),
      tf('azurerm_cosmosdb_account', 'local_authentication_disabled = true'),
    ],
  }),
  settingRule({
    id: 'azure-shared-key-all-rights',
    title: 'Shared key for everything in a namespace of Azure',
    severity: 'low',
    weakness: 'permission',
    cwe: [269],
    description: `The key allows to manage the whole namespace: whoever finds it reads every queue, deletes them, and makes keys for itself.`,
    remediation: 'Give a managed identity a role on the one queue, or a key that only sends or only listens.',
    references: [`${learn}/event-hubs/authorize-access-shared-access-signature`, benchmark],
    checks: [
      {
        at: each(
          [
            'azurerm_eventhub_namespace_authorization_rule',
            'azurerm_servicebus_namespace_authorization_rule',
            'azurerm_relay_namespace_authorization_rule',
            'azurerm_notification_hub_authorization_rule',
          ],
          'manage',
        ),
        bad: isTrue,
        says: '{} is a key for everything in its namespace.',
      },
    ],
    bad: [
      tf('azurerm_eventhub_namespace_authorization_rule', 'listen = true\nsend = true\nmanage = true ◄'),
      tf('azurerm_servicebus_namespace_authorization_rule', 'manage = true ◄'),
    ],
    good: [
      tf('azurerm_eventhub_namespace_authorization_rule', 'listen = true\nsend = false\nmanage = false'),
      tf('azurerm_servicebus_namespace_authorization_rule', 'send = true'),
    ],
  }),
  settingRule({
    id: 'azure-cache-anonymous',
    title: 'Cache of Azure without authentication',
    severity: 'medium',
    weakness: 'authentication',
    description: `Whoever reaches the cache reads and changes all that it holds, sessions included, without a password. Azure takes this setting only for a cache within a network.`,
    remediation: 'Leave authentication on; the keys can be switched off for identities.',
    references: [`${learn}/azure-cache-for-redis/cache-azure-active-directory-for-authentication`],
    checks: [
      ...['enable_authentication', 'authentication_enabled'].map((name) => ({
        at: { azurerm_redis_cache: `redis_configuration.${name}` },
        bad: isFalse,
        says: '{} asks for no password.',
        fix: 'true',
      })),
    ],
    bad: [
      tf('azurerm_redis_cache', 'redis_configuration {\n  authentication_enabled = false ◄\n}'),
      tf('azurerm_redis_cache', 'redis_configuration {\n  enable_authentication = false ◄\n}'),
    ],
    good: [
      tf('azurerm_redis_cache', 'redis_configuration {\n  authentication_enabled = true\n}'),
      tf('azurerm_redis_cache', 'redis_configuration {\n  maxmemory_policy = "allkeys-lru"\n}'),
    ],
  }),
  settingRule({
    id: 'azure-analysis-foreign-tenants',
    title: 'Data cluster of Azure that trusts every tenant',
    severity: 'medium',
    weakness: 'access',
    description: `Accounts of every organization may be let into the cluster, which is one assignment away from strangers reading its data.`,
    remediation: 'List the tenants that are trusted, or leave the list empty.',
    references: [`${learn}/data-explorer/kusto/access-control/cross-tenant-query-and-commands`],
    checks: [
      {
        at: { azurerm_kusto_cluster: 'trusted_external_tenants' },
        bad: (item) => item?.items?.some(isOneOf('*')) ?? false,
        says: '{} trusts accounts of every tenant.',
      },
    ],
    bad: [
      tf('azurerm_kusto_cluster', 'trusted_external_tenants = ["*"] ◄'),
      tf('azurerm_kusto_cluster', 'name = "shop"\ntrusted_external_tenants = ["*"] ◄'),
    ],
    good: [
      tf('azurerm_kusto_cluster', 'trusted_external_tenants = []'),
      tf('azurerm_kusto_cluster', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-sas-plaintext',
    title: 'Signed address of Azure Storage that works without TLS',
    severity: 'medium',
    weakness: 'transport',
    description: `The address carries the right to read or change the storage. Used over HTTP, whoever is on the way has that right too.`,
    remediation: 'Set `https_only = true`, with a short time and only the rights that are needed.',
    references: [`${learn}/storage/common/storage-sas-overview`],
    checks: [
      {
        at: {
          'data.azurerm_storage_account_sas': 'https_only',
          'data.azurerm_storage_account_blob_container_sas': 'https_only',
        },
        bad: isFalse,
        says: 'The address of {} works without TLS.',
        fix: 'true',
      },
    ],
    bad: [
      {
        path: 'main.tf',
        text: 'data "azurerm_storage_account_sas" "main" {\n  https_only = false ◄\n}\n',
      },
      {
        path: 'main.tf',
        text: 'data "azurerm_storage_account_blob_container_sas" "main" {\n  https_only = false ◄\n}\n',
      },
    ],
    good: [
      { path: 'main.tf', text: 'data "azurerm_storage_account_sas" "main" {\n  https_only = true\n}\n' },
      { path: 'main.tf', text: 'data "azurerm_storage_account_sas" "main" {\n}\n' },
    ],
  }),
  settingRule({
    id: 'azure-application-implicit-grant',
    title: 'Application of Microsoft Entra that gets tokens in the address',
    severity: 'low',
    confidence: 'medium',
    weakness: 'authentication',
    cwe: [522],
    description: `With the implicit grant access tokens stand in the address, from where they get into the history, logs and pages of others.`,
    remediation: 'Switch the implicit grant off, and use the authorization code with PKCE.',
    references: [
      'https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-implicit-grant-flow',
      'https://www.rfc-editor.org/rfc/rfc9700#name-implicit-grant',
    ],
    checks: [
      {
        at: { azuread_application: 'web.implicit_grant.access_token_issuance_enabled' },
        bad: isTrue,
        says: '{} gets access tokens in the address.',
        fix: 'false',
      },
      {
        at: { azuread_application: 'oauth2_allow_implicit_flow' },
        bad: isTrue,
        says: '{} gets access tokens in the address.',
        fix: 'false',
      },
    ],
    bad: [
      tf(
        'azuread_application',
        'web {\n  implicit_grant {\n    access_token_issuance_enabled = true ◄\n  }\n}',
      ),
      tf('azuread_application', 'oauth2_allow_implicit_flow = true ◄'),
    ],
    good: [
      tf(
        'azuread_application',
        'web {\n  implicit_grant {\n    access_token_issuance_enabled = false\n    id_token_issuance_enabled = true\n  }\n}',
      ),
      tf('azuread_application', 'display_name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-api-open',
    title: 'API of API Management that asks for no key',
    severity: 'low',
    confidence: 'medium',
    weakness: 'authentication',
    description: `Everybody who reaches the gateway may call the operations, unless a policy or the service behind it asks who calls.`,
    remediation: 'Set `subscription_required = true`, or check a token in a policy of the API.',
    references: [`${learn}/api-management/api-management-subscriptions`],
    checks: [
      {
        at: { azurerm_api_management_api: 'subscription_required' },
        bad: isFalse,
        when: { oauth2_authorization: isMissing, openid_authentication: isMissing },
        says: 'Calls of {} need no key.',
        fix: 'true',
      },
      {
        at: { azurerm_api_management_product: 'subscription_required' },
        bad: isFalse,
        says: 'Calls of {} need no key.',
        fix: 'true',
      },
    ],
    bad: [
      tf('azurerm_api_management_api', 'subscription_required = false ◄'),
      tf('azurerm_api_management_product', 'published = true\nsubscription_required = false ◄'),
    ],
    good: [
      tf('azurerm_api_management_api', 'subscription_required = true'),
      tf(
        'azurerm_api_management_api',
        'subscription_required = false\nopenid_authentication {\n  openid_provider_name = "login"\n}',
      ),
    ],
  }),
  settingRule({
    id: 'azure-named-value-plain',
    title: 'Secret of API Management that everybody with access reads',
    severity: 'medium',
    weakness: 'credential',
    cwe: [522],
    description: `The value has the name of a secret, but is not kept as one: everybody who may look at the service reads it.`,
    remediation: 'Set `secret = true`, better with the value in a key vault.',
    references: [`${learn}/api-management/api-management-howto-properties`],
    checks: [
      {
        at: { azurerm_api_management_named_value: 'secret' },
        bad: isOff,
        when: {
          display_name: matches(/(?:password|secret|token|api[-_]?key|connection[-_]?string)$/i),
          value_from_key_vault: isMissing,
        },
        says: 'Everybody who may look at the service reads {}.',
        fix: 'true',
      },
    ],
    bad: [
      tf('azurerm_api_management_named_value', 'display_name = "backend-api-key"\nsecret = false ◄'),
      tf('azurerm_api_management_named_value ◄', 'display_name = "db-password"\nvalue = var.password'),
    ],
    good: [
      tf('azurerm_api_management_named_value', 'display_name = "backend-api-key"\nsecret = true'),
      tf('azurerm_api_management_named_value', 'display_name = "backend-url"'),
    ],
  }),
];
