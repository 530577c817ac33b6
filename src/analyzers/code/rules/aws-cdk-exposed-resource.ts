import type { CallSite } from '../flow/call-site.js';
import { constantText, type Value } from '../flow/value.js';
import { isTestFile } from '../reading/nodes.js';
import { objectLiteral, pairOf } from '../reading/options.js';
import type { CodeRule, Verdict } from './code-rule.js';

const buckets = 'aws-cdk-lib/aws-s3.Bucket';
const groups = 'aws-cdk-lib/aws-ec2.SecurityGroup()';

export const awsCdkExposedResource: CodeRule = {
  id: 'aws-cdk-exposed-resource',
  title: 'Resource of AWS CDK that the internet reaches',
  severity: 'high',
  confidence: 'high',
  cwe: [306, 284, 732],
  owasp: ['A01:2021', 'A01:2025'],
  asvs: ['8.2.1'],
  languages: ['typescript', 'javascript'],
  description:
    'The stack makes a bucket that everyone may read, a database with an address of the internet, a function that answers without asking who calls, or opens a port of administration or of a database to all addresses.',
  remediation:
    'Set `blockPublicAccess: BlockPublicAccess.BLOCK_ALL` and serve files through CloudFront, `publiclyAccessible: false`, `authType: FunctionUrlAuthType.AWS_IAM`, and `Peer.ipv4` with the addresses that need the port.',
  references: [
    'https://docs.aws.amazon.com/cdk/v2/guide/best-practices-security.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
    'https://cwe.mitre.org/data/definitions/284.html',
  ],
  calls: [
    { at: [`${buckets}().grantPublicAccess`], check: (site) => checkGrant(site) },
    {
      at: [buckets],
      check: (site) => checkOption(site, 'publicReadAccess', 'Everyone may read this bucket.'),
    },
    {
      at: [
        'aws-cdk-lib/aws-rds.{DatabaseInstance,DatabaseInstanceFromSnapshot,DatabaseInstanceReadReplica}',
        'aws-cdk-lib/aws-redshift.CfnCluster',
      ],
      check: (site) =>
        checkOption(site, 'publiclyAccessible', 'The database has an address of the internet.'),
    },
    { at: ['aws-cdk-lib/aws-lambda.Function().addFunctionUrl'], check: checkFunctionUrl },
    {
      at: [`${groups}.addIngressRule`],
      check: (site) => checkPort(site, site.arguments[0], site.arguments[1]),
    },
    {
      at: [`${groups}.connections.allowFromAnyIpv4`],
      check: (site) => checkPort(site, undefined, site.arguments[0]),
    },
  ],
  examples: {
    bad: [
      {
        path: 'lib/site-stack.ts',
        text: `import { Stack, aws_s3 as s3, aws_lambda as lambda } from 'aws-cdk-lib';

export class SiteStack extends Stack {
  constructor(scope, id) {
    super(scope, id);
    const site = new s3.Bucket(this, 'Site');
    site.grantPublicAccess(); ◄
    new s3.Bucket(this, 'Reports', {
      publicReadAccess: true, ◄
    });
    const report = new lambda.Function(this, 'Report', { handler: 'report.main' });
    report.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE }); ◄
  }
}
`,
      },
      {
        path: 'lib/data-stack.ts',
        text: `import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';

export function addDatabase(scope, vpc) {
  const group = new ec2.SecurityGroup(scope, 'Database', { vpc });
  group.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(5432)); ◄
  return new rds.DatabaseInstance(scope, 'Orders', {
    vpc,
    securityGroups: [group],
    publiclyAccessible: true, ◄
  });
}
`,
      },
    ],
    good: [
      {
        path: 'lib/data-stack.ts',
        text: `import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';

export function addDatabase(scope, vpc) {
  const report = new lambda.Function(scope, 'Report', { handler: 'report.main' });
  report.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.AWS_IAM });
  return new rds.DatabaseInstance(scope, 'Orders', { vpc, publiclyAccessible: false });
}
`,
      },
      {
        path: 'lib/site-stack.ts',
        text: `import { Stack, aws_s3 as s3, aws_ec2 as ec2 } from 'aws-cdk-lib';

export class SiteStack extends Stack {
  constructor(scope, id, { vpc }) {
    super(scope, id);
    new s3.Bucket(this, 'Site', { publicReadAccess: false, blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
    const group = new ec2.SecurityGroup(this, 'Web', { vpc });
    group.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443));
    group.addIngressRule(ec2.Peer.ipv4('10.0.0.0/8'), ec2.Port.tcp(5432));
  }
}
`,
      },
    ],
  },
};

function checkGrant({ unit, arguments: [prefix] }: CallSite): Verdict | undefined {
  if (isTestFile(unit)) return undefined;
  return {
    message:
      prefix === undefined
        ? 'Everyone may read this bucket.'
        : 'Everyone may read what is in this bucket under that prefix.',
  };
}

/** An option of a construct, which stands third: `new Bucket(scope, id, options)`. */
function checkOption(site: CallSite, name: string, message: string): Verdict | undefined {
  const { unit, argumentNodes, arguments: values } = site;
  if (isTestFile(unit) || values[2]?.fields?.get(name)?.literal !== true) return undefined;
  const pair = pairOf(unit, objectLiteral(unit, argumentNodes[2]), name);
  return { message, ...(pair && { node: pair }) };
}

function checkFunctionUrl({ unit, arguments: [options] }: CallSite): Verdict | undefined {
  const type = options?.fields?.get('authType');
  const isOpen = type?.origins.some((origin) => origin.endsWith('.FunctionUrlAuthType.NONE'));
  return isOpen && !isTestFile(unit)
    ? {
        message: 'Everyone may call this function by its address.',
        // It may ask by itself, as for a signature of a webhook.
        severity: 'medium',
        confidence: 'medium',
      }
    : undefined;
}

/** Ports of administration and of data, by the numbers that IANA and the makers gave them. */
const sensitive = new Set([
  22, 23, 135, 445, 1433, 1521, 2375, 2376, 2379, 3306, 3389, 5432, 5601, 5900, 5985, 6379, 9042, 9200, 11211,
  27017,
]);

function checkPort(site: CallSite, peer: Value | undefined, port: Value | undefined): Verdict | undefined {
  if (isTestFile(site.unit)) return undefined;
  const isAny =
    peer === undefined ||
    peer.origins.some((origin) => /\.Peer\.anyIpv[46]\(\)$/.test(origin)) ||
    isEverywhere(peer);
  const opened = isAny ? openedBy(site, port) : undefined;
  return opened === undefined ? undefined : { message: `All addresses of the internet reach ${opened}.` };
}

function isEverywhere(peer: Value): boolean {
  const text = constantText(peer);
  return text === '0.0.0.0/0' || text === '::/0';
}

/** What a value of `ec2.Port` opens; undefined where it is a port that is there for all, or not known. */
function openedBy(site: CallSite, port: Value | undefined): string | undefined {
  const origin = port?.origins.find((each) => /\.Port\.\w+/.test(each)) ?? '';
  if (/\.Port\.(?:allTraffic|allTcp)\(\)$/.test(origin)) return 'all ports';
  if (/\.Port\.SSH$/.test(origin)) return 'port 22';
  if (/\.Port\.RDP$/.test(origin)) return 'port 3389';
  if (!/\.Port\.tcp\(\)$/.test(origin)) return undefined;
  const node = site.argumentNodes.find((each) =>
    /\bPort\.tcp\(/.test(site.unit.text.slice(each.start, each.end)),
  );
  const number = Number(/\(\s*(\d+)\s*\)/.exec(node ? site.unit.text.slice(node.start, node.end) : '')?.[1]);
  return sensitive.has(number) ? `port ${number}` : undefined;
}
