import { describe, expect, it } from '@jest/globals';
import { openCustomRules } from '../../../src/analyzers/custom/analyzer.js';
import { loadConfig, type LoadOptions } from '../../../src/config/load.js';
import type { Report } from '../../../src/model/report.js';
import { review, type SeenFile } from '../../../src/review.js';
import { fakeSource, type Files } from '../../support/fake-source.js';

const rules = `rules:
- id: no-danger
  message: Do not call danger with $X
  severity: ERROR
  languages: [js]
  pattern: danger($X)
  fix: safe($X)
  paths: {exclude: [test/]}
  metadata: {cwe: "CWE-79: XSS", confidence: HIGH}
- id: half-known
  message: m
  severity: ERROR
  languages: [js]
  pattern: f()
  project-depends-on: {}
`;

const onlyRule = rules.split('- id: half-known')[0] ?? '';

const config = "rules-from: ['.github/scrutineer/*.yml']\n";
const usual: Files = { '.github/scrutineer.yml': config, '.github/scrutineer/rules.yml': rules };

async function reviewOf(base: Files, head: Files): Promise<Report> {
  const source = fakeSource({ base, head });
  const loaded = await loadConfig(source, 'base', { knownRuleIds: [] });
  const { analyzer, problems } = await openCustomRules(loaded.customRules, loaded.areRulesWhole);
  try {
    return await review(source, {
      analyzers: [analyzer],
      config: loaded.config,
      configProblems: [...loaded.problems, ...problems],
      today: '2026-01-01',
    });
  } finally {
    await analyzer.close?.();
  }
}

describe('rules of the base side', () => {
  it('find what a change introduces, with the fix that they propose', async () => {
    const before = 'danger(1);\n';
    const after = '// moved\ndanger(1);\ndanger(a.b);\n';
    const { findings, problems } = await reviewOf(
      { ...usual, 'a.js': before, 'test/a.js': before },
      { ...usual, 'a.js': after, 'test/a.js': after },
    );
    expect(findings).toMatchObject([
      {
        ruleId: 'no-danger',
        analyzer: 'custom',
        severity: 'high',
        confidence: 'high',
        cwe: [79],
        message: 'Do not call danger with a.b',
        location: { path: 'a.js', startLine: 3 },
        fix: { edits: [{ text: 'safe(a.b)' }] },
      },
    ]);
    expect(problems).toEqual([
      {
        kind: 'configuration',
        path: '.github/scrutineer/rules.yml',
        line: 15,
        message: 'Rule `half-known`: `project-depends-on` is not supported: conditions on dependencies.',
      },
    ]);
  });

  it('count where a change takes them out, and say so', async () => {
    const { findings, problems } = await reviewOf(
      { ...usual, 'a.js': '' },
      {
        '.github/scrutineer.yml': config,
        '.github/scrutineer/rules.yml': 'rules: []\n',
        'a.js': 'danger(1);\n',
      },
    );
    expect(findings).toHaveLength(1);
    expect(problems).toContainEqual({
      kind: 'notice',
      path: '.github/scrutineer/rules.yml',
      message: 'This change edits custom rules; those of the base branch were used.',
    });
  });

  it('let no file that they cover count as whole where one cannot be used', async () => {
    const source = fakeSource({
      base: {
        '.github/scrutineer.yml': config,
        '.github/scrutineer/rules.yml': onlyRule.replace('danger($X)', 'danger(('),
        'a.js': 'danger(1);',
      },
      head: { 'a.js': '', 'a.css': '', 'test/a.js': '' },
    });
    const loaded = await loadConfig(source, 'base', { knownRuleIds: [] });
    const { analyzer } = await openCustomRules(loaded.customRules, loaded.areRulesWhole);
    const whole = new Map<string, boolean>();
    await review(source, {
      analyzers: [analyzer],
      config: loaded.config,
      today: '2026-01-01',
      onFile: ({ path, isWhole }) => whole.set(path, isWhole),
    }).finally(() => analyzer.close?.());
    expect(whole.get('a.js')).toBe(false);
    expect(whole.get('a.css')).toBe(true);
    expect(whole.get('test/a.js')).toBe(true);
  });

  it.each<[string, Files, Partial<LoadOptions>]>([
    ['a rule is wrong', usual, {}],
    ['a file of rules is no YAML', { ...usual, '.github/scrutineer/rules.yml': 'rules: [' }, {}],
    ['the configuration is wrong', { '.github/scrutineer.yml': `${config}scop: {}\n` }, {}],
    ['the configuration is no YAML', { '.github/scrutineer.yml': `rules-from: [` }, {}],
    [
      "the organization's repository is out of reach",
      {},
      {
        organization: {
          path: 'acme/.github:.github/scrutineer.yml',
          content: { kind: 'text', text: config, damaged: false },
        },
        readRules: async () => undefined,
      },
    ],
  ])('let no file count as whole where %s', async (_, base, options) => {
    const source = fakeSource({ base: { ...base, 'a.js': 'danger(1);' }, head: { ...base, 'a.js': '' } });
    const loaded = await loadConfig(source, 'base', { knownRuleIds: [], ...options });
    expect(loaded.areRulesWhole).toBe(false);
    const { analyzer } = await openCustomRules(loaded.customRules, loaded.areRulesWhole);
    const seen: SeenFile[] = [];
    await review(source, {
      analyzers: [analyzer],
      config: loaded.config,
      today: '2026-01-01',
      onFile: (file) => seen.push(file),
    }).finally(() => analyzer.close?.());
    expect(seen).toMatchObject([{ path: 'a.js', isWhole: false }]);
  });

  it('can be set, ignored and turned off by their ids', async () => {
    const off = { ...usual, '.github/scrutineer.yml': `${config}rules: {no-danger: off}\n` };
    const { findings, withheld } = await reviewOf({ ...off, 'a.js': '' }, { ...off, 'a.js': 'danger(1);\n' });
    expect(findings).toEqual([]);
    expect(withheld).toHaveLength(1);
  });

  it('are told of where there are none, or two of one name', async () => {
    const alone = { '.github/scrutineer.yml': config };
    const none = await loadConfig(fakeSource({ base: alone, head: alone }), 'base', { knownRuleIds: [] });
    expect(none.problems).toMatchObject([{ message: expect.stringContaining('names no file') }]);
    const known = await loadConfig(fakeSource({ base: usual, head: usual }), 'base', {
      knownRuleIds: ['no-danger'],
    });
    expect(known.customRules).toEqual([]);
    expect(known.problems).toMatchObject([
      { message: expect.stringContaining('half-known') },
      { message: 'There is a rule `no-danger` already; this one is left out.', line: 2 },
    ]);
  });

  it("come from the organization's repository as well, and a repository's add to them", async () => {
    const shared = rules.replace('no-danger', 'org-danger').split('- id: half-known')[0] ?? '';
    const asked: unknown[] = [];
    const loaded = await loadConfig(fakeSource({ base: usual, head: usual }), 'base', {
      knownRuleIds: [],
      organization: {
        path: 'acme/.github:.github/scrutineer.yml',
        content: {
          kind: 'text',
          text: "rules-from: ['rules/*.yml']\nrules: {org-danger: low}\n",
          damaged: false,
        },
      },
      readRules: async (repository, globs) => {
        asked.push([repository, globs]);
        return [
          { path: 'acme/.github:rules/a.yml', content: { kind: 'text', text: shared, damaged: false } },
        ];
      },
    });
    expect(asked).toEqual([['acme/.github', ['rules/*.yml']]]);
    expect(loaded.customRules.map(({ rule }) => `${rule.id} ${rule.path}`)).toEqual([
      'org-danger acme/.github:rules/a.yml',
      'no-danger .github/scrutineer/rules.yml',
    ]);
    expect(loaded.config.rules).toEqual({ 'org-danger': 'low' });
  });

  it('are taken at their word where nobody needs them', async () => {
    const named = { '.github/scrutineer.yml': `${config}rules: {no-danger: off}\n` };
    const loaded = await loadConfig(fakeSource({ base: named, head: named }), 'base', {
      knownRuleIds: [],
      withoutRules: true,
    });
    expect(loaded).toMatchObject({
      problems: [],
      customRules: [],
      config: { rules: { 'no-danger': 'off' } },
    });
  });

  it('are ended, named and left out where they take their worker down; the others go on', async () => {
    const base = {
      ...usual,
      // Linear in the text, but with a factor that no step of it is short enough to stop between.
      '.github/scrutineer/slow.yml': `rules:
- id: slow
  message: m
  severity: ERROR
  languages: [regex]
  pattern-regex: '(a{0,1000})[zq]{2}'
`,
    };
    const long = `danger(1);\n// ${'a'.repeat(150_000)}zq\n`;
    const names = ['a.js', 'b.js'];
    const source = fakeSource({
      base: { ...base, ...Object.fromEntries(names.map((name) => [name, ''])) },
      head: { ...base, ...Object.fromEntries(names.map((name) => [name, long])) },
    });
    const loaded = await loadConfig(source, 'base', { knownRuleIds: [] });
    const { analyzer } = await openCustomRules(loaded.customRules, true, {
      timeLimit: 4000,
      patience: 60_000,
      shortTimeLimit: 4000,
    });
    const { findings, problems } = await review(source, {
      analyzers: [analyzer],
      config: loaded.config,
      today: '2026-01-01',
    }).finally(() => analyzer.close?.());
    expect(findings.map(({ location }) => location.path)).toEqual(names);
    const told = problems.filter(({ kind }) => kind === 'incomplete');
    expect(told.map(({ path }) => path)).toEqual(names);
    for (const { message } of told) expect(message).toMatch(/^The rule `slow` was stopped: It took/);
  });

  it('are not blamed for files that cannot be parsed, and look at the others', async () => {
    const rule = onlyRule.replace(/languages: .*/, 'languages: [ts]');
    const base = { ...usual, '.github/scrutineer/rules.yml': rule };
    const names = ['a.ts', 'b.ts', 'c.ts'];
    const texts = names.map((name) =>
      name === 'c.ts' ? 'danger(1);\n' : `danger(1);\n${'a<b,'.repeat(12_000)}`,
    );
    const source = fakeSource({
      base: { ...base, ...Object.fromEntries(names.map((name) => [name, ''])) },
      head: { ...base, ...Object.fromEntries(names.map((name, at) => [name, texts[at] ?? ''])) },
    });
    const loaded = await loadConfig(source, 'base', { knownRuleIds: [] });
    const { analyzer } = await openCustomRules(loaded.customRules, true);
    const run = async (path: string): Promise<readonly string[]> => {
      const told: string[] = [];
      const context = {
        read: async () => undefined,
        list: async () => [],
        report: ({ message }: { message: string }) => void told.push(message),
      };
      const file = { path, text: texts[names.indexOf(path)] ?? '' };
      const found = await analyzer.analyze(file, 'head', context);
      return [...found.map(({ ruleId }) => ruleId), ...told];
    };
    const told = [await run('a.ts'), await run('b.ts'), await run('c.ts')];
    await analyzer.close?.();
    expect(told[0]).toHaveLength(1);
    expect(told.flat().join()).not.toContain('was stopped');
    expect(told[2]).toEqual(['no-danger']);
  });

  it('are stopped and named where they take too many steps, and the others go on', async () => {
    const many = `- id: many
  message: m
  severity: ERROR
  languages: [js]
  pattern: f(..., $A, ..., $B, ..., $C, ..., $D, ..., $E, ..., z)
`;
    const base = { ...usual, '.github/scrutineer/rules.yml': `${onlyRule}${many}` };
    const call = `f(${Array.from({ length: 60 }, (_, at) => `a${at}`).join()});`;
    const { findings, problems, verdict } = await reviewOf(
      { ...base, 'a.js': '' },
      { ...base, 'a.js': `${call} z;\ndanger(1);\n` },
    );
    expect(findings.map(({ ruleId }) => ruleId)).toEqual(['no-danger']);
    expect(problems).toEqual([
      {
        kind: 'incomplete',
        path: 'a.js',
        message: expect.stringMatching(/^The rule `many` was stopped: It takes more than \d+ steps/),
      },
    ]);
    expect(verdict).toBe('failing');
  });

  it.each([
    // 40 KB take all memory that the parser has; a tenth of it is read.
    [
      'cannot be parsed',
      `danger(1);\n${'a<b,'.repeat(10_000)}`,
      'incomplete',
      'Custom rules could not be run',
    ],
    [
      'can be parsed in part',
      'danger(1);\nif (((\ndanger(2);\n',
      'notice',
      'could not be parsed; custom rules may miss',
    ],
  ])('say so of a file that %s', async (_, text, kind, message) => {
    const { problems } = await reviewOf(
      { ...usual, '.github/scrutineer/rules.yml': onlyRule, 'a.js': '' },
      { ...usual, '.github/scrutineer/rules.yml': onlyRule, 'a.js': text },
    );
    expect(problems).toMatchObject([{ kind, path: 'a.js', message: expect.stringContaining(message) }]);
  });

  it('are all left out where they take too long to read', async () => {
    const { customRules } = await loadConfig(fakeSource({ base: usual, head: usual }), 'base', {
      knownRuleIds: [],
    });
    const limits = { timeLimit: 0, patience: 0, shortTimeLimit: 0 };
    const { analyzer, problems } = await openCustomRules(customRules, true, limits);
    await analyzer.close?.();
    expect(analyzer.rules).toEqual([]);
    expect(problems).toMatchObject([
      { kind: 'incomplete', message: expect.stringContaining('could not be read') },
    ]);
  });
});
