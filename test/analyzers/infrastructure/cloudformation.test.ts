import { afterAll, describe, expect, it } from '@jest/globals';
import { createInfrastructureAnalyzer } from '../../../src/analyzers/infrastructure/analyzer.js';
import { analyzeFile } from './support.js';

const analyzer = createInfrastructureAnalyzer();
afterAll(() => analyzer.close?.());

const head = `Parameters:
  Stage: { Type: String, Default: dev }
  Zone: { Type: String }
Mappings:
  Stages:
    dev: { Encrypted: false }
    prod: { Encrypted: true }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsDev: !Not [!Condition IsProd]
  IsOther: !Equals [!Ref Zone, a]
  DevOrOther: !Or [!Condition IsDev, !Condition IsOther]
  DevAndOther: { Fn::And: [{ Condition: IsDev }, { Condition: IsOther }] }
  Loop: !Not [!Condition Loop]
`;

async function flaws(encrypted: string): Promise<number> {
  const path = 'template.yaml';
  const text = `${head}Resources:\n  Data:\n    Type: AWS::EC2::Volume\n    Properties:\n      Encrypted: ${encrypted}\n`;
  const { detections } = await analyzeFile(analyzer, path, { [path]: text });
  return detections.filter(({ ruleId }) => ruleId === 'aws-volume-unencrypted').length;
}

describe('a condition of CloudFormation', () => {
  it.each([
    ['is decided by the default of a parameter', '!If [IsProd, true, false]', 1],
    ['is turned round', '!If [IsDev, true, false]', 0],
    ['is met in part', '!If [DevOrOther, false, true]', 1],
    ['is not known in part', '!If [DevAndOther, false, true]', 0],
    ['is not known', '!If [IsOther, false, false]', 0],
    ['is not there', '!If [Nowhere, false, false]', 0],
    ['leads back to itself', '!If [Loop, false, false]', 0],
    ['takes the value away', '!If [IsProd, true, !Ref AWS::NoValue]', 1],
    ['stands in another', '{ Fn::If: [IsProd, true, { Fn::If: [IsDev, false, true] }] }', 1],
  ])('that %s', async (_name, encrypted, count) => {
    expect(await flaws(encrypted)).toBe(count);
  });
});

describe('a function of CloudFormation', () => {
  it.each([
    ['Sub with a default', '!Sub "${Flag}"', 0],
    ['Join of what is known', "!Join ['', [fal, se]]", 1],
    ['Join of what is not', "!Join ['', [fal, !Ref Zone]]", 0],
    ['FindInMap by a default', '!FindInMap [Stages, !Ref Stage, Encrypted]', 1],
    ['FindInMap by what is not known', '!FindInMap [Stages, !Ref Zone, Encrypted]', 0],
  ])('is worked out: %s', async (_name, encrypted, count) => {
    expect(await flaws(encrypted)).toBe(count);
  });
});

it('The resources of a Serverless service are judged, without what its variables fill in', async () => {
  const path = 'serverless.yml';
  const text = `service: a
provider: { name: aws }
resources:
  - Resources:
      Data:
        Type: AWS::EC2::Volume
        Properties:
          Encrypted: false
      More:
        Type: AWS::EC2::Volume
        Properties:
          Encrypted: \${self:custom.encrypted}
`;
  const { detections } = await analyzeFile(analyzer, path, { [path]: text });
  expect(detections.map(({ ruleId, range }) => `${ruleId}:${range.startLine}`)).toContain(
    'aws-volume-unencrypted:8',
  );
  expect(detections.filter(({ range }) => range.startLine === 12)).toEqual([]);
});
