import type { ResourceRule } from '../../resource-rule.js';
import { tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, isPresent, isFalse, isOff, either, isOneOf } from '../resources/tests.js';

const docs = 'https://cloud.google.com';

export const googleNodeRules: readonly ResourceRule[] = [
  settingRule({
    id: 'google-dataproc-public',
    title: 'Dataproc cluster with public addresses',
    severity: 'medium',
    weakness: 'exposure',
    description: `The machines of the cluster have addresses on the internet, with interfaces that run whatever they are sent.`,
    remediation: 'Set `internal_ip_only = true` for the cluster.',
    references: [`${docs}/dataproc/docs/concepts/configuring-clusters/network`],
    checks: [
      {
        at: { google_dataproc_cluster: 'cluster_config.gce_cluster_config.internal_ip_only' },
        bad: isOff,
        says: 'The machines of {} have addresses on the internet.',
        fix: 'true',
      },
    ],
    bad: [
      tf(
        'google_dataproc_cluster',
        'cluster_config {\n  gce_cluster_config {\n    internal_ip_only = false ◄\n  }\n}',
      ),
      tf('google_dataproc_cluster ◄', 'name = "reports"'),
    ],
    good: [
      tf(
        'google_dataproc_cluster',
        'cluster_config {\n  gce_cluster_config {\n    internal_ip_only = true\n  }\n}',
      ),
      tf(
        'google_dataproc_cluster',
        'cluster_config {\n  gce_cluster_config {\n    internal_ip_only = var.internal\n  }\n}',
      ),
    ],
  }),
  settingRule({
    id: 'google-nodes-not-upgraded',
    title: 'Nodes of GKE that are not upgraded',
    severity: 'medium',
    weakness: 'integrity',
    cwe: [1104],
    description: `Flaws in the system of the nodes stay open, because nobody upgrades them when their versions run out.`,
    remediation: 'Set `auto_upgrade = true` for the nodes.',
    references: [`${docs}/kubernetes-engine/docs/how-to/node-auto-upgrades`],
    checks: [
      {
        at: {
          google_container_node_pool: 'management.auto_upgrade',
          google_container_cluster: 'node_pool.management.auto_upgrade',
        },
        bad: isFalse,
        says: 'The nodes of {} are not upgraded.',
        fix: 'true',
      },
    ],
    bad: [
      tf('google_container_node_pool', 'management {\n  auto_upgrade = false ◄\n}'),
      tf('google_container_cluster', 'node_pool {\n  management {\n    auto_upgrade = false ◄\n  }\n}'),
    ],
    good: [
      tf('google_container_node_pool', 'management {\n  auto_upgrade = true\n}'),
      tf('google_container_node_pool', 'name = "workers"'),
    ],
  }),
  settingRule({
    id: 'google-nodes-not-repaired',
    title: 'Nodes of GKE that are not repaired',
    severity: 'low',
    weakness: 'recovery',
    description: `Nodes that break, or are broken by somebody, stay in the cluster until somebody looks at them.`,
    remediation: 'Set `auto_repair = true` for the nodes of the pool.',
    references: [`${docs}/kubernetes-engine/docs/how-to/node-auto-repair`],
    checks: [
      {
        at: {
          google_container_node_pool: 'management.auto_repair',
          google_container_cluster: 'node_pool.management.auto_repair',
        },
        bad: isFalse,
        says: 'Broken nodes of {} are not replaced.',
        fix: 'true',
      },
    ],
    bad: [
      tf('google_container_node_pool', 'management {\n  auto_repair = false ◄\n}'),
      tf('google_container_cluster', 'node_pool {\n  management {\n    auto_repair = false ◄\n  }\n}'),
    ],
    good: [
      tf('google_container_node_pool', 'management {\n  auto_repair = true\n}'),
      tf('google_container_node_pool', 'name = "workers"'),
    ],
  }),
  settingRule({
    id: 'google-nodes-default-account',
    title: 'Nodes of GKE that run as the default account',
    severity: 'medium',
    weakness: 'privilege',
    description: `The default account of the project may mostly change everything in it: whoever takes over a pod gets its token from the metadata.`,
    remediation: 'Give the nodes an account of their own with the roles of a node.',
    references: [`${docs}/kubernetes-engine/docs/how-to/hardening-your-cluster#use_least_privilege_sa`],
    checks: [
      {
        at: {
          google_container_node_pool: 'node_config.service_account',
          google_container_cluster: 'node_config.service_account',
        },
        bad: either(isMissing, isOneOf('default')),
        when: { node_config: isPresent },
        says: 'The nodes of {} run as the default account of the project.',
      },
    ],
    bad: [
      tf('google_container_node_pool', 'node_config { ◄\n  machine_type = "e2-small"\n}'),
      tf('google_container_cluster', 'node_config {\n  service_account = "default" ◄\n}'),
    ],
    good: [
      tf(
        'google_container_node_pool',
        'node_config {\n  service_account = google_service_account.nodes.email\n}',
      ),
      tf('google_container_node_pool', 'name = "workers"'),
    ],
  }),
];
