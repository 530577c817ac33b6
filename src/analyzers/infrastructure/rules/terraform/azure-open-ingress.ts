import type { Span } from '../../formats/span.js';
import type { Resource, Section } from '../../formats/terraform-module.js';
import type { TerraformRule } from '../../formats/terraform.js';
import type { Hit } from '../../rule.js';
import { allTraffic, judgePorts, openTo, portRange, worst, type Exposure } from './exposure.js';

export const azureOpenIngress: TerraformRule = {
  id: 'terraform-azure-open-ingress',
  title: 'Network security group open to the internet',
  severity: 'high',
  confidence: 'high',
  cwe: [284, 668],
  asvs: [],
  languages: ['terraform'],
  description: `An inbound rule allows every address, on the port of a service of administration or of data, or on all
ports. These are probed all the time: one weak password or one unpatched service then gives away the machine behind it.

The severity follows from what listens on the port. Ports of which nothing is known have a rule of their own,
\`terraform-azure-open-port\`.`,
  remediation: `Name the address ranges that need the port. Reach machines through Azure Bastion or a VPN.`,
  references: ['https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview'],
  examples: {
    bad: [
      {
        path: 'network.tf',
        text: `resource "azurerm_network_security_rule" "rdp" {
  name                       = "rdp"
  direction                  = "Inbound"
  access                     = "Allow"
  protocol                   = "Tcp"
  source_port_range          = "*"
  destination_port_range     = "3389" ◄
  source_address_prefix      = "*"
  destination_address_prefix = "*"
}
`,
      },
      {
        path: 'network.tf',
        text: `resource "azurerm_network_security_group" "data" {
  security_rule {
    direction               = "Inbound"
    access                  = "Allow"
    protocol                = "Tcp"
    destination_port_ranges = ["443", "1433"] ◄
    source_address_prefix   = "Internet"
  }
}
`,
      },
    ],
    good: [
      {
        path: 'network.tf',
        text: `resource "azurerm_network_security_rule" "web" {
  direction              = "Inbound"
  access                 = "Allow"
  protocol               = "Tcp"
  destination_port_range = "443"
  source_address_prefix  = "*"
}
`,
      },
      {
        path: 'network.tf',
        text: `resource "azurerm_network_security_group" "data" {
  security_rule {
    direction              = "Inbound"
    access                 = "Deny"
    protocol               = "*"
    destination_port_range = "*"
    source_address_prefix  = "*"
  }
  security_rule {
    direction              = "Inbound"
    access                 = "Allow"
    protocol               = "Tcp"
    destination_port_range = "1433"
    source_address_prefix  = "10.20.0.0/16"
  }
}
`,
      },
    ],
  },
  resources: ['azurerm_network_security_rule', 'azurerm_network_security_group'],
  check: (resource) => findAzureOpen(resource, true),
};

/** What the whole internet reaches through a security group: services that give control or data, or other ports. */
export function* findAzureOpen(resource: Resource, grave: boolean): Iterable<Hit> {
  const rules =
    resource.type === 'azurerm_network_security_rule' ? [resource] : resource.sections('security_rule');
  for (const rule of rules) {
    const source = openTo(
      [rule.get('source_address_prefix'), rule.get('source_address_prefixes')],
      everywhere,
    );
    const exposures = source && isInboundAllow(rule) ? exposuresOf(rule) : [];
    const exposure = worst(exposures.filter((one) => one.grave === grave));
    if (source && exposure)
      yield {
        message: `The rule opens ${exposure.what} to the whole internet.`,
        span: spanOf(rule, source.span),
        severity: exposure.severity,
        scope: resource.address,
        anchor: `${exposure.what} ${source.text ?? ''}`,
      };
  }
}

/** Azure takes names, and any network of no bits, whatever stands before it. */
const everywhere = /\/0$|^(?:\*|internet|any)$/i;

function isInboundAllow(rule: Section): boolean {
  const is = (name: string, value: string): boolean => rule.get(name)?.text?.toLowerCase() === value;
  return is('direction', 'inbound') && is('access', 'allow') && !is('protocol', 'icmp');
}

/** From the first of the ports and the source to the last: together they are the flaw. */
function spanOf(rule: Section, source: Span): Span {
  const ports = ['destination_port_range', 'destination_port_ranges'].flatMap(
    (name) => rule.get(name)?.span ?? [],
  );
  return {
    start: Math.min(source.start, ...ports.map(({ start }) => start)),
    end: Math.max(source.end, ...ports.map(({ end }) => end)),
  };
}

function exposuresOf(rule: Section): Exposure[] {
  const single = rule.get('destination_port_range');
  const ports = [...(single ? [single] : []), ...(rule.get('destination_port_ranges')?.items ?? [])];
  if (ports.some((port) => port.text === '*')) return [allTraffic];
  // A text may hold several, parted by commas.
  const texts = ports.flatMap((port) => port.text?.split(',') ?? []);
  return texts.flatMap((port) => {
    const range = portRange(port);
    return (range && judgePorts(...range, rule.get('protocol')?.text ?? '')) ?? [];
  });
}
