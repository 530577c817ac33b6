import type { ResourceRule } from '../../resource-rule.js';
import { tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, either, isOneOf } from '../resources/tests.js';

const docs = 'https://cloud.google.com';

export const googleDnsRules: readonly ResourceRule[] = [
  settingRule({
    id: 'google-dns-unsigned',
    title: 'Public DNS zone without DNSSEC',
    severity: 'medium',
    weakness: 'integrity',
    cwe: [345],
    description: `Answers for the zone are not signed, or signed with a broken algorithm: whoever is between a resolver and the zone may send visitors elsewhere.`,
    remediation: 'Set `dnssec_config.state = "on"`, with keys that are not `rsasha1`.',
    references: [`${docs}/dns/docs/dnssec`],
    checks: [
      {
        at: { google_dns_managed_zone: 'dnssec_config.state' },
        bad: either(isMissing, isOneOf('off')),
        when: { visibility: either(isMissing, isOneOf('public')) },
        says: 'Answers for {} are not signed.',
      },
      {
        at: { google_dns_managed_zone: 'dnssec_config.default_key_specs.algorithm' },
        bad: isOneOf('rsasha1'),
        says: 'Answers for {} are signed with SHA-1.',
      },
    ],
    bad: [
      tf('google_dns_managed_zone', 'dnssec_config {\n  state = "off" ◄\n}'),
      tf('google_dns_managed_zone ◄', 'dns_name = "shop.example."'),
    ],
    good: [
      tf('google_dns_managed_zone', 'dnssec_config {\n  state = "on"\n}'),
      tf('google_dns_managed_zone', 'visibility = "private"'),
    ],
  }),
];
