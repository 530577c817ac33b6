import { afterAll, describe, expect, it } from '@jest/globals';
import { createInfrastructureAnalyzer } from '../../../src/analyzers/infrastructure/analyzer.js';
import { analyzeFile } from './support.js';

const analyzer = createInfrastructureAnalyzer();
afterAll(() => analyzer.close?.());

function planOf(changes: readonly object[], resources: readonly object[] = []): string {
  const plan = {
    format_version: '1.2',
    terraform_version: '1.9.0',
    resource_changes: changes,
    configuration: { root_module: { resources } },
  };
  return JSON.stringify(plan, null, 2);
}

const volume = (after: object, unknown: object = {}): object => ({
  address: 'aws_ebs_volume.data[0]',
  mode: 'managed',
  type: 'aws_ebs_volume',
  name: 'data',
  change: { actions: ['create'], after, after_unknown: unknown },
});

async function rulesIn(text: string): Promise<string[]> {
  const { detections, problems } = await analyzeFile(analyzer, 'tfplan.json', { 'tfplan.json': text });
  expect(problems).toEqual([]);
  return detections.map(({ ruleId }) => ruleId);
}

describe('a plan of Terraform', () => {
  it.each([
    ['a bad value', volume({ encrypted: false, size: 8 }), true],
    ['a good value', volume({ encrypted: true }), false],
    ['a value that is known afterwards', volume({ size: 8 }, { encrypted: true }), false],
    ['no value', volume({ encrypted: null }), true],
  ])('with %s is judged right', async (_name, change, flaw) => {
    expect((await rulesIn(planOf([change]))).includes('aws-volume-unencrypted')).toBe(flaw);
  });

  it('shows the value where it stands', async () => {
    const text = planOf([volume({ encrypted: false })]);
    const { detections } = await analyzeFile(analyzer, 'tfplan.json', { 'tfplan.json': text });
    const line = text.split('\n').findIndex((one) => one.includes('"encrypted"')) + 1;
    const found = detections.find(({ ruleId }) => ruleId === 'aws-volume-unencrypted');
    expect(found?.range.startLine).toBe(line);
    expect(found?.fix).toBeUndefined();
  });

  it('says nothing of what is taken away', async () => {
    const gone = { ...volume({}), change: { actions: ['delete'], after: null } };
    expect(await rulesIn(planOf([gone]))).toEqual([]);
  });

  it('joins what completes a resource by what the configuration refers to', async () => {
    const network = (name: string): object => ({
      address: `aws_vpc.${name}`,
      mode: 'managed',
      type: 'aws_vpc',
      name,
      change: { after: { cidr_block: '10.0.0.0/16' }, after_unknown: { id: true } },
    });
    const log = {
      address: 'aws_flow_log.a',
      mode: 'managed',
      type: 'aws_flow_log',
      name: 'a',
      change: { after: { traffic_type: 'ALL' }, after_unknown: { vpc_id: true } },
    };
    const reference = {
      address: 'aws_flow_log.a',
      expressions: { vpc_id: { references: ['aws_vpc.a.id', 'aws_vpc.a'] } },
    };
    const count = async (text: string): Promise<number> =>
      (await rulesIn(text)).filter((rule) => rule === 'aws-flow-log-missing').length;
    expect(await count(planOf([network('a'), network('b')]))).toBe(2);
    expect(await count(planOf([network('a'), network('b'), log], [reference]))).toBe(1);
  });
});
