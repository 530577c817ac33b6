import type { Severity } from '../../../../model/severity.js';
import { listOf, numberOf, textOf, type Item, type ItemResource } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { allTraffic, judgePorts, judgeService, type Exposure } from '../terraform/exposure.js';
import { cfn } from '../resources/examples.js';
import { languagesOf, settingRule, weaknesses } from '../resources/setting.js';
import { isOneOf } from '../resources/tests.js';
import { isPublicNetwork } from './public-network.js';

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
    description: `An ingress rule lets every address in, on ports that are not made for everybody. Ports 80 and 443 and the usual tunnels are not reported. The severity follows from what listens on the port.`,
    remediation:
      'Name the networks or the security groups that need the port. Reach machines through Session Manager or a VPN.',
    references: [manual, `${hub}/ec2-controls.html#ec2-19`],
    examples: {
      bad: [
        cfn(
          'AWS::EC2::SecurityGroup',
          'SecurityGroupIngress:\n  - IpProtocol: tcp ◄\n    FromPort: 22\n    ToPort: 22\n    CidrIp: 0.0.0.0/0',
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
    *check(resource) {
      for (const ingress of ingressesOf(resource)) {
        const source = sourceOf(ingress, (text) => isEverywhereText(text));
        const exposure = exposureOf(ingress, judgePorts);
        if (source && exposure)
          yield {
            message: `The rule opens ${exposure.what} to the whole internet.`,
            span: spanOf(ingress, source),
            severity: exposure.severity,
            scope: resource.address,
            anchor: anchorOf(ingress, source),
          };
      }
    },
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
          'SecurityGroupIngress:\n  - IpProtocol: tcp ◄\n    FromPort: 3306\n    ToPort: 3306\n    CidrIp: 12.0.0.0/24',
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
            span: spanOf(ingress, source),
            scope: resource.address,
            anchor: anchorOf(ingress, source),
          };
      }
    },
  },
  settingRule({
    id: 'aws-ingress-all-protocols',
    title: 'Security group that lets every protocol in',
    severity: 'medium',
    confidence: 'medium',
    weakness: 'access',
    description: `The ingress rule allows all protocols and ports from its source. One machine there that is taken over reaches everything behind the group.`,
    remediation: 'Name the protocol and the ports that are needed.',
    references: [manual],
    checks: [
      {
        at: {
          'AWS::EC2::SecurityGroup': 'SecurityGroupIngress.IpProtocol',
          'AWS::EC2::SecurityGroupIngress': 'IpProtocol',
        },
        bad: isOneOf('-1'),
        says: '{} lets every protocol in.',
      },
    ],
    bad: [
      cfn('AWS::EC2::SecurityGroup', 'SecurityGroupIngress:\n  - IpProtocol: -1 ◄\n    CidrIp: 10.0.0.0/8'),
      cfn('AWS::EC2::SecurityGroupIngress', 'IpProtocol: "-1" ◄\nCidrIp: 10.0.0.0/8'),
    ],
    good: [
      cfn('AWS::EC2::SecurityGroup', 'SecurityGroupIngress:\n  - IpProtocol: tcp\n    CidrIp: 10.0.0.0/8'),
      cfn('AWS::EC2::SecurityGroupIngress', 'IpProtocol: !Ref Protocol\nCidrIp: 10.0.0.0/8'),
    ],
  }),
  settingRule({
    id: 'aws-egress-all-protocols',
    title: 'Security group that lets every protocol out',
    severity: 'low',
    confidence: 'medium',
    weakness: 'access',
    description: `The egress rule allows all protocols and ports, so that stolen data leaves and tools are loaded unhindered.`,
    remediation: 'Allow the protocols and ports that are needed, such as 443.',
    references: [manual],
    checks: [
      {
        at: {
          'AWS::EC2::SecurityGroup': 'SecurityGroupEgress.IpProtocol',
          'AWS::EC2::SecurityGroupEgress': 'IpProtocol',
        },
        bad: isOneOf('-1'),
        says: '{} lets every protocol out.',
      },
    ],
    bad: [
      cfn('AWS::EC2::SecurityGroup', 'SecurityGroupEgress:\n  - IpProtocol: -1 ◄\n    CidrIp: 10.0.0.0/8'),
      cfn('AWS::EC2::SecurityGroupEgress', 'IpProtocol: "-1" ◄\nCidrIp: 10.0.0.0/8'),
    ],
    good: [
      cfn('AWS::EC2::SecurityGroup', 'SecurityGroupEgress:\n  - IpProtocol: tcp\n    CidrIp: 10.0.0.0/8'),
      cfn('AWS::EC2::SecurityGroupEgress', 'IpProtocol: !Ref Protocol\nCidrIp: 10.0.0.0/8'),
    ],
  }),
];

const isEverywhereText = (text: string): boolean => /^[0-9a-f.:]+\/0$/i.test(text);

function ingressesOf(resource: ItemResource): readonly Item[] {
  return listOf(
    resource.type === 'AWS::EC2::SecurityGroup'
      ? resource.settings.get('SecurityGroupIngress')
      : resource.settings,
  );
}

function sourceOf(ingress: Item, isWanted: (text: string) => boolean): Item | undefined {
  return ['CidrIp', 'CidrIpv6'].map((name) => ingress.get(name)).find((item) => isWanted(textOf(item) ?? ''));
}

function exposureOf(
  ingress: Item,
  judge: (from: number, to: number) => Exposure | undefined,
): { readonly what: string; readonly severity: Severity } | undefined {
  const protocol = textOf(ingress.get('IpProtocol'));
  if (protocol === '-1') return allTraffic;
  const from = numberOf(ingress.get('FromPort'));
  const to = numberOf(ingress.get('ToPort')) ?? from;
  if (from === undefined || to === undefined || from < 0 || protocol?.startsWith('icmp')) return undefined;
  return judge(from, to);
}

/** From the first of what decides to the source. */
function spanOf(ingress: Item, source: Item): Item['span'] {
  const parts = ['IpProtocol', 'FromPort', 'ToPort'].flatMap((name) => ingress.get(name)?.span ?? []);
  const spans = [...parts, source.span];
  return {
    start: Math.min(...spans.map(({ start }) => start)),
    end: Math.max(...spans.map(({ end }) => end)),
  };
}

function anchorOf(ingress: Item, source: Item): string {
  const text = (name: string): string => textOf(ingress.get(name)) ?? '';
  return `${text('IpProtocol')} ${text('FromPort')}-${text('ToPort')} ${textOf(source) ?? ''}`;
}
