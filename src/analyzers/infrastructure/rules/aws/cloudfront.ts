import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing, isPresent, isTrue, isOff, either, isOneOf, hasItem } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

export const awsCloudfrontRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-cloudfront-plaintext',
    title: 'CloudFront that answers over HTTP',
    severity: 'medium',
    weakness: 'transport',
    description: `Visitors may reach the pages without TLS: whoever is on the way reads cookies and passwords, and changes pages.`,
    remediation: 'Set the viewer protocol policy to `redirect-to-https` or `https-only`.',
    references: [`${hub}/cloudfront-controls.html#cloudfront-3`],
    checks: [
      {
        at: {
          aws_cloudfront_distribution: 'default_cache_behavior.viewer_protocol_policy',
          'AWS::CloudFront::Distribution': 'DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy',
        },
        bad: isOneOf('allow-all'),
        says: 'Visitors may reach {} over HTTP.',
      },
      {
        at: {
          aws_cloudfront_distribution: 'ordered_cache_behavior.viewer_protocol_policy',
          'AWS::CloudFront::Distribution': 'DistributionConfig.CacheBehaviors.ViewerProtocolPolicy',
        },
        bad: isOneOf('allow-all'),
        says: 'Visitors may reach a path of {} over HTTP.',
      },
    ],
    bad: [
      tf(
        'aws_cloudfront_distribution',
        'default_cache_behavior {\n  viewer_protocol_policy = "allow-all" ◄\n}',
      ),
      cfn(
        'AWS::CloudFront::Distribution',
        'DistributionConfig:\n  DefaultCacheBehavior:\n    ViewerProtocolPolicy: allow-all ◄',
      ),
    ],
    good: [
      tf(
        'aws_cloudfront_distribution',
        'default_cache_behavior {\n  viewer_protocol_policy = "redirect-to-https"\n}',
      ),
      cfn(
        'AWS::CloudFront::Distribution',
        'DistributionConfig:\n  DefaultCacheBehavior:\n    ViewerProtocolPolicy: https-only',
      ),
    ],
  }),
  settingRule({
    id: 'aws-cloudfront-origin-plaintext',
    title: 'CloudFront that talks to its origin in the clear',
    severity: 'low',
    weakness: 'transport',
    description: `Between CloudFront and the origin nothing is encrypted, although visitors see a lock: whoever is on that way reads and changes everything.`,
    remediation: 'Set the origin protocol policy to `https-only`.',
    references: [`${hub}/cloudfront-controls.html#cloudfront-9`],
    checks: [
      {
        at: {
          aws_cloudfront_distribution: 'origin.custom_origin_config.origin_protocol_policy',
          'AWS::CloudFront::Distribution':
            'DistributionConfig.Origins.CustomOriginConfig.OriginProtocolPolicy',
        },
        bad: isOneOf('http-only'),
        says: '{} talks to its origin in the clear.',
      },
    ],
    bad: [
      tf(
        'aws_cloudfront_distribution',
        'origin {\n  custom_origin_config {\n    origin_protocol_policy = "http-only" ◄\n  }\n}',
      ),
      cfn(
        'AWS::CloudFront::Distribution',
        'DistributionConfig:\n  Origins:\n    - CustomOriginConfig:\n        OriginProtocolPolicy: http-only ◄',
      ),
    ],
    good: [
      tf(
        'aws_cloudfront_distribution',
        'origin {\n  custom_origin_config {\n    origin_protocol_policy = "https-only"\n  }\n}',
      ),
      tf('aws_cloudfront_distribution', 'origin {\n  domain_name = "shop.s3.amazonaws.com"\n}'),
    ],
  }),
  settingRule({
    id: 'aws-cloudfront-tls-old',
    title: 'CloudFront that takes outdated TLS',
    severity: 'medium',
    weakness: 'cipher',
    cwe: [326, 327],
    description: `CloudFront still takes SSL 3, TLS 1.0 or 1.1 from visitors. Somebody on the way can talk both sides into using them.`,
    remediation: 'Set the minimum protocol version to `TLSv1.2_2021`.',
    references: [
      'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html',
      'https://www.rfc-editor.org/rfc/rfc8996',
    ],
    checks: [
      {
        at: {
          aws_cloudfront_distribution: 'viewer_certificate.minimum_protocol_version',
          'AWS::CloudFront::Distribution': 'DistributionConfig.ViewerCertificate.MinimumProtocolVersion',
        },
        bad: isOneOf('SSLv3', 'TLSv1', 'TLSv1_2016', 'TLSv1.1_2016'),
        says: '{} takes TLS 1.0 or 1.1.',
      },
      {
        // With a certificate of one's own it is TLSv1 where nothing is said.
        at: { aws_cloudfront_distribution: 'viewer_certificate.minimum_protocol_version' },
        bad: isMissing,
        when: { viewer_certificate: isPresent, 'viewer_certificate.cloudfront_default_certificate': isOff },
        says: '{} takes TLS 1.0 or 1.1.',
      },
      {
        at: {
          'AWS::CloudFront::Distribution': 'DistributionConfig.ViewerCertificate.MinimumProtocolVersion',
        },
        bad: isMissing,
        when: {
          'DistributionConfig.ViewerCertificate': isPresent,
          'DistributionConfig.ViewerCertificate.CloudFrontDefaultCertificate': isOff,
        },
        says: '{} takes TLS 1.0 or 1.1.',
      },
    ],
    bad: [
      tf(
        'aws_cloudfront_distribution',
        'viewer_certificate {\n  minimum_protocol_version = "TLSv1_2016" ◄\n}',
      ),
      tf('aws_cloudfront_distribution', 'viewer_certificate { ◄\n  acm_certificate_arn = var.certificate\n}'),
      cfn(
        'AWS::CloudFront::Distribution',
        'DistributionConfig:\n  ViewerCertificate:\n    MinimumProtocolVersion: TLSv1 ◄',
      ),
    ],
    good: [
      tf(
        'aws_cloudfront_distribution',
        'viewer_certificate {\n  minimum_protocol_version = "TLSv1.2_2021"\n}',
      ),
      tf('aws_cloudfront_distribution', 'viewer_certificate {\n  cloudfront_default_certificate = true\n}'),
      cfn(
        'AWS::CloudFront::Distribution',
        'DistributionConfig:\n  ViewerCertificate:\n    MinimumProtocolVersion: TLSv1.2_2021',
      ),
    ],
  }),
  settingRule({
    id: 'aws-cloudfront-origin-tls-old',
    title: 'CloudFront that talks outdated TLS to its origin',
    severity: 'medium',
    weakness: 'cipher',
    cwe: [326, 327],
    description: `CloudFront may use SSL 3, TLS 1.0 or 1.1 with the origin. Somebody between them can talk both into using them.`,
    remediation: 'List `TLSv1.2` alone in the protocols of the origin.',
    references: [`${hub}/cloudfront-controls.html#cloudfront-10`, 'https://www.rfc-editor.org/rfc/rfc8996'],
    checks: [
      {
        at: {
          aws_cloudfront_distribution: 'origin.custom_origin_config.origin_ssl_protocols',
          'AWS::CloudFront::Distribution': 'DistributionConfig.Origins.CustomOriginConfig.OriginSSLProtocols',
        },
        bad: hasItem(/^(?:SSLv3|TLSv1|TLSv1\.1)$/),
        says: '{} talks outdated TLS to its origin.',
      },
    ],
    bad: [
      tf(
        'aws_cloudfront_distribution',
        'origin {\n  custom_origin_config {\n    origin_ssl_protocols = ["TLSv1", "TLSv1.2"] ◄\n  }\n}',
      ),
      cfn(
        'AWS::CloudFront::Distribution',
        'DistributionConfig:\n  Origins:\n    - CustomOriginConfig:\n        OriginSSLProtocols: [SSLv3] ◄',
      ),
    ],
    good: [
      tf(
        'aws_cloudfront_distribution',
        'origin {\n  custom_origin_config {\n    origin_ssl_protocols = ["TLSv1.2"]\n  }\n}',
      ),
      tf('aws_cloudfront_distribution', 'origin {\n  domain_name = "shop.s3.amazonaws.com"\n}'),
    ],
  }),
  settingRule({
    id: 'aws-cloudfront-certificate-default',
    title: 'CloudFront with its default certificate',
    severity: 'low',
    weakness: 'cipher',
    cwe: [326, 327],
    description: `With the certificate of CloudFront visitors may use TLS 1.0, whatever else is set, and the address is not one of yours.`,
    remediation: 'Name a certificate of your domain from ACM, with `TLSv1.2_2021` as the lowest version.',
    references: [`${hub}/cloudfront-controls.html#cloudfront-7`],
    checks: [
      {
        at: {
          aws_cloudfront_distribution: 'viewer_certificate.cloudfront_default_certificate',
          'AWS::CloudFront::Distribution':
            'DistributionConfig.ViewerCertificate.CloudFrontDefaultCertificate',
        },
        bad: isTrue,
        says: 'With the certificate of CloudFront {} takes TLS 1.0.',
      },
    ],
    bad: [
      tf('aws_cloudfront_distribution', 'viewer_certificate {\n  cloudfront_default_certificate = true ◄\n}'),
      cfn(
        'AWS::CloudFront::Distribution',
        'DistributionConfig:\n  ViewerCertificate:\n    CloudFrontDefaultCertificate: true ◄',
      ),
    ],
    good: [
      tf('aws_cloudfront_distribution', 'viewer_certificate {\n  acm_certificate_arn = var.certificate\n}'),
      cfn(
        'AWS::CloudFront::Distribution',
        'DistributionConfig:\n  ViewerCertificate:\n    AcmCertificateArn: !Ref Certificate',
      ),
    ],
  }),
  settingRule({
    id: 'aws-cloudfront-firewall-missing',
    title: 'CloudFront without a web application firewall',
    severity: 'low',
    weakness: 'protection',
    description: `Nothing stops known attack patterns, or callers who send too much, before the origin.`,
    remediation: 'Name a web ACL with managed rules and a rate limit.',
    references: [`${hub}/cloudfront-controls.html#cloudfront-6`],
    checks: [
      {
        at: {
          aws_cloudfront_distribution: 'web_acl_id',
          'AWS::CloudFront::Distribution': 'DistributionConfig.WebACLId',
        },
        bad: either(isMissing, isOneOf('')),
        says: 'No firewall stands before {}.',
      },
    ],
    bad: [
      tf('aws_cloudfront_distribution ◄', 'enabled = true'),
      cfn('AWS::CloudFront::Distribution', 'DistributionConfig: ◄\n  Enabled: true'),
    ],
    good: [
      tf('aws_cloudfront_distribution', 'web_acl_id = aws_wafv2_web_acl.main.arn'),
      cfn('AWS::CloudFront::Distribution', 'DistributionConfig:\n  WebACLId: !GetAtt Acl.Arn'),
    ],
  }),
  settingRule({
    id: 'aws-cloudfront-logging-off',
    title: 'CloudFront without access log',
    severity: 'low',
    weakness: 'logging',
    description: `No request is logged at the edge, where attacks arrive and where the address of the caller is known.`,
    remediation: 'Write the standard log to a bucket, or deliver it to CloudWatch.',
    references: [
      `${hub}/cloudfront-controls.html#cloudfront-5`,
      'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html',
    ],
    checks: [
      {
        at: { aws_cloudfront_distribution: 'logging_config' },
        bad: isMissing,
        unless: { aws_cloudwatch_log_delivery_source: 'resource_arn' },
        mayBeSeenTo: true,
        says: 'No request to {} is logged.',
      },
      {
        at: { 'AWS::CloudFront::Distribution': 'DistributionConfig.Logging' },
        bad: isMissing,
        unless: { 'AWS::Logs::DeliverySource': 'ResourceArn' },
        mayBeSeenTo: true,
        says: 'No request to {} is logged.',
      },
    ],
    bad: [
      tf('aws_cloudfront_distribution ◄', 'enabled = true'),
      cfn('AWS::CloudFront::Distribution', 'DistributionConfig: ◄\n  Enabled: true'),
    ],
    good: [
      tf('aws_cloudfront_distribution', 'logging_config {\n  bucket = "logs.s3.amazonaws.com"\n}'),
      tf(
        'aws_cloudfront_distribution',
        'enabled = true',
        'resource "aws_cloudwatch_log_delivery_source" "main" {\n  resource_arn = aws_cloudfront_distribution.main.arn\n}',
      ),
    ],
  }),
];
