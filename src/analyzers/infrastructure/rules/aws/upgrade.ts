import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isFalse, isOff, isOneOf, matches } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

export const awsUpgradeRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-upgrades-off',
    title: 'Service that takes no security updates by itself',
    severity: 'low',
    weakness: 'integrity',
    cwe: [1104],
    description: `Minor versions bring the security updates of the engine. Where they are not taken by themselves, known flaws stay open until somebody thinks of them.`,
    remediation: 'Let minor versions be taken in the maintenance window.',
    references: [
      `${hub}/rds-controls.html#rds-13`,
      `${hub}/elasticache-controls.html#elasticache-2`,
      `${hub}/mq-controls.html#mq-3`,
      `${hub}/dms-controls.html#dms-6`,
      `${hub}/redshift-controls.html#redshift-6`,
    ],
    checks: [
      {
        at: {
          aws_db_instance: 'auto_minor_version_upgrade',
          aws_rds_cluster_instance: 'auto_minor_version_upgrade',
          aws_docdb_cluster_instance: 'auto_minor_version_upgrade',
          aws_neptune_cluster_instance: 'auto_minor_version_upgrade',
          aws_elasticache_cluster: 'auto_minor_version_upgrade',
          aws_elasticache_replication_group: 'auto_minor_version_upgrade',
          aws_memorydb_cluster: 'auto_minor_version_upgrade',
          aws_redshift_cluster: 'allow_version_upgrade',
          'AWS::RDS::DBInstance': 'AutoMinorVersionUpgrade',
          'AWS::RDS::DBCluster': 'AutoMinorVersionUpgrade',
          'AWS::DocDB::DBInstance': 'AutoMinorVersionUpgrade',
          'AWS::Neptune::DBInstance': 'AutoMinorVersionUpgrade',
          'AWS::ElastiCache::CacheCluster': 'AutoMinorVersionUpgrade',
          'AWS::ElastiCache::ReplicationGroup': 'AutoMinorVersionUpgrade',
          'AWS::MemoryDB::Cluster': 'AutoMinorVersionUpgrade',
          'AWS::Redshift::Cluster': 'AllowVersionUpgrade',
          'AWS::AmazonMQ::Broker': 'AutoMinorVersionUpgrade',
          'AWS::DMS::ReplicationInstance': 'AutoMinorVersionUpgrade',
        },
        bad: isFalse,
        says: '{} takes no security updates by itself.',
        fix: 'true',
      },
      {
        // Of these it is off where nothing is said.
        at: {
          aws_mq_broker: 'auto_minor_version_upgrade',
          aws_dms_replication_instance: 'auto_minor_version_upgrade',
        },
        bad: isOff,
        says: '{} takes no security updates by itself.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_mq_broker ◄', 'engine_type = "RabbitMQ"'),
      cfn('AWS::RDS::DBInstance', 'AutoMinorVersionUpgrade: false ◄'),
    ],
    good: [
      tf('aws_db_instance', 'engine = "postgres"'),
      cfn('AWS::RDS::DBInstance', 'AutoMinorVersionUpgrade: true'),
    ],
  }),
  settingRule({
    id: 'aws-cluster-version-ended',
    title: 'EKS cluster on a version without support',
    severity: 'medium',
    weakness: 'integrity',
    cwe: [1104],
    description: `The version of Kubernetes gets no more security updates, neither from its project nor from AWS.`,
    remediation: 'Upgrade the cluster, one minor version after the other, to one that is supported.',
    references: [
      `${hub}/eks-controls.html#eks-2`,
      'https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html',
    ],
    checks: [
      {
        at: { aws_eks_cluster: 'version', 'AWS::EKS::Cluster': 'Version' },
        bad: matches(/^1\.(?:\d|1\d|2[0-8])$/),
        says: 'The version of {} gets no security updates.',
      },
    ],
    bad: [
      tf('aws_eks_cluster', 'version = "1.21" ◄\nvpc_config {\n  endpoint_public_access = false\n}'),
      cfn('AWS::EKS::Cluster', "Version: '1.24' ◄\nResourcesVpcConfig:\n  EndpointPublicAccess: false"),
    ],
    good: [
      tf('aws_eks_cluster', 'version = "1.33"\nvpc_config {\n  endpoint_public_access = false\n}'),
      cfn('AWS::EKS::Cluster', "Version: '1.34'\nResourcesVpcConfig:\n  EndpointPublicAccess: false"),
    ],
  }),
  settingRule({
    id: 'aws-ledger-permission-broad',
    title: 'Ledger whose permissions are not told apart',
    severity: 'medium',
    weakness: 'permission',
    description: `With \`ALLOW_ALL\` whoever may reach the ledger may do everything with all of its tables.`,
    remediation: 'Set the mode of permissions to `STANDARD`, and name tables and commands in policies.',
    references: ['https://docs.aws.amazon.com/qldb/latest/developerguide/getting-started-standard-mode.html'],
    checks: [
      {
        at: { aws_qldb_ledger: 'permissions_mode', 'AWS::QLDB::Ledger': 'PermissionsMode' },
        bad: isOneOf('ALLOW_ALL'),
        says: 'Whoever reaches {} may do everything with its tables.',
      },
    ],
    bad: [
      tf('aws_qldb_ledger', 'permissions_mode = "ALLOW_ALL" ◄'),
      cfn('AWS::QLDB::Ledger', 'PermissionsMode: ALLOW_ALL ◄'),
    ],
    good: [
      tf('aws_qldb_ledger', 'permissions_mode = "STANDARD"'),
      cfn('AWS::QLDB::Ledger', 'PermissionsMode: STANDARD'),
    ],
  }),
];
