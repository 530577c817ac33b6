import { listOf, textOf } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { tf } from '../resources/examples.js';
import { settingRule, weaknesses } from '../resources/setting.js';
import { hasItem, isFalse, isMissing, isOneOf, isPresent, isTrue, matches } from '../resources/tests.js';
import { each } from './each.js';

const learn = 'https://learn.microsoft.com/en-us/azure';

export const azureGatewayRules: readonly ResourceRule[] = [
  settingRule({
    id: 'azure-gateway-without-firewall',
    title: 'Gateway of Azure without a web application firewall',
    severity: 'low',
    weakness: 'protection',
    description: `Requests from the internet pass the gateway without a look at what they carry: known attacks reach the application as they are.`,
    remediation:
      'Link a firewall policy in the mode `Prevention`; an application gateway needs the tier `WAF_v2` for it.',
    references: [`${learn}/web-application-firewall/overview`],
    checks: [
      {
        at: { azurerm_application_gateway: 'sku.tier' },
        bad: matches(/^standard/i),
        when: { firewall_policy_id: isMissing, waf_configuration: isMissing },
        says: '{} has no web application firewall.',
      },
      {
        at: { azurerm_frontdoor: 'frontend_endpoint.web_application_firewall_policy_link_id' },
        bad: isMissing,
        when: { frontend_endpoint: isPresent },
        says: '{} has no web application firewall.',
      },
    ],
    bad: [
      tf('azurerm_application_gateway', 'sku {\n  name = "Standard_v2"\n  tier = "Standard_v2" ◄\n}'),
      tf('azurerm_frontdoor', 'frontend_endpoint { ◄\n  name = "shop"\n}'),
    ],
    good: [
      tf('azurerm_application_gateway', 'sku {\n  name = "WAF_v2"\n  tier = "WAF_v2"\n}'),
      tf(
        'azurerm_frontdoor',
        'frontend_endpoint {\n  web_application_firewall_policy_link_id = azurerm_frontdoor_firewall_policy.main.id\n}',
      ),
    ],
  }),
  {
    id: 'azure-gateway-plaintext',
    title: 'Application gateway that answers in the clear',
    severity: 'medium',
    confidence: 'high',
    ...weaknesses.transport,
    asvs: [],
    languages: ['terraform'],
    description: `The gateway passes requests on that come over HTTP: whoever is on the way reads cookies and passwords, and changes what is answered. A listener that only sends callers to HTTPS is not reported.`,
    remediation: 'Listen with `protocol = "Https"`, and redirect what comes by HTTP.',
    references: [`${learn}/application-gateway/ssl-overview`],
    examples: {
      bad: [
        tf('azurerm_application_gateway', 'http_listener {\n  name = "shop"\n  protocol = "Http" ◄\n}'),
        tf(
          'azurerm_application_gateway',
          'http_listener {\n  name = "shop"\n  protocol = "Http" ◄\n}\nrequest_routing_rule {\n  http_listener_name = "shop"\n  backend_address_pool_name = "shop"\n}',
        ),
      ],
      good: [
        tf('azurerm_application_gateway', 'http_listener {\n  name = "shop"\n  protocol = "Https"\n}'),
        tf(
          'azurerm_application_gateway',
          'http_listener {\n  name = "shop"\n  protocol = "Http"\n}\nrequest_routing_rule {\n  http_listener_name = "shop"\n  redirect_configuration_name = "secure"\n}',
        ),
      ],
    },
    resources: ['azurerm_application_gateway'],
    *check({ name, address, settings }) {
      const rules = listOf(settings.get('request_routing_rule'));
      for (const listener of listOf(settings.get('http_listener'))) {
        const protocol = listener.get('protocol');
        if (!isOneOf('Http')(protocol) || !protocol) continue;
        // A name that is not known may be that of any listener.
        const own = rules.filter((rule) => {
          const wanted = textOf(rule.get('http_listener_name'));
          const given = textOf(listener.get('name'));
          return wanted === undefined || given === undefined || wanted === given;
        });
        if (own.some((rule) => !rule.known || rule.get('redirect_configuration_name') !== undefined))
          continue;
        yield {
          message: `\`${name}\` answers in the clear.`,
          span: protocol.span,
          scope: address,
          anchor: textOf(listener.get('name')) ?? 'http_listener',
        };
      }
    },
  },
  settingRule({
    id: 'azure-gateway-tls-old',
    title: 'Gateway of Azure that takes outdated TLS',
    severity: 'medium',
    weakness: 'cipher',
    cwe: [326, 327],
    description: `The gateway still takes SSL 3, TLS 1.0 or 1.1, or ciphers that can be broken. Somebody on the way can talk both sides into using them.`,
    remediation:
      'Take TLS 1.2 and later only; for an application gateway by the policy `AppGwSslPolicy20220101`.',
    references: [
      'https://www.rfc-editor.org/rfc/rfc8996',
      `${learn}/application-gateway/application-gateway-ssl-policy-overview`,
      `${learn}/api-management/api-management-howto-manage-protocols-ciphers`,
    ],
    checks: [
      {
        at: { azurerm_application_gateway: 'ssl_policy.min_protocol_version' },
        bad: isOneOf('TLSv1_0', 'TLSv1_1'),
        says: '{} takes TLS 1.0 or 1.1.',
        fix: '"TLSv1_2"',
      },
      {
        at: { azurerm_application_gateway: 'ssl_policy.policy_name' },
        bad: isOneOf('AppGwSslPolicy20150501', 'AppGwSslPolicy20170401'),
        says: '{} takes TLS 1.0 or 1.1.',
        fix: '"AppGwSslPolicy20220101"',
      },
      ...['ssl30', 'tls10', 'tls11'].flatMap((version) =>
        ['backend', 'frontend'].flatMap((side) =>
          [`enable_${side}_${version}`, `${side}_${version}_enabled`].map((name) => ({
            at: { azurerm_api_management: `security.${name}` },
            bad: isTrue,
            says: '{} takes outdated TLS.',
            fix: 'false',
          })),
        ),
      ),
      ...['enable_triple_des_ciphers', 'triple_des_ciphers_enabled'].map((name) => ({
        at: { azurerm_api_management: `security.${name}` },
        bad: isTrue,
        says: '{} takes ciphers that can be broken.',
        fix: 'false',
      })),
      {
        at: {
          azurerm_cdn_endpoint_custom_domain: 'cdn_managed_https.tls_version',
          azurerm_cdn_frontdoor_custom_domain: 'tls.minimum_tls_version',
        },
        bad: isOneOf('TLS10', 'None'),
        says: '{} takes TLS 1.0.',
        fix: '"TLS12"',
      },
      {
        at: { azurerm_cdn_endpoint_custom_domain: 'user_managed_https.tls_version' },
        bad: isOneOf('TLS10', 'None'),
        says: '{} takes TLS 1.0.',
        fix: '"TLS12"',
      },
    ],
    bad: [
      tf('azurerm_application_gateway', 'ssl_policy {\n  policy_name = "AppGwSslPolicy20150501" ◄\n}'),
      tf('azurerm_api_management', 'security {\n  enable_frontend_tls10 = true ◄\n}'),
      tf('azurerm_cdn_frontdoor_custom_domain', 'tls {\n  minimum_tls_version = "TLS10" ◄\n}'),
    ],
    good: [
      tf('azurerm_application_gateway', 'ssl_policy {\n  policy_name = "AppGwSslPolicy20220101"\n}'),
      tf('azurerm_api_management', 'security {\n  enable_frontend_tls10 = false\n}'),
    ],
  }),
  settingRule({
    id: 'azure-backend-certificate-unchecked',
    title: 'Front of Azure that does not check what is behind it',
    severity: 'medium',
    weakness: 'transport',
    cwe: [295],
    description: `The certificate of the server behind is not checked, so that whoever stands between reads and answers the requests that come to it.`,
    remediation:
      'Leave the checks of name and chain on, with the certificate of a private authority given where there is one.',
    references: [`${learn}/frontdoor/end-to-end-tls`, `${learn}/api-management/backends`],
    checks: [
      ...['validate_certificate_chain', 'validate_certificate_name'].map((name) => ({
        at: { azurerm_api_management_backend: `tls.${name}` },
        bad: isFalse,
        says: '{} takes any certificate.',
        fix: 'true',
      })),
      {
        at: { azurerm_cdn_frontdoor_origin: 'certificate_name_check_enabled' },
        bad: isFalse,
        says: '{} takes a certificate of any name.',
        fix: 'true',
      },
      {
        at: { azurerm_frontdoor: 'backend_pool_settings.enforce_backend_pools_certificate_name_check' },
        bad: isFalse,
        says: '{} takes a certificate of any name.',
        fix: 'true',
      },
    ],
    bad: [
      tf('azurerm_api_management_backend', 'tls {\n  validate_certificate_chain = false ◄\n}'),
      tf('azurerm_cdn_frontdoor_origin', 'certificate_name_check_enabled = false ◄'),
    ],
    good: [
      tf('azurerm_api_management_backend', 'tls {\n  validate_certificate_chain = true\n}'),
      tf('azurerm_cdn_frontdoor_origin', 'certificate_name_check_enabled = true'),
    ],
  }),
  settingRule({
    id: 'azure-service-plaintext',
    title: 'Service of Azure that answers in the clear',
    severity: 'medium',
    weakness: 'transport',
    description: `The service answers over HTTP, or passes requests on in the clear: whoever is on the way reads keys and passwords, and changes what is answered.`,
    remediation: 'Take HTTPS only, and pass requests on by HTTPS too.',
    references: [
      `${learn}/api-management/api-management-howto-manage-protocols-ciphers`,
      `${learn}/container-apps/ingress-overview`,
    ],
    checks: [
      {
        at: { azurerm_api_management_api: 'protocols' },
        bad: hasItem(/^(?:http|ws)$/),
        says: '{} answers in the clear.',
      },
      {
        at: { azurerm_api_management_backend: 'url', azurerm_api_management_api: 'service_url' },
        bad: matches(/^http:\/\/(?!localhost|127\.|10\.|192\.168\.)[\w-]+\./),
        severity: 'low',
        says: '{} passes requests on in the clear.',
      },
      {
        at: { azurerm_container_app: 'ingress.allow_insecure_connections' },
        bad: isTrue,
        says: '{} answers in the clear.',
        fix: 'false',
      },
      {
        at: each(['azurerm_spring_cloud_app', 'azurerm_spring_cloud_gateway'], 'https_only'),
        bad: isFalse,
        says: '{} answers in the clear.',
        fix: 'true',
      },
      {
        at: { azurerm_spring_cloud_api_portal: 'https_only_enabled' },
        bad: isFalse,
        says: '{} answers in the clear.',
        fix: 'true',
      },
      {
        at: {
          azurerm_redis_enterprise_database: 'client_protocol',
          azurerm_managed_redis: 'default_database.client_protocol',
        },
        bad: isOneOf('Plaintext'),
        severity: 'high',
        says: '{} answers in the clear.',
        fix: '"Encrypted"',
      },
      {
        at: { azurerm_frontdoor: 'routing_rule.forwarding_configuration.forwarding_protocol' },
        bad: isOneOf('HttpOnly'),
        says: '{} passes requests on in the clear.',
        fix: '"HttpsOnly"',
      },
      {
        at: { azurerm_cdn_frontdoor_route: 'forwarding_protocol' },
        bad: isOneOf('HttpOnly'),
        says: '{} passes requests on in the clear.',
        fix: '"HttpsOnly"',
      },
    ],
    bad: [
      tf('azurerm_api_management_api', 'protocols = ["http", "https"] ◄'),
      tf('azurerm_container_app', 'ingress {\n  allow_insecure_connections = true ◄\n}'),
    ],
    good: [
      tf('azurerm_api_management_api', 'protocols = ["https"]'),
      tf('azurerm_api_management_backend', 'url = "http://10.0.0.4/api"'),
    ],
  }),
  settingRule({
    id: 'azure-network-firewall-passive',
    title: 'Firewall of Azure that does not stop known attackers',
    severity: 'low',
    weakness: 'protection',
    description: `The firewall knows addresses and patterns of attackers, but is told not to use them, or only to write them down.`,
    remediation: 'Set the mode to `Deny`, once what it would stop has been looked through.',
    references: [`${learn}/firewall/threat-intel`, `${learn}/firewall/premium-features`],
    checks: [
      {
        at: { azurerm_firewall: 'threat_intel_mode', azurerm_firewall_policy: 'threat_intelligence_mode' },
        bad: isOneOf('Off'),
        says: '{} lets known attackers through.',
        fix: '"Deny"',
      },
      {
        at: { azurerm_firewall_policy: 'intrusion_detection.mode' },
        bad: isOneOf('Off'),
        says: '{} looks for no attacks.',
        fix: '"Deny"',
      },
    ],
    bad: [
      tf('azurerm_firewall', 'threat_intel_mode = "Off" ◄'),
      tf('azurerm_firewall_policy', 'intrusion_detection {\n  mode = "Off" ◄\n}'),
    ],
    good: [
      tf('azurerm_firewall', 'threat_intel_mode = "Deny"'),
      tf('azurerm_firewall_policy', 'intrusion_detection {\n  mode = "Alert"\n}'),
    ],
  }),
  settingRule({
    id: 'azure-vpn-cipher-weak',
    title: 'VPN of Azure with broken ciphers',
    severity: 'medium',
    weakness: 'cipher',
    description: `The tunnel uses DES, MD5, or groups that are too small. Who records its traffic can read it, now or in a few years.`,
    remediation: 'Use `GCMAES256` or `AES256` with `SHA256` or more, and a group of `DHGroup14` or more.',
    references: [`${learn}/vpn-gateway/vpn-gateway-about-compliance-crypto`],
    checks: [
      {
        at: { azurerm_virtual_network_gateway_connection: 'ipsec_policy.ike_encryption' },
        bad: isOneOf('DES', 'DES3'),
        says: 'The tunnel {} uses DES.',
      },
      {
        at: { azurerm_virtual_network_gateway_connection: 'ipsec_policy.ipsec_encryption' },
        bad: isOneOf('DES', 'DES3', 'None'),
        says: 'The tunnel {} uses DES, or nothing.',
      },
      {
        at: { azurerm_virtual_network_gateway_connection: 'ipsec_policy.ike_integrity' },
        bad: isOneOf('MD5'),
        says: 'The tunnel {} uses MD5.',
      },
      {
        at: { azurerm_virtual_network_gateway_connection: 'ipsec_policy.dh_group' },
        bad: isOneOf('DHGroup1', 'DHGroup2', 'None'),
        says: 'The tunnel {} uses a group that is too small.',
      },
    ],
    bad: [
      tf('azurerm_virtual_network_gateway_connection', 'ipsec_policy {\n  ike_encryption = "DES3" ◄\n}'),
      tf('azurerm_virtual_network_gateway_connection', 'ipsec_policy {\n  dh_group = "DHGroup2" ◄\n}'),
    ],
    good: [
      tf(
        'azurerm_virtual_network_gateway_connection',
        'ipsec_policy {\n  dh_group = "ECP384"\n  ike_encryption = "GCMAES256"\n}',
      ),
      tf('azurerm_virtual_network_gateway_connection', 'type = "IPsec"'),
    ],
  }),
];
