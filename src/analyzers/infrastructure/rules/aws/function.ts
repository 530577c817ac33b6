import { textOf } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, isFalse, isTrue, isEmptyList, either, isOneOf, matches } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';
const keyNames = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'access_key',
  'secret_key',
  'accessKey',
  'secretKey',
  'accesskey',
  'secretkey',
  'ACCESS_KEY',
  'SECRET_KEY',
];
const sampleKey = ['AK', 'IA', 'SHOP'.repeat(4)].join('');
const isKeyText = (text: string | undefined): boolean =>
  text !== undefined && /^(?:(?:AKIA|ASIA)[A-Z0-9]{16}|[A-Za-z0-9/+]{40})$/.test(text);

export const awsFunctionRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-function-public',
    title: 'Function that everybody may invoke',
    severity: 'high',
    weakness: 'permission',
    description: `The permission names everybody, so that every account of AWS may invoke the function with whatever input it likes.`,
    remediation: 'Name the service or account that invokes it, and the source.',
    references: [`${hub}/lambda-controls.html#lambda-1`],
    checks: [
      {
        at: { aws_lambda_permission: 'principal', 'AWS::Lambda::Permission': 'Principal' },
        bad: isOneOf('*'),
        when: { principal_org_id: isMissing, PrincipalOrgID: isMissing, source_account: isMissing },
        says: 'Everybody may invoke the function of {}.',
      },
      {
        at: {
          aws_lambda_layer_version_permission: 'principal',
          'AWS::Lambda::LayerVersionPermission': 'Principal',
        },
        bad: isOneOf('*'),
        when: { organization_id: isMissing, OrganizationId: isMissing },
        says: 'Everybody may read the code of the layer of {}.',
      },
    ],
    bad: [
      tf('aws_lambda_permission', 'action = "lambda:InvokeFunction"\nprincipal = "*" ◄'),
      cfn('AWS::Lambda::Permission', "Principal: '*' ◄"),
    ],
    good: [
      tf('aws_lambda_permission', 'principal = "events.amazonaws.com"'),
      cfn('AWS::Lambda::Permission', 'Principal: s3.amazonaws.com'),
    ],
  }),
  settingRule({
    id: 'aws-function-source-broad',
    title: 'Function that more than one API or bucket may invoke',
    severity: 'medium',
    confidence: 'medium',
    weakness: 'permission',
    description: `The source of the permission is a wildcard: every API, stage and path of the account, or every bucket, may invoke the function.`,
    remediation: 'Name the API with its stage, method and path, or the bucket, in the source.',
    references: ['https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html'],
    checks: [
      {
        at: { aws_lambda_permission: 'source_arn', 'AWS::Lambda::Permission': 'SourceArn' },
        bad: matches(/(?:\/\*\/\*|:\*)$/),
        when: {
          principal: either(isMissing, isOneOf('apigateway.amazonaws.com', '*')),
          Principal: either(isMissing, isOneOf('apigateway.amazonaws.com', '*')),
        },
        says: '{} lets more than one source invoke the function.',
      },
    ],
    bad: [
      tf(
        'aws_lambda_permission',
        'principal = "apigateway.amazonaws.com"\nsource_arn = "arn:aws:execute-api:eu-west-1:111122223333:abc/*/*" ◄',
      ),
      cfn(
        'AWS::Lambda::Permission',
        'Principal: apigateway.amazonaws.com\nSourceArn: arn:aws:execute-api:eu-west-1:111122223333:* ◄',
      ),
    ],
    good: [
      tf(
        'aws_lambda_permission',
        'principal = "apigateway.amazonaws.com"\nsource_arn = "arn:aws:execute-api:eu-west-1:111122223333:abc/v1/GET/orders"',
      ),
      cfn('AWS::Lambda::Permission', 'Principal: s3.amazonaws.com\nSourceArn: !GetAtt Bucket.Arn'),
    ],
  }),
  settingRule({
    id: 'aws-function-key-literal',
    title: 'Access key of AWS in the environment of a function',
    severity: 'high',
    weakness: 'credential',
    description: `The environment holds an access key, which does not end and which everybody who may look at the function reads. The function has a role of its own.`,
    remediation: 'Remove the key, revoke it, and give the role of the function the rights that it needs.',
    references: ['https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html'],
    checks: [
      {
        at: {
          aws_lambda_function: 'environment.variables',
          'AWS::Lambda::Function': 'Environment.Variables',
          'AWS::Serverless::Function': 'Environment.Variables',
        },
        bad: (item) => keyNames.some((name) => isKeyText(textOf(item?.get(name)))),
        says: 'The environment of {} holds an access key.',
      },
    ],
    bad: [
      cfn('AWS::Lambda::Function', `Environment:\n  Variables: ◄\n    AWS_ACCESS_KEY_ID: ${sampleKey}`),
      tf('aws_lambda_function', `environment {\n  variables = { ◄\n    access_key = "${sampleKey}"\n  }\n}`),
    ],
    good: [
      cfn('AWS::Lambda::Function', 'Environment:\n  Variables:\n    AWS_ACCESS_KEY_ID: !Ref Key'),
      tf('aws_lambda_function', 'environment {\n  variables = {\n    access_key = var.key\n  }\n}'),
    ],
  }),
  settingRule({
    id: 'aws-function-tracing-off',
    title: 'Function whose calls are not traced',
    severity: 'low',
    weakness: 'logging',
    description: `A call is traced only when its caller asks for it, so that an attack cannot be followed through the services behind the function.`,
    remediation: 'Set the tracing mode of the function to `Active`.',
    references: ['https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html'],
    checks: [
      {
        at: {
          aws_lambda_function: 'tracing_config.mode',
          'AWS::Lambda::Function': 'TracingConfig.Mode',
          'AWS::Serverless::Function': 'Tracing',
        },
        bad: isOneOf('PassThrough'),
        says: 'Calls of {} are not traced.',
        fix: '"Active"',
      },
      {
        at: {
          aws_sfn_state_machine: 'tracing_configuration.enabled',
          'AWS::StepFunctions::StateMachine': 'TracingConfiguration.Enabled',
          'AWS::Serverless::StateMachine': 'Tracing.Enabled',
          aws_appsync_graphql_api: 'xray_enabled',
          'AWS::AppSync::GraphQLApi': 'XrayEnabled',
        },
        bad: isFalse,
        says: 'Calls of {} are not traced.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_lambda_function', 'tracing_config {\n  mode = "PassThrough" ◄\n}'),
      cfn('AWS::Lambda::Function', 'TracingConfig:\n  Mode: PassThrough ◄'),
    ],
    good: [
      tf('aws_lambda_function', 'tracing_config {\n  mode = "Active"\n}'),
      cfn('AWS::Lambda::Function', 'TracingConfig:\n  Mode: Active'),
    ],
  }),
  settingRule({
    id: 'aws-function-runtime-ended',
    title: 'Function on a runtime without support',
    severity: 'medium',
    weakness: 'integrity',
    cwe: [1104],
    description: `The runtime gets no more security updates. Flaws that are found in it stay open.`,
    remediation: 'Move the function to a runtime that is supported.',
    references: [
      `${hub}/lambda-controls.html#lambda-2`,
      'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html',
    ],
    checks: [
      {
        at: {
          aws_lambda_function: 'runtime',
          'AWS::Lambda::Function': 'Runtime',
          'AWS::Serverless::Function': 'Runtime',
        },
        bad: isOneOf(
          ...[
            'nodejs',
            'nodejs4.3',
            'nodejs6.10',
            'nodejs8.10',
            'nodejs10.x',
            'nodejs12.x',
            'nodejs14.x',
            'nodejs16.x',
          ],
          ...['python2.7', 'python3.6', 'python3.7', 'python3.8', 'ruby2.5', 'ruby2.7', 'go1.x', 'java8'],
          ...[
            'dotnetcore1.0',
            'dotnetcore2.0',
            'dotnetcore2.1',
            'dotnetcore3.1',
            'dotnet5.0',
            'dotnet6',
            'provided',
          ],
        ),
        says: 'The runtime of {} gets no security updates.',
      },
    ],
    bad: [
      tf('aws_lambda_function', 'runtime = "nodejs12.x" ◄'),
      cfn('AWS::Lambda::Function', 'Runtime: python2.7 ◄'),
    ],
    good: [
      tf('aws_lambda_function', 'runtime = "nodejs22.x"'),
      cfn('AWS::Lambda::Function', 'Runtime: !Ref Runtime'),
    ],
  }),
  settingRule({
    id: 'aws-stack-notifications-off',
    title: 'Stack whose changes nobody is told of',
    severity: 'low',
    weakness: 'logging',
    description: `Nobody is told when the stack is changed or fails, so that a change by an intruder is not seen.`,
    remediation: 'Name a topic that people read in `notification_arns`.',
    references: [`${hub}/cloudformation-controls.html#cloudformation-1`],
    checks: [
      {
        at: { aws_cloudformation_stack: 'notification_arns' },
        bad: isEmptyList,
        says: 'Nobody is told when {} changes.',
      },
    ],
    bad: [
      tf('aws_cloudformation_stack ◄', 'name = "network"'),
      tf('aws_cloudformation_stack', 'notification_arns = [] ◄'),
    ],
    good: [
      tf('aws_cloudformation_stack', 'notification_arns = [aws_sns_topic.changes.arn]'),
      tf('aws_cloudformation_stack', 'notification_arns = var.topics'),
    ],
  }),
  settingRule({
    id: 'aws-stack-set-removed-with-account',
    title: 'Stack set whose stacks vanish with the account',
    severity: 'low',
    weakness: 'recovery',
    description: `Stacks, with the data in them, are deleted when their account leaves the organizational unit or the instance is removed.`,
    remediation: 'Keep the stacks when accounts are removed.',
    references: [
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-manage-auto-deployment.html',
    ],
    checks: [
      {
        at: {
          aws_cloudformation_stack_set_instance: 'retain_stack',
          aws_cloudformation_stack_set: 'auto_deployment.retain_stacks_on_account_removal',
          'AWS::CloudFormation::StackSet': 'AutoDeployment.RetainStacksOnAccountRemoval',
        },
        bad: isFalse,
        says: 'Stacks of {} vanish with their account.',
        fix: 'true',
      },
      {
        at: { 'AWS::CloudFormation::StackSet': 'AutoDeployment.RetainStacksOnAccountRemoval' },
        bad: isMissing,
        when: { 'AutoDeployment.Enabled': isTrue },
        says: 'Stacks of {} vanish with their account.',
      },
    ],
    bad: [
      tf('aws_cloudformation_stack_set_instance', 'retain_stack = false ◄'),
      cfn(
        'AWS::CloudFormation::StackSet',
        'AutoDeployment:\n  Enabled: true\n  RetainStacksOnAccountRemoval: false ◄',
      ),
    ],
    good: [
      tf('aws_cloudformation_stack_set_instance', 'retain_stack = true'),
      cfn(
        'AWS::CloudFormation::StackSet',
        'AutoDeployment:\n  Enabled: true\n  RetainStacksOnAccountRemoval: true',
      ),
    ],
  }),
];
