import type { ResourceRule } from '../../resource-rule.js';
import { tf } from '../resources/examples.js';
import { settingRule, type Check } from '../resources/setting.js';
import { hasItem, isEmptyList, isFalse, isMissing, isOneOf, isTrue, type Test } from '../resources/tests.js';
import { each } from './each.js';

const learn = 'https://learn.microsoft.com/en-us/azure';
const benchmark =
  'https://learn.microsoft.com/en-us/security/benchmark/azure/mcsb-v2-network-security#ns-2-secure-cloud-services-with-network-controls';

/** Services with one switch for their address on the internet, which is on where it is left out. */
const switched = [
  'azurerm_search_service',
  'azurerm_cognitive_account',
  'azurerm_eventhub_namespace',
  'azurerm_machine_learning_workspace',
  'azurerm_batch_account',
  'azurerm_databricks_workspace',
  'azurerm_iothub',
  'azurerm_kusto_cluster',
  'azurerm_synapse_workspace',
  'azurerm_eventgrid_topic',
  'azurerm_eventgrid_domain',
  'azurerm_automation_account',
  'azurerm_recovery_services_vault',
  'azurerm_managed_disk',
  'azurerm_container_app_environment',
];

const notDenied: Test = (item) => !isOneOf('Deny')(item);
/** Where services of this list say what is done with whoever is not named. */
const firewalls = [
  'network_acls.default_action',
  'network_rulesets.default_action',
  'network_rule_set.default_action',
  'network_profile.account_access.default_action',
];
/** Where others name the only addresses that may come. */
const lists = ['allowed_ips', 'allowed_ip_ranges', 'inbound_ip_rule'];
/** Services of this kind whose firewall may be a resource of its own, with its attribute that names the service. */
const completed = {
  azurerm_servicebus_namespace: { azurerm_servicebus_namespace_network_rule_set: 'namespace_id' },
  azurerm_signalr_service: { azurerm_signalr_service_network_acl: 'signalr_service_id' },
  azurerm_web_pubsub: { azurerm_web_pubsub_network_acl: 'web_pubsub_id' },
};
const firewallOf = Object.assign({}, ...Object.values(completed)) as Readonly<Record<string, string>>;
const everyAddress = hasItem(/^(?:\/0|[\d.]+\/0|0\.0\.0\.0(?:-255\.255\.255\.255)?)$/);

const isOpenList: Test = (item) => isMissing(item) || isEmptyList(item) || everyAddress(item);

export const azureReachableRules: readonly ResourceRule[] = [
  settingRule({
    id: 'azure-search-public',
    title: 'Service of Azure that the internet reaches',
    severity: 'medium',
    weakness: 'exposure',
    description: `The service has an address on the internet: a leaked key or token is enough to use it, and to read what it holds, from anywhere.`,
    remediation: 'Set `public_network_access_enabled = false`, and connect by a private endpoint.',
    references: [`${learn}/search/service-create-private-endpoint`, benchmark],
    checks: [
      ...[
        { at: each(switched, 'public_network_access_enabled') },
        { at: each(Object.keys(completed), 'public_network_access_enabled'), unless: firewallOf },
      ].map((part): Check => ({
        ...part,
        bad: isTrue,
        when: {
          ...Object.fromEntries(firewalls.map((path) => [path, notDenied])),
          ...Object.fromEntries(lists.map((path) => [path, isOpenList])),
        },
        says: 'The internet reaches {}.',
        fix: 'false',
      })),
      {
        at: {
          azurerm_data_factory: 'public_network_enabled',
          azurerm_purview_account: 'public_network_enabled',
        },
        bad: isTrue,
        says: 'The internet reaches {}.',
        fix: 'false',
      },
      {
        at: { azurerm_app_configuration: 'public_network_access' },
        bad: isOneOf('Enabled'),
        says: 'The internet reaches {}.',
        fix: '"Disabled"',
      },
      {
        at: { azurerm_key_vault: 'public_network_access_enabled' },
        bad: isTrue,
        when: { 'network_acls.default_action': notDenied },
        says: 'The internet reaches {}.',
        fix: 'false',
      },
      {
        at: { azurerm_api_management: 'public_network_access_enabled' },
        bad: isTrue,
        severity: 'low',
        says: 'The internet reaches {}.',
      },
      {
        at: {
          ...each([...switched, ...Object.keys(completed)], 'public_network_access_enabled'),
          azurerm_data_factory: 'public_network_enabled',
          azurerm_app_configuration: 'public_network_access',
        },
        bad: isMissing,
        when: Object.fromEntries(
          [...lists, 'network_acls', 'network_rulesets', 'network_rule_set'].map((path) => [path, isMissing]),
        ),
        severity: 'low',
        mayBeSeenTo: true,
        says: 'The internet reaches {}, as nothing else is said.',
      },
    ],
    bad: [
      tf('azurerm_search_service', 'public_network_access_enabled = true ◄'),
      tf('azurerm_eventhub_namespace', 'public_network_access_enabled = true ◄'),
      tf('azurerm_app_configuration', 'public_network_access = "Enabled" ◄'),
    ],
    good: [
      tf('azurerm_search_service', 'public_network_access_enabled = false'),
      tf(
        'azurerm_key_vault',
        'public_network_access_enabled = true\nnetwork_acls {\n  default_action = "Deny"\n}',
      ),
    ],
  }),
  settingRule({
    id: 'azure-service-network-open',
    title: 'Firewall of a service of Azure that lets everybody in',
    severity: 'medium',
    weakness: 'exposure',
    description: `The service has a firewall of its own, and it allows every network: a leaked key is enough to use the service from anywhere.`,
    remediation: 'Set the default action to `Deny`, and name the networks that may come.',
    references: [`${learn}/ai-services/cognitive-services-virtual-networks`, benchmark],
    checks: [
      {
        at: {
          azurerm_cognitive_account: 'network_acls.default_action',
          azurerm_eventhub_namespace: 'network_rulesets.default_action',
          azurerm_servicebus_namespace: 'network_rule_set.default_action',
          azurerm_servicebus_namespace_network_rule_set: 'default_action',
          azurerm_container_registry: 'network_rule_set.default_action',
          azurerm_batch_account: 'network_profile.account_access.default_action',
          azurerm_signalr_service_network_acl: 'default_action',
        },
        bad: isOneOf('Allow'),
        when: { public_network_access_enabled: (item) => !isFalse(item) },
        says: 'Every network reaches {}.',
        fix: '"Deny"',
      },
      {
        at: {
          azurerm_search_service: 'allowed_ips',
          azurerm_logic_app_workflow: 'access_control.trigger.allowed_caller_ip_address_range',
        },
        bad: everyAddress,
        says: 'Every network reaches {}.',
      },
      {
        at: { azurerm_storage_sync: 'incoming_traffic_policy' },
        bad: isOneOf('AllowAllTraffic'),
        says: 'Every network reaches {}.',
        fix: '"AllowVirtualNetworksOnly"',
      },
    ],
    bad: [
      tf('azurerm_cognitive_account', 'network_acls {\n  default_action = "Allow" ◄\n}'),
      tf('azurerm_search_service', 'allowed_ips = ["198.51.100.7", "0.0.0.0/0"] ◄'),
    ],
    good: [
      tf('azurerm_cognitive_account', 'network_acls {\n  default_action = "Deny"\n}'),
      tf(
        'azurerm_container_registry',
        'public_network_access_enabled = false\nnetwork_rule_set {\n  default_action = "Allow"\n}',
      ),
    ],
  }),
  settingRule({
    id: 'azure-node-public',
    title: 'Machine of a cluster of Azure with a public address',
    severity: 'medium',
    weakness: 'exposure',
    description: `Each machine of the cluster gets an address on the internet, so that a service on it that was meant for the inside answers everybody.`,
    remediation: 'Keep the machines without public addresses, and let traffic in by a load balancer.',
    references: [
      `${learn}/aks/use-node-public-ips`,
      `${learn}/databricks/security/network/classic/secure-cluster-connectivity`,
    ],
    checks: [
      ...['enable_node_public_ip', 'node_public_ip_enabled'].map((name) => ({
        at: {
          azurerm_kubernetes_cluster: `default_node_pool.${name}`,
          azurerm_kubernetes_cluster_node_pool: name,
        },
        bad: isTrue,
        says: 'Machines of {} have public addresses.',
        fix: 'false',
      })),
      {
        at: { azurerm_databricks_workspace: 'custom_parameters.no_public_ip' },
        bad: isFalse,
        says: 'Machines of {} have public addresses.',
        fix: 'true',
      },
      {
        at: {
          azurerm_machine_learning_compute_cluster: 'ssh_public_access_enabled',
          azurerm_machine_learning_compute_instance: 'ssh.public_key_enabled',
        },
        bad: isTrue,
        says: 'The internet reaches SSH of machines of {}.',
        fix: 'false',
      },
    ],
    bad: [
      tf('azurerm_kubernetes_cluster_node_pool', 'node_public_ip_enabled = true ◄'),
      tf('azurerm_databricks_workspace', 'custom_parameters {\n  no_public_ip = false ◄\n}'),
    ],
    good: [
      tf('azurerm_kubernetes_cluster_node_pool', 'node_public_ip_enabled = false'),
      tf('azurerm_databricks_workspace', 'custom_parameters {\n  no_public_ip = true\n}'),
    ],
  }),
  settingRule({
    id: 'azure-container-group-public',
    title: 'Container group of Azure with a public address',
    severity: 'low',
    confidence: 'medium',
    weakness: 'exposure',
    description: `Every port of the group answers on the internet, with nothing before it that ends TLS, limits requests or asks who calls.`,
    remediation:
      'Set `ip_address_type = "Private"` with a subnet, and put a gateway before what has to be public.',
    references: [`${learn}/container-instances/container-instances-virtual-network-concepts`],
    checks: [
      {
        at: { azurerm_container_group: 'ip_address_type' },
        bad: isOneOf('Public'),
        says: 'The internet reaches each port of {}.',
        fix: '"Private"',
      },
    ],
    bad: [
      tf('azurerm_container_group', 'ip_address_type = "Public" ◄'),
      tf('azurerm_container_group', 'os_type = "Linux"\nip_address_type = "public" ◄'),
    ],
    good: [
      tf('azurerm_container_group', 'ip_address_type = "Private"'),
      tf('azurerm_container_group', 'ip_address_type = "None"'),
    ],
  }),
];
