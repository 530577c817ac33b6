import { follow, textOf, type Item } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { tf } from '../resources/examples.js';
import { weaknesses } from '../resources/setting.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

/** What the CIS benchmark wants to be told of, with the events that make it up. */
const topics: Readonly<Record<string, readonly string[]>> = {
  'network ACLs':
    `CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclEntry
    ReplaceNetworkAclAssociation`.split(/\s+/),
  'security groups': `AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress
    RevokeSecurityGroupEgress CreateSecurityGroup DeleteSecurityGroup`.split(/\s+/),
  networks: `CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection CreateVpcPeeringConnection
    DeleteVpcPeeringConnection RejectVpcPeeringConnection AttachClassicLinkVpc DetachClassicLinkVpc
    DisableVpcClassicLink EnableVpcClassicLink`.split(/\s+/),
  'bucket policies':
    `PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication DeleteBucketPolicy
    DeleteBucketCors DeleteBucketLifecycle DeleteBucketReplication`.split(/\s+/),
  'route tables':
    `CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable DeleteRoute
    DisassociateRouteTable`.split(/\s+/),
  gateways: `CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway CreateInternetGateway
    DeleteInternetGateway DetachInternetGateway`.split(/\s+/),
  CloudTrail: 'CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging'.split(' '),
};

const filter = (events: readonly string[], mark: string): ReturnType<typeof tf> =>
  tf(
    `aws_cloudwatch_log_metric_filter${mark}`,
    `pattern = "{ ${events.map((event) => `($.eventName = ${event})`).join(' || ')} }"`,
    'resource "aws_cloudwatch_metric_alarm" "main" {\n  metric_name = aws_cloudwatch_log_metric_filter.main.id\n}',
  );
const alarm = (metric: string, mark: string): ReturnType<typeof tf> =>
  tf(
    `aws_cloudwatch_metric_alarm${mark}`,
    `metric_name = "${metric}"\nnamespace = "Account"`,
    'resource "aws_cloudwatch_log_metric_filter" "main" {\n  pattern = "{ $.userIdentity.type = Root }"\n  metric_transformation {\n    name = "RootLogins"\n    namespace = "Account"\n  }\n}',
  );
const trail = topics['CloudTrail'] ?? [];

export const awsLogFilterRules: readonly ResourceRule[] = [
  {
    id: 'aws-log-filter-partial',
    title: 'Alarm on changes that leaves some of them out',
    severity: 'low',
    confidence: 'medium',
    ...weaknesses.logging,
    asvs: [],
    languages: ['terraform'],
    description: `The filter watches for some of the events by which a thing is changed, but not for all. An intruder uses one that is left out.`,
    remediation: 'Name all events of the topic in the pattern, as the CIS benchmark lists them.',
    references: [
      `${hub}/cloudwatch-controls.html#cloudwatch-11`,
      `${hub}/cloudwatch-controls.html#cloudwatch-5`,
    ],
    examples: {
      bad: [filter(trail.slice(1), ' ◄'), filter((topics['gateways'] ?? []).slice(0, 4), ' ◄')],
      good: [filter(trail, ''), filter(['ConsoleLogin'], '')],
    },
    resources: ['aws_cloudwatch_log_metric_filter'],
    *check(resource) {
      const pattern = resource.settings.get('pattern');
      const missed = missedBy(pattern);
      if (!pattern || !missed) return;
      yield {
        message: `\`${resource.name}\` watches changes of ${missed.topic}, but not ${missed.events.join(', ')}.`,
        span: { start: resource.settings.span.start, end: pattern.span.end },
        scope: resource.address,
        anchor: missed.events.join(' '),
      };
    },
  },
  {
    id: 'aws-log-filter-unwatched',
    title: 'Filter of logs whose count raises no alarm',
    severity: 'low',
    confidence: 'medium',
    ...weaknesses.logging,
    asvs: [],
    languages: ['terraform'],
    description: `The filter counts events of the account, but no alarm of this module looks at the count: nobody is told.`,
    remediation: 'Add an alarm on the metric of the filter, with a topic that people read.',
    references: [`${hub}/cloudwatch-controls.html#cloudwatch-1`],
    examples: {
      bad: [
        tf('aws_cloudwatch_log_metric_filter ◄', 'name = "root"\npattern = "{ $.userIdentity.type = Root }"'),
        tf(
          'aws_cloudwatch_log_metric_filter ◄',
          'name = "denied"\npattern = "{ $.errorCode = AccessDenied }"',
        ),
      ],
      good: [
        tf(
          'aws_cloudwatch_log_metric_filter',
          'name = "root"\npattern = "{ $.userIdentity.type = Root }"\nmetric_transformation {\n  name = "RootLogins"\n}',
          'resource "aws_cloudwatch_metric_alarm" "main" {\n  metric_name = "RootLogins"\n}',
        ),
        tf('aws_cloudwatch_log_metric_filter', 'name = "errors"\npattern = "ERROR"'),
      ],
    },
    resources: ['aws_cloudwatch_log_metric_filter'],
    *check(resource, estate) {
      const { settings, address } = resource;
      if (
        !estate.whole ||
        !/\$\.(?:eventName|errorCode|userIdentity)/.test(textOf(settings.get('pattern')) ?? '')
      )
        return;
      const names = follow(settings, 'metric_transformation.name').map(({ item }) => textOf(item));
      const isWatched = estate.all('aws_cloudwatch_metric_alarm').some(({ settings: alarm }) => {
        const metric = alarm.get('metric_name');
        return !metric || !textOf(metric) || metric.mentions().has(address) || names.includes(textOf(metric));
      });
      if (!isWatched)
        yield {
          message: `Nobody is told of what \`${resource.name}\` counts.`,
          span: settings.span,
          scope: address,
        };
    },
  },
  {
    id: 'aws-alarm-unfed',
    title: 'Alarm on a metric that no filter counts',
    severity: 'low',
    confidence: 'medium',
    ...weaknesses.logging,
    asvs: [],
    languages: ['terraform'],
    description: `The alarm looks at a metric that none of the filters of its module writes, although they write to the same namespace. It never goes off.`,
    remediation: 'Use the name that `metric_transformation` of the filter gives to the metric.',
    references: [
      `${hub}/cloudwatch-controls.html#cloudwatch-1`,
      'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html',
    ],
    examples: {
      bad: [alarm('RootLogin', ' ◄'), alarm('Denied', ' ◄')],
      good: [
        alarm('RootLogins', ''),
        tf('aws_cloudwatch_metric_alarm', 'metric_name = "CPUUtilization"\nnamespace = "AWS/EC2"'),
      ],
    },
    resources: ['aws_cloudwatch_metric_alarm'],
    *check({ settings, address, name }, estate) {
      const [metric, namespace] = [textOf(settings.get('metric_name')), textOf(settings.get('namespace'))];
      if (!estate.whole || metric === undefined || namespace === undefined) return;
      const written = estate
        .all('aws_cloudwatch_log_metric_filter')
        .flatMap((one) => follow(one.settings, 'metric_transformation', true))
        .map(({ item }) => ({ name: textOf(item?.get('name')), namespace: textOf(item?.get('namespace')) }));
      if (!written.some((one) => one.namespace === namespace)) return;
      if (written.some((one) => one.name === undefined || one.namespace === undefined || one.name === metric))
        return;
      yield { message: `No filter counts what \`${name}\` looks at.`, span: settings.span, scope: address };
    },
  },
];

/** The topic of which a pattern names most, and what of it is left out. */
function missedBy(
  pattern: Item | undefined,
): { readonly topic: string; readonly events: readonly string[] } | undefined {
  const names = new Set(
    textOf(pattern)
      ?.slice(0, 4096)
      .match(/\b[A-Z]\w+\b/g),
  );
  const best = Object.entries(topics)
    .map(([topic, events]) => ({ topic, events, named: events.filter((event) => names.has(event)).length }))
    .sort((a, b) => b.named - a.named)[0];
  if (!best || best.named === 0 || best.named === best.events.length) return undefined;
  return { topic: best.topic, events: best.events.filter((event) => !names.has(event)) };
}
