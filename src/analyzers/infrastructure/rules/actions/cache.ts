import type { ActionsRule, Job, Step, Workflow } from '../../formats/actions.js';
import { at, entryOf, textOf, type YamlNode } from '../../formats/yaml-syntax.js';
import { fetchesHead, guardOf, privilegedEvents } from './untrusted-checkout.js';
import { oneJob, workflowRule } from './workflow-rule.js';

const caching = 'https://docs.github.com/en/actions/reference/workflows-and-actions/dependency-caching';
const supply = { cwe: [349, 829] };
const commit = '08c6903cd8c0fde910a37f88322edcfb5dd907a8';

const poisoned = workflowRule({
  ...supply,
  id: 'actions-cache-poisoning',
  title: 'Cache of the default branch written beside code of outsiders',
  severity: 'high',
  confidence: 'medium',
  description: `On \`pull_request_target\`, \`workflow_run\` and \`issue_comment\` a job works in the cache of the default branch. Code of a pull
request that runs in it decides what is saved, and every later workflow of the repository, the release among them, restores it.`,
  remediation:
    'Build code of outsiders on `pull_request`, whose caches no other branch reads, or do without a cache in this job.',
  references: [
    `${caching}#restrictions-for-accessing-a-cache`,
    'https://adnanthekhan.com/2024/05/06/the-monsters-in-your-build-cache-github-actions-cache-poisoning/',
  ],
  bad: [
    oneJob(
      'pull_request_target',
      'runs-on: ubuntu-latest',
      'steps:',
      `  - uses: actions/checkout@${commit}`,
      '    with:',
      '      ref: ${{ github.event.pull_request.head.sha }}',
      `  - uses: actions/cache@${commit} ◄`,
      '    with:',
      '      path: node_modules',
      "      key: ${{ hashFiles('package-lock.json') }}",
      '  - run: npm ci',
    ),
    oneJob(
      'issue_comment',
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: gh pr checkout ${{ github.event.issue.number }}',
      `  - uses: actions/setup-node@${commit} ◄`,
      '    with:',
      '      cache: npm',
      '  - run: npm ci',
    ),
  ],
  good: [
    oneJob(
      'pull_request',
      'runs-on: ubuntu-latest',
      'steps:',
      `  - uses: actions/checkout@${commit}`,
      `  - uses: actions/cache@${commit}`,
      '  - run: npm ci',
    ),
    oneJob(
      'pull_request_target',
      'runs-on: ubuntu-latest',
      'steps:',
      `  - uses: actions/checkout@${commit}`,
      '    with:',
      '      ref: ${{ github.event.pull_request.head.sha }}',
      `  - uses: actions/cache/restore@${commit}`,
      '  - run: npm ci',
    ),
  ],
  *check(workflow) {
    if (!privilegedEvents.some((event) => workflow.triggers.has(event))) return;
    for (const job of workflow.jobs) {
      if (!job.steps.some((step) => fetchesHead(step, workflow) && guardOf(step, workflow) !== 'trusted'))
        continue;
      for (const step of job.steps) {
        const use = cacheOf(step);
        if (use && use.how !== 'restored')
          yield {
            message: 'Code of a pull request decides what the default branch restores from this cache.',
            span: use.node,
            scope: `jobs.${job.id}`,
          };
      }
    }
  },
});

const release = workflowRule({
  ...supply,
  id: 'actions-release-cache',
  title: 'Release built from a cache',
  severity: 'low',
  confidence: 'medium',
  description: `The job publishes what it builds, and restores a cache first. Every workflow that runs on the default branch may write that
cache: one compromised action in a test is then in the release, and no review sees it.`,
  remediation:
    'Leave the cache out of the job that publishes; it runs rarely, and a clean build is worth the minute.',
  references: [caching, 'https://slsa.dev/spec/v1.0/requirements'],
  bad: [
    oneJob(
      'release',
      'runs-on: ubuntu-latest',
      'steps:',
      `  - uses: actions/setup-node@${commit} ◄`,
      '    with:',
      '      cache: npm',
      '  - run: npm ci && npm publish',
    ),
    oneJob(
      "{ push: { tags: ['v*'] } }",
      'runs-on: ubuntu-latest',
      'steps:',
      `  - uses: Swatinem/rust-cache@${commit} ◄`,
      '  - run: cargo build --release',
      `  - uses: softprops/action-gh-release@${commit}`,
    ),
  ],
  good: [
    oneJob(
      'push',
      'runs-on: ubuntu-latest',
      'steps:',
      `  - uses: actions/setup-node@${commit}`,
      '    with:',
      '      cache: npm',
      '  - run: npm ci && npm test',
    ),
    oneJob(
      'release',
      'runs-on: ubuntu-latest',
      'steps:',
      `  - uses: actions/setup-node@${commit}`,
      '    with:',
      "      cache: ''",
      '  - run: npm ci && npm publish',
    ),
  ],
  *check(workflow) {
    if (!isForReleases(workflow)) return;
    for (const job of workflow.jobs.filter(publishes))
      for (const step of job.steps) {
        const use = cacheOf(step);
        if (use && use.how !== 'saved')
          yield {
            message: 'What this restores goes into what the job publishes.',
            span: use.node,
            scope: `jobs.${job.id}`,
          };
      }
  },
});

/** Actions that keep a cache unless told not to, and the input that tells. */
const alwaysCaching = new Map([
  ['actions/cache', 'both'],
  ['actions/cache/save', 'saved'],
  ['actions/cache/restore', 'restored'],
  ['swatinem/rust-cache', 'both'],
  ['mozilla-actions/sccache-action', 'both'],
] as const);

/** Actions that keep a cache when an input says so. */
const cachingInputs = new Map([
  ['actions/setup-node', 'cache'],
  ['actions/setup-python', 'cache'],
  ['actions/setup-java', 'cache'],
  ['actions/setup-dotnet', 'cache'],
  ['ruby/setup-ruby', 'bundler-cache'],
  ['astral-sh/setup-uv', 'enable-cache'],
  ['pnpm/action-setup', 'cache'],
  ['docker/build-push-action', 'cache-from'],
]);

/** How a step uses a cache, and where a reader sees it. */
function cacheOf(step: Step): { how: 'both' | 'saved' | 'restored'; node: YamlNode } | undefined {
  const node = at(step.node, 'uses');
  if (!node || step.action === undefined) return undefined;
  const always = alwaysCaching.get(step.action as 'actions/cache');
  if (always) return textOf(step.inputs.get('lookup-only')) === 'true' ? undefined : { how: always, node };
  const input = textOf(step.inputs.get(cachingInputs.get(step.action) ?? ''));
  if (input === undefined || /^(?:false)?$/.test(input.trim())) return undefined;
  return step.action === 'docker/build-push-action' && !/type=gha/.test(input)
    ? undefined
    : { how: 'both', node };
}

function isForReleases({ triggers }: Workflow): boolean {
  if (triggers.has('release')) return true;
  const push = triggers.get('push');
  return entryOf(push, 'tags') !== undefined && entryOf(push, 'branches') === undefined;
}

const publishing =
  /^\s*(?:[\w-]+=\S+\s+)*(?:(?:npm|pnpm|yarn(?: npm)?|lerna|cargo|poetry|uv|bun|dart pub) publish\b(?!.*--dry-run)|(?:python3? -m )?twine upload\b|gem push\b|gh release (?:create|upload)\b|docker push\b|vsce publish\b)/;

const publishingActions =
  /^(?:pypa\/gh-action-pypi-publish|softprops\/action-gh-release|goreleaser\/goreleaser-action|js-devtools\/npm-publish|changesets\/action|ncipollo\/release-action|rubygems\/release-gem|actions\/upload-release-asset)$/;

function publishes({ steps }: Job): boolean {
  return steps.some((step) => {
    const commands = (textOf(step.run?.value) ?? '').split(/\n|&&|;/);
    if (commands.some((command) => publishing.test(command))) return true;
    if (step.action === 'docker/build-push-action') return textOf(step.inputs.get('push')) === 'true';
    return publishingActions.test(step.action ?? '');
  });
}

export const cacheRules: readonly ActionsRule[] = [poisoned, release];
