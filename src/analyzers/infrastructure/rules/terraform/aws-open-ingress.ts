import type { Resource } from '../../formats/terraform-module.js';
import type { TerraformRule } from '../../formats/terraform.js';
import type { Hit } from '../../rule.js';
import { anchorOf, exposureOf, ingressesOf, ingressTypes, sourcesOf, spanOf } from './aws-ingress.js';
import { judgePorts, openTo } from './exposure.js';

export const awsOpenIngress: TerraformRule = {
  id: 'terraform-aws-open-ingress',
  title: 'Security group open to the internet',
  severity: 'high',
  confidence: 'high',
  cwe: [284, 668],
  asvs: [],
  languages: ['terraform'],
  description: `An ingress rule lets every address in, on the port of a service of administration or of data, or on all
ports. These are probed all the time: one weak password or one unpatched service then gives away the machine behind it.

The severity follows from what listens on the port. Ports of which nothing is known have a rule of their own,
\`terraform-aws-open-port\`.`,
  remediation: `Name the networks or the security groups that need the port. Reach machines through Session Manager or a VPN, and
keep databases in private subnets.`,
  references: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19',
  ],
  examples: {
    bad: [
      {
        path: 'network.tf',
        text: `resource "aws_security_group" "bastion" {
  name = "bastion"

  ingress { ◄
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8", "0.0.0.0/0"]
  }
}
`,
      },
      {
        path: 'network.tf',
        text: `variable "ports" {
  default = [443, 5432]
}

resource "aws_security_group" "app" {
  dynamic "ingress" { ◄
    for_each = var.ports
    content {
      from_port        = ingress.value
      to_port          = ingress.value
      protocol         = "tcp"
      ipv6_cidr_blocks = ["::/0"]
    }
  }
}
`,
      },
      {
        path: 'network.tf',
        text: `resource "aws_vpc_security_group_ingress_rule" "all" {
  security_group_id = aws_security_group.app.id
  cidr_ipv4         = "0.0.0.0/0" ◄
  ip_protocol       = "-1"
}

resource "aws_security_group_rule" "cache" {
  type              = "ingress"
  security_group_id = aws_security_group.app.id
  from_port         = 6379
  to_port           = 6379
  protocol          = "tcp"
  cidr_blocks       = ["0.0.0.0/0"] ◄
}
`,
      },
    ],
    good: [
      {
        path: 'network.tf',
        text: `resource "aws_security_group" "web" {
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
`,
      },
      {
        path: 'network.tf',
        text: `resource "aws_security_group_rule" "database" {
  type                     = "ingress"
  security_group_id        = aws_security_group.database.id
  source_security_group_id = aws_security_group.app.id
  from_port                = 5432
  to_port                  = 5432
  protocol                 = "tcp"
}

resource "aws_security_group_rule" "office" {
  type              = "ingress"
  security_group_id = aws_security_group.app.id
  from_port         = 22
  to_port           = 22
  protocol          = "tcp"
  cidr_blocks       = var.office_networks
}
`,
      },
    ],
  },
  resources: ingressTypes,
  check: (resource) => findAwsOpen(resource, true),
};

/** What the whole internet reaches through a security group: services that give control or data, or other ports. */
export function* findAwsOpen(resource: Resource, grave: boolean): Iterable<Hit> {
  for (const ingress of ingressesOf(resource)) {
    const source = openTo(sourcesOf(ingress));
    const exposure = source && exposureOf(ingress, judgePorts);
    if (source && exposure?.grave === grave)
      yield {
        message: `The rule opens ${exposure.what} to the whole internet.`,
        span: spanOf(ingress, source),
        severity: exposure.severity,
        scope: resource.address,
        anchor: anchorOf(ingress, source),
      };
  }
}
