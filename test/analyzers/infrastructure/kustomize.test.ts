import { afterAll, describe, expect, it } from '@jest/globals';
import { createInfrastructureAnalyzer } from '../../../src/analyzers/infrastructure/analyzer.js';
import { analyzeFile, placesOf } from './support.js';

const analyzer = createInfrastructureAnalyzer();
afterAll(() => analyzer.close?.());

const deployment = (container: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a }\nspec:\n  template:\n    spec:\n      containers:\n        - name: a\n${container}`;

describe('Kustomize', () => {
  it.each(['patches:\n  - path: patch.yaml\n', 'patchesStrategicMerge:\n  - ./patch.yaml\n'])(
    'has nothing missed in a patch: %s',
    async (kustomization) => {
      const files = {
        'overlays/prod/kustomization.yaml': `resources:\n  - ../../base\n${kustomization}`,
        'overlays/prod/patch.yaml': deployment('          securityContext: { privileged: true }\n'),
      };
      const { detections } = await analyzeFile(analyzer, 'overlays/prod/patch.yaml', files);
      expect(detections.map(({ ruleId }) => ruleId)).toEqual(['kubernetes-privileged']);
    },
  );

  it('judges what is no patch as a whole', async () => {
    const files = {
      'base/kustomization.yaml': 'resources:\n  - deploy.yaml\n',
      'base/deploy.yaml': deployment('          image: a:1\n'),
    };
    const { detections } = await analyzeFile(analyzer, 'base/deploy.yaml', files);
    expect(detections.length).toBeGreaterThan(0);
  });

  const base = {
    'base/kustomization.yaml': 'resources:\n  - deploy.yaml\n',
    'base/deploy.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
  labels: { tier: web }
spec:
  template:
    spec:
      containers:
        - name: shop
          image: shop:1.4.2
          resources: { limits: { cpu: 1, memory: 1Gi } }
          securityContext:
            runAsNonRoot: true
            readOnlyRootFilesystem: true
`,
  };
  const overlay = async (kustomization: string, path: string, patch?: string): Promise<readonly string[]> => {
    const files = {
      ...base,
      'overlays/prod/kustomization.yaml': `resources:\n  - ../../base\n${kustomization}`,
      ...(patch !== undefined && { [path]: patch }),
    };
    return placesOf((await analyzeFile(analyzer, path, files)).detections);
  };
  const merge = (spec: string): string =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: shop\nspec:\n  template:\n    spec:\n${spec}`;
  const patchFile = 'overlays/prod/patch.yaml';

  it('judges a merge with its base, at the line that sets it', async () => {
    const spec =
      '      containers:\n        - name: shop\n          securityContext:\n            runAsUser: 0\n            privileged: true\n';
    expect(await overlay('patches: [{ path: patch.yaml }]\n', patchFile, merge(spec))).toEqual([
      'kubernetes-privileged:12',
      'kubernetes-runs-as-root:11',
    ]);
  });

  it.each([
    [
      'a setting that is taken away',
      '      containers:\n        - name: shop\n          resources: null\n',
      1,
    ],
    [
      'what a replaced block leaves out',
      '      containers:\n        - name: shop\n          resources:\n            $patch: replace\n            requests: { cpu: 1 }\n',
      10,
    ],
  ])('finds %s', async (_what, spec, line) => {
    expect(await overlay('patchesStrategicMerge: [patch.yaml]\n', patchFile, merge(spec))).toContain(
      `kubernetes-limit-missing:${line}`,
    );
  });

  it.each([
    ['a floating tag', 'images:\n  - name: shop\n    newTag: latest\n', ['kubernetes-image-floating:5']],
    [
      'another image without a version',
      'images:\n  - name: shop\n    newName: registry.example:5000/shop\n    newTag: latest\n',
      ['kubernetes-image-floating:6'],
    ],
    ['a version', "images:\n  - name: shop\n    newTag: '1.5'\n", []],
    ['a digest', 'images:\n  - name: shop\n    digest: sha256:0123\n', []],
    ['another name with the same tag', 'images:\n  - { name: shop, newName: shop-eu }\n', []],
    ['an image that nothing runs', 'images:\n  - name: other\n    newTag: latest\n', []],
  ])('judges images that it is told to make of those of its base: %s', async (_what, images, expected) => {
    expect(
      await overlay(images, 'overlays/prod/kustomization.yaml', `resources:\n  - ../../base\n${images}`),
    ).toEqual(expected);
  });

  it('has no version missed that a kustomization of the repository gives', async () => {
    const floating = { ...base, 'base/deploy.yaml': base['base/deploy.yaml'].replace('shop:1.4.2', 'shop') };
    const of = async (images: string): Promise<readonly string[]> => {
      const files = {
        ...floating,
        'overlays/prod/kustomization.yaml': `resources: [../../base]\nimages:\n${images}`,
      };
      return placesOf((await analyzeFile(analyzer, 'base/deploy.yaml', files)).detections);
    };
    expect(await of("  - name: shop\n    newTag: '1.5'\n")).toEqual([]);
    expect(await of('  - name: shop\n    newTag: latest\n')).toEqual(['kubernetes-image-floating:11']);
    expect(await of("  - name: shop2\n    newTag: '1.5'\n")).toEqual(['kubernetes-image-floating:11']);
  });

  it('says nothing again of what is wrong in the base', async () => {
    const spec =
      '      containers:\n        - name: shop\n          args: [serve]\n          env: [{ name: A, value: b }]\n';
    const { detections } = await analyzeFile(analyzer, 'base/deploy.yaml', base);
    expect(placesOf(detections)).toEqual([]);
    const bare = {
      ...base,
      'base/deploy.yaml': base['base/deploy.yaml']
        .replace(/ +- name: shop\n/, '        - args: [run]\n          name: shop\n')
        .replace(/ +resources:.*\n/, ''),
    };
    const files = {
      ...bare,
      'overlays/prod/kustomization.yaml': 'resources: [../../base]\npatches: [{ path: patch.yaml }]\n',
      [patchFile]: merge(spec),
    };
    expect(placesOf((await analyzeFile(analyzer, 'base/deploy.yaml', files)).detections)).not.toEqual([]);
    expect(placesOf((await analyzeFile(analyzer, patchFile, files)).detections)).toEqual([]);
  });

  it('judges a container that a merge adds as a whole', async () => {
    const spec = '      containers:\n        - name: helper\n          image: helper:1\n';
    expect(await overlay('patches: [{ path: patch.yaml }]\n', patchFile, merge(spec))).toContain(
      'kubernetes-limit-missing:9',
    );
  });

  it.each([
    ['a target', 'target: { kind: Deployment, name: shop }'],
    ['labels', "target: { labelSelector: 'tier=web' }"],
  ])('judges the operations of a JSON patch in a file by %s', async (_how, target) => {
    const patch = `- op: add
  path: /spec/template/spec/hostNetwork
  value: true
- op: remove
  path: /spec/template/spec/containers/0/resources
- op: replace
  path: /spec/template/spec/containers/0/securityContext/runAsNonRoot
  value: false
`;
    const found = await overlay(`patches:\n  - path: patch.yaml\n    ${target}\n`, patchFile, patch);
    expect(found).toEqual(
      expect.arrayContaining(['kubernetes-host-network:3', 'kubernetes-limit-missing:4']),
    );
    expect(
      await overlay(`patches:\n  - path: patch.yaml\n    target: { name: other }\n`, patchFile, patch),
    ).toEqual([]);
  });

  it('judges patches that stand in the kustomization, in their lines', async () => {
    const path = 'overlays/prod/kustomization.yaml';
    const written = `patches:
  - target:
      kind: Deployment
    patch: |-
      - op: add
        path: /spec/template/spec/hostPID
        value: true
patchesStrategicMerge:
  - |
    apiVersion: apps/v1
    kind: Deployment
    metadata: { name: shop }
    spec:
      template:
        spec:
          hostNetwork: true
`;
    expect(await overlay(written, path)).toEqual([
      'kubernetes-host-namespace:9',
      'kubernetes-host-network:18',
    ]);
  });

  it('applies what a base does to its own before, and components', async () => {
    const files = {
      ...base,
      'mid/kustomization.yaml':
        'resources: [../base]\npatches:\n  - patch: |\n      - op: add\n        path: /spec/template/spec/volumes\n        value: []\n    target: { kind: Deployment }\n',
      'top/kustomization.yaml':
        'resources: [../mid]\ncomponents: [../part]\npatches: [{ path: patch.yaml, target: { kind: Deployment } }]\n',
      'part/kustomization.yaml':
        'kind: Component\npatches:\n  - patch: |\n      - op: add\n        path: /spec/template/spec/volumes/-\n        value: { name: a, emptyDir: {} }\n    target: { kind: Deployment }\n',
      'top/patch.yaml':
        '- op: add\n  path: /spec/template/spec/volumes/1\n  value:\n    name: host\n    hostPath: { path: / }\n',
    };
    const { detections } = await analyzeFile(analyzer, 'top/patch.yaml', files);
    expect(placesOf(detections)).toEqual(['kubernetes-host-system-path:5']);
  });

  it.each([
    ['itself as its base', 'resources: [.]\npatches: [{ path: patch.yaml }]\n'],
    ['a base that is not there', 'resources: [../gone]\npatches: [{ path: patch.yaml }]\n'],
    ['a base out of the repository', 'resources: [../../../../etc]\npatches: [{ path: patch.yaml }]\n'],
  ])('judges a patch alone of %s', async (_what, kustomization) => {
    const files = {
      'overlays/prod/kustomization.yaml': kustomization,
      [patchFile]: merge('      hostNetwork: true\n'),
    };
    const { detections } = await analyzeFile(analyzer, patchFile, files);
    expect(placesOf(detections)).toEqual(['kubernetes-host-network:8']);
  });

  it('says what it takes from elsewhere', async () => {
    const path = 'base/kustomization.yaml';
    const text = `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - deploy.yaml
  - https://manifests.example/install.yaml
  - code.example/owner/repository/config?ref=v1
helmCharts:
  - name: redis
`;
    const { problems } = await analyzeFile(analyzer, path, { [path]: text });
    expect(problems.map((problem) => [problem.kind, problem.line])).toEqual([
      ['notice', 5],
      ['notice', 6],
      ['notice', 8],
    ]);
  });
});
