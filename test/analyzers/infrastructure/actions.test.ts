import { afterAll, describe, expect, it } from '@jest/globals';
import { createInfrastructureAnalyzer } from '../../../src/analyzers/infrastructure/analyzer.js';
import {
  carriedBy,
  parseExpression,
} from '../../../src/analyzers/infrastructure/formats/actions-expression.js';
import { analyzeFile, applied } from './support.js';

const analyzer = createInfrastructureAnalyzer();
afterAll(() => analyzer.close?.());
const path = '.github/workflows/ci.yml';

describe('an expression', () => {
  it.each([
    ['github.head_ref', ['github.head_ref']],
    ["GitHub.Event['Pull_Request'].title", ['github.event.pull_request.title']],
    ['github.event.commits[0].message', ['github.event.commits.0.message']],
    ['github.event.commits.*.message', ['github.event.commits.*.message']],
    ['github.event.commits[matrix.i].message', ['github.event.commits.*.message']],
    ["github.head_ref == 'main'", []],
    ['!github.head_ref', []],
    ["github.head_ref && 'a' || 'b'", []],
    ["'a' && github.head_ref || 'b'", ['github.head_ref']],
    ['github.head_ref || github.ref_name', ['github.head_ref', 'github.ref_name']],
    ["contains(github.head_ref, 'x')", []],
    ["format('{0} ''quoted'' {1}', github.head_ref, 1)", ['github.head_ref']],
    ['fromJSON(needs.a.outputs.b).c[0]', ['needs.a.outputs.b']],
    ['(inputs.a || inputs.b)', ['inputs.a', 'inputs.b']],
    ['always()', []],
    ['-1.5 < 0x1F', []],
  ])('of %s carries %j', (source, carried) => {
    const expression = parseExpression(source);
    expect(expression && carriedBy(expression).map((context) => context.path.join('.'))).toEqual(carried);
  });

  it.each(['', 'a.', 'a b', '(a', "'a", 'a ==', 'f(a,', 'a[b', '!'.repeat(200)])(
    'of %s is not valid',
    (source) => {
      expect(parseExpression(source)).toBeUndefined();
    },
  );
});

function run(script: string, more = ''): string {
  return `on: pull_request_target
permissions: {}
${more}jobs:
  a:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        fixed: [x, y]
        open:
          - \${{ github.head_ref }}
    outputs:
      title: \${{ github.event.pull_request.title }}
    steps:
      - run: ${script}
`;
}

async function injections(text: string): Promise<(string | undefined)[]> {
  const { detections } = await analyzeFile(analyzer, path, { [path]: text });
  return detections
    .filter((detection) => detection.ruleId === 'actions-script-injection')
    .map((detection) => detection.severity);
}

describe('script injection', () => {
  it.each([
    ['a branch name', 'echo ${{ github.head_ref }}', ['critical']],
    ['the whole event as JSON', "echo '${{ toJSON(github.event) }}'", ['critical']],
    ['a matrix value from outside', 'echo ${{ matrix.open }}', ['critical']],
    ['an output of a job', 'echo ${{ needs.a.outputs.title }}', ['critical']],
    [
      'two titles on one line',
      'echo ${{ github.event.issue.title }} ${{ github.event.issue.body }}',
      ['critical', 'critical'],
    ],
    ['a number', 'echo ${{ github.event.pull_request.number }}', []],
    ['a commit id', 'echo ${{ github.event.pull_request.head.sha }}', []],
    ['an object that is not JSON', 'echo ${{ github.event.issue }}', []],
    ['a fixed matrix value', 'echo ${{ matrix.fixed }}', []],
    ['a secret', 'echo ${{ secrets.TOKEN }}', []],
    ['an unknown output', 'echo ${{ steps.x.outputs.y }}', []],
    ['braces that nobody closes', 'echo ${{ github.head_ref', []],
  ])('by %s is rated as it should be', async (_name, script, severities) => {
    expect(await injections(run(script))).toEqual(severities);
  });

  it.each([
    ['as a literal', 'const event = ${{ toJSON(github.event) }};', []],
    ['in quotes', "const event = JSON.parse('${{ toJSON(github.event) }}');", ['critical']],
    ['in a template', 'const event = JSON.parse(`${{ toJSON(github.event) }}`);', ['critical']],
  ])('into JavaScript by JSON %s is rated as it should be', async (_name, script, severities) => {
    const text = run('|').replace(
      '- run: |',
      `- uses: actions/github-script@v8\n        with:\n          script: |\n            ${script}`,
    );
    expect(await injections(text)).toEqual(severities);
  });

  it('follows env to where it is filled', async () => {
    const text = run('echo ${{ env.T }}', 'env:\n  T: ${{ github.event.issue.title }}\n');
    expect(await injections(text)).toEqual(['critical']);
    expect(await injections(run('echo ${{ env.T }}', 'env:\n  T: fixed\n'))).toEqual([]);
  });

  it.each([
    ['a variable', 'echo "out=$TITLE" >> $GITHUB_OUTPUT', ['critical']],
    ['another variable', 'T="v ${TITLE}"\n          echo "out=$T" >> "$GITHUB_OUTPUT"', ['critical']],
    ['the branch', 'echo "out=${GITHUB_HEAD_REF}" >> $GITHUB_OUTPUT', ['critical']],
    ['the old command', 'echo "::set-output name=out::$TITLE"', ['critical']],
    ['a length', 'echo "out=${#TITLE}" >> $GITHUB_OUTPUT', []],
    ['a hash', 'echo "out=$(echo "$TITLE" | sha256sum)" >> $GITHUB_OUTPUT', []],
    ['some characters only', 'echo "out=$(echo "$TITLE" | tr -cd a-z)" >> $GITHUB_OUTPUT', []],
    ['another output', 'echo "shout=$TITLE" >> $GITHUB_OUTPUT', []],
    ['a fixed text', 'echo "$TITLE"; echo "out=yes" >> $GITHUB_OUTPUT'.replace('; ', '\n          '), []],
  ])(
    'through an output that a script makes of %s is rated as it should be',
    async (_name, script, severities) => {
      const text = run('echo ${{ steps.made.outputs.out }}').replace(
        '    steps:\n',
        `    steps:\n      - id: made\n        env:\n          TITLE: \${{ github.event.issue.title }}\n        run: |\n          ${script}\n`,
      );
      expect(await injections(text)).toEqual(severities);
    },
  );

  it.each([
    ["core.setOutput('out', context.payload.issue.title);", ['critical']],
    ["core.setOutput('out', context.payload.issue.number);", []],
    ["core.setOutput('out', 'fixed');", []],
  ])('through an output of JavaScript, %s, is rated as it should be', async (script, severities) => {
    const text = run('echo ${{ steps.made.outputs.out }}').replace(
      '    steps:\n',
      `    steps:\n      - id: made\n        uses: actions/github-script@v8\n        with:\n          script: ${script}\n`,
    );
    expect(await injections(text)).toEqual(severities);
  });

  it('through variables that fill each other many times over is followed in time', async () => {
    const lines = Array.from(
      { length: 5 },
      (_, level) => `  L${level}: "${`\${{ env.L${level + 1} }}`.repeat(40)}"`,
    );
    const text = run('echo ${{ env.L0 }}', `env:\n${lines.join('\n')}\n  L5: \${{ github.head_ref }}\n`);
    expect(await injections(text)).toEqual(['critical']);
  });

  it('is less where only people with rights start the workflow', async () => {
    const text = run('echo ${{ inputs.name }}').replace(
      'on: pull_request_target',
      'on:\n  workflow_dispatch:\n    inputs:\n      name:\n        type: string',
    );
    expect(await injections(text)).toEqual(['low']);
  });
});

describe('the fix', () => {
  it.each([
    [
      'puts env before the script and keeps the quotes',
      '      - run: |\n          echo "${{ github.event.issue.title }}" ${{ github.head_ref }}\n',
      '      - env:\n          EVENT: x\n',
      '      - env:\n          ISSUE_TITLE: ${{ github.event.issue.title }}\n          HEAD_REF: ${{ github.head_ref }}\n        run: |\n          echo "${ISSUE_TITLE}" "${HEAD_REF}"\n',
    ],
    [
      'adds to the env that is there',
      '      - name: x\n        env:\n          HEAD_REF: y\n        run: echo ${{ github.head_ref }}\n',
      '',
      '      - name: x\n        env:\n          HEAD_REF_2: ${{ github.head_ref }}\n          HEAD_REF: y\n        run: echo "${HEAD_REF_2}"\n',
    ],
  ])('%s', async (_name, step, _unused, fixed) => {
    const frame = 'on: issues\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n';
    const { detections } = await analyzeFile(analyzer, path, { [path]: frame + step });
    const [fix] = detections.flatMap((detection) => detection.fix ?? []);
    expect(applied(frame + step, fix?.edits ?? [])).toBe(frame + fixed);
    const again = await analyzeFile(analyzer, path, { [path]: applied(frame + step, fix?.edits ?? []) });
    expect(again.detections).toEqual([]);
  });

  it.each([
    ['single quotes', "echo '${{ github.head_ref }}'"],
    ['a here document', 'cat <<EOF ${{ github.head_ref }}'],
    ['more than a name', "echo ${{ github.head_ref || 'x' }}"],
  ])('is not offered for %s', async (_name, script) => {
    const { detections } = await analyzeFile(analyzer, path, { [path]: run(script) });
    const injected = detections.filter(({ ruleId }) => ruleId === 'actions-script-injection');
    expect(injected).toHaveLength(1);
    expect(injected[0]?.fix).toBeUndefined();
  });
});
