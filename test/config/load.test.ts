import { describe, expect, it } from '@jest/globals';
import { loadConfig, parseConfig } from '../../src/config/load.js';
import { defaultConfig } from '../../src/config/schema.js';
import { fakeSource } from '../support/fake-source.js';

const path = '.github/scrutineer.yml';
const rules = ['sql-injection', 'command-injection'];

/** The problems of a configuration as `line: message`. */
function problemsOf(text: string): string[] {
  return parseConfig(text, path, rules).problems.map(
    (problem) => `${problem.line ?? '-'}: ${problem.message}`,
  );
}

describe('parseConfig', () => {
  it('reads every key', () => {
    const text = [
      'scope: { include: ["src/**"], exclude: ["**/*.snap"] }',
      'report: { comment-from: medium, fail-from: none, on-incomplete: neutral, max-comments: 5 }',
      'review: { drafts: false, bots: false, labels: { only: [security] }, branches: [main] }',
      'rules: { sql-injection: low, command-injection: off }',
      'ignore:',
      '  - { paths: ["test/"], rules: [sql-injection], reason: Only tests., until: "2030-01-31" }',
      'suppressions: none',
      'extends: octo-org/defaults',
    ].join('\n');
    expect(parseConfig(text, path, rules)).toMatchObject({
      problems: [],
      config: {
        scope: { include: ['src/**'], exclude: ['**/*.snap'] },
        report: {
          'comment-from': 'medium',
          'confidence-from': 'medium',
          'fail-from': 'none',
          'on-incomplete': 'neutral',
          'max-comments': 5,
        },
        review: { drafts: false, bots: false, labels: { only: ['security'], skip: [] }, branches: ['main'] },
        rules: { 'sql-injection': 'low', 'command-injection': 'off' },
        ignore: [{ paths: ['test/'], rules: ['sql-injection'], reason: 'Only tests.', until: '2030-01-31' }],
        suppressions: 'none',
        extends: 'octo-org/defaults',
        lock: [],
      },
    });
  });

  it.each(['', '# only a comment\n', '---\n', '{}'])('takes %j as the defaults', (text) => {
    expect(parseConfig(text, path, rules)).toMatchObject({ config: defaultConfig, problems: [] });
  });

  it.each([
    [
      'an unknown key, with the nearest known one',
      'report:\n  fail-form: high',
      ['2: Unknown key `fail-form` in `report`; did you mean `fail-from`?'],
    ],
    [
      'an unknown key that is like none, with all known ones',
      'banana: 1',
      [
        '1: Unknown key `banana`; known are `scope`, `report`, `review`, `dependencies`, `threat-model`, `rules-from`, `sources`, `sinks`, `sanitizers`, `rules`, `ignore`, `time-to-fix`, `standards`, `policies`, `suppressions`, `extends`, `lock`.',
      ],
    ],
    [
      'an unknown key in an entry of a list',
      'ignore:\n  - reason: Why.\n    path: [x]',
      ['3: Unknown key `path` in `ignore[0]`; did you mean `paths`?'],
    ],
    [
      'a misspelt value',
      '\nreport:\n  fail-from: hihg',
      [
        '3: `report.fail-from` must be one of `critical`, `high`, `medium`, `low`, `none`; did you mean `high`?',
      ],
    ],
    [
      'a number that is too large',
      'report:\n  max-comments: 101',
      ['2: `report.max-comments` must be at most 100.'],
    ],
    ['a number below zero', 'report:\n  max-comments: -1', ['2: `report.max-comments` must be at least 0.']],
    [
      'half a number',
      'report:\n  max-comments: 1.5',
      ['2: `report.max-comments` must be a whole number, not `1.5`.'],
    ],
    [
      'an address to extend',
      'extends: https://config.example/a.yml',
      ['1: `extends` must name a repository as `owner/repository`, not by an address.'],
    ],
    [
      'a lock of nothing',
      'lock:\n  - rules\n  - report.fail-form',
      ['3: There is no `report.fail-form` to lock; did you mean `report.fail-from`?'],
    ],
    ['a value of another kind', 'scope:\n  include: src', ['2: `scope.include` must be a list, not a text.']],
    ['a missing reason', 'ignore:\n  - paths: [x]', ['2: `ignore[0].reason` is missing.']],
    ['a blank reason', 'ignore:\n  - reason: " "', ['2: `ignore[0].reason` must not be empty.']],
    [
      'a day that is none',
      'ignore:\n  - reason: Why.\n    until: next week',
      ['3: `ignore[0].until` must be a day as YYYY-MM-DD.'],
    ],
    ['a list at the top', '- a', ['1: The configuration must be a mapping of keys, not a list.']],
    [
      'an unknown rule under rules',
      'rules:\n  sql-injction: off',
      ['2: There is no rule `sql-injction`; did you mean `sql-injection`?'],
    ],
    [
      'an unknown rule under ignore',
      'ignore:\n  - reason: Why.\n    rules:\n      - sql-injection\n      - banana',
      ['5: There is no rule `banana`.'],
    ],
    [
      'an unknown rule of a sanitizer',
      'sanitizers:\n  - module: ./lib/html\n    member: clean\n    for: [sql-injction]',
      ['4: There is no rule `sql-injction`; did you mean `sql-injection`?'],
    ],
    [
      'a key of a sink that is misspelt',
      'sinks:\n  - { module: db, member: raw, argumnt: 0, for: [sql-injection] }',
      ['2: Unknown key `argumnt` in `sinks[0]`; did you mean `argument`?'],
    ],
    [
      'a sink for no rule',
      'sinks: [{ module: db, member: raw }, { module: db, member: raw, for: [] }]',
      ['1: `sinks[0].for` is missing.', '1: `sinks[1].for` must not be empty.'],
    ],
    [
      'a kind of source that is none',
      'sources: [{ module: ./form, member: read, kind: requst }]',
      [
        '1: `sources[0].kind` must be one of `request`, `browser`, `message`, `stored`, `response`, `operator`; did you mean `request`?',
      ],
    ],
    [
      'a module that is no path from the root, and a member that is called',
      'sources: [{ module: ../form, member: read }, { module: ./a/../form, member: read() }]',
      [
        '1: `sources[0].module` must be a package, an alias as it is imported, or a path from the root of the repository that begins with `./`.',
        '1: `sources[1].member` must be a name, as `clean`, `html.clean`, `Html().clean` or `default`.',
      ],
    ],
    [
      'two errors at once',
      'scop: {}\nreport: { fail-from: 1 }',
      [
        '2: `report.fail-from` must be one of `critical`, `high`, `medium`, `low`, `none`, not `1`.',
        '1: Unknown key `scop`; did you mean `scope`?',
      ],
    ],
  ])('tells %s', (_, text, expected) => {
    expect(problemsOf(text)).toEqual(expected);
    expect(parseConfig(text, path, rules).config).toEqual(defaultConfig);
  });

  it('tells of a rule that follows no data, where a sanitizer names it', () => {
    const text = 'sanitizers: [{ module: ./html, member: clean, for: [command-injection] }]';
    const { problems } = parseConfig(text, path, rules, ['sql-injection']);
    expect(problems.map(({ message }) => message)).toEqual([
      'The rule `command-injection` follows no data, so `sanitizers` mean nothing to it.',
    ]);
  });

  it.each([
    ['an open bracket', 'scope: [', 1],
    ['a key given twice', 'rules: {}\nrules: {}', 2],
    ['an unknown tag', 'rules: !!js/function "x"', 1],
    ['two documents', 'rules: {}\n---\nrules: {}', 2],
  ])('tells %s as invalid YAML with its line', (_, text, line) => {
    const [problem] = parseConfig(text, path, rules).problems;
    expect(problem).toMatchObject({ kind: 'configuration', path, line });
    expect(problem?.message).toMatch(/^Not valid YAML: .*\.$/s);
  });

  it.each([
    [
      'a bomb of aliases',
      `a0: &a0 [x]\n${Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`).join('\n')}`,
      /aliases/,
    ],
    ['deep nesting', '['.repeat(100_000), /nested too deep/],
    ['lists in one line', '- '.repeat(50_000), /nested too deep/],
    ['a very long file', `# ${'x'.repeat(300_000)}`, /longer than/],
  ])('survives %s', (_, text, message) => {
    const { config, problems } = parseConfig(text, path, rules);
    expect(config).toEqual(defaultConfig);
    expect(problems[0]?.message).toMatch(message);
  });

  it('does not take a key named __proto__ for nothing', () => {
    expect(problemsOf('rules:\n  __proto__: off').length).toBe(1);
  });
});

describe('loadConfig', () => {
  const strict = 'report: { fail-from: low }';

  it('takes the base side of a review, and says that the change edits it', async () => {
    const source = fakeSource({ base: { [path]: strict }, head: { [path]: 'report: { fail-from: none }' } });
    const { config, problems } = await loadConfig(source, 'base', { knownRuleIds: rules });
    expect(config.report['fail-from']).toBe('low');
    expect(problems).toEqual([
      {
        kind: 'notice',
        path,
        message: 'This change edits the configuration; the version of the base branch was used.',
      },
    ]);
  });

  it('uses defaults where the change adds the configuration', async () => {
    const { config, problems } = await loadConfig(
      fakeSource({ base: {}, head: { [path]: strict } }),
      'base',
      { knownRuleIds: rules },
    );
    expect(config).toEqual(defaultConfig);
    expect(problems[0]?.message).toContain('counts once it is on the base branch');
  });

  it('says nothing where the change leaves it alone', async () => {
    const source = fakeSource({ base: { [path]: strict }, head: { [path]: strict, 'a.ts': '' } });
    expect((await loadConfig(source, 'base', { knownRuleIds: rules })).problems).toEqual([]);
  });

  it('tells of a configuration that is no text', async () => {
    const source = fakeSource({ base: {}, head: { [path]: { kind: 'symlink' } } });
    const { problems } = await loadConfig(source, 'head', { knownRuleIds: rules });
    expect(problems).toMatchObject([{ kind: 'configuration', path }]);
  });
});
