import { at, itemsOf, textOf, type YamlNode } from '../../formats/yaml-syntax.js';
import { provider, serviceRule } from './service-rule.js';

const practice = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege';
const guide = 'https://www.serverless.com/framework/docs/providers/aws/guide/iam';
const least = { cwe: [250, 269] };

const wildcard = serviceRule({
  ...least,
  id: 'serverless-wildcard-policy',
  title: 'Functions that may do more than they need',
  severity: 'medium',
  confidence: 'high',
  description: `Every function of the service has this role. A flaw in one of them is then worth all actions of a service of AWS on everything in the
account; with \`*\`, \`iam:PassRole\` or \`sts:AssumeRole\` on all, the account. Reading all secrets or all objects is reported, too.
Actions that know no resources, such as \`cloudwatch:PutMetricData\`, are not.`,
  remediation:
    'Name the actions, and the resources by `!GetAtt Table.Arn`; give functions roles of their own where they differ.',
  references: [practice, guide],
  bad: [
    provider(
      'iam:',
      '  role:',
      '    statements:',
      '      - Effect: Allow',
      "        Action: 'dynamodb:*' ◄",
      "        Resource: '*'",
    ),
    provider(
      'iamRoleStatements:',
      '  - Effect: Allow',
      '    Action: [secretsmanager:GetSecretValue]',
      "    Resource: '*' ◄",
    ),
    `${provider()}\nfunctions:\n  save:\n    handler: a.b\n    iamRoleStatements:\n      - Effect: Allow\n        Action:\n          - '*' ◄\n        Resource: !GetAtt Table.Arn`,
  ],
  good: [
    provider(
      'iamRoleStatements:',
      '  - Effect: Allow',
      '    Action: dynamodb:*',
      '    Resource: !GetAtt Table.Arn',
    ),
    provider(
      'iamRoleStatements:',
      '  - Effect: Allow',
      '    Action: [cloudwatch:PutMetricData, ec2:DescribeInstances]',
      "    Resource: '*'",
      '  - Effect: Deny',
      "    Action: '*'",
      "    Resource: '*'",
    ),
  ],
  *look({ statements }) {
    for (const { actions, resources, scope } of statements) {
      const all = actions.find((node) => /^\*(?::\*)?$/.test(textOf(node) ?? ''));
      const everything = resources.find((node) => textOf(node) === '*');
      if (all) {
        yield {
          message: 'The functions may do everything.',
          severity: everything ? 'high' : 'medium',
          span: all,
          scope,
          anchor: '*',
        };
        continue;
      }
      if (!everything) continue;
      const escalating = actions.find((node) => escalation.test(textOf(node) ?? ''));
      const whole = actions.find(
        (node) => /^[\w-]+:\*$/.test(textOf(node) ?? '') && !withoutResources.test(textOf(node) ?? ''),
      );
      const reading = actions.find((node) => secrets.test(textOf(node) ?? ''));
      const found: YamlNode | undefined = escalating ?? whole ?? (reading ? everything : undefined);
      const action = textOf(escalating ?? whole ?? reading) ?? '';
      if (found)
        yield {
          message: `The functions may \`${action}\` on everything in the account.`,
          severity: escalating ? 'high' : 'medium',
          span: found,
          scope,
          anchor: action,
        };
    }
  },
});

/** Actions by which a role becomes a greater one. */
const escalation =
  /^(?:iam:(?:\*|Pass\*?|PassRole|Create\*|Attach\w*|Put(?:User|Role|Group)Policy|CreatePolicyVersion|CreateAccessKey|UpdateAssumeRolePolicy|AddUserToGroup)|sts:(?:\*|AssumeRole))$/i;

/** Reading what is secret, or what everything is stored in. */
const secrets =
  /^(?:secretsmanager:(?:GetSecretValue|BatchGetSecretValue|Get\*)|ssm:(?:GetParameters?(?:ByPath)?|GetParameters?\*|Get\*)|kms:Decrypt|s3:(?:GetObject|Get\*|PutObject|DeleteObject|Put\*|Delete\*)|dynamodb:(?:Scan|DeleteTable|Delete\*))$/i;

/** Services with nothing to name, or nothing worth it. */
const withoutResources =
  /^(?:xray|cloudwatch|logs|execute-api|ec2messages|ssmmessages|polly|translate|comprehend|textract|rekognition|mobiletargeting|iotwireless|freertos|applicationinsights):/i;

const administrator = serviceRule({
  ...least,
  id: 'serverless-administrator-role',
  title: 'Functions with a policy of administrators',
  severity: 'high',
  confidence: 'high',
  description:
    'The policy that is attached to the role of every function lets it do nearly everything in the account.',
  remediation: 'Attach a policy that names what the functions do, or write statements.',
  references: [
    practice,
    'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html',
  ],
  bad: [
    provider(
      'iam:',
      '  role:',
      '    managedPolicies:',
      '      - arn:aws:iam::aws:policy/AdministratorAccess ◄',
    ),
    provider('iamManagedPolicies:', '  - arn:aws:iam::aws:policy/IAMFullAccess ◄'),
  ],
  good: [
    provider(
      'iam:',
      '  role:',
      '    managedPolicies:',
      '      - arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
    ),
    provider('iam:', '  role: arn:aws:iam::111122223333:role/shop'),
  ],
  *look({ provider: holder }) {
    for (const node of [
      at(holder, 'iam', 'role', 'managedPolicies'),
      at(holder, 'iamManagedPolicies'),
    ].flatMap(itemsOf)) {
      const name =
        /:policy\/(AdministratorAccess|PowerUserAccess|IAMFullAccess|job-function\/SystemAdministrator)$/.exec(
          textOf(node) ?? '',
        )?.[1];
      if (name !== undefined)
        yield { message: `Every function has \`${name}\`.`, span: node, scope: 'provider', anchor: name };
    }
  },
});

export const roleRules = [wildcard, administrator];
