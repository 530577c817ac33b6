import { listOf, textOf } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { inPart, settingRule, type Check } from '../resources/setting.js';
import { either, isMissing, isOneOf } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';
const isSecretName = (name: string): boolean =>
  /^AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY)$|(?:^|_)(?:PASSWORD|PASSWD|SECRET|API_?KEY|PRIVATE_KEY|ACCESS_TOKEN|AUTH_TOKEN)$/i.test(
    name,
  );

/** The variable of a list with names and values that holds a secret as such; names of places of secrets do not count. */
const inSecret = (nameKey: string, valueKey: string): Pick<Check, 'bad' | 'part'> =>
  inPart((variables) =>
    listOf(variables)
      .find((variable) => {
        const name = textOf(variable.get(nameKey)) ?? '';
        const value = textOf(variable.get(valueKey)) ?? '';
        const type = textOf(variable.get('type') ?? variable.get('Type')) ?? 'PLAINTEXT';
        return (
          type === 'PLAINTEXT' &&
          isSecretName(name) &&
          value.length > 3 &&
          !/^(?:arn:|\/|\$\{|\{\{|https?:)|^(?:true|false|none|null)$/i.test(value)
        );
      })
      ?.get(valueKey),
  );

/** Builds, tasks and pipelines, and how they are given secrets. */
export const awsDeliveryRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-task-secret-literal',
    title: 'Secret in the environment of a task',
    severity: 'high',
    weakness: 'credential',
    description: `The definition of the task holds a secret as a plain value. Everybody who may describe tasks reads it, in all its versions, which are kept forever.`,
    remediation: 'Name the secret under `secrets`, from Secrets Manager or Parameter Store, and replace it.',
    references: [
      `${hub}/ecs-controls.html#ecs-8`,
      'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html',
    ],
    checks: [
      {
        at: { aws_ecs_task_definition: 'container_definitions.environment' },
        ...inSecret('name', 'value'),
        says: 'The environment of {} holds a secret.',
      },
      {
        at: { 'AWS::ECS::TaskDefinition': 'ContainerDefinitions.Environment' },
        ...inSecret('Name', 'Value'),
        says: 'The environment of {} holds a secret.',
      },
    ],
    bad: [
      tf(
        'aws_ecs_task_definition',
        `container_definitions = jsonencode([{\n  name = "shop"\n  environment = [{ name = "DB_PASSWORD", value = "${'spring' + 'rain4'}" }] ◄\n}])`,
      ),
      cfn(
        'AWS::ECS::TaskDefinition',
        `ContainerDefinitions:\n  - Name: shop\n    Environment:\n      - Name: MODE\n        Value: live\n      - Name: DB_PASSWORD\n        Value: ${'spring' + 'rain4'} ◄`,
      ),
    ],
    good: [
      tf(
        'aws_ecs_task_definition',
        'container_definitions = jsonencode([{\n  name = "shop"\n  environment = [{ name = "DB_PASSWORD", value = var.password }]\n}])',
      ),
      cfn(
        'AWS::ECS::TaskDefinition',
        'ContainerDefinitions:\n  - Name: shop\n    Secrets:\n      - Name: DB_PASSWORD\n        ValueFrom: !Ref Secret',
      ),
    ],
  }),
  settingRule({
    id: 'aws-build-secret-literal',
    title: 'Secret in the environment of a build',
    severity: 'high',
    weakness: 'credential',
    description: `The build project holds a secret as a plain value. Everybody who may look at the project or its builds reads it.`,
    remediation:
      'Use the type `SECRETS_MANAGER` or `PARAMETER_STORE` for the variable, and replace the secret.',
    references: [`${hub}/codebuild-controls.html#codebuild-2`],
    checks: [
      {
        at: { aws_codebuild_project: 'environment.environment_variable' },
        ...inSecret('name', 'value'),
        says: 'The environment of {} holds a secret.',
      },
      {
        at: { 'AWS::CodeBuild::Project': 'Environment.EnvironmentVariables' },
        ...inSecret('Name', 'Value'),
        says: 'The environment of {} holds a secret.',
      },
    ],
    bad: [
      tf(
        'aws_codebuild_project',
        `environment {\n  environment_variable {\n    name = "MODE"\n    value = "live"\n  }\n  environment_variable {\n    name = "API_KEY"\n    value = "${'spring' + 'rain4'}" ◄\n  }\n}`,
      ),
      cfn(
        'AWS::CodeBuild::Project',
        `Environment:\n  EnvironmentVariables:\n    - Name: API_KEY\n      Value: ${'spring' + 'rain4'} ◄`,
      ),
    ],
    good: [
      tf(
        'aws_codebuild_project',
        'environment {\n  environment_variable {\n    name = "API_KEY"\n    value = "/shop/api-key"\n    type = "PARAMETER_STORE"\n  }\n}',
      ),
      cfn(
        'AWS::CodeBuild::Project',
        'Environment:\n  EnvironmentVariables:\n    - Name: API_KEY\n      Value: !Ref Key',
      ),
    ],
  }),
  settingRule({
    id: 'aws-build-log-off',
    title: 'Build whose log is off',
    severity: 'low',
    weakness: 'logging',
    description: `Nobody can tell afterwards what the build did, such as what a script of a dependency loaded or sent.`,
    remediation: 'Leave the log to CloudWatch on, or write it to a bucket.',
    references: [`${hub}/codebuild-controls.html#codebuild-4`],
    checks: [
      {
        at: { aws_codebuild_project: 'logs_config.cloudwatch_logs.status' },
        bad: isOneOf('DISABLED'),
        when: { 'logs_config.s3_logs.status': either(isMissing, isOneOf('DISABLED')) },
        says: 'No log of {} is kept.',
        fix: '"ENABLED"',
      },
      {
        at: { 'AWS::CodeBuild::Project': 'LogsConfig.CloudWatchLogs.Status' },
        bad: isOneOf('DISABLED'),
        when: { 'LogsConfig.S3Logs.Status': either(isMissing, isOneOf('DISABLED')) },
        says: 'No log of {} is kept.',
      },
    ],
    bad: [
      tf('aws_codebuild_project', 'logs_config {\n  cloudwatch_logs {\n    status = "DISABLED" ◄\n  }\n}'),
      cfn('AWS::CodeBuild::Project', 'LogsConfig:\n  CloudWatchLogs:\n    Status: DISABLED ◄'),
    ],
    good: [
      tf('aws_codebuild_project', 'logs_config {\n  cloudwatch_logs {\n    status = "ENABLED"\n  }\n}'),
      cfn(
        'AWS::CodeBuild::Project',
        'LogsConfig:\n  CloudWatchLogs:\n    Status: DISABLED\n  S3Logs:\n    Status: ENABLED',
      ),
    ],
  }),
];
