import { afterAll, describe, expect, it } from '@jest/globals';
import { createInfrastructureAnalyzer } from '../../../src/analyzers/infrastructure/analyzer.js';
import { createDependenciesAnalyzer } from '../../../src/analyzers/dependencies/analyzer.js';
import { defaultConfig } from '../../../src/config/schema.js';
import type { Report } from '../../../src/model/report.js';
import { review } from '../../../src/review.js';
import { fakeSource } from '../../support/fake-source.js';

const analyzers = [createInfrastructureAnalyzer(), createDependenciesAnalyzer({})];
afterAll(() => Promise.all(analyzers.map(async (analyzer) => analyzer.close?.())));

const config = { ...defaultConfig, report: { ...defaultConfig.report, 'confidence-from': 'low' as const } };

function change(path: string, base: string, head: string): Promise<Report> {
  const source = fakeSource({ base: { [path]: base }, head: { [path]: head } });
  return review(source, { analyzers, config, today: '2024-06-01' });
}

const workflow = (uses: string): string =>
  `on: push\npermissions: {}\njobs:\n  build:\n    runs-on: ubuntu-latest\n    container: owner/tools\n    steps:\n      - uses: ${uses}\n        with:\n          token: \${{ secrets.TOKEN }}\n`;
const dockerfile = (image: string): string =>
  `FROM ${image}\nADD https://files.example/tool.tgz /opt/\nRUN curl -s https://files.example/install.sh | sh\nCMD ["node", "server.js"]\n`;
const pod = (image: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: shop\nspec:\n  hostNetwork: true\n  containers:\n    - name: shop\n      image: ${image}\n      securityContext:\n        privileged: true\n`;
const compose = (image: string): string => `services:\n  shop:\n    image: ${image}\n    privileged: true\n`;

/** What bots that keep dependencies fresh propose every week: nothing of what is left as it was is new. */
const updates: readonly [string, string, string, string][] = [
  ['a base image', 'Dockerfile', dockerfile('node:20-alpine'), dockerfile('node:24-alpine')],
  ['a base image by a variable', 'Dockerfile', dockerfile('node:20'), dockerfile('node:${VERSION}')],
  [
    'a base image with a digest',
    'Dockerfile',
    dockerfile('node:20'),
    dockerfile(`node:24@sha256:${'ab'.repeat(32)}`),
  ],
  ['an action', '.github/workflows/ci.yml', workflow('owner/deploy@v3'), workflow('owner/deploy@v4')],
  [
    'an action by its minor version',
    '.github/workflows/ci.yml',
    workflow('owner/deploy@v3'),
    workflow('owner/deploy@v3.1'),
  ],
  ['the image of a container', 'pod.yaml', pod('shop:1.4.2'), pod('shop:1.5.0')],
  ['the image of a service', 'compose.yaml', compose('shop:1.4.2'), compose('shop:1.5.0')],
];

describe('an update', () => {
  it.each(updates)('of %s brings no finding', async (_, path, base, head) => {
    const report = await change(path, base, head);
    expect(report.findings.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
    expect(report.withheld.map(({ finding }) => finding.ruleId)).toEqual([]);
  });

  it('of an image is told of where it drops the version', async () => {
    const report = await change('Dockerfile', dockerfile('node:20'), dockerfile('node:latest'));
    expect(report.findings.map(({ ruleId }) => ruleId)).toContain('docker-unpinned-image');
  });

  it('to another action is told of', async () => {
    const report = await change(
      '.github/workflows/ci.yml',
      workflow('owner/deploy@v3'),
      workflow('other/deploy@v3'),
    );
    expect(report.findings.map(({ ruleId }) => ruleId)).toContain('actions-unpinned-action');
  });
});
