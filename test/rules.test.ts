import { afterAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import type { Analyzer } from '../src/model/analyzer.js';
import type { Rule } from '../src/model/rule.js';
import { renderRuleIndex, renderRulePage } from '../src/reporters/rule-page.js';
import { fakeAnalyzer, fakeRule } from './support/fake-analyzer.js';
import { policeExamples, policeMetadata } from './support/police.js';

// The built files: analyzers start workers, which are built files too.
const built = async <T>(path: string): Promise<T> =>
  (await import(new URL(`../dist/analyzers/${path}`, import.meta.url).href)) as T;
const { createAnalyzers } = await built<{ createAnalyzers: (options: object) => Analyzer[] }>('index.js');
const { loadAdvisories } = await built<{ loadAdvisories: (folder: string) => Promise<object> }>(
  'dependencies/advisories/folder.js',
);
const advisories = await loadAdvisories('test/fixtures/advisories');
const analyzers = createAnalyzers({ advisories });
const pages = new URL('../docs/rules/', import.meta.url);

afterAll(async () => {
  for (const analyzer of analyzers) await analyzer.close?.();
});

describe('every rule', () => {
  it('has complete metadata and an id of its own', () => {
    expect(policeMetadata(analyzers)).toEqual([]);
  });

  it.each(analyzers)(
    'of $name reports its bad examples on the marked lines, and none of its good ones',
    async (analyzer) => {
      const faults: string[] = [];
      // Some at once, so that no worker waits for the test.
      for (let at = 0; at < analyzer.rules.length; at += 8) {
        const rules = analyzer.rules.slice(at, at + 8);
        faults.push(...(await Promise.all(rules.map((rule) => policeExamples(analyzer, rule)))).flat());
      }
      expect(faults).toEqual([]);
    },
    240_000,
  );

  it('has a page on which no credential is found', async () => {
    const secrets = analyzers.filter((analyzer) => analyzer.name === 'secrets');
    const found: string[] = [];
    for (const rule of analyzers.flatMap((analyzer) => analyzer.rules))
      for (const analyzer of secrets) {
        const file = { path: `${rule.id}.md`, text: renderRulePage(rule) };
        const detections = await analyzer.analyze(file, 'head', {
          read: async () => undefined,
          list: async () => [],
          report: () => undefined,
        });
        // What is less certain is not shown unless one asks for it.
        const shown = detections.filter(({ confidence }) => confidence !== 'low');
        found.push(...shown.map((detection) => `${file.path}:${detection.range.startLine}`));
      }
    expect({ found, analyzers: secrets.length }).toEqual({ found: [], analyzers: 1 });
  });

  it('has a fresh page, and every page has a rule', () => {
    const rules = analyzers.flatMap((analyzer) => analyzer.rules);
    const expected = new Map(rules.map((rule) => [`${rule.id}.md`, renderRulePage(rule)]));
    expected.set('README.md', renderRuleIndex(analyzers));
    const actual = readdirSync(pages);
    const stale = actual.filter((name) => readFileSync(new URL(name, pages), 'utf8') !== expected.get(name));
    const missing = [...expected.keys()].filter((name) => !actual.includes(name));
    // `npm run docs` writes them.
    expect({ stale, missing }).toEqual({ stale: [], missing: [] });
  });
});

describe('the police itself', () => {
  const sound: Rule = {
    ...fakeRule,
    description: `${fakeRule.description} It is long enough to say what the flaw is.`,
    remediation: `${fakeRule.remediation} Then look for it in the other files too.`,
  };
  const withRule = (changes: Partial<Rule>): string[] =>
    policeMetadata([fakeAnalyzer('code', { ...sound, ...changes })]);

  it('lets a sound rule pass', async () => {
    expect(withRule({})).toEqual([]);
    expect(await policeExamples(fakeAnalyzer('code', sound), sound)).toEqual([]);
  });

  it.each<[string, Partial<Rule>]>([
    ['an id in capitals', { id: 'BadWord' }],
    ['a title with a full stop', { title: 'Bad word.' }],
    ['a missing CWE', { cwe: [] }],
    ['a misspelt OWASP category', { owasp: ['A3'] }],
    ['a misspelt ASVS number', { asvs: ['V1.2'] }],
    ['a reference without encryption', { references: ['http://example.com'] }],
    ['one example only', { examples: { ...sound.examples, good: sound.examples.good.slice(1) } }],
    ['an unmarked bad example', { examples: { ...sound.examples, bad: sound.examples.good } }],
    ['a shouting description', { description: `${sound.description} Beware!` }],
  ])('catches %s', (_, changes) => {
    expect(withRule(changes)).toHaveLength(1);
  });

  it('catches an id that is there twice', () => {
    expect(policeMetadata([fakeAnalyzer('code', sound), fakeAnalyzer('secrets', sound)])).toEqual([
      'bad-word is there twice',
    ]);
  });

  it('catches examples that are wrongly marked, not wanted, or not read whole', async () => {
    const rule: Rule = {
      ...sound,
      examples: {
        bad: [
          { path: 'a.txt', text: 'fine ◄\nBAD x' },
          { path: 'a.bin', text: 'BAD x ◄' },
        ],
        good: [
          { path: 'a.txt', text: 'BAD x' },
          { path: 'a.txt', text: 'PARTIAL' },
        ],
      },
    };
    expect(await policeExamples(fakeAnalyzer('code', rule), rule)).toEqual([
      'bad-word, bad example 1 (a.txt): line 1 is not reported',
      'bad-word, bad example 1 (a.txt): line 2 is reported',
      'bad-word, bad example 2 (a.bin): the analyzer does not want the path',
      'bad-word, good example 1 (a.txt): line 1 is reported',
      'bad-word, good example 2 (a.txt): Only half was read.',
    ]);
  });
});
