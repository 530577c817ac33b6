import { afterAll, describe, expect, it } from '@jest/globals';
import { createInfrastructureAnalyzer } from '../../../src/analyzers/infrastructure/analyzer.js';
import { analyzeFile, placesOf } from './support.js';
import { expectWithin } from '../../support/time-limit.js';

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
    ['a file of nginx of more than a megabyte', 'nginx.conf', 'a b;\n'.repeat(300_000), /larger than 256 KB/],
    ['20,000 nested blocks of nginx', 'nginx.conf', 'server { '.repeat(20_000), /nested/],
    ['100,000 nested TOML lists', 'netlify.toml', `a = ${'['.repeat(100_000)}`, /not valid|nested|could not/],
    [
      '100,000 nested TOML tables',
      'netlify.toml',
      `[${'a.'.repeat(100_000)}a]\nb = 1 =`,
      /not valid|nested|could not/,
    ],
    [
      '100,000 nested objects',
      'next.config.js',
      `module.exports = ${'{a:'.repeat(100_000)}`,
      /nested|not valid|could not/,
    ],
    ['100,000 nested lists of JSON', 'vercel.json', '['.repeat(100_000), /not valid|nested/],
    ['an environment file of 60,000 variables', '.env', 'DEBUG=true\n'.repeat(60_000), /first 3000/],
    ['an environment file of more than a megabyte', '.env', 'A=b\n'.repeat(300_000), /larger than 1 MB/],
  ])(
    'with %s is a problem that the report shows',
    async (_name, path, text, message) => {
      const begun = Date.now();
      const { problems } = await analyzeFile(analyzer, path, { [path]: text });
      expect(problems).toMatchObject([{ kind: 'incomplete', path }]);
      expect(problems[0]?.message).toMatch(message);
      expectWithin(Date.now() - begun, 20_000);
    },
    30_000,
  );

  it.each([
    ['package.json', `{"scripts":{"a":"${'curl http://a.b '.repeat(60_000)}"}}`],
    [
      'package.json',
      `{"scripts":{${Array.from({ length: 200 }, (_, index) => `"${index}":"${'curl '.repeat(990)}"`).join(',')}}}`,
    ],
    ['nginx.conf', '\n'.repeat(250_000)],
    ['nginx.conf', `server { ${'add_header a b; location /a { add_header c d; } '.repeat(5_000)} }`],
    ['nginx.conf', `server { ${'merge_slashes off; location /a { } '.repeat(7_000)} }`],
    ['nginx.conf', `server { ssl_ciphers !RC4:${'RC4-SHA:'.repeat(25_000)}; }`],
    ['api.yaml', `openapi: 3.0.0\npaths: {}\nservers:\n${'  - url: http://a.example\n'.repeat(20_000)}`],
    ['.env', 'DB_PASSWORD=Wolf-9-Transit\n'.repeat(35_000)],
    [
      workflow,
      `on: push\njobs:\n  a:\n    steps:\n      - id: x\n        run: |\n          out=${'sed '.repeat(14_000)}\n      - run: echo \${{ steps.x.outputs.out }}\n`,
    ],
  ])(
    'of much that is alike in %s is read in time',
    async (path, text) => {
      const begun = Date.now();
      await analyzeFile(analyzer, path, { [path]: text });
      expectWithin(Date.now() - begun, 10_000);
    },
    30_000,
  );

  it('that takes too long to judge is told of', async () => {
    const impatient = createInfrastructureAnalyzer({ timeLimit: 1 });
    try {
      const text = 'DB_PASSWORD=Wolf-9-Transit\n'.repeat(35_000);
      const { problems } = await analyzeFile(impatient, '.env', { '.env': text });
      expect(problems).toMatchObject([{ kind: 'incomplete', path: '.env', line: 1 }]);
      expect(problems[0]?.message).toMatch(/could not be reviewed: It took longer/);
    } finally {
      await impatient.close?.();
    }
  });

  it('beside files that it completes is left out of what they are judged by', async () => {
    const quick = createInfrastructureAnalyzer({ timeLimit: 2_000 });
    const database = 'resource "aws_db_instance" "main" {\n  publicly_accessible = true\n}\n';
    const files = { 'main.tf': database, 'slow.tf': `a = ${'b?'.repeat(500_000)}` };
    try {
      const { detections, problems } = await analyzeFile(quick, 'main.tf', files);
      expect(placesOf(detections)).toContain('terraform-aws-database-public:2');
      expect(problems).toEqual([]);
      const slow = await analyzeFile(quick, 'slow.tf', files);
      expect(slow.problems).toMatchObject([{ kind: 'incomplete', path: 'slow.tf', line: 1 }]);
    } finally {
      await quick.close?.();
    }
  });

  it('is left out where several files beside it bring a worker down', async () => {
    const quick = createInfrastructureAnalyzer({ timeLimit: 1_000 });
    const slow = `a = ${'b?'.repeat(500_000)}`;
    const database = 'resource "aws_db_instance" "main" {\n  publicly_accessible = true\n}\n';
    const files = { 'main.tf': database, 'n.tf': slow, 'o.tf': slow + '\n', 'p.tf': slow + '\n\n' };
    try {
      const { detections, problems } = await analyzeFile(quick, 'main.tf', files);
      expect(placesOf(detections)).toContain('terraform-aws-database-public:2');
      expect(problems).toEqual([]);
    } finally {
      await quick.close?.();
    }
  });

  it('is not judged as if it stood alone where the paths beside it are out of reach', async () => {
    const text = 'resource "aws_s3_bucket" "main" {\n  bucket = "shop"\n}\n';
    const context = {
      read: async () => undefined,
      list: () => Promise.reject(new Error('GitHub is down.')),
      report: () => undefined,
    };
    for (const path of ['a.tf', 'b.tf'])
      await expect(analyzer.analyze({ path, text }, 'head', context)).rejects.toThrow('could not be listed');
  });

  it.each([
    ['in front of', `${'\n'.repeat(500_000)}apiVersion: v1\nkind: Pod\n`],
    ['in a remark of', `apiVersion: v1\nkind: Pod\n#${'\r'.repeat(500_000)}\n`],
  ])(
    'of 500,000 blank lines %s a manifest is read in time',
    async (_, text) => {
      const begun = Date.now();
      const { problems } = await analyzeFile(analyzer, 'pod.yaml', { 'pod.yaml': text });
      expect(problems).toEqual([]);
      expectWithin(Date.now() - begun, 10_000);
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
    expectWithin(Date.now() - begun, 5_000);
  });
});

function doubling(): string {
  const lines = Array.from({ length: 60 }, (_, index) => `ARG A${index + 1}=$A${index}$A${index}`);
  return `ARG A0=xx\n${lines.join('\n')}\nFROM $A60\nCMD a\n`;
}
