import { afterAll, describe, expect, it } from '@jest/globals';
import { createInfrastructureAnalyzer } from '../../../src/analyzers/infrastructure/analyzer.js';
import { patchedObjects } from '../../../src/analyzers/infrastructure/formats/kustomize-apply.js';
import { KustomizeBoundError } from '../../../src/analyzers/infrastructure/formats/kustomize-bounds.js';
import { measure } from '../../../src/analyzers/infrastructure/formats/yaml-measure.js';
import { parseYaml } from '../../../src/analyzers/infrastructure/formats/yaml-parse.js';
import type { YamlNode } from '../../../src/analyzers/infrastructure/formats/yaml-syntax.js';
import { analyzeFile, placesOf } from './support.js';

const analyzer = createInfrastructureAnalyzer();
afterAll(() => analyzer.close?.());

const deployment = (container: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a }\nspec:\n  template:\n    spec:\n      containers:\n        - name: a\n          ${container}\n`;
const containers = '/spec/template/spec/containers';
const copies = (from: string, times: number): string =>
  `- { op: copy, from: ${containers}${from}, path: ${containers}/- }\n`.repeat(times);
const [read] = parseYaml(deployment('image: a:1')).documents;
const base = read as YamlNode;
const stepsIn = (patch: string): readonly YamlNode[] => {
  const [list] = parseYaml(patch).documents;
  return list?.kind === 'list' ? list.items : [];
};
const made = (patch: string, objects = 1): YamlNode[] => {
  const steps = stepsIn(patch).map((node) => ({ node, target: undefined, own: undefined }));
  return patchedObjects(
    Array.from({ length: objects }, () => ({ base, steps })),
    () => true,
  );
};

describe('a kustomization that puts much together', () => {
  const privileged = {
    'd.yaml': deployment('image: a:1'),
    'p.yaml': deployment('securityContext: { privileged: true }'),
  };

  it('is not in itself, however often it says so', async () => {
    const files: Record<string, string> = {
      ...privileged,
      'kustomization.yaml': 'resources: [., ., ., ., sub, d.yaml]\npatches: [{ path: p.yaml }]\n',
      'sub/kustomization.yaml': 'resources: [.., .., ../sub, .]\n',
    };
    const { detections, problems } = await analyzeFile(analyzer, 'p.yaml', files);
    expect(placesOf(detections)).toEqual(['kubernetes-privileged:9']);
    expect(problems.map(({ kind, path }) => [kind, path])).toEqual([
      ['notice', 'kustomization.yaml'],
      ['notice', 'sub/kustomization.yaml'],
    ]);
  });

  it('takes a folder that several name in each of them', async () => {
    const files: Record<string, string> = {
      ...privileged,
      'kustomization.yaml': 'resources: [left, right]\npatches: [{ path: p.yaml }]\n',
      'left/kustomization.yaml': 'resources: [../base]\n',
      'right/kustomization.yaml': 'resources: [../base]\n',
      'base/kustomization.yaml': 'resources: [d.yaml]\n',
      'base/d.yaml': deployment('image: a:1'),
    };
    const { detections } = await analyzeFile(analyzer, 'p.yaml', files);
    expect(placesOf(detections)).toContain('kubernetes-privileged:9');
  });

  const incomplete = [{ kind: 'incomplete', path: 'p.yaml', message: expect.stringMatching(/larger than/) }];

  it.each([
    ['folders that each name the next many times', (next: string) => `${next}, `.repeat(12), 6],
    ['folders in one another without end', (next: string) => next, 20],
  ])('is told of where it is too much: %s', async (_what, named, levels) => {
    const folders = Array.from({ length: levels }, (_, level): [string, string] => [
      `f${level}/kustomization.yaml`,
      `resources: [${named(`../f${level + 1}`)}]\n`,
    ]);
    const files: Record<string, string> = {
      ...privileged,
      'kustomization.yaml': 'resources: [f0, d.yaml]\npatches: [{ path: p.yaml }]\n',
      ...Object.fromEntries(folders),
      [`f${levels}/kustomization.yaml`]: 'resources: [d.yaml]\n',
      [`f${levels}/d.yaml`]: deployment('image: a:1'),
    };
    expect((await analyzeFile(analyzer, 'p.yaml', files)).problems).toEqual(incomplete);
  });

  it('is told of where a patch doubles what it copies', async () => {
    const files: Record<string, string> = {
      'd.yaml': deployment('image: a:1'),
      'kustomization.yaml':
        'resources: [d.yaml]\npatches: [{ path: p.yaml, target: { kind: Deployment } }]\n',
      'p.yaml': `${copies('', 1)}${copies('/0', 1)}`.repeat(30),
    };
    expect((await analyzeFile(analyzer, 'p.yaml', files)).problems).toEqual(incomplete);
  });
});

describe('patchedObjects', () => {
  it('copies what is not too much', () => {
    const [object] = made(copies('/0', 40));
    expect(object && measure(object).size).toBe(measure(base).size + 40 * 3);
  });

  it.each([
    ['nodes of one object', copies('', 30), 1],
    [
      'nodes by an alias',
      `- { op: add, path: /a, value: &a [${'1, '.repeat(300)}] }\n- { op: add, path: /b, value: [${'*a, '.repeat(400)}] }\n`,
      1,
    ],
    [
      'levels',
      '- { op: add, path: /a, value: { b: 1 } }\n' + '- { op: copy, from: /a, path: /a/b }\n'.repeat(120),
      1,
    ],
    ['nodes of all objects', copies('', 10), 400],
    ['steps', copies('/0', 9000), 1],
  ])('refuses too many %s', (_what, patch, objects) => {
    expect(() => made(patch, objects)).toThrow(KustomizeBoundError);
  });
});

describe('measure', () => {
  it('counts a shared node in each place', () => {
    const [document] = parseYaml('a: &a [1, [2]]\nb: [*a, *a]\n').documents;
    expect(document && measure(document)).toEqual({ size: 14, height: 4 });
  });
});
