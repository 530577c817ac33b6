import type { Example } from '../../../../model/rule.js';
import { listOf, numberOf, textOf, type Item, type ItemResource } from '../../formats/item.js';
import type { PolicyStatement } from '../../formats/policy-item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { allTraffic, judgePorts } from '../terraform/exposure.js';
import { cfn, tf } from './examples.js';
import { policyRule } from './policy-rule.js';
import { languagesOf, settingRule, weaknesses } from './setting.js';
import { isEverywhere, isMissing, isOneOf, isPresent } from './tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';
const practice = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html';
const anyone = ({ principals }: PolicyStatement): boolean =>
  principals.includes('*') || principals.includes('arn:aws:iam::*:root');

const resourcePolicies = {
  aws_sqs_queue_policy: 'policy',
  aws_sqs_queue: 'policy',
  aws_sns_topic_policy: 'policy',
  aws_sns_topic: 'policy',
  aws_kms_key: 'policy',
  aws_kms_key_policy: 'policy',
  aws_secretsmanager_secret_policy: 'policy',
  aws_ecr_repository_policy: 'policy',
  aws_efs_file_system_policy: 'policy',
  aws_elasticsearch_domain_policy: 'access_policies',
  aws_opensearch_domain_policy: 'access_policies',
  aws_elasticsearch_domain: 'access_policies',
  aws_opensearch_domain: 'access_policies',
  aws_ses_identity_policy: 'policy',
  aws_glacier_vault: 'access_policy',
  aws_glue_resource_policy: 'policy',
  aws_backup_vault_policy: 'policy',
  aws_cloudwatch_event_bus_policy: 'policy',
  aws_lambda_layer_version_permission: 'policy',
  'AWS::SQS::QueuePolicy': 'PolicyDocument',
  'AWS::SNS::TopicPolicy': 'PolicyDocument',
  'AWS::S3::BucketPolicy': 'PolicyDocument',
  'AWS::KMS::Key': 'KeyPolicy',
  'AWS::SecretsManager::ResourcePolicy': 'ResourcePolicy',
  'AWS::ECR::Repository': 'RepositoryPolicyText',
  'AWS::EFS::FileSystem': 'FileSystemPolicy',
  'AWS::Elasticsearch::Domain': 'AccessPolicies',
  'AWS::OpenSearchService::Domain': 'AccessPolicies',
};
const identityPolicies = {
  aws_iam_policy: 'policy',
  aws_iam_role_policy: 'policy',
  aws_iam_user_policy: 'policy',
  aws_iam_group_policy: 'policy',
  aws_ssoadmin_permission_set_inline_policy: 'inline_policy',
  aws_iot_policy: 'policy',
  'AWS::IAM::Policy': 'PolicyDocument',
  'AWS::IAM::ManagedPolicy': 'PolicyDocument',
  'AWS::IAM::Role': 'Policies.PolicyDocument',
  'AWS::IAM::User': 'Policies.PolicyDocument',
  'AWS::IAM::Group': 'Policies.PolicyDocument',
  'AWS::IoT::Policy': 'PolicyDocument',
};

/** Actions by which the bearer of a policy gives itself more rights. */
const escalations = new Set(
  `iam:CreatePolicyVersion iam:SetDefaultPolicyVersion iam:CreateAccessKey iam:CreateLoginProfile iam:UpdateLoginProfile
  iam:AttachUserPolicy iam:AttachGroupPolicy iam:AttachRolePolicy iam:PutUserPolicy iam:PutGroupPolicy iam:PutRolePolicy
  iam:AddUserToGroup iam:UpdateAssumeRolePolicy iam:PassRole lambda:UpdateFunctionCode glue:UpdateDevEndpoint`
    .split(/\s+/)
    .map((action) => action.toLowerCase()),
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
        'queue_url = "q"\npolicy = jsonencode({\n  Statement = [{ ◄\n    Effect = "Allow"\n    Principal = "*"\n    Action = "sqs:SendMessage"\n  }]\n})',
      ),
      cfn(
        'AWS::SNS::TopicPolicy',
        "PolicyDocument:\n  Statement:\n    - Effect: Allow ◄\n      Principal: '*'\n      Action: sns:Publish",
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
        'assume_role_policy = jsonencode({\n  Statement = [{ ◄\n    Effect = "Allow"\n    Principal = { AWS = "*" }\n    Action = "sts:AssumeRole"\n  }]\n})',
      ),
      cfn(
        'AWS::IAM::Role',
        "AssumeRolePolicyDocument:\n  Statement:\n    - Effect: Allow ◄\n      Principal:\n        AWS: '*'\n      Action: sts:AssumeRole",
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
      actions.some((action) =>
        (type.includes('::') || type.includes('sso') || type.includes('iot')
          ? /^(?:\*|\w[\w-]*:\*)$/
          : /^\w[\w-]*:\*$/
        ).test(action),
      ),
    says: 'The policy of {} allows everything in a service.',
    bad: [
      tf(
        'aws_iam_role_policy',
        'policy = jsonencode({\n  Statement = [{ ◄\n    Effect = "Allow"\n    Action = "s3:*"\n    Resource = "*"\n  }]\n})',
      ),
      cfn(
        'AWS::IAM::ManagedPolicy',
        "PolicyDocument:\n  Statement:\n    - Effect: Allow ◄\n      Action: ['*']\n      Resource: '*'",
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
    id: 'aws-policy-escalation',
    title: 'Policy by which its bearer gains more rights',
    severity: 'medium',
    weakness: 'permission',
    cwe: [269],
    description: `The bearer may change policies, keys, passwords or trust on every resource, or pass any role to a service that it controls: it can give itself every right of the account.`,
    remediation:
      'Name the roles, users and policies that it may change or pass, or set a permissions boundary.',
    references: [practice, 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html'],
    at: identityPolicies,
    flaw: ({ actions, resources }) =>
      resources.includes('*') && actions.some((action) => escalations.has(action.toLowerCase())),
    says: 'Whoever has the policy of {} can give itself more rights.',
    bad: [
      tf(
        'aws_iam_user_policy',
        'policy = jsonencode({\n  Statement = [{ ◄\n    Effect = "Allow"\n    Action = ["iam:CreatePolicyVersion"]\n    Resource = "*"\n  }]\n})',
      ),
      cfn(
        'AWS::IAM::Policy',
        "PolicyDocument:\n  Statement:\n    - Effect: Allow ◄\n      Action: iam:PassRole\n      Resource: '*'",
      ),
    ],
    good: [
      tf(
        'aws_iam_user_policy',
        'policy = jsonencode({\n  Statement = [{\n    Effect = "Allow"\n    Action = "iam:PassRole"\n    Resource = aws_iam_role.task.arn\n  }]\n})',
      ),
      cfn(
        'AWS::IAM::Policy',
        "PolicyDocument:\n  Statement:\n    - Effect: Allow\n      Action: iam:GetRole\n      Resource: '*'",
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
        'policy = jsonencode({\n  Statement = [{ ◄\n    Effect = "Allow"\n    Principal = { AWS = "111122223333" }\n    NotAction = "sns:Publish"\n  }]\n})',
      ),
      cfn(
        'AWS::SNS::TopicPolicy',
        'PolicyDocument:\n  Statement:\n    - Effect: Allow ◄\n      Principal:\n        AWS: 111122223333\n      NotAction: sns:Publish',
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
  settingRule({
    id: 'aws-function-public',
    title: 'Function that everybody may invoke',
    severity: 'high',
    weakness: 'permission',
    description: `The permission names everybody, so that every account of AWS may invoke the function with whatever input it likes.`,
    remediation: 'Name the service or account that invokes it, and the source.',
    references: [`${hub}/lambda-controls.html#lambda-1`],
    checks: [
      {
        at: { aws_lambda_permission: 'principal', 'AWS::Lambda::Permission': 'Principal' },
        bad: isOneOf('*'),
        when: { principal_org_id: isMissing, PrincipalOrgID: isMissing, source_account: isMissing },
        says: 'Everybody may invoke the function of {}.',
      },
    ],
    bad: [
      tf('aws_lambda_permission', 'action = "lambda:InvokeFunction"\nprincipal = "*" ◄'),
      cfn('AWS::Lambda::Permission', "Principal: '*' ◄"),
    ],
    good: [
      tf('aws_lambda_permission', 'principal = "events.amazonaws.com"'),
      cfn('AWS::Lambda::Permission', 'Principal: s3.amazonaws.com'),
    ],
  }),
  settingRule({
    id: 'aws-policy-on-user',
    title: 'Policy given to a single user',
    severity: 'low',
    weakness: 'permission',
    description: `Rights that hang on single users are forgotten when people change their work, and keep long-lived keys alive.`,
    remediation: 'Give rights to groups, or better to roles that people take on.',
    references: [`${hub}/iam-controls.html#iam-2`],
    checks: [
      {
        at: {
          aws_iam_user_policy: 'user',
          aws_iam_user_policy_attachment: 'user',
          'AWS::IAM::User': 'Policies',
        },
        bad: isPresent,
        says: '{} gives rights to a single user.',
      },
      {
        at: {
          aws_iam_policy_attachment: 'users',
          'AWS::IAM::Policy': 'Users',
          'AWS::IAM::ManagedPolicy': 'Users',
        },
        bad: (item) => (item?.items ?? []).length > 0,
        says: '{} gives rights to a single user.',
      },
    ],
    bad: [
      tf('aws_iam_user_policy_attachment', 'user = "ada" ◄'),
      cfn('AWS::IAM::Policy', 'Users: ◄\n  - ada'),
    ],
    good: [
      tf('aws_iam_group_policy_attachment', 'group = "developers"'),
      cfn('AWS::IAM::Policy', 'Roles:\n  - worker'),
    ],
  }),
  settingRule({
    id: 'aws-password-policy-weak',
    title: 'Password policy that allows weak passwords',
    severity: 'low',
    weakness: 'authentication',
    cwe: [521],
    description: `People of the account may choose passwords that are short or of one kind of characters, which are guessed quickly.`,
    remediation:
      'Ask for at least 14 characters of several kinds, or let people log in through an identity provider.',
    references: [`${hub}/iam-controls.html#iam-7`],
    checks: [
      ...[
        'require_lowercase_characters',
        'require_uppercase_characters',
        'require_numbers',
        'require_symbols',
      ].map((name) => ({
        at: { aws_iam_account_password_policy: name },
        bad: (item: Item | undefined) => isMissing(item) || isOneOf('false')(item),
        says: `{} has ${name} off.`,
        fix: 'true',
      })),
      {
        at: { aws_iam_account_password_policy: 'minimum_password_length' },
        bad: (item) => isMissing(item) || (numberOf(item) ?? 14) < 8,
        says: '{} allows short passwords.',
      },
    ],
    bad: [
      tf(
        'aws_iam_account_password_policy',
        'require_lowercase_characters = true\nrequire_uppercase_characters = true\nrequire_numbers = false ◄\nrequire_symbols = true\nminimum_password_length = 14',
      ),
      tf(
        'aws_iam_account_password_policy',
        'require_lowercase_characters = true\nrequire_uppercase_characters = true\nrequire_numbers = true\nrequire_symbols = true\nminimum_password_length = 6 ◄',
      ),
    ],
    good: [
      tf(
        'aws_iam_account_password_policy',
        'require_lowercase_characters = true\nrequire_uppercase_characters = true\nrequire_numbers = true\nrequire_symbols = true\nminimum_password_length = 14',
      ),
      tf(
        'aws_iam_account_password_policy',
        'require_lowercase_characters = var.a\nrequire_uppercase_characters = true\nrequire_numbers = true\nrequire_symbols = true\nminimum_password_length = 16',
      ),
    ],
  }),
  openGroup(),
];

/** The security groups of templates; those of Terraform have a rule of their own. */
function openGroup(): ResourceRule {
  const resources = ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupIngress'];
  const bad: Example[] = [
    cfn(
      'AWS::EC2::SecurityGroup',
      'SecurityGroupIngress:\n  - IpProtocol: tcp\n    FromPort: 22\n    ToPort: 22\n    CidrIp: 0.0.0.0/0 ◄',
    ),
    cfn('AWS::EC2::SecurityGroupIngress', 'IpProtocol: -1\nCidrIpv6: ::/0 ◄'),
  ];
  return {
    id: 'cloudformation-open-ingress',
    title: 'Security group of a template open to the internet',
    severity: 'high',
    confidence: 'high',
    ...weaknesses.access,
    asvs: [],
    languages: languagesOf(resources),
    description: `An ingress rule lets every address in, on ports that are not made for everybody. Ports 80 and 443 and the usual tunnels are not reported. The severity follows from what listens on the port.`,
    remediation:
      'Name the networks or the security groups that need the port. Reach machines through Session Manager or a VPN.',
    references: [
      'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
      `${hub}/ec2-controls.html#ec2-19`,
    ],
    examples: {
      bad,
      good: [
        cfn(
          'AWS::EC2::SecurityGroup',
          'SecurityGroupIngress:\n  - IpProtocol: tcp\n    FromPort: 443\n    ToPort: 443\n    CidrIp: 0.0.0.0/0',
        ),
        cfn(
          'AWS::EC2::SecurityGroupIngress',
          'IpProtocol: tcp\nFromPort: 22\nToPort: 22\nCidrIp: !Ref Office',
        ),
      ],
    },
    resources,
    *check(resource: ItemResource) {
      const own =
        resource.type === 'AWS::EC2::SecurityGroup'
          ? resource.settings.get('SecurityGroupIngress')
          : resource.settings;
      for (const ingress of listOf(own)) {
        const source = ['CidrIp', 'CidrIpv6']
          .map((name) => ingress.get(name))
          .find((item) => isEverywhere(item));
        const from = numberOf(ingress.get('FromPort'));
        const to = numberOf(ingress.get('ToPort')) ?? from;
        const protocol = textOf(ingress.get('IpProtocol'));
        const exposure =
          protocol === '-1'
            ? allTraffic
            : from !== undefined && to !== undefined && from >= 0 && !protocol?.startsWith('icmp')
              ? judgePorts(from, to)
              : undefined;
        if (!source || !exposure) continue;
        yield {
          message: `The rule opens ${exposure.what} to the whole internet.`,
          span: source.span,
          severity: exposure.severity,
          scope: resource.address,
          anchor: `${protocol ?? ''} ${from ?? ''}-${to ?? ''} ${textOf(source) ?? ''}`,
        };
      }
    },
  };
}
