import type { Example } from '../../../../model/rule.js';
import type { ActionsRule } from '../../formats/actions.js';
import type { WrittenRule } from '../../rule.js';

type Metadata = Omit<WrittenRule, 'languages' | 'asvs' | 'examples'>;

interface WorkflowRule extends Metadata, Pick<ActionsRule, 'check'> {
  /** Whole workflows. */
  readonly bad: readonly string[];
  readonly good: readonly string[];
}

/** A rule about workflows whose examples are texts alone. */
export function workflowRule({ bad, good, ...rule }: WorkflowRule): ActionsRule {
  return {
    ...rule,
    asvs: [],
    languages: ['github-actions'],
    examples: { bad: bad.map(example), good: good.map(example) },
  };
}

/** A workflow of one job, for examples. */
export function oneJob(trigger: string, ...lines: readonly string[]): string {
  const job = ['permissions: {}', 'jobs:', '  build:', ...lines.map((line) => `    ${line}`)];
  return `on: ${trigger}\n${job.join('\n')}\n`;
}

function example(text: string): Example {
  return { path: text.includes('\nruns:') ? 'setup/action.yml' : '.github/workflows/build.yml', text };
}
