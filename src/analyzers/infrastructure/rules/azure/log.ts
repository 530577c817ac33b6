import type { ResourceRule } from '../../resource-rule.js';
import { tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, isFalse, isOneOf, isBelow } from '../resources/tests.js';

const learn = 'https://learn.microsoft.com/en-us/azure';

export const azureLogRules: readonly ResourceRule[] = [
  settingRule({
    id: 'azure-log-retention-short',
    title: 'Logs of Azure that are kept for a short time',
    severity: 'low',
    weakness: 'logging',
    description: `Intruders are often found after months. What is kept for less than 90 days is then gone.`,
    remediation: 'Keep logs for at least 90 days, or 0 where that means for good.',
    references: [
      `${learn}/network-watcher/nsg-flow-logs-overview`,
      `${learn}/azure-sql/database/auditing-overview`,
    ],
    checks: [
      {
        at: {
          azurerm_network_watcher_flow_log: 'retention_policy.days',
          azurerm_monitor_log_profile: 'retention_policy.days',
        },
        bad: (item) => isBelow(90)(item) && !isOneOf('0')(item),
        says: '{} keeps logs for less than 90 days.',
        fix: '90',
      },
      {
        at: {
          azurerm_mssql_server_extended_auditing_policy: 'retention_in_days',
          azurerm_mssql_database_extended_auditing_policy: 'retention_in_days',
          azurerm_sql_server: 'extended_auditing_policy.retention_in_days',
          azurerm_sql_database: 'extended_auditing_policy.retention_in_days',
          azurerm_mssql_server: 'extended_auditing_policy.retention_in_days',
        },
        bad: (item) => isBelow(90)(item) && !isOneOf('0')(item),
        says: '{} keeps logs for less than 90 days.',
        fix: '90',
      },
      {
        at: {
          azurerm_network_watcher_flow_log: 'retention_policy.enabled',
          azurerm_monitor_log_profile: 'retention_policy.enabled',
        },
        bad: isFalse,
        says: '{} does not say how long logs are kept.',
        fix: 'true',
      },
    ],
    bad: [
      tf('azurerm_network_watcher_flow_log', 'retention_policy {\n  enabled = true\n  days = 30 ◄\n}'),
      tf('azurerm_mssql_server_extended_auditing_policy', 'retention_in_days = 6 ◄'),
    ],
    good: [
      tf('azurerm_network_watcher_flow_log', 'retention_policy {\n  enabled = true\n  days = 120\n}'),
      tf('azurerm_mssql_server_extended_auditing_policy', 'retention_in_days = 0'),
    ],
  }),
  settingRule({
    id: 'azure-flow-log-off',
    title: 'Flow log of Azure that records nothing',
    severity: 'medium',
    weakness: 'logging',
    description: `Nothing records who talked to whom in the network, so that after an intrusion nobody can tell how far it went.`,
    remediation: 'Set `enabled = true` for the flow log of the network.',
    references: [`${learn}/network-watcher/nsg-flow-logs-overview`],
    checks: [
      {
        at: { azurerm_network_watcher_flow_log: 'enabled' },
        bad: isFalse,
        says: '{} records nothing.',
        fix: 'true',
      },
    ],
    bad: [
      tf('azurerm_network_watcher_flow_log', 'enabled = false ◄'),
      tf('azurerm_network_watcher_flow_log', 'name = "all"\nenabled = false ◄'),
    ],
    good: [
      tf('azurerm_network_watcher_flow_log', 'enabled = true'),
      tf('azurerm_network_watcher_flow_log', 'enabled = var.log'),
    ],
  }),
  settingRule({
    id: 'azure-security-contact-missing',
    title: 'Security contact who is not told of alerts',
    severity: 'low',
    weakness: 'logging',
    description: `Alerts of the subscription reach nobody, so that an attack that was seen goes on.`,
    remediation: 'Name an address that people read, and switch the notifications on.',
    references: [`${learn}/defender-for-cloud/configure-email-notifications`],
    checks: [
      {
        at: { azurerm_security_center_contact: 'alert_notifications' },
        bad: isFalse,
        says: '{} is not told of alerts.',
        fix: 'true',
      },
      {
        at: { azurerm_security_center_contact: 'email' },
        bad: isMissing,
        says: '{} has no address that alerts go to.',
      },
      {
        at: { azurerm_mssql_server_security_alert_policy: 'email_account_admins' },
        bad: isFalse,
        says: 'Administrators are not told of alerts of {}.',
        fix: 'true',
      },
    ],
    bad: [
      tf('azurerm_security_center_contact', 'email = "security@shop.example"\nalert_notifications = false ◄'),
      tf('azurerm_security_center_contact ◄', 'phone = "1"'),
    ],
    good: [
      tf('azurerm_security_center_contact', 'email = "security@shop.example"\nalert_notifications = true'),
      tf('azurerm_mssql_server_security_alert_policy', 'state = "Enabled"'),
    ],
  }),
  settingRule({
    id: 'azure-defender-free',
    title: 'Subscription without paid protection',
    severity: 'low',
    confidence: 'medium',
    weakness: 'protection',
    description: `The free tier looks at the configuration only. Attacks on machines, databases and storage are not seen.`,
    remediation: 'Set the tier to `Standard` for the kinds of resources that you run.',
    references: [`${learn}/defender-for-cloud/defender-for-cloud-introduction`],
    checks: [
      {
        at: { azurerm_security_center_subscription_pricing: 'tier' },
        bad: isOneOf('Free'),
        says: '{} leaves attacks unseen.',
        fix: '"Standard"',
      },
    ],
    bad: [
      tf('azurerm_security_center_subscription_pricing', 'tier = "Free" ◄'),
      tf('azurerm_security_center_subscription_pricing', 'tier = "Free" ◄\nresource_type = "SqlServers"'),
    ],
    good: [
      tf('azurerm_security_center_subscription_pricing', 'tier = "Standard"'),
      tf('azurerm_security_center_subscription_pricing', 'tier = var.tier'),
    ],
  }),
];
