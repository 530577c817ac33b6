import { afterAll, describe, expect, it } from '@jest/globals';
import { createInfrastructureAnalyzer } from '../../../src/analyzers/infrastructure/analyzer.js';
import { analyzeFile } from './support.js';

const analyzer = createInfrastructureAnalyzer();
afterAll(() => analyzer.close?.());

async function found(path: string, text: string, rule: string): Promise<number[]> {
  const { detections } = await analyzeFile(analyzer, path, { [path]: text });
  return detections.filter(({ ruleId }) => ruleId === rule).map(({ range }) => range.startLine);
}

const volume = (encrypted: string, more = ''): string =>
  `${more}Resources:\n  Data:\n    Type: AWS::EC2::Volume\n    Properties:\n      Encrypted: ${encrypted}\n`;

describe('a setting of a CloudFormation template', () => {
  it.each([
    ['a value', 'false', true],
    ['a text', '"false"', true],
    ['the default of a parameter', '!Ref Wanted', true],
    ['the long form of a reference', '{ Ref: Wanted }', true],
    ['no value at all', '!Ref AWS::NoValue', true],
    ['a parameter without a default', '!Ref Other', false],
    ['a condition', '!If [IsProduction, true, false]', false],
    ['the long form of a condition', '{ "Fn::If": [IsProduction, true, false] }', false],
    ['a text put together', '!Sub "${Other}"', false],
    ['an attribute of a resource', '!GetAtt Other.Encrypted', false],
  ])('that is %s: %s', async (_name, encrypted, isFlaw) => {
    const parameters = 'Parameters:\n  Wanted:\n    Default: false\n  Other:\n    Type: String\n';
    const lines = await found('template.yml', volume(encrypted, parameters), 'aws-volume-unencrypted');
    expect(lines.length > 0).toBe(isFlaw);
  });

  it('is read in JSON', async () => {
    const template = {
      Resources: { Data: { Type: 'AWS::EC2::Volume', Properties: { Encrypted: false } } },
    };
    const text = JSON.stringify(template, null, 2);
    expect(await found('template.json', text, 'aws-volume-unencrypted')).toEqual([6]);
  });

  it('is not looked for in other YAML', async () => {
    const text = volume('false').replace('AWS::EC2::Volume', 'volume');
    expect(await found('values.yaml', text, 'aws-volume-unencrypted')).toEqual([]);
  });
});

describe('a template of Helm', () => {
  const pod = (spec: string): string =>
    `apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n${spec}\n  containers: []\n`;

  it.each([
    ['a setting that is always there', '  hostPID: true', [6]],
    ['a setting from the values', '  hostPID: {{ .Values.hostPID }}', []],
    ['a setting under a condition', '  {{- if .Values.host }}\n  hostPID: true\n  {{- end }}', []],
    ['a setting after a condition', '  {{- if .Values.a }}\n  a: b\n  {{- end }}\n  hostPID: true', [9]],
  ])('with %s', async (_name, spec, lines) => {
    expect(await found('templates/pod.yaml', pod(spec), 'kubernetes-host-namespace')).toEqual(lines);
  });

  it('that is no YAML is said once', async () => {
    const text = 'apiVersion: v1\nkind: Pod\nspec: {{ range .Values.x }}]: [ {{ end }}\n a: : b\n';
    const { problems } = await analyzeFile(analyzer, 'templates/pod.yaml', { 'templates/pod.yaml': text });
    expect(problems).toHaveLength(1);
  });
});
