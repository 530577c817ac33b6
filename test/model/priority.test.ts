import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { findDue, levelsFrom, prioritize, type Surroundings, weights } from '../../src/model/priority.js';
import { confidences, severities } from '../../src/model/severity.js';
import { makeFinding } from '../support/report.js';

const trace = [{ location: makeFinding().location, message: 'enters here' }];

describe('a priority', () => {
  it.each(severities)('is the severity where nothing else is known: %s', (severity) => {
    expect(prioritize(makeFinding({ severity })).level).toBe(severity);
  });

  it.each<[string, Parameters<typeof makeFinding>[0], Surroundings, string, number]>([
    ['doubt lowers', { severity: 'critical', confidence: 'medium' }, {}, 'high', 8.6],
    ['a trace raises', { severity: 'critical', confidence: 'medium', trace }, {}, 'critical', 9.4],
    ['exposure raises', { severity: 'high' }, { exposure: 'public' }, 'critical', 9.2],
    ['being inside lowers', { severity: 'high' }, { exposure: 'internal' }, 'medium', 6.8],
    ['much to lose raises', { severity: 'high' }, { assetValue: 'high' }, 'critical', 9.2],
    ['little to lose lowers', { severity: 'critical' }, { assetValue: 'low' }, 'high', 8.1],
    ['two raise further', { severity: 'medium' }, { exposure: 'public', assetValue: 'high' }, 'high', 7.3],
    ['out of reach lowers', { severity: 'high', trace }, { reachability: 'not-reached' }, 'medium', 5.6],
  ])('%s', (_, changes, surroundings, level, score) => {
    expect(prioritize(makeFinding(changes), surroundings)).toMatchObject({ level, score });
  });

  it('says how it came about', () => {
    const finding = makeFinding({ severity: 'high', confidence: 'medium', trace });
    expect(prioritize(finding, { exposure: 'public' }).because).toBe(
      'high severity 8 × medium confidence 0.9 × public exposure 1.15 × shown reachability 1.1 = 9.1',
    );
  });

  it('never falls where severity or confidence rises', () => {
    const scores = severities.map((severity) =>
      confidences.map((confidence) => prioritize(makeFinding({ severity, confidence })).score),
    );
    const falling = (list: readonly number[]): boolean =>
      list.every((one, at) => at === 0 || one < (list[at - 1] ?? 0));
    expect(scores.every(falling)).toBe(true);
    expect(falling(scores.map(([best = 0]) => best))).toBe(true);
  });

  it('has its table on the page', () => {
    const page = readFileSync(new URL('../../docs/priority.md', import.meta.url), 'utf8');
    for (const table of Object.values(weights)) {
      const row = Object.entries(table).map(([name, weight]) => `${name} ${weight}`);
      expect(page).toContain(row.join(', '));
    }
    const { critical, high, medium } = levelsFrom;
    expect(page).toContain(
      `A product of ${critical} or more is critical, ${high} or more high, ${medium} or more medium`,
    );
  });
});

describe('the day by which it is due', () => {
  const time = { critical: 0, high: 7, medium: 30, low: 'none' } as const;

  it.each<[string, Parameters<typeof findDue>, ReturnType<typeof findDue>]>([
    [
      'the same day',
      ['critical', time, { today: '2026-02-25' }],
      { on: '2026-02-25', from: 'report', isOverdue: false },
    ],
    [
      'over the end of a month',
      ['high', time, { today: '2026-02-25' }],
      { on: '2026-03-04', from: 'report', isOverdue: false },
    ],
    [
      'from when it came in, on the last day',
      ['high', time, { today: '2026-02-08', introduced: '2026-02-01' }],
      { on: '2026-02-08', from: 'introduction', isOverdue: false },
    ],
    [
      'from when it came in, a day late',
      ['high', time, { today: '2026-02-09', introduced: '2026-02-01' }],
      { on: '2026-02-08', from: 'introduction', isOverdue: true },
    ],
    ['none', ['low', time, { today: '2026-02-09', introduced: '2020-01-01' }], undefined],
  ])('%s', (_, given, expected) => {
    expect(findDue(...given)).toEqual(expected);
  });
});
