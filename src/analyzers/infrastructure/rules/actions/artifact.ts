import type { ActionsRule, Job, Step } from '../../formats/actions.js';
import { at, textOf, type YamlNode } from '../../formats/yaml-syntax.js';
import { guardOf } from './untrusted-checkout.js';
import { oneJob, workflowRule } from './workflow-rule.js';

const commit = '08c6903cd8c0fde910a37f88322edcfb5dd907a8';

const untrusted = workflowRule({
  id: 'actions-untrusted-artifact',
  title: 'Artifact of an outsider unpacked where programs are run',
  severity: 'high',
  confidence: 'medium',
  cwe: [829, 349],
  description: `After \`workflow_run\` the artifacts are what the first workflow uploaded, and on a pull request from a fork its author wrote all
of them, with whatever names. Unpacked into the working folder they replace scripts, \`package.json\` or \`.git/config\`, and the next
command runs them with the secrets of the repository.`,
  remediation:
    'Give the download a `path` of its own under `${{ runner.temp }}`, read the one file that is expected, and check that it is what it should be, such as a number.',
  references: [
    'https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/',
    'https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflow_run',
  ],
  bad: [
    oneJob(
      'workflow_run',
      'runs-on: ubuntu-latest',
      'steps:',
      `  - uses: actions/checkout@${commit}`,
      `  - uses: actions/download-artifact@${commit} ◄`,
      '    with:',
      '      name: report',
      '      run-id: ${{ github.event.workflow_run.id }}',
      '      github-token: ${{ github.token }}',
      '  - run: ./scripts/comment.sh',
    ),
    oneJob(
      'workflow_run',
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: gh run download ${{ github.event.workflow_run.id }} ◄',
      '  - run: npm run publish-preview',
    ),
  ],
  good: [
    oneJob(
      'workflow_run',
      'runs-on: ubuntu-latest',
      'steps:',
      `  - uses: actions/checkout@${commit}`,
      `  - uses: actions/download-artifact@${commit}`,
      '    with:',
      '      path: ${{ runner.temp }}/report',
      '      run-id: ${{ github.event.workflow_run.id }}',
      '  - run: ./scripts/comment.sh',
    ),
    oneJob(
      'workflow_run',
      "if: github.event.workflow_run.event == 'push'",
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: gh run download ${{ github.event.workflow_run.id }}',
      '  - run: ./deploy.sh',
    ),
  ],
  *check(workflow) {
    if (!workflow.triggers.has('workflow_run')) return;
    for (const job of workflow.jobs)
      for (const [index, step] of job.steps.entries()) {
        const node = downloadOf(step);
        if (!node || !runsFiles(job, index) || guardOf(step, workflow) === 'trusted') continue;
        yield {
          message:
            'Whoever opens a pull request decides what lies in the folder in which later steps run programs.',
          span: node,
          scope: `jobs.${job.id}`,
        };
      }
  },
});

/** Where a step unpacks artifacts of another run into the working folder. */
function downloadOf(step: Step): YamlNode | undefined {
  const foreign =
    (step.action === 'actions/download-artifact' && step.inputs.has('run-id')) ||
    step.action === 'dawidd6/action-download-artifact';
  if (foreign) return isWorkingFolder(textOf(step.inputs.get('path'))) ? at(step.node, 'uses') : undefined;
  const script = textOf(step.run?.value) ?? '';
  const [, options] = /\bgh\s+run\s+download\b([^\n|;&]*)/.exec(script) ?? [];
  if (options === undefined) return undefined;
  const folder = /\s(?:-D|--dir)[=\s]\s*["']?([^\s"']+)/.exec(options)?.[1];
  return isWorkingFolder(folder) ? step.run?.value : undefined;
}

function isWorkingFolder(path: string | undefined): boolean {
  return path === undefined || /^(?:\.?\/?|\$\{\{\s*github\.workspace\s*\}\}\/?)$/.test(path.trim());
}

/** Whether a later step starts something that it finds in the folder. */
function runsFiles({ steps }: Job, after: number): boolean {
  return steps.slice(after + 1).some((step) => {
    if (step.action?.startsWith('./')) return true;
    return /(?:^|[\n;&|]|\$\()\s*(?:(?:bash|sh|node|python3?|ruby|deno|bun)\s+[\w./]|source\s|(?:npm|pnpm|yarn|npx|make|just|task|cargo|go|mvn|gradle|pip3?|bundle|composer|git|docker\s+build)\s|\.{1,2}\/)/.test(
      textOf(step.run?.value) ?? '',
    );
  });
}

export const artifactRules: readonly ActionsRule[] = [untrusted];
