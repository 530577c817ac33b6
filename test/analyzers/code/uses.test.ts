import { afterAll, describe, expect, it } from '@jest/globals';
import { createCodeAnalyzer } from '../../../src/analyzers/code/analyzer.js';
import { exampleContext } from '../../support/example-context.js';

const analyzer = createCodeAnalyzer();
afterAll(() => analyzer.close?.());

/** Of `tint`, its `mix` and its `Paint.dry`: the line of the import and those of the calls. */
async function usesIn(
  text: string,
  files: Readonly<Record<string, string>> = {},
  path = 'src/a.ts',
): Promise<string | undefined> {
  const wanted = [{ name: 'tint', functions: ['tint.mix', 'Paint.dry'] }];
  const found = await analyzer.uses?.({ path, text }, wanted, exampleContext({ path, files }, text));
  if (!found) return 'not told';
  return found
    .map(({ imported, calls, isHandedOn }) =>
      [
        imported ? `imported on ${imported.startLine}` : 'not imported',
        ...calls.map((call) => `${call.function} on ${call.range.startLine}`),
        ...(isHandedOn ? ['handed on'] : []),
      ].join(', '),
    )
    .join();
}

describe('the use of a package', () => {
  it.each<[string, string, string]>([
    ['by its name', "import { mix } from 'tint';\nmix(1);", 'imported on 1, tint.mix on 2'],
    ['by another name', "import { mix as blend } from 'tint';\nblend(1);", 'imported on 1, tint.mix on 2'],
    ['of the whole', "import * as paint from 'tint';\npaint.mix(1);", 'imported on 1, tint.mix on 2'],
    ['of the default', "import paint from 'tint';\npaint.mix(1);", 'imported on 1, tint.mix on 2'],
    ['by require', "const { mix: m } = require('tint');\n\nm(1);", 'imported on 1, tint.mix on 3'],
    ['of a file of it', "import { mix } from 'tint/lib/mix';\nmix(1);", 'imported on 1, tint.mix on 2'],
    [
      'on an object that it makes',
      "import { Paint } from 'tint';\nclass A {\n  p = new Paint();\n  go() {\n    this.p.dry();\n  }\n}\nnew A().go();",
      'imported on 1, Paint.dry on 5',
    ],
    [
      'when it is needed',
      "async function f() {\n  (await import('tint')).mix(1);\n}\nf();",
      'imported on 2, tint.mix on 2',
    ],
    ['without a call', "import { mix } from 'tint';\nexport const a = 1;", 'imported on 1'],
    ['for its effect', "import 'tint';", 'imported on 1'],
    ['that is handed on', "export { mix } from 'tint';", 'imported on 1, handed on'],
    ['that is handed on as a whole', "module.exports = require('tint');", 'imported on 1, handed on'],
    ['in a comment', "// import { mix } from 'tint';\nmix(1);", ''],
    ['in a text', 'const a = "import { mix } from \'tint\'";', ''],
    [
      'for its types',
      "import type { mix } from 'tint';\nimport { type Paint } from 'tint';\nexport type * from 'tint';",
      '',
    ],
    ['of a package whose name begins so', "import { mix } from 'tinted';\nmix(1);", ''],
    [
      'of a function of another package',
      "import 'tint';\nimport { mix } from 'other';\nmix(1);",
      'imported on 1',
    ],
    ['of a method of its own', "import 'tint';\nconst a = { mix() {} };\na.mix();", 'imported on 1'],
    ['behind a require of its own', "function require(name) {}\nrequire('tint');", ''],
  ])('is seen %s', async (_, text, told) => {
    expect(await usesIn(text, {}, text.includes('module.exports') ? 'src/a.js' : undefined)).toBe(told);
  });

  it.each<[string, string, Record<string, string>]>([
    [
      'by another name',
      "import { blend } from './paint';\nblend('red');",
      { 'src/paint.ts': "export { mix as blend } from 'tint';" },
    ],
    [
      'that hand all of it on',
      "import { mix } from './paint';\nmix('red');",
      { 'src/paint.ts': "export * from 'tint';" },
    ],
    [
      'that hand all of each other on',
      "import { mix } from './paint';\nmix('red');",
      { 'src/paint/index.ts': "export * from './tint';", 'src/paint/tint.ts': "export * from 'tint';" },
    ],
    [
      'as one name',
      "import { paint } from './paint';\npaint.mix('red');",
      { 'src/paint.ts': "export * as paint from 'tint';" },
    ],
    [
      'of CommonJS',
      "import { mix } from './paint';\nmix('red');",
      { 'src/paint.js': "module.exports = require('tint');" },
    ],
  ])('is seen through other files of the repository, %s', async (_, text, files) => {
    expect(await usesIn(text, files)).toBe('not imported, tint.mix on 2');
  });

  it.each<[string, Record<string, string>, string]>([
    [
      "export * from './paint';",
      { 'src/paint.ts': "export { mix } from 'tint';" },
      'not imported, handed on',
    ],
    [
      "export { mix } from './paint';",
      { 'src/paint.ts': "export * from 'tint';" },
      'not imported, handed on',
    ],
    ["export { mix } from './paint';", { 'src/paint.ts': "export { mix } from './other';" }, ''],
  ])('is seen where it is handed on: %s', async (text, files, told) => {
    expect(await usesIn(text, files)).toBe(told);
  });

  it('is not told of a file that cannot be parsed in reason', async () => {
    expect(await usesIn(`import 'tint';${'a();'.repeat(10_000)}`)).toBe('not told');
  });
});
