import type { Job, Workflow } from '../../formats/actions.js';
import { withoutVersion } from '../../formats/image.js';
import { at, entriesOf, entryOf, textOf, type YamlEntry, type YamlNode } from '../../formats/yaml-syntax.js';
import { oneJob, workflowRule } from './workflow-rule.js';

const pinning = 'https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions';
const supply = { cwe: [829, 1357] };
const commit = '08c6903cd8c0fde910a37f88322edcfb5dd907a8';

const unpinnedAction = workflowRule({
  ...supply,
  id: 'actions-unpinned-action',
  title: 'Action that its author can change under the workflow',
  severity: 'low',
  confidence: 'high',
  description: `A tag or a branch of another repository can be moved at any time, by its owner or by whoever takes the account over;
the next run then executes the new code with the token and the secrets of the job. This happened to \`tj-actions/changed-files\` in
March 2025. It is rated higher where the job hands secrets to it or may write, and lower for GitHub's own actions.`,
  remediation:
    'Name the full commit, with the version as a comment: `owner/action@<40 digits> # v4.2.2`. Renovate and Dependabot keep it fresh.',
  references: [pinning, 'https://nvd.nist.gov/vuln/detail/CVE-2025-30066'],
  bad: [
    oneJob(
      'push',
      'runs-on: ubuntu-latest',
      'steps:',
      '  - uses: owner/deploy@v2 ◄',
      '    with:',
      '      token: ${{ secrets.TOKEN }}',
    ),
    oneJob('push', 'uses: owner/repository/.github/workflows/release.yml@main ◄'),
  ],
  good: [
    oneJob(
      'push',
      'runs-on: ubuntu-latest',
      'steps:',
      `  - uses: owner/deploy@${commit}`,
      '  - uses: ./setup',
    ),
    oneJob('push', 'uses: ./.github/workflows/release.yml'),
  ],
  *check(workflow) {
    for (const { entry, job, holder } of usesOf(workflow)) {
      const [, action, version] = /^([^@\s]+)(?:@(\S+))?\s*$/.exec(textOf(entry.value) ?? '') ?? [];
      if (action === undefined || /^(?:\.|\$|docker:)/.test(action) || !action.includes('/')) continue;
      if (/^[\da-f]{40}(?:[\da-f]{24})?$/i.test(version ?? '') || version?.includes('${{')) continue;
      const own = /^(?:actions|github|octokit)\//.test(action);
      const trusted = holdsRights(job, holder, workflow) && !own;
      yield {
        message: `\`${action}\` is whatever ${version === undefined ? 'its default branch' : `\`${version}\``} points at when the job runs.`,
        severity: trusted ? 'medium' : 'low',
        span: entry.value,
        scope: `jobs.${job.id}`,
        anchor: action,
      };
    }
  },
});

interface Use {
  readonly entry: YamlEntry;
  readonly job: Job;
  /** The step, or the job that calls a workflow. */
  readonly holder: YamlNode;
}

function usesOf({ jobs }: Workflow): Use[] {
  return jobs.flatMap((job) =>
    [job.node, ...job.steps.map((step) => step.node)].flatMap((holder) => {
      const entry = entryOf(holder, 'uses');
      return entry ? [{ entry, job, holder }] : [];
    }),
  );
}

/** Whether what is used gets a secret, or stands in a job with a token that may write code, packages or identities. */
function holdsRights(job: Job, holder: YamlNode, { text, root }: Workflow): boolean {
  if (/\$\{\{[^}]*\bsecrets\b(?!\.GITHUB_TOKEN)/i.test(text.slice(holder.start, holder.end))) return true;
  if (textOf(at(holder, 'secrets')) === 'inherit') return true;
  const permissions = at(job.node, 'permissions') ?? at(root, 'permissions');
  return (
    textOf(permissions) === 'write-all' ||
    entriesOf(permissions).some(
      ({ name, value }) =>
        ['contents', 'packages', 'id-token', 'actions'].includes(name) && textOf(value) === 'write',
    )
  );
}

const unpinnedImage = workflowRule({
  ...supply,
  id: 'actions-unpinned-image',
  title: 'Container image of a job without a fixed version',
  severity: 'low',
  confidence: 'high',
  description: `The job runs in, or beside, whatever image its publisher calls \`latest\` at that moment. Whoever can publish there
runs code with the token and the secrets of the job.`,
  remediation: 'Name a version, better with the digest: `image: node:22.14@sha256:…`.',
  references: [pinning, 'https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  bad: [
    oneJob('push', 'runs-on: ubuntu-latest', 'container: owner/tools ◄', 'steps:', '  - run: make'),
    oneJob('push', 'runs-on: ubuntu-latest', 'steps:', '  - uses: docker://owner/tools:latest ◄'),
  ],
  good: [
    oneJob('push', 'runs-on: ubuntu-latest', 'container: node:22.14', 'steps:', '  - run: make'),
    oneJob('push', 'runs-on: ubuntu-latest', 'container: ${{ matrix.image }}', 'steps:', '  - run: make'),
  ],
  *check(workflow) {
    for (const job of workflow.jobs)
      for (const node of imagesOf(job)) {
        const image = (textOf(node) ?? '').replace(/^docker:\/\//, '');
        const version = /:([^/:]+)$/.exec(image)?.[1];
        if (image === '' || /[$@]|^\./.test(image) || (version !== undefined && version !== 'latest'))
          continue;
        yield {
          message: `\`${image}\` is another image with each release.`,
          span: node,
          scope: `jobs.${job.id}`,
          anchor: withoutVersion(image),
        };
      }
  },
});

function imagesOf(job: Job): YamlNode[] {
  const holders = [
    at(job.node, 'container'),
    ...entriesOf(at(job.node, 'services')).map(({ value }) => value),
  ];
  const docker = job.steps
    .flatMap((step) => at(step.node, 'uses') ?? [])
    .filter((uses) => /^docker:/.test(textOf(uses) ?? ''));
  return [
    ...holders.flatMap((holder) => (holder?.kind === 'scalar' ? holder : (at(holder, 'image') ?? []))),
    ...docker,
  ];
}

const inheritedSecrets = workflowRule({
  id: 'actions-secrets-inherit',
  title: 'All secrets handed to a workflow of another repository',
  severity: 'medium',
  confidence: 'high',
  cwe: [272, 668],
  description: `\`secrets: inherit\` gives the called workflow every secret of the repository, the organisation and the environment,
those that are added later too. Its owner, or whoever changes it, can read them all.`,
  remediation: 'Hand over by name what it needs: `secrets: { token: ${{ secrets.TOKEN }} }`.',
  references: [
    'https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows#passing-inputs-and-secrets-to-a-reusable-workflow',
  ],
  bad: [
    oneJob('push', `uses: owner/repository/.github/workflows/release.yml@${commit}`, 'secrets: inherit ◄'),
    oneJob('release', 'secrets: inherit ◄', `uses: owner/repository/.github/workflows/a.yml@v1`),
  ],
  good: [
    oneJob('push', 'uses: ./.github/workflows/release.yml', 'secrets: inherit'),
    oneJob(
      'push',
      `uses: owner/repository/.github/workflows/release.yml@${commit}`,
      'secrets:',
      '  token: ${{ secrets.TOKEN }}',
    ),
  ],
  *check({ jobs }) {
    for (const job of jobs) {
      const secrets = entryOf(job.node, 'secrets');
      const uses = textOf(at(job.node, 'uses')) ?? './';
      if (secrets && textOf(secrets.value) === 'inherit' && !/^[.$]/.test(uses))
        yield {
          message: `\`${uses.split('@')[0] ?? ''}\` gets every secret of this repository.`,
          span: { start: secrets.key.start, end: secrets.value.end },
          scope: `jobs.${job.id}`,
        };
    }
  },
});

export const usesRules = [unpinnedAction, unpinnedImage, inheritedSecrets];
