import { describe, expect, it } from '@jest/globals';
import { createInfrastructureAnalyzer } from '../../src/analyzers/infrastructure/analyzer.js';
import { owaspOf } from '../../src/model/owasp.js';

describe('owaspOf', () => {
  it.each([
    ['a weakness that both years list', [89], ['A03:2021', 'A05:2025']],
    ['one whose category has changed its number', [532], ['A09:2021', 'A09:2025']],
    ['one that moved to another category', [918], ['A10:2021', 'A01:2025']],
    ['the first of several', [311, 798], ['A04:2021', 'A06:2025']],
    ['the next where the first is not listed', [250, 798], ['A07:2021', 'A07:2025']],
    ['the parent of one that no year lists', [250], ['A04:2021', 'A06:2025']],
    ['the parent in the year that leaves it out', [732], ['A01:2021', 'A01:2025']],
    ['the parent of its parent', [272], ['A04:2021', 'A06:2025']],
    ['one that a single year lists', [693], ['A06:2025']],
    ['one that is under none', [770], []],
  ])('knows %s', (_name, cwe, categories) => {
    expect(owaspOf(cwe)).toEqual(categories);
  });
});

describe('the rules of infrastructure', () => {
  const analyzer = createInfrastructureAnalyzer();

  it('have the categories of their weaknesses', () => {
    const strange = analyzer.rules.filter(({ cwe, owasp }) => owaspOf(cwe).join() !== owasp.join());
    expect(analyzer.rules.length).toBeGreaterThan(400);
    expect(strange.map(({ id }) => id)).toEqual([]);
  });
});
