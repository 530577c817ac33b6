import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { either, isFalse, isMissing, isOff, isOneOf, isPresent } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

/** Workflows and data jobs, and the file systems that they share. */
export const awsWorkflowRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-file-access-point-root',
    title: 'Access point to a whole file system',
    severity: 'low',
    weakness: 'access',
    description: `The access point starts at the root of the file system: whoever mounts it sees the files of all others.`,
    remediation: 'Set a directory of its own for the access point, and the rights on it.',
    references: [`${hub}/efs-controls.html#efs-3`],
    checks: [
      {
        at: { aws_efs_access_point: 'root_directory.path', 'AWS::EFS::AccessPoint': 'RootDirectory.Path' },
        bad: either(isMissing, isOneOf('/')),
        says: 'Whoever mounts {} sees the whole file system.',
      },
    ],
    bad: [
      tf(
        'aws_efs_access_point',
        'posix_user {\n  uid = 1000\n  gid = 1000\n}\nroot_directory {\n  path = "/" ◄\n}',
      ),
      cfn('AWS::EFS::AccessPoint ◄', 'FileSystemId: fs-1'),
    ],
    good: [
      tf(
        'aws_efs_access_point',
        'posix_user {\n  uid = 1000\n  gid = 1000\n}\nroot_directory {\n  path = "/shop"\n}',
      ),
      cfn('AWS::EFS::AccessPoint', "PosixUser:\n  Uid: '1000'\n  Gid: '1000'\nRootDirectory:\n  Path: /shop"),
    ],
  }),
  settingRule({
    id: 'aws-file-access-point-user',
    title: 'Access point whose users say who they are',
    severity: 'low',
    weakness: 'access',
    description: `The access point enforces no user: whoever mounts it says which user it is, and reads and changes the files of that one.`,
    remediation: 'Set a user and a group for the access point.',
    references: [`${hub}/efs-controls.html#efs-4`],
    checks: [
      {
        at: { aws_efs_access_point: 'posix_user', 'AWS::EFS::AccessPoint': 'PosixUser' },
        bad: isMissing,
        says: 'Whoever mounts {} says which user it is.',
      },
    ],
    bad: [
      tf('aws_efs_access_point ◄', 'root_directory {\n  path = "/shop"\n}'),
      cfn('AWS::EFS::AccessPoint ◄', 'RootDirectory:\n  Path: /shop'),
    ],
    good: [
      tf('aws_efs_access_point', 'posix_user {\n  uid = 1000\n  gid = 1000\n}'),
      cfn('AWS::EFS::AccessPoint', "PosixUser:\n  Uid: '1000'\n  Gid: '1000'"),
    ],
  }),
  settingRule({
    id: 'aws-workflow-log-off',
    title: 'Workflow whose runs leave no trace',
    severity: 'low',
    weakness: 'logging',
    description: `An express workflow keeps no history of its own, so that without a log nobody can tell what it did with what.`,
    remediation: 'Set the level of the log to `ERROR` or `ALL`.',
    references: [`${hub}/stepfunctions-controls.html#stepfunctions-1`],
    checks: [
      {
        at: { aws_sfn_state_machine: 'logging_configuration.level' },
        bad: isOneOf('OFF'),
        says: 'Runs of {} are not logged.',
      },
      {
        at: {
          'AWS::StepFunctions::StateMachine': 'LoggingConfiguration.Level',
          'AWS::Serverless::StateMachine': 'Logging.Level',
        },
        bad: isOneOf('OFF'),
        says: 'Runs of {} are not logged.',
      },
      {
        at: { aws_sfn_state_machine: 'logging_configuration' },
        bad: isMissing,
        when: { type: isOneOf('EXPRESS') },
        says: 'Runs of {} leave no trace.',
      },
      {
        at: { 'AWS::StepFunctions::StateMachine': 'LoggingConfiguration' },
        bad: isMissing,
        when: { StateMachineType: isOneOf('EXPRESS') },
        says: 'Runs of {} leave no trace.',
      },
      {
        at: { 'AWS::Serverless::StateMachine': 'Logging' },
        bad: isMissing,
        when: { Type: isOneOf('EXPRESS') },
        says: 'Runs of {} leave no trace.',
      },
    ],
    bad: [
      tf('aws_sfn_state_machine', 'logging_configuration {\n  level = "OFF" ◄\n}'),
      cfn('AWS::StepFunctions::StateMachine ◄', 'StateMachineType: EXPRESS'),
    ],
    good: [
      tf('aws_sfn_state_machine', 'name = "orders"'),
      cfn('AWS::StepFunctions::StateMachine', 'LoggingConfiguration:\n  Level: ERROR'),
    ],
  }),
  settingRule({
    id: 'aws-airflow-reachable',
    title: 'Airflow whose pages the internet reaches',
    severity: 'medium',
    weakness: 'exposure',
    description: `The web server of Airflow has an address on the internet. Whoever gets in runs code with the rights of every workflow.`,
    remediation: 'Set the access mode of the web server to `PRIVATE_ONLY`.',
    references: ['https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-networking.html'],
    checks: [
      {
        at: {
          aws_mwaa_environment: 'webserver_access_mode',
          'AWS::MWAA::Environment': 'WebserverAccessMode',
        },
        bad: isOneOf('PUBLIC_ONLY'),
        says: 'The internet reaches the pages of {}.',
        fix: '"PRIVATE_ONLY"',
      },
    ],
    bad: [
      tf('aws_mwaa_environment', 'webserver_access_mode = "PUBLIC_ONLY" ◄'),
      cfn('AWS::MWAA::Environment', 'WebserverAccessMode: PUBLIC_ONLY ◄'),
    ],
    good: [
      tf('aws_mwaa_environment', 'webserver_access_mode = "PRIVATE_ONLY"'),
      cfn('AWS::MWAA::Environment', 'Name: reports'),
    ],
  }),
  settingRule({
    id: 'aws-emr-configuration-weak',
    title: 'Security configuration of EMR that leaves encryption out',
    severity: 'medium',
    weakness: 'encryption',
    cwe: [311, 319],
    description: `Clusters with the configuration keep data on disks and in buckets, or send it between their nodes, in the clear.`,
    remediation: 'Enable encryption at rest and in transit in the configuration.',
    references: [
      `${hub}/emr-controls.html#emr-3`,
      `${hub}/emr-controls.html#emr-4`,
      'https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html',
    ],
    checks: [
      ...(['EnableAtRestEncryption', 'EnableInTransitEncryption'] as const).map((setting) => ({
        at: {
          aws_emr_security_configuration: `configuration.EncryptionConfiguration.${setting}`,
          'AWS::EMR::SecurityConfiguration': `SecurityConfiguration.EncryptionConfiguration.${setting}`,
        },
        bad: isOff,
        says: `{} has ${setting} off.`,
      })),
      {
        at: {
          aws_emr_security_configuration:
            'configuration.EncryptionConfiguration.AtRestEncryptionConfiguration.LocalDiskEncryptionConfiguration',
        },
        bad: isMissing,
        when: { 'configuration.EncryptionConfiguration.AtRestEncryptionConfiguration': isPresent },
        says: 'Disks of clusters with {} are not encrypted.',
      },
      {
        at: { aws_emr_block_public_access_configuration: 'block_public_security_group_rules' },
        bad: isFalse,
        says: 'Clusters may be opened to the internet.',
        fix: 'true',
      },
    ],
    bad: [
      tf(
        'aws_emr_security_configuration',
        'configuration = jsonencode({\n  EncryptionConfiguration = {\n    EnableAtRestEncryption = true\n    EnableInTransitEncryption = false ◄\n  }\n})',
      ),
      cfn(
        'AWS::EMR::SecurityConfiguration',
        'SecurityConfiguration:\n  EncryptionConfiguration:\n    EnableAtRestEncryption: false ◄\n    EnableInTransitEncryption: true',
      ),
    ],
    good: [
      tf(
        'aws_emr_security_configuration',
        'configuration = jsonencode({\n  EncryptionConfiguration = {\n    EnableAtRestEncryption = true\n    EnableInTransitEncryption = true\n  }\n})',
      ),
      tf('aws_emr_security_configuration', 'configuration = var.configuration'),
    ],
  }),
];
