import type { ResourceRule } from '../../resource-rule.js';
import { tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isEverywhere, isFalse, isMissing, isOff, isPresent, isTrue } from '../resources/tests.js';

const learn = 'https://learn.microsoft.com/en-us/azure';

export const azureClusterRules: readonly ResourceRule[] = [
  settingRule({
    id: 'azure-cluster-roles-off',
    title: 'AKS cluster without access control',
    severity: 'high',
    weakness: 'access',
    description: `The cluster has no role-based access control, so that every user and pod may do everything in it.`,
    remediation: 'Enable role-based access control; the cluster has to be made anew for it.',
    references: [`${learn}/aks/concepts-identity`],
    checks: [
      {
        at: { azurerm_kubernetes_cluster: 'role_based_access_control_enabled' },
        bad: isFalse,
        says: 'Everybody in {} may do everything.',
        fix: 'true',
      },
      {
        at: { azurerm_kubernetes_cluster: 'role_based_access_control.enabled' },
        bad: isFalse,
        says: 'Everybody in {} may do everything.',
        fix: 'true',
      },
    ],
    bad: [
      tf('azurerm_kubernetes_cluster', 'role_based_access_control_enabled = false ◄'),
      tf('azurerm_kubernetes_cluster', 'role_based_access_control {\n  enabled = false ◄\n}'),
    ],
    good: [
      tf('azurerm_kubernetes_cluster', 'role_based_access_control_enabled = true'),
      tf('azurerm_kubernetes_cluster', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-cluster-public',
    title: 'AKS cluster whose API the internet reaches',
    severity: 'medium',
    weakness: 'exposure',
    description: `The API of the cluster answers to every address. A leaked token, or a flaw in the API, is then enough to take the cluster over.`,
    remediation: 'Make the cluster private, or name the networks that may reach its API.',
    references: [`${learn}/aks/api-server-authorized-ip-ranges`, `${learn}/aks/private-clusters`],
    checks: [
      {
        at: { azurerm_kubernetes_cluster: 'private_cluster_enabled' },
        bad: isOff,
        when: { api_server_authorized_ip_ranges: isMissing, api_server_access_profile: isMissing },
        says: 'The API of {} answers to every address.',
        fix: 'true',
      },
      {
        at: {
          azurerm_kubernetes_cluster: 'api_server_access_profile.authorized_ip_ranges',
        },
        bad: isEverywhere,
        says: 'The API of {} answers to every address.',
      },
    ],
    bad: [
      tf('azurerm_kubernetes_cluster', 'private_cluster_enabled = false ◄'),
      tf(
        'azurerm_kubernetes_cluster',
        'api_server_access_profile {\n  authorized_ip_ranges = ["0.0.0.0/0"] ◄\n}',
      ),
    ],
    good: [
      tf('azurerm_kubernetes_cluster', 'private_cluster_enabled = true'),
      tf(
        'azurerm_kubernetes_cluster',
        'api_server_access_profile {\n  authorized_ip_ranges = ["192.0.2.0/24"]\n}',
      ),
    ],
  }),
  settingRule({
    id: 'azure-cluster-policy-missing',
    title: 'AKS cluster without network policies',
    severity: 'low',
    weakness: 'access',
    description: `Every pod of the cluster may talk to every other: one that is taken over reaches all.`,
    remediation: 'Set `network_policy` in the network profile to `azure`, `cilium` or `calico`.',
    references: [`${learn}/aks/use-network-policies`],
    checks: [
      {
        at: { azurerm_kubernetes_cluster: 'network_profile.network_policy' },
        bad: isMissing,
        when: { network_profile: isPresent },
        says: 'Every pod of {} may talk to every other.',
      },
    ],
    bad: [
      tf('azurerm_kubernetes_cluster', 'network_profile { ◄\n  network_plugin = "azure"\n}'),
      tf(
        'azurerm_kubernetes_cluster',
        'private_cluster_enabled = true\nnetwork_profile { ◄\n  network_plugin = "kubenet"\n}',
      ),
    ],
    good: [
      tf(
        'azurerm_kubernetes_cluster',
        'network_profile {\n  network_plugin = "azure"\n  network_policy = "calico"\n}',
      ),
      tf('azurerm_kubernetes_cluster', 'private_cluster_enabled = true'),
    ],
  }),
  settingRule({
    id: 'azure-cluster-dashboard',
    title: 'AKS cluster with the old dashboard',
    severity: 'medium',
    weakness: 'exposure',
    cwe: [1104],
    description: `The cluster runs the dashboard, which is no longer kept and has often been the way in.`,
    remediation: 'Switch the dashboard off, and look at the cluster in the portal.',
    references: ['https://kubernetes.io/docs/tasks/access-application-cluster/web-ui-dashboard/'],
    checks: [
      {
        at: { azurerm_kubernetes_cluster: 'addon_profile.kube_dashboard.enabled' },
        bad: isTrue,
        says: '{} runs the dashboard, which is no longer kept.',
        fix: 'false',
      },
    ],
    bad: [
      tf('azurerm_kubernetes_cluster', 'addon_profile {\n  kube_dashboard {\n    enabled = true ◄\n  }\n}'),
      tf(
        'azurerm_kubernetes_cluster',
        'name = "shop"\naddon_profile {\n  kube_dashboard {\n    enabled = true ◄\n  }\n}',
      ),
    ],
    good: [
      tf('azurerm_kubernetes_cluster', 'addon_profile {\n  kube_dashboard {\n    enabled = false\n  }\n}'),
      tf('azurerm_kubernetes_cluster', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-cluster-local-accounts',
    title: 'AKS cluster with local accounts',
    severity: 'low',
    weakness: 'authentication',
    cwe: [287],
    description: `Besides people with their own identity a shared administrator opens the cluster by a certificate, which no directory takes away.`,
    remediation: 'Set `local_account_disabled = true`, with Microsoft Entra for logins.',
    references: [`${learn}/aks/manage-local-accounts-managed-azure-ad`],
    checks: [
      {
        at: { azurerm_kubernetes_cluster: 'local_account_disabled' },
        bad: isFalse,
        says: 'A shared administrator opens {}.',
        fix: 'true',
      },
    ],
    bad: [
      tf('azurerm_kubernetes_cluster', 'local_account_disabled = false ◄'),
      tf('azurerm_kubernetes_cluster', 'private_cluster_enabled = true\nlocal_account_disabled = false ◄'),
    ],
    good: [
      tf('azurerm_kubernetes_cluster', 'local_account_disabled = true'),
      tf('azurerm_kubernetes_cluster', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-cluster-http-routing',
    title: 'AKS cluster with the add-on that publishes over HTTP',
    severity: 'low',
    weakness: 'exposure',
    description: `The add-on gives services public names and answers them without TLS. It is made for trials, and is no longer kept.`,
    remediation: 'Use the add-on for application routing, or an ingress controller, with TLS.',
    references: [`${learn}/aks/http-application-routing`],
    checks: [
      {
        at: { azurerm_kubernetes_cluster: 'http_application_routing_enabled' },
        bad: isTrue,
        says: '{} publishes services over HTTP.',
        fix: 'false',
      },
      {
        at: { azurerm_kubernetes_cluster: 'addon_profile.http_application_routing.enabled' },
        bad: isTrue,
        says: '{} publishes services over HTTP.',
        fix: 'false',
      },
    ],
    bad: [
      tf('azurerm_kubernetes_cluster', 'http_application_routing_enabled = true ◄'),
      tf(
        'azurerm_kubernetes_cluster',
        'addon_profile {\n  http_application_routing {\n    enabled = true ◄\n  }\n}',
      ),
    ],
    good: [
      tf('azurerm_kubernetes_cluster', 'http_application_routing_enabled = false'),
      tf('azurerm_kubernetes_cluster', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-cluster-checks-off',
    title: 'AKS cluster whose checks are switched off',
    severity: 'low',
    confidence: 'medium',
    weakness: 'protection',
    description: `Azure Policy, or the change of secrets that the cluster has taken from a vault, is switched off: what breaks the rules of the organization gets in, and old secrets stay in use.`,
    remediation: 'Set `azure_policy_enabled` and `secret_rotation_enabled` to `true`.',
    references: [
      `${learn}/governance/policy/concepts/policy-for-kubernetes`,
      `${learn}/aks/csi-secrets-store-configuration-options`,
    ],
    checks: [
      {
        at: { azurerm_kubernetes_cluster: 'azure_policy_enabled' },
        bad: isFalse,
        says: 'Nothing checks what gets into {}.',
        fix: 'true',
      },
      {
        at: { azurerm_kubernetes_cluster: 'addon_profile.azure_policy.enabled' },
        bad: isFalse,
        says: 'Nothing checks what gets into {}.',
        fix: 'true',
      },
      {
        at: { azurerm_kubernetes_cluster: 'key_vault_secrets_provider.secret_rotation_enabled' },
        bad: isFalse,
        says: 'Old secrets stay in use in {}.',
        fix: 'true',
      },
    ],
    bad: [
      tf('azurerm_kubernetes_cluster', 'azure_policy_enabled = false ◄'),
      tf(
        'azurerm_kubernetes_cluster',
        'key_vault_secrets_provider {\n  secret_rotation_enabled = false ◄\n}',
      ),
    ],
    good: [
      tf('azurerm_kubernetes_cluster', 'azure_policy_enabled = true'),
      tf('azurerm_kubernetes_cluster', 'name = "shop"'),
    ],
  }),
];
