import { afterAll, describe, expect, it } from '@jest/globals';
import { createInfrastructureAnalyzer } from '../../../src/analyzers/infrastructure/analyzer.js';
import { analyzeFile } from './support.js';

const analyzer = createInfrastructureAnalyzer();
afterAll(() => analyzer.close?.());

const volume = `variable "encrypted" {
  type = bool
}

variable "size" {
  default = 10
}

resource "aws_ebs_volume" "data" {
  size      = var.size
  encrypted = var.encrypted
}
`;

async function found(call: string, path = 'main.tf', more = ''): Promise<string[]> {
  const text = `${more}module "data" {\n${call}\n}\n`;
  const files = { [path]: text, 'modules/volume/main.tf': volume };
  const { detections, problems } = await analyzeFile(analyzer, path, files);
  expect(problems).toEqual([]);
  return detections
    .filter(({ ruleId }) => ruleId === 'aws-volume-unencrypted')
    .map(({ range }) => `${range.startLine}:${range.startColumn}-${range.endColumn}`);
}

describe('a call of a module of the repository', () => {
  it.each([
    ['gives a bad value', '  source = "./modules/volume"\n  encrypted = false', 1],
    ['gives a good value', '  source = "./modules/volume"\n  encrypted = true', 0],
    ['gives what is not known', '  source = "./modules/volume"\n  encrypted = var.other', 0],
    ['gives nothing for it', '  source = "./modules/volume"\n  size = 5', 0],
    ['is made no times', '  source = "./modules/volume"\n  count = 0\n  encrypted = false', 0],
    ['is to a registry', '  source = "owner/volume/aws"\n  encrypted = false', 0],
    ['leads out of the repository', '  source = "../modules/volume"\n  encrypted = false', 0],
    ['has no such folder', '  source = "./modules/other"\n  encrypted = false', 0],
  ])('that %s is judged where it stands', async (_name, call, count) => {
    expect(await found(call)).toEqual(count === 1 ? ['1:1-14'] : []);
  });

  it('from another folder, with a value of its own variables, is judged', async () => {
    const variable = 'variable "safe" {\n  default = false\n}\n\n';
    const call = '  source = "../../modules/volume"\n  encrypted = var.safe';
    expect(await found(call, 'envs/prod/main.tf', variable)).toEqual(['5:1-14']);
  });

  it('is not told of what is wrong in the module whoever calls it', async () => {
    const files = {
      'main.tf': 'module "data" {\n  source = "./m"\n  size = 5\n}\n',
      'm/main.tf':
        'variable "size" {}\nresource "aws_ebs_volume" "data" {\n  size = var.size\n  encrypted = false\n}\n',
    };
    expect((await analyzeFile(analyzer, 'main.tf', files)).detections).toEqual([]);
    const own = await analyzeFile(analyzer, 'm/main.tf', files);
    expect(own.detections.map(({ ruleId }) => ruleId)).toContain('aws-volume-unencrypted');
  });
});

it('says which calls of large modules are not judged with their values', async () => {
  const volumes = Array.from({ length: 300 }, (_, index) =>
    volume.slice(volume.indexOf('resource')).replace('"data"', `"v${index}"`),
  );
  const calls = Array.from(
    { length: 20 },
    (_, index) => `module "m${index}" {\n  source = "./modules/volume"\n  encrypted = true\n}\n`,
  );
  const files = {
    'main.tf': calls.join(''),
    'modules/volume/main.tf': volume.slice(0, volume.indexOf('resource')) + volumes.join(''),
  };
  const { problems } = await analyzeFile(analyzer, 'main.tf', files);
  expect(problems).toEqual([
    {
      kind: 'incomplete',
      path: 'main.tf',
      line: 65,
      message: expect.stringContaining('more than 5000 resources'),
    },
  ]);
});
