import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule, type Check } from '../resources/setting.js';
import { isMissing, isPresent, isTrue, isOn, isOneOf, isEverywhere, type Test } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

/** A list of networks that leaves some of the internet out; one that does not is told of as such. */
const isNarrow: Test = (item) => isPresent(item) && !isEverywhere(item);

/** The endpoint is on, or not mentioned, and no list narrows it: told where the reader would change it. */
function reachable(type: string, endpoint: string, networks: string): Check[] {
  const says = 'The API of {} answers to every address.';
  return [
    { at: { [type]: networks }, bad: isEverywhere, when: { [endpoint]: isOn }, says },
    { at: { [type]: networks }, bad: isMissing, when: { [endpoint]: isMissing }, says },
    { at: { [type]: endpoint }, bad: isTrue, when: { [networks]: isMissing }, says, fix: 'false' },
  ];
}

export const awsClusterRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-cluster-reachable',
    title: 'EKS cluster that the internet reaches',
    severity: 'medium',
    weakness: 'exposure',
    description: `The API of the cluster answers to every address. A leaked token, or a flaw in the API, is then enough to take the cluster over.`,
    remediation: 'Switch the public endpoint off, or name the networks that may reach it.',
    references: [
      `${hub}/eks-controls.html#eks-1`,
      'https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html',
    ],
    checks: [
      ...reachable('aws_eks_cluster', 'vpc_config.endpoint_public_access', 'vpc_config.public_access_cidrs'),
      ...reachable(
        'AWS::EKS::Cluster',
        'ResourcesVpcConfig.EndpointPublicAccess',
        'ResourcesVpcConfig.PublicAccessCidrs',
      ),
    ],
    bad: [
      tf('aws_eks_cluster', 'vpc_config { ◄\n  subnet_ids = var.subnets\n}'),
      cfn('AWS::EKS::Cluster', "ResourcesVpcConfig:\n  PublicAccessCidrs: ['0.0.0.0/0'] ◄"),
    ],
    good: [
      tf('aws_eks_cluster', 'vpc_config {\n  endpoint_public_access = false\n}'),
      tf('aws_eks_cluster', 'vpc_config {\n  public_access_cidrs = ["192.0.2.0/24"]\n}'),
    ],
  }),
  settingRule({
    id: 'aws-cluster-public-endpoint',
    title: 'EKS cluster with a public endpoint',
    severity: 'low',
    weakness: 'exposure',
    description: `The API of the cluster has an address on the internet. A list of networks narrows who may use it, and is then all that does.`,
    remediation: 'Set `endpoint_public_access = false` and `endpoint_private_access = true`.',
    references: [`${hub}/eks-controls.html#eks-1`],
    checks: [
      {
        at: { aws_eks_cluster: 'vpc_config.endpoint_public_access' },
        bad: isTrue,
        when: { 'vpc_config.public_access_cidrs': isNarrow },
        says: 'The API of {} has an address on the internet.',
        fix: 'false',
      },
      {
        at: { 'AWS::EKS::Cluster': 'ResourcesVpcConfig.EndpointPublicAccess' },
        bad: isTrue,
        when: { 'ResourcesVpcConfig.PublicAccessCidrs': isNarrow },
        says: 'The API of {} has an address on the internet.',
        fix: 'false',
      },
    ],
    bad: [
      tf(
        'aws_eks_cluster',
        'vpc_config {\n  endpoint_public_access = true ◄\n  public_access_cidrs = ["192.0.2.0/24"]\n}',
      ),
      cfn(
        'AWS::EKS::Cluster',
        'ResourcesVpcConfig:\n  EndpointPublicAccess: true ◄\n  PublicAccessCidrs: [192.0.2.0/24]',
      ),
    ],
    good: [
      tf('aws_eks_cluster', 'vpc_config {\n  endpoint_public_access = false\n}'),
      cfn('AWS::EKS::Cluster', 'ResourcesVpcConfig:\n  EndpointPublicAccess: false'),
    ],
  }),
  settingRule({
    id: 'aws-node-group-open',
    title: 'Nodes of EKS that every address may try to log in to',
    severity: 'high',
    weakness: 'exposure',
    description: `A key for remote access is named, but no security group, so that the port of SSH is open to the internet on every node.`,
    remediation: 'Name the security groups that may log in, or remove remote access and use Session Manager.',
    references: ['https://docs.aws.amazon.com/eks/latest/APIReference/API_RemoteAccessConfig.html'],
    checks: [
      {
        at: { aws_eks_node_group: 'remote_access.source_security_group_ids' },
        bad: isMissing,
        when: { 'remote_access.ec2_ssh_key': isPresent },
        says: 'Every address may try to log in to the nodes of {}.',
      },
      {
        at: { 'AWS::EKS::Nodegroup': 'RemoteAccess.SourceSecurityGroups' },
        bad: isMissing,
        when: { 'RemoteAccess.Ec2SshKey': isPresent },
        says: 'Every address may try to log in to the nodes of {}.',
      },
    ],
    bad: [
      tf('aws_eks_node_group', 'remote_access { ◄\n  ec2_ssh_key = "operators"\n}'),
      cfn('AWS::EKS::Nodegroup', 'RemoteAccess: ◄\n  Ec2SshKey: operators'),
    ],
    good: [
      tf(
        'aws_eks_node_group',
        'remote_access {\n  ec2_ssh_key = "operators"\n  source_security_group_ids = ["sg-1"]\n}',
      ),
      cfn('AWS::EKS::Nodegroup', 'NodegroupName: workers'),
    ],
  }),
  settingRule({
    id: 'aws-cluster-logging-off',
    title: 'EKS cluster without audit log',
    severity: 'low',
    weakness: 'logging',
    description: `Nobody can tell afterwards who asked what of the cluster, or with whose token it was asked.`,
    remediation: 'Enable at least the `audit`, `api` and `authenticator` logs.',
    references: [`${hub}/eks-controls.html#eks-8`],
    checks: [
      {
        at: { aws_eks_cluster: 'enabled_cluster_log_types' },
        bad: (item) =>
          item?.items !== undefined && !item.items.some((part) => !part.known || part.scalar === 'audit'),
        says: 'No audit log of {} is kept.',
      },
      {
        at: { 'AWS::EKS::Cluster': 'Logging.ClusterLogging.EnabledTypes' },
        bad: (item) =>
          item?.items !== undefined &&
          !item.items.some((part) => !part.known || isOneOf('audit')(part.get('Type'))),
        says: 'No audit log of {} is kept.',
      },
      {
        at: { aws_eks_cluster: 'enabled_cluster_log_types', 'AWS::EKS::Cluster': 'Logging' },
        bad: isMissing,
        mayBeSeenTo: true,
        says: 'No audit log of {} is kept.',
      },
    ],
    bad: [
      tf('aws_eks_cluster', 'enabled_cluster_log_types = ["scheduler"] ◄'),
      tf('aws_eks_cluster ◄', 'name = "shop"'),
      cfn('AWS::EKS::Cluster', 'Logging:\n  ClusterLogging:\n    EnabledTypes: ◄\n      - Type: scheduler'),
    ],
    good: [
      tf('aws_eks_cluster', 'enabled_cluster_log_types = ["api", "audit"]'),
      cfn('AWS::EKS::Cluster', 'Logging:\n  ClusterLogging:\n    EnabledTypes:\n      - Type: audit'),
    ],
  }),
  settingRule({
    id: 'aws-cluster-secrets-unencrypted',
    title: 'EKS cluster that keeps secrets without a key of your own',
    severity: 'low',
    weakness: 'encryption',
    description: `The secrets of the cluster are kept without a second layer of encryption by a key that you govern.`,
    remediation: 'Add an encryption configuration for `secrets` with a key in KMS.',
    references: [`${hub}/eks-controls.html#eks-3`],
    checks: [
      {
        at: { aws_eks_cluster: 'encryption_config', 'AWS::EKS::Cluster': 'EncryptionConfig' },
        bad: isMissing,
        mayBeSeenTo: true,
        says: 'The secrets of {} have no key of yours.',
      },
    ],
    bad: [tf('aws_eks_cluster ◄', 'name = "shop"'), cfn('AWS::EKS::Cluster ◄', 'Name: shop')],
    good: [
      tf('aws_eks_cluster', 'encryption_config {\n  resources = ["secrets"]\n}'),
      cfn('AWS::EKS::Cluster', 'EncryptionConfig:\n  - Resources: [secrets]'),
    ],
  }),
];
