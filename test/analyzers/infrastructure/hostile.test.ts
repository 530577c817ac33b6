import { afterAll, describe, expect, it } from '@jest/globals';
import { createInfrastructureAnalyzer } from '../../../src/analyzers/infrastructure/analyzer.js';
import { analyzeFile } from './support.js';

const analyzer = createInfrastructureAnalyzer();
afterAll(() => analyzer.close?.());

const workflow = '.github/workflows/ci.yml';
const bomb = [
  'a: &a [x, x, x, x, x, x, x, x, x, x]',
  ...Array.from('bcdefghij', (name, index) => {
    const inner = 'abcdefghij'[index] ?? '';
    return `${name}: &${name} [${Array.from({ length: 10 }, () => `*${inner}`).join(', ')}]`;
  }),
].join('\n');

describe('hostile configuration', () => {
  it.each([
    ['aliases that stand for a billion nodes', workflow, bomb, /aliases/],
    ['anchors without end', workflow, '&a '.repeat(300_000), /longer than|not valid/],
    ['100,000 nested YAML lists', workflow, '['.repeat(100_000), /not valid|nested/],
    ['YAML that is not valid', workflow, 'on: push\njobs: [a, b', /not valid/],
    ['a workflow of more than a megabyte', workflow, `# ${'x'.repeat(1_100_000)}`, /larger than 1 MB/],
    ['100,000 nested HCL lists', 'main.tf', `a = ${'['.repeat(100_000)}`, /nested|not valid|could not/],
    ['a Terraform file of more than a megabyte', 'main.tf', '#'.repeat(1_100_000), /larger than 1 MB/],
    ['an environment file of more than a megabyte', '.env', 'A=b\n'.repeat(300_000), /larger than 1 MB/],
  ])(
    'with %s is a problem that the report shows',
    async (_name, path, text, message) => {
      const begun = Date.now();
      const { problems } = await analyzeFile(analyzer, path, { [path]: text });
      expect(problems).toMatchObject([{ kind: 'incomplete', path }]);
      expect(problems[0]?.message).toMatch(message);
      expect(Date.now() - begun).toBeLessThan(20_000);
    },
    30_000,
  );

  it('does not keep the next file from being reviewed', async () => {
    const path = 'Dockerfile';
    const { detections } = await analyzeFile(analyzer, path, { [path]: 'FROM node:22\nCMD ["node"]\n' });
    expect(detections.map((detection) => detection.ruleId)).toEqual(['docker-root-user']);
  });

  it.each([
    ['quotes that nobody closes', '.env', `${'A="'.repeat(100_000)}\n`],
    ['variables that double each other', 'Dockerfile', doubling()],
    ['flags without end', 'Dockerfile', `FROM a\nCOPY ${'--a '.repeat(10_000)}b c\nUSER 1\n`],
    [
      'a deep expression',
      workflow,
      `on: push\npermissions: {}\njobs:\n  a:\n    steps:\n      - run: \${{ ${'('.repeat(5_000)}1${')'.repeat(5_000)} }}\n`,
    ],
  ])('with %s ends soon', async (_name, path, text) => {
    const begun = Date.now();
    await analyzeFile(analyzer, path, { [path]: text });
    expect(Date.now() - begun).toBeLessThan(5_000);
  });
});

function doubling(): string {
  const lines = Array.from({ length: 60 }, (_, index) => `ARG A${index + 1}=$A${index}$A${index}`);
  return `ARG A0=xx\n${lines.join('\n')}\nFROM $A60\nCMD a\n`;
}
