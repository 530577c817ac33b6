import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { either, isMissing, isOff, isOneOf, isPresent } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

/** AppSync. */
export const awsGraphApiRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-graph-api-key-login',
    title: 'GraphQL API that an API key alone opens',
    severity: 'medium',
    confidence: 'medium',
    weakness: 'authentication',
    description: `The API takes whoever has its key. The key is the same for all callers, stands in the code of every client, and tells nobody apart.`,
    remediation: 'Authenticate callers with IAM, Cognito or OpenID Connect; keep keys for development.',
    references: [
      `${hub}/appsync-controls.html#appsync-5`,
      'https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html',
    ],
    checks: [
      {
        at: {
          aws_appsync_graphql_api: 'authentication_type',
          'AWS::AppSync::GraphQLApi': 'AuthenticationType',
        },
        bad: isOneOf('API_KEY'),
        says: 'A key alone opens {}.',
      },
    ],
    bad: [
      tf('aws_appsync_graphql_api', 'authentication_type = "API_KEY" ◄'),
      cfn('AWS::AppSync::GraphQLApi', 'AuthenticationType: API_KEY ◄'),
    ],
    good: [
      tf('aws_appsync_graphql_api', 'authentication_type = "AMAZON_COGNITO_USER_POOLS"'),
      cfn('AWS::AppSync::GraphQLApi', 'AuthenticationType: AWS_IAM'),
    ],
  }),
  settingRule({
    id: 'aws-graph-cache-unencrypted',
    title: 'Cache of a GraphQL API in the clear',
    severity: 'medium',
    weakness: 'encryption',
    cwe: [311, 319],
    description: `Answers that the API caches, with whatever personal data is in them, are kept in the clear or sent in the clear to the cache. Neither can be changed for a cache that exists.`,
    remediation: 'Enable encryption at rest and in transit when the cache is made.',
    references: [`${hub}/appsync-controls.html#appsync-1`, `${hub}/appsync-controls.html#appsync-6`],
    checks: [
      {
        at: {
          aws_appsync_api_cache: 'at_rest_encryption_enabled',
          'AWS::AppSync::ApiCache': 'AtRestEncryptionEnabled',
        },
        bad: isOff,
        says: 'What {} holds is kept in the clear.',
        fix: 'true',
      },
      {
        at: {
          aws_appsync_api_cache: 'transit_encryption_enabled',
          'AWS::AppSync::ApiCache': 'TransitEncryptionEnabled',
        },
        bad: isOff,
        says: 'What {} holds is sent in the clear.',
        fix: 'true',
      },
    ],
    bad: [
      tf('aws_appsync_api_cache', 'at_rest_encryption_enabled = true\ntransit_encryption_enabled = false ◄'),
      cfn('AWS::AppSync::ApiCache ◄', 'TransitEncryptionEnabled: true'),
    ],
    good: [
      tf('aws_appsync_api_cache', 'at_rest_encryption_enabled = true\ntransit_encryption_enabled = true'),
      cfn('AWS::AppSync::ApiCache', 'AtRestEncryptionEnabled: true\nTransitEncryptionEnabled: !Ref Tls'),
    ],
  }),
  settingRule({
    id: 'aws-graph-api-log-off',
    title: 'GraphQL API whose fields are not logged',
    severity: 'low',
    weakness: 'logging',
    description: `All calls come to one address, so that only a log of fields tells who asked for what.`,
    remediation: 'Set the log level of fields to `ERROR` or `ALL`, with a role that may write the log.',
    references: [`${hub}/appsync-controls.html#appsync-2`],
    checks: [
      {
        at: { aws_appsync_graphql_api: 'log_config.field_log_level' },
        bad: either(isMissing, isOneOf('NONE')),
        when: { log_config: isPresent },
        says: 'The fields of {} are not logged.',
      },
      {
        at: { 'AWS::AppSync::GraphQLApi': 'LogConfig.FieldLogLevel' },
        bad: either(isMissing, isOneOf('NONE')),
        when: { LogConfig: isPresent },
        says: 'The fields of {} are not logged.',
      },
      {
        at: { aws_appsync_graphql_api: 'log_config', 'AWS::AppSync::GraphQLApi': 'LogConfig' },
        bad: isMissing,
        mayBeSeenTo: true,
        says: 'No call of {} is logged.',
      },
    ],
    bad: [
      tf('aws_appsync_graphql_api', 'log_config {\n  field_log_level = "NONE" ◄\n}'),
      cfn('AWS::AppSync::GraphQLApi ◄', 'Name: shop'),
    ],
    good: [
      tf('aws_appsync_graphql_api', 'log_config {\n  field_log_level = "ERROR"\n}'),
      cfn('AWS::AppSync::GraphQLApi', 'LogConfig:\n  FieldLogLevel: ALL'),
    ],
  }),
];
