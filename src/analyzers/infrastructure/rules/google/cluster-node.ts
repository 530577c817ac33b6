import type { ResourceRule } from '../../resource-rule.js';
import { tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isFalse, isOneOf, isTrue } from '../resources/tests.js';

const docs = 'https://cloud.google.com/kubernetes-engine/docs';
/** A setting of nodes, in a pool or with the cluster. */
const nodes = (path: string): Record<string, string> => ({
  google_container_cluster: `node_config.${path}`,
  google_container_node_pool: `node_config.${path}`,
});
const pools = (path: string): Record<string, string> => ({
  google_container_cluster: `node_pool.node_config.${path}`,
});

/** What pods get from the machine below them, and what the cluster checks of it. */
export const googleClusterNodeRules: readonly ResourceRule[] = [
  settingRule({
    id: 'google-nodes-metadata-open',
    title: 'Nodes of GKE that hand their token to pods',
    severity: 'medium',
    weakness: 'privilege',
    cwe: [522],
    description: `Each pod may ask the metadata of its node for the token of the node: whoever takes over one pod acts as the machine.`,
    remediation: 'Use Workload Identity with `mode = "GKE_METADATA"`, and leave the endpoints of old off.',
    references: [`${docs}/how-to/protecting-cluster-metadata`, `${docs}/how-to/workload-identity`],
    checks: [
      ...[nodes, pools].flatMap((where) => [
        {
          at: where('workload_metadata_config.mode'),
          bad: isOneOf('GCE_METADATA', 'MODE_UNSPECIFIED'),
          says: 'Pods of {} get the token of their node.',
          fix: '"GKE_METADATA"',
        },
        {
          at: where('workload_metadata_config.node_metadata'),
          bad: isOneOf('EXPOSE', 'UNSPECIFIED'),
          says: 'Pods of {} get the token of their node.',
        },
        {
          at: where('metadata.disable-legacy-endpoints'),
          bad: isFalse,
          says: 'Pods of {} get the token of their node by one request without a header.',
          fix: '"true"',
        },
      ]),
    ],
    bad: [
      tf(
        'google_container_node_pool',
        'node_config {\n  workload_metadata_config {\n    mode = "GCE_METADATA" ◄\n  }\n}',
      ),
      tf(
        'google_container_cluster',
        'node_config {\n  metadata = {\n    disable-legacy-endpoints = "false" ◄\n  }\n}',
      ),
    ],
    good: [
      tf(
        'google_container_node_pool',
        'node_config {\n  workload_metadata_config {\n    mode = "GKE_METADATA"\n  }\n}',
      ),
      tf('google_container_node_pool', 'name = "workers"'),
    ],
  }),
  settingRule({
    id: 'google-nodes-unshielded',
    title: 'Nodes of GKE that do not show what they are',
    severity: 'medium',
    weakness: 'integrity',
    description: `A machine that has the first token of a node may pass itself off as one, and what is changed in the boot of a node is not seen.`,
    remediation: 'Leave `enable_shielded_nodes` on, and switch secure boot on.',
    references: [`${docs}/how-to/shielded-gke-nodes`],
    checks: [
      {
        at: { google_container_cluster: 'enable_shielded_nodes' },
        bad: isFalse,
        says: 'Nodes of {} do not show what they are.',
        fix: 'true',
      },
      {
        at: nodes('shielded_instance_config.enable_secure_boot'),
        bad: isFalse,
        severity: 'low',
        says: 'Nodes of {} start whatever is on their disk.',
        fix: 'true',
      },
    ],
    bad: [
      tf('google_container_cluster', 'enable_shielded_nodes = false ◄'),
      tf(
        'google_container_node_pool',
        'node_config {\n  shielded_instance_config {\n    enable_secure_boot = false ◄\n  }\n}',
      ),
    ],
    good: [
      tf('google_container_cluster', 'enable_shielded_nodes = true'),
      tf('google_container_cluster', 'name = "shop"'),
    ],
  }),
  settingRule({
    id: 'google-nodes-kubelet-open',
    title: 'Nodes of GKE with the port that needs no login',
    severity: 'medium',
    weakness: 'authentication',
    description: `The kubelet tells whoever reaches the port what runs on the node, with names, images and environments of pods.`,
    remediation: 'Set `insecure_kubelet_readonly_port_enabled = "FALSE"` for the cluster and its pools.',
    references: [`${docs}/how-to/disable-kubelet-readonly-port`],
    checks: [
      {
        at: nodes('kubelet_config.insecure_kubelet_readonly_port_enabled'),
        bad: isTrue,
        says: 'Kubelets of {} answer without a login.',
        fix: '"FALSE"',
      },
      {
        at: {
          google_container_cluster:
            'node_pool_defaults.node_config_defaults.insecure_kubelet_readonly_port_enabled',
        },
        bad: isTrue,
        says: 'Kubelets of {} answer without a login.',
        fix: '"FALSE"',
      },
    ],
    bad: [
      tf(
        'google_container_node_pool',
        'node_config {\n  kubelet_config {\n    insecure_kubelet_readonly_port_enabled = "TRUE" ◄\n  }\n}',
      ),
      tf(
        'google_container_cluster',
        'node_pool_defaults {\n  node_config_defaults {\n    insecure_kubelet_readonly_port_enabled = "TRUE" ◄\n  }\n}',
      ),
    ],
    good: [
      tf(
        'google_container_node_pool',
        'node_config {\n  kubelet_config {\n    insecure_kubelet_readonly_port_enabled = "FALSE"\n  }\n}',
      ),
      tf('google_container_node_pool', 'name = "workers"'),
    ],
  }),
  settingRule({
    id: 'google-cluster-checks-off',
    title: 'GKE cluster whose checks are switched off',
    severity: 'low',
    confidence: 'medium',
    weakness: 'protection',
    description: `A check that the cluster has is switched off: of where images come from, or of the encryption of secrets in its store.`,
    remediation: 'Enforce Binary Authorization, and encrypt secrets with a key of Cloud KMS.',
    references: [`${docs}/how-to/encrypting-secrets`, 'https://cloud.google.com/binary-authorization/docs'],
    checks: [
      {
        at: { google_container_cluster: 'binary_authorization.evaluation_mode' },
        bad: isOneOf('DISABLED'),
        says: '{} runs images from anywhere.',
        fix: '"PROJECT_SINGLETON_POLICY_ENFORCE"',
      },
      {
        at: { google_container_cluster: 'enable_binary_authorization' },
        bad: isFalse,
        says: '{} runs images from anywhere.',
        fix: 'true',
      },
      {
        at: { google_container_cluster: 'database_encryption.state' },
        bad: isOneOf('DECRYPTED'),
        says: 'Secrets of {} have no encryption of their own.',
      },
    ],
    bad: [
      tf('google_container_cluster', 'binary_authorization {\n  evaluation_mode = "DISABLED" ◄\n}'),
      tf('google_container_cluster', 'enable_binary_authorization = false ◄'),
    ],
    good: [
      tf(
        'google_container_cluster',
        'binary_authorization {\n  evaluation_mode = "PROJECT_SINGLETON_POLICY_ENFORCE"\n}',
      ),
      tf('google_container_cluster', 'name = "shop"'),
    ],
  }),
];
