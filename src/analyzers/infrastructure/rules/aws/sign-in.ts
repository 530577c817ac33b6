import { numberOf, type Item } from '../../formats/item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { settingRule } from '../resources/setting.js';
import { isBelow, isMissing, isPresent, isTrue, either, isOneOf } from '../resources/tests.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';

export const awsSignInRules: readonly ResourceRule[] = [
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
  settingRule({
    id: 'aws-console-login-made',
    title: 'Console login made by code',
    severity: 'medium',
    weakness: 'credential',
    cwe: [522],
    description: `A person gets a password of the account, which is written to the state in the open or encrypted form, and has no second factor at first.`,
    remediation: 'Let people log in through an identity provider, with a second factor.',
    references: [
      `${hub}/iam-controls.html#iam-5`,
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
    ],
    checks: [
      {
        at: { aws_iam_user_login_profile: 'user' },
        bad: isPresent,
        evenUnknown: true,
        says: '{} makes a password for a person.',
      },
    ],
    bad: [
      tf('aws_iam_user_login_profile', 'user = "ada" ◄'),
      tf('aws_iam_user_login_profile', 'user = aws_iam_user.ada.name ◄\npgp_key = "keybase:ada"'),
    ],
    good: [
      tf('aws_iam_user', 'name = "worker"'),
      tf('aws_identitystore_group_membership', 'group_id = "g"\nmember_id = "m"'),
    ],
  }),
  settingRule({
    id: 'aws-cognito-guests',
    title: 'Identity pool that gives rights to guests',
    severity: 'medium',
    confidence: 'medium',
    weakness: 'authentication',
    description: `Everybody on the internet gets credentials of the account without a login. Too wide a role then opens buckets and queues to all.`,
    remediation: 'Allow authenticated identities only, or keep the role of guests as small as it can be.',
    references: [`${hub}/cognito-controls.html#cognito-2`],
    checks: [
      {
        at: {
          aws_cognito_identity_pool: 'allow_unauthenticated_identities',
          'AWS::Cognito::IdentityPool': 'AllowUnauthenticatedIdentities',
        },
        bad: isTrue,
        says: '{} gives credentials to guests.',
        fix: 'false',
      },
    ],
    bad: [
      tf('aws_cognito_identity_pool', 'allow_unauthenticated_identities = true ◄'),
      cfn('AWS::Cognito::IdentityPool', 'AllowUnauthenticatedIdentities: true ◄'),
    ],
    good: [
      tf('aws_cognito_identity_pool', 'allow_unauthenticated_identities = false'),
      cfn('AWS::Cognito::IdentityPool', 'AllowUnauthenticatedIdentities: false'),
    ],
  }),
  settingRule({
    id: 'aws-cognito-second-factor-off',
    title: 'User pool without a second factor',
    severity: 'low',
    weakness: 'authentication',
    cwe: [308],
    description: `Users log in by password alone, so that one that is guessed, reused or phished opens the account.`,
    remediation: 'Set the configuration of multi-factor authentication to `ON`, or at least `OPTIONAL`.',
    references: ['https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html'],
    checks: [
      {
        at: { aws_cognito_user_pool: 'mfa_configuration', 'AWS::Cognito::UserPool': 'MfaConfiguration' },
        bad: either(isMissing, isOneOf('OFF')),
        says: 'Users of {} log in by password alone.',
      },
    ],
    bad: [
      tf('aws_cognito_user_pool', 'mfa_configuration = "OFF" ◄'),
      cfn('AWS::Cognito::UserPool ◄', 'UserPoolName: shop'),
    ],
    good: [
      tf('aws_cognito_user_pool', 'mfa_configuration = "OPTIONAL"'),
      cfn('AWS::Cognito::UserPool', 'MfaConfiguration: "ON"'),
    ],
  }),
  settingRule({
    id: 'aws-cognito-password-weak',
    title: 'User pool that allows short passwords',
    severity: 'low',
    weakness: 'authentication',
    cwe: [521],
    description: `Users may choose passwords that are guessed quickly, or are among those that leaked elsewhere.`,
    remediation: 'Ask for at least 8 characters, better 12, and offer a second factor or passkeys.',
    references: [`${hub}/cognito-controls.html#cognito-3`],
    checks: [
      {
        at: {
          aws_cognito_user_pool: 'password_policy.minimum_length',
          'AWS::Cognito::UserPool': 'Policies.PasswordPolicy.MinimumLength',
        },
        bad: isBelow(8),
        says: 'Users of {} may choose short passwords.',
        fix: '12',
      },
    ],
    bad: [
      tf('aws_cognito_user_pool', 'mfa_configuration = "ON"\npassword_policy {\n  minimum_length = 6 ◄\n}'),
      cfn(
        'AWS::Cognito::UserPool',
        'MfaConfiguration: "ON"\nPolicies:\n  PasswordPolicy:\n    MinimumLength: 6 ◄',
      ),
    ],
    good: [
      tf('aws_cognito_user_pool', 'mfa_configuration = "ON"\npassword_policy {\n  minimum_length = 12\n}'),
      cfn('AWS::Cognito::UserPool', 'MfaConfiguration: "ON"'),
    ],
  }),
  settingRule({
    id: 'aws-password-reuse',
    title: 'Password policy that lets old passwords come back',
    severity: 'low',
    weakness: 'authentication',
    cwe: [521],
    description: `People of the account may take an earlier password again, which may have leaked since.`,
    remediation: 'Set `password_reuse_prevention = 24`, so that the last 24 passwords are remembered.',
    references: [`${hub}/iam-controls.html#iam-16`],
    checks: [
      {
        at: { aws_iam_account_password_policy: 'password_reuse_prevention' },
        bad: (item) => isMissing(item) || isBelow(5)(item),
        says: '{} lets old passwords come back.',
        fix: '24',
      },
    ],
    bad: [
      tf('aws_iam_account_password_policy', 'password_reuse_prevention = 1 ◄'),
      tf('aws_iam_account_password_policy ◄', 'minimum_password_length = 14'),
    ],
    good: [
      tf('aws_iam_account_password_policy', 'password_reuse_prevention = 24'),
      tf('aws_iam_account_password_policy', 'password_reuse_prevention = var.remembered'),
    ],
  }),
];
