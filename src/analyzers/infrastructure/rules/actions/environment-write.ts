import { sourcesOf } from '../../formats/actions-control.js';
import { expressionsIn, parseExpression } from '../../formats/actions-expression.js';
import { scopeOf, type ActionsRule, type Step, type Workflow } from '../../formats/actions.js';
import { at, entriesOf, textOf } from '../../formats/yaml-syntax.js';
import { isPrivileged } from './triggers.js';
import { oneJob, workflowRule } from './workflow-rule.js';

export const environmentWrite: ActionsRule = workflowRule({
  id: 'actions-environment-write',
  title: 'Environment of later steps written from data',
  severity: 'medium',
  confidence: 'medium',
  cwe: [77, 454],
  description: `What a line of \`$GITHUB_ENV\` or \`$GITHUB_PATH\` says holds for every later step. A value with a line break in it sets
\`LD_PRELOAD\` or \`BASH_ENV\`, a directory in the path brings its own \`git\`, and the next step runs the attacker's code.

Looked at are workflows that outsiders start with the rights of the repository, and composite actions, which do not know who starts them.
Fixed texts, and variables that the runner sets, are safe.`,
  remediation:
    'Write to `$GITHUB_OUTPUT` and read the output where it is needed; check the value, and refuse line breaks in it.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-environment-variable',
    'https://www.legitsecurity.com/blog/github-privilege-escalation-vulnerability',
  ],
  bad: [
    oneJob(
      'pull_request_target',
      'runs-on: ubuntu-latest',
      'steps:',
      '  - env:',
      '      TITLE: ${{ github.event.pull_request.title }}',
      '    run: |',
      '      echo "TITLE=$TITLE" >> "$GITHUB_ENV" ◄',
    ),
    `name: Setup
description: Sets up
runs:
  using: composite
  steps:
    - shell: bash
      run: echo "VERSION=$(cat .version)" >> $GITHUB_ENV ◄
`,
  ],
  good: [
    oneJob(
      'pull_request_target',
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: |',
      '      echo "MODE=test" >> "$GITHUB_ENV"',
      '      echo "$HOME/.local/bin" >> "$GITHUB_PATH"',
    ),
    oneJob(
      'push',
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: echo "VERSION=$(cat .version)" >> $GITHUB_ENV',
    ),
  ],
  *check(workflow) {
    if (workflow.kind === 'workflow' && !isPrivileged(workflow)) return;
    for (const step of workflow.jobs.flatMap((job) => job.steps)) {
      if (!step.run) continue;
      const { start, end } = step.run.value;
      const tainted = workflow.kind === 'workflow' && hasTaintedEnvironment(step, workflow);
      for (const match of workflow.text
        .slice(start, end)
        .matchAll(/^.*?(?:>>?|Out-File|Add-Content|tee\s+-a).*(?:GITHUB_ENV|GITHUB_PATH)\b.*$/gm)) {
        if (isFixed(match[0], step, workflow)) continue;
        const blanks = match[0].length - match[0].trimStart().length;
        const file = match[0].includes('GITHUB_PATH') ? 'path' : 'environment';
        yield {
          message: `A value that is not fixed is written to the ${file} of all later steps.`,
          severity: tainted ? 'high' : workflow.kind === 'action' ? 'low' : 'medium',
          span: { start: start + match.index + blanks, end: start + match.index + match[0].trimEnd().length },
          scope: scopeOf(step),
        };
      }
    }
  },
});

function hasTaintedEnvironment(step: Step, workflow: Workflow): boolean {
  return entriesOf(at(step.node, 'env')).some(({ value }) =>
    expressionsIn(value, workflow.text).some(
      ({ expression }) =>
        expression && sourcesOf(expression, step, workflow).some(({ control }) => control === 'outsider'),
    ),
  );
}

/** Variables that the runner sets to what no outsider chooses. */
const runnerVariables =
  /\$(?:\{(?:env:)?(?:HOME|PWD|RUNNER_\w+|GITHUB_(?:WORKSPACE|SHA|RUN_ID|RUN_NUMBER|ACTION_PATH|REPOSITORY|SERVER_URL|API_URL|ENV|PATH))\}|(?:env:)?(?:HOME|PWD|RUNNER_\w+|GITHUB_(?:WORKSPACE|SHA|RUN_ID|RUN_NUMBER|ACTION_PATH|REPOSITORY|SERVER_URL|API_URL|ENV|PATH))\b)/g;

/** Whether a line writes only what stands in it: `echo` or `printf` of a text without variables and commands. */
function isFixed(line: string, step: Step, workflow: Workflow): boolean {
  const plain = line
    .replace(/\$\{\{(.*?)\}\}/g, (whole, source: string) => {
      const expression = parseExpression(source.trim());
      return expression && sourcesOf(expression, step, workflow).length === 0 ? '' : whole;
    })
    .replace(runnerVariables, '')
    .replace(/%GITHUB_(?:ENV|PATH)%/g, '');
  if (/[$`]|%\w+%/.test(plain)) return false;
  return (
    /\b(?:echo|printf|Write-Output|Add-Content)\b|^\s*["'].*\|/.test(plain) &&
    !/\bcat\b/.test(plain) &&
    textOf(step.run?.value) !== undefined
  );
}
