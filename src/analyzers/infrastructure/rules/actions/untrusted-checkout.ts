import { expressionsIn } from '../../formats/actions-expression.js';
import { scopeOf, type ActionsRule, type Step, type Workflow } from '../../formats/actions.js';
import type { Span } from '../../formats/span.js';
import { at, textOf, type YamlNode } from '../../formats/yaml-syntax.js';

export const actionsUntrustedCheckout: ActionsRule = {
  id: 'actions-untrusted-checkout',
  title: 'Code of a pull request checked out with the rights of the repository',
  severity: 'critical',
  confidence: 'high',
  cwe: [829, 94],
  asvs: [],
  languages: ['github-actions'],
  description: `\`pull_request_target\`, \`workflow_run\` and \`issue_comment\` run with the secrets and the token of the
repository. This job then fetches what an outsider wrote. The first build script, test, Makefile or configuration of a linter that it
starts is the outsider's code, with the rights to push, to release and to read every secret.`,
  remediation: `Build and test on \`pull_request\`, which has no secrets, and hand results over as artifacts. Where the label or
comment must be the trigger, split the job: check out nothing in the one that has rights.`,
  references: [
    'https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/',
    'https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#pull_request_target',
  ],
  examples: {
    bad: [
      {
        path: '.github/workflows/preview.yml',
        text: `on: pull_request_target
permissions:
  contents: write
jobs:
  preview:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8
        with:
          ref: \${{ github.event.pull_request.head.sha }} ◄
      - run: npm ci && npm run build
`,
      },
      {
        path: '.github/workflows/command.yml',
        text: `on:
  issue_comment:
    types: [created]
permissions:
  contents: write
jobs:
  bench:
    if: startsWith(github.event.comment.body, '/bench')
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8
        with:
          ref: refs/pull/\${{ github.event.issue.number }}/merge ◄
      - run: make bench
`,
      },
    ],
    good: [
      {
        path: '.github/workflows/test.yml',
        text: `on: pull_request
permissions: {}
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8
        with:
          ref: \${{ github.event.pull_request.head.sha }}
      - run: npm test
`,
      },
      {
        path: '.github/workflows/label.yml',
        text: `on: pull_request_target
permissions:
  pull-requests: write
jobs:
  label:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8
      - run: ./scripts/label.sh
  deploy:
    if: github.event.pull_request.head.repo.full_name == github.repository
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8
        with:
          ref: \${{ github.head_ref }}
      - run: npm run deploy
`,
      },
    ],
  },
  *check(workflow) {
    const events = privilegedEvents.filter((event) => workflow.triggers.has(event));
    if (events.length === 0) return;
    for (const job of workflow.jobs)
      for (const [index, step] of job.steps.entries()) {
        const span = fetchesHead(step, workflow);
        const guard = span ? guardOf(step, workflow) : undefined;
        if (!span || guard === 'trusted') continue;
        const runs = job.steps.slice(index + 1).some((later) => later.run ?? later.action?.startsWith('./'));
        yield {
          message: `On \`${events[0] ?? ''}\` this fetches the code of a pull request into a job that has the rights of the repository.`,
          span,
          severity: runs ? 'critical' : 'high',
          confidence: guard === 'gated' ? 'medium' : 'high',
          scope: scopeOf(step),
        };
      }
  },
};

export const privilegedEvents = ['pull_request_target', 'workflow_run', 'issue_comment'];

/** Contexts that name the head of a pull request. */
const heads =
  /^github\.(?:head_ref|event\.pull_request\.head\.(?:sha|ref|label|repo\.full_name|repo\.name)|event\.pull_request\.merge_commit_sha|event\.workflow_run\.(?:head_sha|head_branch|head_commit\.id|head_repository\.full_name))$/;

/** Where a step fetches the head; undefined where it does not. */
export function fetchesHead(step: Step, { text }: Workflow): Span | undefined {
  if (step.action === 'actions/checkout')
    return [step.inputs.get('ref'), step.inputs.get('repository')].find(
      (input) => namesHead(input, text) || /refs\/pull\/|^pull\//.test(textOf(input) ?? ''),
    );
  const script = textOf(step.run?.value) ?? '';
  const [command] = /\b(?:gh\s+pr\s+checkout|git\s+fetch\s+\S+\s+\+?(?:refs\/)?pull\/)/.exec(script) ?? [];
  if (command?.startsWith('git') && !entersFetched(step)) return undefined;
  const start = command === undefined || !step.run ? -1 : text.indexOf(command, step.run.value.start);
  return start < 0 || command === undefined ? undefined : { start, end: start + command.length };
}

/** Commits that are fetched alone stay in the object store; a later command puts them into the folder. */
function entersFetched({ job }: Step): boolean {
  return job.steps.some(({ run }) =>
    /\bgit\s+(?:checkout|switch|merge|rebase|reset|restore|worktree|cherry-pick)\b/.test(
      textOf(run?.value) ?? '',
    ),
  );
}

function namesHead(input: YamlNode | undefined, text: string): boolean {
  return expressionsIn(input, text).some(({ source }) =>
    source.split(/\s|[()|&!=,]/).some((name) => heads.test(name.toLowerCase())),
  );
}

/**
 * What a condition of the step or the job ensures: `trusted` where forks or the event itself are left out, `gated` where a
 * person has to agree first.
 */
export function guardOf(step: Step, workflow: Workflow): 'trusted' | 'gated' | undefined {
  const conditions = [step.node, step.job.node].map((node) => textOf(at(node, 'if')) ?? '').join(' ');
  const foldedCase = conditions.toLowerCase();
  if (
    /head\.repo\.full_name\s*==\s*github\.repository\b|head_repository\.full_name\s*==\s*github\.repository\b/.test(
      foldedCase,
    ) ||
    /github\.repository\s*==\s*github\.event\.(?:pull_request\.head\.repo|workflow_run\.head_repository)\.full_name/.test(
      foldedCase,
    ) ||
    /head\.repo\.fork\s*==\s*false|!\s*github\.event\.pull_request\.head\.repo\.fork/.test(foldedCase) ||
    /github\.event_name\s*!=\s*'pull_request_target'/.test(foldedCase) ||
    /github\.event\.workflow_run\.event\s*(?:==\s*'(?:push|schedule|release)'|!=\s*'pull_request')/.test(
      foldedCase,
    ) ||
    (/github\.event_name\s*==\s*'(?:push|pull_request|schedule|workflow_dispatch)'/.test(foldedCase) &&
      !/\|\|/.test(foldedCase))
  )
    return 'trusted';
  const gated =
    /label|author_association|collaborator|github\.actor|user\.login/.test(foldedCase) ||
    at(step.job.node, 'environment') !== undefined ||
    labelOnly(workflow);
  return gated ? 'gated' : undefined;
}

/** Only people with the right to set labels start it. */
function labelOnly({ triggers }: Workflow): boolean {
  const types = at(triggers.get('pull_request_target'), 'types');
  return types?.kind === 'list' && types.items.length === 1 && textOf(types.items[0]) === 'labeled';
}
