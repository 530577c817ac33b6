import type { ActionsRule } from '../../formats/actions.js';
import { at, entryOf, textOf } from '../../formats/yaml-syntax.js';

const common = {
  cwe: [250, 732],
  asvs: [],
  languages: ['github-actions'],
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions',
    'https://docs.github.com/en/actions/tutorials/authenticate-with-github_token',
  ],
} as const;

export const actionsPermissionsMissing: ActionsRule = {
  ...common,
  id: 'actions-permissions-missing',
  title: 'Workflow without permissions of its own',
  severity: 'low',
  confidence: 'medium',
  description: `Nothing in the workflow says what its token may do, so the setting of the repository or organisation decides. In
those made before February 2023 that is to write nearly everything: a compromised action or a script injection in any step can then push
code, change releases and approve pull requests.`,
  remediation:
    'Put `permissions: {}` at the top of the workflow and give each job what it needs, such as `contents: read`.',
  examples: {
    bad: [
      {
        path: '.github/workflows/test.yml',
        text: `on: push ◄
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: npm test
`,
      },
      {
        path: '.github/workflows/test.yml',
        text: `on: push ◄
jobs:
  test:
    permissions:
      contents: read
    runs-on: ubuntu-latest
    steps:
      - run: npm test
  lint:
    runs-on: ubuntu-latest
    steps:
      - run: npm run lint
`,
      },
    ],
    good: [
      {
        path: '.github/workflows/test.yml',
        text: `on: push
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: npm test
`,
      },
      {
        path: '.github/workflows/test.yml',
        text: `on: push
jobs:
  test:
    permissions: {}
    runs-on: ubuntu-latest
    steps:
      - run: npm test
`,
      },
    ],
  },
  *check({ kind, root, jobs, triggers }) {
    const onlyCalled = triggers.size === 1 && triggers.has('workflow_call');
    if (kind === 'action' || onlyCalled || entryOf(root, 'permissions')) return;
    const without = jobs.filter((job) => !entryOf(job.node, 'permissions')).map((job) => `\`${job.id}\``);
    const section = entryOf(root, 'jobs');
    if (!section || without.length === 0) return;
    const shown = without.length > 3 ? `${without.slice(0, 3).join(', ')} and others` : without.join(', ');
    yield {
      message: `No \`permissions\` limit the token of ${shown}.`,
      // Where it belongs: anywhere above the jobs.
      span: { start: root.start, end: section.key.end },
      scope: '',
      anchor: 'permissions',
    };
  },
};

export const actionsPermissionsWriteAll: ActionsRule = {
  ...common,
  id: 'actions-permissions-write-all',
  title: 'Workflow token that may write everything',
  severity: 'medium',
  confidence: 'high',
  description: `\`write-all\` gives every step, and every action that it uses, a token that can push code, change releases,
packages and deployments, and approve pull requests. One compromised action is enough to take the repository over.`,
  remediation: 'Name the scopes that the job needs, such as `contents: read` and `pull-requests: write`.',
  examples: {
    bad: [
      {
        path: '.github/workflows/release.yml',
        text: `on: push
permissions: write-all ◄
jobs:
  release:
    runs-on: ubuntu-latest
    steps:
      - run: npm publish
`,
      },
      {
        path: '.github/workflows/release.yml',
        text: `on: push
permissions: {}
jobs:
  release:
    permissions: write-all ◄
    runs-on: ubuntu-latest
    steps:
      - run: npm publish
`,
      },
    ],
    good: [
      {
        path: '.github/workflows/release.yml',
        text: `on: push
permissions: read-all
jobs:
  release:
    permissions:
      contents: write
    runs-on: ubuntu-latest
    steps:
      - run: npm publish
`,
      },
      {
        path: '.github/workflows/release.yml',
        text: `on: push
permissions: {}
jobs:
  release:
    runs-on: ubuntu-latest
    steps:
      - run: npm publish
`,
      },
    ],
  },
  *check({ root, jobs }) {
    const holders = [
      { scope: '', node: root },
      ...jobs.map((job) => ({ scope: `jobs.${job.id}`, node: job.node })),
    ];
    for (const { scope, node } of holders) {
      const permissions = at(node, 'permissions');
      if (permissions && textOf(permissions) === 'write-all')
        yield { message: 'The token may write everything in the repository.', span: permissions, scope };
    }
  },
};
