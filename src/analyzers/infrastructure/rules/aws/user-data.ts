import { textOf, type Item } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import type { Test } from '../resources/tests.js';

const keyHead = ['-----BEGIN RSA', 'PRIVATE KEY-----'].join(' ');
const encodedKey = Buffer.from(`${keyHead}\nshown only`).toString('base64');
/** Plainly, or as Base64; what a script runs to before the secret is short, so that the start is enough. */
function scriptOf(item: Item | undefined): string {
  const text = textOf(item)?.slice(0, 16_384) ?? '';
  return /^[A-Za-z0-9+/=\s]+$/.test(text) ? Buffer.from(text, 'base64').toString('latin1') : text;
}

const holdsPrivateKey: Test = (item) => /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----/.test(scriptOf(item));
const holdsAccessKey: Test = (item) => /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/.test(scriptOf(item));
const sampleKey = ['AK', 'IA', 'SHOP'.repeat(4)].join('');

/** Where start scripts stand; of machines and configurations in Terraform in one of two forms. */
const plainScripts = {
  aws_instance: 'user_data',
  aws_launch_configuration: 'user_data',
  module: 'user_data',
};
const scripts = {
  aws_instance: 'user_data_base64',
  aws_launch_configuration: 'user_data_base64',
  aws_launch_template: 'user_data',
  module: 'user_data_base64',
  'AWS::EC2::Instance': 'UserData',
  'AWS::AutoScaling::LaunchConfiguration': 'UserData',
  'AWS::EC2::LaunchTemplate': 'LaunchTemplateData.UserData',
};

export const awsUserDataRules: readonly ResourceRule[] = [
  settingRule({
    id: 'aws-user-data-private-key',
    title: 'Private key in the start script of a machine',
    severity: 'high',
    weakness: 'credential',
    cwe: [321, 312],
    description: `The start script holds a private key. Everybody who may look at the machine in the console, and every program on it, can read the script.`,
    remediation:
      'Keep the key in Secrets Manager, let the role of the machine read it, and replace the one in the file.',
    references: ['https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html'],
    checks: [
      {
        at: scripts,
        bad: holdsPrivateKey,
        says: 'The start script of {} holds a private key.',
      },
      {
        at: plainScripts,
        bad: holdsPrivateKey,
        says: 'The start script of {} holds a private key.',
      },
    ],
    bad: [
      tf('aws_instance', `user_data_base64 = "${encodedKey}" ◄`),
      cfn('AWS::EC2::Instance', `UserData: ${encodedKey} ◄`),
    ],
    good: [
      tf('aws_instance', `user_data_base64 = "${Buffer.from('#!/bin/sh\nyum update').toString('base64')}"`),
      cfn('AWS::EC2::Instance', 'UserData: !Ref Script'),
    ],
  }),
  settingRule({
    id: 'aws-user-data-access-key',
    title: 'Access key in the start script of a machine',
    severity: 'high',
    weakness: 'credential',
    description: `The start script holds an access key of AWS, which does not end. Everybody who may look at the machine in the console, and every program on it, can read the script.`,
    remediation: 'Remove the key, revoke it, and give the role of the machine the rights that it needs.',
    references: [
      'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html',
      'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html',
    ],
    checks: [
      { at: scripts, bad: holdsAccessKey, says: 'The start script of {} holds an access key.' },
      { at: plainScripts, bad: holdsAccessKey, says: 'The start script of {} holds an access key.' },
    ],
    bad: [
      tf('aws_instance', `user_data = "export AWS_ACCESS_KEY_ID=${sampleKey}" ◄`),
      cfn('AWS::EC2::Instance', `UserData: !Base64 "export AWS_ACCESS_KEY_ID=${sampleKey}" ◄`),
    ],
    good: [
      tf('aws_instance', 'user_data = "aws s3 sync s3://shop-code /srv"'),
      cfn('AWS::EC2::Instance', 'UserData: !Base64 "yum update"'),
    ],
  }),
];
