import { textOf } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import {
  isEmptyList,
  isFalse,
  isMissing,
  isOff,
  isOneOf,
  isTrue,
  matches,
  hasItem,
} from '../resources/tests.js';
import { each } from './each.js';

const learn = 'https://learn.microsoft.com/en-us/azure';
const settings = [
  'azurerm_mysql_configuration',
  'azurerm_mysql_flexible_server_configuration',
  'azurerm_mariadb_configuration',
];

/** Databases and places where data is worked on, beside what every server has. */
export const azureDataRules: readonly ResourceRule[] = [
  settingRule({
    id: 'azure-data-unencrypted',
    title: 'Data of Azure that is not encrypted on disk',
    severity: 'medium',
    weakness: 'encryption',
    description: `Whoever gets at the files of the service, or at a copy of its disks, reads the data.`,
    remediation: 'Leave encryption on, and enable it for the disks of the service.',
    references: [
      `${learn}/azure-sql/database/transparent-data-encryption-tde-overview`,
      `${learn}/data-explorer/cluster-encryption-disk`,
    ],
    checks: [
      {
        at: { azurerm_mssql_database: 'transparent_data_encryption_enabled' },
        bad: isFalse,
        says: '{} is not encrypted.',
        fix: 'true',
      },
      {
        at: { azurerm_synapse_sql_pool: 'data_encrypted' },
        bad: isOff,
        says: '{} is not encrypted.',
        fix: 'true',
      },
      ...['enable_disk_encryption', 'disk_encryption_enabled'].map((name) => ({
        at: { azurerm_kusto_cluster: name },
        bad: isFalse,
        says: 'The disks of {} are not encrypted.',
        fix: 'true',
      })),
      {
        at: { azurerm_data_lake_store: 'encryption_state' },
        bad: isOneOf('Disabled'),
        says: '{} is not encrypted.',
        fix: '"Enabled"',
      },
      {
        at: each(
          [
            'azurerm_hdinsight_hadoop_cluster',
            'azurerm_hdinsight_spark_cluster',
            'azurerm_hdinsight_kafka_cluster',
          ],
          'encryption_in_transit_enabled',
        ),
        bad: isFalse,
        severity: 'low',
        says: 'Nodes of {} talk in the clear.',
        fix: 'true',
      },
    ],
    bad: [
      tf('azurerm_mssql_database', 'transparent_data_encryption_enabled = false ◄'),
      tf('azurerm_synapse_sql_pool ◄', 'sku_name = "DW100c"'),
    ],
    good: [
      tf('azurerm_mssql_database', 'name = "shop"'),
      tf('azurerm_synapse_sql_pool', 'data_encrypted = true'),
    ],
  }),
  settingRule({
    id: 'azure-automation-variable-plain',
    title: 'Variable of Azure Automation that is not encrypted',
    severity: 'low',
    confidence: 'medium',
    weakness: 'encryption',
    cwe: [312],
    description: `Everybody who may look at the account reads the value, and so it stands in its exports. Encrypted ones only runbooks read.`,
    remediation: 'Set `encrypted = true`; keep passwords as credentials, or in a key vault.',
    references: [`${learn}/automation/shared-resources/variables`],
    checks: [
      {
        at: each(
          ['string', 'int', 'bool', 'datetime'].map((kind) => `azurerm_automation_variable_${kind}`),
          'encrypted',
        ),
        bad: isFalse,
        says: '{} is not encrypted.',
        fix: 'true',
      },
      {
        at: { azurerm_automation_variable_string: 'encrypted' },
        bad: isMissing,
        mayBeSeenTo: true,
        says: '{} is not encrypted.',
      },
    ],
    bad: [
      tf('azurerm_automation_variable_string', 'encrypted = false ◄'),
      tf('azurerm_automation_variable_int', 'value = 3\nencrypted = false ◄'),
    ],
    good: [
      tf('azurerm_automation_variable_string', 'encrypted = true'),
      tf('azurerm_automation_variable_int', 'value = 3'),
    ],
  }),
  settingRule({
    id: 'azure-workspace-network-shared',
    title: 'Synapse workspace without a network of its own',
    severity: 'low',
    confidence: 'medium',
    weakness: 'exposure',
    description: `Jobs of the workspace run in a network that is shared and may send data anywhere, so that one that is taken over carries the data off.`,
    remediation:
      'Set `managed_virtual_network_enabled` and `data_exfiltration_protection_enabled`; both need a new workspace.',
    references: [`${learn}/synapse-analytics/security/workspace-data-exfiltration-protection`],
    checks: [
      {
        at: { azurerm_synapse_workspace: 'managed_virtual_network_enabled' },
        bad: isOff,
        says: 'Jobs of {} run in a shared network.',
        fix: 'true',
      },
      {
        at: { azurerm_synapse_workspace: 'data_exfiltration_protection_enabled' },
        bad: isFalse,
        says: 'Jobs of {} may send data anywhere.',
        fix: 'true',
      },
    ],
    bad: [
      tf('azurerm_synapse_workspace', 'managed_virtual_network_enabled = false ◄'),
      tf('azurerm_synapse_workspace ◄', 'name = "shop"'),
    ],
    good: [
      tf('azurerm_synapse_workspace', 'managed_virtual_network_enabled = true'),
      tf('azurerm_synapse_workspace', 'managed_virtual_network_enabled = var.own'),
    ],
  }),
  settingRule({
    id: 'azure-instance-public',
    title: 'Managed SQL instance with a public endpoint',
    severity: 'medium',
    weakness: 'exposure',
    description: `The instance has an address on the internet beside the one in its network: only rules of the network for port 3342 and its passwords stand between anyone and the data.`,
    remediation: 'Set `public_data_endpoint_enabled = false`, and connect from the network.',
    references: [`${learn}/azure-sql/managed-instance/public-endpoint-overview`],
    checks: [
      {
        at: {
          azurerm_mssql_managed_instance: 'public_data_endpoint_enabled',
          azurerm_sql_managed_instance: 'public_data_endpoint_enabled',
        },
        bad: isTrue,
        says: 'The internet reaches {}.',
        fix: 'false',
      },
    ],
    bad: [
      tf('azurerm_mssql_managed_instance', 'public_data_endpoint_enabled = true ◄'),
      tf('azurerm_sql_managed_instance', 'public_data_endpoint_enabled = true ◄'),
    ],
    good: [
      tf('azurerm_mssql_managed_instance', 'public_data_endpoint_enabled = false'),
      tf('azurerm_mssql_managed_instance', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-database-setting-unsafe',
    title: 'Server of MySQL with an unsafe setting',
    severity: 'medium',
    weakness: 'protection',
    description: `The setting lets the server take outdated TLS or files of clients, or keeps no record of who did what.`,
    remediation: 'Take TLS 1.2 and later, and leave `local_infile` off and the audit log on.',
    references: [
      `${learn}/mysql/flexible-server/how-to-connect-tls-ssl`,
      `${learn}/mysql/flexible-server/concepts-audit-logs`,
    ],
    checks: [
      {
        at: each(settings, 'value'),
        bad: matches(/TLSv1(?:\.[01])?(?:,|$)/),
        when: { name: isOneOf('tls_version') },
        says: '{} lets the server take TLS 1.0 or 1.1.',
      },
      {
        at: each(settings, 'value'),
        bad: isOneOf('on', '1'),
        when: { name: isOneOf('local_infile') },
        says: '{} lets the server take files of clients.',
        fix: '"OFF"',
      },
      {
        at: each(settings, 'value'),
        bad: isOneOf('off', '0'),
        when: { name: isOneOf('audit_log_enabled') },
        severity: 'low',
        says: '{} switches the audit log off.',
        fix: '"ON"',
      },
    ],
    bad: [
      tf('azurerm_mysql_flexible_server_configuration', 'name = "tls_version"\nvalue = "TLSv1.1,TLSv1.2" ◄'),
      tf('azurerm_mysql_configuration', 'name = "audit_log_enabled"\nvalue = "OFF" ◄'),
    ],
    good: [
      tf('azurerm_mysql_flexible_server_configuration', 'name = "tls_version"\nvalue = "TLSv1.2"'),
      tf('azurerm_mysql_configuration', 'name = "audit_log_enabled"\nvalue = "ON"'),
    ],
  }),
  settingRule({
    id: 'azure-storage-scripts-open',
    title: 'Storage of Azure that answers scripts of every site',
    severity: 'low',
    weakness: 'access',
    cwe: [942],
    description: `Scripts of every site may call the storage from the browser of a visitor, with whatever address or token the visitor has for it.`,
    remediation: 'Name the origins of your pages in `allowed_origins`.',
    references: [
      'https://learn.microsoft.com/en-us/rest/api/storageservices/cross-origin-resource-sharing--cors--support-for-the-azure-storage-services',
    ],
    checks: ['blob', 'queue', 'share'].map((service) => ({
      at: { azurerm_storage_account: `${service}_properties.cors_rule.allowed_origins` },
      bad: hasItem(/^\*$/),
      says: '{} answers scripts of every site.',
    })),
    bad: [
      tf(
        'azurerm_storage_account',
        'blob_properties {\n  cors_rule {\n    allowed_origins = ["*"] ◄\n  }\n}',
      ),
      tf(
        'azurerm_storage_account',
        'queue_properties {\n  cors_rule {\n    allowed_origins = ["*"] ◄\n  }\n}',
      ),
    ],
    good: [
      tf(
        'azurerm_storage_account',
        'blob_properties {\n  cors_rule {\n    allowed_origins = ["https://shop.example"]\n  }\n}',
      ),
      tf('azurerm_storage_account', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-storage-local-users',
    title: 'Storage of Azure that people reach by SFTP',
    severity: 'low',
    confidence: 'medium',
    weakness: 'authentication',
    cwe: [287],
    description: `SFTP opens the storage to users of its own, with passwords or keys that no directory takes away.`,
    remediation:
      'Set `sftp_enabled = false` where nobody needs it, and give users keys and single directories.',
    references: [`${learn}/storage/blobs/secure-file-transfer-protocol-support`],
    checks: [
      {
        at: { azurerm_storage_account: 'sftp_enabled' },
        bad: isTrue,
        says: 'People reach {} by SFTP.',
        fix: 'false',
      },
      {
        at: { azurerm_storage_account_local_user: 'ssh_password_enabled' },
        bad: isTrue,
        says: '{} logs in with a password.',
        fix: 'false',
      },
    ],
    bad: [
      tf('azurerm_storage_account', 'sftp_enabled = true ◄'),
      tf('azurerm_storage_account_local_user', 'ssh_password_enabled = true ◄'),
    ],
    good: [
      tf('azurerm_storage_account', 'sftp_enabled = false'),
      tf('azurerm_storage_account_local_user', 'ssh_key_enabled = true'),
    ],
  }),
  settingRule({
    id: 'azure-alerts-partly-off',
    title: 'Alerts of a database of Azure that are switched off in part',
    severity: 'low',
    weakness: 'logging',
    description: `Some kinds of attack on the database, such as SQL injection, are told to nobody.`,
    remediation: 'Leave the list of switched-off alerts empty.',
    references: [`${learn}/azure-sql/database/threat-detection-overview`],
    checks: [
      {
        at: {
          azurerm_mssql_server_security_alert_policy: 'disabled_alerts',
          azurerm_mssql_managed_instance_security_alert_policy: 'disabled_alerts',
          azurerm_sql_server: 'threat_detection_policy.disabled_alerts',
          azurerm_mssql_database: 'threat_detection_policy.disabled_alerts',
          azurerm_postgresql_server: 'threat_detection_policy.disabled_alerts',
          azurerm_mysql_server: 'threat_detection_policy.disabled_alerts',
        },
        bad: (item) =>
          !isEmptyList(item) && (item?.items?.some((part) => (textOf(part) ?? '') !== '') ?? false),
        says: 'Some attacks on {} are told to nobody.',
      },
    ],
    bad: [
      tf('azurerm_mssql_server_security_alert_policy', 'disabled_alerts = ["Sql_Injection"] ◄'),
      tf(
        'azurerm_mssql_server_security_alert_policy',
        'state = "Enabled"\ndisabled_alerts = ["Data_Exfiltration"] ◄',
      ),
    ],
    good: [
      tf('azurerm_mssql_server_security_alert_policy', 'disabled_alerts = []'),
      tf('azurerm_mssql_server_security_alert_policy', 'state = "Enabled"'),
    ],
  }),
];
