import type { Example } from '../../../../model/rule.js';
import type { Resource } from '../../formats/terraform-module.js';
import type { TerraformRule } from '../../formats/terraform.js';
import type { Hit } from '../../rule.js';
import { weaknesses } from '../resources/setting.js';
import { ingressTypes } from './aws-ingress.js';
import { findAwsOpen } from './aws-open-ingress.js';
import { findAzureOpen } from './azure-open-ingress.js';
import { findGoogleOpen } from './google-open-ingress.js';

interface Cloud {
  readonly id: string;
  readonly what: string;
  readonly remediation: string;
  readonly reference: string;
  readonly resources: readonly string[];
  find(resource: Resource, grave: boolean): Iterable<Hit>;
  /** A rule that opens ports, as `8081` or `8000-8100`, to a source; ` ◄` after the source marks its line, and `start` where the finding begins. */
  file(ports: string, source: string, start: string): string;
}

const awsFile: Cloud['file'] = (ports, source, start) => {
  const [from = '', to = from] = ports.split('-');
  return `resource "aws_security_group" "app" {
  ingress {${start}
    from_port   = ${from}
    to_port     = ${to}
    protocol    = "tcp"
    cidr_blocks = ["${source}"]
  }
}
`;
};

const azureFile: Cloud['file'] = (ports, source, start) => `resource "azurerm_network_security_rule" "app" {
  direction              = "Inbound"
  access                 = "Allow"
  protocol               = "Tcp"
  destination_port_range = "${ports}"${start}
  source_address_prefix  = "${source}"
}
`;

const googleFile: Cloud['file'] = (ports, source, start) => `resource "google_compute_firewall" "app" {
  source_ranges = ["${source}"]${start}
  allow {
    protocol = "tcp"
    ports    = ["${ports}"]
  }
}
`;

/** Ports of which nothing is known, open to everybody: often meant so, so that this can be switched off alone. */
export const openPortRules: readonly TerraformRule[] = [
  openPort({
    id: 'terraform-aws-open-port',
    what: 'Security group',
    remediation:
      'Name the networks or the security groups that need the port, or put a load balancer with TLS in front.',
    reference: 'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    resources: ingressTypes,
    find: findAwsOpen,
    file: awsFile,
  }),
  openPort({
    id: 'terraform-azure-open-port',
    what: 'Network security group',
    remediation: 'Name the address ranges that need the port, or put a gateway with TLS in front.',
    reference: 'https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview',
    resources: ['azurerm_network_security_rule', 'azurerm_network_security_group'],
    find: findAzureOpen,
    file: azureFile,
  }),
  openPort({
    id: 'terraform-google-open-port',
    what: 'Firewall rule',
    remediation: 'Name the address ranges in `source_ranges`, or put a load balancer with TLS in front.',
    reference: 'https://cloud.google.com/firewall/docs/firewalls',
    resources: ['google_compute_firewall'],
    find: findGoogleOpen,
    file: googleFile,
  }),
];

function openPort({ id, what, remediation, reference, resources, find, file }: Cloud): TerraformRule {
  const example = (ports: string, source = '0.0.0.0/0', start = ''): Example => ({
    path: 'network.tf',
    text: file(ports, source, start),
  });
  return {
    id,
    title: `${what} that opens a port to the internet`,
    severity: 'medium',
    confidence: 'high',
    ...weaknesses.access,
    asvs: [],
    languages: ['terraform'],
    description: `Every address reaches a port of which nothing is known but that it is not one of those made for everybody. Whatever listens there, now or later, is probed from the whole internet.

Ports 80 and 443 and the usual tunnels are not reported; more than a thousand ports in a row are high.`,
    remediation,
    references: [reference],
    examples: {
      bad: [example('8081', undefined, ' ◄'), example('8000-8100', undefined, ' ◄')],
      good: [example('443'), example('8081', '10.0.0.0/16')],
    },
    resources,
    check: (resource) => find(resource, false),
  };
}
