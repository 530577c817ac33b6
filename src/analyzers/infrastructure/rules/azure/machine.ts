import { listOf } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isPresent, isFalse, isTrue, isOneOf } from '../resources/tests.js';

const learn = 'https://learn.microsoft.com/en-us/azure';

export const azureMachineRules: readonly ResourceRule[] = [
  settingRule({
    id: 'azure-machine-password',
    title: 'Virtual machine with a password for SSH',
    severity: 'medium',
    weakness: 'authentication',
    cwe: [309],
    description: `Passwords for SSH are guessed from all over the internet at all times; keys are not.`,
    remediation: 'Set `disable_password_authentication = true`, and use keys or a login by Microsoft Entra.',
    references: [`${learn}/virtual-machines/linux/create-ssh-keys-detailed`],
    checks: [
      {
        at: {
          azurerm_linux_virtual_machine: 'disable_password_authentication',
          azurerm_linux_virtual_machine_scale_set: 'disable_password_authentication',
          azurerm_virtual_machine: 'os_profile_linux_config.disable_password_authentication',
        },
        bad: isFalse,
        says: 'Passwords open {}.',
        fix: 'true',
      },
    ],
    bad: [
      tf('azurerm_linux_virtual_machine', 'disable_password_authentication = false ◄'),
      tf(
        'azurerm_virtual_machine',
        'os_profile_linux_config {\n  disable_password_authentication = false ◄\n}',
      ),
    ],
    good: [
      tf('azurerm_linux_virtual_machine', 'disable_password_authentication = true'),
      tf('azurerm_linux_virtual_machine', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-network-interface-forwards',
    title: 'Network interface that forwards packets',
    severity: 'medium',
    weakness: 'exposure',
    description: `The interface passes on packets that are not its own, which only routers need: a machine that is taken over stands between others.`,
    remediation: 'Switch forwarding off, unless the machine is a router or firewall.',
    references: [`${learn}/virtual-network/virtual-network-network-interface`],
    checks: [
      {
        at: { azurerm_network_interface: 'enable_ip_forwarding' },
        bad: isTrue,
        says: '{} forwards packets.',
        fix: 'false',
      },
      {
        at: { azurerm_network_interface: 'ip_forwarding_enabled' },
        bad: isTrue,
        says: '{} forwards packets.',
        fix: 'false',
      },
    ],
    bad: [
      tf('azurerm_network_interface', 'ip_forwarding_enabled = true ◄'),
      tf('azurerm_network_interface', 'enable_ip_forwarding = true ◄'),
    ],
    good: [
      tf('azurerm_network_interface', 'ip_forwarding_enabled = false'),
      tf('azurerm_network_interface', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-network-interface-public',
    title: 'Network interface with a public address',
    severity: 'low',
    confidence: 'medium',
    weakness: 'exposure',
    description: `The machine has an address on the internet, so that a mistake in a security group is all it takes to reach it.`,
    remediation: 'Reach machines through a load balancer, Bastion or a VPN.',
    references: [`${learn}/virtual-network/ip-services/virtual-network-network-interface-addresses`],
    checks: [
      {
        at: { azurerm_network_interface: 'ip_configuration.public_ip_address_id' },
        bad: isPresent,
        says: '{} has an address on the internet.',
      },
      {
        at: { azurerm_network_interface: 'ip_configuration' },
        bad: (item) =>
          listOf(item).some((part) => (part.get('public_ip_address_id')?.mentions().size ?? 0) > 0),
        says: '{} has an address on the internet.',
      },
    ],
    bad: [
      tf('azurerm_network_interface', 'ip_configuration {\n  public_ip_address_id = "ip-1" ◄\n}'),
      tf(
        'azurerm_network_interface',
        'ip_configuration { ◄\n  public_ip_address_id = azurerm_public_ip.main.id\n}',
      ),
    ],
    good: [
      tf('azurerm_network_interface', 'ip_configuration {\n  private_ip_address_allocation = "Dynamic"\n}'),
      tf('azurerm_network_interface', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-machine-without-network',
    title: 'Virtual machine that is attached to no network of yours',
    severity: 'low',
    weakness: 'access',
    description: `The list of network interfaces is empty, so that no security group or route of yours governs the machine.`,
    remediation: 'Name the network interface of the machine, in a subnet with a security group.',
    references: [`${learn}/virtual-network/network-overview`],
    checks: [
      {
        at: {
          azurerm_virtual_machine: 'network_interface_ids',
          azurerm_linux_virtual_machine: 'network_interface_ids',
        },
        bad: (item) => item?.items?.length === 0,
        says: '{} is attached to no network of yours.',
      },
    ],
    bad: [
      tf('azurerm_virtual_machine', 'network_interface_ids = [] ◄'),
      tf('azurerm_linux_virtual_machine', 'network_interface_ids = [] ◄'),
    ],
    good: [
      tf('azurerm_virtual_machine', 'network_interface_ids = ["nic-1"]'),
      tf('azurerm_virtual_machine', 'network_interface_ids = var.interfaces'),
    ],
  }),
  settingRule({
    id: 'azure-scale-set-unencrypted',
    title: 'Virtual machine without encryption at its host',
    severity: 'low',
    weakness: 'encryption',
    description: `Temporary disks and caches of the machine are written at its host in the clear, where whoever gets hold of a disk reads them.`,
    remediation: 'Set `encryption_at_host_enabled = true` for the machine.',
    references: [`${learn}/virtual-machines/disk-encryption-overview`],
    checks: [
      {
        at: {
          azurerm_linux_virtual_machine: 'encryption_at_host_enabled',
          azurerm_windows_virtual_machine: 'encryption_at_host_enabled',
          azurerm_linux_virtual_machine_scale_set: 'encryption_at_host_enabled',
          azurerm_windows_virtual_machine_scale_set: 'encryption_at_host_enabled',
        },
        bad: isFalse,
        says: 'Caches of {} are written in the clear.',
        fix: 'true',
      },
    ],
    bad: [
      tf('azurerm_linux_virtual_machine', 'encryption_at_host_enabled = false ◄'),
      tf('azurerm_windows_virtual_machine_scale_set', 'encryption_at_host_enabled = false ◄'),
    ],
    good: [
      tf('azurerm_linux_virtual_machine', 'encryption_at_host_enabled = true'),
      tf('azurerm_linux_virtual_machine', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-ddos-plan-off',
    title: 'Network whose protection against floods is off',
    severity: 'low',
    weakness: 'resources',
    description: `The plan is named but switched off, so that a flood of traffic takes down what is behind the addresses.`,
    remediation: 'Set `enable = true` in the plan of the network.',
    references: [`${learn}/ddos-protection/ddos-protection-overview`],
    checks: [
      {
        at: { azurerm_virtual_network: 'ddos_protection_plan.enable' },
        bad: isFalse,
        says: 'Nothing protects {} against floods.',
        fix: 'true',
      },
    ],
    bad: [
      tf('azurerm_virtual_network', 'ddos_protection_plan {\n  id = "plan"\n  enable = false ◄\n}'),
      tf('azurerm_virtual_network', 'name = "shop"\nddos_protection_plan {\n  enable = false ◄\n}'),
    ],
    good: [
      tf('azurerm_virtual_network', 'ddos_protection_plan {\n  enable = true\n}'),
      tf('azurerm_virtual_network', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-firewall-detection-only',
    title: 'Web application firewall that is off or only watches',
    severity: 'medium',
    weakness: 'protection',
    description: `The firewall is switched off, or only writes down what it would stop, so that attacks reach the application.`,
    remediation: 'Enable the firewall in the mode `Prevention`.',
    references: [`${learn}/web-application-firewall/ag/ag-overview`],
    checks: [
      {
        at: { azurerm_application_gateway: 'waf_configuration.enabled' },
        bad: isFalse,
        says: 'The firewall of {} is off.',
        fix: 'true',
      },
      {
        at: {
          azurerm_web_application_firewall_policy: 'policy_settings.mode',
          azurerm_frontdoor_firewall_policy: 'mode',
          azurerm_cdn_frontdoor_firewall_policy: 'mode',
          azurerm_application_gateway: 'waf_configuration.firewall_mode',
        },
        bad: isOneOf('Detection'),
        says: 'The firewall of {} only watches.',
        fix: '"Prevention"',
      },
      {
        at: {
          azurerm_web_application_firewall_policy: 'policy_settings.enabled',
          azurerm_frontdoor_firewall_policy: 'enabled',
          azurerm_cdn_frontdoor_firewall_policy: 'enabled',
          azurerm_frontdoor: 'frontend_endpoint.web_application_firewall_enabled',
        },
        bad: isFalse,
        says: 'The firewall of {} is off.',
        fix: 'true',
      },
    ],
    bad: [
      tf('azurerm_application_gateway', 'waf_configuration {\n  enabled = false ◄\n}'),
      tf('azurerm_cdn_frontdoor_firewall_policy', 'mode = "Detection" ◄'),
    ],
    good: [
      tf('azurerm_application_gateway', 'waf_configuration {\n  enabled = true\n}'),
      tf('azurerm_cdn_frontdoor_firewall_policy', 'mode = "Prevention"'),
    ],
  }),
];
