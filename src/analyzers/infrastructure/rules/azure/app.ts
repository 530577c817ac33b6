import type { ResourceRule } from '../../resource-rule.js';
import { tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isFalse, isTrue, isOff, isOneOf, hasItem } from '../resources/tests.js';
import { each } from './each.js';

const learn = 'https://learn.microsoft.com/en-us/azure';
const webApps = [
  'azurerm_linux_web_app',
  'azurerm_windows_web_app',
  'azurerm_linux_function_app',
  'azurerm_windows_function_app',
  'azurerm_linux_web_app_slot',
  'azurerm_windows_web_app_slot',
  'azurerm_linux_function_app_slot',
  'azurerm_windows_function_app_slot',
  'azurerm_logic_app_standard',
  'azurerm_app_service',
  'azurerm_app_service_slot',
  'azurerm_function_app',
  'azurerm_function_app_slot',
];

export const azureAppRules: readonly ResourceRule[] = [
  settingRule({
    id: 'azure-app-plaintext',
    title: 'App of Azure that answers in the clear',
    severity: 'medium',
    weakness: 'transport',
    description: `The application answers over HTTP: whoever is on the way reads cookies and passwords, and changes what is answered.`,
    remediation: 'Set `https_only = true`, so that callers are sent to HTTPS.',
    references: [`${learn}/app-service/configure-ssl-bindings`],
    checks: [
      {
        at: each(webApps, 'https_only'),
        bad: isOff,
        says: '{} answers in the clear.',
        fix: 'true',
      },
    ],
    bad: [
      tf('azurerm_linux_web_app', 'https_only = false ◄'),
      tf('azurerm_function_app', 'https_only = false ◄'),
    ],
    good: [
      tf('azurerm_linux_web_app', 'https_only = true'),
      tf('azurerm_linux_web_app', 'https_only = var.https'),
    ],
  }),
  settingRule({
    id: 'azure-app-ftp',
    title: 'App of Azure that takes files by FTP',
    severity: 'medium',
    weakness: 'transport',
    description: `The files of the application may be sent by FTP, with the password in the clear: whoever is on the way can replace them.`,
    remediation: 'Set `ftps_state` to `FtpsOnly`, or better to `Disabled`.',
    references: [`${learn}/app-service/deploy-ftp`],
    checks: [
      {
        at: each(webApps, 'site_config.ftps_state'),
        bad: isOneOf('AllAllowed'),
        says: 'Files of {} may be sent by FTP in the clear.',
        fix: '"Disabled"',
      },
    ],
    bad: [
      tf('azurerm_linux_web_app', 'site_config {\n  ftps_state = "AllAllowed" ◄\n}'),
      tf('azurerm_function_app', 'site_config {\n  ftps_state = "AllAllowed" ◄\n}'),
    ],
    good: [
      tf('azurerm_linux_web_app', 'site_config {\n  ftps_state = "FtpsOnly"\n}'),
      tf('azurerm_linux_web_app', 'site_config {\n  ftps_state = "Disabled"\n}'),
    ],
  }),
  settingRule({
    id: 'azure-app-tls-old',
    title: 'App of Azure that takes outdated TLS',
    severity: 'medium',
    weakness: 'cipher',
    cwe: [326, 327],
    description: `The application still takes TLS 1.0 or 1.1. Somebody on the way can talk both sides into using them.`,
    remediation: 'Set the lowest version that the application takes to `1.2`.',
    references: ['https://www.rfc-editor.org/rfc/rfc8996', `${learn}/app-service/configure-ssl-bindings`],
    checks: [
      ...[
        'site_config.min_tls_version',
        'site_config.minimum_tls_version',
        'site_config.scm_minimum_tls_version',
      ].map((path) => ({
        at: each(webApps, path),
        bad: isOneOf('1.0', '1.1'),
        says: '{} takes TLS 1.0 or 1.1.',
        fix: '"1.2"',
      })),
    ],
    bad: [
      tf('azurerm_app_service', 'site_config {\n  min_tls_version = "1.1" ◄\n}'),
      tf('azurerm_linux_web_app', 'site_config {\n  minimum_tls_version = "1.0" ◄\n}'),
    ],
    good: [
      tf('azurerm_app_service', 'site_config {\n  min_tls_version = "1.2"\n}'),
      tf('azurerm_linux_web_app', 'site_config {\n  minimum_tls_version = "1.3"\n}'),
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
    description: `The platform passes every request on without a login. The application has to check its callers by itself.`,
    remediation: 'Enable `auth_settings_v2` where the application does not check its callers.',
    references: [`${learn}/app-service/overview-authentication-authorization`],
    checks: [
      {
        at: each(webApps, 'auth_settings.enabled'),
        bad: isFalse,
        says: '{} takes requests without a login.',
        fix: 'true',
      },
      {
        at: each(webApps, 'auth_settings_v2.auth_enabled'),
        bad: isFalse,
        says: '{} takes requests without a login.',
        fix: 'true',
      },
    ],
    bad: [
      tf('azurerm_app_service', 'auth_settings {\n  enabled = false ◄\n}'),
      tf('azurerm_linux_web_app', 'auth_settings_v2 {\n  auth_enabled = false ◄\n}'),
    ],
    good: [
      tf('azurerm_app_service', 'auth_settings {\n  enabled = true\n}'),
      tf('azurerm_linux_web_app', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'azure-app-client-certificate-off',
    title: 'App that takes clients without a certificate',
    severity: 'low',
    confidence: 'medium',
    weakness: 'authentication',
    description: `Client certificates are switched off or optional, so that machines that call the application are not told apart by them.`,
    remediation: 'Require client certificates for applications that only machines call.',
    references: [`${learn}/app-service/app-service-web-configure-tls-mutual-auth`],
    checks: [
      ...['client_cert_enabled', 'client_certificate_enabled'].map((name) => ({
        at: each(webApps, name),
        bad: isFalse,
        says: '{} takes clients without a certificate.',
        fix: 'true',
      })),
      ...['client_cert_mode', 'client_certificate_mode'].map((name) => ({
        at: each(webApps, name),
        bad: isOneOf('Optional'),
        says: '{} takes clients without a certificate.',
        fix: '"Required"',
      })),
    ],
    bad: [
      tf('azurerm_app_service', 'client_cert_enabled = false ◄'),
      tf('azurerm_function_app', 'client_cert_mode = "Optional" ◄'),
    ],
    good: [
      tf('azurerm_app_service', 'client_cert_enabled = true'),
      tf('azurerm_function_app', 'client_cert_mode = "Required"'),
    ],
  }),
  settingRule({
    id: 'azure-app-cors-open',
    title: 'App of Azure that trusts scripts of every site',
    severity: 'medium',
    weakness: 'access',
    cwe: [942],
    description: `Scripts of every site may call the application from the browser of a visitor and read what it answers.`,
    remediation: 'Name the origins of your pages. Leave the list empty where none is needed.',
    references: [`${learn}/app-service/app-service-web-tutorial-rest-api`],
    checks: [
      {
        at: each(webApps, 'site_config.cors.allowed_origins'),
        bad: hasItem(/^\*$/),
        says: 'Scripts of every site may call {}.',
      },
    ],
    bad: [
      tf('azurerm_linux_web_app', 'site_config {\n  cors {\n    allowed_origins = ["*"] ◄\n  }\n}'),
      tf('azurerm_function_app', 'site_config {\n  cors {\n    allowed_origins = ["*"] ◄\n  }\n}'),
    ],
    good: [
      tf(
        'azurerm_linux_web_app',
        'site_config {\n  cors {\n    allowed_origins = ["https://shop.example"]\n  }\n}',
      ),
      tf('azurerm_linux_web_app', 'name = "shop"'),
    ],
  }),
];
