import type { ActionsRule, Workflow } from '../../formats/actions.js';
import { at, textOf, type YamlNode } from '../../formats/yaml-syntax.js';
import type { Hit } from '../../rule.js';
import { isPrivileged } from './triggers.js';
import { oneJob, workflowRule } from './workflow-rule.js';

const events =
  'https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows';
const expressions = 'https://docs.github.com/en/actions/reference/workflows-and-actions/expressions';
const broken = {};

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
      yield {
        message: 'Whoever opens a pull request from a fork can pass for this bot.',
        span: node,
        scope,
        ...askForAuthor(node, workflow),
      };
    }
  },
});

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

/** Where a pull request is what starts the workflow, its author is the one to ask for. */
function askForAuthor(node: YamlNode, { triggers, text }: Workflow): Pick<Hit, 'fix'> {
  const names = Array.from(
    text.slice(node.start, node.end).matchAll(/\bgithub\.(?:triggering_)?actor(?=\s*==\s*')/g),
  );
  if (triggers.size !== 1 || !triggers.has('pull_request_target') || names.length === 0) return {};
  const edits = names.map(({ index, 0: name }) => ({
    start: node.start + index,
    end: node.start + index + name.length,
    text: 'github.event.pull_request.user.login',
  }));
  return { fix: { description: 'Ask who opened the pull request', edits } };
}

/** The conditions of jobs and steps. */
function conditionsOf({ jobs }: Workflow): { node: YamlNode; scope: string }[] {
  return jobs.flatMap((job) =>
    [job.node, ...job.steps.map((step) => step.node)].flatMap((holder) => {
      const node = at(holder, 'if');
      return node ? [{ node, scope: `jobs.${job.id}` }] : [];
    }),
  );
}

export const conditionRules: readonly ActionsRule[] = [botCondition, unsoundContains, constantCondition];
