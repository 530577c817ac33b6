import { listOf } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isFalse, isMissing, isOff, isOneOf, type Test } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

/** Its parameters are all known by name, so that one that is not there has its default: `require_ssl` is then off. */
const isKnownList: Test = (item) => listOf(item).every((part) => part.known);

export const awsWarehouseRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-redshift-unencrypted',
    title: 'Redshift cluster without encryption',
    severity: 'high',
    weakness: 'encryption',
    description: `The tables of the warehouse and its snapshots are written in the clear. Whoever gets hold of a snapshot reads all of it.`,
    remediation: 'Set the encryption of the cluster, with a key of your own in KMS.',
    references: [
      `${hub}/redshift-controls.html#redshift-10`,
      'https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-db-encryption.html',
    ],
    checks: [
      {
        at: { aws_redshift_cluster: 'encrypted', 'AWS::Redshift::Cluster': 'Encrypted' },
        // Left out it is on: https://docs.aws.amazon.com/redshift/latest/APIReference/API_CreateCluster.html
        bad: isFalse,
        says: 'The storage of {} is not encrypted.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_redshift_cluster', 'encrypted = false ◄'),
      cfn('AWS::Redshift::Cluster', 'ClusterType: single-node\nEncrypted: false ◄'),
    ],
    good: [
      tf('aws_redshift_cluster', 'encrypted = true'),
      cfn('AWS::Redshift::Cluster', 'ClusterType: single-node'),
    ],
  }),
  settingRule({
    id: 'aws-redshift-logging-off',
    title: 'Redshift cluster whose audit log is off',
    severity: 'low',
    weakness: 'logging',
    description: `Logins and queries are not logged, so that nobody can tell who read what in the warehouse.`,
    remediation: 'Enable the audit log, to CloudWatch or a bucket of its own.',
    references: [`${hub}/redshift-controls.html#redshift-4`],
    checks: [
      {
        at: { aws_redshift_cluster: 'logging.enable' },
        bad: isFalse,
        says: 'No log of {} is kept.',
        fix: 'true',
      },
      {
        at: { aws_redshift_cluster: 'logging' },
        bad: isMissing,
        unless: { aws_redshift_logging: 'cluster_identifier' },
        mayBeSeenTo: true,
        says: 'No log of {} is kept.',
      },
      {
        at: { 'AWS::Redshift::Cluster': 'LoggingProperties' },
        bad: isMissing,
        mayBeSeenTo: true,
        says: 'No log of {} is kept.',
      },
    ],
    bad: [
      tf('aws_redshift_cluster', 'encrypted = true\nlogging {\n  enable = false ◄\n}'),
      tf('aws_redshift_cluster', 'logging {\n  bucket_name = "logs"\n  enable = false ◄\n}'),
      cfn('AWS::Redshift::Cluster ◄', 'Encrypted: true'),
    ],
    good: [
      tf('aws_redshift_cluster', 'logging {\n  enable = true\n}'),
      cfn('AWS::Redshift::Cluster', 'LoggingProperties:\n  BucketName: logs'),
    ],
  }),
  settingRule({
    id: 'aws-redshift-plaintext',
    title: 'Redshift cluster that takes connections without TLS',
    severity: 'medium',
    weakness: 'transport',
    description: `Clients may connect in the clear: whoever is on the way reads passwords, queries and their results.`,
    remediation: 'Set the parameter `require_ssl` to `true`.',
    references: [`${hub}/redshift-controls.html#redshift-2`],
    checks: [
      {
        at: { aws_redshift_parameter_group: 'parameter' },
        bad: (item) =>
          isKnownList(item) &&
          !listOf(item).some(
            (part) => isOneOf('require_ssl')(part.get('name')) && !isFalse(part.get('value')),
          ),
        says: '{} lets clients connect in the clear.',
      },
      {
        at: { 'AWS::Redshift::ClusterParameterGroup': 'Parameters' },
        bad: (item) =>
          isKnownList(item) &&
          !listOf(item).some(
            (part) =>
              isOneOf('require_ssl')(part.get('ParameterName')) && !isFalse(part.get('ParameterValue')),
          ),
        says: '{} lets clients connect in the clear.',
      },
    ],
    bad: [
      tf('aws_redshift_parameter_group', 'parameter { ◄\n  name = "require_ssl"\n  value = "false"\n}'),
      cfn(
        'AWS::Redshift::ClusterParameterGroup',
        'Parameters: ◄\n  - ParameterName: require_ssl\n    ParameterValue: "false"',
      ),
    ],
    good: [
      tf('aws_redshift_parameter_group', 'parameter {\n  name = "require_ssl"\n  value = "true"\n}'),
      cfn(
        'AWS::Redshift::ClusterParameterGroup',
        'Parameters:\n  - ParameterName: require_ssl\n    ParameterValue: !Ref Tls',
      ),
    ],
  }),
  settingRule({
    id: 'aws-redshift-user-default',
    title: 'Redshift cluster with the default name of the master user',
    severity: 'low',
    weakness: 'authentication',
    cwe: [1392],
    description: `The name of the user with all rights is the one that everybody tries first, so that only the password is left to guess.`,
    remediation: 'Choose a name of your own; the cluster has to be made anew for it.',
    references: [`${hub}/redshift-controls.html#redshift-8`],
    checks: [
      {
        at: {
          aws_redshift_cluster: 'master_username',
          'AWS::Redshift::Cluster': 'MasterUsername',
        },
        bad: isOneOf('awsuser', 'admin', 'root'),
        says: 'The master user of {} has a name that everybody tries.',
      },
    ],
    bad: [
      tf('aws_redshift_cluster', 'encrypted = true\nmaster_username = "awsuser" ◄'),
      cfn('AWS::Redshift::Cluster', 'MasterUsername: awsuser ◄'),
    ],
    good: [
      tf('aws_redshift_cluster', 'master_username = "warehouse_owner"'),
      cfn('AWS::Redshift::Cluster', 'MasterUsername: !Ref Owner'),
    ],
  }),
  settingRule({
    id: 'aws-redshift-routing-open',
    title: 'Redshift cluster that moves data past the network',
    severity: 'low',
    weakness: 'exposure',
    description: `Copies between the cluster and buckets go over the internet, where no endpoint policy or flow log of your network sees them.`,
    remediation: 'Set `enhanced_vpc_routing = true` for the cluster.',
    references: [`${hub}/redshift-controls.html#redshift-7`],
    checks: [
      {
        at: { aws_redshift_cluster: 'enhanced_vpc_routing', 'AWS::Redshift::Cluster': 'EnhancedVpcRouting' },
        bad: isOff,
        mayBeSeenTo: true,
        says: '{} moves data past your network.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_redshift_cluster', 'enhanced_vpc_routing = false ◄'),
      cfn('AWS::Redshift::Cluster ◄', 'Encrypted: true'),
    ],
    good: [
      tf('aws_redshift_cluster', 'enhanced_vpc_routing = true'),
      cfn('AWS::Redshift::Cluster', 'EnhancedVpcRouting: true'),
    ],
  }),
];
