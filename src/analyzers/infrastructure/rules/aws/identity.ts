import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { either, isMissing, isPresent, isOneOf, matches, hasItem } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

export const awsIdentityRules: readonly ResourceRule[] = [
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
          'AWS::IAM::UserPolicy': 'UserName',
        },
        bad: isPresent,
        evenUnknown: true,
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
      {
        at: { 'AWS::IAM::User': 'ManagedPolicyArns' },
        bad: (item) => (item?.items ?? []).length > 0,
        says: '{} gives rights to a single user.',
      },
    ],
    bad: [
      tf('aws_iam_user_policy_attachment', 'user = aws_iam_user.ada.name ◄'),
      cfn('AWS::IAM::Policy', 'Users: ◄\n  - ada'),
    ],
    good: [
      tf('aws_iam_group_policy_attachment', 'group = "developers"'),
      cfn('AWS::IAM::Policy', 'Roles:\n  - worker'),
    ],
  }),
  settingRule({
    id: 'aws-root-key',
    title: 'Access key of the root account',
    severity: 'critical',
    weakness: 'privilege',
    cwe: [250, 798],
    description: `The key is of the root account: no policy binds it. Whoever has it owns the account, and can close it.`,
    remediation: 'Remove the key, and use roles with the rights that are needed.',
    references: [`${hub}/iam-controls.html#iam-4`],
    checks: [
      {
        at: { 'AWS::IAM::AccessKey': 'UserName', aws_iam_access_key: 'user' },
        bad: isOneOf('root', '<root_account>'),
        says: '{} is a key of the root account.',
      },
    ],
    bad: [cfn('AWS::IAM::AccessKey', 'UserName: root ◄'), tf('aws_iam_access_key', 'user = "root" ◄')],
    good: [
      cfn('AWS::IAM::AccessKey', 'UserName: !Ref Worker'),
      tf('aws_iam_access_key', 'user = aws_iam_user.worker.name'),
    ],
  }),
  settingRule({
    id: 'aws-user-key',
    title: 'Long-lived access key made by code',
    severity: 'low',
    confidence: 'medium',
    weakness: 'credential',
    cwe: [522],
    description: `The key does not end, and its secret stands in the state. Whoever reads the state, or the place that it is copied to, is the user.`,
    remediation:
      'Use roles: for machines of AWS by instance profile, for others by OpenID Connect or Roles Anywhere.',
    references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html'],
    checks: [
      {
        at: { aws_iam_access_key: '', 'AWS::IAM::AccessKey': '' },
        bad: isPresent,
        when: { pgp_key: isMissing, Status: either(isMissing, isOneOf('Active')) },
        says: '{} is a key that does not end.',
      },
    ],
    bad: [
      tf('aws_iam_access_key ◄', 'user = aws_iam_user.ci.name'),
      tf('aws_iam_access_key ◄', 'user = "ci"\nstatus = "Active"'),
      cfn('AWS::IAM::AccessKey ◄', 'UserName: ci'),
    ],
    good: [
      tf('aws_iam_access_key', 'user = "ci"\npgp_key = "keybase:ada"'),
      tf('aws_iam_role', 'name = "ci"'),
    ],
  }),
  settingRule({
    id: 'aws-managed-admin',
    title: 'Administrator rights by a policy of AWS',
    severity: 'high',
    weakness: 'privilege',
    cwe: [250, 732],
    description: `The managed policy allows every action on everything: whoever takes over one bearer owns the account.`,
    remediation: 'Give a policy with the actions and resources that are needed.',
    references: [
      `${hub}/iam-controls.html#iam-1`,
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html',
    ],
    checks: [
      {
        at: {
          aws_iam_role_policy_attachment: 'policy_arn',
          aws_iam_user_policy_attachment: 'policy_arn',
          aws_iam_group_policy_attachment: 'policy_arn',
          aws_iam_policy_attachment: 'policy_arn',
          aws_ssoadmin_managed_policy_attachment: 'managed_policy_arn',
        },
        bad: matches(/:aws:policy\/(?:AdministratorAccess|IAMFullAccess)$/),
        says: '{} gives the rights of an administrator.',
      },
      {
        at: {
          aws_iam_role: 'managed_policy_arns',
          'AWS::IAM::Role': 'ManagedPolicyArns',
          'AWS::IAM::User': 'ManagedPolicyArns',
          'AWS::IAM::Group': 'ManagedPolicyArns',
        },
        bad: hasItem(/:aws:policy\/(?:AdministratorAccess|IAMFullAccess)$/),
        says: '{} gives the rights of an administrator.',
      },
    ],
    bad: [
      tf(
        'aws_iam_role_policy_attachment',
        'role = "ci"\npolicy_arn = "arn:aws:iam::aws:policy/AdministratorAccess" ◄',
      ),
      cfn('AWS::IAM::Role', 'ManagedPolicyArns: [arn:aws:iam::aws:policy/AdministratorAccess] ◄'),
    ],
    good: [
      tf(
        'aws_iam_role_policy_attachment',
        'role = "ci"\npolicy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"',
      ),
      cfn('AWS::IAM::Role', 'ManagedPolicyArns: [!Ref Policy]'),
    ],
  }),
  settingRule({
    id: 'aws-directory-user-by-code',
    title: 'Person created in the identity store by code',
    severity: 'low',
    confidence: 'medium',
    weakness: 'access',
    description: `The person stands in code next to the directory that governs people, and stays when they leave.`,
    remediation:
      'Let the identity provider send people and groups by SCIM, and give rights to groups in code.',
    references: ['https://docs.aws.amazon.com/singlesignon/latest/userguide/provision-automatically.html'],
    checks: [
      {
        at: { aws_identitystore_user: '' },
        bad: isPresent,
        says: '{} is a person that the directory does not govern.',
      },
    ],
    bad: [
      tf('aws_identitystore_user ◄', 'display_name = "Ada"'),
      tf('aws_identitystore_user ◄', 'user_name = "ada"'),
    ],
    good: [
      tf('aws_identitystore_group', 'display_name = "developers"'),
      tf('aws_ssoadmin_account_assignment', 'principal_type = "GROUP"'),
    ],
  }),
];
