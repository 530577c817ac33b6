import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { either, hasItem, isEmptyList, isMissing, isOff, isOneOf, isPresent } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

export const awsFirewallRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-firewall-default-allow',
    title: 'Network firewall policy that passes what matches no rule',
    severity: 'medium',
    weakness: 'access',
    description: `Packets that match no rule of the policy are passed on, so that the firewall stops only what somebody thought of.`,
    remediation: 'Forward to the stateful rules (`aws:forward_to_sfe`) or drop by default.',
    references: [
      `${hub}/networkfirewall-controls.html#networkfirewall-4`,
      `${hub}/networkfirewall-controls.html#networkfirewall-5`,
    ],
    checks: [
      {
        at: {
          aws_networkfirewall_firewall_policy: 'firewall_policy.stateless_default_actions',
          'AWS::NetworkFirewall::FirewallPolicy': 'FirewallPolicy.StatelessDefaultActions',
        },
        bad: hasItem(/^aws:pass$/),
        says: '{} passes what matches no rule.',
      },
      {
        at: {
          aws_networkfirewall_firewall_policy: 'firewall_policy.stateless_fragment_default_actions',
          'AWS::NetworkFirewall::FirewallPolicy': 'FirewallPolicy.StatelessFragmentDefaultActions',
        },
        bad: hasItem(/^aws:pass$/),
        says: '{} passes fragments that match no rule.',
      },
    ],
    bad: [
      tf(
        'aws_networkfirewall_firewall_policy',
        'firewall_policy {\n  stateless_default_actions = ["aws:pass"] ◄\n}',
      ),
      cfn(
        'AWS::NetworkFirewall::FirewallPolicy',
        "FirewallPolicy:\n  StatelessFragmentDefaultActions: ['aws:pass'] ◄",
      ),
    ],
    good: [
      tf(
        'aws_networkfirewall_firewall_policy',
        'firewall_policy {\n  stateless_default_actions = ["aws:forward_to_sfe"]\n}',
      ),
      cfn(
        'AWS::NetworkFirewall::FirewallPolicy',
        "FirewallPolicy:\n  StatelessFragmentDefaultActions: ['aws:drop']",
      ),
    ],
  }),
  settingRule({
    id: 'aws-web-firewall-missing',
    title: 'Load balancer or API on the internet without a web application firewall',
    severity: 'low',
    confidence: 'medium',
    weakness: 'protection',
    description: `Nothing stops known attack patterns, or callers who send too much, before the application. PCI DSS 6.4.2 asks for it in front of public web applications.`,
    remediation:
      'Associate a web ACL with managed rules and a rate limit; one at CloudFront in front of it does as well.',
    references: [`${hub}/elb-controls.html#elb-16`, `${hub}/apigateway-controls.html#apigateway-4`],
    checks: [
      {
        at: { aws_lb: '', aws_alb: '' },
        bad: isPresent,
        when: {
          internal: isOff,
          load_balancer_type: either(isMissing, isOneOf('application')),
        },
        unless: {
          aws_wafv2_web_acl_association: 'resource_arn',
          aws_wafregional_web_acl_association: 'resource_arn',
        },
        mayBeSeenTo: true,
        says: 'No firewall stands before {}.',
      },
      {
        at: { 'AWS::ElasticLoadBalancingV2::LoadBalancer': '' },
        bad: isPresent,
        when: {
          Scheme: either(isMissing, isOneOf('internet-facing')),
          Type: either(isMissing, isOneOf('application')),
        },
        unless: {
          'AWS::WAFv2::WebACLAssociation': 'ResourceArn',
          'AWS::WAFRegional::WebACLAssociation': 'ResourceArn',
        },
        mayBeSeenTo: true,
        says: 'No firewall stands before {}.',
      },
      {
        // The address of a stage is mostly put together from texts, so that any association may be for it.
        at: { aws_api_gateway_stage: '', 'AWS::ApiGateway::Stage': '' },
        bad: isPresent,
        unless: {
          aws_wafv2_web_acl_association: '*',
          aws_wafregional_web_acl_association: '*',
          'AWS::WAFv2::WebACLAssociation': '*',
          'AWS::WAFRegional::WebACLAssociation': '*',
        },
        mayBeSeenTo: true,
        says: 'No firewall stands before {}.',
      },
    ],
    bad: [tf('aws_lb ◄', 'name = "shop"'), cfn('AWS::ApiGateway::Stage ◄', 'StageName: live')],
    good: [
      tf('aws_lb', 'internal = true'),
      tf('aws_lb', 'load_balancer_type = "network"'),
      tf(
        'aws_lb',
        'name = "shop"',
        'resource "aws_wafv2_web_acl_association" "main" {\n  resource_arn = aws_lb.main.arn\n}',
      ),
      cfn(
        'AWS::ApiGateway::Stage',
        'StageName: live',
        'Firewall:\n  Type: AWS::WAFv2::WebACLAssociation\n  Properties:\n    ResourceArn: !Sub arn:aws:apigateway:${AWS::Region}::/restapis/${Api}/stages/live',
      ),
    ],
  }),
  settingRule({
    id: 'aws-web-firewall-empty',
    title: 'Web application firewall that lets everything through',
    severity: 'medium',
    weakness: 'protection',
    description: `What matches no rule is let through, and there are no rules: the firewall looks like protection and is none.`,
    remediation: 'Add the managed groups of rules for known attacks and a limit of the rate.',
    references: [`${hub}/waf-controls.html#waf-10`, `${hub}/waf-controls.html#waf-8`],
    checks: [
      {
        at: { aws_wafv2_web_acl: 'rule' },
        bad: isEmptyList,
        when: { 'default_action.allow': isPresent, rule_json: isMissing },
        unless: {
          aws_wafv2_web_acl_rule_group_association: 'web_acl_arn',
        },
        says: '{} lets everything through.',
      },
      {
        at: { aws_waf_web_acl: 'rules', aws_wafregional_web_acl: 'rule' },
        bad: isEmptyList,
        when: { 'default_action.type': isOneOf('ALLOW') },
        says: '{} lets everything through.',
      },
      {
        at: { 'AWS::WAFv2::WebACL': 'Rules' },
        bad: isEmptyList,
        when: { 'DefaultAction.Allow': isPresent },
        says: '{} lets everything through.',
      },
      {
        at: { 'AWS::WAF::WebACL': 'Rules', 'AWS::WAFRegional::WebACL': 'Rules' },
        bad: isEmptyList,
        when: { 'DefaultAction.Type': isOneOf('ALLOW') },
        says: '{} lets everything through.',
      },
    ],
    bad: [
      tf('aws_wafv2_web_acl ◄', 'scope = "REGIONAL"\ndefault_action {\n  allow {}\n}'),
      cfn('AWS::WAFv2::WebACL', 'DefaultAction:\n  Allow: {}\nRules: [] ◄'),
    ],
    good: [
      tf('aws_wafv2_web_acl', 'scope = "REGIONAL"\ndefault_action {\n  block {}\n}'),
      cfn('AWS::WAFv2::WebACL', 'DefaultAction:\n  Allow: {}\nRules: !Ref Rules'),
    ],
  }),
  settingRule({
    id: 'aws-firewall-deletion-unprotected',
    title: 'Network firewall that one call deletes',
    severity: 'low',
    weakness: 'recovery',
    description: `Anybody with the right to delete, or a mistaken apply, takes the firewall away, and with it all that keeps networks apart.`,
    remediation: 'Set the protection against deletion on firewalls that serve production.',
    references: [`${hub}/networkfirewall-controls.html#networkfirewall-9`],
    checks: [
      {
        at: {
          aws_networkfirewall_firewall: 'delete_protection',
          'AWS::NetworkFirewall::Firewall': 'DeleteProtection',
        },
        bad: isOff,
        says: 'One call deletes {}.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_networkfirewall_firewall', 'delete_protection = false ◄'),
      cfn('AWS::NetworkFirewall::Firewall ◄', 'FirewallName: shop'),
    ],
    good: [
      tf('aws_networkfirewall_firewall', 'delete_protection = true'),
      cfn('AWS::NetworkFirewall::Firewall', 'DeleteProtection: !Ref Protect'),
    ],
  }),
];
