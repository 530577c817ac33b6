import { textOf, type Item } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { tf } from '../resources/examples.js';
import { settingRule, weaknesses } from '../resources/setting.js';
import { isMissing, isTrue, isOff, isOneOf, isNoneOf } from '../resources/tests.js';
import { each } from './each.js';

const learn = 'https://learn.microsoft.com/en-us/azure';
const servers = [
  'azurerm_mysql_server',
  'azurerm_postgresql_server',
  'azurerm_mariadb_server',
  'azurerm_mssql_server',
];
const firewallRules = [
  'azurerm_sql_firewall_rule',
  'azurerm_mssql_firewall_rule',
  'azurerm_mysql_firewall_rule',
  'azurerm_postgresql_firewall_rule',
  'azurerm_mariadb_firewall_rule',
  'azurerm_postgresql_flexible_server_firewall_rule',
  'azurerm_mysql_flexible_server_firewall_rule',
  'azurerm_synapse_firewall_rule',
];
/** More than 256 addresses, but not from the first to the last, which has a rule of its own. */
function isWideRange(start: Item, end: Item): boolean {
  const first = numberOfAddress(textOf(start));
  const last = numberOfAddress(textOf(end));
  return first !== undefined && last !== undefined && first > 0 && last < 2 ** 32 - 1 && last - first > 256;
}
function numberOfAddress(text: string | undefined): number | undefined {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text ?? '')) return undefined;
  return text?.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

export const azureDatabaseRules: readonly ResourceRule[] = [
  settingRule({
    id: 'azure-database-public',
    title: 'Database of Azure that the internet reaches',
    severity: 'high',
    weakness: 'exposure',
    description: `The server has an address on the internet. Its firewall and its passwords are then the only things between anyone and the data.`,
    remediation: 'Set `public_network_access_enabled = false`, and connect by a private endpoint.',
    references: [`${learn}/azure-sql/database/connectivity-settings`],
    checks: [
      {
        at: each(
          [...servers, 'azurerm_cosmosdb_account', 'azurerm_redis_cache'],
          'public_network_access_enabled',
        ),
        bad: isTrue,
        says: 'The internet reaches {}.',
        fix: 'false',
      },
      {
        at: each(
          ['azurerm_postgresql_flexible_server', 'azurerm_mysql_flexible_server'],
          'public_network_access_enabled',
        ),
        bad: isTrue,
        when: { delegated_subnet_id: isMissing },
        says: 'The internet reaches {}.',
        fix: 'false',
      },
    ],
    bad: [
      tf('azurerm_mssql_server', 'public_network_access_enabled = true ◄'),
      tf('azurerm_cosmosdb_account', 'public_network_access_enabled = true ◄'),
    ],
    good: [
      tf('azurerm_mssql_server', 'public_network_access_enabled = false'),
      tf('azurerm_mssql_server', 'public_network_access_enabled = var.public'),
    ],
  }),
  settingRule({
    id: 'azure-database-public-by-default',
    title: 'Database of Azure that says nothing of public access',
    severity: 'low',
    confidence: 'medium',
    weakness: 'exposure',
    description: `The server has an address on the internet, as every one of which nothing else is said.`,
    remediation: 'Set `public_network_access_enabled = false`, and connect by a private endpoint.',
    references: [`${learn}/azure-sql/database/connectivity-settings`],
    checks: [
      {
        at: each(servers, 'public_network_access_enabled'),
        bad: isMissing,
        says: 'The internet reaches {}, as nothing else is said.',
      },
      {
        at: { azurerm_cosmosdb_account: 'ip_range_filter' },
        bad: isMissing,
        when: { public_network_access_enabled: isMissing, is_virtual_network_filter_enabled: isOff },
        says: 'Every address reaches {}.',
      },
    ],
    bad: [tf('azurerm_mssql_server ◄', 'name = "shop"'), tf('azurerm_cosmosdb_account ◄', 'name = "shop"')],
    good: [
      tf('azurerm_mssql_server', 'public_network_access_enabled = false'),
      tf('azurerm_cosmosdb_account', 'is_virtual_network_filter_enabled = true'),
    ],
  }),
  settingRule({
    id: 'azure-database-firewall-open',
    title: 'Firewall of a database that lets the internet in',
    severity: 'critical',
    weakness: 'exposure',
    description: `The rule lets every address in, or everybody's machines in Azure. Passwords are then the only thing between anyone and the data.`,
    remediation: 'Name the addresses that need the server, or connect by a private endpoint.',
    references: [`${learn}/azure-sql/database/firewall-configure`],
    checks: [
      {
        at: each(firewallRules, 'end_ip_address'),
        bad: isOneOf('255.255.255.255'),
        says: '{} lets the whole internet in.',
      },
      {
        at: each(firewallRules, 'start_ip_address'),
        bad: isOneOf('0.0.0.0', '0.0.0.0/0'),
        when: { end_ip_address: isOneOf('0.0.0.0') },
        severity: 'medium',
        says: "{} lets everybody's machines in Azure in.",
      },
      {
        at: each(firewallRules, 'start_ip_address'),
        bad: isOneOf('0.0.0.0', '0.0.0.0/0'),
        when: { end_ip_address: isNoneOf('0.0.0.0', '255.255.255.255') },
        severity: 'high',
        says: '{} lets large parts of the internet in.',
      },
      {
        at: { azurerm_redis_firewall_rule: 'start_ip' },
        bad: isOneOf('0.0.0.0'),
        says: '{} lets the whole internet in.',
      },
    ],
    bad: [
      tf('azurerm_mssql_firewall_rule', 'start_ip_address = "0.0.0.0"\nend_ip_address = "255.255.255.255" ◄'),
      tf('azurerm_redis_firewall_rule', 'start_ip = "0.0.0.0" ◄\nend_ip = "255.255.255.254"'),
    ],
    good: [
      tf('azurerm_mssql_firewall_rule', 'start_ip_address = "192.0.2.4"\nend_ip_address = "192.0.2.9"'),
      tf('azurerm_redis_firewall_rule', 'start_ip = "10.0.0.1"\nend_ip = "10.0.0.9"'),
    ],
  }),
  {
    id: 'azure-database-firewall-wide',
    title: 'Firewall of a database that lets many addresses in',
    severity: 'medium',
    confidence: 'high',
    ...weaknesses.exposure,
    asvs: [],
    languages: ['terraform'],
    description: `The rule lets more than 256 addresses in, most of which are hardly yours. A password that leaks is then enough.`,
    remediation: 'Name the addresses that need the server, or connect by a private endpoint.',
    references: [`${learn}/azure-sql/database/firewall-configure`],
    examples: {
      bad: [
        tf('azurerm_redis_firewall_rule', 'start_ip = "1.0.0.0" ◄\nend_ip = "3.0.0.0"'),
        tf('azurerm_mssql_firewall_rule', 'start_ip_address = "192.0.2.0" ◄\nend_ip_address = "192.0.9.9"'),
      ],
      good: [
        tf('azurerm_redis_firewall_rule', 'start_ip = "1.0.0.0"\nend_ip = "1.0.0.9"'),
        tf('azurerm_mssql_firewall_rule', 'start_ip_address = var.first\nend_ip_address = var.last'),
      ],
    },
    resources: [...firewallRules, 'azurerm_redis_firewall_rule'],
    *check({ settings, name, address }) {
      const first = settings.get('start_ip_address') ?? settings.get('start_ip');
      const last = settings.get('end_ip_address') ?? settings.get('end_ip');
      if (!first || !last || !isWideRange(first, last)) return;
      yield {
        message: `\`${name}\` lets many addresses in.`,
        span: {
          start: Math.min(first.span.start, last.span.start),
          end: Math.max(first.span.end, last.span.end),
        },
        scope: address,
      };
    },
  },
  settingRule({
    id: 'azure-database-admin-guessable',
    title: 'SQL server of Azure with a name for its administrator that everybody tries',
    severity: 'low',
    weakness: 'authentication',
    cwe: [1392],
    description: `The name of the administrator is one that everybody tries first, so that only the password is left to guess.`,
    remediation: 'Choose a name of your own, or allow logins by Microsoft Entra only.',
    references: [`${learn}/azure-sql/database/logins-create-manage`],
    checks: [
      {
        at: {
          ...each(servers, 'administrator_login'),
          azurerm_sql_server: 'administrator_login',
          azurerm_sql_active_directory_administrator: 'login',
        },
        bad: isOneOf(
          'admin',
          'administrator',
          'root',
          'user',
          'sqladmin',
          'azure_admin',
          'azure_superuser',
          'public',
        ),
        says: 'The administrator of {} has a name that everybody tries.',
      },
    ],
    bad: [
      tf('azurerm_sql_server', 'extended_auditing_policy {}\nadministrator_login = "admin" ◄'),
      tf('azurerm_mysql_server', 'administrator_login = "root" ◄'),
    ],
    good: [
      tf('azurerm_mysql_server', 'administrator_login = "shopkeeper"'),
      tf('azurerm_mysql_server', 'administrator_login = var.login'),
    ],
  }),
];
