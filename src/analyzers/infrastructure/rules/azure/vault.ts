import type { ResourceRule } from '../../resource-rule.js';
import { tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, isFalse, isTrue, isOff, isOneOf, hasItem } from '../resources/tests.js';

const learn = 'https://learn.microsoft.com/en-us/azure';

export const azureVaultRules: readonly ResourceRule[] = [
  settingRule({
    id: 'azure-vault-unprotected',
    title: 'Key vault that can be purged',
    severity: 'medium',
    weakness: 'recovery',
    description: `Whoever may delete the vault can also purge it, and with the keys everything that they encrypt is lost.`,
    remediation: 'Enable purge protection, which cannot be switched off again.',
    references: [`${learn}/key-vault/general/soft-delete-overview`],
    checks: [
      {
        at: { azurerm_key_vault: 'purge_protection_enabled' },
        bad: isOff,
        says: '{} can be purged.',
        fix: 'true',
      },
      {
        at: { azurerm_key_vault: 'soft_delete_enabled' },
        bad: isFalse,
        says: 'What is deleted in {} is lost.',
        fix: 'true',
      },
    ],
    bad: [
      tf('azurerm_key_vault', 'purge_protection_enabled = false ◄'),
      tf('azurerm_key_vault ◄', 'name = "shop"'),
    ],
    good: [
      tf('azurerm_key_vault', 'purge_protection_enabled = true'),
      tf('azurerm_key_vault', 'purge_protection_enabled = var.protect'),
    ],
  }),
  settingRule({
    id: 'azure-vault-network-open',
    title: 'Key vault that every network reaches',
    severity: 'medium',
    weakness: 'exposure',
    description: `The firewall of the vault allows every network: a leaked token is enough to read its secrets from anywhere.`,
    remediation:
      'Set the default action to `Deny`, name the networks, and let trusted services of Azure pass.',
    references: [`${learn}/key-vault/general/network-security`],
    checks: [
      {
        at: { azurerm_key_vault: 'network_acls.default_action' },
        bad: isOneOf('Allow'),
        when: { public_network_access_enabled: (item) => !isFalse(item) },
        says: 'Every network reaches {}.',
        fix: '"Deny"',
      },
      {
        at: { azurerm_key_vault: 'network_acls' },
        bad: isMissing,
        when: { public_network_access_enabled: isMissing },
        severity: 'low',
        says: 'Every network reaches {}, as nothing else is said.',
      },
    ],
    bad: [
      tf(
        'azurerm_key_vault',
        'purge_protection_enabled = true\nnetwork_acls {\n  default_action = "Allow" ◄\n}',
      ),
      tf('azurerm_key_vault', 'network_acls {\n  bypass = "AzureServices"\n  default_action = "Allow" ◄\n}'),
    ],
    good: [
      tf('azurerm_key_vault', 'network_acls {\n  default_action = "Deny"\n}'),
      tf('azurerm_key_vault', 'network_acls {\n  default_action = var.action\n}'),
    ],
  }),
  settingRule({
    id: 'azure-secret-endless',
    title: 'Secret or key of a vault that never ends',
    severity: 'low',
    weakness: 'credential',
    cwe: [324],
    description: `A secret or key without an end stays valid when it leaks, until somebody notices.`,
    remediation: 'Give secrets and keys an expiration date, and renew them before.',
    references: [`${learn}/key-vault/secrets/about-secrets`],
    checks: [
      {
        at: { azurerm_key_vault_secret: 'expiration_date', azurerm_key_vault_key: 'expiration_date' },
        bad: isMissing,
        when: { rotation_policy: isMissing },
        says: '{} never ends.',
      },
    ],
    bad: [
      tf('azurerm_key_vault_key ◄', 'name = "orders"'),
      tf('azurerm_key_vault_secret ◄', 'name = "orders"'),
    ],
    good: [
      tf('azurerm_key_vault_key', 'expiration_date = "2027-01-01T00:00:00Z"'),
      tf('azurerm_key_vault_secret', 'expiration_date = var.end'),
    ],
  }),
  settingRule({
    id: 'azure-registry-admin',
    title: 'Container registry with a shared login',
    severity: 'medium',
    weakness: 'authentication',
    cwe: [287],
    description: `The registry has an administrator whose password everybody shares. Nobody can tell who pushed what.`,
    remediation: 'Switch the administrator off, and let people and machines log in with their own identity.',
    references: [`${learn}/container-registry/container-registry-authentication`],
    checks: [
      {
        at: { azurerm_container_registry: 'admin_enabled' },
        bad: isTrue,
        says: '{} has a login that everybody shares.',
        fix: 'false',
      },
    ],
    bad: [
      tf('azurerm_container_registry', 'admin_enabled = true ◄'),
      tf('azurerm_container_registry', 'sku = "Premium"\nadmin_enabled = true ◄'),
    ],
    good: [
      tf('azurerm_container_registry', 'admin_enabled = false'),
      tf('azurerm_container_registry', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-registry-anonymous',
    title: 'Container registry that everybody may pull from',
    severity: 'medium',
    weakness: 'exposure',
    description: `The registry gives images to everybody, with whatever code and secrets are in their layers.`,
    remediation: 'Switch anonymous pulls off, unless the images are meant for everybody.',
    references: [`${learn}/container-registry/anonymous-pull-access`],
    checks: [
      {
        at: { azurerm_container_registry: 'anonymous_pull_enabled' },
        bad: isTrue,
        // The tier `Basic` knows no anonymous pull.
        when: { sku: (item) => !isOneOf('Basic')(item) },
        says: 'Everybody may pull from {}.',
        fix: 'false',
      },
    ],
    bad: [
      tf('azurerm_container_registry', 'anonymous_pull_enabled = true ◄'),
      tf('azurerm_container_registry', 'sku = "Premium"\nanonymous_pull_enabled = true ◄'),
    ],
    good: [
      tf('azurerm_container_registry', 'anonymous_pull_enabled = false'),
      tf('azurerm_container_registry', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-registry-reachable',
    title: 'Container registry that every network reaches',
    severity: 'low',
    weakness: 'exposure',
    description: `The registry has an address on the internet: a leaked token is enough to pull or push from anywhere.`,
    remediation: 'Set `public_network_access_enabled = false`, and connect by a private endpoint.',
    references: [`${learn}/container-registry/container-registry-private-link`],
    checks: [
      {
        at: { azurerm_container_registry: 'public_network_access_enabled' },
        bad: isTrue,
        says: 'Every network reaches {}.',
        fix: 'false',
      },
    ],
    bad: [
      tf('azurerm_container_registry', 'public_network_access_enabled = true ◄'),
      tf('azurerm_container_registry', 'sku = "Premium"\npublic_network_access_enabled = true ◄'),
    ],
    good: [
      tf('azurerm_container_registry', 'public_network_access_enabled = false'),
      tf('azurerm_container_registry', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-role-wildcard',
    title: 'Role definition that allows everything',
    severity: 'high',
    weakness: 'permission',
    description: `The custom role allows every action: whoever takes over one bearer of it owns all that is in its scope.`,
    remediation: 'List the actions that are needed, on the smallest scope that does.',
    references: [`${learn}/role-based-access-control/custom-roles`],
    checks: [
      {
        at: { azurerm_role_definition: 'permissions.actions' },
        bad: hasItem(/^\*$/),
        says: '{} allows every action.',
      },
    ],
    bad: [
      tf('azurerm_role_definition', 'permissions {\n  actions = ["*"] ◄\n}'),
      tf('azurerm_role_definition', 'permissions {\n  actions = ["Microsoft.Compute/*/read", "*"] ◄\n}'),
    ],
    good: [
      tf('azurerm_role_definition', 'permissions {\n  actions = ["Microsoft.Compute/*/read"]\n}'),
      tf('azurerm_role_definition', 'permissions {\n  actions = var.actions\n}'),
    ],
  }),
  settingRule({
    id: 'azure-role-escalation',
    title: 'Role definition by which its bearer gains rights',
    severity: 'high',
    weakness: 'permission',
    cwe: [269],
    description: `The custom role may write role definitions or assignments: its bearer gives itself every right in the scope.`,
    remediation: 'Leave role definitions and assignments to a few people with privileged access on request.',
    references: [`${learn}/role-based-access-control/custom-roles`],
    checks: [
      {
        at: { azurerm_role_definition: 'permissions.actions' },
        bad: hasItem(
          /^microsoft\.authorization\/(?:\*|role(?:definitions|assignments)\/(?:\*|write)|\*\/write|elevateaccess\/action)$/i,
        ),
        says: 'Whoever has {} can give itself more rights.',
      },
    ],
    bad: [
      tf(
        'azurerm_role_definition',
        'permissions {\n  actions = ["Microsoft.Authorization/roleDefinitions/write"] ◄\n}',
      ),
      tf(
        'azurerm_role_definition',
        'permissions {\n  actions = ["Microsoft.Authorization/roleAssignments/*"] ◄\n}',
      ),
    ],
    good: [
      tf('azurerm_role_definition', 'permissions {\n  actions = ["Microsoft.Authorization/*/read"]\n}'),
      tf('azurerm_role_definition', 'permissions {\n  actions = var.actions\n}'),
    ],
  }),
  settingRule({
    id: 'azure-owner-of-subscription',
    title: 'Owner role given over a whole subscription',
    severity: 'medium',
    confidence: 'medium',
    weakness: 'permission',
    cwe: [269],
    description: `The role allows everything, and giving roles to others, in all of the subscription: whoever takes over one bearer owns it.`,
    remediation: 'Give a role for the work that is done, on a resource group.',
    references: [`${learn}/role-based-access-control/best-practices`],
    checks: [
      {
        at: { azurerm_role_assignment: 'role_definition_name' },
        bad: isOneOf('Owner', 'User Access Administrator'),
        says: '{} gives a role over everything.',
      },
    ],
    bad: [
      tf('azurerm_role_assignment', 'role_definition_name = "Owner" ◄'),
      tf('azurerm_role_assignment', 'role_definition_name = "User Access Administrator" ◄'),
    ],
    good: [
      tf('azurerm_role_assignment', 'role_definition_name = "Reader"'),
      tf('azurerm_role_assignment', 'role_definition_name = var.role'),
    ],
  }),
];
