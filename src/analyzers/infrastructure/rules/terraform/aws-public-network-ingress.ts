import type { TerraformRule } from '../../formats/terraform.js';
import { isPublicNetwork } from '../aws/public-network.js';
import { weaknesses } from '../resources/setting.js';
import {
  anchorOf,
  exposureOf,
  ingressesOf,
  ingressTypes,
  isAllTraffic,
  sourcesOf,
  spanOf,
} from './aws-ingress.js';
import { judgeService } from './exposure.js';

const group = (network: string, mark = ''): string => `resource "aws_security_group" "data" {
  ingress {${mark}
    from_port   = 3306
    to_port     = 3306
    protocol    = "tcp"
    cidr_blocks = ["${network}"]
  }
}
`;

const rule = (network: string, mark = ''): string => `resource "aws_vpc_security_group_ingress_rule" "admin" {
  from_port   = 22
  to_port     = 22
  ip_protocol = "tcp"
  cidr_ipv4   = "${network}"${mark}
}
`;

export const awsPublicNetworkIngress: TerraformRule = {
  id: 'terraform-aws-public-network-ingress',
  title: 'Security group that lets a public network in',
  severity: 'low',
  confidence: 'medium',
  ...weaknesses.access,
  asvs: [],
  languages: ['terraform'],
  description: `An ingress rule lets a range of addresses of the internet in, on a port of administration or of a database.
Whoever gets an address in the range, from the same provider for instance, reaches it, and what is sent crosses the internet.

A single address is not reported, nor are private networks.`,
  remediation:
    'Reach the port through a VPN, Session Manager or a private network, or name single addresses.',
  references: ['https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html'],
  examples: {
    bad: [
      { path: 'network.tf', text: group('12.0.0.0/25', ' ◄') },
      { path: 'network.tf', text: rule('12.0.0.0/16', ' ◄') },
    ],
    good: [
      { path: 'network.tf', text: group('172.16.0.0/12') },
      { path: 'network.tf', text: rule('12.0.0.7/32') },
    ],
  },
  resources: ingressTypes,
  *check(resource) {
    for (const ingress of ingressesOf(resource)) {
      const source = sourcesOf(ingress)
        .flatMap((value) => value?.items ?? (value ? [value] : []))
        .find((item) => isPublicNetwork(item.text ?? ''));
      const exposure = source && !isAllTraffic(ingress) ? exposureOf(ingress, judgeService) : undefined;
      if (source && exposure)
        yield {
          message: `The rule opens ${exposure.what} to the network ${source.text ?? ''} of the internet.`,
          span: spanOf(ingress, source),
          scope: resource.address,
          anchor: anchorOf(ingress, source),
        };
    }
  },
};
