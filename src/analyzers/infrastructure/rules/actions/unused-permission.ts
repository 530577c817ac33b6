import { expressionsIn } from '../../formats/actions-expression.js';
import type { ActionsRule, Job, Step, Workflow } from '../../formats/actions.js';
import { at, entriesOf, entryOf, textOf } from '../../formats/yaml-syntax.js';
import { oneJob, workflowRule } from './workflow-rule.js';

const checkout = 'actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8';

const unused = workflowRule({
  id: 'actions-permissions-unused',
  title: 'Right of the token that no step can use',
  severity: 'low',
  confidence: 'medium',
  cwe: [250, 272],
  description: `The token may write, but no step gets it: the actions only read, and no script has it in its environment or in the checked-out
repository. What is left of the right is what an attacker makes of it: an action of the job that is taken over still reads the token.`,
  remediation: 'Set the scope to `read`, or leave it out.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions',
    'https://docs.github.com/en/actions/reference/security/secure-use#use-least-privilege',
  ],
  bad: [
    oneJob(
      'push',
      'permissions:',
      '  contents: write ◄',
      'runs-on: ubuntu-latest',
      'steps:',
      `  - uses: ${checkout}`,
      '    with:',
      '      persist-credentials: false',
      '  - run: npm test',
    ),
    oneJob(
      'push',
      'permissions:',
      '  pull-requests: write ◄',
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: npm test',
    ),
  ],
  good: [
    oneJob(
      'push',
      'permissions:',
      '  contents: write',
      'runs-on: ubuntu-latest',
      'steps:',
      `  - uses: ${checkout}`,
      '  - run: ./release.sh',
    ),
    oneJob(
      'push',
      'permissions:',
      '  pull-requests: write',
      'runs-on: ubuntu-latest',
      'env:',
      '  GH_TOKEN: ${{ github.token }}',
      'steps:',
      '  - run: ./comment.sh',
    ),
  ],
  *check(workflow) {
    if (workflow.kind === 'action' || workflow.jobs.length === 0) return;
    const held = workflow.jobs.some((job) => mayUseToken(job, workflow));
    const holders = held ? [] : [{ scope: '', node: workflow.root }];
    for (const job of workflow.jobs)
      if (!mayUseToken(job, workflow)) holders.push({ scope: `jobs.${job.id}`, node: job.node });
    for (const { scope, node } of holders)
      for (const { name, key, value } of entriesOf(at(node, 'permissions')))
        if (usable.has(name) && textOf(value) === 'write')
          yield {
            message: `No step gets the token, so nothing needs \`${name}: write\`.`,
            span: { start: key.start, end: value.end },
            scope,
            fix: {
              description: 'Let it read',
              edits: [{ start: value.start, end: value.end, text: 'read' }],
            },
          };
  },
});

/** Scopes that only somebody with the token can use; \`id-token\` and \`attestations\` come by other ways. */
const usable = new Set([
  'actions',
  'checks',
  'contents',
  'deployments',
  'discussions',
  'issues',
  'packages',
  'pages',
  'pull-requests',
  'security-events',
  'statuses',
]);

/** Actions that take the token at most to read. */
const readers =
  /^actions\/(?:checkout|setup-\w+|cache(?:\/(?:save|restore))?|upload-artifact|download-artifact)$/;

function mayUseToken(job: Job, workflow: Workflow): boolean {
  if (
    entryOf(job.node, 'uses') ||
    names(at(job.node, 'env'), workflow) ||
    names(at(workflow.root, 'env'), workflow)
  )
    return true;
  return job.steps.some((step) => usesToken(step, job, workflow));
}

function usesToken(step: Step, job: Job, workflow: Workflow): boolean {
  if (step.action !== undefined && !readers.test(step.action)) return true;
  const keeps =
    step.action === 'actions/checkout' && textOf(step.inputs.get('persist-credentials')) !== 'false';
  if (keeps && job.steps.some(({ run }) => run)) return true;
  const source = workflow.text.slice(step.node.start, step.node.end);
  return (
    step.action === undefined && /github\.token|GITHUB_TOKEN|\bsecrets\b|toJSON\(\s*github\s*\)/i.test(source)
  );
}

/** Whether an environment holds the token, or a secret that may be one. */
function names(env: ReturnType<typeof at>, workflow: Workflow): boolean {
  return entriesOf(env).some(({ value }) =>
    expressionsIn(value, workflow.text).some(({ source }) => /github\.token|\bsecrets\b/i.test(source)),
  );
}

export const unusedPermissionRules: readonly ActionsRule[] = [unused];
