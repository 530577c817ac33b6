import { textOf } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, isOff, either, isOneOf, isEverywhere } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

export const awsNetworkAclRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-acl-open',
    title: 'Network ACL that lets everybody in on sensitive ports',
    severity: 'medium',
    weakness: 'access',
    description: `The network ACL allows all ports, or those of remote desktops and shells, from everywhere, so that it protects nothing where a security group fails.`,
    remediation: 'Name the networks that need the ports, and deny the rest.',
    references: [`${hub}/ec2-controls.html#ec2-21`],
    checks: [
      {
        at: { aws_network_acl: 'ingress.cidr_block' },
        bad: isEverywhere,
        when: { 'ingress.from_port': isOneOf('22', '3389', '0'), 'ingress.action': isOneOf('allow') },
        says: '{} lets everybody in.',
      },
      {
        at: { aws_network_acl_rule: 'cidr_block' },
        bad: isEverywhere,
        when: {
          egress: isOff,
          from_port: either(isMissing, isOneOf('22', '3389', '0')),
          rule_action: isOneOf('allow'),
        },
        says: '{} lets everybody in.',
      },
      {
        at: { 'AWS::EC2::NetworkAclEntry': 'CidrBlock' },
        bad: isEverywhere,
        when: { Egress: isOff, Protocol: isOneOf('-1'), RuleAction: isOneOf('allow') },
        says: '{} lets everybody in.',
      },
    ],
    bad: [
      tf('aws_network_acl_rule', 'rule_action = "allow"\nfrom_port = 3389\ncidr_block = "0.0.0.0/0" ◄'),
      cfn('AWS::EC2::NetworkAclEntry', 'Protocol: -1\nRuleAction: allow\nCidrBlock: 0.0.0.0/0 ◄'),
    ],
    good: [
      tf('aws_network_acl_rule', 'rule_action = "deny"\nfrom_port = 3389\ncidr_block = "0.0.0.0/0"'),
      cfn('AWS::EC2::NetworkAclEntry', 'Protocol: -1\nRuleAction: deny\nCidrBlock: 0.0.0.0/0'),
    ],
  }),
  settingRule({
    id: 'aws-acl-all-protocols',
    title: 'Network ACL that lets every protocol in',
    severity: 'medium',
    weakness: 'access',
    description: `The entry allows all protocols and all ports, so that the network ACL protects nothing where a security group fails.`,
    remediation: 'Name the protocol and the ports that the subnet needs.',
    references: [`${hub}/ec2-controls.html#ec2-21`],
    checks: [
      {
        at: { 'AWS::EC2::NetworkAclEntry': 'Protocol' },
        bad: isOneOf('-1'),
        when: { Egress: isOff, RuleAction: isOneOf('allow') },
        says: '{} lets every protocol in.',
      },
      {
        at: { aws_network_acl_rule: 'protocol' },
        bad: isOneOf('-1', 'all'),
        when: { egress: isOff, rule_action: isOneOf('allow') },
        says: '{} lets every protocol in.',
      },
    ],
    bad: [
      tf('aws_network_acl_rule', 'rule_action = "allow"\nprotocol = "-1" ◄\ncidr_block = "10.0.0.0/8"'),
      cfn('AWS::EC2::NetworkAclEntry', 'Protocol: -1 ◄\nRuleAction: allow\nCidrBlock: 10.0.0.0/8'),
    ],
    good: [
      tf('aws_network_acl_rule', 'rule_action = "deny"\nprotocol = "-1"\ncidr_block = "0.0.0.0/0"'),
      cfn('AWS::EC2::NetworkAclEntry', 'Protocol: 6\nRuleAction: allow\nCidrBlock: 10.0.0.0/8'),
    ],
  }),
  settingRule({
    id: 'aws-acl-deny-partial',
    title: 'Network ACL whose denial covers one network only',
    severity: 'medium',
    confidence: 'medium',
    weakness: 'access',
    description: `The entry denies one network for all protocols, and whatever does not come from there is judged by the other entries. A denial that is meant to end the list has to cover every address.`,
    remediation: 'Deny `0.0.0.0/0` (and `::/0`), or give the entry the protocol that it is about.',
    references: ['https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html'],
    checks: [
      {
        at: { 'AWS::EC2::NetworkAclEntry': 'CidrBlock' },
        bad: (item) => textOf(item) !== undefined && !isEverywhere(item),
        when: { RuleAction: isOneOf('deny'), Protocol: isOneOf('-1'), Ipv6CidrBlock: isMissing },
        says: '{} denies one network only.',
      },
      {
        at: { aws_network_acl_rule: 'cidr_block' },
        bad: (item) => textOf(item) !== undefined && !isEverywhere(item),
        when: { rule_action: isOneOf('deny'), protocol: isOneOf('-1', 'all') },
        says: '{} denies one network only.',
      },
    ],
    bad: [
      tf('aws_network_acl_rule', 'rule_action = "deny"\nprotocol = "-1"\ncidr_block = "10.0.0.0/8" ◄'),
      cfn('AWS::EC2::NetworkAclEntry', 'Protocol: -1\nRuleAction: deny\nCidrBlock: 10.0.0.0/8 ◄'),
    ],
    good: [
      tf('aws_network_acl_rule', 'rule_action = "deny"\nprotocol = "-1"\ncidr_block = "0.0.0.0/0"'),
      cfn('AWS::EC2::NetworkAclEntry', 'Protocol: 6\nRuleAction: deny\nCidrBlock: 10.0.0.0/8'),
    ],
  }),
];
