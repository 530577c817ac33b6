import type { ResourceRule } from '../../resource-rule.js';
import { tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, isPresent, isFalse, isOneOf } from '../resources/tests.js';

const learn = 'https://learn.microsoft.com/en-us/azure';

export const azureDatabaseLogRules: readonly ResourceRule[] = [
  settingRule({
    id: 'azure-database-audit-off',
    title: 'SQL server of Azure without auditing',
    severity: 'low',
    weakness: 'logging',
    description: `Nothing shows afterwards what was read or changed in the databases of the server.`,
    remediation: 'Add an `azurerm_mssql_server_extended_auditing_policy` for the server.',
    references: [`${learn}/azure-sql/database/auditing-overview`],
    checks: [
      {
        at: { azurerm_mssql_server: '', azurerm_sql_server: '' },
        bad: isPresent,
        when: { extended_auditing_policy: isMissing },
        unless: {
          azurerm_mssql_server_extended_auditing_policy: 'server_id',
          // Which server its database is on is said two resources away.
          azurerm_mssql_database_extended_auditing_policy: '*',
        },
        mayBeSeenTo: true,
        says: 'Nothing audits {}.',
      },
    ],
    bad: [tf('azurerm_mssql_server ◄', 'name = "shop"'), tf('azurerm_sql_server ◄', 'name = "shop"')],
    good: [
      tf(
        'azurerm_mssql_server',
        'name = "shop"',
        'resource "azurerm_mssql_server_extended_auditing_policy" "main" {\n  server_id = azurerm_mssql_server.main.id\n}',
      ),
      tf('azurerm_sql_server', 'extended_auditing_policy {\n  retention_in_days = 90\n}'),
    ],
  }),
  settingRule({
    id: 'azure-database-threats-unseen',
    title: 'Database of Azure without threat detection',
    severity: 'low',
    weakness: 'logging',
    description: `Nobody is told of unusual logins or queries, such as an injection or a login from a new place.`,
    remediation: 'Enable the threat detection or the alert policy of the server.',
    references: [`${learn}/azure-sql/database/threat-detection-overview`],
    checks: [
      {
        at: {
          azurerm_postgresql_server: 'threat_detection_policy.enabled',
          azurerm_mysql_server: 'threat_detection_policy.enabled',
        },
        bad: isFalse,
        says: 'Nobody is told of unusual use of {}.',
        fix: 'true',
      },
      {
        at: { azurerm_postgresql_server: 'threat_detection_policy.enabled' },
        bad: isMissing,
        when: { threat_detection_policy: isPresent },
        says: 'Nobody is told of unusual use of {}.',
      },
      {
        at: { azurerm_mssql_server_security_alert_policy: 'state' },
        bad: isOneOf('Disabled'),
        says: 'Nobody is told of unusual use of the server of {}.',
        fix: '"Enabled"',
      },
    ],
    bad: [
      tf('azurerm_postgresql_server', 'threat_detection_policy {\n  enabled = false ◄\n}'),
      tf('azurerm_mssql_server_security_alert_policy', 'state = "Disabled" ◄'),
    ],
    good: [
      tf('azurerm_postgresql_server', 'threat_detection_policy {\n  enabled = true\n}'),
      tf('azurerm_mssql_server_security_alert_policy', 'state = "Enabled"'),
    ],
  }),
  settingRule({
    id: 'azure-database-log-setting-off',
    title: 'PostgreSQL of Azure that logs less than it can',
    severity: 'low',
    weakness: 'logging',
    description: `A parameter that logs connections, their end or checkpoints is off, so that nobody can tell who was connected.`,
    remediation: 'Set the parameter to `on`, as the CIS benchmark asks for.',
    references: [`${learn}/postgresql/flexible-server/concepts-logging`],
    checks: [
      {
        at: {
          azurerm_postgresql_configuration: 'value',
          azurerm_postgresql_flexible_server_configuration: 'value',
        },
        bad: isOneOf('off'),
        when: { name: isOneOf('log_checkpoints', 'log_connections', 'log_disconnections', 'log_duration') },
        says: '{} switches a parameter of the log off.',
        fix: '"on"',
      },
    ],
    bad: [
      tf('azurerm_postgresql_configuration', 'name = "log_connections"\nvalue = "off" ◄'),
      tf('azurerm_postgresql_flexible_server_configuration', 'name = "log_checkpoints"\nvalue = "OFF" ◄'),
    ],
    good: [
      tf('azurerm_postgresql_configuration', 'name = "log_connections"\nvalue = "on"'),
      tf('azurerm_postgresql_configuration', 'name = "array_nulls"\nvalue = "off"'),
    ],
  }),
  settingRule({
    id: 'azure-database-throttling-off',
    title: 'PostgreSQL of Azure that never slows logins down',
    severity: 'low',
    weakness: 'authentication',
    cwe: [307],
    description: `Failed logins from one address are not slowed down, so that passwords can be guessed at full speed.`,
    remediation: 'Set `connection_throttling` (or `connection_throttle.enable`) to `on`.',
    references: [`${learn}/postgresql/flexible-server/concepts-logging`],
    checks: [
      {
        at: {
          azurerm_postgresql_configuration: 'value',
          azurerm_postgresql_flexible_server_configuration: 'value',
        },
        bad: isOneOf('off'),
        when: { name: isOneOf('connection_throttling', 'connection_throttle.enable') },
        says: '{} lets passwords be guessed at full speed.',
        fix: '"on"',
      },
    ],
    bad: [
      tf('azurerm_postgresql_configuration', 'name = "connection_throttling"\nvalue = "off" ◄'),
      tf(
        'azurerm_postgresql_flexible_server_configuration',
        'name = "connection_throttle.enable"\nvalue = "off" ◄',
      ),
    ],
    good: [
      tf('azurerm_postgresql_configuration', 'name = "connection_throttling"\nvalue = "on"'),
      tf('azurerm_postgresql_configuration', 'name = "array_nulls"\nvalue = "off"'),
    ],
  }),
];
