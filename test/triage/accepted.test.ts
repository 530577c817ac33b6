import { expect, it } from '@jest/globals';
import { configSchema } from '../../src/config/schema.js';
import { triage, type FileFindings } from '../../src/triage/triage.js';
import { makeFinding } from '../support/report.js';

const finding = makeFinding();
const file: FileFindings = {
  path: finding.location.path,
  isWhole: true,
  introduced: [finding],
  standing: [finding],
  suppressions: { valid: [], faulty: [] },
};
const entry = {
  fingerprint: finding.fingerprint,
  rule: finding.ruleId,
  path: finding.location.path,
  reason: 'Known.',
  date: '2026-01-01',
};
const decision = {
  kind: 'ignore' as const,
  fingerprint: finding.fingerprint,
  ruleId: finding.ruleId,
  path: finding.location.path,
  by: 'ada',
  at: '2026-01-01T00:00:00Z',
  reason: 'Known.',
};
const comment = { line: 11, target: 12, ruleIds: ['bad-word'], reason: 'Known.', isAdded: false };
const ignoring = (until?: string): object => ({ ignore: [{ reason: 'Known.', ...(until && { until }) }] });

it.each<[string, object, Partial<Parameters<typeof triage>[1]>, FileFindings, object | undefined]>([
  ['an entry', ignoring(), {}, file, { by: 'configuration' }],
  ['an entry with an end', ignoring('2026-06-30'), {}, file, { by: 'configuration', until: '2026-06-30' }],
  ['a comment', {}, {}, { ...file, suppressions: { valid: [comment], faulty: [] } }, { by: 'comment' }],
  ['the baseline', {}, { baseline: new Map([[entry.fingerprint, entry]]) }, file, { by: 'baseline' }],
  [
    'a decision',
    {},
    { ignored: new Map([[decision.fingerprint, { ...decision, until: '2026-03-01' }]]) },
    file,
    { by: 'decision', until: '2026-03-01' },
  ],
  ['a rule that is off, which accepts nothing', { rules: { 'bad-word': 'off' } }, {}, file, undefined],
])('tells what accepted a finding: %s', (_, config, options, one, expected) => {
  const { withheld } = triage([one], {
    config: configSchema.parse(config),
    baseline: new Map(),
    today: '2026-02-01',
    mayAddSuppressions: false,
    ...options,
  });
  expect(withheld.map(({ accepted }) => accepted)).toEqual([expected]);
});
