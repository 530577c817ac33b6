import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, isPresent, isFalse, isOff, isOneOf, isTrue, matches } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

export const awsApiLogRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-api-logging-off',
    title: 'HTTP API stage without access log',
    severity: 'low',
    weakness: 'logging',
    description: `No call of the API is logged, and HTTP APIs have no other log, so that attacks are neither seen while they happen nor understood afterwards.`,
    remediation: 'Name a log group in the access log settings of the stage.',
    references: [`${hub}/apigateway-controls.html#apigateway-9`],
    checks: [
      {
        at: {
          aws_apigatewayv2_stage: 'access_log_settings',
          'AWS::ApiGatewayV2::Stage': 'AccessLogSettings',
          'AWS::Serverless::HttpApi': 'AccessLogSettings',
        },
        bad: isMissing,
        says: 'No call of {} is logged.',
      },
    ],
    bad: [tf('aws_apigatewayv2_stage ◄', 'name = "v1"'), cfn('AWS::ApiGatewayV2::Stage ◄', 'StageName: v1')],
    good: [
      tf('aws_apigatewayv2_stage', 'access_log_settings {\n  destination_arn = var.log\n}'),
      cfn('AWS::ApiGatewayV2::Stage', 'AccessLogSettings:\n  DestinationArn: log'),
    ],
  }),
  settingRule({
    id: 'aws-api-metrics-off',
    title: 'API methods whose calls are not counted',
    severity: 'low',
    weakness: 'logging',
    description: `Calls and errors of the methods are not counted, so that an attack on the API is not seen.`,
    remediation: 'Set `metrics_enabled` for the methods of the stage.',
    references: [`${hub}/apigateway-controls.html#apigateway-1`],
    checks: [
      {
        at: { aws_api_gateway_method_settings: 'settings.metrics_enabled' },
        bad: isOff,
        says: 'The calls of {} are not counted.',
        fix: 'true',
      },
      {
        at: { 'AWS::ApiGateway::Stage': 'MethodSettings.MetricsEnabled' },
        bad: isOff,
        when: { MethodSettings: isPresent },
        says: 'The calls of {} are not counted.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_api_gateway_method_settings', 'settings {\n  metrics_enabled = false ◄\n}'),
      cfn('AWS::ApiGateway::Stage', 'MethodSettings:\n  - HttpMethod: "*"\n    MetricsEnabled: false ◄'),
    ],
    good: [
      tf('aws_api_gateway_method_settings', 'settings {\n  metrics_enabled = true\n}'),
      cfn('AWS::ApiGateway::Stage', 'MethodSettings:\n  - MetricsEnabled: true'),
    ],
  }),
  settingRule({
    id: 'aws-api-execution-log-off',
    title: 'API methods whose execution is not logged',
    severity: 'low',
    weakness: 'logging',
    description: `Errors and decisions of the methods are not logged, so that nobody sees who tries what against the API.`,
    remediation: 'Set the logging level of the methods to `ERROR` or `INFO`.',
    references: [`${hub}/apigateway-controls.html#apigateway-1`],
    checks: [
      {
        at: {
          aws_api_gateway_method_settings: 'settings.logging_level',
          'AWS::ApiGateway::Stage': 'MethodSettings.LoggingLevel',
        },
        bad: isOneOf('OFF'),
        says: 'The calls of {} are not logged.',
      },
    ],
    bad: [
      tf('aws_api_gateway_method_settings', 'settings {\n  logging_level = "OFF" ◄\n}'),
      cfn('AWS::ApiGateway::Stage', 'MethodSettings:\n  - HttpMethod: "*"\n    LoggingLevel: "OFF" ◄'),
    ],
    good: [
      tf('aws_api_gateway_method_settings', 'settings {\n  logging_level = "INFO"\n}'),
      cfn('AWS::ApiGateway::Stage', 'MethodSettings:\n  - LoggingLevel: ERROR'),
    ],
  }),
  settingRule({
    id: 'aws-api-tracing-off',
    title: 'API stage whose requests are not traced',
    severity: 'low',
    weakness: 'logging',
    description: `Requests cannot be followed through the services behind the API, so that an attack is hard to understand.`,
    remediation: 'Set `xray_tracing_enabled = true` on the stage.',
    references: [`${hub}/apigateway-controls.html#apigateway-3`],
    checks: [
      {
        at: {
          aws_api_gateway_stage: 'xray_tracing_enabled',
          'AWS::ApiGateway::Stage': 'TracingEnabled',
          'AWS::Serverless::Api': 'TracingEnabled',
        },
        bad: isFalse,
        says: 'Requests to {} are not traced.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_api_gateway_stage', 'xray_tracing_enabled = false ◄'),
      cfn('AWS::ApiGateway::Stage', 'TracingEnabled: false ◄'),
    ],
    good: [
      tf('aws_api_gateway_stage', 'xray_tracing_enabled = true'),
      cfn('AWS::ApiGateway::Stage', 'TracingEnabled: true'),
    ],
  }),
  settingRule({
    id: 'aws-api-stage-of-deployment',
    title: 'API stage that can have no access log',
    severity: 'low',
    weakness: 'logging',
    description: `The deployment makes the stage by itself. Such a stage has no access log, no limits and no firewall, and cannot be given any here: nobody can tell who called the API.`,
    remediation: 'Remove `stage_name`, and declare an `aws_api_gateway_stage` with `access_log_settings`.',
    references: [
      `${hub}/apigateway-controls.html#apigateway-1`,
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html',
    ],
    checks: [
      {
        at: { aws_api_gateway_deployment: '' },
        bad: isPresent,
        when: { stage_name: matches(/./) },
        says: 'The stage that {} makes has no access log.',
      },
    ],
    bad: [
      tf('aws_api_gateway_deployment ◄', 'rest_api_id = "a1"\nstage_name = "live"'),
      tf('aws_api_gateway_deployment ◄', 'stage_name = "live"\nstage_description = "the shop"'),
    ],
    good: [
      tf('aws_api_gateway_deployment', 'rest_api_id = "a1"'),
      tf('aws_api_gateway_deployment', 'stage_name = ""'),
    ],
  }),
  settingRule({
    id: 'aws-api-data-logged',
    title: 'API whose requests are logged with all that is in them',
    severity: 'medium',
    weakness: 'exposure',
    cwe: [532],
    description: `Bodies of requests and answers are written to the log, with passwords, tokens and personal data in them. Whoever may read logs reads them.`,
    remediation: 'Switch the trace of data off outside of development.',
    references: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html'],
    checks: [
      {
        at: {
          aws_api_gateway_method_settings: 'settings.data_trace_enabled',
          'AWS::ApiGateway::Stage': 'MethodSettings.DataTraceEnabled',
          'AWS::Serverless::Api': 'MethodSettings.DataTraceEnabled',
          aws_apigatewayv2_stage: 'default_route_settings.data_trace_enabled',
          'AWS::ApiGatewayV2::Stage': 'DefaultRouteSettings.DataTraceEnabled',
        },
        bad: isTrue,
        says: 'All that is sent to {} is logged.',
        fix: 'false',
      },
    ],
    bad: [
      tf(
        'aws_api_gateway_method_settings',
        'settings {\n  metrics_enabled = true\n  data_trace_enabled = true ◄\n}',
      ),
      cfn('AWS::Serverless::Api', 'MethodSettings:\n  - DataTraceEnabled: true ◄'),
    ],
    good: [
      tf('aws_api_gateway_method_settings', 'settings {\n  data_trace_enabled = false\n}'),
      cfn('AWS::Serverless::Api', 'MethodSettings:\n  - DataTraceEnabled: !Ref Trace'),
    ],
  }),
];
