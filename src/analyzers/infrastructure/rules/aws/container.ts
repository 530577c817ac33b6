import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, isPresent, isFalse, isTrue, either, isOneOf, matches } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

export const awsContainerRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-task-privileged',
    title: 'Privileged container in a task or job',
    severity: 'high',
    weakness: 'privilege',
    description: `A privileged container has every right over the machine that it runs on: whoever takes it over owns the machine and the roles of what runs there.`,
    remediation: 'Remove `privileged` from the container definition.',
    references: [`${hub}/ecs-controls.html#ecs-4`],
    checks: [
      {
        at: {
          aws_ecs_task_definition: 'container_definitions.privileged',
          'AWS::ECS::TaskDefinition': 'ContainerDefinitions.Privileged',
          aws_batch_job_definition: 'container_properties.privileged',
          'AWS::Batch::JobDefinition': 'ContainerProperties.Privileged',
        },
        bad: isTrue,
        says: '{} has every right over its machine.',
        fix: 'false',
      },
    ],
    bad: [
      tf(
        'aws_batch_job_definition',
        'container_properties = jsonencode({\n  image = "shop:1"\n  privileged = true ◄\n})',
      ),
      cfn('AWS::ECS::TaskDefinition', 'ContainerDefinitions:\n  - Name: shop\n    Privileged: true ◄'),
    ],
    good: [
      tf(
        'aws_batch_job_definition',
        'container_properties = jsonencode({\n  image = "shop:1"\n  privileged = false\n})',
      ),
      cfn('AWS::ECS::TaskDefinition', 'NetworkMode: awsvpc'),
    ],
  }),
  settingRule({
    id: 'aws-build-privileged',
    title: 'Privileged build project',
    severity: 'medium',
    confidence: 'medium',
    weakness: 'privilege',
    description: `Whatever a build runs, such as a script of a dependency, has every right over the machine of the build.`,
    remediation: 'Set `privileged_mode = false`, and build images with a tool that needs no Docker socket.',
    references: [`${hub}/codebuild-controls.html#codebuild-5`],
    checks: [
      {
        at: {
          aws_codebuild_project: 'environment.privileged_mode',
          'AWS::CodeBuild::Project': 'Environment.PrivilegedMode',
        },
        bad: isTrue,
        says: 'What {} runs has every right over its machine.',
        fix: 'false',
      },
    ],
    bad: [
      tf('aws_codebuild_project', 'environment {\n  privileged_mode = true ◄\n}'),
      cfn('AWS::CodeBuild::Project', 'Environment:\n  PrivilegedMode: true ◄'),
    ],
    good: [
      tf('aws_codebuild_project', 'environment {\n  privileged_mode = false\n}'),
      cfn('AWS::CodeBuild::Project', 'Environment:\n  Type: LINUX_CONTAINER'),
    ],
  }),
  settingRule({
    id: 'aws-task-shares-host',
    title: 'Task that shares the network or processes of its machine',
    severity: 'medium',
    weakness: 'privilege',
    description: `The task sees the network or the processes of the machine that it runs on, and with them what other tasks do and the metadata of the machine.`,
    remediation: 'Use `network_mode = "awsvpc"`, and leave `pid_mode` and `ipc_mode` out.',
    references: [`${hub}/ecs-controls.html#ecs-3`, `${hub}/ecs-controls.html#ecs-17`],
    checks: [
      {
        at: { aws_ecs_task_definition: 'network_mode', 'AWS::ECS::TaskDefinition': 'NetworkMode' },
        bad: isOneOf('host'),
        says: '{} is in the network of its machine.',
      },
      {
        at: { aws_ecs_task_definition: 'pid_mode', 'AWS::ECS::TaskDefinition': 'PidMode' },
        bad: isOneOf('host'),
        says: '{} sees the processes of its machine.',
      },
      {
        at: { aws_ecs_task_definition: 'ipc_mode', 'AWS::ECS::TaskDefinition': 'IpcMode' },
        bad: isOneOf('host'),
        says: '{} shares memory with the processes of its machine.',
      },
    ],
    bad: [
      tf('aws_ecs_task_definition', 'network_mode = "host" ◄'),
      cfn('AWS::ECS::TaskDefinition', 'PidMode: host ◄'),
    ],
    good: [
      tf('aws_ecs_task_definition', 'network_mode = "awsvpc"'),
      cfn('AWS::ECS::TaskDefinition', 'PidMode: task'),
    ],
  }),
  settingRule({
    id: 'aws-task-network-shared',
    title: 'Task without a network interface of its own',
    severity: 'low',
    confidence: 'medium',
    weakness: 'access',
    description: `The tasks of a machine share its network interface: no security group tells them apart, and each may talk as the machine does.`,
    remediation: 'Set the network mode to `awsvpc`, with a security group for each service.',
    references: [
      `${hub}/ecs-controls.html#ecs-1`,
      'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking.html',
    ],
    checks: [
      {
        at: { aws_ecs_task_definition: 'network_mode', 'AWS::ECS::TaskDefinition': 'NetworkMode' },
        bad: isOneOf('bridge', 'none'),
        says: '{} has no network interface of its own.',
      },
    ],
    bad: [
      tf('aws_ecs_task_definition', 'network_mode = "bridge" ◄'),
      cfn('AWS::ECS::TaskDefinition', 'NetworkMode: bridge ◄'),
    ],
    good: [
      tf('aws_ecs_task_definition', 'network_mode = "awsvpc"'),
      cfn('AWS::ECS::TaskDefinition', 'NetworkMode: awsvpc'),
    ],
  }),
  settingRule({
    id: 'aws-task-root-writable',
    title: 'Task whose root file system can be written',
    severity: 'low',
    weakness: 'protection',
    description: `An attacker who can run code in the container can also change its programs and leave tools behind.`,
    remediation: 'Set `readonlyRootFilesystem`, and mount a volume where the application writes.',
    references: [`${hub}/ecs-controls.html#ecs-5`],
    checks: [
      {
        at: {
          aws_ecs_task_definition: 'container_definitions.readonlyRootFilesystem',
          'AWS::ECS::TaskDefinition': 'ContainerDefinitions.ReadonlyRootFilesystem',
        },
        bad: isFalse,
        says: 'The root file system of a container of {} can be written.',
        fix: 'true',
      },
    ],
    bad: [
      tf(
        'aws_ecs_task_definition',
        'container_definitions = jsonencode([{\n  name = "shop"\n  readonlyRootFilesystem = false ◄\n}])',
      ),
      cfn('AWS::ECS::TaskDefinition', 'ContainerDefinitions:\n  - ReadonlyRootFilesystem: false ◄'),
    ],
    good: [
      tf(
        'aws_ecs_task_definition',
        'container_definitions = jsonencode([{\n  name = "shop"\n  readonlyRootFilesystem = true\n}])',
      ),
      cfn('AWS::ECS::TaskDefinition', 'ContainerDefinitions:\n  - ReadonlyRootFilesystem: true'),
    ],
  }),
  settingRule({
    id: 'aws-service-role-admin',
    title: 'Service whose role is an administrator by name',
    severity: 'high',
    confidence: 'medium',
    weakness: 'privilege',
    description: `The service runs with a role that is named after an administrator: whoever takes a task of it over has the rights of that role.`,
    remediation: 'Give the service a role of its own with the rights that it needs.',
    references: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-iam-roles.html'],
    checks: [
      {
        at: { aws_ecs_service: 'iam_role', 'AWS::ECS::Service': 'Role' },
        bad: matches(/(?:^|[/:_-])admin(?:istrator)?(?:access)?(?:role)?$/i),
        says: '{} runs with a role of an administrator.',
      },
    ],
    bad: [tf('aws_ecs_service', 'iam_role = "admin" ◄'), cfn('AWS::ECS::Service', 'Role: AdminRole ◄')],
    good: [tf('aws_ecs_service', 'iam_role = aws_iam_role.shop.arn'), cfn('AWS::ECS::Service', 'Role: shop')],
  }),
  settingRule({
    id: 'aws-efs-transit-unencrypted',
    title: 'File system mounted in the clear',
    severity: 'medium',
    weakness: 'transport',
    description: `The tasks mount the file system without TLS: whoever is on the network reads and changes the files on their way.`,
    remediation: 'Set the transit encryption of the volume to `ENABLED`.',
    references: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html'],
    checks: [
      {
        at: { aws_ecs_task_definition: 'volume.efs_volume_configuration.transit_encryption' },
        bad: isMissing,
        when: { 'volume.efs_volume_configuration': isPresent },
        says: 'A volume of {} is mounted in the clear.',
      },
      {
        at: { 'AWS::ECS::TaskDefinition': 'Volumes.EFSVolumeConfiguration.TransitEncryption' },
        bad: isMissing,
        when: { 'Volumes.EFSVolumeConfiguration': isPresent },
        says: 'A volume of {} is mounted in the clear.',
      },
      {
        at: {
          aws_ecs_task_definition: 'volume.efs_volume_configuration.transit_encryption',
          'AWS::ECS::TaskDefinition': 'Volumes.EFSVolumeConfiguration.TransitEncryption',
        },
        bad: isOneOf('DISABLED'),
        says: 'A volume of {} is mounted in the clear.',
      },
    ],
    bad: [
      tf(
        'aws_ecs_task_definition',
        'volume {\n  name = "data"\n  efs_volume_configuration {\n    file_system_id = "fs-1"\n    transit_encryption = "DISABLED" ◄\n  }\n}',
      ),
      cfn(
        'AWS::ECS::TaskDefinition',
        'Volumes:\n  - Name: data\n    EFSVolumeConfiguration:\n      TransitEncryption: DISABLED ◄',
      ),
    ],
    good: [
      tf(
        'aws_ecs_task_definition',
        'volume {\n  name = "data"\n  efs_volume_configuration {\n    file_system_id = "fs-1"\n    transit_encryption = "ENABLED"\n  }\n}',
      ),
      tf('aws_ecs_task_definition', 'family = "shop"'),
    ],
  }),
  settingRule({
    id: 'aws-registry-mutable',
    title: 'Registry whose tags can be moved',
    severity: 'low',
    weakness: 'integrity',
    description: `A tag that was tested can later stand for another image. Whoever may push replaces what runs in production without a trace in its configuration.`,
    remediation: 'Set the tags to immutable, and deploy new versions by new tags.',
    references: [
      `${hub}/ecr-controls.html#ecr-2`,
      'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html',
    ],
    checks: [
      {
        at: { aws_ecr_repository: 'image_tag_mutability', 'AWS::ECR::Repository': 'ImageTagMutability' },
        bad: either(isMissing, isOneOf('MUTABLE')),
        says: 'The tags of {} can be moved.',
      },
    ],
    bad: [
      tf('aws_ecr_repository', 'image_tag_mutability = "MUTABLE" ◄'),
      cfn('AWS::ECR::Repository ◄', 'RepositoryName: shop'),
    ],
    good: [
      tf('aws_ecr_repository', 'image_tag_mutability = "IMMUTABLE"'),
      cfn('AWS::ECR::Repository', 'ImageTagMutability: !Ref Tags'),
    ],
  }),
  settingRule({
    id: 'aws-registry-scan-off',
    title: 'Registry that does not scan images',
    severity: 'low',
    weakness: 'protection',
    description: `Images with known flaws are stored and deployed without anybody being told, although the registry can look.`,
    remediation: 'Scan on push, or with Amazon Inspector for the whole registry.',
    references: [`${hub}/ecr-controls.html#ecr-1`],
    checks: [
      {
        at: {
          aws_ecr_repository: 'image_scanning_configuration.scan_on_push',
          'AWS::ECR::Repository': 'ImageScanningConfiguration.ScanOnPush',
        },
        bad: isFalse,
        unless: { aws_ecr_registry_scanning_configuration: 'scan_type' },
        says: 'Images in {} are not scanned.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_ecr_repository', 'image_scanning_configuration {\n  scan_on_push = false ◄\n}'),
      cfn('AWS::ECR::Repository', 'ImageScanningConfiguration:\n  ScanOnPush: false ◄'),
    ],
    good: [
      tf('aws_ecr_repository', 'image_scanning_configuration {\n  scan_on_push = true\n}'),
      cfn('AWS::ECR::Repository', 'ImageScanningConfiguration:\n  ScanOnPush: true'),
    ],
  }),
];
