import { statementsOf } from '../../formats/policy-item.js';
import { estateOf, itemResource } from '../../formats/terraform-item.js';
import type { TerraformRule } from '../../formats/terraform.js';

export const awsIamAdminPolicy: TerraformRule = {
  id: 'terraform-aws-iam-admin-policy',
  title: 'IAM policy that allows everything',
  severity: 'high',
  confidence: 'high',
  cwe: [269, 732],
  asvs: [],
  languages: ['terraform'],
  description: `A statement allows every action on every resource. Whoever takes over one bearer of the policy, through a
leaked key or a flaw in the code that runs with it, owns the whole account.`,
  remediation: `List the actions and resources that are needed. IAM Access Analyzer writes a policy from what was used.`,
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-1',
  ],
  examples: {
    bad: [
      {
        path: 'iam.tf',
        text: `resource "aws_iam_policy" "deploy" {
  name   = "deploy"
  policy = data.aws_iam_policy_document.deploy.json ◄
}

data "aws_iam_policy_document" "deploy" {
  statement {
    actions   = ["*"]
    resources = ["*"]
  }
}
`,
      },
      {
        path: 'iam.tf',
        text: `resource "aws_iam_role_policy" "worker" {
  role   = aws_iam_role.worker.id
  policy = <<-EOT ◄
    {
      "Version": "2012-10-17",
      "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" }
    }
  EOT
}
`,
      },
    ],
    good: [
      {
        path: 'iam.tf',
        text: `resource "aws_iam_policy" "deploy" {
  policy = jsonencode({
    Statement = [
      { Effect = "Allow", Action = ["s3:PutObject"], Resource = "arn:aws:s3:::shop-site/*" },
      { Effect = "Deny", Action = "*", Resource = "*" },
    ]
  })
}
`,
      },
      {
        path: 'iam.tf',
        text: `data "aws_iam_policy_document" "deploy" {
  statement {
    actions   = ["*"]
    resources = ["*"]
    condition {
      test     = "Bool"
      variable = "aws:MultiFactorAuthPresent"
      values   = ["true"]
    }
  }
}

resource "aws_iam_policy" "deploy" {
  policy = data.aws_iam_policy_document.deploy.json
}
`,
      },
    ],
  },
  resources: ['aws_iam_policy', 'aws_iam_role_policy', 'aws_iam_user_policy', 'aws_iam_group_policy'],
  *check(resource, module) {
    const open = statementsOf(itemResource(resource).settings.get('policy'), estateOf(module)).find(
      ({ allows, conditional, actions, resources }) =>
        allows &&
        !conditional &&
        resources.includes('*') &&
        actions.some((action) => /^\*(?::\*)?$/.test(action)),
    );
    if (open)
      yield {
        message: `The policy of \`${resource.name}\` allows every action on every resource.`,
        span: open.span,
        scope: resource.address,
        anchor: 'allow * on *',
      };
  },
};
