import { listOf, textOf, type Estate, type Item, type ItemResource } from '../../formats/item.js';
import { statementsOf } from '../../formats/policy-item.js';
import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import { policyRule } from '../resources/policy-rule.js';
import { weaknesses } from '../resources/setting.js';
import { escalationOf } from './escalation.js';
import { identityPolicies } from './policy-places.js';

const references = [
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
];

/** Kinds of identities, with what gives them policies. */
const kinds = ['user', 'role', 'group'] as const;

export const awsIdentityEscalationRules: readonly ResourceRule[] = [
  identityRule(),
  withoutBearers(
    policyRule({
      id: 'aws-policy-escalation',
      title: 'Policy by which its bearer gains more rights',
      severity: 'medium',
      weakness: 'permission',
      cwe: [269],
      description: `The bearer may change policies, keys, passwords or trust on every resource, or pass any role to a service that it controls: it can give itself every right of the account.`,
      remediation:
        'Name the roles, users and policies that it may change or pass, or set a permissions boundary.',
      references,
      at: identityPolicies,
      flaw: ({ actions, resources }) => resources.includes('*') && escalationOf(actions) !== undefined,
      says: 'Whoever has the policy of {} can give itself more rights.',
      bad: [
        tf(
          'aws_iam_user_policy',
          'policy = jsonencode({ ◄\n  Statement = [{\n    Effect = "Allow"\n    Action = ["iam:CreatePolicyVersion"]\n    Resource = "*"\n  }]\n})',
        ),
        cfn(
          'AWS::IAM::Policy',
          "PolicyDocument: ◄\n  Statement:\n    - Effect: Allow\n      Action: iam:PassRole\n      Resource: '*'",
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
  ),
];

/** The policies of one identity are judged together: one may pass a role, and another start what takes it on. */
function identityRule(): ResourceRule {
  const policy = (action: string): string =>
    `resource "aws_iam_user_policy" "main" {\n  user = aws_iam_user.main.name\n  policy = jsonencode({\n    Statement = [{\n      Effect = "Allow"\n      Action = ["${action}"]\n      Resource = "*"\n    }]\n  })\n}`;
  return {
    id: 'aws-identity-escalation',
    title: 'User, role or group that can give itself more rights',
    severity: 'medium',
    confidence: 'high',
    ...weaknesses.permission,
    cwe: [269],
    asvs: [],
    languages: ['terraform'],
    description: `By the policies of this module together, the identity may change policies, keys, passwords or trust of any other, or hand any role to something that it controls. Whoever takes it over has every right of the account.`,
    remediation:
      'Name the roles, users and policies that it may change or pass, or set a permissions boundary.',
    references,
    examples: {
      bad: [
        tf('aws_iam_user ◄', 'name = "worker"', policy('iam:PutUserPolicy')),
        tf(
          'aws_iam_role ◄',
          'name = "worker"',
          'resource "aws_iam_policy" "keys" {\n  policy = jsonencode({\n    Statement = [{\n      Effect = "Allow"\n      Action = "iam:CreateAccessKey"\n      Resource = "*"\n    }]\n  })\n}\n\nresource "aws_iam_role_policy_attachment" "keys" {\n  role = aws_iam_role.main.name\n  policy_arn = aws_iam_policy.keys.arn\n}',
        ),
      ],
      good: [
        tf('aws_iam_user', 'name = "worker"', policy('iam:GetUser')),
        tf(
          'aws_iam_user',
          'name = "other"',
          policy('iam:PutUserPolicy').replaceAll('user.main', 'user.admin'),
        ),
      ],
    },
    resources: kinds.map((kind) => `aws_iam_${kind}`),
    *check(identity, estate) {
      const actions = policiesOf(identity, estate).flatMap((item) =>
        statementsOf(item, estate)
          .filter(({ allows, conditional, resources }) => allows && !conditional && resources.includes('*'))
          .flatMap((statement) => statement.actions),
      );
      const escalation = escalationOf(actions);
      if (escalation)
        yield {
          message: `\`${identity.name}\` can give itself more rights by ${escalation.join(' and ')}.`,
          span: identity.settings.span,
          scope: identity.address,
          anchor: escalation.join(' '),
        };
    },
  };
}

function policiesOf(identity: ItemResource, estate: Estate): (Item | undefined)[] {
  const kind = identity.type.replace('aws_iam_', '');
  const inline = estate
    .all(`aws_iam_${kind}_policy`)
    .filter((it) => means(it.settings.get(kind), identity))
    .map((it) => it.settings.get('policy'));
  const attached = [
    ...estate.all(`aws_iam_${kind}_policy_attachment`).filter((it) => means(it.settings.get(kind), identity)),
    ...estate.all('aws_iam_policy_attachment').filter((it) => means(it.settings.get(`${kind}s`), identity)),
  ].flatMap((it) => [...(it.settings.get('policy_arn')?.mentions() ?? [])]);
  const managed = estate
    .all('aws_iam_policy')
    .filter((it) => attached.includes(it.address))
    .map((it) => it.settings.get('policy'));
  return [...inline, ...managed];
}

function means(item: Item | undefined, identity: ItemResource): boolean {
  const name = textOf(identity.settings.get('name'));
  return listOf(item).some(
    (part) => part.mentions().has(identity.address) || (name !== undefined && textOf(part) === name),
  );
}

/** A policy whose bearer is in the module is judged with it. */
function withoutBearers(rule: ResourceRule): ResourceRule {
  return {
    ...rule,
    *check(resource, estate) {
      const own = resource.settings.get('policy');
      const isBorne = kinds
        .flatMap((kind) => estate.all(`aws_iam_${kind}`))
        .some((identity) =>
          policiesOf(identity, estate).some(
            (item) => item?.span.start === own?.span.start && own !== undefined,
          ),
        );
      if (!isBorne) yield* rule.check(resource, estate);
    },
  };
}
