import { listOf } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, isPresent, isFalse, either, isOneOf, isNoneOf, matches } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';
/** Predefined policies of load balancers that take TLS 1.0 or 1.1. */
const oldPolicies = [
  'ELBSecurityPolicy-2016-08',
  'ELBSecurityPolicy-2015-05',
  'ELBSecurityPolicy-TLS-1-0-2015-04',
  'ELBSecurityPolicy-TLS-1-1-2017-01',
  'ELBSecurityPolicy-FS-2018-06',
  'ELBSecurityPolicy-FS-1-1-2019-08',
  'ELBSecurityPolicy-TLS13-1-0-2021-06',
  'ELBSecurityPolicy-TLS13-1-1-2021-06',
];
const classicPolicies = {
  aws_load_balancer_policy: 'policy_attribute.name',
  aws_lb_ssl_negotiation_policy: 'attribute.name',
  'AWS::ElasticLoadBalancing::LoadBalancer': 'Policies.Attributes.Name',
};

export const awsLoadBalancerRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-listener-plaintext',
    title: 'Load balancer that answers over HTTP',
    severity: 'medium',
    weakness: 'transport',
    description: `The listener answers requests without TLS: whoever is on the way reads cookies and passwords, and changes what is answered.`,
    remediation: 'Listen for HTTPS, and let the listener for HTTP do nothing but redirect to it.',
    references: [
      `${hub}/elb-controls.html#elb-1`,
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html',
    ],
    checks: [
      {
        at: { aws_lb_listener: 'protocol', aws_alb_listener: 'protocol' },
        bad: isOneOf('HTTP'),
        when: {
          'default_action.type': either(isMissing, isNoneOf('redirect')),
          'default_action.redirect': isMissing,
        },
        says: '{} answers over HTTP.',
      },
      {
        at: {
          aws_lb_listener: 'default_action.redirect.protocol',
          aws_alb_listener: 'default_action.redirect.protocol',
        },
        bad: isOneOf('HTTP'),
        says: '{} sends its callers to HTTP.',
      },
      {
        at: { 'AWS::ElasticLoadBalancingV2::Listener': 'Protocol' },
        bad: isOneOf('HTTP'),
        when: { 'DefaultActions.Type': either(isMissing, isNoneOf('redirect')) },
        says: '{} answers over HTTP.',
      },
    ],
    bad: [
      tf('aws_lb_listener', 'port = 80\nprotocol = "HTTP" ◄\ndefault_action {\n  type = "forward"\n}'),
      cfn(
        'AWS::ElasticLoadBalancingV2::Listener',
        'Port: 80\nProtocol: HTTP ◄\nDefaultActions:\n  - Type: forward',
      ),
    ],
    good: [
      tf(
        'aws_lb_listener',
        'port = 80\nprotocol = "HTTP"\ndefault_action {\n  type = "redirect"\n  redirect {\n    protocol = "HTTPS"\n    status_code = "HTTP_301"\n  }\n}',
      ),
      cfn('AWS::ElasticLoadBalancingV2::Listener', 'Protocol: HTTPS\nDefaultActions:\n  - Type: forward'),
    ],
  }),
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
    id: 'aws-tls-policy-old',
    title: 'Load balancer with a TLS policy of old versions',
    severity: 'medium',
    weakness: 'cipher',
    cwe: [326, 327],
    description: `The listener still takes TLS 1.0 or 1.1. Somebody on the way can talk both sides into using them.`,
    remediation: 'Use a policy that starts at TLS 1.2, such as `ELBSecurityPolicy-TLS13-1-2-2021-06`.',
    references: [
      `${hub}/elb-controls.html#elb-17`,
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html',
      'https://www.rfc-editor.org/rfc/rfc8996',
    ],
    checks: [
      {
        at: {
          aws_lb_listener: 'ssl_policy',
          aws_alb_listener: 'ssl_policy',
          'AWS::ElasticLoadBalancingV2::Listener': 'SslPolicy',
        },
        bad: isOneOf(...oldPolicies),
        says: '{} takes TLS 1.0 or 1.1.',
      },
      {
        at: { 'AWS::ElasticLoadBalancing::LoadBalancer': 'Policies.Attributes.Value' },
        bad: isOneOf('ELBSecurityPolicy-2015-05', 'ELBSecurityPolicy-TLS-1-0-2015-04'),
        says: '{} takes TLS 1.0.',
      },
    ],
    bad: [
      tf('aws_lb_listener', 'protocol = "HTTPS"\nssl_policy = "ELBSecurityPolicy-TLS-1-0-2015-04" ◄'),
      cfn('AWS::ElasticLoadBalancingV2::Listener', 'Protocol: HTTPS\nSslPolicy: ELBSecurityPolicy-2016-08 ◄'),
    ],
    good: [
      tf('aws_lb_listener', 'protocol = "HTTPS"\nssl_policy = "ELBSecurityPolicy-TLS13-1-2-2021-06"'),
      cfn('AWS::ElasticLoadBalancingV2::Listener', 'Protocol: HTTPS\nSslPolicy: !Ref Policy'),
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
  settingRule({
    id: 'aws-load-balancer-logging-off',
    title: 'Load balancer whose access log is off',
    severity: 'low',
    weakness: 'logging',
    description: `No request is logged, so that attacks are neither seen while they happen nor understood afterwards.`,
    remediation: 'Enable access logs, and write them to a bucket of their own.',
    references: [`${hub}/elb-controls.html#elb-5`],
    checks: [
      {
        at: {
          aws_lb: 'access_logs.enabled',
          aws_alb: 'access_logs.enabled',
          aws_elb: 'access_logs.enabled',
          'AWS::ElasticLoadBalancing::LoadBalancer': 'AccessLoggingPolicy.Enabled',
        },
        bad: isFalse,
        says: 'No request to {} is logged.',
        fix: 'true',
      },
      {
        at: { aws_lb: 'access_logs.enabled', aws_alb: 'access_logs.enabled' },
        bad: isMissing,
        when: { access_logs: isPresent },
        says: 'No request to {} is logged: a bucket alone switches nothing on.',
      },
      {
        at: { 'AWS::ElasticLoadBalancingV2::LoadBalancer': 'LoadBalancerAttributes' },
        bad: (item) =>
          listOf(item).some(
            (part) => isOneOf('access_logs.s3.enabled')(part.get('Key')) && isFalse(part.get('Value')),
          ),
        says: 'No request to {} is logged.',
      },
    ],
    bad: [
      tf('aws_lb', 'access_logs {\n  bucket = "logs"\n  enabled = false ◄\n}'),
      cfn(
        'AWS::ElasticLoadBalancingV2::LoadBalancer',
        'LoadBalancerAttributes: ◄\n  - Key: access_logs.s3.enabled\n    Value: "false"',
      ),
    ],
    good: [
      tf('aws_lb', 'access_logs {\n  bucket = "logs"\n  enabled = true\n}'),
      cfn(
        'AWS::ElasticLoadBalancingV2::LoadBalancer',
        'LoadBalancerAttributes:\n  - Key: access_logs.s3.enabled\n    Value: "true"',
      ),
    ],
  }),
  settingRule({
    id: 'aws-load-balancer-headers-kept',
    title: 'Load balancer that passes malformed headers on',
    severity: 'low',
    weakness: 'protection',
    cwe: [444],
    description: `Headers that no standard allows reach the application. Two servers that read them differently can be played against each other (request smuggling).`,
    remediation: 'Set `drop_invalid_header_fields = true` on the load balancer.',
    references: [`${hub}/elb-controls.html#elb-4`],
    checks: [
      {
        at: { aws_lb: 'drop_invalid_header_fields', aws_alb: 'drop_invalid_header_fields' },
        bad: isFalse,
        says: '{} passes malformed headers on.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_lb', 'drop_invalid_header_fields = false ◄'),
      tf('aws_alb', 'name = "shop"\ndrop_invalid_header_fields = false ◄'),
    ],
    good: [tf('aws_lb', 'drop_invalid_header_fields = true'), tf('aws_lb', 'load_balancer_type = "network"')],
  }),
  settingRule({
    id: 'aws-load-balancer-desync-ignored',
    title: 'Load balancer that lets ambiguous requests through',
    severity: 'medium',
    weakness: 'protection',
    cwe: [444],
    description: `Requests that two servers can read in two ways are only counted and not stopped, which is what request smuggling lives on.`,
    remediation: 'Set the desync mitigation mode to `defensive`, which is the default, or `strictest`.',
    references: [`${hub}/elb-controls.html#elb-12`, `${hub}/elb-controls.html#elb-14`],
    checks: [
      {
        at: {
          aws_lb: 'desync_mitigation_mode',
          aws_alb: 'desync_mitigation_mode',
          aws_elb: 'desync_mitigation_mode',
        },
        bad: isOneOf('monitor'),
        says: '{} lets ambiguous requests through.',
        fix: '"defensive"',
      },
    ],
    bad: [
      tf('aws_lb', 'desync_mitigation_mode = "monitor" ◄'),
      tf('aws_elb', 'desync_mitigation_mode = "monitor" ◄'),
    ],
    good: [tf('aws_lb', 'desync_mitigation_mode = "defensive"'), tf('aws_lb', 'name = "shop"')],
  }),
  settingRule({
    id: 'aws-load-balancer-deletion-unprotected',
    title: 'Load balancer that one call deletes',
    severity: 'low',
    weakness: 'recovery',
    description: `The protection against deletion is switched off: a mistaken apply, or anybody with the right to delete, takes the service away.`,
    remediation: 'Set `enable_deletion_protection = true` on load balancers that serve production.',
    references: [`${hub}/elb-controls.html#elb-6`],
    checks: [
      {
        at: { aws_lb: 'enable_deletion_protection', aws_alb: 'enable_deletion_protection' },
        bad: isFalse,
        says: 'One call deletes {}.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_lb', 'enable_deletion_protection = false ◄'),
      tf('aws_alb', 'enable_deletion_protection = false ◄'),
    ],
    good: [tf('aws_lb', 'enable_deletion_protection = true'), tf('aws_lb', 'name = "shop"')],
  }),
];
