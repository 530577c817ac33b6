import { listOf, textOf, type Item, type ItemResource } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import type { Hit } from '../../rule.js';
import { judgePorts, judgeService } from '../terraform/exposure.js';
import { cfn } from '../resources/examples.js';
import { languagesOf, weaknesses } from '../resources/setting.js';
import { isPublicNetwork } from './public-network.js';
import { awsEgressRules } from './security-group-egress.js';
import { anchorOf, exposureOf, isEverywhere, sourceOf, spanOf } from './security-group-rule.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';
const resources = ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupIngress'];
const manual = 'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html';

/** The security groups of templates; those of Terraform have rules of their own. */
export const awsSecurityGroupRules: readonly ResourceRule[] = [
  {
    id: 'cloudformation-open-ingress',
    title: 'Security group of a template open to the internet',
    severity: 'high',
    confidence: 'high',
    ...weaknesses.access,
    asvs: [],
    languages: languagesOf(resources),
    description: `An ingress rule lets every address in, on the port of a service of administration or of data, or on all ports. The severity follows from what listens on the port. Ports of which nothing is known have a rule of their own, \`cloudformation-open-port\`.`,
    remediation:
      'Name the networks or the security groups that need the port. Reach machines through Session Manager or a VPN.',
    references: [manual, `${hub}/ec2-controls.html#ec2-19`],
    examples: {
      bad: [
        cfn(
          'AWS::EC2::SecurityGroup',
          'SecurityGroupIngress: ◄\n  - IpProtocol: tcp\n    FromPort: 22\n    ToPort: 22\n    CidrIp: 0.0.0.0/0',
        ),
        cfn('AWS::EC2::SecurityGroupIngress', 'IpProtocol: -1 ◄\nCidrIpv6: ::/0'),
      ],
      good: [
        cfn(
          'AWS::EC2::SecurityGroup',
          'SecurityGroupIngress:\n  - IpProtocol: tcp\n    FromPort: 443\n    ToPort: 443\n    CidrIp: 0.0.0.0/0',
        ),
        cfn(
          'AWS::EC2::SecurityGroupIngress',
          'IpProtocol: tcp\nFromPort: 22\nToPort: 22\nCidrIp: !Ref Office',
        ),
      ],
    },
    resources,
    check: (resource) => findOpen(resource, true),
  },
  {
    id: 'cloudformation-open-port',
    title: 'Security group of a template that opens a port to the internet',
    severity: 'medium',
    confidence: 'high',
    ...weaknesses.access,
    asvs: [],
    languages: languagesOf(resources),
    description: `Every address reaches a port of which nothing is known but that it is not one of those made for everybody. Whatever listens there, now or later, is probed from the whole internet. Ports 80 and 443 and the usual tunnels are not reported; more than a thousand ports in a row are high.`,
    remediation:
      'Name the networks or the security groups that need the port, or put a load balancer with TLS in front.',
    references: [manual],
    examples: {
      bad: [
        cfn(
          'AWS::EC2::SecurityGroup',
          'SecurityGroupIngress: ◄\n  - IpProtocol: tcp\n    FromPort: 8081\n    ToPort: 8081\n    CidrIp: 0.0.0.0/0',
        ),
        cfn(
          'AWS::EC2::SecurityGroupIngress',
          'IpProtocol: tcp ◄\nFromPort: 8000\nToPort: 8100\nCidrIpv6: ::/0',
        ),
      ],
      good: [
        cfn(
          'AWS::EC2::SecurityGroup',
          'SecurityGroupIngress:\n  - IpProtocol: tcp\n    FromPort: 443\n    ToPort: 443\n    CidrIp: 0.0.0.0/0',
        ),
        cfn(
          'AWS::EC2::SecurityGroupIngress',
          'IpProtocol: tcp\nFromPort: 8081\nToPort: 8081\nCidrIp: 10.0.0.0/16',
        ),
      ],
    },
    resources,
    check: (resource) => findOpen(resource, false),
  },
  {
    id: 'cloudformation-public-network-ingress',
    title: 'Security group of a template that lets a public network in',
    severity: 'low',
    confidence: 'medium',
    ...weaknesses.access,
    asvs: [],
    languages: languagesOf(resources),
    description: `An ingress rule lets a range of addresses of the internet in, on a port of administration or of a database. Whoever gets an address in the range, from the same provider for instance, reaches it, and what is sent crosses the internet.`,
    remediation:
      'Reach the port through a VPN, Session Manager or a private network, or name single addresses.',
    references: [manual],
    examples: {
      bad: [
        cfn(
          'AWS::EC2::SecurityGroup',
          'SecurityGroupIngress: ◄\n  - IpProtocol: tcp\n    FromPort: 3306\n    ToPort: 3306\n    CidrIp: 12.0.0.0/24',
        ),
        cfn(
          'AWS::EC2::SecurityGroupIngress',
          'IpProtocol: tcp ◄\nFromPort: 22\nToPort: 22\nCidrIp: 12.0.0.0/8',
        ),
      ],
      good: [
        cfn(
          'AWS::EC2::SecurityGroupIngress',
          'IpProtocol: tcp\nFromPort: 22\nToPort: 22\nCidrIp: 12.0.0.7/32',
        ),
        cfn(
          'AWS::EC2::SecurityGroupIngress',
          'IpProtocol: tcp\nFromPort: 22\nToPort: 22\nCidrIp: 10.0.0.0/8',
        ),
      ],
    },
    resources,
    *check(resource) {
      for (const ingress of ingressesOf(resource)) {
        const source = sourceOf(ingress, isPublicNetwork);
        const exposure = exposureOf(ingress, judgeService);
        if (source && exposure)
          yield {
            message: `The rule opens ${exposure.what} to the network ${textOf(source) ?? ''} of the internet.`,
            span: spanOf(ingress, source, resource),
            scope: resource.address,
            anchor: anchorOf(ingress, source),
          };
      }
    },
  },
  {
    id: 'aws-ingress-all-protocols',
    title: 'Security group of a template that lets every protocol in',
    severity: 'low',
    confidence: 'medium',
    ...weaknesses.access,
    asvs: [],
    languages: languagesOf(resources),
    description: `The ingress rule allows all protocols and ports from a network. One machine there that is taken over reaches everything behind the group, also what is started later.

Rules that name a security group are not reported: they are how clusters talk among themselves. What is open to the whole internet has a rule of its own.`,
    remediation:
      'Name the protocol and the ports that are needed, or the security group that they are needed from.',
    references: [manual],
    examples: {
      bad: [
        cfn('AWS::EC2::SecurityGroup', 'SecurityGroupIngress: ◄\n  - IpProtocol: -1\n    CidrIp: 10.0.0.0/8'),
        cfn('AWS::EC2::SecurityGroupIngress', 'IpProtocol: "-1" ◄\nCidrIp: 10.0.0.0/8'),
      ],
      good: [
        cfn('AWS::EC2::SecurityGroup', 'SecurityGroupIngress:\n  - IpProtocol: tcp\n    CidrIp: 10.0.0.0/8'),
        cfn('AWS::EC2::SecurityGroupIngress', 'IpProtocol: !Ref Protocol\nCidrIp: 10.0.0.0/8'),
        cfn(
          'AWS::EC2::SecurityGroupIngress',
          'IpProtocol: "-1"\nGroupId: !Ref Group\nSourceSecurityGroupId: !Ref Group',
        ),
      ],
    },
    resources,
    *check(resource) {
      for (const ingress of ingressesOf(resource)) {
        const protocol = ingress.get('IpProtocol');
        const source = sourceOf(ingress, (text) => text.includes('/') && !isEverywhere(text));
        if (source && protocol && textOf(protocol) === '-1')
          yield {
            message: `The rule lets every protocol in from ${textOf(source) ?? ''}.`,
            span: spanOf(ingress, source, resource),
            scope: resource.address,
            anchor: anchorOf(ingress, source),
          };
      }
    },
  },
  ...awsEgressRules,
];

/** What the whole internet reaches through a security group: services that give control or data, or other ports. */
function* findOpen(resource: ItemResource, grave: boolean): Iterable<Hit> {
  for (const ingress of ingressesOf(resource)) {
    const source = sourceOf(ingress, isEverywhere);
    const exposure = exposureOf(ingress, judgePorts);
    if (source && exposure?.grave === grave)
      yield {
        message: `The rule opens ${exposure.what} to the whole internet.`,
        span: spanOf(ingress, source, resource),
        severity: exposure.severity,
        scope: resource.address,
        anchor: anchorOf(ingress, source),
      };
  }
}

function ingressesOf(resource: ItemResource): readonly Item[] {
  return listOf(
    resource.type === 'AWS::EC2::SecurityGroup'
      ? resource.settings.get('SecurityGroupIngress')
      : resource.settings,
  );
}
