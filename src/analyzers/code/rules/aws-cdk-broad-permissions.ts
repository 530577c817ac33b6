import type { CallSite } from '../flow/call-site.js';
import { constantText, type Value } from '../flow/value.js';
import { isTestFile } from '../reading/nodes.js';
import type { CodeRule, Verdict } from './code-rule.js';

export const awsCdkBroadPermissions: CodeRule = {
  id: 'aws-cdk-broad-permissions',
  title: 'Policy of AWS CDK that allows everything, or everyone',
  severity: 'high',
  confidence: 'high',
  cwe: [269, 284],
  owasp: ['A01:2021', 'A01:2025'],
  asvs: ['13.2.2'],
  languages: ['typescript', 'javascript'],
  description:
    'A statement allows all actions on all resources, or allows any account something and names no condition. Whoever gets hold of the role, or knows the name of the resource, can then do all of it.',
  remediation:
    'Name the actions and the resources that are needed, or use the `grant*` methods of the constructs: `bucket.grantRead(role)`. Name the account or the service as principal, or add a condition such as `aws:PrincipalOrgID`.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    'https://docs.aws.amazon.com/cdk/v2/guide/permissions.html',
    'https://cwe.mitre.org/data/definitions/269.html',
  ],
  calls: [{ at: ['aws-cdk-lib/aws-iam.PolicyStatement'], check }],
  examples: {
    bad: [
      {
        path: 'lib/role.ts',
        text: `import * as iam from 'aws-cdk-lib/aws-iam';

export const everything = new iam.PolicyStatement({ actions: ['*'], resources: ['*'] }); ◄
export const shared = (queue) =>
  queue.addToResourcePolicy(
    new iam.PolicyStatement({ actions: ['sqs:SendMessage'], principals: [new iam.AnyPrincipal()], resources: [queue.queueArn] }), ◄
  );
`,
      },
      {
        path: 'lib/lambda.js',
        text: `const { aws_iam: iam } = require('aws-cdk-lib');

exports.allow = (fn) => {
  fn.addToRolePolicy(new iam.PolicyStatement({ effect: iam.Effect.ALLOW, actions: ['*'], resources: ['*'] })); ◄
};
`,
      },
    ],
    good: [
      {
        path: 'lib/lambda.js',
        text: `const { aws_iam: iam } = require('aws-cdk-lib');

exports.allow = (fn, table) => {
  table.grantReadData(fn);
  fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['ses:SendEmail'], resources: ['*'] }));
};
`,
      },
      {
        path: 'lib/role.ts',
        text: `import * as iam from 'aws-cdk-lib/aws-iam';

export const listing = new iam.PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] });
export const tlsOnly = new iam.PolicyStatement({
  effect: iam.Effect.DENY,
  actions: ['*'],
  principals: [new iam.AnyPrincipal()],
  resources: ['*'],
  conditions: { Bool: { 'aws:SecureTransport': 'false' } },
});
`,
      },
    ],
  },
};

function check(site: CallSite): Verdict | undefined {
  const [options] = site.arguments;
  const part = (name: string): Value | undefined => options?.fields?.get(name);
  if (!options?.fields || isTestFile(site.unit)) return undefined;
  if (part('effect')?.origins.some((origin) => origin.endsWith('.Effect.DENY'))) return undefined;
  if (part('conditions')) return undefined;
  if (holds(part('actions'), isStar) && holds(part('resources'), isStar))
    return { message: 'All actions are allowed on all resources.' };
  if (holds(part('principals'), isAnybody))
    return { message: 'Any account is allowed this, without a condition.' };
  return undefined;
}

function holds(list: Value | undefined, is: (value: Value) => boolean): boolean {
  return [...(list?.fields?.values() ?? [])].some(is);
}

function isStar(value: Value): boolean {
  return /^(?:\*|\*:\*)$/.test(constantText(value) ?? '');
}

function isAnybody(value: Value): boolean {
  return value.origins.some((origin) => /\.(?:AnyPrincipal|StarPrincipal)\(\)$/.test(origin));
}
