import { tf } from './examples.js';
import { settingRule } from './setting.js';
import { either, hasItem, isBelow, isFalse, isMissing, isOff, isOneOf, isPresent, isTrue } from './tests.js';

const learn = 'https://learn.microsoft.com/en-us/azure';
const everyAddress = isOneOf('0.0.0.0');
const webApps = [
  'azurerm_linux_web_app',
  'azurerm_windows_web_app',
  'azurerm_linux_function_app',
  'azurerm_windows_function_app',
  'azurerm_app_service',
  'azurerm_function_app',
];
const each = (types: readonly string[], path: string): Record<string, string> =>
  Object.fromEntries(types.map((type) => [type, path]));
const sqlServers = [
  'azurerm_mysql_server',
  'azurerm_postgresql_server',
  'azurerm_mariadb_server',
  'azurerm_mssql_server',
];

export const azureRules = [
  settingRule({
    id: 'azure-storage-public',
    title: 'Storage account that may be read without a login',
    severity: 'high',
    weakness: 'exposure',
    description: `Containers of the account may be opened to everybody, or are: whoever knows or guesses an address reads the data.`,
    remediation: 'Set `allow_nested_items_to_be_public = false`, and make containers private.',
    references: [`${learn}/storage/blobs/anonymous-read-access-prevent`],
    checks: [
      {
        at: { azurerm_storage_container: 'container_access_type' },
        bad: isOneOf('blob', 'container'),
        says: 'Everybody may read {}.',
      },
      {
        at: { azurerm_storage_account: 'allow_nested_items_to_be_public' },
        bad: isTrue,
        severity: 'medium',
        says: 'Containers of {} may be opened to everybody.',
        fix: 'false',
      },
      {
        at: { azurerm_storage_account: 'allow_blob_public_access' },
        bad: isTrue,
        severity: 'medium',
        says: 'Containers of {} may be opened to everybody.',
        fix: 'false',
      },
    ],
    bad: [
      tf('azurerm_storage_container', 'container_access_type = "blob" ◄'),
      tf('azurerm_storage_account', 'allow_nested_items_to_be_public = true ◄'),
    ],
    good: [
      tf('azurerm_storage_container', 'container_access_type = "private"'),
      tf('azurerm_storage_account', 'allow_nested_items_to_be_public = false'),
    ],
  }),
  settingRule({
    id: 'azure-storage-network-open',
    title: 'Storage account or vault that every network reaches',
    severity: 'medium',
    weakness: 'exposure',
    description: `The firewall of the account or vault allows every network: a leaked key or token is enough to use it from anywhere.`,
    remediation:
      'Set the default action to `Deny`, name the networks, and let trusted services of Azure pass.',
    references: [
      `${learn}/storage/common/storage-network-security`,
      `${learn}/key-vault/general/network-security`,
    ],
    checks: [
      {
        at: {
          azurerm_storage_account: 'network_rules.default_action',
          azurerm_key_vault: 'network_acls.default_action',
          azurerm_storage_account_network_rules: 'default_action',
        },
        bad: isOneOf('Allow'),
        says: 'Every network reaches {}.',
      },
      {
        at: {
          azurerm_storage_account: 'network_rules.bypass',
          azurerm_storage_account_network_rules: 'bypass',
        },
        bad: (item) =>
          isPresent(item) &&
          (item?.items ?? []).every((part) => part.known && part.scalar !== 'AzureServices'),
        severity: 'low',
        says: 'Backup, logging and other services of Azure are kept from {}.',
      },
    ],
    bad: [
      tf('azurerm_storage_account', 'network_rules {\n  default_action = "Allow" ◄\n}'),
      tf('azurerm_key_vault', 'network_acls {\n  default_action = "Allow" ◄\n}'),
    ],
    good: [
      tf('azurerm_storage_account', 'network_rules {\n  default_action = "Deny"\n}'),
      tf('azurerm_key_vault', 'network_acls {\n  default_action = var.action\n}'),
    ],
  }),
  settingRule({
    id: 'azure-transport-plaintext',
    title: 'Service of Azure that answers in the clear',
    severity: 'high',
    weakness: 'transport',
    description: `The service takes connections without TLS: whoever is on the way reads and changes what is sent, passwords included.`,
    remediation: 'Ask for TLS on every connection, and close the ports without it.',
    references: [
      `${learn}/storage/common/storage-require-secure-transfer`,
      `${learn}/app-service/configure-ssl-bindings`,
      `${learn}/azure-cache-for-redis/cache-configure`,
    ],
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
      {
        at: each(webApps, 'https_only'),
        bad: isOff,
        severity: 'medium',
        says: '{} answers in the clear.',
        fix: 'true',
      },
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
        at: each(
          ['azurerm_mysql_server', 'azurerm_postgresql_server', 'azurerm_mariadb_server'],
          'ssl_enforcement_enabled',
        ),
        bad: isOff,
        when: { ssl_enforcement: isMissing },
        says: '{} takes connections without TLS.',
        fix: 'true',
      },
      {
        at: each(
          ['azurerm_mysql_server', 'azurerm_postgresql_server', 'azurerm_mariadb_server'],
          'ssl_enforcement',
        ),
        bad: isOneOf('Disabled'),
        says: '{} takes connections without TLS.',
      },
      {
        at: { azurerm_cdn_endpoint: 'is_http_allowed' },
        bad: isTrue,
        severity: 'medium',
        says: '{} answers in the clear.',
        fix: 'false',
      },
      {
        at: each(webApps, 'site_config.ftps_state'),
        bad: isOneOf('AllAllowed'),
        severity: 'medium',
        says: 'Files of {} may be sent by FTP in the clear.',
      },
      {
        at: {
          azurerm_postgresql_flexible_server_configuration: 'value',
          azurerm_mysql_flexible_server_configuration: 'value',
        },
        bad: isOneOf('off'),
        when: { name: isOneOf('require_secure_transport') },
        says: '{} lets the server take connections without TLS.',
      },
    ],
    bad: [
      tf('azurerm_storage_account', 'https_traffic_only_enabled = false ◄'),
      tf('azurerm_mysql_server', 'ssl_enforcement_enabled = false ◄'),
    ],
    good: [
      tf('azurerm_storage_account', 'https_traffic_only_enabled = true'),
      tf('azurerm_linux_web_app', 'https_only = var.https'),
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
        at: each(
          ['azurerm_mysql_server', 'azurerm_postgresql_server', 'azurerm_mariadb_server'],
          'ssl_minimal_tls_version_enforced',
        ),
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
        at: { azurerm_redis_cache: 'minimum_tls_version' },
        bad: isMissing,
        severity: 'low',
        says: '{} takes TLS 1.0, as nothing else is said.',
      },
      {
        at: {
          ...each(webApps, 'site_config.min_tls_version'),
          azurerm_app_service: 'site_config.min_tls_version',
        },
        bad: isOneOf('1.0', '1.1'),
        says: '{} takes TLS 1.0 or 1.1.',
        fix: '"1.2"',
      },
      {
        at: each(
          [
            'azurerm_linux_web_app',
            'azurerm_windows_web_app',
            'azurerm_linux_function_app',
            'azurerm_windows_function_app',
          ],
          'site_config.minimum_tls_version',
        ),
        bad: isOneOf('1.0', '1.1'),
        says: '{} takes TLS 1.0 or 1.1.',
        fix: '"1.2"',
      },
      {
        at: {
          azurerm_cosmosdb_account: 'minimal_tls_version',
          azurerm_eventhub_namespace: 'minimum_tls_version',
          azurerm_servicebus_namespace: 'minimum_tls_version',
        },
        bad: isOneOf('Tls', 'Tls11', '1.0', '1.1'),
        says: '{} takes TLS 1.0 or 1.1.',
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
  settingRule({
    id: 'azure-database-public',
    title: 'Database of Azure that the internet reaches',
    severity: 'high',
    weakness: 'exposure',
    description: `The server answers to addresses of the whole internet, or of everybody's machines in Azure. Its passwords are then the only thing between anyone and the data.`,
    remediation: 'Set `public_network_access_enabled = false`, and connect by a private endpoint.',
    references: [
      `${learn}/azure-sql/database/connectivity-settings`,
      `${learn}/azure-sql/database/firewall-configure`,
    ],
    checks: [
      {
        at: each([...sqlServers, 'azurerm_cosmosdb_account'], 'public_network_access_enabled'),
        bad: isTrue,
        says: 'The internet reaches {}.',
        fix: 'false',
      },
      {
        at: each(sqlServers, 'public_network_access_enabled'),
        bad: isMissing,
        severity: 'medium',
        says: 'The internet reaches {}, as nothing else is said.',
      },
      {
        at: {
          azurerm_sql_firewall_rule: 'end_ip_address',
          azurerm_mssql_firewall_rule: 'end_ip_address',
          azurerm_mysql_firewall_rule: 'end_ip_address',
          azurerm_postgresql_firewall_rule: 'end_ip_address',
          azurerm_mariadb_firewall_rule: 'end_ip_address',
          azurerm_redis_firewall_rule: 'end_ip',
          azurerm_postgresql_flexible_server_firewall_rule: 'end_ip_address',
          azurerm_mysql_flexible_server_firewall_rule: 'end_ip_address',
        },
        bad: isOneOf('255.255.255.255'),
        severity: 'critical',
        says: '{} lets the whole internet in.',
      },
      {
        at: each(
          [
            'azurerm_sql_firewall_rule',
            'azurerm_mssql_firewall_rule',
            'azurerm_mysql_firewall_rule',
            'azurerm_postgresql_firewall_rule',
          ],
          'start_ip_address',
        ),
        bad: everyAddress,
        when: { end_ip_address: everyAddress },
        says: "{} lets everybody's machines in Azure in.",
      },
      {
        at: { azurerm_redis_firewall_rule: 'start_ip' },
        bad: everyAddress,
        says: '{} lets the whole internet in.',
      },
      {
        at: { azurerm_cosmosdb_account: 'ip_range_filter' },
        bad: isMissing,
        severity: 'medium',
        when: { public_network_access_enabled: isMissing, is_virtual_network_filter_enabled: isOff },
        says: 'Every address reaches {}.',
      },
    ],
    bad: [
      tf('azurerm_mssql_server', 'public_network_access_enabled = true ◄'),
      tf('azurerm_mssql_firewall_rule', 'start_ip_address = "0.0.0.0"\nend_ip_address = "255.255.255.255" ◄'),
    ],
    good: [
      tf('azurerm_mssql_server', 'public_network_access_enabled = false'),
      tf('azurerm_mssql_firewall_rule', 'start_ip_address = "192.0.2.4"\nend_ip_address = "192.0.2.9"'),
    ],
  }),
  settingRule({
    id: 'azure-database-audit-off',
    title: 'Database of Azure without auditing or threat detection',
    severity: 'low',
    weakness: 'logging',
    description: `Nobody is told of unusual logins or queries, and nothing shows afterwards what was read or changed.`,
    remediation:
      'Enable auditing and threat detection for the server, and the logging parameters of PostgreSQL.',
    references: [
      `${learn}/azure-sql/database/auditing-overview`,
      `${learn}/azure-sql/database/threat-detection-overview`,
    ],
    checks: [
      {
        at: { azurerm_mssql_server: '', azurerm_sql_server: '' },
        bad: isPresent,
        when: { extended_auditing_policy: isMissing },
        unless: { azurerm_mssql_server_extended_auditing_policy: 'server_id' },
        says: 'Nothing audits {}.',
      },
      {
        at: {
          azurerm_postgresql_server: 'threat_detection_policy.enabled',
          azurerm_mysql_server: 'threat_detection_policy.enabled',
        },
        bad: isOff,
        says: 'Nobody is told of unusual use of {}.',
        fix: 'true',
      },
      {
        at: { azurerm_postgresql_configuration: 'value' },
        bad: isOneOf('off'),
        when: {
          name: isOneOf(
            'log_checkpoints',
            'log_connections',
            'log_disconnections',
            'log_duration',
            'connection_throttling',
          ),
        },
        says: '{} switches a parameter of the log or of throttling off.',
        fix: '"on"',
      },
      {
        at: { azurerm_mssql_server_security_alert_policy: 'state' },
        bad: isOneOf('Disabled'),
        says: 'Nobody is told of unusual use of the server of {}.',
      },
    ],
    bad: [
      tf('azurerm_mssql_server ◄', 'name = "shop"'),
      tf('azurerm_postgresql_configuration', 'name = "log_connections"\nvalue = "off" ◄'),
    ],
    good: [
      tf(
        'azurerm_mssql_server',
        'name = "shop"',
        'resource "azurerm_mssql_server_extended_auditing_policy" "main" {\n  server_id = azurerm_mssql_server.main.id\n}',
      ),
      tf('azurerm_postgresql_configuration', 'name = "log_connections"\nvalue = "on"'),
    ],
  }),
  settingRule({
    id: 'azure-app-debug-open',
    title: 'App Service with remote debugging',
    severity: 'high',
    weakness: 'exposure',
    cwe: [489],
    description: `The debugging port is open: whoever logs in to it reads the memory of the application and changes what it does.`,
    remediation:
      'Set `remote_debugging_enabled = false`, and switch it on by hand for as long as it is needed.',
    references: [`${learn}/app-service/configure-common`],
    checks: [
      {
        at: each(webApps, 'site_config.remote_debugging_enabled'),
        bad: isTrue,
        says: '{} can be debugged from outside.',
        fix: 'false',
      },
      {
        at: each(webApps, 'remote_debugging_enabled'),
        bad: isTrue,
        says: '{} can be debugged from outside.',
        fix: 'false',
      },
    ],
    bad: [
      tf('azurerm_linux_web_app', 'site_config {\n  remote_debugging_enabled = true ◄\n}'),
      tf('azurerm_app_service', 'site_config {\n  remote_debugging_enabled = true ◄\n}'),
    ],
    good: [
      tf('azurerm_linux_web_app', 'site_config {\n  remote_debugging_enabled = false\n}'),
      tf('azurerm_app_service', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-app-http2-off',
    title: 'App Service without HTTP/2',
    severity: 'low',
    weakness: 'protection',
    description: `The application speaks the old protocol only, which ties up a connection for each request and has no binary framing.`,
    remediation: 'Set `http2_enabled = true` in the site configuration.',
    references: [`${learn}/app-service/configure-common`],
    checks: [
      {
        at: each(webApps, 'site_config.http2_enabled'),
        bad: isFalse,
        says: '{} speaks HTTP/1.1 only.',
        fix: 'true',
      },
    ],
    bad: [
      tf('azurerm_app_service', 'site_config {\n  http2_enabled = false ◄\n}'),
      tf('azurerm_linux_web_app', 'site_config {\n  http2_enabled = false ◄\n}'),
    ],
    good: [
      tf('azurerm_app_service', 'site_config {\n  http2_enabled = true\n}'),
      tf('azurerm_app_service', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-app-authentication-off',
    title: 'App whose built-in authentication is off',
    severity: 'low',
    confidence: 'medium',
    weakness: 'authentication',
    description: `The platform passes every request on without a login, or takes clients without a certificate. The application has to do all of it by itself.`,
    remediation:
      'Enable `auth_settings_v2`, or client certificates for machines, where the application does not check its callers.',
    references: [
      `${learn}/app-service/overview-authentication-authorization`,
      `${learn}/app-service/app-service-web-configure-tls-mutual-auth`,
    ],
    checks: [
      {
        at: each(webApps, 'auth_settings.enabled'),
        bad: isFalse,
        says: '{} takes requests without a login.',
        fix: 'true',
      },
      {
        at: { azurerm_function_app: 'auth_settings' },
        bad: isMissing,
        when: { auth_settings_v2: isMissing },
        says: '{} takes requests without a login.',
      },
      {
        at: { azurerm_function_app: 'client_cert_mode' },
        bad: either(isMissing, isOneOf('Optional')),
        says: '{} takes clients without a certificate.',
      },
      {
        at: { azurerm_app_service: 'client_cert_enabled' },
        bad: isFalse,
        says: '{} takes clients without a certificate.',
        fix: 'true',
      },
    ],
    bad: [
      tf('azurerm_app_service', 'auth_settings {\n  enabled = false ◄\n}'),
      tf('azurerm_linux_web_app', 'auth_settings {\n  enabled = false ◄\n}'),
    ],
    good: [
      tf('azurerm_app_service', 'auth_settings {\n  enabled = true\n}'),
      tf('azurerm_linux_web_app', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-vault-unprotected',
    title: 'Key vault that can be purged, or secrets without an end',
    severity: 'medium',
    weakness: 'recovery',
    description: `Whoever may delete the vault can also purge it, and with the keys everything that they encrypt is lost. Secrets and keys without an end stay valid when they leak.`,
    remediation: 'Enable purge protection, and give secrets and keys an expiration date and a content type.',
    references: [
      `${learn}/key-vault/general/soft-delete-overview`,
      `${learn}/key-vault/secrets/about-secrets`,
    ],
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
      {
        at: { azurerm_key_vault_secret: 'expiration_date', azurerm_key_vault_key: 'expiration_date' },
        bad: isMissing,
        severity: 'low',
        says: '{} never ends.',
      },
      {
        at: { azurerm_key_vault_secret: 'content_type' },
        bad: isMissing,
        severity: 'low',
        says: 'Nothing says what kind of secret {} is.',
      },
    ],
    bad: [
      tf('azurerm_key_vault', 'purge_protection_enabled = false ◄'),
      tf('azurerm_key_vault_key ◄', 'name = "orders"'),
    ],
    good: [
      tf('azurerm_key_vault', 'purge_protection_enabled = true'),
      tf('azurerm_key_vault_key', 'expiration_date = "2027-01-01T00:00:00Z"'),
    ],
  }),
  settingRule({
    id: 'azure-cluster-weak',
    title: 'AKS cluster without access control or open to the internet',
    severity: 'high',
    weakness: 'access',
    description: `The cluster has no role-based access control, so that every user and pod may do everything, or its API answers to the whole internet.`,
    remediation:
      'Enable role-based access control, and make the cluster private or name the networks that may reach it.',
    references: [`${learn}/aks/concepts-identity`, `${learn}/aks/api-server-authorized-ip-ranges`],
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
      {
        at: { azurerm_kubernetes_cluster: 'private_cluster_enabled' },
        bad: isOff,
        severity: 'low',
        when: { api_server_authorized_ip_ranges: isMissing, api_server_access_profile: isMissing },
        says: 'The API of {} answers to every address.',
        fix: 'true',
      },
      {
        at: { azurerm_kubernetes_cluster: 'network_profile.network_policy' },
        bad: isMissing,
        severity: 'low',
        when: { network_profile: isPresent },
        says: 'Every pod of {} may talk to every other.',
      },
      {
        at: { azurerm_kubernetes_cluster: 'addon_profile.kube_dashboard.enabled' },
        bad: isTrue,
        severity: 'medium',
        says: '{} runs the dashboard, which is no longer kept.',
        fix: 'false',
      },
    ],
    bad: [
      tf(
        'azurerm_kubernetes_cluster',
        'private_cluster_enabled = true\nrole_based_access_control_enabled = false ◄',
      ),
      tf('azurerm_kubernetes_cluster ◄', 'name = "shop"'),
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
    id: 'azure-registry-open',
    title: 'Container registry with a shared login or anonymous pulls',
    severity: 'medium',
    weakness: 'access',
    description: `The registry has an administrator whose password everybody shares, or gives images to everybody. Nobody can tell who pushed what.`,
    remediation: 'Switch the administrator off, and let people and machines log in with their own identity.',
    references: [`${learn}/container-registry/container-registry-authentication`],
    checks: [
      {
        at: { azurerm_container_registry: 'admin_enabled' },
        bad: isTrue,
        says: '{} has a login that everybody shares.',
        fix: 'false',
      },
      {
        at: { azurerm_container_registry: 'anonymous_pull_enabled' },
        bad: isTrue,
        says: 'Everybody may pull from {}.',
        fix: 'false',
      },
    ],
    bad: [
      tf('azurerm_container_registry', 'admin_enabled = true ◄'),
      tf('azurerm_container_registry', 'anonymous_pull_enabled = true ◄'),
    ],
    good: [
      tf('azurerm_container_registry', 'admin_enabled = false'),
      tf('azurerm_container_registry', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-machine-password',
    title: 'Virtual machine with a password for SSH',
    severity: 'medium',
    weakness: 'authentication',
    cwe: [309, 521],
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
    id: 'azure-network-interface-open',
    title: 'Network interface that forwards or has a public address',
    severity: 'medium',
    weakness: 'exposure',
    description: `The interface passes on packets that are not its own, which only routers need, or gives its machine an address on the internet.`,
    remediation: 'Switch forwarding off, and reach machines through a load balancer or Bastion.',
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
  settingRule({
    id: 'azure-log-retention-short',
    title: 'Logs of Azure that are kept for a short time',
    severity: 'low',
    weakness: 'logging',
    description: `Intruders are often found after months. What is kept for less than 90 days is then gone.`,
    remediation: 'Keep logs for at least 90 days, and name who is told of alerts.',
    references: [`${learn}/network-watcher/nsg-flow-logs-overview`],
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
        at: { azurerm_network_watcher_flow_log: 'retention_policy.enabled' },
        bad: isFalse,
        says: '{} does not say how long logs are kept.',
        fix: 'true',
      },
      {
        at: { azurerm_network_watcher_flow_log: 'enabled' },
        bad: isFalse,
        severity: 'medium',
        says: '{} records nothing.',
        fix: 'true',
      },
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
    ],
    bad: [
      tf('azurerm_network_watcher_flow_log', 'retention_policy {\n  enabled = true\n  days = 30 ◄\n}'),
      tf('azurerm_network_watcher_flow_log', 'enabled = false ◄'),
    ],
    good: [
      tf('azurerm_network_watcher_flow_log', 'retention_policy {\n  enabled = true\n  days = 120\n}'),
      tf('azurerm_network_watcher_flow_log', 'enabled = true'),
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
];
