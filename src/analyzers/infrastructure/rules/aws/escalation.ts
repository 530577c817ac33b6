/** Actions on any resource by which an identity gives itself the rights of others. */
const alone = `iam:CreatePolicyVersion iam:SetDefaultPolicyVersion iam:CreateAccessKey iam:CreateLoginProfile
  iam:UpdateLoginProfile iam:AttachUserPolicy iam:AttachGroupPolicy iam:AttachRolePolicy iam:PutUserPolicy iam:PutGroupPolicy
  iam:PutRolePolicy iam:AddUserToGroup iam:UpdateAssumeRolePolicy lambda:UpdateFunctionCode glue:UpdateDevEndpoint
  iam:PassRole`.split(/\s+/);

/** Actions that start something with a role that was passed to it; named where both are there. */
const launches = `ec2:RunInstances lambda:CreateFunction glue:CreateDevEndpoint cloudformation:CreateStack
  datapipeline:CreatePipeline ecs:RunTask sagemaker:CreateNotebookInstance codebuild:CreateProject`.split(
  /\s+/,
);

/** The actions by which the bearer of these gains rights; undefined where there are none. A whole service has a rule of its own. */
export function escalationOf(actions: readonly string[]): readonly string[] | undefined {
  const patterns = actions.filter((action) => !/^(?:\*|[\w-]+:\*)$/.test(action)).map(patternOf);
  const has = (action: string): boolean => patterns.some((pattern) => pattern.test(action));
  const found = alone.filter(has);
  if (found.length === 0) return undefined;
  return found.includes('iam:PassRole') ? [...found, ...launches.filter(has)] : found;
}

/** `*` and `?` stand for any characters and for one; what they expand to is bounded. */
function patternOf(action: string): RegExp {
  const escaped = action.slice(0, 128).replace(/[^\w*?:-]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\*+/g, '[\\w:]{0,64}').replace(/\?/g, '\\w')}$`, 'i');
}
