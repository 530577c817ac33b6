import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isFalse, isMissing, isOff, isOneOf } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';
const protections = [
  {
    id: 'aws-search-unencrypted',
    title: 'Search domain that keeps documents in the clear',
    weakness: 'encryption',
    block: 'encrypt_at_rest',
    setting: 'enabled',
    template: 'EncryptionAtRestOptions.Enabled',
    what: 'The documents, indexes and snapshots of the domain are written in the clear',
    says: 'The documents of {} are kept in the clear.',
    advice: 'Enable encryption at rest; it can be switched on for a running domain, but not off.',
    control: 'opensearch-1',
    absent: true,
  },
  {
    id: 'aws-search-nodes-plaintext',
    title: 'Search domain whose nodes talk in the clear',
    weakness: 'transport',
    block: 'node_to_node_encryption',
    setting: 'enabled',
    template: 'NodeToNodeEncryptionOptions.Enabled',
    what: 'The nodes of the domain send each other documents without TLS',
    says: 'The nodes of {} talk in the clear.',
    advice: 'Enable the encryption between the nodes of the domain.',
    control: 'opensearch-3',
    absent: true,
  },
  {
    id: 'aws-search-plaintext',
    title: 'Search domain that answers in the clear',
    weakness: 'transport',
    block: 'domain_endpoint_options',
    setting: 'enforce_https',
    template: 'DomainEndpointOptions.EnforceHTTPS',
    what: 'Clients may send documents and passwords without TLS',
    says: '{} answers in the clear.',
    advice: 'Enforce HTTPS in the options of the endpoint.',
    control: 'opensearch-8',
    absent: true,
  },
  {
    id: 'aws-search-open-inside',
    title: 'Search domain without access control of its own',
    weakness: 'access',
    block: 'advanced_security_options',
    setting: 'enabled',
    template: 'AdvancedSecurityOptions.Enabled',
    what: 'Whoever reaches the domain may read, change and delete all documents',
    says: 'Whoever reaches {} may do everything in it.',
    advice: 'Enable fine-grained access control, with a user or role as its master.',
    control: 'opensearch-7',
    absent: false,
  },
] as const;

export const awsSearchRules: readonly ResourceRule[] = [
  ...protections.map(
    ({ id, title, weakness, block, setting, template, what, says, advice, control, absent }) =>
      settingRule({
        id,
        title,
        severity: 'high',
        weakness,
        description: `${what}. Search domains hold copies of customer data and logs, and have leaked more records than most databases.`,
        remediation: advice,
        references: [
          `${hub}/opensearch-controls.html#${control}`,
          'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/security.html',
        ],
        checks: [
          {
            at: {
              aws_elasticsearch_domain: `${block}.${setting}`,
              aws_opensearch_domain: `${block}.${setting}`,
              'AWS::Elasticsearch::Domain': template,
              'AWS::OpenSearchService::Domain': template,
            },
            bad: absent ? isOff : isFalse,
            says,
            fix: 'true',
          },
        ],
        bad: [
          tf('aws_opensearch_domain', `${block} {\n  ${setting} = false ◄\n}`),
          cfn('AWS::OpenSearchService::Domain', `${template.replace('.', ':\n  ')}: false ◄`),
        ],
        good: [
          tf('aws_opensearch_domain', `${block} {\n  ${setting} = true\n}`),
          tf('aws_opensearch_domain', `${block} {\n  ${setting} = var.wanted\n}`),
        ],
      }),
  ),
  settingRule({
    id: 'aws-search-tls-old',
    title: 'Search domain that takes TLS 1.0',
    severity: 'medium',
    weakness: 'cipher',
    cwe: [326, 327],
    description: `The domain still takes TLS 1.0 and 1.1. Somebody on the way can talk both sides into using them.`,
    remediation: 'Set the policy to `Policy-Min-TLS-1-2-PFS-2023-10`.',
    references: [`${hub}/opensearch-controls.html#opensearch-8`, 'https://www.rfc-editor.org/rfc/rfc8996'],
    checks: [
      {
        at: {
          aws_opensearch_domain: 'domain_endpoint_options.tls_security_policy',
          aws_elasticsearch_domain: 'domain_endpoint_options.tls_security_policy',
          'AWS::OpenSearchService::Domain': 'DomainEndpointOptions.TLSSecurityPolicy',
          'AWS::Elasticsearch::Domain': 'DomainEndpointOptions.TLSSecurityPolicy',
        },
        bad: isOneOf('Policy-Min-TLS-1-0-2019-07'),
        says: '{} takes TLS 1.0.',
        fix: '"Policy-Min-TLS-1-2-2019-07"',
      },
    ],
    bad: [
      tf(
        'aws_opensearch_domain',
        'domain_endpoint_options {\n  tls_security_policy = "Policy-Min-TLS-1-0-2019-07" ◄\n}',
      ),
      cfn(
        'AWS::OpenSearchService::Domain',
        'DomainEndpointOptions:\n  TLSSecurityPolicy: Policy-Min-TLS-1-0-2019-07 ◄',
      ),
    ],
    good: [
      tf(
        'aws_opensearch_domain',
        'domain_endpoint_options {\n  tls_security_policy = "Policy-Min-TLS-1-2-2019-07"\n}',
      ),
      cfn(
        'AWS::OpenSearchService::Domain',
        'DomainEndpointOptions:\n  TLSSecurityPolicy: Policy-Min-TLS-1-2-PFS-2023-10',
      ),
    ],
  }),
  settingRule({
    id: 'aws-search-domain-logs-off',
    title: 'Search domain whose log is off',
    severity: 'low',
    weakness: 'logging',
    description: `A log of the search domain is switched off, so that nobody can tell who searched for what.`,
    remediation: 'Publish the audit log and the application log to CloudWatch.',
    references: [
      `${hub}/opensearch-controls.html#opensearch-4`,
      `${hub}/opensearch-controls.html#opensearch-5`,
    ],
    checks: [
      {
        at: {
          aws_elasticsearch_domain: 'log_publishing_options.enabled',
          aws_opensearch_domain: 'log_publishing_options.enabled',
        },
        bad: isFalse,
        says: 'A log of {} is switched off.',
        fix: 'true',
      },
      ...['INDEX_SLOW_LOGS', 'SEARCH_SLOW_LOGS', 'ES_APPLICATION_LOGS', 'AUDIT_LOGS'].map((name) => ({
        at: {
          'AWS::Elasticsearch::Domain': `LogPublishingOptions.${name}.Enabled`,
          'AWS::OpenSearchService::Domain': `LogPublishingOptions.${name}.Enabled`,
        },
        bad: isFalse,
        says: 'A log of {} is switched off.',
        fix: 'true',
      })),
      {
        at: {
          aws_elasticsearch_domain: 'log_publishing_options',
          aws_opensearch_domain: 'log_publishing_options',
          'AWS::Elasticsearch::Domain': 'LogPublishingOptions',
          'AWS::OpenSearchService::Domain': 'LogPublishingOptions',
        },
        bad: isMissing,
        mayBeSeenTo: true,
        says: 'No log of {} is kept.',
      },
    ],
    bad: [
      tf(
        'aws_opensearch_domain',
        'log_publishing_options {\n  log_type = "AUDIT_LOGS"\n  enabled = false ◄\n}',
      ),
      cfn('AWS::OpenSearchService::Domain', 'LogPublishingOptions:\n  AUDIT_LOGS:\n    Enabled: false ◄'),
      tf('aws_opensearch_domain ◄', 'domain_name = "shop"'),
    ],
    good: [
      tf('aws_opensearch_domain', 'log_publishing_options {\n  log_type = "AUDIT_LOGS"\n}'),
      cfn('AWS::OpenSearchService::Domain', 'LogPublishingOptions:\n  AUDIT_LOGS:\n    Enabled: true'),
    ],
  }),
];
