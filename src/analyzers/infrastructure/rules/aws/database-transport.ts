import { listOf } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { inPart, settingRule, type Check } from '../resources/setting.js';
import { either, isMissing, isOff, isOneOf, type Test } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';
const isNo = isOneOf('0', 'false', 'off', 'disabled');
/** Parameters that make a database ask for TLS, by engine. */
const tlsNames = ['rds.force_ssl', 'require_secure_transport', 'tls', 'require_ssl'];

/** The value of a parameter of a list that has one of these names and this value, in Terraform. */
const inParameter = (names: readonly string[], test: Test, prefix = ''): Pick<Check, 'bad' | 'part'> =>
  inPart((item) =>
    listOf(item)
      .filter((part) => isOneOf(...names)(part.get(prefix === '' ? 'name' : `${prefix}key`)))
      .map((part) => part.get(`${prefix}value`))
      .find(test),
  );

/** The same of a template, where parameters are named in a map. */
const inEntry = (names: readonly string[], test: Test): Pick<Check, 'bad' | 'part'> =>
  inPart((item) => names.map((name) => item.get(name)).find(test));

export const awsDatabaseTransportRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-database-plaintext',
    title: 'Database that takes connections without TLS',
    severity: 'medium',
    weakness: 'transport',
    description: `Clients may connect in the clear: whoever is on the network reads passwords, queries and what they return, and changes it.`,
    remediation:
      'Switch the parameter on that asks for TLS, and give clients the certificates of the region.',
    references: [
      `${hub}/rds-controls.html#rds-38`,
      `${hub}/documentdb-controls.html#documentdb-6`,
      'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html',
    ],
    checks: [
      {
        at: {
          aws_db_parameter_group: 'parameter',
          aws_rds_cluster_parameter_group: 'parameter',
          aws_docdb_cluster_parameter_group: 'parameter',
        },
        ...inParameter(tlsNames, isNo),
        says: '{} lets clients connect in the clear.',
      },
      {
        at: {
          'AWS::RDS::DBParameterGroup': 'Parameters',
          'AWS::RDS::DBClusterParameterGroup': 'Parameters',
          'AWS::DocDB::DBClusterParameterGroup': 'Parameters',
        },
        ...inEntry(tlsNames, isNo),
        says: '{} lets clients connect in the clear.',
      },
      {
        at: { aws_redshiftserverless_workgroup: 'config_parameter' },
        ...inParameter(['require_ssl'], isNo, 'parameter_'),
        says: '{} lets clients connect in the clear.',
      },
      {
        at: { aws_db_proxy: 'require_tls', 'AWS::RDS::DBProxy': 'RequireTLS' },
        bad: isOff,
        says: '{} lets clients connect in the clear.',
        fix: 'true',
      },
    ],
    bad: [
      tf(
        'aws_db_parameter_group',
        'parameter {\n  name = "log_connections"\n  value = "1"\n}\nparameter {\n  name = "rds.force_ssl"\n  value = "0" ◄\n}',
      ),
      cfn('AWS::DocDB::DBClusterParameterGroup', 'Parameters:\n  tls: disabled ◄'),
      cfn('AWS::RDS::DBProxy ◄', 'EngineFamily: POSTGRESQL'),
    ],
    good: [
      tf('aws_db_parameter_group', 'parameter {\n  name = "rds.force_ssl"\n  value = "1"\n}'),
      cfn('AWS::DocDB::DBClusterParameterGroup', 'Parameters:\n  tls: enabled'),
      tf('aws_db_proxy', 'require_tls = true'),
    ],
  }),
  settingRule({
    id: 'aws-dax-plaintext',
    title: 'Cache of DynamoDB that talks in the clear',
    severity: 'medium',
    weakness: 'transport',
    description: `Clients and the nodes of the cache send each other items without TLS, as where nothing is said.`,
    remediation:
      'Set the encryption of the endpoint to `TLS`; it can only be chosen when the cluster is made.',
    references: [`${hub}/dynamodb-controls.html#dynamodb-7`],
    checks: [
      {
        at: {
          aws_dax_cluster: 'cluster_endpoint_encryption_type',
          'AWS::DAX::Cluster': 'ClusterEndpointEncryptionType',
        },
        bad: either(isMissing, isOneOf('NONE')),
        says: '{} sends its data in the clear.',
        fix: '"TLS"',
      },
    ],
    bad: [
      tf('aws_dax_cluster', 'cluster_endpoint_encryption_type = "NONE" ◄'),
      cfn('AWS::DAX::Cluster ◄', 'ReplicationFactor: 3'),
    ],
    good: [
      tf('aws_dax_cluster', 'cluster_endpoint_encryption_type = "TLS"'),
      cfn('AWS::DAX::Cluster', 'ClusterEndpointEncryptionType: TLS'),
    ],
  }),
  settingRule({
    id: 'aws-graph-database-open',
    title: 'Graph database that asks for no login',
    severity: 'medium',
    weakness: 'authentication',
    description: `Neptune knows no passwords: where authentication by IAM is off, whoever reaches its port reads, changes and deletes the whole graph. That is every machine of its network that the security groups let in.`,
    remediation: 'Enable authentication by IAM, and let clients sign their requests.',
    references: [
      `${hub}/neptune-controls.html#neptune-7`,
      'https://docs.aws.amazon.com/neptune/latest/userguide/iam-auth.html',
    ],
    checks: [
      {
        at: {
          aws_neptune_cluster: 'iam_database_authentication_enabled',
          'AWS::Neptune::DBCluster': 'IamAuthEnabled',
        },
        bad: isOff,
        says: 'Whoever reaches {} may do everything in it.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_neptune_cluster', 'iam_database_authentication_enabled = false ◄'),
      cfn('AWS::Neptune::DBCluster ◄', 'DBClusterIdentifier: graph'),
    ],
    good: [
      tf('aws_neptune_cluster', 'iam_database_authentication_enabled = true'),
      cfn('AWS::Neptune::DBCluster', 'IamAuthEnabled: !Ref Login'),
    ],
  }),
  settingRule({
    id: 'aws-database-backup-short',
    title: 'Database whose backups are kept for less than a week',
    severity: 'low',
    weakness: 'recovery',
    description: `An intruder who changes or deletes data is often seen after days only. By then the last backup without the damage is gone.`,
    remediation: 'Keep automatic backups for at least 7 days.',
    references: [
      `${hub}/rds-controls.html#rds-11`,
      `${hub}/documentdb-controls.html#documentdb-2`,
      `${hub}/neptune-controls.html#neptune-5`,
    ],
    checks: [
      {
        at: {
          aws_db_instance: 'backup_retention_period',
          aws_rds_cluster: 'backup_retention_period',
          aws_docdb_cluster: 'backup_retention_period',
          aws_neptune_cluster: 'backup_retention_period',
          'AWS::RDS::DBInstance': 'BackupRetentionPeriod',
          'AWS::RDS::DBCluster': 'BackupRetentionPeriod',
          'AWS::DocDB::DBCluster': 'BackupRetentionPeriod',
          'AWS::Neptune::DBCluster': 'BackupRetentionPeriod',
        },
        bad: isOneOf('1', '2', '3', '4', '5', '6'),
        says: 'Backups of {} are gone within a week.',
        fix: '7',
      },
      {
        // Left out it is one day.
        at: {
          aws_docdb_cluster: 'backup_retention_period',
          aws_neptune_cluster: 'backup_retention_period',
          aws_rds_cluster: 'backup_retention_period',
        },
        bad: isMissing,
        when: { replication_source_identifier: isMissing, snapshot_identifier: isMissing },
        mayBeSeenTo: true,
        says: 'Backups of {} are gone after a day.',
      },
      {
        at: {
          'AWS::DocDB::DBCluster': 'BackupRetentionPeriod',
          'AWS::Neptune::DBCluster': 'BackupRetentionPeriod',
          'AWS::RDS::DBCluster': 'BackupRetentionPeriod',
        },
        bad: isMissing,
        when: { SnapshotIdentifier: isMissing, SourceDBClusterIdentifier: isMissing },
        mayBeSeenTo: true,
        says: 'Backups of {} are gone after a day.',
      },
    ],
    bad: [
      tf('aws_db_instance', 'backup_retention_period = 3 ◄'),
      cfn('AWS::Neptune::DBCluster ◄', 'DBClusterIdentifier: graph'),
    ],
    good: [
      tf('aws_db_instance', 'backup_retention_period = 7'),
      cfn('AWS::DocDB::DBCluster', 'BackupRetentionPeriod: !Ref Days'),
    ],
  }),
];
