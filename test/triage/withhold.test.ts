import { describe, expect, it } from '@jest/globals';
import { createSecretsAnalyzer } from '../../src/analyzers/secrets/analyzer.js';
import { configSchema, defaultConfig } from '../../src/config/schema.js';
import { review } from '../../src/review.js';
import { reasonToWithhold } from '../../src/triage/withhold.js';
import { fakeSource } from '../support/fake-source.js';
import { findingOf } from '../support/finding.js';

const hash = '0123456789abcdef';
const leak = findingOf({ ruleId: 'generic-credential', secretHash: hash, location: { path: 'app.yml' } });
const ignoring = (entry: object): typeof defaultConfig =>
  configSchema.parse({ ignore: [{ reason: 'A key of the sandbox.', ...entry }] });

describe('a credential is accepted', () => {
  it.each<[string, object, boolean]>([
    ['by its hash', { secrets: [hash] }, true],
    ['by another hash not', { secrets: ['fedcba9876543210'] }, false],
    ['by its hash in another file not, where files are named', { secrets: [hash], paths: ['b.yml'] }, false],
    [
      'by its hash of another rule not, where rules are named',
      { secrets: [hash], rules: ['github-token'] },
      false,
    ],
    ['by its hash until a day', { secrets: [hash], until: '2026-01-01' }, true],
    ['by its hash after that day not', { secrets: [hash], until: '2025-12-31' }, false],
  ])('%s', (_, entry, isAccepted) => {
    expect(reasonToWithhold(leak, ignoring(entry), '2026-01-01') !== undefined).toBe(isAccepted);
  });

  it('and nothing that has no hash is', () => {
    expect(reasonToWithhold(findingOf({}), ignoring({ secrets: [hash] }), '2026-01-01')).toBeUndefined();
  });
});

it('the hash that a finding shows accepts the credential in each file, and no other one', async () => {
  const [first, second] = [['gX4', 'plum!tundra7'].join(''), ['hY5', 'moss!canyon8'].join('')];
  const head = {
    'a.yml': `password: ${first}\n`,
    'b/c.env': `PASSWORD=${first}\n`,
    'd.yml': `password: ${second}\n`,
  };
  const options = { analyzers: [createSecretsAnalyzer()], today: '2026-01-01' };
  const source = fakeSource({ base: {}, head });
  const before = await review(source, { ...options, config: defaultConfig });
  const shown = before.findings.find(({ location }) => location.path === 'a.yml');
  const found = /hash ([0-9a-f]{16})/.exec(shown?.message ?? '')?.[1] ?? '';
  const after = await review(source, { ...options, config: ignoring({ secrets: [found] }) });
  expect(before.findings).toHaveLength(3);
  expect(after.findings.map(({ location }) => location.path)).toEqual(['d.yml']);
  expect(after.withheld.map(({ reason }) => reason)).toEqual(
    Array(2).fill('Ignored in the configuration: A key of the sandbox.'),
  );
});
