import { follow, listOf, numberOf, textOf, type Item } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { languagesOf, settingRule, weaknesses } from '../resources/setting.js';
import { isMissing, isOff, isOneOf, isEverywhere, type Test } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

/** Of every address the other rule tells. */
const isSome: Test = (item) => !isEverywhere(item);
const resources = ['aws_network_acl', 'aws_network_acl_rule', 'AWS::EC2::NetworkAclEntry'];

export const awsNetworkAclRules: readonly ResourceRule[] = [
  {
    id: 'aws-acl-open',
    title: 'Network ACL that lets everybody in on sensitive ports',
    severity: 'medium',
    confidence: 'high',
    ...weaknesses.access,
    asvs: [],
    languages: languagesOf(resources),
    description: `The network ACL allows all ports, or those of remote desktops and shells, from everywhere, so that it protects nothing where a security group fails.`,
    remediation: 'Name the networks that need the ports, and deny the rest.',
    references: [`${hub}/ec2-controls.html#ec2-21`],
    examples: {
      bad: [
        tf('aws_network_acl_rule ◄', 'rule_action = "allow"\nfrom_port = 3389\ncidr_block = "0.0.0.0/0"'),
        tf(
          'aws_network_acl',
          'ingress {\n  action = "allow"\n  from_port = 443\n  to_port = 443\n  cidr_block = "0.0.0.0/0"\n}\ningress { ◄\n  action = "allow"\n  from_port = 20\n  to_port = 25\n  ipv6_cidr_block = "::/0"\n}',
        ),
        cfn('AWS::EC2::NetworkAclEntry ◄', 'Protocol: -1\nRuleAction: allow\nCidrBlock: 0.0.0.0/0'),
      ],
      good: [
        tf('aws_network_acl_rule', 'rule_action = "deny"\nfrom_port = 3389\ncidr_block = "0.0.0.0/0"'),
        tf(
          'aws_network_acl',
          'ingress {\n  action = "allow"\n  from_port = 443\n  to_port = 443\n  cidr_block = "0.0.0.0/0"\n}\ningress {\n  action = "allow"\n  from_port = 22\n  to_port = 22\n  cidr_block = "10.0.0.0/8"\n}',
        ),
        cfn('AWS::EC2::NetworkAclEntry', 'Protocol: -1\nRuleAction: deny\nCidrBlock: 0.0.0.0/0'),
      ],
    },
    resources,
    *check({ settings, type, name, address }) {
      const entries = type === 'aws_network_acl' ? listOf(settings.get('ingress')) : [settings];
      const denials = entries.filter((entry) => openSourceOf(entry) && isInbound(entry, 'deny'));
      for (const entry of entries) {
        const source = openSourceOf(entry);
        if (!source || !isInbound(entry, 'allow')) continue;
        if (!sensitivePorts.some((port) => covers(entry, port) && !isDeniedBefore(entry, port, denials)))
          continue;
        yield {
          message: `\`${name}\` lets everybody in.`,
          span: { start: Math.min(entry.span.start, source.span.start), end: source.span.end },
          scope: address,
          anchor: `${textOf(source) ?? ''} ${textOf(first(entry, 'from_port', 'PortRange.From')) ?? ''}`,
        };
      }
    },
  },
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
        when: { Egress: isOff, RuleAction: isOneOf('allow'), CidrBlock: isSome, Ipv6CidrBlock: isSome },
        says: '{} lets every protocol in.',
      },
      {
        at: { aws_network_acl_rule: 'protocol' },
        bad: isOneOf('-1', 'all'),
        when: { egress: isOff, rule_action: isOneOf('allow'), cidr_block: isSome, ipv6_cidr_block: isSome },
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

/** The first of some settings that is there, whatever the format calls it. */
function first(entry: Item, ...paths: readonly string[]): Item | undefined {
  return paths.flatMap((path) => follow(entry, path)).find(({ item }) => item)?.item;
}

function openSourceOf(entry: Item): Item | undefined {
  return ['cidr_block', 'ipv6_cidr_block', 'CidrBlock', 'Ipv6CidrBlock']
    .map((name) => entry.get(name))
    .find(isEverywhere);
}

function isInbound(entry: Item, wanted: 'allow' | 'deny'): boolean {
  const action = first(entry, 'action', 'rule_action', 'RuleAction');
  return isOneOf(wanted)(action) && isOff(entry.get('egress') ?? entry.get('Egress'));
}

/** Of shells and remote desktops. */
const sensitivePorts = [22, 3389];

/** Whether an entry is for a port; with every protocol, or without ports, it is for all of them. */
function covers(entry: Item, port: number): boolean {
  if (isOneOf('-1', 'all')(first(entry, 'protocol', 'Protocol'))) return true;
  const from = first(entry, 'from_port', 'PortRange.From');
  const to = first(entry, 'to_port', 'PortRange.To') ?? from;
  // Those of Terraform are left out for every port, in templates for protocols that know none.
  if (!from) return entry.get('from_port') === undefined && entry.get('RuleAction') === undefined;
  const [low, high] = [numberOf(from), numberOf(to)];
  if (low === undefined || high === undefined) return false;
  return (low === 0 && high === 0) || (low <= port && port <= high);
}

/** The entry with the lowest number decides. */
function isDeniedBefore(entry: Item, port: number, denials: readonly Item[]): boolean {
  const place = orderOf(entry);
  return denials.some((denial) => {
    const before = orderOf(denial);
    return place !== undefined && before !== undefined && before < place && covers(denial, port);
  });
}

function orderOf(entry: Item): number | undefined {
  return numberOf(first(entry, 'rule_no', 'rule_number', 'RuleNumber'));
}
