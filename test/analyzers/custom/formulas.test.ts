import { describe, expect, it } from '@jest/globals';
import { createBudget } from '../../../src/analyzers/custom/match/budget.js';
import { compileRegex } from '../../../src/analyzers/custom/regex.js';
import { markedLines, runRule } from './run.js';

const samples: readonly (readonly [name: string, search: string, code: string])[] = [
  [
    'what is inside of something',
    'patterns:\n- pattern: f($X)\n- pattern-inside: function $F($X) { ... }',
    'function a(b) {\n  f(b); // hit\n  f(c);\n}\nf(b);',
  ],
  [
    'what is not inside of something',
    'patterns:\n- pattern: f()\n- pattern-not-inside: if (...) { ... }',
    'f(); // hit\nif (a) {\n  f();\n}',
  ],
  [
    'what is not something else',
    'patterns:\n- pattern: f($X)\n- pattern-not: f("...")',
    "f(a); // hit\nf('a');",
  ],
  ['either of two', 'pattern-either:\n- pattern: f()\n- pattern: g()', 'f(); // hit\ng(); // hit\nh();'],
  ['a text by an expression', 'pattern-regex: TODO\\b', '// TODO: a // hit\n// TODOS'],
  [
    'what has no such text',
    "patterns:\n- pattern: f($X)\n- pattern-not-regex: 'safe'",
    'f(a); // hit\nf(safeA);',
  ],
  [
    'metavariables by an expression',
    'patterns:\n- pattern: $F(...)\n- metavariable-regex:\n    metavariable: $F\n    regex: (?!unsafe)(un|w)',
    'unread(); // hit\nunsafe();\nread();',
  ],
  [
    'metavariables by a pattern',
    'patterns:\n- pattern: f($X)\n- metavariable-pattern:\n    metavariable: $X\n    patterns:\n    - pattern: req.$P\n    - pattern-not: req.id',
    'f(req.body); // hit\nf(req.id);\nf(a);',
  ],
  [
    'strings by a generic pattern',
    'patterns:\n- pattern: f("$X")\n- metavariable-pattern:\n    metavariable: $X\n    language: generic\n    pattern: <$TAG ...',
    "f('a <b>c</b>'); // hit\nf('a > 1');\nf('a');",
  ],
  [
    'strings that hold code',
    'patterns:\n- pattern: run("$X")\n- metavariable-pattern:\n    metavariable: $X\n    language: javascript\n    pattern: evil(...)',
    "run('a; evil(1)'); // hit\nrun('good(1)');",
  ],
  [
    'numbers by a comparison',
    'patterns:\n- pattern: f($X)\n- metavariable-comparison:\n    comparison: $X < 2048 and $X % 2 == 0',
    'f(1024); // hit\nf(4096);\nf(3);\nf(a);',
  ],
  [
    'texts by a comparison',
    "patterns:\n- pattern: chmod($X)\n- metavariable-comparison:\n    comparison: int($X) > 500 or re.match('^0o7', str($X))",
    'chmod(511); // hit\nchmod(384);',
  ],
  [
    'metavariables by their type',
    'patterns:\n- pattern: $X.run()\n- metavariable-type:\n    metavariable: $X\n    type: Job',
    'function f(a: Job, b: Other) {\n  a.run(); // hit\n  b.run();\n}',
  ],
  [
    'the part that is in focus',
    'patterns:\n- pattern: |\n    f(..., $X, ...)\n- focus-metavariable: $X\n- metavariable-regex:\n    metavariable: $X\n    regex: bad',
    'f(\n  good,\n  bad, // hit\n);',
  ],
];

describe('a rule finds', () => {
  it.each(samples)('%s', async (_, search, code) => {
    expect(await runRule(search, code)).toMatchObject({ lines: markedLines(code), problems: [] });
  });

  it('texts of any file, by expressions and generic patterns', async () => {
    const yaml = 'a: 1\nimage: b:latest\n';
    expect(await runRule('pattern-regex: ":latest"', yaml, 'a.yml', '[yaml]')).toMatchObject({ lines: [2] });
    expect(await runRule('pattern: "image: $X:latest"', yaml, 'a.yml', '[generic]')).toEqual({
      lines: [2],
      messages: ['found b'],
      problems: [],
    });
    expect(await runRule('pattern-regex: ":latest"', yaml, 'a.json', '[yaml]')).toMatchObject({ lines: [] });
  });

  it('and says in its message what the metavariables stand for', async () => {
    expect((await runRule('pattern: f($X)', 'f(a.b, 1);\nf(c["d"]);')).messages).toEqual(['found c["d"]']);
  });
});

describe('a rule is told of and left out', () => {
  it.each([
    ['a pattern that is no code', 'pattern: "f(("', /no JavaScript or TypeScript/],
    ['an expression that is none', 'pattern-regex: "a("', /cannot be used/],
    ['a back-reference', "pattern-regex: '(a)\\1'", /cannot be used/],
    [
      'a pattern that is nested too deep',
      `pattern: '${'['.repeat(2000)}${']'.repeat(2000)}'`,
      /cannot be read: .*nested/,
    ],
    [
      'a condition that expects constants',
      'patterns:\n- pattern: f($X)\n- metavariable-regex: {metavariable: $X, regex: a, constant-propagation: true}',
      /`constant-propagation` is not supported/,
    ],
    [
      'a propagator with labels',
      'mode: taint\npattern-sources: [{pattern: a()}]\npattern-sinks: [{pattern: b(...)}]\npattern-propagators: [{pattern: $A.c($B), from: $B, to: $A, label: X}]',
      /`label` of a propagator is not supported/,
    ],
    [
      'an escape in a text that is not raw',
      `patterns:\n- pattern: f($X)\n- metavariable-comparison:\n    comparison: $X == "a\\n"`,
      /The escape `\\n` needs/,
    ],
    [
      'an option that is not read',
      'pattern: f()\noptions: { xml_children_ordered: false }',
      /The option `xml_children_ordered` is not supported/,
    ],
    [
      'an option with a slip',
      'pattern: f()\noptions: { symetric_eq: true }',
      /Unknown option `symetric_eq`; did you mean `symmetric_eq`\?/,
    ],
    ['an unknown key', 'pattern: f()\npatern-not: g()', /Unknown key `patern-not`/],
    [
      'a key of a list with a slip',
      'patterns:\n- pattern: f()\n- patern-not: g()',
      /did you mean `pattern-not`\?/,
    ],
    [
      'a part that is not supported',
      'pattern: f()\nproject-depends-on: {}',
      /`project-depends-on` is not supported/,
    ],
    ['negations alone', 'patterns:\n- pattern-not: f()', /nothing to find/],
    [
      'a comparison that calls something else',
      'patterns:\n- pattern: f($X)\n- metavariable-comparison:\n    comparison: exec($X)',
      /`exec` is not supported/,
    ],
  ])('with %s', async (_, search, message) => {
    const { lines, problems } = await runRule(search, 'f();');
    expect(lines).toEqual([]);
    expect(problems).toEqual([expect.stringMatching(message)]);
  });

  it.each([
    ['$X, "abc"', /only supported with an expression in quotes/],
    ['"(", $X', /not supported/],
  ])('with an expression that is not read beforehand: %s', async (args, message) => {
    const search = `patterns:\n- pattern: f($X)\n- metavariable-comparison:\n    comparison: re.match(${args})`;
    const { problems } = await runRule(search, "f('(');");
    expect(problems).toEqual([expect.stringMatching(message)]);
  });

  it('looks on within what an expression passed over where its look-ahead does not hold', () => {
    const at = (source: string, text: string): number[] =>
      compileRegex(source)
        .findAll(text)
        .map(({ start }) => start);
    expect(at('(?!no )[a-z]+ [a-z]+', 'no yes but so')).toEqual([1, 7]);
    expect(at('(?=b)\\w+', 'aab')).toEqual([2]);
    expect(compileRegex('(?=b)\\w+').finds('aab')).toBe(true);
    expect(at('^(?!#).+$', '# a\nb\n# c\nd')).toEqual([4, 10]);
  });

  it('lets a look-ahead see the character before it', () => {
    const at = (source: string, text: string): number[] =>
      compileRegex(source)
        .findAll(text)
        .map(({ start }) => start);
    expect(at('(?!\\bno)\\w+', 'yes no so')).toEqual([0, 5, 7]);
    expect(at('(?=\\bkey)[a-z]+', 'monkey key')).toEqual([7]);
    expect(at('(?=\\Bkey)[a-z]+', 'monkey key')).toEqual([3]);
    expect(at('(?=^b)[a-z]', 'ab\nba')).toEqual([3]);
    // Letters of two units: the one before is seen as its second half.
    expect(at('(?=\\bkey)[a-z]+', '😀key')).toEqual([2]);
    expect(() => compileRegex('(?=(?<!a)b)\\w+')).toThrow(/look-behind within a look-ahead/);
  });

  it('where the time for its expressions is up', () => {
    const regex = compileRegex('(?![\\s\\S]*zzz)eval');
    const find = (time: number): unknown => regex.findAll('eval\n'.repeat(3), createBudget(100, time));
    expect(find(60_000)).toHaveLength(3);
    expect(() => find(0)).toThrow(/more than 0 ms/);
    expect(() => regex.findAll('eval\n'.repeat(3), createBudget(2))).toThrow(/more than 2 steps/);
  });

  it('but shows at most 200 characters of a metavariable', async () => {
    const { messages } = await runRule('pattern: f($X)', `f(${'x'.repeat(5000)});`);
    expect(messages).toEqual([`found ${'x'.repeat(200)}…`]);
  });

  it('where its steps are spent', async () => {
    const code = `f(${Array.from({ length: 60 }, (_, at) => `a${at}`).join()});`;
    const { problems } = await runRule(
      'pattern: f(..., $A, ..., $B, ..., $C, ..., $D, ..., $E, ..., z)',
      code,
    );
    expect(problems).toEqual([expect.stringMatching(/more than \d+ steps/)]);
  });
});
