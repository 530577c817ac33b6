import { textOf } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, isOneOf, isPresent, matches } from '../resources/tests.js';

const docs = 'https://cloud.google.com';

/** Where the network of Google Cloud meets the outside, and what is kept on disks. */
export const googleEdgeRules: readonly ResourceRule[] = [
  settingRule({
    id: 'google-tls-policy-missing',
    title: 'Load balancer of Google Cloud without a policy for TLS',
    severity: 'low',
    weakness: 'cipher',
    cwe: [326, 327],
    description: `Without a policy the balancer takes TLS 1.0 and 1.1 and ciphers of old. Somebody on the way can talk both sides into using them.`,
    remediation:
      'Give it an `ssl_policy` with `min_tls_version = "TLS_1_2"` and the profile `MODERN` or `RESTRICTED`.',
    references: [
      `${docs}/load-balancing/docs/ssl-policies-concepts`,
      'https://www.rfc-editor.org/rfc/rfc8996',
    ],
    checks: [
      {
        at: {
          google_compute_target_https_proxy: 'ssl_policy',
          google_compute_target_ssl_proxy: 'ssl_policy',
          google_compute_region_target_https_proxy: 'ssl_policy',
        },
        bad: isMissing,
        says: '{} takes TLS 1.0 and ciphers of old.',
      },
    ],
    bad: [
      tf('google_compute_target_https_proxy ◄', 'name = "shop"'),
      tf('google_compute_target_ssl_proxy ◄', 'name = "shop"'),
    ],
    good: [
      tf('google_compute_target_https_proxy', 'ssl_policy = google_compute_ssl_policy.modern.id'),
      tf('google_compute_target_ssl_proxy', 'ssl_policy = var.policy'),
    ],
  }),
  settingRule({
    id: 'google-vpn-old',
    title: 'VPN of Google Cloud with the key exchange of old',
    severity: 'low',
    weakness: 'cipher',
    description: `Version 1 of IKE has weaker ciphers and known flaws in how it begins, by which the shared secret can be guessed offline.`,
    remediation: 'Set `ike_version = 2`, the default, on both sides.',
    references: [`${docs}/network-connectivity/docs/vpn/concepts/supported-ike-ciphers`],
    checks: [
      {
        at: { google_compute_vpn_tunnel: 'ike_version' },
        bad: isOneOf('1'),
        says: 'The tunnel {} uses IKE 1.',
        fix: '2',
      },
    ],
    bad: [
      tf('google_compute_vpn_tunnel', 'ike_version = 1 ◄'),
      tf('google_compute_vpn_tunnel', 'name = "office"\nike_version = 1 ◄'),
    ],
    good: [
      tf('google_compute_vpn_tunnel', 'ike_version = 2'),
      tf('google_compute_vpn_tunnel', 'name = "office"'),
    ],
  }),
  settingRule({
    id: 'google-machine-public',
    title: 'Machine of Google Cloud with a public address',
    severity: 'low',
    confidence: 'medium',
    weakness: 'exposure',
    description: `The machine has an address on the internet: a mistake in a firewall rule is all it takes to reach what listens on it.`,
    remediation:
      'Leave `access_config` out; let traffic in by a load balancer, people by Identity-Aware Proxy, and out by Cloud NAT.',
    references: [`${docs}/compute/docs/ip-addresses/configure-static-external-ip-address`],
    checks: [
      {
        at: {
          google_compute_instance: 'network_interface.access_config',
          google_compute_instance_template: 'network_interface.access_config',
        },
        bad: isPresent,
        says: '{} has an address on the internet.',
      },
    ],
    bad: [
      tf('google_compute_instance', 'network_interface {\n  network = "shop"\n  access_config {} ◄\n}'),
      tf('google_compute_instance_template', 'network_interface {\n  access_config { ◄\n  }\n}'),
    ],
    good: [
      tf('google_compute_instance', 'network_interface {\n  network = "shop"\n}'),
      tf('google_compute_instance', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'google-disk-key-in-code',
    title: 'Key of a disk in the code',
    severity: 'high',
    weakness: 'credential',
    description: `The key that encrypts the disk stands in the file and in the state: whoever reads one of them opens the disk and its snapshots.`,
    remediation: 'Use a key of Cloud KMS by `kms_key_self_link`, which never leaves the service.',
    references: [`${docs}/compute/docs/disks/customer-managed-encryption`],
    checks: [
      ...[
        'google_compute_disk',
        'google_compute_region_disk',
        'google_compute_snapshot',
        'google_compute_image',
      ].flatMap((type) =>
        [
          'disk_encryption_key',
          'snapshot_encryption_key',
          'image_encryption_key',
          'source_image_encryption_key',
        ].map((block) => ({
          at: { [type]: `${block}.raw_key` },
          bad: (item: Parameters<typeof isMissing>[0]) => (textOf(item) ?? '') !== '',
          atOrigin: true as const,
          says: 'The key of {} stands in the code.',
        })),
      ),
      ...['boot_disk', 'attached_disk'].map((disk) => ({
        at: { google_compute_instance: `${disk}.disk_encryption_key_raw` },
        bad: matches(/./),
        atOrigin: true as const,
        says: 'The key of {} stands in the code.',
      })),
    ],
    bad: [
      tf('google_compute_disk', `disk_encryption_key {\n  raw_key = "${['QUJD', 'REVG'].join('')}" ◄\n}`),
      tf(
        'google_compute_instance',
        `boot_disk {\n  disk_encryption_key_raw = "${['QUJD', 'REVG'].join('')}" ◄\n}`,
      ),
    ],
    good: [
      tf('google_compute_disk', 'disk_encryption_key {\n  raw_key = var.key\n}'),
      tf(
        'google_compute_disk',
        'disk_encryption_key {\n  kms_key_self_link = google_kms_crypto_key.disk.id\n}',
      ),
    ],
  }),
];
