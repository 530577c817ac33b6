import { describe, expect, it } from '@jest/globals';
import { ageMessage, checkThreatModel } from '../../src/threat-model/check.js';
import { readThreatModel } from '../../src/threat-model/read.js';
import { checkToJson, renderCheck } from '../../src/threat-model/render-check.js';
import { changed, dragon, shopOtm } from './samples.js';

const paths = ['src/payments/pay.ts', 'src/catalogue/list.ts', 'jobs/catalogue.ts', 'src/db/query.ts'];
const options = { today: '2030-02-01', maxAge: 365, paths };

function gapsOf(text: string): string[] {
  const read = readThreatModel(text, 'threat-model.yaml');
  if ('errors' in read) throw new Error(JSON.stringify(read.errors));
  return checkThreatModel(read.model, options).map(
    ({ question, line, message }) => `${question} ${line}: ${message}`,
  );
}

describe('checkThreatModel', () => {
  it('has nothing to say of a model that answers all questions', () => {
    expect(gapsOf(shopOtm)).toEqual([]);
  });

  it.each<[string, string, string, string]>([
    [
      'an asset that nobody has rated',
      'confidentiality: 1, integrity: 10, availability: 10',
      'confidentiality: 0, integrity: 0, availability: 0',
      'assets 11: The asset `Public catalogue` has no risk rating.',
    ],
    [
      'an asset with an impossible rating',
      'confidentiality: 100',
      'confidentiality: 1000',
      'assets 8: The asset `Customer payments` is rated 1000, not 0 to 100.',
    ],
    [
      'an asset that nothing has',
      'assets: { stored: [catalogue] }',
      'assets:',
      'assets 11: No component and no data flow has the asset `Public catalogue`.',
    ],
    [
      'a threat without likelihood',
      'likelihood: 60',
      'likelihood: null',
      'threats 30: The threat `SQL injection` has no likelihood.',
    ],
    [
      'an impossible impact',
      'impact: 100',
      'impact: 101',
      'threats 30: The likelihood or impact of `SQL injection` is not 0 to 100.',
    ],
    [
      'a mitigation that is only wanted',
      'mitigation: parameters, state: implemented',
      'mitigation: parameters, state: required',
      'mitigations 30: The threat `SQL injection` has no mitigation in place: `required`.',
    ],
    [
      'a mitigation without a state',
      'mitigation: parameters, state: implemented',
      'mitigation: parameters, state: null',
      'mitigations 33: The threat `SQL injection` has a mitigation without a state.',
    ],
    [
      'a threat without any mitigation',
      'state: accepted',
      'state: exposed',
      'mitigations 41: The threat `Wrong prices` has no mitigation.',
    ],
    [
      'a glob that matches nothing',
      'src/db/query.ts',
      'src/db/gone.ts',
      'model 59: The mitigation `Parameterized queries` names `src/db/gone.ts`, which matches no file.',
    ],
    [
      'a component without code',
      'attributes: { paths: [src/payments/] }',
      'attributes:',
      'model 23: The component `Payment API` does not name its code with `paths`.',
    ],
    [
      'a review of long ago',
      'reviewed: 2030-01-10',
      'reviewed: 2028-01-10',
      'model 2: The threat model was last reviewed on 2028-01-10, 753 days ago; the configuration allows 365.',
    ],
    ['no day of a review', 'reviewed: 2030-01-10', 'owner: me', 'model 2: The model does not say when'],
  ])('tells of %s, and of nothing else', (_, from, to, expected) => {
    const gaps = gapsOf(changed(shopOtm, from, to));
    expect(gaps).toHaveLength(1);
    expect(gaps[0]).toContain(expected);
  });

  it('tells of what has no threat: components, and data flows over a boundary', () => {
    const text = shopOtm
      .replace(/ {4}threats:\n {6}- threat: sniffing[^]*?(?=threats:\n {2}- \{ id)/, '')
      .replace(/ {4}threats:\n {6}- threat: tampering\n.*\n/, '');
    expect(gapsOf(text)).toEqual([
      'threats 34: The component `Catalogue job` has no threat.',
      'threats 41: The data flow over a boundary `Orders` has no threat.',
      expect.stringContaining('The threat `Eavesdropping` is on no component and no data flow.'),
      expect.stringContaining('The threat `Wrong prices` is on no component and no data flow.'),
      expect.stringContaining('The mitigation `TLS` is set against no threat.'),
    ]);
  });

  it('tells of an empty model what it lacks, once', () => {
    expect(gapsOf('otmVersion: 0.2.0\nproject: { id: a, name: A }')).toEqual([
      'assets 2: There are no assets: nothing says what is worth protecting.',
      'threats 2: No component and no data flow has a threat.',
      expect.stringContaining('The model does not say when'),
    ]);
  });

  it('counts what is missing many times', () => {
    const threats = Array.from({ length: 21 }, (_, n) => `      - { threat: t${n}, state: accepted }`);
    const open = threats.map((line) =>
      line.replace('accepted', 'exposed, mitigations: [{ mitigation: tls, state: done }]'),
    );
    const defined = threats.map(
      (_, n) => `  - { id: t${n}, name: T${n}, risk: { likelihood: null, impact: 1 } }`,
    );
    const text = changed(
      changed(shopOtm, '      - threat: injection', [...open, '      - threat: injection'].join('\n')),
      '  - { id: injection',
      [...defined, '  - { id: injection'].join('\n'),
    );
    expect(gapsOf(text)).toEqual(['threats 30: 21 threats have no likelihood, the first of them `T0`.']);
  });

  it('knows what Threat Dragon has no place for', () => {
    expect(gapsOf(dragon).map((gap) => gap.replace(/ \d+:/, ':'))).toEqual([
      'mitigations: The threat `Open injection` has no mitigation in place: `Open`.',
      'model: The component `Web` names `src/web/**`, which matches no file.',
    ]);
  });
});

describe('ageMessage', () => {
  it.each([
    ['2030-01-01', 365, undefined],
    ['2029-01-01', 365, '396 days ago'],
    ['2020-01-01', 0, undefined],
    [undefined, 30, undefined],
  ])('of a review on %s with %i days allowed', (reviewed, maxAge, expected) => {
    const message = ageMessage({ reviewed }, { today: '2030-02-01', maxAge });
    if (expected === undefined) expect(message).toBeUndefined();
    else expect(message).toContain(expected);
  });
});

describe('the check', () => {
  const read = readThreatModel(changed(shopOtm, 'state: accepted', 'state: exposed'), 'threat-model.yaml');
  if ('errors' in read) throw new Error('The sample is valid.');
  const gaps = checkThreatModel(read.model, options);

  it('is this in a terminal', () => {
    expect(renderCheck(read.model, gaps).join('\n')).toMatchSnapshot();
  });

  it('is the same for programs', () => {
    expect(checkToJson(read.model, gaps)).toMatchObject({
      assets: [{ id: 'payments', value: 100 }, { id: 'catalogue' }],
      threats: [
        { id: 'injection', isHandled: true },
        { id: 'sniffing' },
        { id: 'tampering', isHandled: false },
      ],
      missing: [{ question: 'mitigations', path: 'threat-model.yaml', line: 41 }],
    });
  });
});
