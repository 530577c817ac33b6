import { listOf } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { inPart, settingRule, type Check } from '../resources/setting.js';
import {
  isMissing,
  isPresent,
  isFalse,
  isOff,
  either,
  isOneOf,
  isNoneOf,
  type Test,
} from '../resources/tests.js';

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

/** The same of classic load balancers. */
const oldClassicPolicies = [
  'ELBSecurityPolicy-2011-08',
  'ELBSecurityPolicy-2014-01',
  'ELBSecurityPolicy-2014-10',
  'ELBSecurityPolicy-2015-02',
  'ELBSecurityPolicy-2015-03',
  'ELBSecurityPolicy-TLS-1-1-2017-01',
];

const template = 'AWS::ElasticLoadBalancingV2::LoadBalancer';

/** The value of an attribute of a load balancer of a template, of a list with keys and values. */
const inAttribute = (key: string, test: Test): Pick<Check, 'bad' | 'part'> =>
  inPart((item) =>
    listOf(item)
      .filter((part) => isOneOf(key)(part.get('Key')))
      .map((part) => part.get('Value'))
      .find(test),
  );
const dropsNothing = inAttribute('routing.http.drop_invalid_header_fields.enabled', isFalse);

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
      {
        // A redirect keeps the protocol where it names none.
        at: { 'AWS::ElasticLoadBalancingV2::Listener': 'Protocol' },
        bad: isOneOf('HTTP'),
        when: {
          'DefaultActions.Type': isOneOf('redirect'),
          'DefaultActions.RedirectConfig.Protocol': either(isMissing, isOneOf('HTTP', '#{protocol}')),
        },
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
        // Left out it is `ELBSecurityPolicy-2016-08`, except in the console.
        at: { aws_lb_listener: 'ssl_policy', aws_alb_listener: 'ssl_policy' },
        bad: isMissing,
        when: { protocol: isOneOf('HTTPS', 'TLS') },
        says: '{} takes TLS 1.0 or 1.1: that is the policy where none is named.',
      },
      {
        at: { 'AWS::ElasticLoadBalancingV2::Listener': 'SslPolicy' },
        bad: isMissing,
        when: { Protocol: isOneOf('HTTPS', 'TLS') },
        says: '{} takes TLS 1.0 or 1.1: that is the policy where none is named.',
      },
      {
        at: {
          'AWS::ElasticLoadBalancing::LoadBalancer': 'Policies.Attributes.Value',
          aws_load_balancer_policy: 'policy_attribute.value',
          aws_lb_ssl_negotiation_policy: 'attribute.value',
        },
        bad: isOneOf(...oldPolicies, ...oldClassicPolicies),
        says: '{} takes TLS 1.0.',
      },
    ],
    bad: [
      tf('aws_lb_listener', 'protocol = "HTTPS"\nssl_policy = "ELBSecurityPolicy-TLS-1-0-2015-04" ◄'),
      cfn('AWS::ElasticLoadBalancingV2::Listener', 'Protocol: HTTPS\nSslPolicy: ELBSecurityPolicy-2016-08 ◄'),
      tf('aws_lb_listener ◄', 'port = 443\nprotocol = "HTTPS"\ncertificate_arn = var.certificate'),
    ],
    good: [
      tf('aws_lb_listener', 'protocol = "HTTPS"\nssl_policy = "ELBSecurityPolicy-TLS13-1-2-2021-06"'),
      cfn('AWS::ElasticLoadBalancingV2::Listener', 'Protocol: HTTPS\nSslPolicy: !Ref Policy'),
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
        ...inAttribute('access_logs.s3.enabled', isFalse),
        says: 'No request to {} is logged.',
      },
    ],
    bad: [
      tf('aws_lb', 'access_logs {\n  bucket = "logs"\n  enabled = false ◄\n}'),
      cfn(
        'AWS::ElasticLoadBalancingV2::LoadBalancer',
        'LoadBalancerAttributes:\n  - Key: access_logs.s3.enabled\n    Value: "false" ◄',
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
        bad: isOff,
        when: { load_balancer_type: either(isMissing, isOneOf('application')) },
        mayBeSeenTo: true,
        says: '{} passes malformed headers on.',
        fix: 'true',
      },
      {
        at: { [template]: 'LoadBalancerAttributes' },
        ...dropsNothing,
        bad: either(isMissing, dropsNothing.bad),
        when: { Type: either(isMissing, isOneOf('application')) },
        mayBeSeenTo: true,
        says: '{} passes malformed headers on.',
      },
    ],
    bad: [
      tf('aws_lb', 'drop_invalid_header_fields = false ◄'),
      tf('aws_alb ◄', 'name = "shop"'),
      cfn(template + ' ◄', 'Name: shop'),
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
      {
        at: { [template]: 'LoadBalancerAttributes' },
        ...inAttribute('routing.http.desync_mitigation_mode', isOneOf('monitor')),
        says: '{} lets ambiguous requests through.',
      },
    ],
    bad: [
      tf('aws_lb', 'desync_mitigation_mode = "monitor" ◄'),
      tf('aws_elb', 'desync_mitigation_mode = "monitor" ◄'),
      cfn(
        template,
        'LoadBalancerAttributes:\n  - Key: routing.http.desync_mitigation_mode\n    Value: monitor ◄',
      ),
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
      {
        at: { [template]: 'LoadBalancerAttributes' },
        ...inAttribute('deletion_protection.enabled', isFalse),
        says: 'One call deletes {}.',
      },
    ],
    bad: [
      tf('aws_lb', 'enable_deletion_protection = false ◄'),
      tf('aws_alb', 'enable_deletion_protection = false ◄'),
    ],
    good: [tf('aws_lb', 'enable_deletion_protection = true'), tf('aws_lb', 'name = "shop"')],
  }),
];
