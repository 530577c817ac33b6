import type { ResourceRule } from '../../resource-rule.js';
import { tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, isFalse, isTrue, either, isOneOf, isNoneOf } from '../resources/tests.js';

const docs = 'https://cloud.google.com';

export const googleNetworkRules: readonly ResourceRule[] = [
  settingRule({
    id: 'google-network-logging-off',
    title: 'Subnet of Google Cloud without flow logs',
    severity: 'low',
    weakness: 'logging',
    description: `Nothing records who talked to whom, so that after an intrusion nobody can tell how far it went.`,
    remediation: 'Add a `log_config` to the subnet, with the sampling that you can pay.',
    references: [`${docs}/vpc/docs/using-flow-logs`],
    checks: [
      {
        at: { google_compute_subnetwork: 'log_config' },
        bad: isMissing,
        when: { purpose: either(isMissing, isOneOf('PRIVATE')) },
        says: 'No flow log of {} is kept.',
      },
    ],
    bad: [
      tf('google_compute_subnetwork ◄', 'ip_cidr_range = "10.0.0.0/24"'),
      tf('google_compute_subnetwork ◄', 'purpose = "PRIVATE"'),
    ],
    good: [
      tf('google_compute_subnetwork', 'log_config {\n  metadata = "INCLUDE_ALL_METADATA"\n}'),
      tf('google_compute_subnetwork', 'purpose = "REGIONAL_MANAGED_PROXY"'),
    ],
  }),
  settingRule({
    id: 'google-network-automatic',
    title: 'Network of Google Cloud with a subnet in every region',
    severity: 'low',
    confidence: 'medium',
    weakness: 'protection',
    description: `The network makes a subnet in every region by itself, with addresses that nobody planned, also where nothing of yours should run.`,
    remediation: 'Set `auto_create_subnetworks = false`, and make the subnets that you need.',
    references: [`${docs}/vpc/docs/vpc#auto-mode-considerations`],
    checks: [
      {
        at: { google_compute_network: 'auto_create_subnetworks' },
        bad: isTrue,
        says: '{} makes a subnet in every region.',
        fix: 'false',
      },
    ],
    bad: [
      tf('google_compute_network', 'auto_create_subnetworks = true ◄'),
      tf('google_compute_network', 'name = "shop"\nauto_create_subnetworks = true ◄'),
    ],
    good: [
      tf('google_compute_network', 'auto_create_subnetworks = false'),
      tf('google_compute_network', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'google-subnet-private-access-off',
    title: 'Subnet of Google Cloud whose machines reach Google over the internet',
    severity: 'low',
    weakness: 'exposure',
    description: `Machines without a public address cannot use Google's services, so that people give them one.`,
    remediation: 'Set `private_ip_google_access = true` on the subnet.',
    references: [`${docs}/vpc/docs/private-google-access`],
    checks: [
      {
        at: { google_compute_subnetwork: 'private_ip_google_access' },
        bad: isFalse,
        says: 'Machines of {} need public addresses for services of Google.',
        fix: 'true',
      },
    ],
    bad: [
      tf('google_compute_subnetwork', 'private_ip_google_access = false ◄\nlog_config {}'),
      tf('google_compute_subnetwork', 'log_config {}\nprivate_ip_google_access = false ◄'),
    ],
    good: [
      tf('google_compute_subnetwork', 'private_ip_google_access = true\nlog_config {}'),
      tf('google_compute_subnetwork', 'ip_cidr_range = "10.0.0.0/24"'),
    ],
  }),
  settingRule({
    id: 'google-tls-old',
    title: 'TLS policy of Google Cloud that takes old versions',
    severity: 'medium',
    weakness: 'cipher',
    cwe: [326, 327],
    description: `The policy still takes TLS 1.0 or 1.1, or ciphers that are weak. Somebody on the way can talk both sides into using them.`,
    remediation: 'Set `min_tls_version = "TLS_1_2"` with the profile `MODERN` or `RESTRICTED`.',
    references: [
      `${docs}/load-balancing/docs/ssl-policies-concepts`,
      'https://www.rfc-editor.org/rfc/rfc8996',
    ],
    checks: [
      {
        at: { google_compute_ssl_policy: 'min_tls_version' },
        bad: either(isMissing, isNoneOf('TLS_1_2', 'TLS_1_3')),
        when: { profile: either(isMissing, isNoneOf('RESTRICTED')) },
        says: '{} takes TLS 1.0 or 1.1.',
      },
    ],
    bad: [
      tf('google_compute_ssl_policy', 'min_tls_version = "TLS_1_1" ◄'),
      tf('google_compute_ssl_policy ◄', 'profile = "MODERN"'),
    ],
    good: [
      tf('google_compute_ssl_policy', 'min_tls_version = "TLS_1_2"'),
      tf('google_compute_ssl_policy', 'profile = "RESTRICTED"'),
    ],
  }),
];
