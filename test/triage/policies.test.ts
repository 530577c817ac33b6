import { describe, expect, it } from '@jest/globals';
import { parseConfig } from '../../src/config/load.js';
import { configSchema } from '../../src/config/schema.js';
import type { Report } from '../../src/model/report.js';
import { judgePolicies } from '../../src/triage/policies.js';
import { formats, renderReport } from '../../src/reporters/format.js';
import { fakeAnalyzer, fakeRule } from '../support/fake-analyzer.js';
import { emptyReport, fullReport, makeFinding, reportRules } from '../support/report.js';

const analyzers = [fakeAnalyzer('code', { ...fakeRule, owasp: ['A03:2021'] })];
const found: Report = { ...emptyReport, findings: [makeFinding()] };
const judge = (
  policy: object,
  report = emptyReport,
  config: object = {},
  knownRuleIds = ['bad-word'],
): object =>
  judgePolicies(
    report,
    configSchema.parse({ policies: [{ name: 'No injection', owner: 'Team A', ...policy }], ...config }),
    { analyzers, knownRuleIds },
  )[0] ?? {};

describe('a policy', () => {
  it.each<[string, object, Report, object, string]>([
    ['by rule', { rules: ['bad-word'] }, found, {}, 'not-met'],
    ['by weakness', { cwe: fakeRule.cwe }, found, {}, 'not-met'],
    ['by category', { owasp: ['A03:2021'] }, found, {}, 'not-met'],
    ['by analyzer', { analyzers: ['code'] }, found, {}, 'not-met'],
    ['of other rules', { analyzers: ['secrets'] }, found, {}, 'unknown'],
    ['with a threshold above', { rules: ['bad-word'], threshold: 'critical' }, found, {}, 'met'],
    ['with nothing found', { rules: ['bad-word'] }, emptyReport, {}, 'met'],
    ['with its rule off', { rules: ['bad-word'] }, emptyReport, { rules: { 'bad-word': 'off' } }, 'unknown'],
    [
      'with files that could not be read',
      { rules: ['bad-word'] },
      { ...emptyReport, problems: [{ kind: 'incomplete', message: 'Too large.' }] },
      {},
      'unknown',
    ],
    [
      'with nothing reviewed',
      { rules: ['bad-word'] },
      { ...emptyReport, coverage: { ...emptyReport.coverage, analyzed: 0 } },
      {},
      'unknown',
    ],
  ])('%s is judged', (_, policy, report, config, state) => {
    expect(judge(policy, report, config)).toMatchObject({ name: 'No injection', owner: 'Team A', state });
  });

  it('is not known where analyzers did not run, unless it names rules that did', () => {
    const known = ['bad-word', 'other'];
    expect(judge({ cwe: [89] }, emptyReport, {}, known)).toMatchObject({ state: 'unknown' });
    expect(judge({ rules: ['bad-word', 'other'] }, emptyReport, {}, known)).toMatchObject({
      state: 'unknown',
    });
    expect(judge({ rules: ['bad-word'] }, emptyReport, {}, known)).toMatchObject({ state: 'met' });
  });

  it('names what breaks it, and counts what was accepted', () => {
    const accepted = { finding: makeFinding(), reason: 'Known.', accepted: { by: 'baseline' as const } };
    expect(judge({ rules: ['bad-word'] }, { ...found, withheld: [accepted] })).toMatchObject({
      findings: [makeFinding().fingerprint],
      reason: '1 finding of severity low or worse; 1 risk accepted.',
    });
  });

  it.each<[string, string, string[]]>([
    ['an unknown rule', 'rules: [bad-wrd]', ['4: There is no rule `bad-wrd`; did you mean `bad-word`?']],
    [
      'an unknown category',
      'owasp: [A11:2021]',
      [expect.stringContaining('4: `policies[0].owasp[0]` must be one of') as unknown as string],
    ],
    ['no rules', 'threshold: high', ['2: The policy `a` names no `rules`, `cwe`, `owasp` or `analyzers`.']],
    [
      'an unknown key',
      'cwe: [79]\n    least: high',
      [expect.stringContaining('5: Unknown key `least`') as unknown as string],
    ],
    [
      'the same name twice',
      'cwe: [79]\n  - name: a\n    owner: c\n    cwe: [80]',
      ['5: There are two policies with the name `a`.'],
    ],
  ])('with %s is an error with its line', (_, lines, expected) => {
    const text = `policies:\n  - name: a\n    owner: b\n    ${lines}\n`;
    const { problems } = parseConfig(text, 'c.yml', ['bad-word']);
    expect(problems.map(({ line, message }) => `${line}: ${message}`)).toEqual(expected);
  });

  it.each(formats.filter((format) => !['csv', 'sarif'].includes(format)))('stands in %s', async (format) => {
    const policies = [
      {
        name: 'No injection',
        owner: 'Team A',
        state: 'unknown' as const,
        reason: 'Not all analyzers ran.',
        findings: [],
      },
    ];
    const text = await renderReport(format, { ...fullReport, policies }, reportRules, {
      color: false,
      width: 80,
      version: '1',
    });
    for (const words of ['No injection', 'Team A', 'Not all analyzers ran.']) expect(text).toContain(words);
  });
});
