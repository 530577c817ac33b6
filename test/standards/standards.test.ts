import { describe, expect, it } from '@jest/globals';
import { createAnalyzers } from '../../src/analyzers/index.js';
import { owaspCategories } from '../../src/model/owasp.js';
import type { Rule } from '../../src/model/rule.js';
import { controlsOf, selects, type Standard, standardNames } from '../../src/model/standard.js';
import { findStandards, standards } from '../../src/standards/index.js';

const rules: readonly Rule[] = createAnalyzers().flatMap((analyzer) => analyzer.rules);
const all: readonly Standard[] = Object.values(standards);
const ids = new Set(rules.map((rule) => rule.id));
const weaknesses = new Set(rules.flatMap((rule) => rule.cwe));

/** How each standard numbers, and how far it goes. */
const formats: Readonly<Record<string, (id: string) => boolean>> = {
  'owasp-top-10-2021': (id) => /^A(0[1-9]|10):2021$/.test(id),
  'owasp-top-10-2025': (id) => /^A(0[1-9]|10):2025$/.test(id),
  asvs: (id) => /^V([1-9]|1[0-7])$/.test(id),
  'pci-dss': (id) => /^([1-9]|1[0-2])\.\d{1,2}\.\d{1,2}(\.\d)?$/.test(id),
  'soc-2': (id) => /^(CC[1-9]\.[1-9]|A1\.[1-3]|C1\.[12]|PI1\.[1-5]|P[1-8]\.[1-9])$/.test(id),
  // 37 organizational controls, 8 of people, 14 physical, 34 technological.
  'iso-27001': (id) => {
    const [, clause = '', number = ''] = /^A\.([5-8])\.([1-9]\d?)$/.exec(id) ?? [];
    return Number(number) >= 1 && Number(number) <= ({ 5: 37, 6: 8, 7: 14, 8: 34 }[clause] ?? 0);
  },
  gdpr: (id) => /^32\((1\)\([a-d]|[2-4])\)$/.test(id),
  'nist-ssdf': (id) => /^(PO|PS|PW|RV)\.[1-9]\.[1-9]$/.test(id),
};

describe('each standard', () => {
  it('has the name that the configuration has for it', () => {
    expect(Object.entries(standards).map(([name, standard]) => [name, standard.name])).toEqual(
      standardNames.map((name) => [name, name]),
    );
    expect(findStandards(['nist-ssdf', 'asvs']).map(({ name }) => name)).toEqual(['asvs', 'nist-ssdf']);
  });

  it.each(all)('$name numbers its controls as its publisher does, each once', ({ name, controls }) => {
    const numbers = controls.map(({ id }) => id);
    expect(numbers.filter((id) => !formats[name]?.(id))).toEqual([]);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it.each(all)('$name names only what is there', ({ controls, silent }) => {
    const chosen = controls.map(({ by }) => by);
    const strange = [
      ...chosen.flatMap(({ owasp = [] }) => owasp.filter((one) => !owaspCategories.includes(one))),
      ...chosen.flatMap(({ cwe = [] }) => cwe.filter((one) => !weaknesses.has(one))),
      ...chosen.flatMap(({ asvs = [] }) =>
        asvs.filter((one) => !rules.some((rule) => selects({ asvs: [one] }, rule))),
      ),
      ...[
        ...chosen.flatMap(({ rules: named = [] }) => named),
        ...silent.flatMap((entry) => entry.rules),
      ].filter((one) => !ids.has(one)),
    ];
    expect(strange).toEqual([]);
  });

  it.each(all)('$name has no control without a rule', (standard) => {
    const mute = standard.controls.filter(
      (control) => !rules.some((rule) => controlsOf(standard, rule).includes(control)),
    );
    expect(mute.map(({ id }) => id)).toEqual([]);
  });

  it.each(all)('$name says where it is from, why rules speak for it, and what nobody sees', (standard) => {
    const isSentence = (text: string): boolean => /^[A-Z][^\n]*\.$/.test(text) && !/\. [A-Z]/.test(text);
    expect(standard.source).toMatch(/^https:\/\//);
    expect(standard.version).not.toBe('');
    expect(standard.controls.filter(({ because }) => !isSentence(because))).toEqual([]);
    // Short: what is long would be the standard's own text.
    expect(standard.controls.filter(({ title }) => title.length > 100 || title.endsWith('.'))).toEqual([]);
    expect(standard.unseen.length).toBeGreaterThan(2);
    expect(standard.unseen.filter((text) => !text.endsWith('.'))).toEqual([]);
  });
});

describe('each rule', () => {
  // Controls that ask for the review itself have all rules, and say nothing about one.
  const specific = (standard: Standard, rule: Rule): string[] =>
    controlsOf(standard, rule).flatMap(({ id, by }) => (by.all ? [] : [id]));

  it.each(all.filter(({ name }) => !/^(owasp|asvs)/.test(name)))(
    'speaks for a control of $name that asks for more than a review, but for those it is silent on',
    (standard) => {
      const silent = new Set(standard.silent.flatMap((entry) => entry.rules));
      const without = rules.filter((rule) => specific(standard, rule).length === 0);
      expect(without.map(({ id }) => id).sort()).toEqual([...silent].sort());
    },
  );

  it('speaks for its own categories and chapters where it has any', () => {
    const numbers = rules.map((rule) => [
      ...specific(standards['owasp-top-10-2021'], rule),
      ...specific(standards['owasp-top-10-2025'], rule),
      ...specific(standards.asvs, rule),
    ]);
    const expected = rules.map(({ owasp, asvs }) => [
      ...[...owasp].sort((a, b) => Number(a.slice(4)) - Number(b.slice(4)) || (a < b ? -1 : 1)),
      ...[...new Set(asvs.map((number) => Number(number.split('.')[0])))]
        .sort((a, b) => a - b)
        .map((chapter) => `V${chapter}`),
    ]);
    expect(numbers).toEqual(expected);
  });

  it.each<[string, Partial<Record<keyof typeof standards, string[]>>]>([
    [
      'sql-injection',
      { 'pci-dss': ['6.2.4'], 'iso-27001': ['A.8.28'], 'soc-2': ['CC6.6'], gdpr: ['32(1)(b)'] },
    ],
    ['env-committed-secret', { 'pci-dss': ['6.2.4', '8.6.2'], 'iso-27001': ['A.5.17', 'A.8.12'] }],
    ['vulnerable-dependency', { 'pci-dss': ['6.3.1', '6.3.2', '6.3.3'], 'nist-ssdf': ['PW.4.4', 'RV.1.1'] }],
    ['aws-database-backup-off', { 'soc-2': ['CC7.1', 'A1.2'], gdpr: ['32(1)(b)', '32(1)(c)'] }],
    ['disallowed-license', { 'pci-dss': [], gdpr: [], 'nist-ssdf': ['PW.4.1', 'PW.4.4'] }],
    ['aws-api-logging-off', { 'pci-dss': ['10.2.1'], 'iso-27001': ['A.8.15'], 'soc-2': ['CC7.2'] }],
    ['nginx-old-tls', { 'pci-dss': ['4.2.1', '6.2.4'], 'soc-2': ['CC6.1', 'CC6.7'], gdpr: ['32(1)(a)'] }],
  ])('%s speaks for these controls and no others', (id, expected) => {
    const rule = rules.find((candidate) => candidate.id === id);
    const actual = Object.keys(expected).map((name) => [
      name,
      rule && specific(standards[name as keyof typeof standards], rule),
    ]);
    expect(Object.fromEntries(actual)).toEqual(expected);
  });
});

describe('a selection', () => {
  const rule = { id: 'a', cwe: [79], owasp: ['A03:2021'], asvs: ['1.3.1'] };

  it.each([
    [{}, false],
    [{ cwe: [79] }, true],
    [{ cwe: [7] }, false],
    [{ owasp: ['A03:2021'] }, true],
    [{ owasp: ['A05:2025'] }, false],
    [{ asvs: ['1'] }, true],
    [{ asvs: ['1.3'] }, true],
    [{ asvs: ['1.3.1'] }, true],
    [{ asvs: ['1.3.10'] }, false],
    [{ asvs: ['13'] }, false],
    [{ rules: ['a'] }, true],
    [{ rules: ['b'] }, false],
    [{ all: true as const }, true],
  ])('%j has the rule: %s', (selection, expected) => {
    expect(selects(selection, rule)).toBe(expected);
  });
});
