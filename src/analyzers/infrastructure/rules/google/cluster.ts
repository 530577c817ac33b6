import { textOf } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, isFalse, isTrue, isOff, isOneOf, isEverywhere } from '../resources/tests.js';

const docs = 'https://cloud.google.com';

export const googleClusterRules: readonly ResourceRule[] = [
  settingRule({
    id: 'google-cluster-api-open',
    title: 'GKE cluster whose API answers to every address',
    severity: 'high',
    weakness: 'exposure',
    description: `The list of networks lets every address in: a leaked token, or a flaw in the API, is then enough to take the cluster over.`,
    remediation: 'Name the networks that need the API in `master_authorized_networks_config`.',
    references: [`${docs}/kubernetes-engine/docs/how-to/authorized-networks`],
    checks: [
      {
        at: { google_container_cluster: 'master_authorized_networks_config.cidr_blocks.cidr_block' },
        bad: isEverywhere,
        says: 'The API of {} answers to every address.',
      },
    ],
    bad: [
      tf(
        'google_container_cluster',
        'master_authorized_networks_config {\n  cidr_blocks {\n    cidr_block = "0.0.0.0/0" ◄\n  }\n}',
      ),
      tf(
        'google_container_cluster',
        'name = "shop"\nmaster_authorized_networks_config {\n  cidr_blocks {\n    cidr_block = "::/0" ◄\n  }\n}',
      ),
    ],
    good: [
      tf(
        'google_container_cluster',
        'master_authorized_networks_config {\n  cidr_blocks {\n    cidr_block = "192.0.2.0/24"\n  }\n}',
      ),
      tf('google_container_cluster', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'google-cluster-public',
    title: 'GKE cluster whose nodes have public addresses',
    severity: 'medium',
    weakness: 'exposure',
    description: `The nodes of the cluster have addresses on the internet, so that a mistake in a firewall rule is all it takes to reach them.`,
    remediation: 'Enable private nodes, and reach services through a load balancer.',
    references: [`${docs}/kubernetes-engine/docs/how-to/private-clusters`],
    checks: [
      {
        at: { google_container_cluster: 'private_cluster_config.enable_private_nodes' },
        bad: isOff,
        when: { enable_autopilot: isOff },
        says: 'The nodes of {} have addresses on the internet.',
        fix: 'true',
      },
    ],
    bad: [
      tf('google_container_cluster', 'private_cluster_config {\n  enable_private_nodes = false ◄\n}'),
      tf('google_container_cluster ◄', 'name = "shop"'),
    ],
    good: [
      tf('google_container_cluster', 'private_cluster_config {\n  enable_private_nodes = true\n}'),
      tf('google_container_cluster', 'private_cluster_config {\n  enable_private_nodes = var.private\n}'),
    ],
  }),
  settingRule({
    id: 'google-cluster-public-endpoint',
    title: 'GKE cluster with a public endpoint',
    severity: 'medium',
    weakness: 'exposure',
    description: `The API of the cluster has an address on the internet, and no list of networks narrows who may use it.`,
    remediation: 'Enable the private endpoint, or name networks in `master_authorized_networks_config`.',
    references: [`${docs}/kubernetes-engine/docs/how-to/private-clusters`],
    checks: [
      {
        at: { google_container_cluster: 'private_cluster_config.enable_private_endpoint' },
        bad: isOff,
        when: { master_authorized_networks_config: isMissing, control_plane_endpoints_config: isMissing },
        says: 'The API of {} answers to every address.',
        fix: 'true',
      },
    ],
    bad: [
      tf(
        'google_container_cluster',
        'private_cluster_config {\n  enable_private_nodes = true\n  enable_private_endpoint = false ◄\n}',
      ),
      tf('google_container_cluster', 'private_cluster_config { ◄\n  enable_private_nodes = true\n}'),
    ],
    good: [
      tf(
        'google_container_cluster',
        'private_cluster_config {\n  enable_private_nodes = true\n  enable_private_endpoint = true\n}',
      ),
      tf(
        'google_container_cluster',
        'private_cluster_config {\n  enable_private_nodes = true\n}\nmaster_authorized_networks_config {}',
      ),
    ],
  }),
  settingRule({
    id: 'google-cluster-legacy-access',
    title: 'GKE cluster with the access control of old',
    severity: 'high',
    weakness: 'access',
    description: `The cluster allows what roles do not say: service accounts may do nearly everything in it.`,
    remediation: 'Set `enable_legacy_abac = false`, and give roles.',
    references: [`${docs}/kubernetes-engine/docs/how-to/hardening-your-cluster`],
    checks: [
      {
        at: { google_container_cluster: 'enable_legacy_abac' },
        bad: isTrue,
        says: '{} allows more than roles say.',
        fix: 'false',
      },
    ],
    bad: [
      tf('google_container_cluster', 'enable_legacy_abac = true ◄'),
      tf('google_container_cluster', 'name = "shop"\nenable_legacy_abac = true ◄'),
    ],
    good: [
      tf('google_container_cluster', 'enable_legacy_abac = false'),
      tf('google_container_cluster', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'google-cluster-static-login',
    title: 'GKE cluster with a client certificate',
    severity: 'medium',
    weakness: 'credential',
    cwe: [522],
    description: `The cluster has a client certificate that lives for years, cannot be taken back, and stands in the state.`,
    remediation: 'Issue no client certificate, and log in with accounts of Google Cloud.',
    references: [`${docs}/kubernetes-engine/docs/how-to/hardening-your-cluster`],
    checks: [
      {
        at: { google_container_cluster: 'master_auth.client_certificate_config.issue_client_certificate' },
        bad: isTrue,
        says: '{} has a client certificate that does not end soon.',
        fix: 'false',
      },
      {
        at: { google_container_cluster: 'master_auth.password' },
        bad: (item) => (textOf(item) ?? '') !== '',
        severity: 'high',
        says: '{} is entered by a password in the file.',
      },
    ],
    bad: [
      tf(
        'google_container_cluster',
        'master_auth {\n  client_certificate_config {\n    issue_client_certificate = true ◄\n  }\n}',
      ),
      tf('google_container_cluster', 'master_auth {\n  username = "ops"\n  password = "shown" ◄\n}'),
    ],
    good: [
      tf(
        'google_container_cluster',
        'master_auth {\n  client_certificate_config {\n    issue_client_certificate = false\n  }\n}',
      ),
      tf('google_container_cluster', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'google-cluster-unwatched',
    title: 'GKE cluster that logs nothing or is not watched',
    severity: 'medium',
    weakness: 'logging',
    description: `Nothing of the cluster is logged or measured, so that an attack is neither seen nor understood afterwards.`,
    remediation: 'Leave logging and monitoring of the cluster on.',
    references: [`${docs}/kubernetes-engine/docs/how-to/hardening-your-cluster`],
    checks: [
      {
        at: { google_container_cluster: 'logging_service' },
        bad: isOneOf('none', 'logging.googleapis.com'),
        says: '{} logs nothing of its workloads.',
        fix: '"logging.googleapis.com/kubernetes"',
      },
      {
        at: { google_container_cluster: 'monitoring_service' },
        bad: isOneOf('none', 'monitoring.googleapis.com'),
        says: '{} is not watched.',
        fix: '"monitoring.googleapis.com/kubernetes"',
      },
    ],
    bad: [
      tf('google_container_cluster', 'logging_service = "none" ◄'),
      tf('google_container_cluster', 'monitoring_service = "none" ◄'),
    ],
    good: [
      tf('google_container_cluster', 'logging_service = "logging.googleapis.com/kubernetes"'),
      tf('google_container_cluster', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'google-cluster-policy-off',
    title: 'GKE cluster without network policies',
    severity: 'low',
    weakness: 'access',
    description: `Every pod of the cluster may talk to every other: one that is taken over reaches all.`,
    remediation: 'Enable network policies, or the data plane that has them built in.',
    references: [`${docs}/kubernetes-engine/docs/how-to/network-policy`],
    checks: [
      {
        at: { google_container_cluster: 'network_policy.enabled' },
        bad: isFalse,
        // That data path keeps policies by itself.
        when: { datapath_provider: (item) => !isOneOf('ADVANCED_DATAPATH')(item) },
        says: 'Every pod of {} may talk to every other.',
        fix: 'true',
      },
    ],
    bad: [
      tf('google_container_cluster', 'network_policy {\n  enabled = false ◄\n}'),
      tf('google_container_cluster', 'name = "shop"\nnetwork_policy {\n  enabled = false ◄\n}'),
    ],
    good: [
      tf('google_container_cluster', 'network_policy {\n  enabled = true\n}'),
      tf('google_container_cluster', 'name = "shop"'),
    ],
  }),
];
