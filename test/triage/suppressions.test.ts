import { describe, expect, it } from '@jest/globals';
import { configSchema } from '../../src/config/schema.js';
import type { Report } from '../../src/model/report.js';
import { review, type ReviewOptions } from '../../src/review.js';
import { findSuppressions } from '../../src/triage/suppressions.js';
import { fakeAnalyzer } from '../support/fake-analyzer.js';
import { fakeSource, type Files } from '../support/fake-source.js';
import { expectWithin } from '../support/time-limit.js';

const rules = ['bad-word', 'worse-word'];
const note = 'scrutineer-ignore bad-word: Known.';

/** The lines that the suppressions of a text cover. */
function targetsOf(path: string, ...lines: string[]): number[] {
  return findSuppressions({ path, text: lines.join('\n') }, undefined, rules).valid.map((one) => one.target);
}

describe('a suppression', () => {
  it.each<[string, string, string[], number]>([
    ['after the code', 'a.ts', [`run(x); // ${note}`], 1],
    ['on the line before', 'a.ts', [`  // ${note}`, 'run(x);'], 2],
    ['in a block', 'a.ts', [`run(x); /* ${note} */`], 1],
    ['in a block before code', 'a.ts', [`/* ${note} */ run(x);`], 1],
    ['in a block alone', 'a.ts', [`/* ${note} */`, 'run(x);'], 2],
    ['in JSX', 'a.tsx', [`  {/* ${note} */}`, '<p/>'], 2],
    ['without a blank before it', 'a.ts', [`run(x); //${note}`], 1],
    ['after a string', 'a.ts', [`run("it's"); // ${note}`], 1],
    ['after a string with the mark of a comment', 'a.ts', [`get("http://x.example"); // ${note}`], 1],
    ['after a regular expression with a quote', 'a.ts', [`x.replace(/"/g, ''); // ${note}`], 1],
    ['after a closed template', 'a.ts', ['sql(`a', 'b`);', `run(x); // ${note}`], 3],
    ['in the code of a template', 'a.ts', ['sql(`${', `  // ${note}`, '  x}`);'], 3],
    ['with Windows line ends', 'a.ts', [`// ${note}\r`, 'run(x);\r'], 2],
    ['in a Dockerfile', 'src/Dockerfile', [`# ${note}`, 'USER root'], 2],
    ['in YAML', '.github/workflows/a.yml', [`  - run: x # ${note}`], 1],
    ['in YAML after an apostrophe', 'a.yaml', [`  name: it's x # ${note}`], 1],
    ['in Terraform', 'a.tf', [`acl = "public" # ${note}`], 1],
    ['in Terraform with slashes', 'a.tf', [`acl = "public" // ${note}`], 1],
    ['in SQL', 'a.sql', [`SELECT 1; -- ${note}`], 1],
    ['in HTML', 'a.html', [`<p>don't</p> <!-- ${note} -->`], 1],
    ['in HTML alone', 'a.vue', [`<!-- ${note} -->`, '<p v-html="x"/>'], 2],
    ['in Handlebars', 'a.hbs', [`{{!-- ${note} --}}`, '{{{x}}}'], 2],
    ['in Mustache', 'a.mustache', [`{{! ${note} }}`, '{{{x}}}'], 2],
    ['in Nunjucks', 'a.njk', [`{# ${note} #}`, '{{ x | safe }}'], 2],
    ['in EJS', 'a.ejs', [`<%# ${note} %>`, '<%- x %>'], 2],
    ['in Pug', 'a.pug', [`//- ${note}`, 'p!= x'], 2],
    ['in an environment file', '.env.local', [`# ${note}`, 'A=b'], 2],
    ['in a language that is not known', 'a.py', [`x = 1  # ${note}`], 1],
  ])('%s counts (%s)', (_, path, lines, target) => {
    expect(targetsOf(path, ...lines)).toEqual([target]);
  });

  it.each<[string, string, string[]]>([
    ['in a string', 'a.ts', [`run(x, '// ${note}');`]],
    ['in a string with an escaped quote', 'a.ts', [`run(x, 'a\\' // ${note}');`]],
    ['in a template', 'a.ts', [`run(x, \`// ${note}\`);`]],
    ['in a template over lines', 'a.ts', ['run(`', `// ${note}`, '`, x);']],
    ['in a template after code in it', 'a.ts', ['run(`${ {a: 1}.a }', `// ${note}`, '`, x);']],
    ['in a string of YAML', 'a.yml', [`run: "x # ${note}"`]],
    ['in a string of Terraform', 'a.tf', [`a = "x # ${note}"`]],
    ['without a comment', 'a.ts', [note, 'run(x);']],
    ['later in a comment', 'a.ts', [`run(x); // See ${note}`]],
    ["in another language's comment", 'a.ts', [`run(x); # ${note}`]],
    ['glued to a word', 'a.yml', [`run: x# ${note}`]],
    ['as a part of a longer word', 'a.ts', ['run(x); // scrutineer-ignored bad-word: Known.']],
    ['in JSON, which has no comments', 'package.json', [`"a": 1 // ${note}`]],
  ])('%s does not count', (_, path, lines) => {
    expect(targetsOf(path, ...lines)).toEqual([]);
  });

  it('may be one of several before a line, and name several rules', () => {
    const text = [
      '// scrutineer-ignore bad-word: One.',
      '// scrutineer-ignore bad-word, worse-word: Two.',
      'run(x);',
    ].join('\n');
    expect(findSuppressions({ path: 'a.ts', text }, undefined, rules).valid).toEqual([
      { line: 1, target: 3, ruleIds: ['bad-word'], reason: 'One.', isAdded: true },
      { line: 2, target: 3, ruleIds: ['bad-word', 'worse-word'], reason: 'Two.', isAdded: true },
    ]);
  });

  it.each<[string, string[], RegExp]>([
    ['bad-word', [], /needs rules and a reason/],
    ['bad-word:', [], /needs rules and a reason/],
    ['bad-word: */', [], /needs rules and a reason/],
    ['bad-wrod: Why.', [], /There is no rule `bad-wrod` to suppress; did you mean `bad-word`\?/],
    ['all: Why.', [], /There is no rule `all`/],
    ['bad-word, nothing: Why.', ['bad-word'], /There is no rule `nothing`/],
  ])('of the text %j is told as faulty', (words, ruleIds, message) => {
    const text = `x\nrun(x); /* scrutineer-ignore ${words}`;
    const { valid, faulty } = findSuppressions({ path: 'a.ts', text }, undefined, rules);
    expect(valid.flatMap((one) => one.ruleIds)).toEqual(ruleIds);
    expect(faulty).toEqual([{ line: 2, message: expect.stringMatching(message), isAdded: true }]);
  });

  it('is linear in hostile texts', () => {
    const started = Date.now();
    targetsOf('a.ts', `${'`${'.repeat(200_000)} // ${note}`);
    targetsOf('a.ts', `${'"\\'.repeat(200_000)} // ${note}`);
    targetsOf('a.ts', `${'/['.repeat(200_000)}\n// ${note}`);
    targetsOf('a.ts', ...Array.from({ length: 50_000 }, () => `// ${note}`));
    targetsOf('a.yml', `# scrutineer-ignore ${'a,'.repeat(500_000)}: x`);
    expectWithin(Date.now() - started, 4000);
  });
});

describe('a suppression on the base side', () => {
  const isAdded = (base: string, head: string): boolean[] =>
    findSuppressions({ path: 'a.ts', text: head }, { path: 'a.ts', text: base }, rules).valid.map(
      (one) => one.isAdded,
    );

  it.each<[string, string, string, boolean[]]>([
    ['is the same after lines moved', `// ${note}\nrun(x);`, `\n\n  // ${note}\n  run(x);`, [false]],
    ['is another on another line', `// ${note}\nrun(x);`, `// ${note}\nrun(y);`, [true]],
    ['is another with another reason', `// ${note}\nrun(x);`, `// ${note} Really.\nrun(x);`, [true]],
    ['stands for one only', `// ${note}\nrun(x);`, `// ${note}\nrun(x);\n// ${note}\nrun(x);`, [false, true]],
  ])('%s', (_, base, head, expected) => {
    expect(isAdded(base, head)).toEqual(expected);
  });
});

function run(
  base: Files,
  head: Files,
  options: Partial<ReviewOptions> & { settings?: object } = {},
): Promise<Report> {
  const config = configSchema.parse(options.settings ?? {});
  return review(fakeSource({ base, head }), {
    analyzers: [fakeAnalyzer()],
    config,
    today: '2026-01-01',
    ...options,
  });
}

describe('the policy', () => {
  const added: [Files, Files] = [{ 'a.txt': 'x' }, { 'a.txt': `x\n# ${note}\nBAD y` }];
  const standing: [Files, Files] = [
    { 'a.txt': `# ${note}\nBAD y` },
    // The same line is found anew, as where another file brings it about.
    { 'a.txt': `# ${note}\nBAD y\n# ${note}\nBAD y` },
  ];
  const yes = async (): Promise<boolean> => true;
  const no = async (): Promise<boolean> => false;

  it.each<[string, [Files, Files], object, (() => Promise<boolean>) | undefined, boolean]>([
    ['maintainers, unasked: not for what the change adds', added, {}, undefined, false],
    ['maintainers, without permission: not for what the change adds', added, {}, no, false],
    ['maintainers, with permission: for what the change adds', added, {}, yes, true],
    ['anyone: for what the change adds', added, { suppressions: 'anyone' }, no, true],
    ['none: not even with permission', added, { suppressions: 'none' }, yes, false],
    ['a copy of one that stands is an added one', standing, {}, no, false],
    ['a locked rule: not even with permission', added, { lock: ['rules.bad-word'] }, yes, false],
    ['another locked rule does not matter', added, { lock: ['report'] }, yes, true],
  ])('%s', async (_, [base, head], settings, authorMayWrite, isSuppressed) => {
    const report = await run(base, head, { settings, ...(authorMayWrite && { authorMayWrite }) });
    expect(report.findings).toHaveLength(isSuppressed ? 0 : 1);
    expect(report.verdict).toBe(isSuppressed ? 'passing' : 'failing');
    expect(report.withheld.map((entry) => entry.reason)).toEqual(
      isSuppressed ? ['Suppressed in the code by this change: Known.'] : [],
    );
    expect(report.problems).toEqual([
      expect.objectContaining({
        kind: 'notice',
        path: 'a.txt',
        message: isSuppressed
          ? 'This change suppresses `bad-word` here: Known.'
          : expect.stringMatching(/^This change suppresses `bad-word` here, which does not count: /),
      }),
    ]);
  });

  it('asks for the permission only where it matters', async () => {
    let asked = 0;
    const authorMayWrite = async (): Promise<boolean> => ++asked > 0;
    await run({}, { 'a.txt': 'BAD y' }, { authorMayWrite });
    await run({}, { 'a.txt': `# ${note}\nfine` }, { authorMayWrite });
    await run(...added, { authorMayWrite, settings: { suppressions: 'anyone' } });
    expect(asked).toBe(0);
    await run(...added, { authorMayWrite });
    expect(asked).toBe(1);
  });

  it('tells of an added one that matches nothing', async () => {
    const { problems } = await run({}, { 'a.txt': `fine\n# ${note}\nfine` });
    expect(problems).toEqual([
      {
        kind: 'notice',
        path: 'a.txt',
        line: 2,
        message: 'This change suppresses `bad-word` here, where nothing is found: Known.',
      },
    ]);
  });

  it('lets a standing one cover what another change brings about', async () => {
    const base = { 'a.txt': `# ${note}\nREAD b.txt`, 'b.txt': '' };
    const head = { 'a.txt': `# ${note}\nREAD b.txt\n`, 'b.txt': 'x\nBAD y' };
    const report = await run(base, head);
    expect(report.withheld).toMatchObject([{ reason: 'Suppressed in the code: Known.' }]);
    expect(report.findings).toMatchObject([{ location: { path: 'b.txt' } }]);
  });

  it('counts all of an audit as standing', async () => {
    const report = await run({}, { 'a.txt': `# ${note}\nBAD y` }, { isAudit: true });
    expect(report).toMatchObject({
      findings: [],
      withheld: [{ reason: 'Suppressed in the code: Known.' }],
      problems: [],
    });
  });

  it('tells of faulty ones that the change adds, with their lines', async () => {
    const { problems } = await run(
      { 'a.txt': '# scrutineer-ignore bad-word' },
      { 'a.txt': '# scrutineer-ignore bad-word\n\n# scrutineer-ignore bad-wrd: x' },
    );
    expect(problems).toMatchObject([
      { kind: 'notice', line: 3, message: expect.stringContaining('bad-wrd') },
    ]);
  });
});
