import type { TerraformRule } from '../../formats/terraform.js';
import { weaknesses } from '../resources/setting.js';
import { anchorOf, ingressesOf, ingressTypes, isAllTraffic, sourcesOf, spanOf } from './aws-ingress.js';
import { openTo } from './exposure.js';

const group = (protocol: string, source: string, mark = ''): string => `resource "aws_security_group" "app" {
  ingress {${mark}
    from_port = 0
    to_port   = 0
    protocol  = "${protocol}"
    ${source}
  }
}
`;

export const awsIngressAllProtocols: TerraformRule = {
  id: 'terraform-aws-ingress-all-protocols',
  title: 'Security group that lets every protocol in',
  severity: 'low',
  confidence: 'medium',
  ...weaknesses.access,
  asvs: [],
  languages: ['terraform'],
  description: `The ingress rule allows all protocols and ports from a network. One machine there that is taken over reaches
everything behind the group, also what is started later.

Rules that name a security group, or the group itself, are not reported: they are how clusters talk among themselves.`,
  remediation:
    'Name the protocol and the ports that are needed, or the security group that they are needed from.',
  references: ['https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html'],
  examples: {
    bad: [
      { path: 'network.tf', text: group('-1', 'cidr_blocks = ["10.0.0.0/8"]', ' ◄') },
      {
        path: 'network.tf',
        text: `resource "aws_vpc_security_group_ingress_rule" "all" {
  cidr_ipv4   = "10.0.0.0/16" ◄
  ip_protocol = "-1"
}
`,
      },
    ],
    good: [
      { path: 'network.tf', text: group('-1', 'self = true') },
      { path: 'network.tf', text: group('-1', 'security_groups = [aws_security_group.web.id]') },
      { path: 'network.tf', text: group('tcp', 'cidr_blocks = ["10.0.0.0/8"]') },
    ],
  },
  resources: ingressTypes,
  *check(resource) {
    for (const ingress of ingressesOf(resource)) {
      const sources = sourcesOf(ingress).flatMap((value) => value?.items ?? (value ? [value] : []));
      const source = sources.find((item) => item.text?.includes('/'));
      // What is open to the whole internet is graver, and has a rule of its own.
      if (source && isAllTraffic(ingress) && !openTo(sources))
        yield {
          message: `The rule lets every protocol in from ${source.text ?? ''}.`,
          span: spanOf(ingress, source),
          scope: resource.address,
          anchor: anchorOf(ingress, source),
        };
    }
  },
};
