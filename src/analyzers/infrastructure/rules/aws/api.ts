import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, isFalse, isTrue, isOff, either, isOneOf, isNoneOf, hasItem } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

export const awsApiRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-api-method-open',
    title: 'API method that everybody may call',
    severity: 'medium',
    confidence: 'medium',
    weakness: 'authentication',
    description: `The method asks for no authorization, so that everybody on the internet may call what is behind it.`,
    remediation:
      'Set an authorizer, IAM or an API key with a usage plan; keep `NONE` for what is meant for everybody.',
    references: [
      `${hub}/apigateway-controls.html#apigateway-8`,
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html',
    ],
    checks: [
      {
        at: { aws_api_gateway_method: 'authorization' },
        bad: isOneOf('NONE'),
        when: { http_method: isNoneOf('OPTIONS'), api_key_required: isOff },
        says: 'Everybody may call {}.',
      },
      {
        at: { 'AWS::ApiGateway::Method': 'AuthorizationType' },
        bad: either(isMissing, isOneOf('NONE')),
        when: { HttpMethod: isNoneOf('OPTIONS'), ApiKeyRequired: isOff },
        says: 'Everybody may call {}.',
      },
      {
        at: { aws_apigatewayv2_route: 'authorization_type', 'AWS::ApiGatewayV2::Route': 'AuthorizationType' },
        bad: either(isMissing, isOneOf('NONE')),
        says: 'Everybody may call {}.',
      },
    ],
    bad: [
      tf('aws_api_gateway_method', 'http_method = "POST"\nauthorization = "NONE" ◄'),
      cfn('AWS::ApiGateway::Method', 'HttpMethod: POST\nAuthorizationType: NONE ◄'),
    ],
    good: [
      tf('aws_api_gateway_method', 'http_method = "OPTIONS"\nauthorization = "NONE"'),
      cfn('AWS::ApiGateway::Method', 'HttpMethod: POST\nAuthorizationType: AWS_IAM'),
    ],
  }),
  settingRule({
    id: 'aws-api-key-not-required',
    title: 'API method that says it needs no API key',
    severity: 'low',
    confidence: 'medium',
    weakness: 'authentication',
    description: `Callers of the method are not told apart by a key, so that no usage plan limits how much one of them sends.`,
    remediation: 'Require an API key with a usage plan, besides the authorization, where callers are known.',
    references: [
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-setup-api-key-with-console.html',
    ],
    checks: [
      {
        at: { aws_api_gateway_method: 'api_key_required', 'AWS::ApiGateway::Method': 'ApiKeyRequired' },
        bad: isFalse,
        when: {
          http_method: either(isMissing, isNoneOf('OPTIONS')),
          HttpMethod: either(isMissing, isNoneOf('OPTIONS')),
        },
        says: '{} needs no API key.',
        fix: 'true',
      },
    ],
    bad: [
      tf(
        'aws_api_gateway_method',
        'http_method = "GET"\nauthorization = "AWS_IAM"\napi_key_required = false ◄',
      ),
      cfn('AWS::ApiGateway::Method', 'HttpMethod: GET\nAuthorizationType: AWS_IAM\nApiKeyRequired: false ◄'),
    ],
    good: [
      tf(
        'aws_api_gateway_method',
        'http_method = "OPTIONS"\nauthorization = "NONE"\napi_key_required = false',
      ),
      cfn('AWS::ApiGateway::Method', 'HttpMethod: GET\nAuthorizationType: AWS_IAM'),
    ],
  }),
  settingRule({
    id: 'aws-function-url-open',
    title: 'Function that everybody may call by its address',
    severity: 'medium',
    confidence: 'medium',
    weakness: 'authentication',
    description: `The address of the function asks for no authorization: everybody on the internet may run it, as often as they like, at your cost.`,
    remediation:
      'Set the authorization type to `AWS_IAM`, or put the function behind an API with an authorizer.',
    references: ['https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html'],
    checks: [
      {
        at: {
          aws_lambda_function_url: 'authorization_type',
          'AWS::Lambda::Url': 'AuthType',
          'AWS::Serverless::Function': 'FunctionUrlConfig.AuthType',
        },
        bad: isOneOf('NONE'),
        says: 'Everybody may call the function behind {}.',
      },
    ],
    bad: [
      tf('aws_lambda_function_url', 'authorization_type = "NONE" ◄'),
      cfn('AWS::Lambda::Url', 'AuthType: NONE ◄'),
    ],
    good: [
      tf('aws_lambda_function_url', 'authorization_type = "AWS_IAM"'),
      cfn('AWS::Lambda::Url', 'AuthType: AWS_IAM'),
    ],
  }),
  settingRule({
    id: 'aws-api-tls-old',
    title: 'Domain of an API that takes TLS 1.0',
    severity: 'medium',
    weakness: 'cipher',
    cwe: [326, 327],
    description: `The domain of the API still takes TLS 1.0 and 1.1. Somebody on the way can talk both sides into using them.`,
    remediation: 'Set the security policy of the domain to `TLS_1_2`.',
    references: [
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html',
      'https://www.rfc-editor.org/rfc/rfc8996',
    ],
    checks: [
      {
        at: {
          aws_api_gateway_domain_name: 'security_policy',
          'AWS::ApiGateway::DomainName': 'SecurityPolicy',
          'AWS::Serverless::Api': 'Domain.SecurityPolicy',
        },
        bad: isOneOf('TLS_1_0'),
        says: '{} takes TLS 1.0.',
      },
    ],
    bad: [
      tf('aws_api_gateway_domain_name', 'security_policy = "TLS_1_0" ◄'),
      cfn('AWS::ApiGateway::DomainName', 'SecurityPolicy: TLS_1_0 ◄'),
    ],
    good: [
      tf('aws_api_gateway_domain_name', 'security_policy = "TLS_1_2"'),
      cfn('AWS::ApiGateway::DomainName', 'SecurityPolicy: TLS_1_2'),
    ],
  }),
  settingRule({
    id: 'aws-api-public-endpoint',
    title: 'API with an endpoint on the internet',
    severity: 'low',
    confidence: 'medium',
    weakness: 'exposure',
    description: `The API has an endpoint that the whole internet reaches, so that its authorizers are the only thing before what is behind it.`,
    remediation: 'Use a `PRIVATE` endpoint where only your networks call the API.',
    references: [
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html',
    ],
    checks: [
      {
        at: {
          aws_api_gateway_rest_api: 'endpoint_configuration.types',
          'AWS::ApiGateway::RestApi': 'EndpointConfiguration.Types',
        },
        bad: hasItem(/^(?:EDGE|REGIONAL)$/),
        says: 'The internet reaches {}.',
      },
    ],
    bad: [
      tf('aws_api_gateway_rest_api', 'endpoint_configuration {\n  types = ["EDGE"] ◄\n}'),
      cfn('AWS::ApiGateway::RestApi', 'EndpointConfiguration:\n  Types: [REGIONAL] ◄'),
    ],
    good: [
      tf('aws_api_gateway_rest_api', 'endpoint_configuration {\n  types = ["PRIVATE"]\n}'),
      cfn('AWS::ApiGateway::RestApi', 'EndpointConfiguration:\n  Types: [PRIVATE]'),
    ],
  }),
  settingRule({
    id: 'aws-api-cache-unencrypted',
    title: 'API cache without encryption',
    severity: 'medium',
    weakness: 'encryption',
    description: `Answers that the stage caches, with whatever personal data is in them, are kept in the clear.`,
    remediation: 'Set `cache_data_encrypted = true` for the methods that are cached.',
    references: [`${hub}/apigateway-controls.html#apigateway-5`],
    checks: [
      {
        at: { aws_api_gateway_method_settings: 'settings.cache_data_encrypted' },
        bad: isOff,
        when: { 'settings.caching_enabled': isTrue },
        says: 'What {} caches is kept in the clear.',
        fix: 'true',
      },
      {
        at: { 'AWS::ApiGateway::Deployment': 'StageDescription.CacheDataEncrypted' },
        bad: isOff,
        when: { 'StageDescription.CachingEnabled': isTrue },
        says: 'What {} caches is kept in the clear.',
        fix: 'true',
      },
      {
        at: {
          'AWS::ApiGateway::Stage': 'MethodSettings.CacheDataEncrypted',
          'AWS::Serverless::Api': 'MethodSettings.CacheDataEncrypted',
        },
        bad: isOff,
        when: { 'MethodSettings.CachingEnabled': isTrue },
        says: 'What {} caches is kept in the clear.',
        fix: 'true',
      },
    ],
    bad: [
      tf(
        'aws_api_gateway_method_settings',
        'settings {\n  caching_enabled = true\n  cache_data_encrypted = false ◄\n}',
      ),
      cfn('AWS::ApiGateway::Deployment', 'StageDescription: ◄\n  CachingEnabled: true'),
    ],
    good: [
      tf(
        'aws_api_gateway_method_settings',
        'settings {\n  caching_enabled = true\n  cache_data_encrypted = true\n}',
      ),
      cfn('AWS::ApiGateway::Deployment', 'StageDescription:\n  CachingEnabled: false'),
    ],
  }),
  settingRule({
    id: 'aws-api-cors-open',
    title: 'API that trusts scripts of every site with credentials',
    severity: 'medium',
    weakness: 'access',
    cwe: [942],
    description: `Scripts of every site may call the API with the cookies of a visitor, and read what it answers.`,
    remediation: 'Name the origins of your pages, or switch credentials off.',
    references: ['https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html'],
    checks: [
      {
        at: {
          aws_lambda_function_url: 'cors.allow_origins',
          aws_apigatewayv2_api: 'cors_configuration.allow_origins',
        },
        bad: hasItem(/^(?:\*|https?:\/\/\*)$/),
        when: {
          'cors.allow_credentials': either(isMissing, isTrue),
          'cors_configuration.allow_credentials': either(isMissing, isTrue),
        },
        says: 'Scripts of every site may call {}.',
      },
      {
        at: {
          'AWS::Lambda::Url': 'Cors.AllowOrigins',
          'AWS::ApiGatewayV2::Api': 'CorsConfiguration.AllowOrigins',
        },
        bad: hasItem(/^(?:\*|https?:\/\/\*)$/),
        when: {
          'Cors.AllowCredentials': either(isMissing, isTrue),
          'CorsConfiguration.AllowCredentials': either(isMissing, isTrue),
        },
        says: 'Scripts of every site may call {}.',
      },
    ],
    bad: [
      tf('aws_lambda_function_url', 'cors {\n  allow_credentials = true\n  allow_origins = ["*"] ◄\n}'),
      cfn('AWS::Lambda::Url', "Cors:\n  AllowCredentials: true\n  AllowOrigins: ['*'] ◄"),
    ],
    good: [
      tf(
        'aws_lambda_function_url',
        'cors {\n  allow_credentials = true\n  allow_origins = ["https://shop.example"]\n}',
      ),
      cfn('AWS::Lambda::Url', "Cors:\n  AllowCredentials: false\n  AllowOrigins: ['*']"),
    ],
  }),
];
