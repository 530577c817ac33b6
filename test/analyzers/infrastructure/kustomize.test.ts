import { afterAll, describe, expect, it } from '@jest/globals';
import { createInfrastructureAnalyzer } from '../../../src/analyzers/infrastructure/analyzer.js';
import { analyzeFile } from './support.js';

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
