import { carriedBy, expressionsIn, type Embedded } from '../../formats/actions-expression.js';
import type { ActionsRule, Workflow } from '../../formats/actions.js';
import { at, entriesOf, entryOf, textOf, type YamlNode } from '../../formats/yaml-syntax.js';
import { oneJob, workflowRule } from './workflow-rule.js';

const handling =
  'https://docs.github.com/en/actions/reference/security/secure-use#use-secrets-for-sensitive-information';
const leak = {};

const overprovisioned = workflowRule({
  ...leak,
  id: 'actions-secrets-all',
  title: 'Every secret handed to one step',
  severity: 'medium',
  confidence: 'high',
  cwe: [272, 668],
  description: `\`toJSON(secrets)\`, or a secret by a computed name, loads every secret of the repository and the organisation into the
runner. What the step runs can read them all, and whoever controls the name chooses one.`,
  remediation:
    'Name each secret: `${{ secrets.TOKEN }}`. Where the name varies, choose the environment of the job instead.',
  references: [handling],
  bad: [
    oneJob(
      'push',
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: ./deploy',
      '    env:',
      '      ALL: ${{ toJSON(secrets) }} ◄',
    ),
    oneJob(
      'push',
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: ./deploy',
      '    env:',
      '      KEY: ${{ secrets[matrix.key] }} ◄',
    ),
  ],
  good: [
    oneJob(
      'push',
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: ./deploy',
      '    env:',
      '      KEY: ${{ secrets.KEY }}',
    ),
    oneJob(
      'push',
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: ./deploy',
      '    env:',
      "      KEY: ${{ secrets['KEY'] }}",
    ),
  ],
  *check(workflow) {
    for (const { embedded, scope } of embeddedIn(workflow)) {
      const paths = embedded.expression ? carriedBy(embedded.expression) : [];
      if (
        paths.some(
          ({ path, asJson }) => path[0] === 'secrets' && (path[1] === '*' || (path.length === 1 && asJson)),
        )
      )
        yield { message: 'This loads every secret into the runner.', span: embedded.span, scope };
    }
  },
});

const unmasked = workflowRule({
  ...leak,
  id: 'actions-secret-unmasked',
  title: 'Part of a secret that the log does not mask',
  severity: 'medium',
  confidence: 'high',
  cwe: [532],
  description: `GitHub masks a secret in the log only as a whole. A value that \`fromJSON\` takes out of it is another text, and is printed
as it is.`,
  remediation: 'Store each value as a secret of its own.',
  references: [handling],
  bad: [
    oneJob(
      'push',
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: ./deploy',
      '    env:',
      '      KEY: ${{ fromJSON(secrets.CONFIG).key }} ◄',
    ),
    oneJob(
      'push',
      'runs-on: ubuntu-latest',
      'steps:',
      '  - uses: ./deploy',
      '    with:',
      "      key: ${{ fromJson(secrets.CONFIG)['key'] }} ◄",
    ),
  ],
  good: [
    oneJob(
      'push',
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: ./deploy',
      '    env:',
      '      KEY: ${{ secrets.KEY }}',
    ),
    oneJob(
      'push',
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: ./deploy',
      '    env:',
      '      KEY: ${{ fromJSON(vars.CONFIG).key }}',
    ),
  ],
  *check(workflow) {
    for (const { embedded, scope } of embeddedIn(workflow))
      if (/\bfromjson\(\s*secrets[.[][^()]*\)/i.test(embedded.source))
        yield {
          message: 'The log masks the secret, not the value that is taken out of it.',
          span: embedded.span,
          scope,
        };
  },
});

const output = workflowRule({
  ...leak,
  id: 'actions-secret-output',
  title: 'Secret in an output, the environment file or the log',
  severity: 'medium',
  confidence: 'high',
  cwe: [532, 200],
  description: `Outputs and the environment file are read by every later step, actions of others too, and masking fails as soon as the
value is encoded or cut.`,
  remediation: 'Give the secret by `env` to the one step that needs it.',
  references: [handling],
  bad: [
    oneJob(
      'push',
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: echo "KEY=${{ secrets.KEY }}" >> $GITHUB_ENV ◄',
    ),
    oneJob(
      'push',
      'runs-on: ubuntu-latest',
      'outputs:',
      '  key: ${{ secrets.KEY }} ◄',
      'steps:',
      '  - run: make',
    ),
  ],
  good: [
    oneJob(
      'push',
      'runs-on: ubuntu-latest',
      'steps:',
      '  - run: ./deploy',
      '    env:',
      '      KEY: ${{ secrets.KEY }}',
    ),
    oneJob(
      'push',
      'runs-on: ubuntu-latest',
      'outputs:',
      '  url: ${{ steps.a.outputs.url }}',
      'steps:',
      '  - run: echo "has=${{ secrets.KEY != \'\' }}" >> $GITHUB_OUTPUT',
    ),
  ],
  *check(workflow) {
    for (const job of workflow.jobs) {
      const outputs = entriesOf(at(job.node, 'outputs')).map(({ value }) => value);
      const scripts = job.steps.flatMap((step) => step.run?.value ?? []);
      for (const node of [...outputs, ...scripts])
        for (const embedded of expressionsIn(node, workflow.text))
          if (carriesSecret(embedded) && (outputs.includes(node) || isWritten(embedded, node, workflow.text)))
            yield {
              message: 'Later steps, and the log, can show this secret.',
              span: embedded.span,
              scope: `jobs.${job.id}`,
            };
    }
  },
});

function carriesSecret({ expression }: Embedded): boolean {
  return (
    expression !== undefined &&
    carriedBy(expression).some(({ path }) => path[0] === 'secrets' && path[1] !== 'github_token')
  );
}

/** Whether the line prints into a file that later steps read. */
function isWritten({ span }: Embedded, node: YamlNode, text: string): boolean {
  const from = Math.max(node.start, text.lastIndexOf('\n', span.start) + 1);
  const newline = text.indexOf('\n', span.end);
  const line = text.slice(from, newline < 0 ? node.end : Math.min(newline, node.end));
  return (
    /^\s*(?:- )?(?:run:\s*)?(?:echo|printf)\b/.test(line) && /GITHUB_(?:ENV|OUTPUT|STEP_SUMMARY)/.test(line)
  );
}

const password = ['sword', 'fish-9'].join('');

const containerCredentials = workflowRule({
  id: 'actions-container-credentials',
  title: 'Registry password in a workflow',
  severity: 'high',
  confidence: 'high',
  cwe: [798],
  description: `The password of the registry stands in the file, for everybody who may read the repository, and in its history for good.`,
  remediation:
    'Replace the password, store the new one as a secret, and write `password: ${{ secrets.REGISTRY_PASSWORD }}`.',
  references: [
    handling,
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idcontainercredentials',
  ],
  bad: [
    oneJob(
      'push',
      'runs-on: ubuntu-latest',
      'container:',
      '  image: registry.example/app:1',
      '  credentials:',
      '    username: ci',
      `    password: ${password} ◄`,
      'steps:',
      '  - run: make',
    ),
    oneJob(
      'push',
      'runs-on: ubuntu-latest',
      'services:',
      '  db:',
      '    image: registry.example/db:1',
      '    credentials:',
      '      username: ci',
      `      password: ${password} ◄`,
      'steps:',
      '  - run: make',
    ),
  ],
  good: [
    oneJob(
      'push',
      'runs-on: ubuntu-latest',
      'container:',
      '  image: registry.example/app:1',
      '  credentials:',
      '    username: ci',
      '    password: ${{ secrets.PASSWORD }}',
      'steps:',
      '  - run: make',
    ),
    oneJob('push', 'runs-on: ubuntu-latest', 'container: node:22', 'steps:', '  - run: make'),
  ],
  *check({ jobs }) {
    for (const job of jobs)
      for (const holder of [
        at(job.node, 'container'),
        ...entriesOf(at(job.node, 'services')).map(({ value }) => value),
      ]) {
        const entry = entryOf(at(holder, 'credentials'), 'password');
        if (entry && textOf(entry.value) && !textOf(entry.value)?.includes('${{'))
          yield {
            message: 'The password of the registry stands in the file.',
            span: entry.value,
            scope: `jobs.${job.id}`,
            anchor: 'credentials.password',
          };
      }
  },
});

/** Every expression of the workflow, in order. */
function* embeddedIn(workflow: Workflow): Iterable<{ embedded: Embedded; scope: string }> {
  const holders =
    workflow.jobs.length > 0 ? workflow.jobs.map(({ id, node }) => ({ scope: `jobs.${id}`, node })) : [];
  const whole = at(workflow.root, 'env');
  for (const { scope, node } of [...(whole ? [{ scope: '', node: whole }] : []), ...holders]) {
    const open: YamlNode[] = [node];
    for (let next = open.shift(); next; next = open.shift()) {
      for (const embedded of expressionsIn(next, workflow.text)) yield { embedded, scope };
      open.push(...(next.kind === 'list' ? next.items : entriesOf(next).map(({ value }) => value)));
    }
  }
}

export const secretRules: readonly ActionsRule[] = [overprovisioned, unmasked, output, containerCredentials];
