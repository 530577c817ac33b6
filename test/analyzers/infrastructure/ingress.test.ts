import { afterAll, describe, expect, it } from '@jest/globals';
import { createInfrastructureAnalyzer } from '../../../src/analyzers/infrastructure/analyzer.js';
import { analyzeFile } from './support.js';

const analyzer = createInfrastructureAnalyzer();
afterAll(() => analyzer.close?.());

async function rated(text: string, rule: string): Promise<string[]> {
  const { detections } = await analyzeFile(analyzer, 'deploy.yaml', { 'deploy.yaml': text });
  return detections
    .filter(({ ruleId }) => ruleId === rule)
    .map(({ range, severity, message }) => `${range.startLine} ${severity ?? 'as the rule'}: ${message}`);
}

describe('scripts of other sites, as an Ingress lets them in', () => {
  const ingress = (...annotations: string[]): string =>
    `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: a\n  annotations:\n${[
      'enable-cors: "true"',
      ...annotations,
    ]
      .map((text) => `    nginx.ingress.kubernetes.io/${text}\n`)
      .join('')}spec: {}\n`;

  it.each([
    [
      'without logins, as browsers send none for `*`',
      ['cors-allow-origin: "*"'],
      ['7 as the rule: Every site may read what `a` answers.'],
    ],
    [
      'with logins where `*` is an expression among others',
      ['cors-allow-origin: "https://a.example, *"'],
      ['7 medium: Every site may read what `a` answers with the login of a visitor.'],
    ],
    [
      'without logins where these are switched off',
      ['cors-allow-origin: "https://a.example, *"', 'cors-allow-credentials: "false"'],
      ['7 as the rule: Every site may read what `a` answers.'],
    ],
  ])('%s', async (_name, annotations, expected) => {
    expect(await rated(ingress(...annotations), 'kubernetes-ingress-scripts-open')).toEqual(expected);
  });
});

describe('flags of the dashboard', () => {
  it.each([
    ['--enable-skip-login', ['8 as the rule: The dashboard `a` asks for no login.']],
    ['--enable-insecure-login', ['8 medium: The dashboard `a` takes logins in the clear.']],
  ])('%s is told as what it does', async (flag, expected) => {
    const text = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: a\n      args: ["${flag}"]\n      image: a:1\n`;
    expect(await rated(text, 'kubernetes-dashboard-open')).toEqual(expected);
  });
});

it('an address that a service takes over is told once', async () => {
  const text = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: a\nspec:\n  externalIPs: [203.0.113.7]\n';
  const { detections } = await analyzeFile(analyzer, 'deploy.yaml', { 'deploy.yaml': text });
  expect(detections.map(({ range }) => range.startLine).filter((line) => line === 6)).toHaveLength(1);
});
