import type { ResourceRule } from '../../resource-rule.js';
import { tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isFalse, isMissing, isOn, isTrue, isOneOf } from '../resources/tests.js';
import { each } from './each.js';

const learn = 'https://learn.microsoft.com/en-us/azure';
const servers = ['azurerm_mysql_server', 'azurerm_postgresql_server', 'azurerm_mariadb_server'];

export const azureTransportRules: readonly ResourceRule[] = [
  settingRule({
    id: 'azure-transport-plaintext',
    title: 'Database or cache of Azure that talks in the clear',
    severity: 'high',
    weakness: 'transport',
    description: `The service takes connections without TLS: whoever is on the way reads and changes what is sent, passwords included.`,
    remediation: 'Ask for TLS on every connection, and close the ports without it.',
    references: [
      `${learn}/azure-cache-for-redis/cache-configure`,
      `${learn}/mysql/flexible-server/how-to-connect-tls-ssl`,
    ],
    checks: [
      {
        at: { azurerm_redis_cache: 'enable_non_ssl_port' },
        bad: isTrue,
        says: '{} answers in the clear.',
        fix: 'false',
      },
      {
        at: { azurerm_redis_cache: 'non_ssl_port_enabled' },
        bad: isTrue,
        says: '{} answers in the clear.',
        fix: 'false',
      },
      {
        at: each(servers, 'ssl_enforcement_enabled'),
        bad: isFalse,
        says: '{} takes connections without TLS.',
        fix: 'true',
      },
      {
        at: each(servers, 'ssl_enforcement'),
        bad: isOneOf('Disabled'),
        says: '{} takes connections without TLS.',
      },
      {
        at: {
          azurerm_postgresql_flexible_server_configuration: 'value',
          azurerm_mysql_flexible_server_configuration: 'value',
        },
        bad: isOneOf('off'),
        when: { name: isOneOf('require_secure_transport') },
        says: '{} lets the server take connections without TLS.',
        fix: '"on"',
      },
    ],
    bad: [
      tf('azurerm_redis_cache', 'non_ssl_port_enabled = true ◄'),
      tf('azurerm_mysql_server', 'ssl_enforcement_enabled = false ◄'),
    ],
    good: [
      tf('azurerm_redis_cache', 'non_ssl_port_enabled = false'),
      tf('azurerm_mysql_server', 'ssl_enforcement_enabled = var.tls'),
    ],
  }),
  settingRule({
    id: 'azure-cdn-plaintext',
    title: 'Front of Azure that answers in the clear',
    severity: 'medium',
    weakness: 'transport',
    description: `Visitors may reach the pages over HTTP: whoever is on the way reads cookies and passwords, and changes pages.`,
    remediation: 'Take HTTPS only, and redirect what comes by HTTP.',
    references: [`${learn}/cdn/cdn-custom-ssl`],
    checks: [
      {
        at: { azurerm_cdn_endpoint: 'is_http_allowed' },
        bad: isOn,
        // A rule of the endpoint may send callers to HTTPS.
        when: { delivery_rule: isMissing },
        says: '{} answers in the clear.',
        fix: 'false',
      },
      {
        at: { azurerm_cdn_frontdoor_route: 'https_redirect_enabled' },
        bad: isFalse,
        says: '{} answers in the clear.',
        fix: 'true',
      },
    ],
    bad: [
      tf('azurerm_cdn_endpoint', 'is_http_allowed = true ◄'),
      tf('azurerm_cdn_frontdoor_route', 'https_redirect_enabled = false ◄'),
    ],
    good: [
      tf('azurerm_cdn_endpoint', 'is_http_allowed = false'),
      tf('azurerm_cdn_frontdoor_route', 'https_redirect_enabled = true'),
    ],
  }),
  settingRule({
    id: 'azure-tls-old',
    title: 'Service of Azure that takes outdated TLS',
    severity: 'medium',
    weakness: 'cipher',
    cwe: [326, 327],
    description: `The service still takes TLS 1.0 or 1.1, or any version. Somebody on the way can talk both sides into using them.`,
    remediation: 'Set the lowest version that the service takes to TLS 1.2.',
    references: [
      'https://www.rfc-editor.org/rfc/rfc8996',
      `${learn}/storage/common/transport-layer-security-configure-minimum-version`,
    ],
    checks: [
      {
        at: { azurerm_storage_account: 'min_tls_version' },
        bad: isOneOf('TLS1_0', 'TLS1_1'),
        says: '{} takes TLS 1.0 or 1.1.',
        fix: '"TLS1_2"',
      },
      {
        at: each(servers, 'ssl_minimal_tls_version_enforced'),
        bad: isOneOf('TLS1_0', 'TLS1_1', 'TLSEnforcementDisabled'),
        says: '{} takes TLS 1.0 or 1.1.',
        fix: '"TLS1_2"',
      },
      {
        at: { azurerm_mssql_server: 'minimum_tls_version', azurerm_redis_cache: 'minimum_tls_version' },
        bad: isOneOf('1.0', '1.1', 'Disabled'),
        says: '{} takes TLS 1.0 or 1.1.',
        fix: '"1.2"',
      },
      {
        at: { azurerm_cosmosdb_account: 'minimal_tls_version' },
        bad: isOneOf('Tls', 'Tls11'),
        says: '{} takes TLS 1.0 or 1.1.',
        fix: '"Tls12"',
      },
      {
        at: {
          azurerm_eventhub_namespace: 'minimum_tls_version',
          azurerm_servicebus_namespace: 'minimum_tls_version',
          azurerm_mssql_managed_instance: 'minimum_tls_version',
          azurerm_sql_managed_instance: 'minimum_tls_version',
          azurerm_hdinsight_hadoop_cluster: 'tls_min_version',
          azurerm_hdinsight_spark_cluster: 'tls_min_version',
          azurerm_hdinsight_kafka_cluster: 'tls_min_version',
        },
        bad: isOneOf('1.0', '1.1'),
        says: '{} takes TLS 1.0 or 1.1.',
        fix: '"1.2"',
      },
    ],
    bad: [
      tf('azurerm_storage_account', 'min_tls_version = "TLS1_0" ◄'),
      tf('azurerm_mssql_server', 'minimum_tls_version = "1.1" ◄'),
    ],
    good: [
      tf('azurerm_storage_account', 'min_tls_version = "TLS1_2"'),
      tf('azurerm_mssql_server', 'minimum_tls_version = var.tls'),
    ],
  }),
];
