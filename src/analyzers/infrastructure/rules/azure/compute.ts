import type { ResourceRule } from '../../resource-rule.js';
import { tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isFalse, isOneOf, isTrue } from '../resources/tests.js';
import { each } from './each.js';

const learn = 'https://learn.microsoft.com/en-us/azure';
const machines = [
  'azurerm_linux_virtual_machine',
  'azurerm_windows_virtual_machine',
  'azurerm_linux_virtual_machine_scale_set',
  'azurerm_windows_virtual_machine_scale_set',
];

/** What machines and containers of Azure may do, and how they are looked after. */
export const azureComputeRules: readonly ResourceRule[] = [
  settingRule({
    id: 'azure-machine-remote-plaintext',
    title: 'Windows machine of Azure that is managed in the clear',
    severity: 'medium',
    weakness: 'transport',
    description: `The machine takes commands of remote management over HTTP: whoever is on the way reads what is sent and may take the session over.`,
    remediation: 'Use `protocol = "Https"` with a certificate from a key vault, or leave the listener out.',
    references: [`${learn}/virtual-machines/windows/connect-winrm`],
    checks: [
      {
        at: {
          ...each(
            ['azurerm_windows_virtual_machine', 'azurerm_windows_virtual_machine_scale_set'],
            'winrm_listener.protocol',
          ),
          azurerm_virtual_machine: 'os_profile_windows_config.winrm.protocol',
        },
        bad: isOneOf('Http'),
        says: '{} takes commands in the clear.',
      },
    ],
    bad: [
      tf('azurerm_windows_virtual_machine', 'winrm_listener {\n  protocol = "Http" ◄\n}'),
      tf(
        'azurerm_virtual_machine',
        'os_profile_windows_config {\n  winrm {\n    protocol = "HTTP" ◄\n  }\n}',
      ),
    ],
    good: [
      tf('azurerm_windows_virtual_machine', 'winrm_listener {\n  protocol = "Https"\n}'),
      tf('azurerm_windows_virtual_machine', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-machine-boot-unchecked',
    title: 'Machine of Azure that starts whatever is on its disk',
    severity: 'low',
    weakness: 'integrity',
    description: `Secure boot or the virtual TPM is switched off, so that a changed loader or kernel starts without anybody noticing.`,
    remediation:
      'Set `secure_boot_enabled` and `vtpm_enabled` to `true`, with an image of the second generation.',
    references: [`${learn}/virtual-machines/trusted-launch`],
    checks: ['secure_boot_enabled', 'vtpm_enabled'].map((name) => ({
      at: each(machines, name),
      bad: isFalse,
      says: '{} starts whatever is on its disk.',
      fix: 'true',
    })),
    bad: [
      tf('azurerm_linux_virtual_machine', 'secure_boot_enabled = false ◄'),
      tf('azurerm_windows_virtual_machine_scale_set', 'vtpm_enabled = false ◄'),
    ],
    good: [
      tf('azurerm_linux_virtual_machine', 'secure_boot_enabled = true\nvtpm_enabled = true'),
      tf('azurerm_linux_virtual_machine', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-machine-updates-off',
    title: 'Windows machine of Azure that installs no updates',
    severity: 'low',
    confidence: 'medium',
    weakness: 'protection',
    cwe: [1104],
    description: `Automatic updates are switched off, so that flaws that have long been mended stay open unless somebody sees to it by hand.`,
    remediation:
      'Leave automatic updates on, or let the platform patch by `patch_mode = "AutomaticByPlatform"`.',
    references: [`${learn}/virtual-machines/automatic-vm-guest-patching`],
    checks: [
      ...['enable_automatic_updates', 'automatic_updates_enabled'].map((name) => ({
        at: each(['azurerm_windows_virtual_machine', 'azurerm_windows_virtual_machine_scale_set'], name),
        bad: isFalse,
        when: { patch_mode: (item: Parameters<typeof isFalse>[0]) => !isOneOf('AutomaticByPlatform')(item) },
        says: '{} installs no updates.',
        fix: 'true',
      })),
      {
        at: { azurerm_virtual_machine: 'os_profile_windows_config.enable_automatic_upgrades' },
        bad: isFalse,
        says: '{} installs no updates.',
        fix: 'true',
      },
    ],
    bad: [
      tf('azurerm_windows_virtual_machine', 'enable_automatic_updates = false ◄'),
      tf('azurerm_windows_virtual_machine_scale_set', 'automatic_updates_enabled = false ◄'),
    ],
    good: [
      tf('azurerm_windows_virtual_machine', 'enable_automatic_updates = true'),
      tf(
        'azurerm_windows_virtual_machine',
        'enable_automatic_updates = false\npatch_mode = "AutomaticByPlatform"',
      ),
    ],
  }),
  settingRule({
    id: 'azure-disk-exported',
    title: 'Disk of Azure that may be fetched from everywhere',
    severity: 'low',
    confidence: 'medium',
    weakness: 'exposure',
    description: `Whoever gets a signed address of the disk may download all of it from any network.`,
    remediation: 'Set `network_access_policy` to `DenyAll`, or to `AllowPrivate` with a disk access.',
    references: [`${learn}/virtual-machines/disks-restrict-import-export-overview`],
    checks: [
      {
        at: { azurerm_managed_disk: 'network_access_policy', azurerm_snapshot: 'network_access_policy' },
        bad: isOneOf('AllowAll'),
        says: '{} may be fetched from everywhere.',
        fix: '"DenyAll"',
      },
    ],
    bad: [
      tf('azurerm_managed_disk', 'network_access_policy = "AllowAll" ◄'),
      tf('azurerm_snapshot', 'network_access_policy = "AllowAll" ◄'),
    ],
    good: [
      tf('azurerm_managed_disk', 'network_access_policy = "DenyAll"'),
      tf('azurerm_managed_disk', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-container-privileged',
    title: 'Privileged container of Azure',
    severity: 'high',
    weakness: 'privilege',
    description: `The container has every right on the machine that runs it: whoever takes over its process takes over the group with all that it may reach.`,
    remediation: 'Set `privilege_enabled = false` in the security block of the container.',
    references: [`${learn}/container-instances/container-instances-confidential-overview`],
    checks: [
      {
        at: {
          azurerm_container_group: 'container.security.privilege_enabled',
        },
        bad: isTrue,
        says: 'A container of {} is privileged.',
        fix: 'false',
      },
      {
        at: { azurerm_container_group: 'init_container.security.privilege_enabled' },
        bad: isTrue,
        says: 'A container of {} is privileged.',
        fix: 'false',
      },
      {
        at: { azurerm_batch_pool: 'container_configuration.container_run_options' },
        bad: (item) => typeof item?.scalar === 'string' && /--privileged\b/.test(item.scalar),
        says: 'Containers of {} are privileged.',
      },
    ],
    bad: [
      tf(
        'azurerm_container_group',
        'container {\n  name = "shop"\n  security {\n    privilege_enabled = true ◄\n  }\n}',
      ),
      tf(
        'azurerm_container_group',
        'init_container {\n  name = "first"\n  security {\n    privilege_enabled = true ◄\n  }\n}',
      ),
    ],
    good: [
      tf('azurerm_container_group', 'container {\n  security {\n    privilege_enabled = false\n  }\n}'),
      tf('azurerm_container_group', 'container {\n  name = "shop"\n}'),
    ],
  }),
  settingRule({
    id: 'azure-batch-administrator',
    title: 'Task of Azure Batch that runs as administrator',
    severity: 'medium',
    weakness: 'privilege',
    description: `The task has every right on its machine, so that a flaw in it, or in what it works on, takes over the machine and the tasks that come after it.`,
    remediation: 'Use `elevation_level = "NonAdmin"`, and do what needs an administrator in the image.',
    references: [`${learn}/batch/batch-user-accounts`],
    checks: [
      {
        at: { azurerm_batch_pool: 'start_task.user_identity.auto_user.elevation_level' },
        bad: isOneOf('Admin'),
        says: 'The first task of {} runs as administrator.',
      },
      {
        at: { azurerm_batch_pool: 'user_accounts.elevation_level' },
        bad: isOneOf('Admin'),
        says: 'Tasks of {} run as administrator.',
      },
    ],
    bad: [
      tf(
        'azurerm_batch_pool',
        'start_task {\n  user_identity {\n    auto_user {\n      elevation_level = "Admin" ◄\n    }\n  }\n}',
      ),
      tf('azurerm_batch_pool', 'user_accounts {\n  elevation_level = "Admin" ◄\n}'),
    ],
    good: [
      tf(
        'azurerm_batch_pool',
        'start_task {\n  user_identity {\n    auto_user {\n      elevation_level = "NonAdmin"\n    }\n  }\n}',
      ),
      tf('azurerm_batch_pool', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-fabric-unprotected',
    title: 'Service Fabric cluster whose nodes talk without protection',
    severity: 'medium',
    weakness: 'transport',
    description: `Messages between the nodes are not encrypted and signed, so that whoever is in the network reads them and takes part.`,
    remediation: 'Set the parameter `ClusterProtectionLevel` of `Security` to `EncryptAndSign`.',
    references: [`${learn}/service-fabric/service-fabric-cluster-fabric-settings`],
    checks: [
      {
        at: { azurerm_service_fabric_cluster: 'fabric_settings.parameters.ClusterProtectionLevel' },
        bad: isOneOf('None', 'Sign'),
        says: 'Nodes of {} talk without encryption.',
        fix: '"EncryptAndSign"',
      },
    ],
    bad: [
      tf(
        'azurerm_service_fabric_cluster',
        'fabric_settings {\n  name = "Security"\n  parameters = {\n    "ClusterProtectionLevel" = "None" ◄\n  }\n}',
      ),
      tf(
        'azurerm_service_fabric_cluster',
        'fabric_settings {\n  parameters = {\n    ClusterProtectionLevel = "Sign" ◄\n  }\n}',
      ),
    ],
    good: [
      tf(
        'azurerm_service_fabric_cluster',
        'fabric_settings {\n  parameters = {\n    ClusterProtectionLevel = "EncryptAndSign"\n  }\n}',
      ),
      tf('azurerm_service_fabric_cluster', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-backup-deletable',
    title: 'Backups of Azure that whoever breaks in deletes',
    severity: 'medium',
    weakness: 'recovery',
    description: `Deleted backups are gone at once. Whoever takes over an account that may manage the vault deletes data and backups together.`,
    remediation: 'Leave soft delete on, and lock the immutability of vaults that hold what matters most.',
    references: [`${learn}/backup/backup-azure-security-feature-cloud`],
    checks: [
      {
        at: { azurerm_recovery_services_vault: 'soft_delete_enabled' },
        bad: isFalse,
        says: 'What is deleted in {} is gone at once.',
        fix: 'true',
      },
      {
        at: { azurerm_data_protection_backup_vault: 'soft_delete' },
        bad: isOneOf('Off'),
        says: 'What is deleted in {} is gone at once.',
        fix: '"On"',
      },
      {
        at: { azurerm_app_configuration: 'purge_protection_enabled' },
        bad: isFalse,
        severity: 'low',
        says: '{} can be purged.',
        fix: 'true',
      },
    ],
    bad: [
      tf('azurerm_recovery_services_vault', 'soft_delete_enabled = false ◄'),
      tf('azurerm_data_protection_backup_vault', 'soft_delete = "Off" ◄'),
    ],
    good: [
      tf('azurerm_recovery_services_vault', 'soft_delete_enabled = true'),
      tf('azurerm_data_protection_backup_vault', 'soft_delete = "AlwaysOn"'),
    ],
  }),
];
