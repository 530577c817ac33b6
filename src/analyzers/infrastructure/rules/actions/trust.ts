import type { ActionsRule, Workflow } from '../../formats/actions.js';
import type { Span } from '../../formats/span.js';
import { at, entriesOf, entryOf, itemsOf, textOf, type YamlNode } from '../../formats/yaml-syntax.js';
import { isPrivileged } from './triggers.js';
import { oneJob, workflowRule } from './workflow-rule.js';

const events =
  'https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows';
const expressions = 'https://docs.github.com/en/actions/reference/workflows-and-actions/expressions';
const broken = { owasp: ['A01:2021', 'A01:2025'] };

const botCondition = workflowRule({
  ...broken,
  id: 'actions-bot-condition',
  title: 'Condition on a bot that others can satisfy',
  severity: 'high',
  confidence: 'high',
  cwe: [290],
  description: `\`github.actor\` is who caused the last event, not who wrote the change. An outsider opens a pull request from a fork
in which Dependabot has made the last commit, and passes the condition, with the rights of this workflow.`,
  remediation: `Ask who opened the pull request: \`github.event.pull_request.user.login == 'dependabot[bot]'\`, and that it is not from
a fork: \`github.event.pull_request.head.repo.full_name == github.repository\`.`,
  references: [
    `${events}#pull_request_target`,
    'https://labs.boostsecurity.io/articles/weaponizing-dependabot-pwn-request-at-its-finest/',
  ],
  bad: [
    oneJob(
      'pull_request_target',
      "if: github.actor == 'dependabot[bot]' ◄",
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: gh pr merge',
    ),
    oneJob(
      'workflow_run',
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: gh pr merge',
      "    if: github.triggering_actor == 'renovate[bot]' && success() ◄",
    ),
  ],
  good: [
    oneJob(
      'pull_request_target',
      "if: github.event.pull_request.user.login == 'dependabot[bot]'",
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: gh pr merge',
    ),
    oneJob(
      'pull_request_target',
      "if: github.actor != 'dependabot[bot]'",
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: gh pr comment',
    ),
  ],
  *check(workflow) {
    if (!isPrivileged(workflow)) return;
    for (const { node, scope } of conditionsOf(workflow)) {
      const text = textOf(node) ?? '';
      const actor =
        /\bgithub(?:\.|\[')(?:triggering_)?actor(?:_id)?(?:'\])?\s*==\s*'?(?:[\w-]+\[bot\]|49699333|29139614)/i;
      if (!actor.test(text) || /pull_request\.user\.(?:login|id)|head\.repo\.full_name/.test(text)) continue;
      yield { message: 'Whoever opens a pull request from a fork can pass for this bot.', span: node, scope };
    }
  },
});

/** The conditions of jobs and steps. */
function conditionsOf({ jobs }: Workflow): { node: YamlNode; scope: string }[] {
  return jobs.flatMap((job) =>
    [job.node, ...job.steps.map((step) => step.node)].flatMap((holder) => {
      const node = at(holder, 'if');
      return node ? [{ node, scope: `jobs.${job.id}` }] : [];
    }),
  );
}

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

const unsoundContains = workflowRule({
  ...broken,
  id: 'actions-unsound-contains',
  title: 'Condition that a part of a name satisfies',
  severity: 'medium',
  confidence: 'high',
  cwe: [697, 184],
  description: `\`contains\` on a text looks for a part of it: \`contains('refs/heads/main refs/heads/next', github.ref)\` is true for a
branch \`refs/heads/ma\` as well. Whoever may name a branch, or a tag, passes the condition.`,
  remediation: `Look in a list: \`contains(fromJSON('["refs/heads/main", "refs/heads/next"]'), github.ref)\`, or compare with \`==\`.`,
  references: [`${expressions}#contains`],
  bad: [
    oneJob(
      'push',
      "if: contains('refs/heads/main refs/heads/next', github.ref) ◄",
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: make release',
    ),
    oneJob(
      'pull_request_target',
      'runs-on: ubuntu-latest',
      'steps:',
      "  - if: ${{ contains('main,next', github.head_ref) }} ◄",
      '    run: make',
    ),
  ],
  good: [
    oneJob(
      'push',
      `if: contains(fromJSON('["refs/heads/main"]'), github.ref)`,
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: make release',
    ),
    oneJob(
      'push',
      "if: contains(github.ref, 'release')",
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: make release',
    ),
  ],
  *check(workflow) {
    for (const { node, scope } of conditionsOf(workflow))
      if (
        /\bcontains\(\s*'[^'[]*[\s,|;][^']*'\s*,\s*(?:github\.(?:ref|head_ref|base_ref|ref_name|actor|triggering_actor|event\.pull_request\.[\w.]+)|env\.\w+)\s*\)/i.test(
          textOf(node) ?? '',
        )
      )
        yield { message: 'A part of an entry satisfies this as well as the whole.', span: node, scope };
  },
});

const constantCondition = workflowRule({
  ...broken,
  id: 'actions-constant-condition',
  title: 'Condition that is always true',
  severity: 'medium',
  confidence: 'high',
  cwe: [571],
  description: `Text around \`\${{ }}\` makes the whole condition a text, and a text that is not empty is true. The line break that a
block scalar (\`|\`) ends with is enough. The step then always runs, whatever was meant to keep it back.`,
  remediation:
    'Put the whole condition inside one pair of braces, or leave the braces out; end a block with `|-` or `>-`.',
  references: [
    expressions,
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idif',
  ],
  bad: [
    oneJob(
      'push',
      "if: ${{ github.ref == 'refs/heads/main' }} && success() ◄",
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: make release',
    ),
    oneJob('push', 'runs-on: ubuntu-latest', 'steps:', '  - run: make release', '    if: "${{ false }} " ◄'),
  ],
  good: [
    oneJob(
      'push',
      "if: ${{ github.ref == 'refs/heads/main' && success() }}",
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: make',
    ),
    oneJob(
      'push',
      'if: >-',
      "  github.ref == 'refs/heads/main' &&",
      '  success()',
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: make',
    ),
  ],
  *check(workflow) {
    for (const { node, scope } of conditionsOf(workflow)) {
      const text = textOf(node) ?? '';
      const whole = /^\$\{\{((?!\$\{\{).)*\}\}$/s.test(text);
      if (text.includes('${{') && !whole && !text.startsWith('!'))
        yield { message: 'Text stands around the braces, so this is never false.', span: node, scope };
    }
  },
});

const selfHosted = workflowRule({
  id: 'actions-self-hosted-runner',
  title: 'Own runner for changes of outsiders',
  severity: 'medium',
  confidence: 'low',
  cwe: [829, 653],
  owasp: ['A08:2021', 'A03:2025'],
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
  owasp: ['A03:2021', 'A05:2025'],
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

export const trustRules: readonly ActionsRule[] = [
  botCondition,
  dangerousTrigger,
  unsoundContains,
  constantCondition,
  selfHosted,
  insecureCommands,
];
