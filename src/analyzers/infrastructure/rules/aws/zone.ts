import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isMissing } from '../resources/tests.js';

export const awsZoneRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-zone-unlogged',
    title: 'Public DNS zone without a log of queries',
    severity: 'low',
    weakness: 'logging',
    description: `Nobody can tell who looks for which names of the zone: neither a search for forgotten names nor one for a taken-over one is seen.`,
    remediation: 'Send the queries of the zone to a log group.',
    references: [
      'https://docs.aws.amazon.com/securityhub/latest/userguide/route53-controls.html#route53-2',
      'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html',
    ],
    checks: [
      {
        at: { aws_route53_zone: 'vpc' },
        bad: isMissing,
        unless: { aws_route53_query_log: 'zone_id' },
        mayBeSeenTo: true,
        says: 'Queries for {} are not logged.',
      },
      {
        at: { 'AWS::Route53::HostedZone': 'QueryLoggingConfig' },
        bad: isMissing,
        when: { VPCs: isMissing },
        mayBeSeenTo: true,
        says: 'Queries for {} are not logged.',
      },
    ],
    bad: [
      tf('aws_route53_zone ◄', 'name = "shop.example"'),
      cfn('AWS::Route53::HostedZone ◄', 'Name: shop.example'),
    ],
    good: [
      tf('aws_route53_zone', 'name = "shop.example"\nvpc {\n  vpc_id = "vpc-1"\n}'),
      tf(
        'aws_route53_zone',
        'name = "shop.example"',
        'resource "aws_route53_query_log" "main" {\n  zone_id = aws_route53_zone.main.zone_id\n}',
      ),
      cfn('AWS::Route53::HostedZone', 'QueryLoggingConfig:\n  CloudWatchLogsLogGroupArn: !GetAtt Log.Arn'),
    ],
  }),
];
