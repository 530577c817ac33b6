import { describe, expect, it } from '@jest/globals';
import { markedLines, runRule } from './run.js';

/** Each: what is shown, a pattern, and code in which what it finds is marked. */
const samples: readonly (readonly [name: string, pattern: string, code: string])[] = [
  ['a call with any arguments', 'danger(...)', 'danger(); // hit\ndanger(a, b); // hit\nsafe(danger);'],
  ['a metavariable that comes twice', '$X == $X', 'a.b == a.b; // hit\na.b == a.c;'],
  [
    'the same name of another variable',
    'f($X, () => g($X))',
    'f(a, () => g(a)); // hit\nf(a, () => { const a = 1; return g(a); });',
  ],
  ['an ellipsis between arguments', 'f(1, ..., 2)', 'f(1, 2); // hit\nf(1, x, y, 2); // hit\nf(1, 2, 3);'],
  ['the rest of the arguments', 'f($...A, g($...A))', 'f(1, 2, g(1, 2)); // hit\nf(1, g(1, 2));'],
  ['a string', 'f("...")', "f('x'); // hit\nf(`x`); // hit\nf(x); f(1);"],
  ['a string by an expression', 'f("=~/^https?:/i")', "f('HTTP://a'); // hit\nf('ftp://a');"],
  ['the text of a string', 'f("$X", "$X")', "f('a', 'a'); // hit\nf('a', 'b');"],
  ['a name with a known text', 'f("a")', "const x = 'a';\nf(x); // hit\nlet y = 'a'; y = z;\nf(y);"],
  ['a text that is put together', 'f("ab")', "f('a' + 'b'); // hit\nf('a' + b);"],
  [
    'the value that a name has at its place',
    'f("a")',
    "let x = 'b';\nx = 'a';\nf(x); // hit\nfor (;;) { f(x); x = g(); }",
  ],
  ['entries of objects in any order', 'f({a: 1, b: $X})', 'f({ b: 2, c: 3, a: 1 }); // hit\nf({ a: 1 });'],
  ['entries of arrays in their order', '[1, ..., 3]', 'x = [1, 2, 3]; // hit\nx = [3, 1];'],
  ['a deep expression', 'f(<... g($X) ...>)', 'f(1 + h(g(x))); // hit\nf(h(x));'],
  ['a chain', '$X. ... .end()', 'a.b().c.end(); // hit\na.end(); // hit\nend();'],
  ['a template', '`...${$X}...`', 'x = `a${b}c`; // hit\nx = `abc`;'],
  [
    'what was imported',
    'child_process.exec(...)',
    "import { exec as run } from 'child_process';\nrun(a); // hit\nexec(a);",
  ],
  [
    'what was required',
    'child_process.exec(...)',
    "const cp = require('child_process');\ncp.exec(a); // hit\nconst { exec } = cp;\nexec(a); // hit",
  ],
  [
    'an assignment that is a definition',
    '$X = f(...)',
    'const a = f(1); // hit\nb = f(2); // hit\nc += f(3);',
  ],
  ['definitions by their keyword', 'const $X = 1', 'const a = 1; // hit\nlet b = 1;'],
  [
    'functions of any kind',
    'function (...) { return $X; }',
    'a = (b) => { return b; }; // hit\na = (b) => {};',
  ],
  [
    'a function by its name',
    'function $F($X) { ... }',
    'function a(b) {} // hit\nconst c = (d) => {}; // hit\ne((f) => {});',
  ],
  [
    'any function with a parameter',
    'function ... (..., $X, ...) { ... }',
    'g((a) => {}); // hit\nclass B { m(a) {} } // hit\ng(() => {});',
  ],
  [
    'types of parameters',
    '($X: Request) => { ... }',
    'a = (b: Request) => {}; // hit\na = (b: Other) => {};',
  ],
  [
    'a metavariable of a type',
    '($X: Client).query(...)',
    'function f(a: Client, b: Other) {\n  a.query(1); // hit\n  b.query(1);\n}',
  ],
  [
    'a condition without its other branch',
    'if ($X) { f(); }',
    'if (a) { f(); } else { g(); } // hit\nif (a) g();',
  ],
  ['any loop', 'for (...) { f(); }', 'for (let i = 0; i < 1; i++) { f(); } // hit\nfor (;;) {}'],
  ['markup', '<$X href={$Y} />', 'a = <a b="c" href={d}>e</a>; // hit\na = <a b={d} />;'],
  [
    'a class with a method',
    'class $C extends B { m() { ... } }',
    'class A extends B { n() {} m() {} } // hit\nclass D { m() {} }',
  ],
  ['a decorator', '@Get(...)\n$M(...) { ... }', 'class A {\n  @Get("x") // hit\n  m() {}\n  n() {}\n}'],
  ['an entry of an object', 'secret: "..."', "a = {\n  secret: 'b', // hit\n  other: 'c' };"],
  ['an expression that is a literal', '/^$X$/', 'a = /b/; a = /^$X$/; // hit'],
  ['`&&` the other way round', 'a && b', 'x = a && b; // hit\nx = b && a; // hit\nx = a || b;'],
  ['`new`', 'new Function(...)', 'new Function(a); // hit\nFunction(a);'],
];

describe('a pattern finds', () => {
  it.each(samples)('%s', async (_, pattern, code) => {
    const isMarkup = pattern.startsWith('<$');
    const outcome = await runRule(
      `pattern: |\n  ${pattern.replaceAll('\n', '\n  ')}`,
      code,
      isMarkup ? 'a.tsx' : 'a.ts',
    );
    expect(outcome).toMatchObject({ lines: markedLines(code), problems: [] });
  });

  it.each([
    [
      'statements in a row',
      '$X = open();\n...\n$X.close();',
      'x = open(); // hit\nf();\nif (a) { x.close(); }\ny = open();',
    ],
    ['statements next to each other', 'f();\ng();', 'f(); // hit\ng();\nf();\nh();\ng();'],
    [
      'statements in nested functions',
      '$X = open();\n...\n$X.close();',
      'const x = open(); // hit\nrun(() => {\n  x.close();\n});',
    ],
  ])('%s', async (_, pattern, code) => {
    const outcome = await runRule(`pattern: |\n  ${pattern.replaceAll('\n', '\n  ')}`, code);
    expect(outcome).toMatchObject({ lines: markedLines(code), problems: [] });
  });
});
