import { policyRule } from '../resources/policy-rule.js';
import type { ResourceRule } from '../../resource-rule.js';
import { cfn, tf } from '../resources/examples.js';
import type { PolicyStatement } from '../../formats/policy-item.js';
import { identityPolicies } from './policy-places.js';

const hub = 'https://docs.aws.amazon.com/securityhub/latest/userguide';
const trusts = { aws_iam_role: 'assume_role_policy', 'AWS::IAM::Role': 'AssumeRolePolicyDocument' };
const hosts = 'token.actions.githubusercontent.com';
const provider = `arn:aws:iam::111122223333:oidc-provider/${hosts}`;

/** An enterprise may have an issuer of its own, with a path: nobody else's workflows come from there. */
const issuer = /oidc-provider\/token\.actions\.githubusercontent\.com(?!\/)/;
/** Keys that say whose workflow it is. */
const ofCaller =
  /^token\.actions\.githubusercontent\.com(?:\/[\w-]+)?:(?:sub|repository|repository_owner|repository_id|repository_owner_id|job_workflow_ref)$/i;
/** A pattern for subjects or repositories whose owner may have any name, or more than one. */
const isAnyOwner = (pattern: string): boolean => /^(?:\*|repo:[^/]*[*?])/.test(pattern);

/** Whether a workflow of any repository, or any of an owner whose name is left open, is let in. */
function letsAnyRepositoryIn({ principals, conditions }: PolicyStatement): boolean {
  if (!principals.some((principal) => issuer.test(principal))) return false;
  const subjects = conditions.filter(({ key }) => ofCaller.test(key));
  return subjects.every(({ values }) => values.some((value) => value !== undefined && isAnyOwner(value)));
}

export const awsTrustRules: readonly ResourceRule[] = [
  policyRule({
    id: 'aws-role-trusts-any-repository',
    title: 'Role that workflows of any repository on GitHub take on',
    severity: 'critical',
    weakness: 'permission',
    cwe: [732, 284],
    description: `The trust policy lets GitHub Actions in, but does not say of which repository. Everybody with an account on GitHub runs a workflow that takes the role on.`,
    remediation:
      'Compare the subject (`token.actions.githubusercontent.com:sub`) with your repository, and its branch or environment.',
    references: [
      'https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_secure-by-default.html',
    ],
    at: trusts,
    evenConditional: true,
    flaw: letsAnyRepositoryIn,
    says: 'Workflows of any repository on GitHub take on the role {}.',
    bad: [
      tf(
        'aws_iam_role',
        `assume_role_policy = jsonencode({ ◄\n  Statement = [{\n    Effect = "Allow"\n    Principal = { Federated = "${provider}" }\n    Action = "sts:AssumeRoleWithWebIdentity"\n    Condition = { StringEquals = { "${hosts}:aud" = "sts.amazonaws.com" } }\n  }]\n})`,
      ),
      cfn(
        'AWS::IAM::Role',
        `AssumeRolePolicyDocument: ◄\n  Statement:\n    - Effect: Allow\n      Principal:\n        Federated: ${provider}\n      Action: sts:AssumeRoleWithWebIdentity\n      Condition:\n        StringLike:\n          ${hosts}:sub: repo:*`,
      ),
    ],
    good: [
      tf(
        'aws_iam_role',
        `assume_role_policy = jsonencode({\n  Statement = [{\n    Effect = "Allow"\n    Principal = { Federated = "${provider}" }\n    Action = "sts:AssumeRoleWithWebIdentity"\n    Condition = { StringLike = { "${hosts}:sub" = "repo:shop/web:*" } }\n  }]\n})`,
      ),
      cfn(
        'AWS::IAM::Role',
        `AssumeRolePolicyDocument:\n  Statement:\n    - Effect: Allow\n      Principal:\n        Federated: ${provider}\n      Action: sts:AssumeRoleWithWebIdentity\n      Condition:\n        StringLike:\n          ${hosts}:sub: !Sub repo:\${Repository}:*`,
      ),
    ],
  }),
  policyRule({
    id: 'aws-role-trusts-account',
    title: 'Role that all of another account may take on',
    severity: 'low',
    confidence: 'medium',
    weakness: 'permission',
    description: `The trust policy names a whole account, without a condition: everybody there whose rights allow it takes the role on, and so does a service of that account which is talked into it for somebody else (confused deputy).`,
    remediation:
      'Name the role that takes it on, or ask for an external id (`sts:ExternalId`) or a second factor.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html',
    ],
    at: trusts,
    flaw: ({ principals }) =>
      principals.some((principal) => /^(?:\d{12}|arn:aws[\w-]*:iam::(?:\d{12})?:root)$/.test(principal)),
    says: 'All of an account may take on the role {}.',
    bad: [
      tf(
        'aws_iam_role',
        'assume_role_policy = jsonencode({ ◄\n  Statement = [{\n    Effect = "Allow"\n    Principal = { AWS = "arn:aws:iam::111122223333:root" }\n    Action = "sts:AssumeRole"\n  }]\n})',
      ),
      cfn(
        'AWS::IAM::Role',
        "AssumeRolePolicyDocument: ◄\n  Statement:\n    - Effect: Allow\n      Principal:\n        AWS: '111122223333'\n      Action: sts:AssumeRole",
      ),
    ],
    good: [
      tf(
        'aws_iam_role',
        'assume_role_policy = jsonencode({\n  Statement = [{\n    Effect = "Allow"\n    Principal = { AWS = "111122223333" }\n    Action = "sts:AssumeRole"\n    Condition = { StringEquals = { "sts:ExternalId" = "shop" } }\n  }]\n})',
      ),
      cfn(
        'AWS::IAM::Role',
        'AssumeRolePolicyDocument:\n  Statement:\n    - Effect: Allow\n      Principal:\n        AWS: arn:aws:iam::111122223333:role/deploy\n      Action: sts:AssumeRole',
      ),
    ],
  }),
  policyRule({
    id: 'aws-policy-decrypts-all',
    title: 'Policy that decrypts with every key',
    severity: 'medium',
    weakness: 'permission',
    description: `The bearer may use every key of the account to decrypt: data of others, in buckets, backups and secrets that it can get hold of, is open to it.`,
    remediation: 'Name the keys that the bearer needs, or the service through which it uses them.',
    references: [`${hub}/kms-controls.html#kms-1`, `${hub}/kms-controls.html#kms-2`],
    at: identityPolicies,
    flaw: ({ actions, resources }) =>
      resources.some((resource) => /^(?:\*|arn:aws[\w-]*:kms:[^:]*:[^:]*:(?:key\/)?\*)$/.test(resource)) &&
      actions.some((action) => /^kms:(?:decrypt|decrypt\*|de\*|reencrypt(?:from|\*))$/i.test(action)),
    says: 'Whoever has the policy of {} decrypts with every key.',
    bad: [
      tf(
        'aws_iam_role_policy',
        'policy = jsonencode({ ◄\n  Statement = [{\n    Effect = "Allow"\n    Action = ["kms:Decrypt"]\n    Resource = "*"\n  }]\n})',
      ),
      cfn(
        'AWS::IAM::ManagedPolicy',
        "PolicyDocument: ◄\n  Statement:\n    - Effect: Allow\n      Action: kms:Decrypt\n      Resource: 'arn:aws:kms:*:*:key/*'",
      ),
    ],
    good: [
      tf(
        'aws_iam_role_policy',
        'policy = jsonencode({\n  Statement = [{\n    Effect = "Allow"\n    Action = ["kms:Decrypt"]\n    Resource = aws_kms_key.orders.arn\n  }]\n})',
      ),
      cfn(
        'AWS::IAM::ManagedPolicy',
        "PolicyDocument:\n  Statement:\n    - Effect: Allow\n      Action: kms:Decrypt\n      Resource: '*'\n      Condition:\n        StringEquals:\n          kms:ViaService: s3.eu-west-1.amazonaws.com",
      ),
    ],
  }),
];
