import { expect, it } from '@jest/globals';
import { rank } from '../../src/triage/rank.js';
import { findingOf } from '../support/finding.js';

it('puts what is called before what is imported, and what is not used last, among equally severe findings alone', () => {
  const findings = [
    findingOf({ title: 'unused', reach: 'unused' }),
    findingOf({ title: 'other' }),
    findingOf({ title: 'imported', reach: 'imported' }),
    findingOf({ title: 'called', reach: 'called' }),
    findingOf({ title: 'worse', severity: 'critical', reach: 'unused' }),
  ];
  expect(
    rank(findings)
      .map(({ title }) => title)
      .filter((title) => title !== 'other'),
  ).toEqual(['worse', 'called', 'imported', 'unused']);
  expect(rank(findings).at(-1)?.title).toBe('unused');
});
