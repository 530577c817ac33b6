import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { policyRule } from '../resources/policy-rule.js';
import { identityPolicies, resourcePolicies } from './policy-places.js';
import type { PolicyStatement } from '../../formats/policy-item.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';
const practice = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html';
const anyone = ({ principals }: PolicyStatement): boolean =>
  principals.includes('*') || principals.includes('arn:aws:iam::*:root');
/** What the agent of Systems Manager talks by: few actions, of which none knows resources. */
const ofAgent = /^(?:ssmmessages|ec2messages):\*$/;
/** The root of its account has every right on a key, or nobody can change its policy. */
const withoutKeys = Object.fromEntries(
  Object.entries(resourcePolicies).filter(([type]) => !/kms/i.test(type)),
);

export const awsPolicyRules: readonly ResourceRule[] = [
  policyRule({
    id: 'aws-resource-policy-public',
    title: 'Resource that everybody may use by its policy',
    severity: 'high',
    weakness: 'permission',
    cwe: [732, 284],
    description: `The policy of a queue, topic, bucket, key, secret, registry, file system or search domain allows every account of AWS, or everybody, to use it, without a condition.`,
    remediation:
      'Name the accounts, roles or services that need it, or add a condition on the account, the source or the network.',
    references: [
      `${hub}/sqs-controls.html#sqs-3`,
      `${hub}/sns-controls.html#sns-4`,
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
    ],
    at: resourcePolicies,
    flaw: anyone,
    says: 'The policy of {} lets everybody in.',
    bad: [
      tf(
        'aws_sqs_queue_policy',
        'queue_url = "q"\npolicy = jsonencode({ ◄\n  Statement = [{\n    Effect = "Allow"\n    Principal = "*"\n    Action = "sqs:SendMessage"\n  }]\n})',
      ),
      cfn(
        'AWS::SNS::TopicPolicy',
        "PolicyDocument: ◄\n  Statement:\n    - Effect: Allow\n      Principal: '*'\n      Action: sns:Publish",
      ),
    ],
    good: [
      tf(
        'aws_sqs_queue_policy',
        'policy = jsonencode({\n  Statement = [{\n    Effect = "Allow"\n    Principal = "*"\n    Action = "sqs:SendMessage"\n    Condition = { ArnEquals = { "aws:SourceArn" = var.topic } }\n  }]\n})',
      ),
      cfn(
        'AWS::SNS::TopicPolicy',
        "PolicyDocument:\n  Statement:\n    - Effect: Deny\n      Principal: '*'\n      Action: sns:Publish",
      ),
    ],
  }),
  policyRule({
    id: 'aws-resource-policy-all-actions',
    title: 'Policy of a resource that allows every action',
    severity: 'medium',
    weakness: 'permission',
    description: `The policy of a queue, topic, bucket, secret or registry allows every action, so that whoever may use the resource may also delete it or change its policy.`,
    remediation: 'List the actions that are needed, such as sending or receiving.',
    references: [practice],
    at: withoutKeys,
    flaw: ({ actions, principals }) =>
      principals.length > 0 && actions.some((action) => /^(?:\*|\w[\w-]*:\*)$/.test(action)),
    says: 'The policy of {} allows every action.',
    bad: [
      tf(
        'aws_sqs_queue_policy',
        'policy = jsonencode({ ◄\n  Statement = [{\n    Effect = "Allow"\n    Principal = { AWS = "111122223333" }\n    Action = "sqs:*"\n  }]\n})',
      ),
      cfn(
        'AWS::SNS::TopicPolicy',
        "PolicyDocument: ◄\n  Statement:\n    - Effect: Allow\n      Principal:\n        AWS: 111122223333\n      Action: '*'",
      ),
    ],
    good: [
      tf(
        'aws_sqs_queue_policy',
        'policy = jsonencode({\n  Statement = [{\n    Effect = "Allow"\n    Principal = { AWS = "111122223333" }\n    Action = "sqs:SendMessage"\n  }]\n})',
      ),
      cfn(
        'AWS::SNS::TopicPolicy',
        "PolicyDocument:\n  Statement:\n    - Effect: Deny\n      Principal: '*'\n      Action: '*'",
      ),
    ],
  }),
  policyRule({
    id: 'aws-role-trusts-anyone',
    title: 'Role that everybody may take on',
    severity: 'critical',
    weakness: 'permission',
    cwe: [732, 284],
    description: `The trust policy of the role names everybody. Whoever has any account of AWS takes the role on and has all its rights.`,
    remediation:
      'Name the role, service or account that takes it on, with an external id for accounts of others.',
    references: [
      practice,
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user_externalid.html',
    ],
    at: { aws_iam_role: 'assume_role_policy', 'AWS::IAM::Role': 'AssumeRolePolicyDocument' },
    flaw: ({ principals }) => principals.includes('*'),
    says: 'Everybody may take on the role {}.',
    bad: [
      tf(
        'aws_iam_role',
        'assume_role_policy = jsonencode({ ◄\n  Statement = [{\n    Effect = "Allow"\n    Principal = { AWS = "*" }\n    Action = "sts:AssumeRole"\n  }]\n})',
      ),
      cfn(
        'AWS::IAM::Role',
        "AssumeRolePolicyDocument: ◄\n  Statement:\n    - Effect: Allow\n      Principal:\n        AWS: '*'\n      Action: sts:AssumeRole",
      ),
    ],
    good: [
      tf(
        'aws_iam_role',
        'assume_role_policy = jsonencode({\n  Statement = [{\n    Effect = "Allow"\n    Principal = { Service = "ec2.amazonaws.com" }\n    Action = "sts:AssumeRole"\n  }]\n})',
      ),
      cfn(
        'AWS::IAM::Role',
        'AssumeRolePolicyDocument:\n  Statement:\n    - Effect: Allow\n      Principal:\n        AWS: !Ref Account\n      Action: sts:AssumeRole',
      ),
    ],
  }),
  policyRule({
    id: 'aws-policy-wildcard',
    title: 'Policy that allows all of a service',
    severity: 'medium',
    weakness: 'privilege',
    cwe: [250, 732],
    description: `A statement allows every action, or every action of a service, on every resource. Whoever takes over one bearer of the policy has all of it.`,
    remediation:
      'List the actions and resources that are needed. IAM Access Analyzer writes a policy from what was used.',
    references: [practice, `${hub}/iam-controls.html#iam-21`],
    at: identityPolicies,
    flaw: ({ actions, resources }, { type }) =>
      resources.includes('*') &&
      actions.some(
        (action) =>
          !ofAgent.test(action) &&
          (type.includes('::') || type.includes('sso') ? /^(?:\*|\w[\w-]*:\*)$/ : /^\w[\w-]*:\*$/).test(
            action,
          ),
      ),
    says: 'The policy of {} allows everything in a service.',
    bad: [
      tf(
        'aws_iam_role_policy',
        'policy = jsonencode({ ◄\n  Statement = [{\n    Effect = "Allow"\n    Action = "s3:*"\n    Resource = "*"\n  }]\n})',
      ),
      cfn(
        'AWS::IAM::ManagedPolicy',
        "PolicyDocument: ◄\n  Statement:\n    - Effect: Allow\n      Action: ['*']\n      Resource: '*'",
      ),
    ],
    good: [
      tf(
        'aws_iam_role_policy',
        'policy = jsonencode({\n  Statement = [{\n    Effect = "Allow"\n    Action = "s3:GetObject"\n    Resource = "*"\n  }]\n})',
      ),
      cfn(
        'AWS::IAM::ManagedPolicy',
        'PolicyDocument:\n  Statement:\n    - Effect: Allow\n      Action: s3:*\n      Resource: !Sub arn:aws:s3:::${Bucket}/*',
      ),
    ],
  }),
  policyRule({
    id: 'aws-device-policy-wildcard',
    title: 'Policy of devices that allows everything',
    severity: 'medium',
    weakness: 'privilege',
    cwe: [250, 732],
    description: `Each device with the policy may publish to, and listen on, every topic of every other device: one that is taken apart speaks for all.`,
    remediation: 'List the actions, and name topics by `${iot:Connection.Thing.ThingName}`.',
    references: ['https://docs.aws.amazon.com/iot/latest/developerguide/iot-policies.html'],
    at: { aws_iot_policy: 'policy', 'AWS::IoT::Policy': 'PolicyDocument' },
    flaw: ({ actions, resources }) =>
      resources.includes('*') || actions.some((action) => /^(?:\*|iot:\*)$/.test(action)),
    says: 'The policy {} allows devices everything.',
    bad: [
      tf(
        'aws_iot_policy',
        'policy = jsonencode({ ◄\n  Statement = [{\n    Effect = "Allow"\n    Action = "iot:*"\n    Resource = "*"\n  }]\n})',
      ),
      cfn(
        'AWS::IoT::Policy',
        "PolicyDocument: ◄\n  Statement:\n    - Effect: Allow\n      Action: iot:Publish\n      Resource: '*'",
      ),
    ],
    good: [
      tf(
        'aws_iot_policy',
        'policy = jsonencode({\n  Statement = [{\n    Effect = "Allow"\n    Action = "iot:Connect"\n    Resource = "arn:aws:iot:eu-west-1:111122223333:client/shop"\n  }]\n})',
      ),
      cfn(
        'AWS::IoT::Policy',
        'PolicyDocument:\n  Statement:\n    - Effect: Deny\n      Action: iot:*\n      Resource: "*"',
      ),
    ],
  }),
  policyRule({
    id: 'aws-policy-inverted',
    title: 'Policy that allows all but some actions',
    severity: 'medium',
    weakness: 'permission',
    description: `\`Allow\` with \`NotAction\` allows everything that is not listed, also what AWS adds later, which nobody has looked at.`,
    remediation: 'List the actions that are allowed instead of those that are not.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html',
    ],
    at: { ...identityPolicies, ...resourcePolicies },
    flaw: ({ notActions }) => notActions.length > 0,
    says: 'The policy of {} allows everything that it does not list.',
    bad: [
      tf(
        'aws_sns_topic_policy',
        'policy = jsonencode({ ◄\n  Statement = [{\n    Effect = "Allow"\n    Principal = { AWS = "111122223333" }\n    NotAction = "sns:Publish"\n  }]\n})',
      ),
      cfn(
        'AWS::SNS::TopicPolicy',
        'PolicyDocument: ◄\n  Statement:\n    - Effect: Allow\n      Principal:\n        AWS: 111122223333\n      NotAction: sns:Publish',
      ),
    ],
    good: [
      tf(
        'aws_sns_topic_policy',
        'policy = jsonencode({\n  Statement = [{\n    Effect = "Deny"\n    Principal = "*"\n    NotAction = "sns:Publish"\n  }]\n})',
      ),
      cfn(
        'AWS::SNS::TopicPolicy',
        'PolicyDocument:\n  Statement:\n    - Effect: Allow\n      Principal:\n        AWS: 111122223333\n      Action: sns:Publish',
      ),
    ],
  }),
];
