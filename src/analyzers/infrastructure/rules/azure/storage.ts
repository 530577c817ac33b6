import type { ResourceRule } from '../../resource-rule.js';
import { tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, isPresent, isFalse, isTrue, isOneOf, matches } from '../resources/tests.js';

const learn = 'https://learn.microsoft.com/en-us/azure';

export const azureStorageRules: readonly ResourceRule[] = [
  settingRule({
    id: 'azure-container-public',
    title: 'Storage container that may be read without a login',
    severity: 'high',
    weakness: 'exposure',
    description: `The container is open to everybody: whoever knows or guesses an address reads the data, and with \`container\` lists all of it.`,
    remediation: 'Set `container_access_type = "private"`, and give out signed addresses.',
    references: [`${learn}/storage/blobs/anonymous-read-access-configure`],
    checks: [
      {
        at: { azurerm_storage_container: 'container_access_type' },
        bad: isOneOf('blob', 'container'),
        says: 'Everybody may read {}.',
        fix: '"private"',
      },
    ],
    bad: [
      tf('azurerm_storage_container', 'container_access_type = "blob" ◄'),
      tf('azurerm_storage_container', 'name = "public"\ncontainer_access_type = "container" ◄'),
    ],
    good: [
      tf('azurerm_storage_container', 'container_access_type = "private"'),
      tf('azurerm_storage_container', 'name = "data"'),
    ],
  }),
  settingRule({
    id: 'azure-storage-public',
    title: 'Storage account whose containers may be opened to everybody',
    severity: 'medium',
    weakness: 'exposure',
    description: `Containers of the account may be opened to everybody by whoever may change one of them.`,
    remediation: 'Set `allow_nested_items_to_be_public = false` for the account.',
    references: [`${learn}/storage/blobs/anonymous-read-access-prevent`],
    checks: [
      {
        at: { azurerm_storage_account: 'allow_nested_items_to_be_public' },
        bad: isTrue,
        says: 'Containers of {} may be opened to everybody.',
        fix: 'false',
      },
      {
        at: { azurerm_storage_account: 'allow_blob_public_access' },
        bad: isTrue,
        says: 'Containers of {} may be opened to everybody.',
        fix: 'false',
      },
    ],
    bad: [
      tf('azurerm_storage_account', 'allow_nested_items_to_be_public = true ◄'),
      tf('azurerm_storage_account', 'allow_blob_public_access = true ◄'),
    ],
    good: [
      tf('azurerm_storage_account', 'allow_nested_items_to_be_public = false'),
      tf('azurerm_storage_account', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-storage-network-open',
    title: 'Storage account that every network reaches',
    severity: 'medium',
    weakness: 'exposure',
    description: `The firewall of the account allows every network: a leaked key or token is enough to use it from anywhere.`,
    remediation:
      'Set the default action to `Deny`, name the networks, and let trusted services of Azure pass.',
    references: [`${learn}/storage/common/storage-network-security`],
    checks: [
      {
        at: {
          azurerm_storage_account: 'network_rules.default_action',
          azurerm_storage_account_network_rules: 'default_action',
        },
        bad: isOneOf('Allow'),
        says: 'Every network reaches {}.',
        fix: '"Deny"',
      },
    ],
    bad: [
      tf('azurerm_storage_account', 'network_rules {\n  default_action = "Allow" ◄\n}'),
      tf('azurerm_storage_account_network_rules', 'default_action = "Allow" ◄'),
    ],
    good: [
      tf('azurerm_storage_account', 'network_rules {\n  default_action = "Deny"\n}'),
      tf('azurerm_storage_account_network_rules', 'default_action = var.action'),
    ],
  }),
  settingRule({
    id: 'azure-storage-services-blocked',
    title: 'Storage account that keeps services of Azure out',
    severity: 'low',
    weakness: 'recovery',
    description: `Backup, logging and monitoring of Azure are kept from the account, so that they fail without anybody being told.`,
    remediation: 'Add `AzureServices` to what may pass by the firewall.',
    references: [`${learn}/storage/common/storage-network-security`],
    checks: [
      {
        at: {
          azurerm_storage_account: 'network_rules.bypass',
          azurerm_storage_account_network_rules: 'bypass',
        },
        bad: (item) =>
          isPresent(item) &&
          (item?.items ?? []).every((part) => part.known && part.scalar !== 'AzureServices'),
        says: 'Backup, logging and other services of Azure are kept from {}.',
      },
    ],
    bad: [
      tf('azurerm_storage_account', 'network_rules {\n  default_action = "Deny"\n  bypass = ["None"] ◄\n}'),
      tf('azurerm_storage_account_network_rules', 'bypass = ["Metrics"] ◄'),
    ],
    good: [
      tf('azurerm_storage_account_network_rules', 'bypass = ["AzureServices"]'),
      tf('azurerm_storage_account_network_rules', 'bypass = var.bypass'),
    ],
  }),
  settingRule({
    id: 'azure-storage-plaintext',
    title: 'Storage account that answers in the clear',
    severity: 'high',
    weakness: 'transport',
    description: `The account answers over HTTP: whoever is on the way reads and changes what is sent, signed addresses included.`,
    remediation: 'Set `https_traffic_only_enabled = true` for the account.',
    references: [`${learn}/storage/common/storage-require-secure-transfer`],
    checks: [
      {
        at: { azurerm_storage_account: 'enable_https_traffic_only' },
        bad: isFalse,
        says: '{} answers in the clear.',
        fix: 'true',
      },
      {
        at: { azurerm_storage_account: 'https_traffic_only_enabled' },
        bad: isFalse,
        says: '{} answers in the clear.',
        fix: 'true',
      },
    ],
    bad: [
      tf('azurerm_storage_account', 'https_traffic_only_enabled = false ◄'),
      tf('azurerm_storage_account', 'enable_https_traffic_only = false ◄'),
    ],
    good: [
      tf('azurerm_storage_account', 'https_traffic_only_enabled = true'),
      tf('azurerm_storage_account', 'https_traffic_only_enabled = var.https'),
    ],
  }),
  settingRule({
    id: 'azure-storage-shared-key',
    title: 'Storage account that takes its shared key',
    severity: 'low',
    confidence: 'medium',
    weakness: 'authentication',
    cwe: [287],
    description: `Whoever has the key of the account may do everything in it, and nobody can tell who it was. The key does not end.`,
    remediation: 'Set `shared_access_key_enabled = false`, and let callers log in by Microsoft Entra.',
    references: [`${learn}/storage/common/shared-key-authorization-prevent`],
    checks: [
      {
        at: { azurerm_storage_account: 'shared_access_key_enabled' },
        bad: isTrue,
        says: '{} takes its shared key.',
        fix: 'false',
      },
    ],
    bad: [
      tf('azurerm_storage_account', 'shared_access_key_enabled = true ◄'),
      tf('azurerm_storage_account', 'name = "shop"\nshared_access_key_enabled = true ◄'),
    ],
    good: [
      tf('azurerm_storage_account', 'shared_access_key_enabled = false'),
      tf('azurerm_storage_account', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-storage-acl-all',
    title: 'Share or table whose signed addresses allow everything',
    severity: 'high',
    weakness: 'permission',
    description: `The access policy gives every permission: whoever gets hold of an address that was signed with it may delete and overwrite everything.`,
    remediation: 'Give the permissions that are needed, mostly `r`, for a short time.',
    references: ['https://learn.microsoft.com/en-us/rest/api/storageservices/define-stored-access-policy'],
    checks: [
      {
        at: { azurerm_storage_share: 'acl.access_policy.permissions' },
        bad: matches(/^(?=.*r)(?=.*w)(?=.*d)(?=.*l)/),
        says: 'Addresses signed for {} allow everything.',
      },
      {
        at: { azurerm_storage_table: 'acl.access_policy.permissions' },
        bad: matches(/^(?=.*r)(?=.*a)(?=.*u)(?=.*d)/),
        says: 'Addresses signed for {} allow everything.',
      },
    ],
    bad: [
      tf('azurerm_storage_share', 'acl {\n  access_policy {\n    permissions = "rwdl" ◄\n  }\n}'),
      tf('azurerm_storage_table', 'acl {\n  access_policy {\n    permissions = "raud" ◄\n  }\n}'),
    ],
    good: [
      tf('azurerm_storage_share', 'acl {\n  access_policy {\n    permissions = "r"\n  }\n}'),
      tf('azurerm_storage_table', 'name = "orders"'),
    ],
  }),
  settingRule({
    id: 'azure-disk-unencrypted',
    title: 'Disk of Azure whose encryption is off',
    severity: 'medium',
    weakness: 'encryption',
    description: `The encryption of the disk by the machine is switched off, so that its data leaves the host in the clear.`,
    remediation: 'Remove the setting, or name a disk encryption set.',
    references: [`${learn}/virtual-machines/disk-encryption-overview`],
    checks: [
      {
        at: { azurerm_managed_disk: 'encryption_settings.enabled' },
        bad: isFalse,
        says: '{} is not encrypted.',
        fix: 'true',
      },
      {
        at: { azurerm_managed_disk: 'encryption_settings' },
        bad: isMissing,
        severity: 'low',
        when: { disk_encryption_set_id: isMissing },
        says: '{} is encrypted with a key of Microsoft.',
      },
    ],
    bad: [
      tf('azurerm_managed_disk', 'encryption_settings {\n  enabled = false ◄\n}'),
      tf('azurerm_managed_disk ◄', 'name = "data"'),
    ],
    good: [
      tf('azurerm_managed_disk', 'disk_encryption_set_id = var.set'),
      tf('azurerm_managed_disk', 'encryption_settings {\n  enabled = true\n}'),
    ],
  }),
];
