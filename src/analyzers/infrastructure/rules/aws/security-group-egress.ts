import { listOf, textOf, type ItemResource } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import type { Hit } from '../../rule.js';
import { cfn } from '../resources/examples.js';
import { languagesOf, weaknesses } from '../resources/setting.js';
import { allTraffic } from '../terraform/exposure.js';
import { anchorOf, exposureOf, isEverywhere, sourceOf, spanOf } from './security-group-rule.js';

const egressTypes = ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupEgress'];
const manual = 'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html';

/** What the security groups of templates let out. */
export const awsEgressRules: readonly ResourceRule[] = [
  {
    id: 'aws-egress-open',
    title: 'Security group that lets everything out',
    severity: 'low',
    // AWS does the same where nothing is said.
    confidence: 'low',
    ...weaknesses.access,
    asvs: [],
    languages: languagesOf(egressTypes),
    description: `Whatever runs behind the group may talk to every address on every port, so that stolen data leaves and tools are loaded unhindered.`,
    remediation: 'Allow the ports and networks that are needed, such as 443.',
    references: [manual],
    examples: {
      bad: [
        cfn('AWS::EC2::SecurityGroupEgress', 'IpProtocol: -1 ◄\nCidrIp: 0.0.0.0/0'),
        cfn('AWS::EC2::SecurityGroup', 'SecurityGroupEgress: ◄\n  - IpProtocol: -1\n    CidrIpv6: ::/0'),
      ],
      good: [
        cfn('AWS::EC2::SecurityGroupEgress', 'IpProtocol: -1\nCidrIp: 10.0.0.0/8'),
        cfn(
          'AWS::EC2::SecurityGroup',
          'SecurityGroupEgress:\n  - IpProtocol: tcp\n    FromPort: 443\n    ToPort: 443\n    CidrIp: 0.0.0.0/0',
        ),
      ],
    },
    resources: egressTypes,
    check: (resource) =>
      findEgress(resource, isEverywhere, () => `\`${resource.name}\` lets everything out to every address.`),
  },
  {
    id: 'aws-egress-all-protocols',
    title: 'Security group that lets every protocol out to a network',
    severity: 'low',
    confidence: 'medium',
    ...weaknesses.access,
    asvs: [],
    languages: languagesOf(egressTypes),
    description: `The egress rule allows all protocols and ports to a network, so that whoever takes over one machine tries all others there. What goes to every address has a rule of its own.`,
    remediation: 'Allow the protocols and ports that are needed, such as 443.',
    references: [manual],
    examples: {
      bad: [
        cfn('AWS::EC2::SecurityGroup', 'SecurityGroupEgress: ◄\n  - IpProtocol: -1\n    CidrIp: 10.0.0.0/8'),
        cfn('AWS::EC2::SecurityGroupEgress', 'IpProtocol: "-1" ◄\nCidrIp: 10.0.0.0/8'),
      ],
      good: [
        cfn('AWS::EC2::SecurityGroup', 'SecurityGroupEgress:\n  - IpProtocol: tcp\n    CidrIp: 10.0.0.0/8'),
        cfn('AWS::EC2::SecurityGroupEgress', 'IpProtocol: !Ref Protocol\nCidrIp: 10.0.0.0/8'),
        cfn('AWS::EC2::SecurityGroupEgress', 'IpProtocol: -1\nCidrIp: 127.0.0.1/32'),
      ],
    },
    resources: egressTypes,
    check: (resource) =>
      findEgress(
        resource,
        (text) => text.includes('/') && !isEverywhere(text) && !text.startsWith('127.'),
        (to) => `\`${resource.name}\` lets every protocol out to ${to}.`,
      ),
  },
];

/** Rules that let every protocol, or every port, out to some networks. A group with `127.0.0.1/32` is made so that it lets nothing out. */
function* findEgress(
  resource: ItemResource,
  isWanted: (network: string) => boolean,
  says: (network: string) => string,
): Iterable<Hit> {
  const rules = listOf(
    resource.type === 'AWS::EC2::SecurityGroup'
      ? resource.settings.get('SecurityGroupEgress')
      : resource.settings,
  );
  for (const rule of rules) {
    const network = sourceOf(rule, isWanted);
    if (network && exposureOf(rule, (from, to) => (to - from >= 65_000 ? allTraffic : undefined)))
      yield {
        message: says(textOf(network) ?? ''),
        span: spanOf(rule, network, resource),
        scope: resource.address,
        anchor: anchorOf(rule, network),
      };
  }
}
