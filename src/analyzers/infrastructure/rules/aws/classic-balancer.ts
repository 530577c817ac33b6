import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isOneOf, matches } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';
const classicPolicies = {
  aws_load_balancer_policy: 'policy_attribute.name',
  aws_lb_ssl_negotiation_policy: 'attribute.name',
  'AWS::ElasticLoadBalancing::LoadBalancer': 'Policies.Attributes.Name',
};

export const awsClassicBalancerRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-classic-listener-plaintext',
    title: 'Classic load balancer that talks in the clear',
    severity: 'low',
    weakness: 'transport',
    description: `A listener of the classic load balancer takes plain HTTP or TCP: whoever is on the way reads and changes what is sent.`,
    remediation:
      'Let the listener speak HTTPS or SSL with a certificate, or move to an application load balancer.',
    references: [`${hub}/elb-controls.html#elb-3`],
    checks: [
      {
        at: {
          'AWS::ElasticLoadBalancing::LoadBalancer': 'Listeners.Protocol',
          aws_elb: 'listener.lb_protocol',
        },
        bad: isOneOf('HTTP', 'TCP'),
        says: 'A listener of {} talks in the clear.',
      },
    ],
    bad: [
      tf('aws_elb', 'listener {\n  lb_port = 80\n  lb_protocol = "http" ◄\n}'),
      cfn(
        'AWS::ElasticLoadBalancing::LoadBalancer',
        'Listeners:\n  - LoadBalancerPort: 80\n    Protocol: HTTP ◄',
      ),
    ],
    good: [
      tf('aws_elb', 'listener {\n  lb_port = 443\n  lb_protocol = "https"\n}'),
      cfn(
        'AWS::ElasticLoadBalancing::LoadBalancer',
        'Listeners:\n  - LoadBalancerPort: 443\n    Protocol: SSL',
      ),
    ],
  }),
  settingRule({
    id: 'aws-classic-policy-broken',
    title: 'Classic load balancer that takes a broken protocol',
    severity: 'high',
    weakness: 'cipher',
    cwe: [326, 327],
    description: `A policy of the classic load balancer takes SSL 2, SSL 3, TLS 1.0 or 1.1, which can be read or forged by somebody on the way.`,
    remediation:
      'Take `Protocol-TLSv1.2` only, or the predefined policy `ELBSecurityPolicy-TLS-1-2-2017-01`.',
    references: [
      `${hub}/elb-controls.html#elb-8`,
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-policy-table.html',
    ],
    checks: [
      {
        at: classicPolicies,
        bad: isOneOf('Protocol-SSLv2', 'Protocol-SSLv3', 'Protocol-TLSv1', 'Protocol-TLSv1.1'),
        says: 'A policy of {} takes a protocol that is broken.',
      },
    ],
    bad: [
      tf('aws_load_balancer_policy', 'policy_attribute {\n  name = "Protocol-SSLv3" ◄\n  value = "true"\n}'),
      cfn(
        'AWS::ElasticLoadBalancing::LoadBalancer',
        'Policies:\n  - PolicyName: tls\n    Attributes:\n      - Name: Protocol-TLSv1 ◄\n        Value: true',
      ),
    ],
    good: [
      tf('aws_load_balancer_policy', 'policy_attribute {\n  name = "Protocol-TLSv1.2"\n  value = "true"\n}'),
      cfn(
        'AWS::ElasticLoadBalancing::LoadBalancer',
        'Policies:\n  - PolicyName: tls\n    Attributes:\n      - Name: Protocol-TLSv1.2\n        Value: true',
      ),
    ],
  }),
  settingRule({
    id: 'aws-classic-cipher-weak',
    title: 'Classic load balancer that takes a weak cipher',
    severity: 'high',
    weakness: 'cipher',
    description: `A policy of the classic load balancer takes ciphers with RC4, DES, MD5, no encryption, or keys made short for export: what they protect can be read.`,
    remediation:
      'Take ciphers with AES in GCM and keys that are agreed anew (`ECDHE`), or a predefined policy.',
    references: [
      `${hub}/elb-controls.html#elb-8`,
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-policy-table.html',
    ],
    checks: [
      {
        at: classicPolicies,
        bad: matches(/RC4|DES-CBC|3DES|EXP-|NULL|MD5|ARIA|^(?:SEED|IDEA|PSK|KRB5)-|^TLS_(?:RSA|PSK|NULL)_/),
        says: 'A policy of {} takes a cipher that is weak.',
      },
    ],
    bad: [
      tf('aws_load_balancer_policy', 'policy_attribute {\n  name = "DES-CBC3-SHA" ◄\n  value = "true"\n}'),
      cfn(
        'AWS::ElasticLoadBalancing::LoadBalancer',
        'Policies:\n  - PolicyName: tls\n    Attributes:\n      - Name: RC4-MD5 ◄\n        Value: true',
      ),
    ],
    good: [
      tf(
        'aws_load_balancer_policy',
        'policy_attribute {\n  name = "ECDHE-ECDSA-AES128-GCM-SHA256"\n  value = "true"\n}',
      ),
      tf('aws_lb_ssl_negotiation_policy', 'attribute {\n  name = "Protocol-TLSv1.2"\n  value = "true"\n}'),
    ],
  }),
];
