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
  const written = actions.filter((action) => !/^(?:\*|[\w-]+:\*)$/.test(action));
  const has = (action: string): boolean => written.some((it) => means(it, action));
  const found = alone.filter(has);
  if (found.length === 0) return undefined;
  return found.includes('iam:PassRole') ? [...found, ...launches.filter(has)] : found;
}

/** Whether an action of a policy means one of AWS; `*` stands for any characters and `?` for one. Takes no longer than the product of the lengths. */
function means(written: string, action: string): boolean {
  const glob = written.toLowerCase();
  const text = action.toLowerCase();
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let index = 0; index < text.length;) {
    if (glob[at] === '*') {
      star = at++;
      resume = index;
    } else if (glob[at] === '?' || glob[at] === text[index]) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++resume;
    } else return false;
  }
  while (glob[at] === '*') at++;
  return at === glob.length;
}
