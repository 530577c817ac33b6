import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { either, isFalse, isMissing, isOff, isOneOf } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

/** Mail, names, certificates and ways in from outside. */
export const awsEdgeRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-mail-plaintext',
    title: 'Mail that may be sent in the clear',
    severity: 'low',
    weakness: 'transport',
    description: `Where the other side offers no TLS, or somebody on the way takes the offer out, mails are delivered in the clear.`,
    remediation: 'Set the TLS policy of the configuration set to `Require`.',
    references: [
      `${hub}/ses-controls.html#ses-3`,
      'https://docs.aws.amazon.com/ses/latest/dg/security-protocols.html',
    ],
    checks: [
      {
        at: {
          aws_ses_configuration_set: 'delivery_options.tls_policy',
          'AWS::SES::ConfigurationSet': 'DeliveryOptions.TlsPolicy',
        },
        bad: either(isMissing, isOneOf('Optional')),
        says: 'Mails by {} may be sent in the clear.',
        fix: '"Require"',
      },
      {
        at: { aws_sesv2_configuration_set: 'delivery_options.tls_policy' },
        bad: either(isMissing, isOneOf('OPTIONAL')),
        says: 'Mails by {} may be sent in the clear.',
        fix: '"REQUIRE"',
      },
    ],
    bad: [
      tf('aws_ses_configuration_set', 'delivery_options {\n  tls_policy = "Optional" ◄\n}'),
      cfn('AWS::SES::ConfigurationSet ◄', 'Name: shop'),
    ],
    good: [
      tf('aws_ses_configuration_set', 'delivery_options {\n  tls_policy = "Require"\n}'),
      cfn('AWS::SES::ConfigurationSet', 'DeliveryOptions:\n  TlsPolicy: REQUIRE'),
    ],
  }),
  settingRule({
    id: 'aws-domain-transferable',
    title: 'Domain that can be moved away',
    severity: 'medium',
    weakness: 'protection',
    description: `Without the transfer lock whoever gets hold of the mailbox or the account of the owner moves the domain to another registrar, and with it all mail and sites under it.`,
    remediation: 'Set `transfer_lock = true`; lift it on the day of a transfer only.',
    references: ['https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/domain-lock.html'],
    checks: [
      {
        at: {
          aws_route53domains_registered_domain: 'transfer_lock',
          aws_route53domains_domain: 'transfer_lock',
        },
        bad: isFalse,
        says: '{} can be moved away.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_route53domains_registered_domain', 'transfer_lock = false ◄'),
      tf('aws_route53domains_domain', 'domain_name = "shop.example"\ntransfer_lock = false ◄'),
    ],
    good: [
      tf('aws_route53domains_registered_domain', 'transfer_lock = true'),
      tf('aws_route53domains_registered_domain', 'domain_name = "shop.example"'),
    ],
  }),
  settingRule({
    id: 'aws-certificate-unlogged',
    title: 'Certificate that is in no public log',
    severity: 'low',
    weakness: 'logging',
    description: `The certificate is kept out of the logs of certificate transparency: browsers refuse it, and nobody sees when one is issued that nobody asked for.`,
    remediation: 'Leave the logging of certificate transparency on.',
    references: [
      'https://docs.aws.amazon.com/acm/latest/userguide/acm-bestpractices.html#best-practices-transparency',
    ],
    checks: [
      {
        at: {
          aws_acm_certificate: 'options.certificate_transparency_logging_preference',
          'AWS::CertificateManager::Certificate': 'CertificateTransparencyLoggingPreference',
        },
        bad: isOneOf('DISABLED'),
        says: '{} is in no public log.',
        fix: '"ENABLED"',
      },
    ],
    bad: [
      tf('aws_acm_certificate', 'options {\n  certificate_transparency_logging_preference = "DISABLED" ◄\n}'),
      cfn('AWS::CertificateManager::Certificate', 'CertificateTransparencyLoggingPreference: DISABLED ◄'),
    ],
    good: [
      tf('aws_acm_certificate', 'domain_name = "shop.example"'),
      cfn('AWS::CertificateManager::Certificate', 'CertificateTransparencyLoggingPreference: ENABLED'),
    ],
  }),
  settingRule({
    id: 'aws-certificate-key-short',
    title: 'Certificate with a short key',
    severity: 'medium',
    weakness: 'cipher',
    cwe: [326],
    description: `A key of RSA with 1024 bits can be taken apart with enough money. Whoever has it reads and forges what the certificate protects.`,
    remediation: 'Use `RSA_2048` or `EC_prime256v1` as the algorithm of the key.',
    references: [`${hub}/acm-controls.html#acm-2`],
    checks: [
      {
        at: { aws_acm_certificate: 'key_algorithm', 'AWS::CertificateManager::Certificate': 'KeyAlgorithm' },
        bad: isOneOf('RSA_1024', 'RSA-1024'),
        says: 'The key of {} is short.',
        fix: '"RSA_2048"',
      },
    ],
    bad: [
      tf('aws_acm_certificate', 'key_algorithm = "RSA_1024" ◄'),
      cfn('AWS::CertificateManager::Certificate', 'KeyAlgorithm: RSA_1024 ◄'),
    ],
    good: [
      tf('aws_acm_certificate', 'key_algorithm = "EC_prime256v1"'),
      cfn('AWS::CertificateManager::Certificate', 'DomainName: shop.example'),
    ],
  }),
  settingRule({
    id: 'aws-search-site-plaintext',
    title: 'CloudSearch domain that answers in the clear',
    severity: 'medium',
    weakness: 'transport',
    cwe: [319, 326],
    description: `Clients may send documents and searches without TLS, or with a version of it that can be read on the way.`,
    remediation: 'Enforce HTTPS, and set the policy to `Policy-Min-TLS-1-2-2019-07`.',
    references: [
      'https://docs.aws.amazon.com/cloudsearch/latest/developerguide/configuring-domain-endpoint-options.html',
    ],
    checks: [
      {
        at: {
          aws_cloudsearch_domain: 'endpoint_options.enforce_https',
          'AWS::CloudSearch::Domain': 'EndpointOptions.EnforceHTTPS',
        },
        bad: isOff,
        says: '{} answers in the clear.',
        fix: 'true',
      },
      {
        at: {
          aws_cloudsearch_domain: 'endpoint_options.tls_security_policy',
          'AWS::CloudSearch::Domain': 'EndpointOptions.TLSSecurityPolicy',
        },
        bad: isOneOf('Policy-Min-TLS-1-0-2019-07'),
        says: '{} takes TLS 1.0.',
        fix: '"Policy-Min-TLS-1-2-2019-07"',
      },
    ],
    bad: [
      tf('aws_cloudsearch_domain', 'endpoint_options {\n  enforce_https = false ◄\n}'),
      tf('aws_cloudsearch_domain ◄', 'name = "shop"'),
    ],
    good: [
      tf('aws_cloudsearch_domain', 'endpoint_options {\n  enforce_https = true\n}'),
      tf('aws_cloudsearch_domain', 'endpoint_options {\n  enforce_https = var.tls\n}'),
    ],
  }),
  settingRule({
    id: 'aws-vpn-unlogged',
    title: 'Client VPN that logs no connections',
    severity: 'low',
    weakness: 'logging',
    description: `Nobody can tell who was in the network, at which time and from where, or who tried to get in.`,
    remediation: 'Enable the log of connections, to a log group.',
    references: [`${hub}/ec2-controls.html#ec2-51`],
    checks: [
      {
        at: {
          aws_ec2_client_vpn_endpoint: 'connection_log_options.enabled',
          'AWS::EC2::ClientVpnEndpoint': 'ConnectionLogOptions.Enabled',
        },
        bad: isFalse,
        says: 'Connections to {} are not logged.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_ec2_client_vpn_endpoint', 'connection_log_options {\n  enabled = false ◄\n}'),
      cfn('AWS::EC2::ClientVpnEndpoint', 'ConnectionLogOptions:\n  Enabled: false ◄'),
    ],
    good: [
      tf('aws_ec2_client_vpn_endpoint', 'connection_log_options {\n  enabled = true\n}'),
      cfn('AWS::EC2::ClientVpnEndpoint', 'ConnectionLogOptions:\n  Enabled: !Ref Log'),
    ],
  }),
];
