import type { Framework } from './framework.js';

const services = ['ec2', 'iam', 'lambda', 'rds', 'redshift', 's3'];

/** The Cloud Development Kit of AWS: constructs in modules of their own, or as properties of the root. */
export const awsCdk: Framework = {
  name: 'AWS CDK',
  roots: ['aws-cdk-lib', ...services.flatMap((name) => [`aws-cdk-lib/aws-${name}`, `@aws-cdk/aws-${name}`])],
  aliases: Object.fromEntries(
    services.flatMap((name) =>
      [`@aws-cdk/aws-${name}`, `aws-cdk-lib.aws_${name}`].map((path) => [path, `aws-cdk-lib/aws-${name}`]),
    ),
  ),
};
