import type { ActionsRule, Workflow } from '../../formats/actions.js';
import type { Span } from '../../formats/span.js';
import { at, entriesOf, entryOf, itemsOf, textOf } from '../../formats/yaml-syntax.js';
import { oneJob, workflowRule } from './workflow-rule.js';

const events =
  'https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows';
const broken = {};

const dangerousTrigger = workflowRule({
  ...broken,
  id: 'actions-dangerous-trigger',
  title: 'Workflow that outsiders start with the rights of the repository',
  severity: 'low',
  confidence: 'medium',
  cwe: [829],
  description: `On \`pull_request_target\` and \`workflow_run\` the workflow has the secrets and the token of the repository while a
fork decides what it works on. Each step has to be written for that. Not reported are workflows that only use actions made for it, such
as \`actions/labeler\`, and those that shut forks out.`,
  remediation:
    'Use `pull_request` where no secret is needed; else give the jobs `permissions` by name and run nothing that comes from the change.',
  references: [
    `${events}#pull_request_target`,
    'https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/',
  ],
  bad: [
    oneJob('pull_request_target ◄', 'runs-on: ubuntu-latest', 'steps:', '  - run: ./greet.sh'),
    oneJob('workflow_run ◄', 'runs-on: ubuntu-latest', 'steps:', '  - uses: owner/report@v1'),
  ],
  good: [
    oneJob('pull_request_target', 'runs-on: ubuntu-latest', 'steps:', '  - uses: actions/labeler@v5'),
    oneJob(
      'pull_request_target',
      'if: github.event.pull_request.head.repo.full_name == github.repository',
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: ./greet.sh',
    ),
  ],
  *check({ root, triggers, jobs }) {
    const event = ['pull_request_target', 'workflow_run'].find((name) => triggers.has(name));
    const on = at(root, 'on') ?? at(root, 'true');
    if (
      event === undefined ||
      !on ||
      jobs.every((job) => isHarmless(job.steps, textOf(at(job.node, 'if')) ?? ''))
    )
      return;
    const place: Span = entryOf(on, event)?.key ?? itemsOf(on).find((item) => textOf(item) === event) ?? on;
    yield {
      message: `\`${event}\` gives this workflow the rights of the repository for changes of outsiders.`,
      span: place,
      scope: '',
      anchor: event,
    };
  },
});

/** Actions of GitHub that read no code of the change. */
const forOutsiders = /^actions\/(?:labeler|first-interaction|stale|add-to-project|create-github-app-token)$/;

function isHarmless(steps: Workflow['jobs'][number]['steps'], condition: string): boolean {
  if (
    /head\.repo\.full_name\s*==\s*github\.repository|head\.repo\.fork\s*==\s*false|workflow_run\.event\s*==\s*'(?:push|schedule)'/.test(
      condition,
    )
  )
    return true;
  return steps.length > 0 && steps.every((step) => forOutsiders.test(step.action ?? ''));
}

const selfHosted = workflowRule({
  id: 'actions-self-hosted-runner',
  title: 'Own runner for changes of outsiders',
  severity: 'medium',
  confidence: 'low',
  cwe: [829, 653],
  description: `Code of a pull request runs on a machine of yours. In a public repository anybody may send one, and what it leaves on
the machine, or reaches from it, stays after the job.`,
  remediation:
    'Use hosted runners for pull requests, or runners that live for one job in a network of their own, and require approval for outside contributors.',
  references: [
    'https://docs.github.com/en/actions/reference/security/secure-use#hardening-for-self-hosted-runners',
  ],
  bad: [
    oneJob('pull_request', 'runs-on: self-hosted ◄', 'steps:', '  - run: make test'),
    oneJob('pull_request', 'runs-on: [self-hosted, linux] ◄', 'steps:', '  - run: make test'),
  ],
  good: [
    oneJob('push', 'runs-on: self-hosted', 'steps:', '  - run: make test'),
    oneJob(
      'pull_request',
      'if: github.event.pull_request.head.repo.full_name == github.repository',
      'runs-on: self-hosted',
      'steps:',
      '  - run: make test',
    ),
  ],
  *check({ triggers, jobs }) {
    if (!['pull_request', 'pull_request_target'].some((event) => triggers.has(event))) return;
    for (const job of jobs) {
      const runner = at(job.node, 'runs-on');
      const labels = [runner, at(runner, 'labels')]
        .flatMap((node) => (node ? [node, ...itemsOf(node)] : []))
        .map(textOf);
      const condition = textOf(at(job.node, 'if')) ?? '';
      if (
        runner &&
        labels.includes('self-hosted') &&
        !/head\.repo\.|event_name\s*==\s*'push'/.test(condition)
      )
        yield {
          message: 'If this repository is public, anybody can run code on this machine.',
          span: runner,
          scope: `jobs.${job.id}`,
        };
    }
  },
});

const insecureCommands = workflowRule({
  id: 'actions-insecure-commands',
  title: 'Commands in the log that set variables',
  severity: 'high',
  confidence: 'high',
  cwe: [94, 77],
  description: `With \`ACTIONS_ALLOW_UNSECURE_COMMANDS\` each line that a step prints can set environment variables and the path of the
steps that follow. Whoever gets a text into the log, such as a title or a file name, runs code.`,
  remediation: 'Remove the variable, and write to the files that `$GITHUB_ENV` and `$GITHUB_PATH` name.',
  references: [
    'https://github.blog/changelog/2020-10-01-github-actions-deprecating-set-env-and-add-path-commands/',
  ],
  bad: [
    oneJob(
      'push',
      'env:',
      '  ACTIONS_ALLOW_UNSECURE_COMMANDS: true ◄',
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: make',
    ),
    oneJob(
      'push',
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: make',
      '    env:',
      "      ACTIONS_ALLOW_UNSECURE_COMMANDS: 'true' ◄",
    ),
  ],
  good: [
    oneJob(
      'push',
      'env:',
      '  ACTIONS_ALLOW_UNSECURE_COMMANDS: false',
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: make',
    ),
    oneJob('push', 'runs-on: ubuntu-latest', 'steps:', '  - run: echo "A=b" >> "$GITHUB_ENV"'),
  ],
  *check({ root, jobs }) {
    for (const holder of [root, ...jobs.flatMap((job) => [job.node, ...job.steps.map((step) => step.node)])])
      for (const { name, key, value } of entriesOf(at(holder, 'env')))
        if (
          name.toUpperCase() === 'ACTIONS_ALLOW_UNSECURE_COMMANDS' &&
          /^(?:true|1)$/i.test(textOf(value) ?? '')
        )
          yield {
            message: 'What a step prints can set variables for the steps that follow.',
            span: { start: key.start, end: value.end },
            scope: '',
            fix: {
              description: 'Turn them off',
              edits: [{ start: value.start, end: value.end, text: 'false' }],
            },
          };
  },
});

export const trustRules: readonly ActionsRule[] = [dangerousTrigger, selfHosted, insecureCommands];
