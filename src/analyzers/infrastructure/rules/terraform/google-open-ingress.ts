import type { Resource, Section } from '../../formats/terraform-module.js';
import type { TerraformRule } from '../../formats/terraform.js';
import type { Hit } from '../../rule.js';
import { allTraffic, judgePorts, openTo, portRange, worst, type Exposure } from './exposure.js';

export const googleOpenIngress: TerraformRule = {
  id: 'terraform-google-open-ingress',
  title: 'Firewall rule open to the internet',
  severity: 'high',
  confidence: 'high',
  cwe: [284, 668],
  asvs: [],
  languages: ['terraform'],
  description: `An ingress rule allows every address, on the port of a service of administration or of data, or on all
ports. These are probed all the time: one weak password or one unpatched service then gives away the machine behind it.

The severity follows from what listens on the port. Ports of which nothing is known have a rule of their own,
\`terraform-google-open-port\`.`,
  remediation: `Name the address ranges in \`source_ranges\`. Reach machines through Identity-Aware Proxy or a VPN.`,
  references: ['https://cloud.google.com/firewall/docs/firewalls'],
  examples: {
    bad: [
      {
        path: 'network.tf',
        text: `resource "google_compute_firewall" "ssh" {
  network       = google_compute_network.main.name
  source_ranges = ["0.0.0.0/0"] ◄

  allow {
    protocol = "tcp"
    ports    = ["22"]
  }
}
`,
      },
      {
        path: 'network.tf',
        text: `resource "google_compute_firewall" "all" {
  network       = "default"
  direction     = "INGRESS"
  source_ranges = ["0.0.0.0/0"] ◄

  allow {
    protocol = "all"
  }
}
`,
      },
    ],
    good: [
      {
        path: 'network.tf',
        text: `resource "google_compute_firewall" "web" {
  network       = google_compute_network.main.name
  source_ranges = ["0.0.0.0/0"]

  allow {
    protocol = "tcp"
    ports    = ["80", "443"]
  }
  allow {
    protocol = "icmp"
  }
}
`,
      },
      {
        path: 'network.tf',
        text: `resource "google_compute_firewall" "ssh" {
  network       = google_compute_network.main.name
  source_ranges = ["35.235.240.0/20"]

  allow {
    protocol = "tcp"
    ports    = ["22"]
  }
}
`,
      },
    ],
  },
  resources: ['google_compute_firewall'],
  check: (resource) => findGoogleOpen(resource, true),
};

/** What the whole internet reaches through a firewall rule: services that give control or data, or other ports. */
export function* findGoogleOpen(resource: Resource, grave: boolean): Iterable<Hit> {
  const source = openTo([resource.get('source_ranges')]);
  const direction = resource.get('direction');
  if (!source || (direction && direction.text !== 'INGRESS') || resource.get('disabled')?.boolean === true)
    return;
  const exposure = worst(
    resource
      .sections('allow')
      .flatMap(exposuresOf)
      .filter((one) => one.grave === grave),
  );
  if (exposure)
    yield {
      message: `The rule opens ${exposure.what} to the whole internet.`,
      span: source.span,
      severity: exposure.severity,
      scope: resource.address,
      anchor: `${exposure.what} ${source.text ?? ''}`,
    };
}

function exposuresOf(allow: Section): Exposure[] {
  const protocol = allow.get('protocol')?.text?.toLowerCase();
  const ports = allow.get('ports');
  if (protocol === 'all') return [allTraffic];
  if (protocol !== 'tcp' && protocol !== 'udp') return [];
  if (!ports) return [{ severity: 'critical', what: `all ${protocol.toUpperCase()} ports`, grave: true }];
  return (ports.items ?? []).flatMap((port) => {
    const range = portRange(port.text);
    return (range && judgePorts(...range, protocol)) ?? [];
  });
}
