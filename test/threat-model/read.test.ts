import { describe, expect, it } from '@jest/globals';
import { readThreatModel } from '../../src/threat-model/read.js';
import { isHandled, type ThreatModel } from '../../src/threat-model/threat-model.js';
import { changed, dragon, shopOtm } from './samples.js';

function modelOf(text: string): ThreatModel {
  const read = readThreatModel(text, 'threat-model.yaml');
  if ('errors' in read) throw new Error(JSON.stringify(read.errors));
  return read.model;
}

function errorsOf(text: string): string[] {
  const read = readThreatModel(text, 'threat-model.yaml');
  return 'errors' in read ? read.errors.map(({ line, message }) => `${line}: ${message}`) : [];
}

describe('an Open Threat Model', () => {
  it('is read with the lines of its elements', () => {
    const model = modelOf(shopOtm);
    expect(model).toMatchObject({
      name: 'Shop',
      format: 'Open Threat Model',
      reviewed: '2030-01-10',
      faults: [],
    });
    expect(model.assets).toEqual([
      { id: 'payments', name: 'Customer payments', line: 8, value: 100 },
      { id: 'catalogue', name: 'Public catalogue', line: 11, value: 10 },
    ]);
    expect(model.components.map(({ id, line, zone }) => [id, line, zone])).toEqual([
      ['browser', 18, 'internet'],
      ['api', 23, 'private'],
      ['catalogue-job', 34, 'private'],
    ]);
    expect(model.components[2]?.paths).toEqual(['src/catalogue/', '/jobs/catalogue.ts']);
    expect(model.components[0]?.isExternal).toBe(true);
    expect(model.threats.map((threat) => [threat.id, threat.on.id, threat.state, isHandled(threat)])).toEqual(
      [
        ['injection', 'api', 'open', true],
        ['tampering', 'catalogue-job', 'settled', true],
        ['sniffing', 'orders', 'mitigated', true],
      ],
    );
    expect(model.mitigations[0]).toMatchObject({ line: 59, paths: ['src/db/query.ts'] });
  });

  it('is the same in JSON, but for the lines', () => {
    const json =
      '{\n  "otmVersion": "0.2.0",\n\t"project": {"id": "a", "name": "A"},\n\t"assets": null,\n  "components": [\n    {"id": "x", "name": "X", "type": "t",\n     "parent": {"component": "y"}, "attributes": {"paths": ["src/"]}},\n    {"id": "y", "name": "Y", "type": "t", "parent": {"trustZone": "z"}}],\n  "trustZones": [{"id": "z", "name": "Z", "risk": {"trustRating": 1}}]\n}';
    expect(modelOf(json).components.map(({ line, zone, paths }) => [line, zone, paths])).toEqual([
      [6, 'z', ['src/']],
      [8, 'z', []],
    ]);
  });

  it('may have quoted texts whose later lines are indented too little, as the example of the format has', () => {
    const text = changed(
      shopOtm,
      '    name: Payment API\n',
      "    name: Payment API\n    description:\n      'a\n      b: {\n    }'\n",
    );
    expect(modelOf(text).components[2]).toMatchObject({ id: 'catalogue-job', line: 38 });
  });

  it.each<[string, string, string, string[]]>([
    ['a missing key', '  id: shop\n', '', ['2: `project.id` is missing.']],
    [
      'a number that is none',
      'likelihood: 60',
      'likelihood: often',
      ['55: `threats[0].risk.likelihood` must be a number, not a text.'],
    ],
    [
      'two parents',
      'parent: { trustZone: internet }',
      'parent: { trustZone: internet, component: api }',
      ['21: `components[0].parent` is not valid: it must name either a `trustZone` or a `component`.'],
    ],
    [
      'bad YAML',
      'otmVersion: 0.2.0',
      'otmVersion: [0.2.0',
      ['2: The threat model cannot be read: it is not valid YAML:'],
    ],
  ])('with %s is refused, with the line', (_, from, to, expected) => {
    const errors = errorsOf(changed(shopOtm, from, to));
    expect(errors).toHaveLength(expected.length);
    expect(errors.join()).toContain(expected.join());
  });

  it.each<[string, string, string, string]>([
    [
      'a trust zone',
      'parent: { trustZone: internet }',
      'parent: { trustZone: moon }',
      '21: The component `browser` names the trust zone `moon`',
    ],
    [
      'an asset',
      'processed: [payments]',
      'processed: [gold]',
      '27: The component `api` names the asset `gold`',
    ],
    [
      'a threat',
      '- threat: sniffing',
      '- threat: wind',
      '50: The data flow `orders` names the threat `wind`',
    ],
    [
      'a mitigation',
      'mitigation: tls',
      'mitigation: walls',
      '53: The threat `sniffing` on `orders` names the mitigation `walls`',
    ],
    [
      'the end of a data flow',
      'source: browser',
      'source: nobody',
      '46: The data flow `orders` names the component `nobody`',
    ],
    [
      'an id that is there twice',
      'id: catalogue-job',
      'id: api',
      '34: There is another component with the id `api`',
    ],
  ])('tells of %s that is not there', (_, from, to, expected) => {
    const { faults } = modelOf(changed(shopOtm, from, to));
    expect(faults.map(({ line, message }) => `${line}: ${message}`).join('\n')).toContain(expected);
  });
});

describe('a model of Threat Dragon', () => {
  it('is read, its zones from the drawing and the rest from lines of the descriptions', () => {
    const model = modelOf(dragon);
    expect(model).toMatchObject({
      name: 'Shop',
      format: 'OWASP Threat Dragon',
      reviewed: '2030-01-10',
      faults: [],
    });
    expect(model.assets).toMatchObject([{ id: 'db', name: 'Orders', value: 80 }]);
    expect(
      model.components.map(({ id, zone, isExternal, assets, paths }) => [
        id,
        zone,
        isExternal,
        assets,
        paths,
      ]),
    ).toEqual([
      ['buyer', undefined, true, [], []],
      ['web', 'box', false, ['db'], ['src/web/**']],
      ['db', 'box', false, ['db'], ['src/db/']],
    ]);
    expect(
      model.threats.map((threat) => [threat.on.id, threat.likelihood, threat.impact, isHandled(threat)]),
    ).toEqual([
      ['web', 40, 75, true],
      ['db', 40, 75, false],
      ['in', 40, 75, true],
    ]);
    const at = dragon.split('\n').findIndex((line) => line.includes('"Mitigated injection"')) + 1;
    expect(model.threats[0]?.line).toBe(at);
  });

  it.each([
    ['of version 1', dragon.replace('"version": "2.3.0"', '"version": "1.6.1"'), 'older Threat Dragon'],
    [
      'without a diagram top',
      dragon.replace('"diagramTop": 1', '"diagramBottom": 1'),
      '`detail.diagramTop` is missing',
    ],
    ['cut off', dragon.slice(0, 500), 'not valid JSON'],
  ])('%s is refused', (_, text, expected) => {
    expect(errorsOf(text).join()).toContain(expected);
  });
});

describe('anything else', () => {
  it.each([
    ['another YAML', 'a: 1', 'neither'],
    ['a list', '[]', 'not a mapping'],
    ['nothing', '', 'not a mapping'],
    ['brackets without end', '['.repeat(100_000), 'nested too deep'],
    [
      'a bomb of aliases',
      `a: &a [x]\n${Array.from({ length: 9 }, (_, i) => `b${i}: &b${i} [${`*${i ? `b${i - 1}` : 'a'},`.repeat(10)}]`).join('\n')}`,
      'aliases',
    ],
  ])('is refused: %s', (_, text, expected) => {
    expect(errorsOf(text).join()).toContain(expected);
  });
});
