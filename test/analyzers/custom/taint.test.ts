import { describe, expect, it } from '@jest/globals';
import { markedLines, runRule } from './run.js';

const plain = 'mode: taint\npattern-sources:\n- pattern: source(...)\npattern-sinks:\n- pattern: sink(...)';
const cleaned = `${plain}\npattern-sanitizers:\n- pattern: clean(...)`;

const samples: readonly (readonly [name: string, search: string, code: string])[] = [
  ['a variable', plain, 'const a = source();\nsink(a); // hit\nsink(b);'],
  ['operators, templates and calls', plain, 'const a = source();\nsink(`x${f("y" + a)}`); // hit'],
  ['what is overwritten no more', plain, 'let a = source();\na = 1;\nsink(a);'],
  ['members by their names', plain, 'const a = {};\na.b = source();\nsink(a.b); // hit\nsink(a.c);'],
  ['what is taken apart', plain, 'const { a, ...b } = source();\nsink(a); // hit\nsink(b); // hit'],
  ['either branch', plain, 'let a = 1;\nif (b) a = source();\nsink(a); // hit'],
  ['only ways that go on', plain, 'let a = 1;\nif (b) { a = source(); return; }\nsink(a);'],
  ['loops', plain, 'let a, b;\nfor (;;) {\n  sink(b); // hit\n  b = a;\n  a = source();\n}'],
  ['functions that stand around it', plain, 'const a = source();\nrun(() => {\n  sink(a); // hit\n});'],
  [
    'functions of the file',
    plain,
    'function f(a) {\n  sink(a); // hit\n}\nfunction g(a) {\n  sink(a);\n}\nf(source());\ng(1);',
  ],
  [
    'what functions of the file return',
    cleaned,
    'const read = () => source();\nsink(read()); // hit\nfunction safe(a) { return clean(a); }\nconst b = safe(source());\nsink(b);\nfunction same(a) { return a; }\nconst c = same(source());\nsink(c); // hit\nsink(same(1));',
  ],
  [
    'what functions of the file that nobody follows may give',
    cleaned,
    'function later(a) { return new Promise((done) => { done(a); }); }\nconst b = later(source());\nsink(b); // hit\nfunction again(a) { return a ? again(a.b) : 1; }\nconst c = again(source());\nsink(c); // hit',
  ],
  ...[
    'f(...all) {\n  return all.join();\n}',
    'f() {\n  return arguments[1];\n}',
    '* f(_, a) {\n  yield a;\n}',
    'f(_, a) {\n  const all = [];\n  all.push(a);\n  return all;\n}',
    'f(_, a) {\n  return Object.assign({}, a);\n}',
    'f(_, a) {\n  const one = {};\n  Object.assign(one, a);\n  return one;\n}',
    'f(_, a) {\n  let all = "";\n  a.forEach((b) => {\n    all += b;\n  });\n  return all;\n}',
    'f(_, a) {\n  return () => a;\n}',
  ].map(
    (declared) =>
      [
        `what may come out unseen of function ${declared}`,
        cleaned,
        `const a = source();\nfunction ${declared}\nconst b = f(1, a);\nsink(b); // hit`,
      ] as const,
  ),
  [
    'what a function of the file keeps for others',
    cleaned,
    'function safe(a) {\n  log.push(a);\n  seen.forEach((b) => use(b));\n  return clean(a);\n}\nconst b = safe(source());\nsink(b);',
  ],
  [
    'methods that hand it to a function',
    plain,
    'source().forEach((a) => {\n  sink(a); // hit\n});\nfunction use(a) {\n  sink(a); // hit\n}\nsource().then(use);\nothers.map((a) => sink(a));',
  ],
  ['errors that are caught', plain, 'let a;\ntry { a = source(); f(); } catch (e) {\n  sink(a); // hit\n}'],
  ['sanitizers', cleaned, 'const a = source();\nsink(clean(a));\nsink(a); // hit\nsink(clean(source()));'],
  [
    'sanitizers by side effect',
    `${plain}\npattern-sanitizers:\n- patterns:\n  - pattern: check($X)\n  - focus-metavariable: $X\n  by-side-effect: true`,
    'const a = source();\nsink(a); // hit\ncheck(a);\nsink(a);',
  ],
  [
    'sources by side effect',
    'mode: taint\npattern-sources:\n- patterns:\n  - pattern: fill($X)\n  - focus-metavariable: $X\n  by-side-effect: true\npattern-sinks:\n- pattern: sink(...)',
    'sink(a);\nfill(a);\nsink(a); // hit',
  ],
  [
    'parameters',
    'mode: taint\npattern-sources:\n- patterns:\n  - pattern-inside: function ... ($REQ, ...) { ... }\n  - focus-metavariable: $REQ\npattern-sinks:\n- pattern: sink(...)',
    'app.get((req, res) => {\n  sink(req.a); // hit\n  sink(res);\n});',
  ],
  [
    'propagators',
    `${plain}\npattern-propagators:\n- pattern: $TO.push($FROM)\n  from: $FROM\n  to: $TO`,
    'const a = [];\na.push(1);\nsink(a);\na.push(source());\nsink(a); // hit',
  ],
  [
    'labels',
    'mode: taint\npattern-sources:\n- pattern: source()\n  label: A\n- pattern: mark(...)\n  label: B\n  requires: A\npattern-sinks:\n- pattern: sink(...)\n  requires: A and not B',
    'const a = source();\nsink(a); // hit\nsink(mark(a));',
  ],
  [
    'no calls that are taken for safe',
    `${plain}\noptions:\n  taint_assume_safe_functions: true`,
    'const a = source();\nconst b = f(a);\nsink(b);\nsink(a); // hit',
  ],
  [
    'no numbers and truth values that are taken for safe',
    `${plain}\noptions: { taint_assume_safe_numbers: true, taint_assume_safe_booleans: true }`,
    'const a: number = source();\nconst b: boolean = source();\nconst c: string = source();\nsink(a);\nsink(b);\nsink(c); // hit',
  ],
  [
    'nothing but what is given on as it is, where a rule asks for that',
    `${plain}\noptions: { taint_only_propagate_through_assignments: true }`,
    'const a = await source();\nconst b = a.c;\nsink(b); // hit\nconst d = `${a}`;\nsink(d);\nconst e = f(a);\nsink(e);\nconst g = b ? a : 1;\nsink(g); // hit',
  ],
  [
    'only sources that agree with the sink, where a rule asks for that',
    'mode: taint\npattern-sources:\n- pattern: read($KEY)\npattern-sinks:\n- pattern: write($KEY, ...)\noptions: { taint_unify_mvars: true }',
    'const a = read("x");\nwrite("y", a);\nwrite("x", a); // hit',
  ],
  [
    'only the sink itself where it is exact',
    'mode: taint\npattern-sources:\n- pattern: source()\npattern-sinks:\n- patterns:\n  - pattern: sink($X)\n  - focus-metavariable: $X\n  exact: true',
    'sink(source()); // hit\nsink(() => f(source()));',
  ],
];

describe('data is followed through', () => {
  it.each(samples)('%s', async (_, search, code) => {
    expect(await runRule(search, code, 'a.ts')).toMatchObject({ lines: markedLines(code), problems: [] });
  });
});

describe('data is not followed through', () => {
  it.each([
    ['functions of other files', "import { read, run } from './other';\nrun(source());\nsink(read());"],
    ['methods of classes', 'class A {\n  run(a) {\n    sink(a);\n  }\n}\nnew A().run(source());'],
    ['functions in objects', 'const a = { run(b) {\n  sink(b);\n} };\na.run(source());'],
    ['parameters that nobody in the file gives a value', 'export function run(a) {\n  sink(a);\n}'],
    [
      'more than four calls',
      'const a = (x) => b(x);\nconst b = (x) => c(x);\nconst c = (x) => d(x);\nconst d = (x) => e(x);\nconst e = (x) => {\n  sink(x);\n};\na(source());',
    ],
  ])('%s', async (_, code) => {
    expect(await runRule(plain, code, 'a.ts')).toMatchObject({ lines: [], problems: [] });
  });
});
