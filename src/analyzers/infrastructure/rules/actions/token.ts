import type { ActionsRule, Job } from '../../formats/actions.js';
import { at, entriesOf, entryOf, textOf } from '../../formats/yaml-syntax.js';
import { oneJob, workflowRule } from './workflow-rule.js';

const least = { cwe: [250, 272] };
const permissions =
  'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions';
const checkout = 'actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8';

const broadPermissions = workflowRule({
  ...least,
  id: 'actions-permissions-broad',
  title: 'Rights of one job given to all',
  severity: 'low',
  confidence: 'medium',
  description: `Rights at the top of a workflow hold for each job that sets none. The job that only tests then has the token that
releases. \`read-all\` includes what is not public: advisories, and alerts of scanners.`,
  remediation:
    'Put `permissions: {}` at the top and give each job what it needs. In a workflow of one job nothing has to change.',
  references: [permissions],
  bad: [
    `on: push
permissions:
  contents: write ◄
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: npm test
  release:
    runs-on: ubuntu-latest
    steps:
      - run: npm publish
`,
    oneJob('push', 'permissions: read-all ◄', 'runs-on: ubuntu-latest', 'steps:', '  - run: npm test'),
  ],
  good: [
    `on: push
permissions:
  contents: write
jobs:
  release:
    runs-on: ubuntu-latest
    steps:
      - run: npm publish
`,
    oneJob(
      'push',
      'permissions:',
      '  contents: write',
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: npm publish',
    ),
  ],
  *check({ root, jobs }) {
    const holders = [
      { scope: '', node: root },
      ...jobs.map((job) => ({ scope: `jobs.${job.id}`, node: job.node })),
    ];
    for (const { scope, node } of holders) {
      const all = at(node, 'permissions');
      if (all && textOf(all) === 'read-all')
        yield { message: 'The token may read everything, alerts and advisories too.', span: all, scope };
    }
    const writes = entriesOf(at(root, 'permissions')).filter(({ value }) => textOf(value) === 'write');
    const [first, last] = [writes[0], writes.at(-1)];
    const inheriting = jobs.filter((job) => !entryOf(job.node, 'permissions'));
    if (!first || !last || jobs.length < 2 || inheriting.length === 0) return;
    const names = writes.map(({ name }) => `\`${name}\``).join(', ');
    yield {
      message: `Every job that sets no permissions may write ${names}.`,
      span: { start: first.key.start, end: last.value.end },
      scope: '',
      anchor: 'permissions',
    };
  },
});

const passedOn = workflowRule({
  ...least,
  id: 'actions-permissions-passed-on',
  title: 'Token with all rights for a called workflow',
  severity: 'low',
  confidence: 'medium',
  description: `A called workflow gets the rights of the job that calls it and cannot have more. Where the job sets none, it gets all that
the caller has.`,
  remediation: 'Give the calling job `permissions` by name.',
  references: [permissions, 'https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows'],
  bad: [
    'on: workflow_call\njobs:\n  build: ◄\n    uses: owner/repository/.github/workflows/build.yml@v1\n',
    'on: push\njobs:\n  build: ◄\n    uses: owner/repository/.github/workflows/build.yml@v1\n',
  ],
  good: [
    oneJob('push', 'uses: owner/repository/.github/workflows/build.yml@v1'),
    'on: workflow_call\njobs:\n  build:\n    permissions:\n      contents: read\n    uses: owner/repository/.github/workflows/build.yml@v1\n',
  ],
  *check({ root, jobs }) {
    if (entryOf(root, 'permissions')) return;
    for (const job of jobs) {
      const uses = textOf(at(job.node, 'uses'));
      if (uses === undefined || uses.startsWith('./') || entryOf(job.node, 'permissions')) continue;
      yield {
        message: 'The called workflow gets every right that this one has.',
        span: job.key,
        scope: `jobs.${job.id}`,
        anchor: 'permissions',
      };
    }
  },
});

const persisted = workflowRule({
  id: 'actions-credentials-persisted',
  title: 'Token left in the checked-out repository',
  severity: 'low',
  confidence: 'low',
  cwe: [522, 312],
  description: `\`actions/checkout\` keeps the token in \`.git/config\` for later steps. Each script and each tool that runs afterwards can read
it, and an artifact of the whole folder publishes it; that case is rated higher. Jobs that push with git need it and are not reported.`,
  remediation: 'Set `persist-credentials: false` where nothing after it talks to the remote.',
  references: [
    'https://github.com/actions/checkout#usage',
    'https://unit42.paloaltonetworks.com/github-repo-artifacts-leak-tokens/',
  ],
  bad: [
    oneJob('push', 'runs-on: ubuntu-latest', 'steps:', `  - uses: ${checkout} ◄`, '  - run: make'),
    oneJob(
      'push',
      'runs-on: ubuntu-latest',
      'steps:',
      `  - uses: ${checkout} ◄`,
      '  - uses: actions/upload-artifact@v4',
      '    with:',
      '      path: .',
    ),
  ],
  good: [
    oneJob(
      'push',
      'runs-on: ubuntu-latest',
      'steps:',
      `  - uses: ${checkout}`,
      '    with:',
      '      persist-credentials: false',
    ),
    oneJob('push', 'runs-on: ubuntu-latest', 'steps:', `  - uses: ${checkout}`, '  - run: git push'),
  ],
  *check({ jobs }) {
    for (const job of jobs)
      for (const [index, step] of job.steps.entries()) {
        const setting = textOf(step.inputs.get('persist-credentials'));
        const uses = entryOf(step.node, 'uses');
        if (step.action !== 'actions/checkout' || !uses || setting !== undefined || usesGit(job)) continue;
        const published = publishesFolder(job, index);
        yield {
          message: published
            ? 'The artifact of this job holds the token in `.git/config`.'
            : 'The token stays in `.git/config` for every later step.',
          span: uses.value,
          scope: `jobs.${job.id}`,
          ...(published && { severity: 'high' as const, confidence: 'medium' as const }),
        };
      }
  },
});

function usesGit({ steps }: Job): boolean {
  return steps.some(
    (step) =>
      /\bgit\s+(?:push|fetch|pull|submodule)\b|\bgh\s/.test(textOf(step.run?.value) ?? '') ||
      /git-auto-commit|create-pull-request|semantic-release|changesets|gh-pages|pages-deploy/.test(
        step.action ?? '',
      ),
  );
}

function publishesFolder({ steps }: Job, after: number): boolean {
  return steps.slice(after + 1).some(({ action, inputs }) => {
    const path = (textOf(inputs.get('path')) ?? '').trim();
    // Hidden files are left out since 4.4 unless asked for.
    return (
      action === 'actions/upload-artifact' &&
      /^(?:\.\/?|\$\{\{\s*github\.workspace\s*\}\}\/?)$/.test(path) &&
      textOf(inputs.get('include-hidden-files')) !== 'false'
    );
  });
}

export const tokenRules: readonly ActionsRule[] = [broadPermissions, passedOn, persisted];
